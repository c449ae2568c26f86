"""One figure as several sources give it: a dot per value on a common scale, with its qualifier, beside who
gave it. The range of contested values is a band, seen before a word is read. A single value needs no
picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from briefings.pictures import svg, text
from briefings.pictures.plan import FAINT, SMALL

Qualifier = Literal["about", "at least", "more than", "up to", "less than", "nearly"]

_UP: frozenset[str] = frozenset({"at least", "more than"})
_DOWN: frozenset[str] = frozenset({"up to", "less than", "nearly"})
_DOT = 5.0
_ARROW = 24.0
_ROW = 40.0
_ROW_NARROW = 52.0


@dataclass(frozen=True, slots=True)
class Row:
    """A value as one source gave it."""

    value: int | Decimal
    said: str
    """The value in words, qualifier included: "more than 30"."""
    source: str
    """Who gave it."""
    when: str = ""
    """For when, in words."""
    qualifier: Qualifier | None = None
    forecast: bool = False
    """Announced or expected, not counted."""
    href: str | None = None
    """Where it stands on the page, or its source's page."""


def spaced(value: Decimal) -> str:
    """A number with narrow spaces between thousands, as no language misreads it."""
    return f"{value.normalize():,f}".replace(",", "\u202f").replace("-", "\u2212")


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a figure, in the site's language."""

    title: str
    """What is counted."""
    description: str
    unit: str
    """In what; stands under the axis."""
    forecast: str = "forecast"
    range: str = "range of what sources say"
    number: Callable[[Decimal], str] = spaced
    """How the language writes a number, for the axis."""


def figure(rows: Sequence[Row], words: Words, *, prefix: str, contested: bool = False) -> svg.Markup | None:
    """The wide and the narrow picture in one `<figure>`; None where there is nothing to compare."""
    wide = draw(rows, words, prefix=prefix, contested=contested)
    narrow = draw(rows, words, prefix=f"{prefix}-narrow", contested=contested, width=svg.NARROW)
    return None if wide is None or narrow is None else svg.figure("values", wide, narrow)


def draw(
    rows: Sequence[Row], words: Words, *, prefix: str, contested: bool = False, width: float = svg.WIDE
) -> svg.Markup | None:
    """One picture, rows as they come. None for fewer than two values.

    `contested`: the values speak of the same thing and differ; their range is drawn behind them.
    """
    if len(rows) < 2:
        return None
    plan = _Plan(rows, words, width)
    bottom = plan.top + plan.row * len(rows)
    parts: list[svg.Markup] = []
    low, high = min(row.value for row in rows), max(row.value for row in rows)
    if contested and low != high:
        parts += plan.band(low, high, len(rows))
    parts += plan.axis(bottom, words.unit)
    parts += [_row(row, plan, n) for n, row in enumerate(rows)]
    legend, height = _legend(words, contested and low != high, any(row.forecast for row in rows), bottom + 30)
    return svg.picture(
        [*parts, *legend], title=words.title, description=words.description, prefix=prefix,
        variant="narrow" if plan.narrow else "wide", width=width, height=height,
    )  # fmt: skip


class _Plan:
    """Where values stand: beside their sources where there is room, under them where not."""

    def __init__(self, rows: Sequence[Row], words: Words, width: float) -> None:
        self.width = width
        self.narrow = width < 480
        self.row = _ROW_NARROW if self.narrow else _ROW
        self.top = 4.0
        widest = max(max(text.width(row.source), text.width(row.when, SMALL)) for row in rows)
        self.column = width - 8 if self.narrow else min(max(widest, 80.0), width * 0.36)
        values = [row.value for row in rows]
        self._number = words.number
        numbers = max(text.width(self._number(Decimal(value)), SMALL) for value in values)
        # Beyond the first and the last value there is room for an arrow, and for half of a number below,
        # which may be a little longer.
        beyond = max(34.0, numbers * 0.6 + 4)
        self.low = beyond if self.narrow else self.column + beyond + 10
        self.high = width - beyond
        self.ticks = _ticks(
            min(values), max(values), max(min(int((self.high - self.low) / (numbers + 30)), 6), 2)
        )
        self._from, self._to = float(self.ticks[0]), float(self.ticks[-1])

    def at(self, value: int | Decimal) -> float:
        """Where a value stands."""
        return self.low + (float(value) - self._from) / (self._to - self._from) * (self.high - self.low)

    def middle(self, n: int) -> float:
        """The line that the dot of a row stands on."""
        return self.top + self.row * n + (self.row - 15 if self.narrow else self.row / 2)

    def band(self, low: int | Decimal, high: int | Decimal, count: int) -> Iterator[svg.Markup]:
        """The range: over all rows; between the lines of words where these stand in its way."""
        first, last = self.at(low), self.at(high)
        style: dict[str, str | float | None] = {"fill": svg.tone(1), "fill_opacity": "0.14"}
        if not self.narrow:
            yield svg.tag("rect", x=first, y=self.top, width=last - first, height=self.row * count, **style)
            return
        for n in range(count):
            yield svg.tag("rect", x=first, y=self.middle(n) - 9, width=last - first, height=18, **style)

    def axis(self, bottom: float, unit: str) -> Iterator[svg.Markup]:
        """Fine lines, and their numbers under them; the unit with the last."""
        lines = [step for tick in self.ticks for step in ("M", self.at(tick), self.top, "V", bottom + 4)]
        yield svg.hairline(*lines, opacity="0.15")
        names = [
            svg.words(self._number(tick), self.at(tick), bottom + 18, anchor="middle") for tick in self.ticks
        ]  # fmt: skip
        names.append(svg.words(text.fit(unit, self.width, SMALL), self.width, bottom + 34, anchor="end"))
        yield svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)


def _row(row: Row, plan: _Plan, n: int) -> svg.Markup:
    """Who says it and when, then the value."""
    top, middle = plan.top + plan.row * n, plan.middle(n)
    if plan.narrow:
        source = text.fit(row.source, plan.column - text.width(row.when, SMALL) - 14)
        after = text.width(source) + 8
        written = [svg.words(source, 0, top + 18)]
        if row.when:
            written.append(svg.words(row.when, after, top + 18, font_size=SMALL, fill_opacity=FAINT))
    else:
        written = [svg.words(text.fit(row.source, plan.column), 0, middle + (-2 if row.when else 4.5))]
        if row.when:
            written.append(
                svg.words(
                    text.fit(row.when, plan.column, SMALL),
                    0,
                    middle + 12,
                    font_size=SMALL,
                    fill_opacity=FAINT,
                )
            )
    # A space between the parts: they are read one after the other.
    inside = svg.Markup(" ".join([*written, *_value(row, plan, middle)]))
    name = f"{row.source}: {row.said}{f' ({row.when})' if row.when else ''}"
    color = svg.tone(1)
    if row.href is None:
        return svg.tag("g", svg.tag("title", name), inside, fill=color, stroke=color, stroke_width=0)
    target = svg.target(0, top, plan.width, plan.row)
    return svg.link(row.href, name, target, inside, fill=color, stroke=color, stroke_width=0)


def _value(row: Row, plan: _Plan, y: float) -> list[svg.Markup]:
    """The dot, what its qualifier adds to it, and the words."""
    x = plan.at(row.value)
    parts: list[svg.Markup] = []
    left = right = _DOT
    if row.qualifier in _UP:
        right = _arrow(parts, x, y, 1)
    elif row.qualifier in _DOWN:
        left = _arrow(parts, x, y, -1)
    elif row.qualifier == "about":
        parts.append(svg.circle(x, y, _DOT + 4, fill_opacity="0.3"))
        left = right = _DOT + 4
    if row.forecast:
        parts.append(svg.circle(x, y, _DOT - 0.9, fill=svg.GROUND, stroke_width=1.8))
    else:
        parts.append(svg.circle(x, y, _DOT - 1.5 if row.qualifier == "about" else _DOT))
    room = text.width(row.said, bold=True)
    before = x + right + 7 + room > plan.width
    place = max(x - left - 7, room) if before else x + right + 7
    parts.append(svg.words(row.said, place, y + 4.5, anchor="end" if before else None, font_weight="600"))
    return parts


def _arrow(parts: list[svg.Markup], x: float, y: float, side: int) -> float:
    tip = x + side * _ARROW
    path = svg.path("M", x, y, "H", tip, "M", tip - side * 5, y - 4, "L", tip, y, "L", tip - side * 5, y + 4)
    parts.append(
        svg.tag(
            "path", d=path, fill="none", stroke_width=1.8, stroke_linecap="round", stroke_linejoin="round"
        )
    )
    return _ARROW


def _legend(words: Words, contested: bool, forecast: bool, top: float) -> tuple[list[svg.Markup], float]:
    parts: list[svg.Markup] = []
    x = 2.0
    if contested:
        parts.append(
            svg.tag("rect", x=x, y=top + 6, width=20, height=12, fill=svg.tone(1), fill_opacity="0.2")
        )
        parts.append(svg.words(words.range, x + 26, top + 16, font_size=SMALL, fill_opacity=FAINT))
        x += 44 + text.width(words.range, SMALL)
    if forecast:
        parts.append(
            svg.circle(x + 5, top + 12, _DOT - 0.9, fill="none", stroke=svg.tone(1), stroke_width=1.8)
        )
        parts.append(svg.words(words.forecast, x + 16, top + 16, font_size=SMALL, fill_opacity=FAINT))
    return parts, top + (28 if parts else 8)


def _ticks(low: int | Decimal, high: int | Decimal, most: int) -> list[Decimal]:
    """Round numbers around the values: from zero where that does not squeeze them together, else close about
    them."""
    a, b = Decimal(low), Decimal(high)
    from_zero = a >= 0 and (a == b or a / b < Decimal("0.7"))
    start = Decimal(0) if from_zero else a - (b - a) / 4 if b > a else a - abs(a) / 10
    end = max(b, start + 1) if b == start else b
    exponent = ((end - start) / most).adjusted()
    first = last = 0
    step = Decimal(1)
    for factor in (1, 2, 5, 10, 20, 50, 100):
        step = Decimal(factor).scaleb(exponent)
        first = int((start / step).to_integral_value(ROUND_FLOOR))
        last = int((end / step).to_integral_value(ROUND_CEILING))
        if last - first <= most:
            break
    return [step * n for n in range(first, last + 1)]

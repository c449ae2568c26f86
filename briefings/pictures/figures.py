"""One figure as several sources give it: a dot per value on a common scale, with its qualifier, beside who gave it.
The range of contested values is a band, seen before a word is read. A single value needs no picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefings.pictures import svg, text
from briefings.pictures.plan import FAINT, SMALL

Qualifier = Literal["about", "at least", "more than", "up to", "less than", "nearly"]

_UP: frozenset[str] = frozenset({"at least", "more than"})
_DOWN: frozenset[str] = frozenset({"up to", "less than", "nearly"})
_DOT = 5.0
_ARROW = 24.0
_ROW = 34.0
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


def figure(rows: Sequence[Row], words: Words, *, prefix: str, contested: bool = False) -> svg.Markup | None:
    """The wide and the narrow picture in one `<figure>`; None where there is nothing to compare."""
    wide = draw(rows, words, prefix=prefix, contested=contested)
    narrow = draw(rows, words, prefix=f"{prefix}-narrow", contested=contested, width=svg.NARROW)
    return None if wide is None or narrow is None else svg.figure("values", wide, narrow)


def draw(rows: Sequence[Row], words: Words, *, prefix: str, contested: bool = False, width: float = svg.WIDE) -> svg.Markup | None:
    """One picture, rows as they come. None for fewer than two values.

    `contested`: the values speak of the same thing and differ; their range is drawn behind them.
    """
    if len(rows) < 2:
        return None
    plan = _Plan(rows, width)
    bottom = plan.top + plan.row * len(rows)
    parts: list[svg.Markup] = []
    low, high = min(row.value for row in rows), max(row.value for row in rows)
    if contested and low != high:
        parts.append(svg.tag(
            "rect", x=plan.at(low), y=plan.top, width=plan.at(high) - plan.at(low), height=bottom - plan.top, fill=svg.tone(1), fill_opacity="0.13",
        ))  # fmt: skip
    parts += plan.axis(bottom, words.unit)
    parts += [_row(row, plan, plan.top + plan.row * n) for n, row in enumerate(rows)]
    legend, height = _legend(words, contested and low != high, any(row.forecast for row in rows), bottom + 30)
    return svg.picture(
        [*parts, *legend], title=words.title, description=words.description, prefix=prefix,
        variant="narrow" if plan.narrow else "wide", width=width, height=height,
    )  # fmt: skip


class _Plan:
    """Where values stand: beside their sources where there is room, under them where not."""

    def __init__(self, rows: Sequence[Row], width: float) -> None:
        self.width = width
        self.narrow = width < 480
        self.row = _ROW_NARROW if self.narrow else _ROW
        self.top = 4.0
        widest = max(max(text.width(row.source), text.width(row.when, SMALL)) for row in rows)
        self.column = width - 8 if self.narrow else min(max(widest, 80.0), width * 0.36)
        self.low = 10.0 if self.narrow else self.column + 28
        self.high = width - 12
        values = [row.value for row in rows]
        self.ticks = _ticks(min(values), max(values), 4 if self.narrow else 6)
        self._from, self._to = float(self.ticks[0]), float(self.ticks[-1])

    def at(self, value: int | Decimal) -> float:
        """Where a value stands."""
        return self.low + (float(value) - self._from) / (self._to - self._from) * (self.high - self.low)

    def axis(self, bottom: float, unit: str) -> Iterator[svg.Markup]:
        """Fine lines, and their numbers under them; the unit with the last."""
        number = svg.number
        lines = "".join(f"M{number(self.at(tick))} {number(self.top)}V{number(bottom + 4)}" for tick in self.ticks)
        yield svg.tag("path", d=lines, stroke="currentColor", stroke_opacity="0.15", fill="none")
        names = [
            svg.words(_plain(tick), self.at(tick), bottom + 18, anchor="end" if tick == self.ticks[-1] else "start" if n == 0 else "middle")
            for n, tick in enumerate(self.ticks)
        ]  # fmt: skip
        names.append(svg.words(text.fit(unit, self.high - self.low, SMALL), self.high, bottom + 33, anchor="end"))
        yield svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)


def _row(row: Row, plan: _Plan, top: float) -> svg.Markup:
    """Who says it and when, then the value."""
    middle = top + (plan.row - 14 if plan.narrow else plan.row / 2)
    if plan.narrow:
        source = text.fit(row.source, plan.column - text.width(row.when, SMALL) - 14)
        after = text.width(source) + 8
        written = [svg.words(source, 0, top + 18)]
        if row.when:
            written.append(svg.words(row.when, after, top + 18, font_size=SMALL, fill_opacity=FAINT))
    else:
        written = [svg.words(text.fit(row.source, plan.column), 0, middle + (-2 if row.when else 4.5))]
        if row.when:
            written.append(svg.words(text.fit(row.when, plan.column, SMALL), 0, middle + 12, font_size=SMALL, fill_opacity=FAINT))
    # A space between the parts: they are read one after the other.
    inside = svg.Markup(" ".join([*written, *_value(row, plan, middle)]))
    name = f"{row.source}: {row.said}{f' ({row.when})' if row.when else ''}"
    color = svg.tone(1)
    if row.href is None:
        return svg.tag("g", svg.tag("title", name), inside, fill=color, stroke=color, stroke_width=0)
    target = svg.tag("rect", x=0, y=top, width=plan.width, height=plan.row, fill="transparent", class_="target")
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
        parts.append(svg.tag("circle", cx=x, cy=y, r=_DOT + 4, fill_opacity="0.3"))
        left = right = _DOT + 4
    if row.forecast:
        parts.append(svg.tag("circle", cx=x, cy=y, r=_DOT - 0.9, fill=svg.GROUND, stroke_width=1.8))
    else:
        parts.append(svg.tag("circle", cx=x, cy=y, r=_DOT - 1.5 if row.qualifier == "about" else _DOT))
    room = text.width(row.said, bold=True)
    before = x + right + 7 + room > plan.width
    place = max(x - left - 7, room) if before else x + right + 7
    parts.append(svg.words(row.said, place, y + 4.5, anchor="end" if before else None, font_weight="600"))
    return parts


def _arrow(parts: list[svg.Markup], x: float, y: float, side: int) -> float:
    number = svg.number
    tip = x + side * _ARROW
    path = f"M{number(x)} {number(y)}H{number(tip)}M{number(tip - side * 5)} {number(y - 4)}L{number(tip)} {number(y)}L{number(tip - side * 5)} {number(y + 4)}"
    parts.append(svg.tag("path", d=path, fill="none", stroke_width=1.8, stroke_linecap="round", stroke_linejoin="round"))
    return _ARROW


def _legend(words: Words, contested: bool, forecast: bool, top: float) -> tuple[list[svg.Markup], float]:
    parts: list[svg.Markup] = []
    x = 2.0
    if contested:
        parts.append(svg.tag("rect", x=x, y=top + 6, width=20, height=12, fill=svg.tone(1), fill_opacity="0.2"))
        parts.append(svg.words(words.range, x + 26, top + 16, font_size=SMALL, fill_opacity=FAINT))
        x += 44 + text.width(words.range, SMALL)
    if forecast:
        parts.append(svg.tag("circle", cx=x + 5, cy=top + 12, r=_DOT - 0.9, fill="none", stroke=svg.tone(1), stroke_width=1.8))
        parts.append(svg.words(words.forecast, x + 16, top + 16, font_size=SMALL, fill_opacity=FAINT))
    return parts, top + (28 if parts else 8)


def _ticks(low: int | Decimal, high: int | Decimal, most: int) -> list[Decimal]:
    """Round numbers around the values: from zero where that does not squeeze them together, else close about them.

    There is room for an arrow beyond the last value: it is not the last tick.
    """
    a, b = Decimal(low), Decimal(high)
    from_zero = a >= 0 and (b == 0 or a / b < Decimal("0.7"))
    start = Decimal(0) if from_zero else a - (b - a) / 2 if b > a else a - abs(a) / 10 - 1
    span = b - start if b > start else abs(b) + 1
    exponent = (span / most).adjusted()
    for factor in (1, 2, 5, 10, 20, 50):
        step = Decimal(factor).scaleb(exponent)
        first, last = int(start // step), int(-(-(b + span / 20) // step))
        if a < 0 or start < 0:
            first = int((start / step).to_integral_value(rounding="ROUND_FLOOR"))
        if last - first <= most:
            break
    return [step * n for n in range(first, last + 1)]


def _plain(value: Decimal) -> str:
    """A tick's number with narrow spaces between thousands, as no language misreads them."""
    return f"{value.normalize():,f}".replace(",", "\u202f")

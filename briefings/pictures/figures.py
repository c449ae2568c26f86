"""Draws the values that several sources give for one figure: a dot per value on a common scale, with its
qualifier and source. The range of contested values is a band behind them. Only narrow pictures are drawn, as
pages show several of them side by side."""

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
_ROW = 52.0
_TOP = 4.0


@dataclass(frozen=True, slots=True)
class Row:
    """A value given by a source."""

    value: int | Decimal
    label: str
    """The value in words, including the qualifier: "more than 30"."""
    source: str
    when: str = ""
    """The date that the value is for, in words."""
    qualifier: Qualifier | None = None
    forecast: bool = False
    """Announced or expected, not counted."""


def spaced(value: Decimal) -> str:
    """A number with narrow spaces between thousands, which no language misreads."""
    return f"{value.normalize():,f}".replace(",", "\u202f").replace("-", "\u2212")


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a picture, in the site's language."""

    title: str
    """What is counted."""
    description: str
    unit: str
    """Shown below the axis."""
    forecast: str = "forecast"
    range: str = "range of what sources say"
    number: Callable[[Decimal], str] = spaced
    """Formats the numbers on the axis."""


def draw(rows: Sequence[Row], words: Words, *, prefix: str, contested: bool = False) -> svg.Markup | None:
    """The picture, with the rows in the given order; None for fewer than two values.

    `contested`: the values are about the same thing and differ, so their range is drawn behind them.
    """
    if len(rows) < 2:
        return None
    scale = _Scale([row.value for row in rows], words.number)
    bottom = _TOP + _ROW * len(rows)
    low, high = min(row.value for row in rows), max(row.value for row in rows)
    has_band = contested and low != high
    parts = [*(_band(scale, low, high, len(rows)) if has_band else ()), *_axis(scale, words, bottom)]
    parts += [_row(row, scale, n) for n, row in enumerate(rows)]
    legend, height = _legend(words, has_band, any(row.forecast for row in rows), bottom + 30)
    return svg.picture(
        [*parts, *legend], title=words.title, description=words.description, prefix=prefix,
        variant="narrow", width=svg.NARROW, height=height,
    )  # fmt: skip


class _Scale:
    """Maps values to places."""

    def __init__(self, values: Sequence[int | Decimal], number: Callable[[Decimal], str]) -> None:
        numbers = max(text.width(number(Decimal(value)), SMALL) for value in values)
        # Room beyond the outermost values for an arrow, or for half a number below, which may be longer.
        beyond = max(34.0, numbers * 0.6 + 4)
        self._low, self._high = beyond, svg.NARROW - beyond
        most = max(min(int((self._high - self._low) / (numbers + 30)), 6), 2)
        self.ticks = _ticks(min(values), max(values), most)

    def at(self, value: int | Decimal) -> float:
        """The place of a value."""
        first, last = float(self.ticks[0]), float(self.ticks[-1])
        return self._low + (float(value) - first) / (last - first) * (self._high - self._low)


def _middle(n: int) -> float:
    """The height of the dot of a row."""
    return _TOP + _ROW * n + _ROW - 15


def _band(scale: _Scale, low: int | Decimal, high: int | Decimal, count: int) -> Iterator[svg.Markup]:
    """The range of the values, interrupted by the lines of words."""
    x, width = scale.at(low), scale.at(high) - scale.at(low)
    for n in range(count):
        y = _middle(n) - 9
        yield svg.tag("rect", x=x, y=y, width=width, height=18, fill=svg.tone(1), fill_opacity="0.14")


def _axis(scale: _Scale, words: Words, bottom: float) -> Iterator[svg.Markup]:
    """Fine lines with numbers below them, and the unit at the end."""
    steps = [step for tick in scale.ticks for step in ("M", scale.at(tick), _TOP, "V", bottom + 4)]
    yield svg.hairline(*steps, opacity="0.15")
    names = [
        svg.words(words.number(tick), scale.at(tick), bottom + 18, anchor="middle") for tick in scale.ticks
    ]
    unit = text.fit(words.unit, svg.NARROW, SMALL)
    names.append(svg.words(unit, svg.NARROW, bottom + 34, anchor="end"))
    yield svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)


def _row(row: Row, scale: _Scale, n: int) -> svg.Markup:
    """The source and the date, and the value below them."""
    top = _TOP + _ROW * n + 18
    source = text.fit(row.source, svg.NARROW - text.width(row.when, SMALL) - 22)
    parts = [svg.words(source, 0, top)]
    if row.when:
        after = text.width(source) + 8
        parts.append(svg.words(row.when, after, top, font_size=SMALL, fill_opacity=FAINT))
    # Spaces between the parts, so that screen readers separate them.
    content = svg.Markup(" ".join([*parts, *_value(row, scale.at(row.value), _middle(n))]))
    name = f"{row.source}: {row.label}{f' ({row.when})' if row.when else ''}"
    color = svg.tone(1)
    return svg.tag("g", svg.tag("title", name), content, fill=color, stroke=color, stroke_width=0)


def _value(row: Row, x: float, y: float) -> list[svg.Markup]:
    """The dot, the sign of its qualifier, and the words."""
    parts: list[svg.Markup] = []
    left = right = _DOT
    if row.qualifier in _UP:
        parts.append(_arrow(x, y, 1))
        right = _ARROW
    elif row.qualifier in _DOWN:
        parts.append(_arrow(x, y, -1))
        left = _ARROW
    elif row.qualifier == "about":
        parts.append(svg.circle(x, y, _DOT + 4, fill_opacity="0.3"))
        left = right = _DOT + 4
    if row.forecast:
        parts.append(svg.circle(x, y, _DOT - 0.9, fill=svg.GROUND, stroke_width=1.8))
    else:
        parts.append(svg.circle(x, y, _DOT - 1.5 if row.qualifier == "about" else _DOT))
    room = text.width(row.label, bold=True)
    before = x + right + 7 + room > svg.NARROW
    place = max(x - left - 7, room) if before else x + right + 7
    parts.append(svg.words(row.label, place, y + 4.5, anchor="end" if before else None, font_weight="600"))
    return parts


def _arrow(x: float, y: float, side: int) -> svg.Markup:
    tip = x + side * _ARROW
    path = svg.path("M", x, y, "H", tip, "M", tip - side * 5, y - 4, "L", tip, y, "L", tip - side * 5, y + 4)
    style = {"stroke_linecap": "round", "stroke_linejoin": "round"}
    return svg.tag("path", d=path, fill="none", stroke_width=1.8, **style)


def _legend(words: Words, has_band: bool, has_forecast: bool, top: float) -> tuple[list[svg.Markup], float]:
    """The meaning of the band and of hollow dots, and the height of the whole picture."""
    parts: list[svg.Markup] = []
    x = 2.0
    if has_band:
        style = {"fill": svg.tone(1), "fill_opacity": "0.2"}
        parts.append(svg.tag("rect", x=x, y=top + 6, width=20, height=12, **style))
        parts.append(svg.words(words.range, x + 26, top + 16, font_size=SMALL, fill_opacity=FAINT))
        x += 44 + text.width(words.range, SMALL)
    if has_forecast:
        style = {"fill": "none", "stroke": svg.tone(1)}
        parts.append(svg.circle(x + 5, top + 12, _DOT - 0.9, **style, stroke_width=1.8))
        parts.append(svg.words(words.forecast, x + 16, top + 16, font_size=SMALL, fill_opacity=FAINT))
    return parts, top + (28 if parts else 8)


def _ticks(low: int | Decimal, high: int | Decimal, most: int) -> list[Decimal]:
    """Round numbers around the values, from zero unless that would squeeze the values together."""
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

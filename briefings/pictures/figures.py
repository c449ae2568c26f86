"""Draws the values that count the same thing but differ: each on a track of its own beside its text, on a
common scale from zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefings.model.briefing import Figure, Value
from briefings.model.verdicts import Verdict, things, verdict
from briefings.pictures import svg

_HEIGHT = 14.0
_DOT = 4.5
_ARROW = 18.0
_LOW, _HIGH = 3.0, 86.0
"""The places of zero and of the greatest value, in percent, with room for an arrow."""
_OVER_TIME: frozenset[Verdict | None] = frozenset({"grew", "fell", "changed"})


Row = tuple[tuple[Value, ...], svg.Markup | None]
"""Equal values, and their track."""


def rows(figure: Figure, *, mirrored: bool = False) -> Iterator[Row]:
    """The values of a figure with their tracks. There are no tracks where numbers agree, or for a number that
    counts something else than the others. Numbers for different times are in chronological order."""
    if figure.verdict == "agree":
        equal: dict[object, list[Value]] = {}
        for value in figure.values:
            equal.setdefault((value.low, value.high, value.qualifier), []).append(value)
        yield from ((tuple(values), None) for values in equal.values())
        return
    for values in things(figure.values):
        says = verdict(values)
        if says in _OVER_TIME:
            values = tuple(sorted(values, key=lambda value: () if value.as_of is None else value.as_of.order))
        has_tracks = says == "differ" or says in _OVER_TIME
        low, high = _ends(values)
        for value in values:
            yield (value,), _track(value, low, high, mirrored) if has_tracks else None


def _ends(values: Sequence[Value]) -> tuple[Decimal, Decimal]:
    """The numbers at the ends of the scale."""
    numbers = [Decimal(end) for value in values for end in (value.low, value.high)]
    return min(Decimal(0), *numbers), max(Decimal(0), *numbers)


def _track(value: Value, low: Decimal, high: Decimal, mirrored: bool) -> svg.Markup:
    """A line with a dot at the value, or a bar between the ends of a range, and the sign of its qualifier: an
    arrow, or a halo for about."""

    def at(number: int | Decimal) -> float:
        along = float((Decimal(number) - low) / (high - low)) if high > low else 0.0
        place = _LOW + (_HIGH - _LOW) * along
        return 100 - place if mirrored else place

    first, last, y, side = at(value.low), at(value.high), _HEIGHT / 2, -1 if mirrored else 1
    parts = [svg.tag("line", x2="100%", y1=y, y2=y)]
    if value.is_range:
        ends = {"x1": svg.percent(first), "x2": svg.percent(last)}
        parts.append(svg.tag("line", y1=y, y2=y, class_="between", **ends))
    if value.qualifier in ("at least", "more than"):
        parts.append(_arrow(last, y, side))
    elif value.qualifier in ("up to", "less than", "nearly"):
        parts.append(_arrow(first, y, -side))
    for x in dict.fromkeys((first, last)):
        if value.qualifier == "about":
            parts.append(svg.circle(svg.percent(x), y, _DOT + 2.5, class_="halo"))
        parts.append(svg.circle(svg.percent(x), y, _DOT, class_="forecast" if value.forecast else None))
    return svg.tag("svg", *parts, class_="track", width="100%", height=_HEIGHT, aria_hidden="true")


def _arrow(x: float, y: float, side: int) -> svg.Markup:
    tip = side * _ARROW
    path = svg.path("M", 0, 0, "H", tip, "M", tip - side * 4, -4, "L", tip, 0, "L", tip - side * 4, 4)
    return svg.at(x, y, svg.tag("path", d=path))

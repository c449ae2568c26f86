"""Draws eras as bands behind a strip, each with its name above the events. Names that would touch are on
different lines, so they are readable on every screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings.model.dates import Date
from briefings.pictures import svg, text
from briefings.pictures.axis import NARROW, SMALL, Axis
from briefings.pictures.strip import Drawing

_LINE = 16.0
"""The height of a line of names."""
_MOST_LINES = 4
"""Eras whose names do not fit on as many lines are bands without a name."""
_GAP = 0.3
"""Between adjacent bands, in percent."""
_APART = 6.0
"""Between two names, in pixels of the narrowest picture."""
_INSET = 3.0
"""Between the beginning of a band and its name."""


@dataclass(frozen=True, slots=True)
class Band:
    """An era to draw."""

    name: str
    start: int | None
    """The first day, as an ordinal; None if it has no beginning."""
    end: int | None
    """The day after the last one; None if it lasts."""


def named(eras: Iterable[tuple[str, Date, Date | None]]) -> list[Band]:
    """The bands of eras, given with their names, starts and ends, in order.

    An era from 753 to 509 BCE and one from 509 BCE on meet where the second begins.
    """
    listed = sorted(eras, key=lambda era: (era[1].order, era[0]))
    starts = [None if start.earliest is None else start.earliest.toordinal() for _, start, _ in listed]
    bands: list[Band] = []
    for (name, _, to), start in zip(listed, starts, strict=True):
        end = None if to is None or to.latest is None else to.latest.toordinal() + 1
        if to is not None and to.earliest is not None and end is not None:
            first = max(to.earliest.toordinal(), -(10**18) if start is None else start + 1)
            end = min((other for other in starts if other is not None and first <= other < end), default=end)
        bands.append(Band(name, start, end))
    return bands


def behind(drawing: Drawing, bands: Sequence[Band], axis: Axis) -> Drawing:
    """A strip with bands behind it. Only their part on the axis is drawn."""
    shown = [
        (band, start, end)
        for band in bands
        for start in (axis.first if band.start is None else max(band.start, axis.first),)
        for end in (axis.end if band.end is None else min(band.end, axis.end),)
        if start < end
    ]
    if not shown:
        return drawing
    places = _lines([(band.name, axis, start) for band, start, _ in shown])
    top = (1 + max((line for line in places if line is not None), default=0)) * _LINE + 2
    height = top + drawing.height
    rects: list[svg.Markup] = []
    names: list[svg.Markup] = []
    for (band, start, end), line in zip(shown, places, strict=True):
        x, width = axis.extent(start, end)
        y = (line or 0) * _LINE
        rects.append(
            svg.tag(
                "rect", svg.tag("title", band.name), x=svg.percent(x + _GAP / 2), y=y,
                width=svg.percent(max(width - _GAP, _GAP)), height=height - y, class_="era",
            )
        )  # fmt: skip
        if line is not None:
            names.append(_name(band.name, axis, start, y + 12))
    return Drawing([*rects, svg.tag("g", *names, class_="names"), svg.at(0, top, *drawing.parts)], height)


def _fitted(name: str) -> tuple[str, float]:
    """As much of a name as fits a line, and its width."""
    shown = text.fit(name, NARROW - 2 * _INSET, SMALL)
    return shown, text.width(shown, SMALL)


def _begin(axis: Axis, start: int, width: float) -> tuple[float, bool]:
    """How far from the beginning of the axis a name starts, in the narrowest picture, and whether it ends at
    the end of the axis because it would cross that."""
    place = axis.at(start)
    along = (100 - place if axis.mirrored else place) / 100 * NARROW + _INSET
    return (along, False) if along + width <= NARROW else (NARROW - width, True)


def _lines(names: Sequence[tuple[str, Axis, int]]) -> list[int | None]:
    """The line of each name, from above; None if all are taken there."""
    taken: list[list[tuple[float, float]]] = []
    places: list[int | None] = []
    for name, axis, start in names:
        _, width = _fitted(name)
        low, _ = _begin(axis, start, width)
        high = low + width
        for line in range(_MOST_LINES):
            if line == len(taken):
                taken.append([])
            if all(high + _APART <= other or end + _APART <= low for other, end in taken[line]):
                taken[line].append((low, high))
                places.append(line)
                break
        else:
            places.append(None)
    return places


def _name(name: str, axis: Axis, start: int, y: float) -> svg.Markup:
    shown, width = _fitted(name)
    if _begin(axis, start, width)[1]:
        return svg.words(shown, "0%" if axis.mirrored else "100%", y, text_anchor="end")
    return svg.words(shown, svg.percent(axis.at(start)), y, dx=-_INSET if axis.mirrored else _INSET)

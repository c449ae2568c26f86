"""Draws events on a strip: a column for each slot of time, as high as its events are many, solid for what
happened, dashed for what is doubtful, hollow for what is announced. Long events are lines. Places are in
percent, so a strip fits every width."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

from briefings.model.briefing import DOUBTFUL, Status
from briefings.model.dates import Date, Unit
from briefings.model.days import CalendarDay
from briefings.pictures import svg
from briefings.pictures.axis import SMALL, Axis

_EVENT = 9.0
"""The height of an event in a column, at most."""
_TALL = 45.0
"""The height of the highest column, at most."""
_LEAST = 2.0
"""The height of a part of a column, at least."""
_NUMBER = 12.0
"""The height of the number above a column."""
_LINE = 4.0
"""The thickness of a long event."""
_LANE = 6.0
_MOST_LANES = 3
"""More long events at the same time are drawn over each other."""
_FLAG = 9.0
"""The height of the sign of a milestone."""
_GAP = 0.3
"""Between adjacent bars, in percent."""
_LONG = 1.5
"""Events that are longer than this many slots are lines."""

Period = Callable[[CalendarDay, CalendarDay], str]
"""Writes the time from one day to another in words."""


class Drawn(Protocol):
    """An event in any form."""

    @property
    def date(self) -> Date | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def announced(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """An event to draw."""

    date: Date
    tone: int = 1
    """The color of its topic, 1 to 8."""
    announced: bool = False
    doubted: bool = False
    milestone: bool = False
    anchor: str = ""
    """The place of its entry on the page; empty if that is elsewhere."""

    @classmethod
    def of(cls, event: Drawn, tone: int, *, milestone: bool = False, anchor: str = "") -> Mark:
        """The mark of an event with a date."""
        assert event.date is not None
        doubted = event.status in DOUBTFUL
        return cls(event.date, tone, event.announced, doubted, milestone, anchor)

    @property
    def form(self) -> str:
        """How it is drawn; the forms of a column stand above each other in this order."""
        return "2 announced" if self.announced else "1 doubted" if self.doubted else "0"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Parts of a picture and their height."""

    parts: list[svg.Markup]
    height: float


def axis_for(
    dates: Iterable[Date], also: Iterable[CalendarDay] = (), *, mirrored: bool = False
) -> Axis | None:
    """An axis for some dates, with room for open ends; None if no date has an end."""
    dates = [*dates]
    days = [day for when in dates for day in (when.earliest, when.latest) if day is not None]
    if not days:
        return None
    first, last = min(days), max(days)
    beyond = max((last.toordinal() - first.toordinal()) // 12, 1)
    if any(when.latest is None for when in dates):
        last = CalendarDay.fromordinal(last.toordinal() + beyond)
    if any(when.earliest is None for when in dates):
        first = CalendarDay.fromordinal(first.toordinal() - beyond)
    return Axis.around([first, last, *also], mirrored=mirrored)


def draw(
    marks: Sequence[Mark],
    axis: Axis,
    period: Period,
    *,
    count: Callable[[int], str],
    most: int = 0,
    topic: str | None = None,
) -> Drawing:
    """The events on an axis. `count` writes a number of events in words. `most` is the number of events in
    the highest column of all strips that are compared. With a `topic`, columns lead to the list that is
    filtered by it, and scripts find their entries; otherwise to the first of their entries."""
    lines, slots = _sort(marks, axis)
    lanes = min(_MOST_LANES, len(lines))
    height = min(_EVENT, _TALL / max(most, *map(len, slots.values()), 1)) if slots else _EVENT
    columns = {slot: _column(group, height) for slot, group in slots.items()}
    tops = {slot: sum(tall for _, tall in column) for slot, column in columns.items()}
    flags = _FLAG if any(mark.milestone for mark in marks) else 0.0
    base = flags + max(tops.values(), default=0.0) + (_NUMBER if slots else 4.0)
    parts = [
        _line(mark, axis, base + n % max(lanes, 1) * _LANE + 2, is_found=topic is not None)
        for n, mark in enumerate(lines)
    ]
    for slot, column in sorted(columns.items()):
        group, top = slots[slot], base - tops[slot]
        x, width = axis.extent(axis.edges[slot], axis.edges[slot + 1])
        days = (axis.edges[slot], axis.edges[slot + 1] - 1)
        title = f"{period(*map(CalendarDay.fromordinal, days))}: {count(len(group))}"
        middle = svg.percent(x + width / 2)
        number = svg.words(
            str(len(group)), middle, top - 3, text_anchor="middle", font_size=10.0, class_="number"
        )
        bars = [*_stacked(column, x + _GAP, width - 2 * _GAP, base)]
        if topic is not None:
            # The filter of the timeline scales them together.
            bars = [svg.tag("g", *bars)]
        ids = " ".join(mark.anchor[1:] for mark in group) if topic is not None else ""
        parts.append(_linked((svg.tag("title", title), *bars, number), group, topic, ids))
        if any(mark.milestone for mark in group):
            flag = svg.tag("path", d="M-4-6h8l-4 6z", class_="flag")
            parts.append(svg.at(x + width / 2, top - _NUMBER - 1, flag))
    return Drawing(parts, base + lanes * _LANE + 3)


def _linked(column: Iterable[svg.Markup], group: Sequence[Mark], topic: str | None, ids: str) -> svg.Markup:
    """A column as a link for pointers; with the keyboard, readers use the list and its filter. `ids` are the
    entries in it."""
    anchor = next((mark.anchor for mark in group if mark.anchor), "")
    if not anchor:
        return svg.tag("g", *column, data_entries=ids or None)
    year = group[0].date.year
    about = {"topic": topic, "year": year} if topic is not None else {}
    query = urlencode({key: value for key, value in about.items() if value is not None})
    return svg.tag(
        "a", *column, href=f"{'?' * bool(query)}{query}#{quote(anchor)}", tabindex="-1",
        data_entries=ids or None,
    )  # fmt: skip


_Slots = Mapping[int, list[Mark]]


def _sort(marks: Sequence[Mark], axis: Axis) -> tuple[list[Mark], _Slots]:
    """Long events, and the others by slot, each in the order of their forms and colors."""
    lines: list[Mark] = []
    slots: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.date.order):
        if is_long(mark, axis):
            lines.append(mark)
        else:
            slots[axis.slot(sum(_days(mark, axis)) / 2)].append(mark)
    return lines, slots


def is_long(mark: Mark, axis: Axis) -> bool:
    """Whether an event is a line."""
    start, end = _days(mark, axis)
    return end - start > _LONG * (axis.end - axis.first) / axis.slots or mark.date.latest is None


def highest(marks: Iterable[Sequence[Mark]], axis: Axis) -> int:
    """The number of events in the highest column of several strips."""
    return max((len(group) for each in marks for group in _sort(each, axis)[1].values()), default=0)


def _days(mark: Mark, axis: Axis) -> tuple[int, int]:
    """The first day of an event, and the day after its last. Open ends reach to the end of the axis."""
    when = mark.date
    start = axis.first if when.earliest is None else when.earliest.toordinal()
    return start, axis.end if when.latest is None else when.latest.toordinal() + 1


def _line(mark: Mark, axis: Axis, y: float, *, is_found: bool) -> svg.Markup:
    """An event that lasts. It is pale if it happened on some day in this time."""
    start, end = _days(mark, axis)
    x, width = axis.extent(start, end)
    form = mark.date.form
    sometime = form == "one-of" or (form == "single" and mark.date.parts[0].unit < Unit.DAY)
    kinds = (mark.announced and "announced", sometime and "sometime", mark.doubted and "doubted")
    return svg.tag(
        "rect", x=svg.percent(x), y=y, width=svg.percent(max(width, 1.0)), height=_LINE, rx=_LINE / 2,
        class_=_classes(mark.tone, "long", *kinds), data_entries=mark.anchor[1:] if is_found else None,
    )  # fmt: skip


def _column(group: Sequence[Mark], height: float) -> list[tuple[str, float]]:
    """The parts of a column from the ground up, one for each form and color: their classes and heights."""
    counts = sorted(Counter((mark.form, mark.tone) for mark in group).items())
    return [(_classes(tone, *form.split()[1:]), max(_LEAST, n * height)) for (form, tone), n in counts]


def _stacked(column: Sequence[tuple[str, float]], x: float, width: float, y: float) -> Iterator[svg.Markup]:
    for classes, tall in column:
        y -= tall
        # The border of a hollow part is inside it.
        inset = 0.8 if " " in classes and tall > 3 else 0.0
        yield svg.tag(
            "rect", x=svg.percent(x), y=y + inset, width=svg.percent(width), height=tall - 2 * inset,
            class_=classes,
        )  # fmt: skip


def _classes(tone: int, *more: str | bool) -> str:
    return " ".join([f"tone-{tone}", *(name for name in more if isinstance(name, str) and name)])


def scale(axis: Axis, months: Sequence[str], top: float, year_name: Callable[[int], str] = str) -> Drawing:
    """The axis with its names, below what is drawn on it."""
    ticks = axis.ticks(months, year_name)
    names: list[svg.Markup] = []
    for tick in ticks:
        place = svg.percent(tick.place)
        if tick.label:
            names.append(svg.words(tick.label, place, top + 16, dx=_beside(axis, 3)))
        if tick.below:
            names.append(svg.words(tick.below, place, top + 30, dx=_beside(axis, 3)))
    lines = [_vertical(tick.place, top, top + 6) for tick in ticks]
    base = svg.tag("line", x2="100%", y1=top, y2=top)
    height = top + (34 if any(tick.below for tick in ticks) else 20)
    return Drawing([svg.tag("g", base, *lines, class_="axis"), svg.tag("g", *names, class_="names")], height)


def today(axis: Axis, day: CalendarDay, height: float | str) -> list[svg.Markup]:
    """The line between what happened and what is announced, if it is on the axis."""
    after = day.toordinal() + 1
    if not axis.first <= after <= axis.end:
        return []
    return [_vertical(axis.at(after), 0, height, class_="today")]


def grid(axis: Axis, months: Sequence[str], day: CalendarDay, year_name: Callable[[int], str]) -> svg.Markup:
    """Fine vertical lines at the ticks and at the end of a day, behind several strips."""
    lines = (_vertical(tick.place, 0, "100%") for tick in axis.ticks(months, year_name))
    parts = [svg.tag("g", *lines, class_="axis"), *today(axis, day, "100%")]
    return svg.tag("svg", *parts, class_="strip behind", width="100%", height="100%", aria_hidden="true")


def _beside(axis: Axis, distance: float) -> float:
    """The distance of words from their place, in the direction of reading."""
    return -distance if axis.mirrored else distance


def _vertical(place: float, low: float, high: float | str, **attributes: str | None) -> svg.Markup:
    x = svg.percent(place)
    return svg.tag("line", x1=x, x2=x, y1=low, y2=high, **attributes)


def picture(
    parts: Iterable[svg.Markup], height: float, name: str | None, *, inline: bool = False
) -> svg.Markup:
    """A strip as an image with a name for screen readers, or without one beside text that says the same. With
    links in it, it is a group."""
    end = "" if inline else "\n"
    shown = [part for part in parts if part]
    inside = end + end.join(shown) + end
    is_linked = any(part.startswith("<a ") for part in shown)
    role = None if name is None else "group" if is_linked else "img"
    return svg.tag(
        "svg", svg.Markup(inside), class_="strip", width="100%", height=height, font_size=SMALL, role=role,
        aria_label=name, aria_hidden=None if name is not None else "true",
    )  # fmt: skip

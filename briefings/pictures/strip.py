"""Draws events on a strip: a dot for each, hollow if announced, a diamond if doubtful. Events that would
touch become a bar with their number, and long ones a line. Places are in percent, so a strip fits every
width."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from briefings.model.briefing import DOUBTFUL, Status
from briefings.model.dates import Date, Unit
from briefings.model.days import CalendarDay
from briefings.pictures import svg
from briefings.pictures.axis import NARROW, SMALL, Axis, Step

_ROW = 18.0
"""The height of a dot or bar with the space around it."""
_BAR = 16.0
_DOT = 4.5
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
    entry: str = ""
    """Its anchor on the page without the first letter, by which a script finds its entry."""

    @classmethod
    def of(cls, event: Drawn, tone: int, *, milestone: bool = False, entry_number: str = "") -> Mark:
        """The mark of an event with a date."""
        assert event.date is not None
        doubted = event.status in DOUBTFUL
        return cls(event.date, tone, event.announced, doubted, milestone, entry_number)


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
    marks: Sequence[Mark], axis: Axis, period: Period, *, count: Callable[[int], str], stacked: bool = True
) -> Drawing:
    """The events on an axis. `stacked` draws doubtful and announced events of a slot above its others instead
    of counting them together. `count` writes a number of events in words."""
    lines, groups = _sort(marks, axis, stacked)
    lanes = min(_MOST_LANES, len(lines))
    levels = _levels(groups)
    flags = _FLAG if any(mark.milestone for mark in marks) else 0.0
    base = flags + (max(levels.values(), default=0) + 1) * _ROW if groups else flags + 4
    parts = [_line(mark, axis, base + n % max(lanes, 1) * _LANE + 1) for n, mark in enumerate(lines)]
    for (slot, kind), group in sorted(groups.items()):
        y = base - (levels[slot, kind] + 0.5) * _ROW
        title = f"{_slot_name(axis, slot, period)}: {count(len(group))}"
        parts.append(_group(group, axis, slot, y, title))
    for slot in sorted({slot for (slot, _), group in groups.items() if any(m.milestone for m in group)}):
        top = max(level for (other, _), level in levels.items() if other == slot)
        parts.append(_flag(axis, slot, groups, base - (top + 1) * _ROW - 1))
    return Drawing(parts, base + lanes * _LANE + 2)


_Groups = Mapping[tuple[int, int], list[Mark]]


def _sort(marks: Sequence[Mark], axis: Axis, stacked: bool) -> tuple[list[Mark], _Groups]:
    """Long events, and the others by slot and kind: what happened, what is doubtful, what is announced."""
    lines: list[Mark] = []
    groups: defaultdict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.date.order):
        start, end = _days(mark, axis)
        if end - start > _LONG * (axis.end - axis.first) / axis.slots or mark.date.latest is None:
            lines.append(mark)
        else:
            kind = (2 if mark.announced else 1 if mark.doubted else 0) if stacked else 0
            groups[axis.slot((start + end) / 2), kind].append(mark)
    return lines, groups


def _days(mark: Mark, axis: Axis) -> tuple[int, int]:
    """The first day of an event, and the day after its last. Open ends reach to the end of the axis."""
    when = mark.date
    start = axis.first if when.earliest is None else when.earliest.toordinal()
    return start, axis.end if when.latest is None else when.latest.toordinal() + 1


def _levels(groups: _Groups) -> Mapping[tuple[int, int], int]:
    """The row of each group, from below."""
    used: Counter[int] = Counter()
    levels: dict[tuple[int, int], int] = {}
    for slot, kind in sorted(groups):
        levels[slot, kind] = used[slot]
        used[slot] += 1
    return levels


def _line(mark: Mark, axis: Axis, y: float) -> svg.Markup:
    """An event that lasts. It is pale if it happened on some day in this time."""
    start, end = _days(mark, axis)
    x, width = axis.extent(start, end)
    form = mark.date.form
    sometime = form == "one-of" or (form == "single" and mark.date.parts[0].unit < Unit.DAY)
    kinds = (mark.announced and "announced", sometime and "sometime", mark.doubted and "doubted")
    return svg.tag(
        "rect", x=svg.percent(x), y=y, width=svg.percent(max(width, 1.0)), height=_LINE, rx=_LINE / 2,
        class_=_classes(mark.tone, "long", *kinds), data_entries=mark.entry or None,
    )  # fmt: skip


def _group(group: Sequence[Mark], axis: Axis, slot: int, y: float, title: str) -> svg.Markup:
    """The events of one slot and kind: a dot or diamond for one, a bar with their number for several."""
    first = group[0]
    style = "announced" if all(mark.announced for mark in group) else ""
    entries = " ".join(mark.entry for mark in group if mark.entry) or None
    name = svg.tag("title", title)
    if len(group) == 1 or (style == "" and all(mark.doubted for mark in group)):
        # With a number beside it, the sign is at the beginning of its slot.
        x = _place(first, axis, slot) if len(group) == 1 else axis.at(axis.edges[slot] + _inset(axis))
        parts = [svg.diamond(x, y, _DOT + 1) if first.doubted else svg.circle(svg.percent(x), y, _DOT)]
        if len(group) > 1:
            parts.append(svg.words(str(len(group)), svg.percent(x), y + 4.2, dx=_beside(axis, 8)))
        return svg.tag("g", name, *parts, class_=_classes(first.tone, style), data_entries=entries)
    x, width = axis.extent(axis.edges[slot], axis.edges[slot + 1])
    bars = _segments(group, x + _GAP, width - 2 * _GAP, y, mirrored=axis.mirrored)
    number = svg.words(
        str(len(group)), svg.percent(x + width / 2), y + 4.2, text_anchor="middle", class_="number",
        font_size=9.0 if len(group) > 99 else None,
    )  # fmt: skip
    return svg.tag("g", name, *bars, number, class_=style or None, data_entries=entries)


def _segments(
    group: Sequence[Mark], x: float, width: float, y: float, *, mirrored: bool
) -> Iterator[svg.Markup]:
    """The parts of a bar, one for each color."""
    tones = sorted(Counter(mark.tone for mark in group).items(), reverse=mirrored)
    for tone, n in tones:
        part = width * n / len(group)
        yield svg.tag(
            "rect", x=svg.percent(x), y=y - _BAR / 2, width=svg.percent(part), height=_BAR,
            class_=_classes(tone),
        )  # fmt: skip
        x += part


def _flag(axis: Axis, slot: int, groups: _Groups, y: float) -> svg.Markup:
    """The sign of a milestone, above its dot or bar."""
    own = [group for (other, _), group in groups.items() if other == slot]
    alone = own[0][0] if len(own) == 1 and len(own[0]) == 1 else None
    x = axis.at(_middle(axis, slot)) if alone is None else _place(alone, axis, slot)
    return svg.at(x, y, svg.tag("path", d="M-4-6h8l-4 6z", class_="flag"))


def _place(mark: Mark, axis: Axis, slot: int) -> float:
    """The place of a single event, far enough from the ends of its slot that it touches no other."""
    start, end = _days(mark, axis)
    inset = _inset(axis)
    low, high = axis.edges[slot] + inset, axis.edges[slot + 1] - inset
    return axis.at(min(max((start + end) / 2, low), high))


def _inset(axis: Axis) -> float:
    """The least distance of a single event from the ends of its slot, in days."""
    return (axis.end - axis.first) * (_DOT + 1) / NARROW


def _middle(axis: Axis, slot: int) -> float:
    return (axis.edges[slot] + axis.edges[slot + 1]) / 2


def _slot_name(axis: Axis, slot: int, period: Period) -> str:
    return period(
        CalendarDay.fromordinal(axis.edges[slot]), CalendarDay.fromordinal(axis.edges[slot + 1] - 1)
    )


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
    return svg.tag("svg", *parts, class_="strip grid", width="100%", height="100%", aria_hidden="true")


def _beside(axis: Axis, distance: float) -> float:
    """The distance of words from their place, in the direction of reading."""
    return -distance if axis.mirrored else distance


def _vertical(place: float, low: float, high: float | str, **attributes: str | None) -> svg.Markup:
    x = svg.percent(place)
    return svg.tag("line", x1=x, x2=x, y1=low, y2=high, **attributes)


def picture(
    parts: Iterable[svg.Markup], height: float, name: str | None, *, inline: bool = False
) -> svg.Markup:
    """A strip as an image with a name for screen readers, or without one beside text that says the same."""
    end = "" if inline else "\n"
    inside = end + end.join(part for part in parts if part) + end
    role = "img" if name is not None else None
    return svg.tag(
        "svg", svg.Markup(inside), class_="strip", width="100%", height=height, font_size=SMALL, role=role,
        aria_label=name, aria_hidden=None if name is not None else "true",
    )  # fmt: skip


__all__ = ["Axis", "Drawing", "Mark", "Step", "axis_for", "draw", "grid", "picture", "scale", "today"]

"""The time axis of a picture: the places of days in percent of its width, the slots that events share, and
ticks. Everything fits a width of `NARROW`, so one picture serves every screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from briefings.model.days import CalendarDay
from briefings.pictures import text

NARROW = 300.0
"""The width of a picture on a small phone, in pixels."""
SMALL = 12.0
"""The size of the words in pictures."""
_INSET = 1.5
"""Room at both ends, in percent, for half a dot."""
_MOST_SLOTS = 16
"""A slot is then wide enough for a number of two digits."""

Unit = Literal["day", "month", "year"]
Step = tuple[Unit, int]

_STEPS: tuple[Step, ...] = (
    ("day", 1), ("day", 7), ("month", 1), ("month", 3), ("month", 6),
    ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 25), ("year", 50), ("year", 100),
    ("year", 500), ("year", 1000), ("year", 5000),
    *(("year", n * 10**k) for k in range(4, 10) for n in (1, 5)),
)  # fmt: skip
"""The lengths of slots, and the steps between ticks, from fine to coarse."""
_DAYS: dict[Unit, float] = {"day": 1.0, "month": 30.44, "year": 365.24}
_ROOM: dict[Unit, float] = {"day": 30.0, "month": 40.0, "year": 38.0}
"""The least distance between ticks, in pixels."""
_ROUND = 5
"""Steps of so many years begin at round years, which are other ones BCE, where there is no year 0."""
_APART = 6.0
"""Between the name of a year and the next tick."""
_SPARE = 24.0
"""Between the longest name of a month and the next tick; any closer, they would read as one line of text."""
_MOST_DIGITS = 9999
"""Days and months are not named in years beyond this one, before or after year 1."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the axis. It names a day, a month or a year only, because their order differs
    between languages."""

    place: float
    label: str
    below: str
    """The month with its year, or the year, at the first tick in it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps days to percentages of the width. Its ends are the ends of slots."""

    edges: tuple[int, ...]
    """The first day of each slot, as an ordinal, and the day after the last slot."""
    mirrored: bool = False
    """Whether time runs from right to left, as in right-to-left scripts."""

    @classmethod
    def around(cls, days: Sequence[CalendarDay], *, mirrored: bool = False) -> Axis:
        """An axis that shows all of these days, divided into whole days, weeks, months or years."""
        first, last = min(days).toordinal(), max(days).toordinal()
        is_far = max(abs(day.year) for day in days) > _MOST_DIGITS
        for step in _STEPS:
            if is_far and step[0] != "year":
                continue
            if (last - first + 1) / (_DAYS[step[0]] * step[1]) <= _MOST_SLOTS - 1:
                break
        edges = [_start(first, step)]
        while edges[-1] <= last:
            edges.append(_next(edges[-1], step))
        return cls(tuple(edges), mirrored)

    @property
    def first(self) -> int:
        """The first day, as an ordinal."""
        return self.edges[0]

    @property
    def end(self) -> int:
        """The day after the last one, as an ordinal."""
        return self.edges[-1]

    @property
    def slots(self) -> int:
        """The number of slots."""
        return len(self.edges) - 1

    def at(self, day: float) -> float:
        """The place of a day, as an ordinal; the middle of a day is half a day later."""
        along = _INSET + (100 - 2 * _INSET) * (day - self.first) / (self.end - self.first)
        return 100 - along if self.mirrored else along

    def extent(self, start: float, end: float) -> tuple[float, float]:
        """The left end and the width of the time between two days."""
        a, b = sorted((self.at(start), self.at(end)))
        return a, b - a

    def slot(self, day: float) -> int:
        """The slot that a day is in."""
        return min(max(bisect_right(self.edges, day) - 1, 0), self.slots - 1)

    def pixels(self, days: float) -> float:
        """The length of a number of days in the narrowest picture."""
        return NARROW * (1 - _INSET / 50) * days / (self.end - self.first)

    def ticks(self, months: Sequence[str], year_name: Callable[[int], str] = str) -> list[Tick]:
        """The ticks in order, as close as is readable. `year_name` writes a year in words."""
        for step in _STEPS:
            least = _beside(step, months)
            if step[0] == "year":
                least = max(least, *(text.width(name, SMALL) + _APART for name in self._ends(year_name)))
            if self.pixels(_DAYS[step[0]] * step[1]) >= least:
                break
        result: list[Tick] = []
        previous = ""
        for ordinal in self._days(step):
            day = CalendarDay.fromordinal(ordinal)
            if step[0] == "year" and step[1] >= _ROUND and day.year < 1:
                # Years BCE are round one year later: -499 is 500 BCE.
                day = CalendarDay(day.year + 1, 1, 1)
                ordinal = day.toordinal()
            month, year = months[day.month - 1], year_name(day.year)
            label, below = {
                "day": (str(day.day), f"{month} {year}"),
                "month": (month, year),
                "year": (year, ""),
            }[step[0]]
            # The name of a day is at its middle, like its dot; that of a month or year at its beginning.
            result.append(
                Tick(
                    self.at(ordinal + (0.5 if step[0] == "day" else 0)),
                    label,
                    below if below != previous else "",
                )
            )
            previous = below
        return self._fitting(result)

    def _ends(self, year_name: Callable[[int], str]) -> tuple[str, str]:
        """The first and the last year in words."""
        first, last = (CalendarDay.fromordinal(day).year for day in (self.first, self.end - 1))
        return year_name(first), year_name(last)

    def _fitting(self, ticks: list[Tick]) -> list[Tick]:
        """Ticks without the names that would cross the end of the axis or run into the next name below."""
        fitting: list[Tick] = []
        after = 100.0
        for tick in reversed(ticks):
            place = 100 - tick.place if self.mirrored else tick.place
            label = tick.label if place + _percent(tick.label) <= 100 else ""
            below = tick.below if tick.below and place + _percent(tick.below) + 1.5 <= after else ""
            after = place if below else after
            fitting.append(Tick(tick.place, label, below))
        return fitting[::-1]

    def _days(self, step: Step) -> Iterator[int]:
        day = _start(self.first, step)
        while day < self.end:
            if day >= self.first:
                yield day
            day = _next(day, step)


def _percent(words: str) -> float:
    return text.width(words, SMALL) / NARROW * 100


def _beside(step: Step, months: Sequence[str]) -> float:
    """The least distance between ticks."""
    unit, count = step
    if unit != "month":
        return _ROOM[unit]
    return max(_ROOM[unit], max(text.width(name, SMALL) for name in months[::count]) + _SPARE)


def _start(ordinal: int, step: Step) -> int:
    """The first day of the step that a day is in."""
    unit, count = step
    if unit == "day":
        # Weeks begin on Monday, which 0001-01-01 was.
        return ordinal - (ordinal - 1) % count
    day = CalendarDay.fromordinal(ordinal)
    months = count if unit == "month" else 12 * count
    return _month((day.year * 12 + day.month - 1) // months * months)


def _next(ordinal: int, step: Step) -> int:
    """The first day of the next step."""
    unit, count = step
    if unit == "day":
        return ordinal + count
    day = CalendarDay.fromordinal(ordinal)
    months = count if unit == "month" else 12 * count
    number = day.year * 12 + day.month - 1
    return _month(number - number % months + months)


def _month(number: int) -> int:
    """The first day of a month, given as the number of months since the year 0."""
    year, month = divmod(number, 12)
    return CalendarDay(year, month + 1, 1).toordinal()

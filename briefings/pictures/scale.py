"""The time axis: the places of days, and the ticks.
A tick names a day, a month or a year only, as their order differs between languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefings.pictures import text

Unit = Literal["day", "month", "year"]

_STEPS: tuple[tuple[Unit, int], ...] = (
    ("day", 1), ("day", 7), ("month", 1), ("month", 3), ("month", 6),
    ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 25), ("year", 50), ("year", 100),
    ("year", 500), ("year", 1000),
)  # fmt: skip
"""The steps between ticks, from fine to coarse."""
_ROOM: dict[Unit, float] = {"day": 30.0, "month": 40.0, "year": 44.0}
"""The least distance between ticks."""
_SIZE = 12.0
"""The size of the words on an axis."""
_SPARE = 24.0
"""Between the longest name of a month and the next tick; any closer, they would read as one line of text."""
_DAYS: dict[Unit, float] = {"day": 1.0, "month": 30.44, "year": 365.24}


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps days to places between `low` and `high`. An interval ends at the end of its last day."""

    first: int
    last: int
    """The first and the last day shown, as ordinals."""
    low: float
    high: float

    @property
    def day(self) -> float:
        """The length of a day."""
        return (self.high - self.low) / (self.last + 1 - self.first)

    def start(self, day: date) -> float:
        """Where a day begins."""
        return self.low + (day.toordinal() - self.first) * self.day

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.start(day) + self.day


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the axis."""

    place: float
    label: str
    above: str | None
    """The month with its year, or the year, at the first tick in it."""


def ticks(scale: Scale, months: Sequence[str], *, down: bool = False) -> list[Tick]:
    """The ticks in order, as close as is readable; `down` for a vertical axis."""
    for unit, step in _STEPS:
        if _DAYS[unit] * step * scale.day >= (_ROOM[unit] if down else _beside(unit, step, months)):
            break
    result: list[Tick] = []
    previous = ""
    for day in _days(scale, unit, step):
        month, year = months[day.month - 1], str(day.year)
        label, above = {
            "day": (str(day.day), f"{month} {year}"),
            "month": (month, year),
            "year": (year, ""),
        }[unit]
        # The name of a day is at its middle, like its dot; that of a month or year at its beginning.
        place = scale.start(day) + (scale.day / 2 if unit == "day" else 0.0)
        result.append(Tick(place, label, above if above != previous else None))
        previous = above
    # Drop the first name above if it would run into the next: 2024 at December, before January 2025.
    over = [tick for tick in result if tick.above]
    if len(over) > 1 and over[1].place - over[0].place < text.width(over[0].above or "") + 6:
        result[result.index(over[0])] = Tick(over[0].place, over[0].label, None)
    return result


def _beside(unit: Unit, step: int, months: Sequence[str]) -> float:
    """The least distance between ticks on a horizontal axis."""
    if unit != "month":
        return _ROOM[unit]
    return max(_ROOM[unit], max(text.width(name, _SIZE) for name in months[::step]) + _SPARE)


def _days(scale: Scale, unit: Unit, step: int) -> Iterator[date]:
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    if unit == "day":
        # Weeks begin on Monday, which 0001-01-01 was.
        for ordinal in range(scale.first + (1 - scale.first) % step, scale.last + 1, step):
            yield date.fromordinal(ordinal)
        return
    months = step if unit == "month" else 12 * step
    count = first.year * 12 + first.month - 1
    count += -count % months
    while count // 12 <= last.year:
        if count // 12 >= 1:
            day = date(count // 12, count % 12 + 1, 1)
            if day > last:
                return
            if day >= first:
                yield day
        count += months

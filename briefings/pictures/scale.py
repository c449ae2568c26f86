"""Time to scale: where a day stands on an axis, and which days are worth a tick.
Ticks carry a day, month or year alone, so that no language's order of these matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefings.pictures import text

Unit = Literal["day", "month", "year"]

_STEPS: tuple[tuple[Unit, int], ...] = (
    ("day", 1), ("day", 7), ("month", 1), ("month", 3), ("month", 6),
    ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 25), ("year", 50), ("year", 100), ("year",
    500), ("year", 1000),
)  # fmt: skip
"""Steps from fine to coarse."""
_ROOM: dict[Unit, float] = {"day": 30.0, "month": 40.0, "year": 44.0}
"""What a tick needs at least."""
_SIZE = 12.0
"""Size of the words on an axis."""
_SPARE = 24.0
"""Between the longest name of a month and the next tick; closer, they read as one line of text."""
_DAYS: dict[Unit, float] = {"day": 1.0, "month": 30.44, "year": 365.24}


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps days to places between `low` and `high`. A day has a length: an interval ends where its last day
    does."""

    first: int
    last: int
    """The first and the last day shown, as ordinals."""
    low: float
    high: float

    @property
    def day(self) -> float:
        """How long a day is drawn."""
        return (self.high - self.low) / (self.last + 1 - self.first)

    def start(self, day: date) -> float:
        """Where a day begins."""
        return self.low + (day.toordinal() - self.first) * self.day

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.start(day) + self.day


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that the axis names."""

    place: float
    label: str
    above: str | None
    """What it is part of (a month with its year, a year), where that begins."""


def ticks(scale: Scale, months: Sequence[str], *, down: bool = False) -> list[Tick]:
    """Days to name, in order, as close as they can be read; `down` where time runs downwards and names stand
    one below the other."""
    unit, step = next(
        (
            s
            for s in _STEPS
            if _DAYS[s[0]] * s[1] * scale.day >= (_ROOM[s[0]] if down else _beside(*s, months))
        ),
        _STEPS[-1],
    )
    found: list[Tick] = []
    named = ""
    for day in _days(scale, unit, step):
        above = (
            f"{months[day.month - 1]} {day.year}"
            if unit == "day"
            else str(day.year)
            if unit == "month"
            else ""
        )
        label = str(day.day) if unit == "day" else months[day.month - 1] if unit == "month" else str(day.year)
        # A day is named at its middle, where its dot stands; a month or year where it begins.
        place = scale.start(day) + (scale.day / 2 if unit == "day" else 0.0)
        found.append(Tick(place, label, above if above != named else None))
        named = above
    # A name that the next one would run into gives way, as 2024 does at December before January 2025.
    over = [tick for tick in found if tick.above]
    if len(over) > 1 and over[1].place - over[0].place < text.width(over[0].above or "") + 6:
        found[found.index(over[0])] = Tick(over[0].place, over[0].label, None)
    return found


def _beside(unit: Unit, step: int, months: Sequence[str]) -> float:
    """How far apart ticks have to be whose names stand side by side."""
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

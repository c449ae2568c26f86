"""Days of any year, and times of day. Python's own dates end at the years 1 and 9999."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
"""The Gregorian calendar repeats itself after so many years."""

DAY_SECONDS = 86_400


class CalendarDay(NamedTuple):
    """A day of the Gregorian calendar, extended to all years, which are counted as in ISO 8601, with a year
    0: 44 BCE is -43."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, day: date) -> CalendarDay:
        """The same day as a Python date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def fromordinal(cls, ordinal: int) -> CalendarDay:
        """The day with this number; 1 is the first day of the year 1."""
        cycles, rest = divmod(ordinal - 1, _CYCLE_DAYS)
        day = date.fromordinal(rest + 1)
        return cls(day.year + cycles * _CYCLE_YEARS, day.month, day.day)

    def toordinal(self) -> int:
        """Its number; the first day of the year 1 has the number 1."""
        cycles, rest = divmod(self.year - 1, _CYCLE_YEARS)
        return date(rest + 1, self.month, self.day).toordinal() + cycles * _CYCLE_DAYS

    @property
    def in_python(self) -> date:
        """A Python date with the same month, day and weekday; the same day if Python has it."""
        if 1 <= self.year <= date.max.year:
            return date(*self)
        return date(self.year % _CYCLE_YEARS + 2000, self.month, self.day)

    def __str__(self) -> str:
        return self.isoformat()

    def isoformat(self) -> str:
        """The day as EDTF has it; for years of more than four digits, only the year."""
        year = year_text(self.year)
        return year if year[0] == "Y" else f"{year}-{self.month:02}-{self.day:02}"


FIRST_DAY = CalendarDay(-9_999_999_999, 1, 1)
LAST_DAY = CalendarDay(9_999_999_999, 12, 31)
"""The days of the first and the last year that a sheet can contain."""


def year_text(year: int) -> str:
    """A year as EDTF has it: `2025`, `0476`, `-0043`, `Y17000`."""
    if abs(year) > date.max.year:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return monthrange(year, month)[1]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, to the minute or second."""

    hour: int
    minute: int
    second: int | None = None
    offset: int | None = None
    """The minutes by which the place is ahead of UTC; None if its time zone is not stated."""

    @property
    def seconds(self) -> int:
        """The seconds since the day began."""
        return (self.hour * 60 + self.minute) * 60 + (self.second or 0)

    @property
    def length(self) -> int:
        """How long it lasts, in seconds: a minute or a second."""
        return 60 if self.second is None else 1

    @property
    def zone(self) -> str:
        """Its time zone as the difference from UTC, `+5:30` or `−4`; empty for UTC."""
        hours, minutes = divmod(abs(self.offset or 0), 60)
        sign = "" if not self.offset else "+" if self.offset > 0 else "−"  # a minus sign
        return f"{sign}{hours}" + (f":{minutes:02}" if minutes else "") if sign else ""

    @property
    def datetime_attribute(self) -> str:
        """The value for HTML's `<time datetime>`, after the day."""
        seconds = "" if self.second is None else f":{self.second:02}"
        zone = ""
        if self.offset is not None:
            hours, minutes = divmod(abs(self.offset), 60)
            zone = f"{'-' if self.offset < 0 else '+'}{hours:02}:{minutes:02}" if self.offset else "Z"
        return f"T{self.hour:02}:{self.minute:02}{seconds}{zone}"

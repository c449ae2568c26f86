"""EDTF dates (ISO 8601-2, as the Library of Congress specifies them): parsing, order and comparison.

A date is kept as written. Its possible meaning is a range of days, so comparisons can tell what is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.localedata import exists

from briefings.languages import readings
from briefings.model.days import (
    DAY_SECONDS,
    CalendarDay,
    Clock,
    month_length,
    year_text,
)


class Unit(IntEnum):
    """The precision of a date, from coarse to fine."""

    CENTURY = 0
    DECADE = 1
    YEAR = 2
    SEASON = 3
    MONTH = 4
    DAY = 5
    TIME = 6


_TOLERANCE: dict[Unit, int] = {
    Unit.CENTURY: 36525, Unit.DECADE: 3653, Unit.YEAR: 366, Unit.SEASON: 92, Unit.MONTH: 31, Unit.DAY: 7,
    Unit.TIME: 1,
}  # fmt: skip
"""The days by which an approximate or uncertain date may be off: its own length; a week for a day,
a day for a time."""

EDTF_NOTE = "EDTF: "
"""Precedes a date in a note, where another format has no place for such dates."""

_BEFORE_ALL, _AFTER_ALL = -(10**18), 10**18
"""Seconds before and after all dates."""


class End(Enum):
    """An end of an interval without a date."""

    OPEN = ".."
    """The interval has no such end: it is ongoing, or has no beginning."""
    UNKNOWN = ""
    """The interval has such an end, but it is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """A single date without alternatives: a time, day, month, season, year, decade or century."""

    unit: Unit
    """The smallest unit that is known."""
    first: CalendarDay
    last: CalendarDay
    """The first and the last day that it spans."""
    some: Unit | None = None
    """What is unspecified: a DAY of a month (`2025-07-XX`), a MONTH of a year (`2025-XX`), a DAY of a year
    (`2025-XX-XX`)."""
    approximate: bool = False
    uncertain: bool = False
    clock: Clock | None = None
    """The time of day, if the unit is TIME."""

    @property
    def season(self) -> Literal["spring", "summer", "autumn", "winter"]:
        """The name of the season, for a part whose unit is SEASON."""
        return ("spring", "summer", "autumn", "winter")[self.first.month // 3 - 1]

    @property
    def datetime_attribute(self) -> str | None:
        """The value for HTML's `<time datetime>`, which allows times, days, months and years from the year 1
        on; a season's year."""
        if self.first.year < 1 or self.unit < Unit.YEAR:
            return None
        year = f"{self.first.year:04}"
        if self.unit in (Unit.YEAR, Unit.SEASON):
            return year
        if self.unit is Unit.MONTH:
            return f"{year}-{self.first.month:02}"
        day = f"{year}-{self.first.month:02}-{self.first.day:02}"
        return day if self.clock is None else day + self.clock.datetime_attribute

    @property
    def begins(self) -> int:
        """The second at which it begins, in UTC. Days, and times without a time zone, count as in UTC."""
        seconds = self.first.toordinal() * DAY_SECONDS
        if self.clock is not None:
            seconds += self.clock.seconds - 60 * (self.clock.offset or 0)
        return seconds

    @property
    def ends(self) -> int:
        """The second after its last one, in UTC."""
        if self.clock is not None:
            return self.begins + self.clock.length
        return (self.last.toordinal() + 1) * DAY_SECONDS

    @property
    def not_before(self) -> CalendarDay:
        """The first day that it can possibly mean, including the tolerance of an inexact date, in its own
        time zone or in UTC."""
        if self.clock is None and not self._tolerance:
            return self.first
        first = min(self.first.toordinal(), self.begins // DAY_SECONDS)
        return CalendarDay.fromordinal(first - self._tolerance)

    @property
    def not_after(self) -> CalendarDay:
        """The last day that it can possibly mean."""
        if self.clock is None and not self._tolerance:
            return self.last
        last = max(self.last.toordinal(), (self.ends - 1) // DAY_SECONDS)
        return CalendarDay.fromordinal(last + self._tolerance)

    def ends_before(self, other: Part) -> bool:
        """Whether it certainly ends before the other begins: by the moment if both have a time, and both or
        neither a time zone; otherwise by the day."""
        a, b = self.clock, other.clock
        if a is None or b is None or (a.offset is None) is not (b.offset is None):
            return self.not_after < other.not_before
        return self.ends + DAY_SECONDS * (self._tolerance + other._tolerance) <= other.begins

    @property
    def _tolerance(self) -> int:
        return _TOLERANCE[self.unit] if self.approximate or self.uncertain else 0


@dataclass(frozen=True, slots=True)
class Span:
    """From one date to another; at most one of the ends is not a date."""

    start: Part | End
    end: Part | End


@dataclass(frozen=True, slots=True)
class Date:
    """An EDTF date. Dates are equal if they are written the same."""

    text: str
    """As written."""
    form: Literal["single", "interval", "one-of", "all-of"] = field(compare=False)
    members: tuple[Part | Span, ...] = field(compare=False)
    """A Part, a Span (interval), or the members of a set in order (a Span for `a..b`)."""
    earliest: CalendarDay | None = field(compare=False)
    """The first day as written; None if the start is open or unknown."""
    latest: CalendarDay | None = field(compare=False)
    """The last day as written; None if the end is open or unknown."""
    parts: tuple[Part, ...] = field(init=False, compare=False, repr=False)
    """All single dates in it, in order."""
    order: tuple[int, bool, int, str] = field(init=False, compare=False, repr=False)
    """The sort key: by start, an open one first; then longer dates first: July before 1 July, and a day
    before the times in it.

    Alternatives follow dates that certainly start on their first day: 23 July before "23 or 25 July".
    """
    _not_before: CalendarDay = field(init=False, compare=False, repr=False)
    _not_after: CalendarDay = field(init=False, compare=False, repr=False)
    """The first and the last day that any part of it can possibly mean. These and the sort key are stored,
    because sites compare a few hundred dates with each other a hundred thousand times."""
    _has_times: bool = field(init=False, compare=False, repr=False)
    """Whether any part of it has a time of day."""

    def __post_init__(self) -> None:
        ends = (
            end
            for member in self.members
            for end in ((member,) if isinstance(member, Part) else (member.start, member.end))
        )
        parts = tuple(end for end in ends if isinstance(end, Part))
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "order", self._order())
        object.__setattr__(self, "_not_before", min(part.not_before for part in parts))
        object.__setattr__(self, "_not_after", max(part.not_after for part in parts))
        object.__setattr__(self, "_has_times", any(part.clock is not None for part in parts))

    @classmethod
    def parse(cls, text: str) -> Date:
        """Parse an EDTF date; a ValueError says what is wrong and what to write."""
        return _parse(text)

    @property
    def is_day(self) -> bool:
        """Whether it is exactly one day, neither approximate nor uncertain."""
        return self.form == "single" and self.parts[0].unit is Unit.DAY and not self.is_qualified

    def months_until(self, later: Date) -> int | None:
        """The whole months from its end to the beginning of a later date; None if that is not known. Between
        years without months, it is certain only if there is another one."""
        end, begin = self.latest, later.earliest
        if end is None or begin is None:
            return None
        years = begin.year - end.year
        if min(part.unit for part in (*self.parts, *later.parts)) < Unit.MONTH:
            return 12 * years if years > 1 else None
        return 12 * years + begin.month - end.month - (begin.day < end.day)

    @property
    def is_interval(self) -> bool:
        """Whether it is an interval, even one with an open or unknown end."""
        return self.form == "interval"

    @property
    def approximate(self) -> bool:
        """Whether any part is approximate: `~` or `%`."""
        return any(part.approximate for part in self.parts)

    @property
    def uncertain(self) -> bool:
        """Whether any part is uncertain: `?` or `%`."""
        return any(part.uncertain for part in self.parts)

    @property
    def is_qualified(self) -> bool:
        """Whether any part is approximate or uncertain."""
        return self.approximate or self.uncertain

    @property
    def year(self) -> int | None:
        """The year it starts in, counted with a year 0: 44 BCE is -43."""
        return None if self.earliest is None else self.earliest.year

    def _order(self) -> tuple[int, bool, int, str]:
        starts = [_start(member) for member in self.members]
        ends = [_end_of(member) for member in self.members]
        start = _BEFORE_ALL if self.earliest is None else min(s.begins for s in starts if s is not None)
        end = _AFTER_ALL if self.latest is None else max(e.ends for e in ends if e is not None)
        return (start, self.form == "one-of", -end, self.text)

    def ends_before(self, other: Date) -> bool:
        """Whether it certainly ends before the other begins, whatever days they mean.

        An approximate or uncertain date may be off: `2025-07~` does not certainly end before 2025-08-01.
        Where one of both has no time, the days decide.
        """
        if self.latest is None or other.earliest is None:
            return False
        if self._not_after < other._not_before:
            return True
        if not (self._has_times and other._has_times):
            return False
        return all(a.ends_before(b) for a in self.parts for b in other.parts)

    def is_past(self, day: Date) -> bool:
        """Whether it certainly ended before a day or, if it has no end, began before it."""
        if self.latest is None and self.earliest is not None:
            return self.parts[0].not_after < day._not_before
        return self.ends_before(day)

    def starts_after(self, other: Date) -> bool:
        """Whether it certainly begins after the other ends."""
        return other.ends_before(self)

    def outside(self, start: Date | None, end: Date | None) -> bool:
        """Whether it is certainly before the start or after the end; None means not known."""
        return (start is not None and self.ends_before(start)) or (end is not None and self.starts_after(end))


def terms_overlap(a: tuple[Date | None, Date | None], b: tuple[Date | None, Date | None]) -> bool:
    """Whether two terms, each from and to, certainly overlap by more than the day of the handover.

    A missing start or end proves nothing, since it may be unknown.
    """
    days_a, days_b = _certain_term(*a), _certain_term(*b)
    return days_a is not None and days_b is not None and days_a[0] < days_b[1] and days_b[0] < days_a[1]


def _certain_term(start: Date | None, end: Date | None) -> tuple[CalendarDay, CalendarDay] | None:
    if start is None or end is None or start.latest is None or end.earliest is None:
        return None
    first, last = start._not_after, end._not_before
    return (first, last) if first <= last else None


# Parsing

_TIME = r"T(\d\d):(\d\d)(?::(\d\d))?(?:(Z)|([+-])(\d\d)(?::(\d\d))?)?"
_PIECE_PATTERN = (
    r"(Y-?[1-9]\d{4,9}|-?(?:\d{4}|\d{3}X|\d\dXX))"
    rf"(?:-(\d\d|XX)(?:-(\d\d|XX)(?:{_TIME})?)?)?([~?%])?"
)
_PIECE = re.compile(_PIECE_PATTERN, re.ASCII)

_SPAN_PATTERN = rf"(?:(?:{_PIECE_PATTERN}|\.\.)?/(?:{_PIECE_PATTERN}|\.\.)|{_PIECE_PATTERN}/)"
_MEMBER_PATTERN = rf"(?:{_PIECE_PATTERN}(?:\.\.(?:{_PIECE_PATTERN})?)?|\.\.{_PIECE_PATTERN})"
_MEMBERS_PATTERN = rf"{_MEMBER_PATTERN}(?:,{_MEMBER_PATTERN})*"
EDTF_PATTERN = rf"^(?:{_PIECE_PATTERN}|{_SPAN_PATTERN}|\[{_MEMBERS_PATTERN}\]|\{{{_MEMBERS_PATTERN}\}})$"
"""A pattern for editors, valid in ECMAScript and Python, of the same pieces that are read. Every valid date
matches it, and so do dates that the calendar lacks."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
"""For messages, which are in English in any locale."""


@lru_cache(maxsize=1 << 16)
def _parse(text: str) -> Date:
    text = text.strip()
    if any(character.isspace() for character in text):
        raise ValueError(_spaced(text))
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _set(text)
    start, slash, end = text.partition("/")
    if not slash:
        part = _part(text)
        return Date(text, "single", (part,), part.first, part.last)
    if text.count("/") > 1 or _is_slashed_day(start, end):
        raise ValueError(_mistake(text))
    span = _span(_end(start), _end(end), text)
    return Date(text, "interval", (span,), _first(span), _last(span))


def _spaced(text: str) -> str:
    """What is wrong with a text with white space, which dates do not have."""
    closed = "".join(text.split())
    try:
        _parse(closed)
    except ValueError:
        return _mistake(text)
    return f"{text} has spaces; write {closed}"


def _is_slashed_day(start: str, end: str) -> bool:
    """Whether this is a month such as `07/2025` or `2025/07`, which EDTF does not allow, not an interval."""
    return any(len(piece) in (1, 2) and piece.isdecimal() for piece in (start, end))


def _end(text: str) -> Part | End:
    return End(text) if text in ("", "..") else _part(text)


def _span(start: Part | End, end: Part | End, text: str) -> Span:
    if isinstance(start, End) and isinstance(end, End):
        raise ValueError(f"{text} has no date; an interval has one on at least one end, 2025-07-26/..")
    if isinstance(start, Part) and isinstance(end, Part) and end.ends <= start.begins:
        raise ValueError(f"{text} ends before it starts; the earlier date comes first")
    return Span(start, end)


def _set(text: str) -> Date:
    items = text[1:-1].split(",")
    if len(items) != len(set(items)):
        raise ValueError(f"{text} has a date twice; write each once")
    members = sorted(
        (_member(item, text) for item in items),
        key=_set_order,
    )
    if len(members) == 1 and isinstance(members[0], Part):
        raise ValueError(f"{text} is a set of one; write {items[0]}")
    firsts, lasts = [_first(m) for m in members], [_last(m) for m in members]
    earliest = None if None in firsts else min(day for day in firsts if day is not None)
    latest = None if None in lasts else max(day for day in lasts if day is not None)
    return Date(text, "one-of" if text[0] == "[" else "all-of", tuple(members), earliest, latest)


def _set_order(member: Part | Span) -> tuple[int, int]:
    start, end = _start(member), _end_of(member)
    return _BEFORE_ALL if start is None else start.begins, _AFTER_ALL if end is None else end.ends


def _member(item: str, text: str) -> Part | Span:
    start, dots, end = item.partition("..")
    if "/" in item:
        dotted = item.replace("/", "..")
        raise ValueError(f"{text} has an interval in a set; there, write from … to … with two dots, {dotted}")
    if not item:
        raise ValueError(f"{text} has an empty member; a set is written as [2023-11-16,2023-11-17]")
    if not dots:
        return _part(item)
    return _span(_part(start) if start else End.OPEN, _part(end) if end else End.OPEN, text)


def _start(member: Part | Span) -> Part | None:
    start = member.start if isinstance(member, Span) else member
    return start if isinstance(start, Part) else None


def _end_of(member: Part | Span) -> Part | None:
    end = member.end if isinstance(member, Span) else member
    return end if isinstance(end, Part) else None


def _first(member: Part | Span) -> CalendarDay | None:
    start = _start(member)
    return None if start is None else start.first


def _last(member: Part | Span) -> CalendarDay | None:
    end = _end_of(member)
    return None if end is None else end.last


def _part(text: str) -> Part:
    match = _PIECE.fullmatch(text)
    if match is None:
        raise ValueError(_mistake(text))
    year, month, day, *time, mark = match.groups()
    approximate, uncertain = mark in ("~", "%"), mark in ("?", "%")
    some: Unit | None = None
    clock: Clock | None = None
    if year.startswith("-0000"):
        raise ValueError(f"{text}: the year 0 has no sign; 0000 is 1 BCE")
    if year[-1] == "X":
        if month is not None:
            raise ValueError(f"{text} gives a part of an unknown year; {_UNSPECIFIED}")
        unit: Unit = Unit.CENTURY if year[-2] == "X" else Unit.DECADE
        years = sorted(int(year.replace("X", digit)) for digit in "09")
        first, last = CalendarDay(years[0], 1, 1), CalendarDay(years[1], 12, 31)
    else:
        number = int(year.lstrip("Y"))
        if year[0] == "Y" and month is not None:
            raise ValueError(f"{text} has a month; a year with Y stands alone, {year}")
        unit, first, last, some = _calendar(text, number, month, day)
        if time[0] is not None:
            clock = _clock(text, unit, time)
            unit = Unit.TIME
    return Part(unit, first, last, some, approximate, uncertain, clock)


_FURTHEST = 14 * 60
"""The most minutes that any place is from UTC."""


def _clock(text: str, unit: Unit, parts: Sequence[str | None]) -> Clock:
    hour, minute, second, utc, sign, hours, minutes = parts
    if unit is not Unit.DAY:
        raise ValueError(f"{text} has a time but no day; {_TIMED}")
    clock = Clock(int(hour or 0), int(minute or 0), None if second is None else int(second))
    if clock.hour > 23 or clock.minute > 59 or (clock.second or 0) > 59:
        raise ValueError(f"{text} is not a time of day: hours are 00 to 23, minutes and seconds 00 to 59")
    if utc is None and sign is None:
        return clock
    offset = 60 * int(hours or 0) + int(minutes or 0)
    if offset > _FURTHEST or int(minutes or 0) > 59:
        raise ValueError(f"{text}: no place is more than 14 hours from UTC; {_TIMED}")
    return replace(clock, offset=-offset if sign == "-" else offset)


def _calendar(
    text: str, year: int, month: str | None, day: str | None
) -> tuple[Unit, CalendarDay, CalendarDay, Unit | None]:
    """The unit of a date, its first and last day, and what is unspecified in it."""
    if month is None:
        return Unit.YEAR, CalendarDay(year, 1, 1), CalendarDay(year, 12, 31), None
    if month == "XX":
        if day not in (None, "XX"):
            raise ValueError(f"{text} gives a day of an unknown month; {_UNSPECIFIED}")
        first, last = CalendarDay(year, 1, 1), CalendarDay(year, 12, 31)
        return Unit.YEAR, first, last, Unit.MONTH if day is None else Unit.DAY
    number = int(month)
    if day is None and 21 <= number <= 24:
        return Unit.SEASON, *_season(year, number), None
    if not 1 <= number <= 12:
        known = "months are 01 to 12, and seasons 21 (spring) to 24 (winter)"
        raise ValueError(f"{year_text(year)}-{month} is not a month: {known}")
    length = month_length(year, number)
    if day is None or day == "XX":
        some = None if day is None else Unit.DAY
        return Unit.MONTH, CalendarDay(year, number, 1), CalendarDay(year, number, length), some
    if not 1 <= int(day) <= length:
        shown = f"{year_text(year)}-{month}-{day}"
        raise ValueError(f"{shown} is not a day: {_MONTHS[number - 1]} {year_text(year)} has {length}")
    exact = CalendarDay(year, number, int(day))
    return Unit.DAY, exact, exact, None


def _season(year: int, number: int) -> tuple[CalendarDay, CalendarDay]:
    """Three whole months, as in the northern hemisphere; winter begins in December of the year."""
    month = 3 * (number - 20)
    year_after, last = (year, month + 2) if month < 12 else (year + 1, 2)
    return CalendarDay(year, month, 1), CalendarDay(year_after, last, month_length(year_after, last))


# Explaining mistakes

_YEARS = "years have four digits, 0476; - before years BCE, and Y before years of five to ten digits, Y-12000"
_COUNTED = "years BCE are counted from a year 0"
_TIMED = "write it as 2025-07-26T14:05+02:00"
_UNSPECIFIED = (
    "X replaces a whole day or month, 2025-07-XX or 2025-XX, or the last digits of a year alone, 202X or 20XX"
)
_LONGEST = 100
"""A longer text was not meant as a date, and gets only a general message."""
_PLAIN = "write it as 2025-07-26, 2025-07 or 2025"


def _day_first(match: re.Match[str]) -> str:
    a, b, year = int(match[1]), int(match[2]), match[3]
    orders = dict.fromkeys(((a, b), (b, a)))
    readings = [f"{year}-{month:02}-{day:02}" for day, month in orders if _is_day(int(year), month, day)]
    return f"dates are written year first, {' or '.join(readings) or '2025-07-26'}"


def _is_day(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def _hyphens(match: re.Match[str]) -> str:
    pieces = [match[1], *(piece.zfill(2) for piece in match.groups()[1:] if piece is not None)]
    return f"year, month and day are joined by hyphens and have 4, 2 and 2 digits, {'-'.join(pieces)}"


_DATE = r"(\d{4}(?:-\d\d){0,2})"
_NAME = r"((?u:[^\W\d_]{3,12}))"
_ORDINAL = r"(?:\.|(?u:[^\W\d_]{1,3}))?"
_ABBREVIATIONS = frozenset(("c", "ca", "approx", "~"))
"""Signs for an approximate date in any language."""


@cache
def _months() -> Mapping[str, int]:
    """The numbers of months by their names and abbreviations, in all languages that articles are read in."""
    months = [Locale(code).months["format"] for code in readings() if exists(code)]
    widths = [names[width] for names in months for width in ("wide", "abbreviated")]
    return {name.strip(".").lower(): number for names in widths for number, name in names.items()}


@cache
def _seasons() -> Mapping[str, str]:
    """The codes of seasons by their names."""
    listed = [data.get("seasons", {}) for data in readings().values()]
    return {name.lower(): code for seasons in listed for code, names in seasons.items() for name in names}


@cache
def _words(table: str, key: str) -> frozenset[str]:
    """The words of all languages in a list of `reading.toml`."""

    def listed() -> Iterator[str]:
        for data in readings().values():
            words = data.get(table, {}).get(key, ()) if table else data.get(key, "")
            yield from words.split() if isinstance(words, str) else words

    return frozenset(word.strip(".").lower() for word in listed())


def _named(day: str | None, name: str, year: str) -> str | None:
    """What to write for a day, month or season with a name."""
    if day is None and (season := _seasons().get(name.lower())):
        return f"a season is written as a month from 21 (spring) to 24 (winter), {year}-{season}"
    month = _months().get(name.lower()) or _months().get(name[:3].lower())
    if month is None or (day is not None and not _is_day(int(year), month, int(day))):
        return None
    return f"dates are digits, year first, {year}-{month:02}" + (f"-{int(day):02}" if day is not None else "")


def _qualified(words: str, date: str) -> str | None:
    """What to write for words such as `about` or `since` before a date."""
    words = words.strip(" .").lower()
    if words in _ABBREVIATIONS | _words("qualifiers", "about") | _words("relative", "about"):
        return f"about is written with ~ at the end, {date}~"
    if words in _words("", "since") | _words("relative", "from"):
        return f"since is written with an open end, {date}/.."
    if words in _words("relative", "to"):
        return f"until is written with an open start, ../{date}"
    return None


def _without_of(words: str) -> str:
    """A date without the word for “of” before its month and year: `26 de julio de 2025`."""
    first, *rest = words.split(" ")
    return " ".join((first, *(word for word in rest if word.lower() not in _words("relative", "of"))))


def _slash(match: re.Match[str]) -> str:
    return f"from … to … is written with a slash, {match[1]}/{match[2]}"


def _before(year: int) -> str:
    return f"{year} BCE is {year_text(1 - year)}"


def _few_digits(sign: str, year: int) -> str:
    if not sign:
        return f"a year has four digits, {year:04}"
    return f"a year has four digits, -{year:04}; {_COUNTED}, so that is {year + 1} BCE, and {_before(year)}"


_MISTAKES: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]] = [
    (re.compile(pattern, re.ASCII), explain)
    for pattern, explain in [
        (r"", lambda m: f"a date is missing; {_PLAIN}"),
        (r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", _day_first),
        (r"(\d{1,2})[/. -](\d{4})", lambda m: f"dates are written year first, {m[2]}-{m[1].zfill(2)}"),
        (r"(\d{4}(?:-\d\d){0,2})(?:\s*(?:[–—]|\.\.)\s*|\s+-\s+)(\d{4}(?:-\d\d){0,2})", _slash),
        (r"(\d{4})-(\d{4})", _slash),
        (r"(\d{4})(\d\d)(\d\d)", _hyphens),
        (r"(\d{4})[-/.–— ](\d{1,2})(?:[-/.–— ](\d{1,2}))?", _hyphens),
        (
            r"(\d{4}-\d\d-\d\d)(?: |T| T|, )(\d\d:\d\d(?::\d\d)?)(?: ?(Z|[+-]\d\d:?\d\d))?",
            lambda m: f"a time follows T, without spaces, {m[1]}T{m[2]}{m[3] or ''}",
        ),
        (
            r"(\d{4}-\d\d-\d\d)(?:[T ]\d|Z|\+).*",
            lambda m: f"a time has hours, minutes and perhaps seconds; {_TIMED}",
        ),
        (r"(-?)(\d{1,3})", lambda m: _few_digits(m[1], int(m[2]))),
        (r"(-?[1-9]\d{4,9})", lambda m: f"a year of more than four digits follows Y, Y{m[1]}"),
        (r"-\d.*|Y.*|\d{5,}.*", lambda m: _YEARS),
        (
            r"(?=.*[~?%])[~?%]?\d{4}[~?%]?(?:-[~?%]?[\dX]{2}[~?%]?)*",
            lambda m: f"~, ? and % are at the end and apply to the whole date, {re.sub('[~?%]', '', m[0])}~",
        ),
        (
            r"unknown|open|now|present|today",
            lambda m: "an open end is written .., an unknown one is left empty, 2025-07/.. or 2025-07/",
        ),
        (
            r"[\dXxUu?-]*[xuU][\dXxUu-]*",
            lambda m: f"unknown digits are written as a capital X; {_UNSPECIFIED}",
        ),
        (r"[\dX-]*X[\dX-]*[~?%]?", lambda m: _UNSPECIFIED),
        (rf"([^\d\s][^\d]{{0,20}}?)\s*{_DATE}", lambda m: _qualified(m[1], m[2])),
        (
            rf"(?:(\d{{1,2}}){_ORDINAL}\s+)?{_NAME}\.?,?\s+(\d{{4}})",
            lambda m: _named(m[1], m[2], m[3]),
        ),
        (
            rf"{_NAME}\.?\s+(\d{{1,2}}){_ORDINAL},?\s+(\d{{4}})",
            lambda m: _named(m[2], m[1], m[3]),
        ),
        (r"(\d{3})0\D{1,10}", lambda m: f"a decade is written with an X for its last digit, {m[1]}X"),
        (
            r"(?!.*(?u:[^\W\d_]{5}))\D{0,8}([1-9]\d{0,2})\D{0,12}",
            lambda m: f"a year is digits alone, {int(m[1]):04}; {_COUNTED}: {_before(int(m[1]))}",
        ),
        (r".*[A-Za-z]{3}.*", lambda m: f"dates are digits, year first; {_PLAIN}"),
        (
            r".*[/\[\]{},].*",
            lambda m: "write an interval as 2025-07-26/2025-07-28, a set as [2023-11-16,2023-11-17]",
        ),
        (r".*", lambda m: f"dates are digits, year first; {_PLAIN}"),
    ]
]


def _mistake(text: str) -> str:
    """What is wrong with a text that is not a date, and what was probably meant."""
    if len(text) > _LONGEST:
        return f"{text[:_LONGEST]}…: dates are digits, year first; {_PLAIN}"
    short = _without_of(text)
    matches = ((explain, pattern.fullmatch(short)) for pattern, explain in _MISTAKES)
    explained = (explain(match) for explain, match in matches if match is not None)
    explanation = next(filter(None, explained), _PLAIN)
    return f"{text}: {explanation}" if text else explanation

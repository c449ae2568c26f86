"""Dates of other formats → EDTF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from briefings.model.dates import Date


def from_parts(parts: Sequence[int], *, bce_from_one: bool = False, about: bool = False) -> str:
    """The EDTF date of a year, perhaps a month, perhaps a day; ValueError if there is no such date.

    `bce_from_one`: the year -44 is 44 BCE; otherwise it counts from the year 0, as in EDTF.
    """
    year, *rest = parts
    if bce_from_one and year < 0:
        year += 1
    sign = "-" if year < 0 else ""
    text = "-".join([f"{sign}{abs(year):04}", *(f"{part:02}" for part in rest[:2])])
    return valid(text + ("~" if about else ""))


def interval(start: str, end: str) -> str:
    """An interval; one date if both ends are the same or one is missing."""
    if not start or not end or start == end:
        return start or end
    return valid(f"{start}/{end}")


_PARTIAL = re.compile(r"-?\d{4}(?:-\d{2}){0,2}")


def from_text(text: str, pattern: str = "") -> str:
    """The EDTF date in a text: EDTF itself, an ISO date with or without a time, or one of a pattern of
    `datetime.strptime`; ValueError if it is none of these."""
    # Programs that have times only give midnight to dates.
    text = re.sub(r"[T ]00:00(:00)?(\.0+)?(Z|[+-]00:00)?$", "", text.strip())
    if pattern:
        try:
            parsed = datetime.strptime(text, pattern)
        # The second is raised for a pattern that has something twice.
        except (ValueError, re.error):
            if _PARTIAL.fullmatch(text) is None:
                raise ValueError(f"“{text}” is not a date like {pattern}") from None
        else:
            # A pattern may lack the day, or day and month.
            has = [True, "%m" in pattern or "%b" in pattern.lower(), "%d" in pattern]
            return from_parts([n for n, given in zip(parsed.timetuple()[:3], has, strict=True) if given])
    try:
        return valid(text)
    except ValueError:
        iso = re.match(rf"({_PARTIAL.pattern})(?:[T ]\d{{1,2}}:\d{{2}}.*)?$", text)
        if iso is None:
            raise
        return valid(iso[1])


def valid(text: str) -> str:
    """The text, if it is an EDTF date; else ValueError."""
    Date.parse(text)
    return text

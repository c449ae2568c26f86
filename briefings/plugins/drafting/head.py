"""Reads the head of a saved text: title, authors, date and publisher, as newspapers print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from briefings.evidence.languages import boundaries
from briefings.evidence.reading.dates import Calendar
from briefings.evidence.reading.lexicon import Lexicon, one_of
from briefings.plugins.drafting.article import on_one_line


@dataclass(frozen=True, slots=True)
class Head:
    """What a text, or the page it is from, says of itself. What it does not say is empty."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    """A day in EDTF."""
    publisher: str = ""
    url: str = ""
    language: str = ""
    begins: int = 0
    """Where the story begins in the text."""


LONGEST_TITLE = 200
MOST_LINES = 10
LONGEST_LINE = 120
"""Characters of a line with authors or a date."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*\S[^\n\r\v\f\x85\u2028\u2029]*")
_URL = re.compile(r"https?://[^\s<>\"`{}\\^|]+")
_DASH = r"\s*[-–—]{1,2}\s+"
_AGENCY = re.compile(rf"(?P<lead>[^()\n.]{{0,60}}(?:\.\s?\d{{0,4}})?)\((?P<agency>[^()\n]{{2,40}})\){_DASH}")
_PLACE = re.compile(rf"(?P<lead>[^()\n–—]{{2,60}}?\d{{4}})(?:{_DASH}|[.:]\s+)")
_PLACE_ONLY = re.compile(r"(?P<lead>[^()\n.]{2,40},[^()\n]{2,24}?\d{4})\.\s+")


def read_head(text: str, lexicon: Lexicon) -> Head:
    """The head of a text."""
    calendar = Calendar(lexicon, None)
    title, published, publisher, url = "", "", "", ""
    authors: tuple[str, ...] = ()
    begins = 0
    lines = [*_first_lines(text)]
    for match, following in zip_longest(lines, lines[1:]):
        line = on_one_line(match[0])
        address = _URL.search(line)
        if address is not None and len(line) < len(address[0]) + 30:
            url = url or address[0].rstrip(".,;)")
        elif (named := _authors(line, lexicon)) and len(line) <= LONGEST_LINE:
            authors = authors or named
            published = published or calendar.day(line) or ""
        elif (said := _source(line, lexicon)) and len(line) <= LONGEST_LINE:
            publisher = publisher or said
        elif title == "" and begins == 0 and len(line) <= LONGEST_TITLE:
            title = line
        elif title and not authors and (byline := _byline(line, following, calendar)) is not None:
            authors, day = byline
            published = published or day
        elif len(line) <= LONGEST_LINE and (day := _only_a_date(line, calendar)):
            published = published or day
        else:
            break
        if title != line and (paper := _paper(lexicon).match(line)) is not None:
            publisher = publisher or paper["publisher"]
        begins = match.end()
    line_start = len(text) - len(text[begins:].lstrip())
    dateline = _dateline(text, line_start, calendar, lexicon)
    if dateline is not None:
        agency, day, begins = dateline
        publisher, published = publisher or agency, published or day
    return Head(title, authors, published, publisher, url, lexicon.language, begins)


def _first_lines(text: str) -> Iterator[re.Match[str]]:
    for n, match in enumerate(_LINE.finditer(text)):
        if n == MOST_LINES:
            return
        yield match


def _authors(line: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The names in a line such as "By Jane Doe and John Roe"."""
    words = lexicon.head.get("by", ())
    if not words:
        return ()
    if not lexicon.spaced:
        found = re.search(
            rf"{one_of(words)}[\s:：/]*(?P<names>[\u4e00-\u9fff·]{{2,4}}(?:[\s、][\u4e00-\u9fff·]{{2,4}})*)$",
            line,
        )
        return tuple(re.split(r"[\s、]+", found["names"])) if found is not None else ()
    ands = tuple(boundaries().ands)
    found = re.match(rf"{one_of(words)}:?\s+(?P<names>[^\d|•]+)", line)
    if found is None:
        return ()
    names = [
        name.strip(" .,;–—-") for name in re.split(rf"\s*(?:[,、;&]|\b{one_of(ands)}\b)\s*", found["names"])
    ]
    # A sentence can begin with "By", too.
    is_names = all(1 < len(name.split()) <= 5 and name[0].isupper() for name in names if name)
    return tuple(name for name in names if name) if is_names else ()


_NAME = re.compile(r"[^\W\d_a-z][\w’'.-]+(?:\s+(?:[a-z]{1,3}\s+)?[^\W\d_a-z][\w’'.-]*){1,3}")


def _byline(
    line: str, following: re.Match[str] | None, calendar: Calendar
) -> tuple[tuple[str, ...], str] | None:
    """The author and day of a line that has only a name, above one with only a date, or both between bars."""
    name, *parts = re.split(r"\s*[|·•]\s*", line)
    if _NAME.fullmatch(name) is None or len(line) > LONGEST_LINE:
        return None
    author = name.title() if name.isupper() else name
    days = [day for part in parts if (day := calendar.day(part)) is not None]
    if days:
        return (author,), days[0]
    is_dated = following is not None and _only_a_date(on_one_line(following[0]), calendar) != ""
    return ((author,), "") if is_dated and not parts else None


def _paper(lexicon: Lexicon) -> re.Pattern[str]:
    """The name of a newspaper without spaces, which ends in one of the lexicon's words."""
    ends = one_of(lexicon.head.get("papers", ()))
    return re.compile(rf"\s*(?P<publisher>[\u4e00-\u9fff]{{2,10}}?{ends})(?=[\s\u4e00-\u9fff\d])")


def _wire(lexicon: Lexicon) -> re.Pattern[str]:
    """An agency and the day of its telegram, without spaces."""
    agency, telegram = (one_of(lexicon.head.get(name, ())) for name in ("agencies", "telegram"))
    return re.compile(
        rf"\s*(?P<publisher>[\u4e00-\u9fff]{{2,6}}{agency})(?P<lead>[^，。\n]{{0,30}}?){telegram}[\s　]*"
    )


def _source(line: str, lexicon: Lexicon) -> str:
    words = lexicon.head.get("source", ())
    found = re.match(rf"{one_of(words)}\s*[:：]\s*(?P<name>.+)", line) if words else None
    return found["name"].strip() if found is not None else ""


def _only_a_date(line: str, calendar: Calendar) -> str:
    """The day of a line that has hardly more than a date."""
    day = calendar.day(line)
    words = re.findall(r"[^\W\d_]+", line)
    return day if day is not None and len(words) <= 8 and not line.endswith((".", "。")) else ""


def _dateline(text: str, start: int, calendar: Calendar, lexicon: Lexicon) -> tuple[str, str, int] | None:
    """The agency and day before the first sentence, and where that begins: `BERLIN, 3 May 2025 (dpa) - `."""
    wire = _wire(lexicon).match(text, start)
    if wire is not None:
        return wire["publisher"], calendar.day(wire["lead"]) or "", wire.end()
    agency = _AGENCY.match(text, start)
    if agency is not None and not agency["lead"][:1].islower():
        return agency["agency"].strip(), calendar.day(agency["lead"]) or "", agency.end()
    for form in (_PLACE, _PLACE_ONLY):
        place = form.match(text, start)
        if place is not None and (day := calendar.day(place["lead"])) is not None:
            return "", day, place.end()
    return None

"""iCalendar (RFC 5545 and 7986) of the site's timeline, of each topic and of each actor, to subscribe to.

Calendars end at the year 9999 and have neither years BCE nor approximate dates: entries of other years are
left out, and whatever days cannot say follows the title in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.evidence import Proofs
from briefings.exports.chronology import chronology_of, dated_entries, headline, named_sources, newest
from briefings.exports.resource import Format, Publication, Resource, last_changed, rights, subject_of
from briefings.model import SheetModel
from briefings.model.dates import Date, Part, Unit
from briefings.model.days import DAY_SECONDS, CalendarDay
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.text.markdown import plain
from briefings.views.home import site_description
from briefings.views.page import Page
from briefings.words import Words

_MOST_OF_SITE, _MOST = 300, 50
"""How many entries of the past the calendar of the site has, and any other: the newest. Programs load a
calendar again each day, so it must be small. What is still to come is there in full."""
_LONGEST = 92
"""The length of the longest season, in days. A longer event, or one of which only the year is known, is shown
on its first day; otherwise it would be listed on every day of the year."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The calendar of the timeline, or of an actor or topic with entries that calendars can show."""
    sheet = subject_of(publication.catalog, page)
    catalog = publication.catalog
    name, description = page.title, page.description
    if page.path == urls.TIMELINE:
        entries: Iterable[Entry[Any]] = catalog.chronology
        name, description = "", site_description(publication.words, publication.settings)
    elif sheet is not None and sheet.kind in ("actor", "topic"):
        entries = dated_entries(catalog, sheet)
    else:
        return
    if any(_time(entry.date) is not None for entry in entries):
        path = urls.data_of(page.path, "ics")
        of_site = _Site(publication.words, publication.settings)
        yield Resource(
            path=path,
            format="calendars",
            media_type="text/calendar",
            title=page.title,
            about=(sheet, name, description),
            make=partial(_calendar, of_site, _Header(path, page.path, name, description), sheet),
            page=page.path,
            updated=last_changed(catalog, page),
        )


CALENDARS = Format("calendars", of_page=of_page, addresses=("timeline.ics", "topics/….ics", "actors/….ics"))


@dataclass(frozen=True, slots=True)
class _Header:
    """What a calendar says of itself."""

    path: str
    page: str
    """The page that it belongs to."""
    name: str
    """What it is about; empty if it is about all that the site is about."""
    description: str


@dataclass(frozen=True, slots=True)
class _Site:
    """What all calendars of a site have in common."""

    words: Words
    settings: Settings

    def uid(self, path: str) -> str:
        """The UID of a calendar or an event, from its address below the root: a digest, as addresses would be
        an eighth of each calendar."""
        # Whether the site is at http or https makes no difference.
        site = self.settings.site_url.partition("://")[2] or self.settings.site_name
        return blake2b(f"{site}\0{path}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _calendar(
    site: _Site, header: _Header, sheet: Sheet[SheetModel] | None, catalog: Catalog, proofs: Proofs
) -> bytes:
    entries = catalog.chronology if sheet is None else chronology_of(catalog, sheet)
    most = _MOST_OF_SITE if sheet is None else _MOST
    writer = _Writer(site, catalog)
    lines = [*_head(site, header)]
    for entry in newest(entries, most):
        if (time := _time(entry.date)) is not None:
            lines += writer.event(entry, time)
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


_JOINED = r"\n"
"""Between the lines of a text."""


def _head(site: _Site, header: _Header) -> Iterator[str]:
    site_name = site.settings.site_name
    name = escape.icalendar(f"{header.name} – {site_name}" if header.name else site_name)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Briefings//Briefings//EN"
    yield f"UID:{site.uid(header.path)}"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    about = (header.description, rights(site.words, site.settings))
    yield f"DESCRIPTION:{_JOINED.join(map(escape.icalendar, about))}"
    if site.settings.site_url:
        yield f"URL:{site.settings.site_url}{urls.address(header.page)}"
        yield f"SOURCE;VALUE=URI:{site.settings.site_url}{header.path}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"


@dataclass(frozen=True, slots=True)
class _OfSheet:
    """What the events of a sheet have in common."""

    page: str
    """Its address below the root of the site."""
    changed: str
    topics: str
    """As further categories."""


class _Writer:
    """Writes the events of one calendar."""

    def __init__(self, site: _Site, catalog: Catalog) -> None:
        self._site = site
        self._words = site.words
        self._catalog = catalog
        self._sheets: dict[str, _OfSheet] = {}
        """By kind and id."""

    def event(self, entry: Entry[Any], time: _Time) -> Iterator[str]:
        """The lines of an event."""
        words, item, sheet = self._words, entry.item, self._of(entry.sheet)
        url, anchor = self._site.settings.site_url, escape.path(entry.anchor)
        address = f"{url}{sheet.page}{f'#{anchor}' if anchor else ''}" if url else ""
        yield "BEGIN:VEVENT"
        yield f"UID:{self._site.uid(sheet.page + entry.anchor)}"
        # Without a METHOD this is when the event last changed. It must not be the time of the build.
        yield f"DTSTAMP:{sheet.changed}"
        yield from time.lines
        when = "" if entry.date is None or time.is_exact else words.date(entry.date)
        yield f"SUMMARY:{escape.icalendar(headline(entry, self._catalog, words, when=when))}"
        if description := _JOINED.join(map(escape.icalendar, self._description(entry, address))):
            yield f"DESCRIPTION:{description}"
        if address:
            yield f"URL:{address}"
        if item.place is not None:
            yield f"LOCATION:{escape.icalendar(item.place)}"
        if (point := item.coordinates) is not None:
            yield f"GEO:{point.latitude:f};{point.longitude:f}"
        yield f"CATEGORIES:{escape.icalendar(words(f'kinds.entry.{item.KIND}.singular'))}{sheet.topics}"
        if entry.status != "reported" or entry.announced:
            yield "STATUS:TENTATIVE"
        # Nobody who subscribes is busy because a council meets.
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"

    def _of(self, sheet: Sheet[Any]) -> _OfSheet:
        key = f"{sheet.kind}/{sheet.id}"
        known = self._sheets.get(key)
        if known is None:
            topics = (self._catalog.name("topic", topic) for topic in getattr(sheet.data, "topics", ()))
            known = self._sheets[key] = _OfSheet(
                urls.address(urls.page_of_sheet(sheet)),
                sheet.data.last_changed.text.replace("-", "") + "T000000Z",
                "".join(f",{escape.icalendar(topic)}" for topic in topics),
            )
        return known

    def _description(self, entry: Entry[Any], address: str) -> Iterator[str]:
        """Its text, who published its sources, and where the site has it."""
        if entry.text is not None:
            yield plain(entry.text, self._catalog.name)
        if sources := named_sources(entry, self._catalog, self._words):
            yield sources
        if address:
            yield address


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Time:
    """When an event is in a calendar."""

    lines: tuple[str, ...]
    is_exact: bool
    """Whether this is all that the date says."""


# An event is in the calendars of its actors and topics, too.
@lru_cache(maxsize=10_000)
def _time(date: Date | None) -> _Time | None:
    """When an entry with this date is in a calendar; None if no calendar can have it."""
    if date is None:
        return None
    if date.earliest is None or date.latest is None:
        # What is open or not known has no end to show.
        first, last, is_exact = date.parts[0].first, date.parts[0].last, False
    else:
        first, last, is_exact = date.earliest, date.latest, _is_exact(date)
    start, end = first.toordinal(), last.toordinal() + 1
    if end - start > _LONGEST:
        end, is_exact = start + 1, False
    after = CalendarDay.fromordinal(end)
    if first.year < 1 or after.year > _LAST_YEAR:
        return None
    if is_exact and (moments := _moments(date)) is not None:
        return _Time(moments, is_exact)
    lines = (f"DTSTART;VALUE=DATE:{_digits(first)}", f"DTEND;VALUE=DATE:{_digits(after)}")
    # Without an end, an event lasts one day.
    return _Time(lines if end - start > 1 else lines[:1], is_exact)


_LAST_YEAR = 9999


def _is_exact(date: Date) -> bool:
    """Whether a date is one or all of the days or times from one to another."""
    return (
        date.form in ("single", "interval")
        and not date.is_qualified
        and all(part.unit >= Unit.DAY for part in date.parts)
    )


def _moments(date: Date) -> tuple[str, ...] | None:
    """The beginning and, for an interval, the end of a date with times of day; None if it has none.

    Both must have a time zone, or neither.
    """
    zones = {part.clock.offset is None for part in date.parts if part.clock is not None}
    if len(zones) != 1 or any(part.clock is None for part in date.parts):
        return None
    return tuple(
        f"{name}:{_moment(part)}" for name, part in zip(("DTSTART", "DTEND"), date.parts, strict=False)
    )


def _moment(part: Part) -> str:
    """A time in UTC or, without a time zone, as it is anywhere."""
    days, seconds = divmod(part.begins, DAY_SECONDS)
    minutes, second = divmod(seconds, 60)
    zone = "" if part.clock is None or part.clock.offset is None else "Z"
    day = _digits(CalendarDay.fromordinal(days))
    return f"{day}T{minutes // 60:02}{minutes % 60:02}{second:02}{zone}"


def _digits(day: CalendarDay) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


# ── Lines ───────────────────────────────────────────────────────────────────────────────────────────────────

_LINE = 75
"""The most bytes of a line, without its end."""


def _folded(line: str) -> bytes:
    """A line with its end; a long one goes on in the next, after a space. No character is divided."""
    data = line.encode()
    if len(data) <= _LINE:
        return data + b"\r\n"
    pieces: list[bytes] = []
    start, end = 0, _LINE
    while end < len(data):
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end])
        # The space counts.
        start, end = end, end + _LINE - 1
    return b"\r\n ".join([*pieces, data[start:]]) + b"\r\n"

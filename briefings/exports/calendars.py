"""iCalendar (RFC 5545 and 7986) of the site's timeline, of each topic and of each actor, to subscribe to.

Calendars end at the year 9999 and have neither years BCE nor approximate dates: entries of other years are
left out, and whatever days cannot say follows the title in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

from briefings.catalog import urls
from briefings.exports.resource import NEWEST, Format, Publication, Resource, rights
from briefings.model.dates import Date, Part, Unit
from briefings.model.days import DAY_SECONDS, CalendarDay
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.facts import Fact
from briefings.views.home import site_description
from briefings.views.page import Page
from briefings.words import Words

_NEWEST_OF_SITE = 300
"""How many past entries the calendar of the site has."""
_LONGEST = 92
"""The length of the longest season, in days. A longer event, or one of which only the year is known, is shown
on its first day; otherwise it would be listed on every day of the year."""


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What is in a calendar."""

    path: str
    page: str
    """The page that it belongs to."""
    name: str
    """What it is about; empty if it is about all that the site is about."""
    description: str
    events: tuple[Fact, ...]
    """Newest first."""
    withdrawn: tuple[Fact, ...]
    """What subscribers may have, and is to be canceled."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The calendar of the timeline, or of an actor or topic with entries that calendars can show."""
    words, settings = publication.words, publication.settings
    about = page.view.subject
    name, description, most = page.title, page.description, NEWEST
    if page.path == urls.TIMELINE:
        name, description, most = "", site_description(words, settings), _NEWEST_OF_SITE
    elif about is None or about.kind not in ("actor", "topic"):
        return
    newest = publication.newest(about, most)
    events = tuple(event for event in newest if _time(event.date) is not None)
    withdrawn = tuple(
        replace(event, mark=words("changes.removed"), gist=reason, spoken=(), sources="")
        for event, reason in publication.withdrawn(about)
        if _time(event.date) is not None
    )
    if events or withdrawn:
        path = urls.data_of(page.path, "ics")
        yield Resource(
            path=path,
            format="calendars",
            media_type="text/calendar",
            made_from=_Calendar(path, page.path, name, description, events, withdrawn),
            make=_file,
            page=page.path,
            updated=publication.changed(about),
        )


CALENDARS = Format("calendars", of_page=of_page, addresses=("timeline.ics", "topics/….ics", "actors/….ics"))


def _file(calendar: _Calendar, words: Words, settings: Settings) -> bytes:
    return _Writer(words, settings).calendar(calendar)


_JOINED = r"\n"
"""Between the lines of a text."""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the calendars of a site."""

    words: Words
    settings: Settings

    def calendar(self, calendar: _Calendar) -> bytes:
        """The file of a calendar."""
        lines = [*self._head(calendar)]
        for event in calendar.events:
            is_canceled = getattr(event.item, "status", "") == "cancelled"
            status = ("CANCELLED" if is_canceled else "TENTATIVE") if event.mark else ""
            lines += self._event(event, status)
        for event in calendar.withdrawn:
            lines += self._event(event, "CANCELLED")
        lines.append("END:VCALENDAR")
        return b"".join(map(_folded, lines))

    def _head(self, calendar: _Calendar) -> Iterator[str]:
        site, url = self.settings.site_name, self.settings.site_url
        name = escape.icalendar(f"{calendar.name} – {site}" if calendar.name else site)
        yield "BEGIN:VCALENDAR"
        yield "VERSION:2.0"
        yield "PRODID:-//Briefings//Briefings//EN"
        yield f"UID:{self._uid(calendar.path)}"
        yield f"NAME:{name}"
        yield f"X-WR-CALNAME:{name}"
        yield f"DESCRIPTION:{_text(calendar.description, rights(self.words, self.settings))}"
        if url:
            yield f"URL:{url}{urls.address(calendar.page)}"
            yield f"SOURCE;VALUE=URI:{url}{calendar.path}"
        yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
        # The same for Outlook, which does not know the line above.
        yield "X-PUBLISHED-TTL:P1D"

    def _event(self, event: Fact, status: str) -> Iterator[str]:
        """The lines of an event."""
        words, item, time = self.words, event.item, _time(event.date)
        assert time is not None and event.date is not None and event.changed is not None
        page, url = urls.address(event.sheet.path), self.settings.site_url
        fragment = f"#{escape.path(event.anchor)}" if event.anchor else ""
        address = f"{url}{page}{fragment}" if url else ""
        yield "BEGIN:VEVENT"
        yield f"UID:{self._uid(page + event.anchor)}"
        # Without a METHOD this is when the event last changed. It must not be the time of the build.
        yield f"DTSTAMP:{event.changed.text.replace('-', '')}T000000Z"
        yield from time.lines
        title = event.label
        if not time.is_exact:
            title = words("data.dated", title=title, date=words.date(event.date))
        yield f"SUMMARY:{escape.icalendar(event.marked(title, words))}"
        if description := _text(" · ".join(event.spoken), event.gist, event.sources, address):
            yield f"DESCRIPTION:{description}"
        if address:
            yield f"URL:{address}"
        if item.place is not None:
            yield f"LOCATION:{escape.icalendar(item.place)}"
        if (point := item.coordinates) is not None:
            yield f"GEO:{point.latitude:f};{point.longitude:f}"
        categories = (words(f"kinds.entry.{event.kind}.singular"), *(topic.title for topic in event.topics))
        yield f"CATEGORIES:{','.join(map(escape.icalendar, categories))}"
        if status:
            yield f"STATUS:{status}"
        # Nobody who subscribes is busy because a council meets.
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"

    def _uid(self, path: str) -> str:
        """The UID of a calendar or an event, from its address below the root: a digest, as addresses would be
        an eighth of each calendar."""
        # Whether the site is at http or https makes no difference.
        site = self.settings.site_url.partition("://")[2] or self.settings.site_name
        return blake2b(f"{site}\0{path}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _text(*lines: str) -> str:
    """A text of several lines; empty ones are left out."""
    return _JOINED.join(map(escape.icalendar, filter(None, lines)))


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Time:
    """When an event is in a calendar."""

    lines: tuple[str, ...]
    is_exact: bool
    """Whether this is all that the date says."""


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

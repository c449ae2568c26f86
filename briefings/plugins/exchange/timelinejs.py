"""TimelineJS: the events of each briefing, topic and actor as the JSON that TimelineJS 3 shows.

It prints texts as HTML, so all words are escaped. It takes the text of groups and dates first and prints that
as HTML, so these are escaped twice. It would also make links of whatever looks like an address, after it has
removed unsafe HTML, so `autolink` is off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.labels import licence_name
from briefings.evidence import Proofs
from briefings.exports.chronology import (
    chronology_of,
    dated_entries,
    headline,
    named_sources,
    newest,
)
from briefings.exports.resource import (
    Format,
    Publication,
    Resource,
    compact,
    last_changed,
    rights,
    subject_of,
)
from briefings.model import SheetModel
from briefings.model.dates import Date, Part, Unit
from briefings.model.media import Media
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.text.licences import LICENCES
from briefings.text.markdown import plain
from briefings.views.page import Page
from briefings.words import Words

_MOST = 30
"""How many events of the past the timeline of a topic or an actor has, the newest. TimelineJS advises against
more than 20 slides. A briefing has all of its events."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The timeline of a briefing, topic or actor with dated entries."""
    sheet = subject_of(publication.catalog, page)
    if sheet is None:
        return
    entries = dated_entries(publication.catalog, sheet)
    if any(_dates(entry.date) is not None for entry in entries if entry.date is not None):
        settings = publication.settings
        writer = _Writer(publication.words, settings, _words(settings.site_name))
        yield Resource(
            path=urls.data_of(page.path, "timeline.json"),
            format="timelinejs",
            media_type="application/json",
            title=page.title,
            about=(sheet, page.title, page.description),
            make=partial(writer.timeline, sheet, page.title, page.description),
            page=page.path,
            updated=last_changed(publication.catalog, page),
        )


TIMELINEJS = Format(
    "timelinejs",
    of_page=of_page,
    addresses=("briefings/….timeline.json", "topics/….timeline.json", "actors/….timeline.json"),
)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the timelines of a site."""

    words: Words
    settings: Settings
    name: str
    """Of the site, in HTML."""

    def timeline(
        self, sheet: Sheet[SheetModel], title: str, description: str, catalog: Catalog, proofs: Proofs
    ) -> bytes:
        """The file of a sheet."""
        entries: Iterable[Entry[Any]] = chronology_of(catalog, sheet)
        if sheet.kind != "briefing":
            entries = reversed([*newest([*entries], _MOST)])
        eras = [*filter(None, map(_era, catalog.by_sheet[f"{sheet.kind}/{sheet.id}"]))]
        timeline = {
            "title": self._title(sheet, title, description),
            "events": [*filter(None, (self._event(entry, sheet, catalog) for entry in entries))],
        }
        if eras:
            timeline["eras"] = eras
        return f"{compact(timeline)}\n".encode()

    def _title(self, sheet: Sheet[SheetModel], title: str, description: str) -> dict[str, Any]:
        """The first slide: what the timeline is about, where it is from, and what may be done with it."""
        own = _paragraph(self._link(urls.page_of_sheet(sheet)), _words(rights(self.words, self.settings)))
        return {
            "text": {"headline": _words(title), "text": _paragraph(_words(description)) + own},
            "autolink": False,
        } | self._media(getattr(sheet.data, "media", None))

    def _event(
        self, entry: Entry[Any], shown_by: Sheet[SheetModel], catalog: Catalog
    ) -> dict[str, Any] | None:
        """The slide of an entry; None if TimelineJS cannot show its date."""
        dates = None if entry.date is None else _dates(entry.date)
        if entry.date is None or dates is None:
            return None
        page = urls.page_of_sheet(entry.sheet)
        text = "" if entry.text is None else _paragraph(_words(plain(entry.text, catalog.name)))
        sources = _words(named_sources(entry, catalog, self.words))
        # Anchors of several briefings can be the same.
        of_others = shown_by.kind != "briefing"
        event = {
            "unique_id": f"{entry.sheet.id}/{entry.anchor}" if of_others else entry.anchor,
            **dates,
            "text": {
                "headline": _words(headline(entry, catalog, self.words)),
                "text": text + _paragraph(sources, self._link(page, entry.anchor)),
            },
            "autolink": False,
        }
        if not _is_plain(entry.date):
            event["display_date"] = escape.html_twice(self.words.date(entry.date))
        if entry.item.group is not None:
            event["group"] = escape.html_twice(entry.item.group)
        return event | self._media(entry.item.picture)

    def _link(self, page: str, anchor: str = "") -> str:
        """A link to the site; empty if its address is not known."""
        if not self.settings.site_url:
            return ""
        address = escape.target(self.settings.site_url + urls.address(page))
        fragment = f"#{escape.path(anchor)}" if anchor else ""
        return f'<a href="{address}{fragment}">{self.name}</a>'

    def _media(self, media: Media | None) -> dict[str, Any]:
        """A picture in content/media/. It needs an absolute address, since timelines are shown elsewhere."""
        if media is None or not self.settings.site_url:
            return {}
        name = licence_name(media.licence, self.words)
        licence = _words(name)
        if media.licence in LICENCES:
            licence = f'<a href="{escape.target(LICENCES[media.licence])}">{licence}</a>'
        picture = {
            "url": f"{self.settings.site_url}media/{media.file}",
            "alt": escape.one_line(media.alt),
            "credit": f"{_words(media.credit)} · {licence}",
        }
        if media.caption is not None:
            picture["caption"] = _words(media.caption)
        return {"media": picture}


def _era(entry: Entry[Any]) -> dict[str, Any] | None:
    """A period of the timeline; None if the entry is none, or if one of its ends is not known."""
    if entry.item.period is None or entry.item.period[1] is None:
        return None
    start, end = (_dates(date) for date in entry.item.period)
    begun, ended = entry.item.period[0].earliest, entry.item.period[1].latest
    if start is None or end is None or begun is None or ended is None:
        return None
    return {
        "unique_id": entry.anchor,
        "start_date": start["start_date"],
        "end_date": end.get("end_date", end["start_date"]),
        "text": {"headline": _words(entry.item.headline)},
    }


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _words(text: str) -> str:
    return escape.html(escape.one_line(text))


def _paragraph(*sentences: str) -> str:
    """A paragraph of HTML; empty if there is nothing in it."""
    text = " · ".join(filter(None, sentences))
    return f"<p>{text}</p>" if text else ""


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────

_FIRST_YEAR, _LAST_YEAR = -271_819, 275_759
"""Beyond these, TimelineJS has its cosmological scale, which knows years only."""


def _is_plain(date: Date) -> bool:
    """Whether TimelineJS can say by itself what a date is: a day, month or year, or from one to another."""
    return (
        date.form in ("single", "interval")
        and date.earliest is not None
        and date.latest is not None
        and not date.is_qualified
        and all(part.unit in (Unit.YEAR, Unit.MONTH, Unit.DAY) and part.some is None for part in date.parts)
    )


def _dates(date: Date) -> dict[str, Any] | None:
    """The start and perhaps the end of a date; None if TimelineJS cannot show it."""
    start, end = date.parts[0], date.parts[-1]
    if date.form != "single":
        start, end = (
            min(date.parts, key=lambda part: part.begins),
            max(date.parts, key=lambda part: part.ends),
        )
    if start.first.year < _FIRST_YEAR or end.last.year > _LAST_YEAR:
        return None
    dates = {"start_date": _point(start), "end_date": _point(end, last=True)}
    if dates["start_date"] == dates["end_date"]:
        del dates["end_date"]
    return dates


def _point(part: Part, *, last: bool = False) -> dict[str, int]:
    """The beginning of a part, or its last day, as exactly as it is known."""
    year, month, day = part.last if last else part.first
    # There is no year 0: 44 BCE is -44.
    point = {"year": year if year > 0 else year - 1}
    if part.unit >= Unit.SEASON:
        point["month"] = month
    if part.unit >= Unit.DAY:
        point["day"] = day
    if part.clock is not None:
        # As the clock at that place shows it; `display_date` has its time zone.
        point |= {"hour": part.clock.hour, "minute": part.clock.minute}
        if part.clock.second is not None:
            point["second"] = part.clock.second
    return point

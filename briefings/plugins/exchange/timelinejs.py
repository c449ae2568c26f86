"""TimelineJS: the events of each briefing, topic and actor as the JSON that TimelineJS 3 shows.

It prints texts as HTML, so all words are escaped. It takes the text of groups and dates first and prints that
as HTML, so these are escaped twice. It would also make links of whatever looks like an address, after it has
removed unsafe HTML, so `autolink` is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.labels import licence_name
from briefings.exports.resource import (
    NEWEST,
    Format,
    Publication,
    Resource,
    compact,
    rights,
)
from briefings.model.dates import Date, Part, Unit
from briefings.model.media import Media
from briefings.settings import Settings
from briefings.text import escape
from briefings.text.licences import LICENCES
from briefings.views.facts import Fact, Ref
from briefings.views.page import Page
from briefings.words import Words

ADDED = ' class="added"'
"""Of paragraphs that the export adds: sources, the imprint, and what is said in fixed words."""


_TITLE = "\0"
"""Stands for a title."""


@dataclass(frozen=True, slots=True)
class _Timeline:
    """What is in a timeline."""

    of: Ref
    title: str
    description: str
    picture: Media | None
    events: tuple[Fact, ...]
    """In chronological order."""
    eras: tuple[Fact, ...]


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The timeline of a briefing, topic or actor with dated entries."""
    about = page.view.subject
    if about is None:
        return
    if about.kind == "briefing":
        events = [*publication.about(about)]
    else:
        events = [*publication.newest(about, NEWEST)][::-1]
    shown = tuple(each for each in events if each.date is not None and _dates(each.date) is not None)
    if shown:
        own = publication.facts(about).values()
        yield Resource(
            path=urls.data_of(page.path, "timeline.json"),
            format="timelinejs",
            media_type="application/json",
            made_from=_Timeline(
                about,
                page.title,
                page.description,
                getattr(publication.data(about), "media", None),
                shown,
                tuple(fact for fact in own if fact.item.period is not None),
            ),
            make=_file,
            page=page.path,
            updated=publication.changed(about),
        )


TIMELINEJS = Format(
    "timelinejs",
    of_page=of_page,
    addresses=("briefings/….timeline.json", "topics/….timeline.json", "actors/….timeline.json"),
)


def _file(timeline: _Timeline, words: Words, settings: Settings) -> bytes:
    return _Writer(words, settings).timeline(timeline)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the timelines of a site."""

    words: Words
    settings: Settings

    def timeline(self, timeline: _Timeline) -> bytes:
        """The file of a timeline."""
        eras = [*filter(None, map(_era, timeline.eras))]
        written: dict[str, Any] = {
            "title": self._title(timeline),
            "events": [self._event(event, timeline.of) for event in timeline.events],
        }
        if eras:
            written["eras"] = eras
        return f"{compact(written)}\n".encode()

    def _title(self, timeline: _Timeline) -> dict[str, Any]:
        """The first slide: what the timeline is about, where it is from, and what may be done with it."""
        own = _paragraph(self._link(timeline.of.path), _words(rights(self.words, self.settings)), added=True)
        text = _paragraph(_words(timeline.description)) + own
        slide = {"text": {"headline": _words(timeline.title), "text": text}, "autolink": False}
        return slide | self._media(timeline.picture)

    def _event(self, event: Fact, of: Ref) -> dict[str, Any]:
        """The slide of an entry."""
        assert event.date is not None
        facts = _paragraph(*map(_words, event.spoken), added=True)
        source = _paragraph(_words(event.sources), self._link(event.sheet.path, event.anchor), added=True)
        added, _, _ = event.marked(_TITLE, self.words).partition(_TITLE)
        slide = {
            # Anchors of several briefings can be the same.
            "unique_id": event.anchor if of.kind == "briefing" else f"{event.sheet.id}/{event.anchor}",
            **(_dates(event.date) or {}),
            "text": {
                "headline": _words(event.marked(event.label, self.words)),
                "text": facts + _paragraph(_words(event.gist)) + source,
            },
            "autolink": False,
        }
        if added:
            slide["added"] = _words(added)
        if not _is_plain(event.date):
            slide["display_date"] = escape.html_twice(self.words.date(event.date))
        if event.item.group is not None:
            slide["group"] = escape.html_twice(event.item.group)
        return slide | self._media(event.item.picture)

    def _link(self, page: str, anchor: str = "") -> str:
        """A link to the site; empty if its address is not known."""
        if not self.settings.site_url:
            return ""
        address = escape.target(self.settings.site_url + urls.address(page))
        fragment = f"#{escape.path(anchor)}" if anchor else ""
        return f'<a href="{address}{fragment}">{_words(self.settings.site_name)}</a>'

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


def _era(era: Fact) -> dict[str, Any] | None:
    """A period of the timeline; None if one of its ends is not known."""
    assert era.item.period is not None
    begin, finish = era.item.period
    if finish is None or begin.earliest is None or finish.latest is None:
        return None
    start, end = _dates(begin), _dates(finish)
    if start is None or end is None:
        return None
    return {
        "unique_id": era.anchor,
        "start_date": start["start_date"],
        "end_date": end.get("end_date", end["start_date"]),
        "text": {"headline": _words(era.label)},
    }


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _words(text: str) -> str:
    return escape.html(escape.one_line(text))


def _paragraph(*sentences: str, added: bool = False) -> str:
    """A paragraph of HTML; empty if there is nothing in it. `added` marks what is not the text of a sheet, so
    that our import leaves it out."""
    text = " · ".join(filter(None, sentences))
    return f"<p{ADDED if added else ''}>{text}</p>" if text else ""


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

"""Which items each feed has: of the site, a topic, an actor and the corrections, in the order in which they
were added or changed on the site, not in that of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry, entries
from briefings.exports.resource import Publication, subject_of
from briefings.sheets.load import Sheet, once
from briefings.versions.history import UNKNOWN, Times, midnight
from briefings.views.page import Page

MOST = 20
"""The newest items in the feed of the site, of a topic and of corrections."""
MOST_OF_ACTOR = 10
"""The newest items in the feed of an actor. With 20 and all entries of each briefing, the feeds of topics and
actors would have 55 MB in a site of 1,000 briefings; they have less than 10."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sheet or an entry in a feed."""

    sheet: Sheet[Any]
    name: str
    """Of the entry; empty for the sheet itself."""
    added: str
    changed: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is made from."""

    page: str
    """The page that it belongs to."""
    title: str
    updated: str
    items: tuple[Item, ...]
    """The last one changed first."""
    actor: str = ""
    """The actor that it is about."""

    @property
    def is_whole(self) -> bool:
        """Whether it has the whole text of briefings."""
        return self.page == urls.HOME


def feed_of(publication: Publication, page: Page) -> Feed | None:
    """The feed of the front page, a topic, an actor or the corrections; None for another page."""
    catalog, subject = publication.catalog, subject_of(publication.catalog, page)
    site = publication.settings.site_name
    title = site if page.path == urls.HOME else publication.words("facts.of", name=site, fact=page.title)
    if page.path == urls.HOME:
        return _newest(page, title, _of_briefings(publication, catalog.briefings.values()))
    if page.path == urls.CORRECTIONS:
        return _newest(page, title, _corrections(publication))
    if subject is not None and subject.kind == "topic":
        return _newest(page, title, _of_briefings(publication, catalog.briefings_on[subject.id]))
    if subject is not None and subject.kind == "actor":
        since = publication.history.of(subject).added
        items = _of_actor(publication, subject)
        return _newest(page, title, items, most=MOST_OF_ACTOR, since=since, actor=subject.id)
    return None


def _newest(
    page: Page,
    title: str,
    items: Iterable[Item],
    *,
    most: int = MOST,
    since: str = UNKNOWN,
    actor: str = "",
) -> Feed:
    newest = tuple(sorted(items, key=lambda item: item.changed, reverse=True)[:most])
    return Feed(page.path, title, newest[0].changed if newest else since, newest, actor)


def _of_briefings(publication: Publication, briefings: Iterable[Sheet[Any]]) -> Iterator[Item]:
    """An item for each briefing, and for each entry that came later than it."""
    for sheet in briefings:
        yield _whole(publication, sheet)
        yield from _later(publication, sheet)


def _of_actor(publication: Publication, actor: Sheet[Any]) -> Iterator[Item]:
    """The briefings that name an actor, and the later entries that concern it."""
    for appearance in publication.catalog.appearances[actor.id]:
        yield _whole(publication, appearance.briefing)
        for item in _later(publication, appearance.briefing):
            if concerns(by_name(item.sheet)[item.name], actor.id):
                yield item
    yield from _later(publication, actor)


def concerns(entry: Entry[Any], actor: str) -> bool:
    """Whether an entry is about an actor, said by it or involves it."""
    return entry.by == actor or actor in entry.item.involved


def _whole(publication: Publication, sheet: Sheet[Any]) -> Item:
    """The item of a briefing. What has no anchor of its own, as the points in brief, is always part of it."""
    times, later = publication.history.of(sheet), publication.history.later_in(sheet)
    own = by_name(sheet)
    parts_of_it = (each.changed for name, each in later.items() if own[name].item.ANCHOR)
    return Item(sheet, "", times.added, max((times.changed, *parts_of_it)))


def _later(publication: Publication, sheet: Sheet[Any]) -> Iterator[Item]:
    """The items of entries that came later than their sheet."""
    own = by_name(sheet)
    for name, times in publication.history.later_in(sheet).items():
        if sheet.kind != "briefing" or not own[name].item.ANCHOR:
            yield Item(sheet, name, times.added, times.changed)


def _corrections(publication: Publication) -> Iterator[Item]:
    """An item for each correction. One that came with its briefing has the day that it gives."""
    briefings = dict.fromkeys(entry.sheet.id for entry in publication.catalog.by_kind["correction"])
    for sheet in (publication.catalog.briefings[each] for each in briefings):
        later = publication.history.later_in(sheet)
        for name, entry in by_name(sheet).items():
            if entry.kind == "correction" and entry.date is not None:
                day = midnight(entry.date)
                times = later.get(name, Times(day, day))
                yield Item(sheet, name, times.added, times.changed)


@once
def by_name(sheet: Sheet[Any]) -> Mapping[str, Entry[Any]]:
    """The entries of a sheet by their names."""
    return {entry.name: entry for entry in entries(sheet) if entry.name}

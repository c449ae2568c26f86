"""Which items each feed has: of the site, a topic, an actor and the corrections, in the order in which they
were added or changed on the site, not in that of events; and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from briefings.catalog import urls
from briefings.catalog.entries import Entry, entries, parts
from briefings.catalog.standing import proof_levels
from briefings.evidence import Level
from briefings.exports.resource import NEWEST, Publication, subject_of
from briefings.sheets.load import Sheet, once
from briefings.versions.history import UNKNOWN, Times, midnight
from briefings.views.excerpts import Excerpt, in_lines
from briefings.views.facts import Ref
from briefings.views.page import Page

NEWEST_OF_ACTOR = 10
"""The newest items in the feed of an actor. A site has many."""
MOST_ENTRIES = 2
"""The newest entries of a briefing in the feed of a topic or an actor. The site's feed has all."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sheet or an entry in a feed, in plain words."""

    sheet: Ref
    name: str
    """Of the entry; empty for the sheet itself."""
    added: str
    changed: str
    topics: tuple[Ref, ...]
    excerpts: tuple[Excerpt, ...]
    """The entry, or those of the sheet."""
    proofs: tuple[tuple[Level, int], ...]
    """How many passages that they cite are proved in which way."""
    summary: str = ""
    """Each paragraph is a line."""
    matters: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is made from."""

    page: str
    """The page that it belongs to."""
    title: str
    updated: str
    items: tuple[Item, ...]
    """The last one changed first."""

    @property
    def is_whole(self) -> bool:
        """Whether it has the whole text of briefings."""
        return self.page == urls.HOME


class _Choice(NamedTuple):
    """A sheet or an entry that a feed may have."""

    sheet: Sheet[Any]
    name: str
    """Of the entry; empty for the sheet itself."""
    added: str
    changed: str


def feed_of(publication: Publication, page: Page) -> Feed | None:
    """The feed of the front page, a topic, an actor or the corrections; None for another page."""
    catalog, subject = publication.catalog, subject_of(publication.catalog, page)
    site = publication.settings.site_name
    title = publication.words("facts.of", name=site, fact=page.title)
    if page.path == urls.HOME:
        items = _Items(publication, is_whole=True)
        return items.feed(page, site, _of_briefings(publication, catalog.briefings.values()))
    if page.path == urls.CORRECTIONS:
        return _Items(publication).feed(page, title, _corrections(publication))
    if subject is not None and subject.kind == "topic":
        choices = _of_briefings(publication, catalog.briefings_on[subject.id])
        return _Items(publication).feed(page, title, choices)
    if subject is not None and subject.kind == "actor":
        since = publication.history.of(subject).added
        choices = _of_actor(publication, subject)
        items = _Items(publication, actor=subject.id)
        return items.feed(page, title, choices, most=NEWEST_OF_ACTOR, since=since)
    return None


@dataclass(frozen=True, slots=True)
class _Items:
    """Makes the items of one feed."""

    publication: Publication
    is_whole: bool = False
    actor: str = ""
    """The actor that the feed is about."""

    def feed(
        self, page: Page, title: str, choices: Iterable[_Choice], *, most: int = NEWEST, since: str = UNKNOWN
    ) -> Feed:
        """A feed of the newest of these."""
        newest = sorted(choices, key=lambda choice: choice.changed, reverse=True)[:most]
        updated = newest[0].changed if newest else since
        return Feed(page.path, title, updated, tuple(map(self._item, newest)))

    def _item(self, choice: _Choice) -> Item:
        maker, (sheet, name, added, changed) = self.publication.maker, choice
        listed = self._entries(choice)
        cited = (citation for entry in listed for fact in parts(entry) for citation in fact.citations)
        ref, topics = maker.ref(sheet), dict.fromkeys(getattr(sheet.data, "topics", ()))
        excerpts = tuple(map(maker.excerpts.of, listed))
        if name and maker.reported.get((f"{sheet.kind}/{sheet.id}", name)) == changed:
            excerpts = tuple(replace(each, mark=maker.words("changes.reported")) for each in excerpts)
        proofs = tuple(sorted(proof_levels(cited, maker.proofs).items()))
        item = Item(ref, name, added, changed, maker.refs("topic", topics), excerpts, proofs)
        if name:
            return item
        data = sheet.data
        return replace(
            item,
            summary=in_lines(data.summary, maker.catalog.name),
            matters="" if self.actor else maker.gist(data.matters),
            questions=tuple(map(maker.gist, data.questions)) if self.is_whole else (),
        )

    def _entries(self, choice: _Choice) -> Sequence[Entry[Any]]:
        """The entries in the item of a briefing, by kind; in a feed that is not whole, only the newest ones,
        of those that concern the actor. Only the entry itself in an item of its own."""
        sheet = choice.sheet
        own = [e for e in self.publication.catalog.by_sheet[f"{sheet.kind}/{sheet.id}"] if e.anchor]
        if choice.name:
            return [entry for entry in own if entry.name == choice.name]
        if self.is_whole:
            kinds = [*dict.fromkeys(entry.kind for entry in own)]

            def order(entry: Entry[Any]) -> tuple[object, ...]:
                return (kinds.index(entry.kind), *(entry.order if entry.item.CHRONOLOGICAL else ()))

            return sorted(own, key=order)
        if self.actor:
            own = [entry for entry in own if concerns(entry, self.actor)]
        # Those that are only announced come last.
        own.sort(key=lambda entry: (not entry.announced, entry.order), reverse=True)
        return own[:MOST_ENTRIES][::-1]


def _of_briefings(publication: Publication, briefings: Iterable[Sheet[Any]]) -> Iterator[_Choice]:
    """An item for each briefing, and for each entry that came later than it."""
    for sheet in briefings:
        yield _whole(publication, sheet)
        yield from _later(publication, sheet)
        yield from _reported(publication, sheet)


def _of_actor(publication: Publication, actor: Sheet[Any]) -> Iterator[_Choice]:
    """The briefings that name an actor, and the later entries that concern it."""
    for appearance in publication.catalog.appearances[actor.id]:
        yield _whole(publication, appearance.briefing)
        briefing = appearance.briefing
        for item in (*_later(publication, briefing), *_reported(publication, briefing)):
            if concerns(by_name(item.sheet)[item.name], actor.id):
                yield item
    yield from _later(publication, actor)


def concerns(entry: Entry[Any], actor: str) -> bool:
    """Whether an entry is about an actor, said by it or involves it."""
    return entry.by == actor or actor in entry.item.involved


def _whole(publication: Publication, sheet: Sheet[Any]) -> _Choice:
    """The item of a briefing. What has no anchor of its own, as the points in brief, is always part of it."""
    times, later = publication.history.of(sheet), publication.history.later_in(sheet)
    own = by_name(sheet)
    parts_of_it = (each.changed for name, each in later.items() if own[name].item.ANCHOR)
    return _Choice(sheet, "", times.added, max((times.changed, *parts_of_it)))


def _later(publication: Publication, sheet: Sheet[Any]) -> Iterator[_Choice]:
    """The items of entries that came later than their sheet."""
    own = by_name(sheet)
    for name, times in publication.history.later_in(sheet).items():
        if sheet.kind != "briefing" or not own[name].item.ANCHOR:
            yield _Choice(sheet, name, times.added, times.changed)


def _reported(publication: Publication, sheet: Sheet[Any]) -> Iterator[_Choice]:
    """The items of entries that came with their sheet, were only announced, and are reported now."""
    key, own = f"{sheet.kind}/{sheet.id}", by_name(sheet)
    for (sheet_of, name), when in publication.maker.reported.items():
        if sheet_of == key and name in own and name not in publication.history.later_in(sheet):
            yield _Choice(sheet, name, when, when)


def _corrections(publication: Publication) -> Iterator[_Choice]:
    """An item for each correction. One that came with its briefing has the day that it gives."""
    briefings = dict.fromkeys(entry.sheet.id for entry in publication.catalog.by_kind["correction"])
    for sheet in (publication.catalog.briefings[each] for each in briefings):
        later = publication.history.later_in(sheet)
        for name, entry in by_name(sheet).items():
            if entry.kind == "correction" and entry.date is not None:
                day = midnight(entry.date)
                times = later.get(name, Times(day, day))
                yield _Choice(sheet, name, times.added, times.changed)


@once
def by_name(sheet: Sheet[Any]) -> Mapping[str, Entry[Any]]:
    """The entries of a sheet by their names."""
    return {entry.name: entry for entry in entries(sheet) if entry.name}

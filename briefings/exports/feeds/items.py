"""Which items each feed has: of the site, a topic, an actor and the corrections, in the order in which they
were added or changed on the site, not in that of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.catalog import urls
from briefings.exports.feeds.text import Choice, Item, Writer
from briefings.exports.resource import NEWEST, Publication
from briefings.versions.history import UNKNOWN, Times, midnight
from briefings.views.facts import Fact, Ref
from briefings.views.page import Page

NEWEST_OF_ACTOR = 10
"""The newest items in the feed of an actor. A site has many."""
MOST_ENTRIES = 2
"""The newest entries of a briefing in the feed of a topic or an actor. The site's feed has all."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is made from."""

    page: str
    """The page that it belongs to."""
    title: str
    updated: str
    items: tuple[Item, ...]
    """The last one changed first."""


def feed_of(publication: Publication, page: Page) -> Feed | None:
    """The feed of the front page, a topic, an actor or the corrections; None for another page."""
    subject = page.view.subject
    site = publication.settings.site_name
    title = publication.words("facts.of", name=site, fact=page.title)
    most, since, actor = NEWEST, UNKNOWN, ""
    if page.path == urls.HOME:
        title, choices = site, _of_briefings(publication)
    elif page.path == urls.CORRECTIONS:
        choices = _corrections(publication)
    elif subject is not None and subject.kind == "topic":
        choices = _of_briefings(publication, subject)
    elif subject is not None and subject.kind == "actor":
        most, since, actor = NEWEST_OF_ACTOR, publication.times(subject).added, subject.id
        choices = _of_actor(publication, subject)
    else:
        return None
    newest = sorted(choices, key=lambda choice: choice.changed, reverse=True)[:most]
    writer = Writer(publication, page.path, actor)
    items = (writer.item(each, _shown(publication, each, writer)) for each in newest)
    return Feed(page.path, title, newest[0].changed if newest else since, tuple(items))


def _shown(publication: Publication, choice: Choice, feed: Writer) -> Sequence[Fact]:
    """The entries in the item of a briefing, by kind; in a feed that is not whole, only the newest ones, of
    those that concern its actor. Only the entry itself in an item of its own."""
    facts = publication.facts(choice.sheet)
    if choice.name:
        return [facts[choice.name]]
    own = [fact for fact in facts.values() if fact.anchor]
    if feed.is_whole:
        kinds = [*dict.fromkeys(entry.kind for entry in own)]

        def order(entry: Fact) -> tuple[object, ...]:
            return (kinds.index(entry.kind), *(entry.order if entry.item.CHRONOLOGICAL else ()))

        return sorted(own, key=order)
    if feed.actor:
        own = [entry for entry in own if concerns(entry, feed.actor)]
    # What did not happen comes last.
    own.sort(key=lambda entry: (entry.happened, entry.order), reverse=True)
    return own[:MOST_ENTRIES][::-1]


def _of_briefings(publication: Publication, topic: Ref | None = None) -> Iterator[Choice]:
    """An item for each briefing, and for each entry that came later than it."""
    for sheet in publication.briefings(topic):
        yield _whole(publication, sheet)
        yield from _later(publication, sheet)
        yield from _reported(publication, sheet)


def _of_actor(publication: Publication, actor: Ref) -> Iterator[Choice]:
    """The briefings that name an actor, and the later entries that concern it."""
    for briefing in publication.briefings(actor):
        yield _whole(publication, briefing)
        for item in (*_later(publication, briefing), *_reported(publication, briefing)):
            if concerns(publication.facts(item.sheet)[item.name], actor.id):
                yield item
    yield from _later(publication, actor)


def concerns(entry: Fact, actor: str) -> bool:
    """Whether an entry is about an actor, said by it or involves it."""
    return entry.by == actor or actor in entry.item.involved


def _whole(publication: Publication, sheet: Ref) -> Choice:
    """The item of a briefing. What has no anchor of its own, as the points in brief, is always part of it."""
    times, later = publication.times(sheet), publication.later(sheet)
    own = publication.facts(sheet)
    parts_of_it = (each.changed for name, each in later.items() if own[name].item.ANCHOR)
    return Choice(sheet, "", times.added, max((times.changed, *parts_of_it)))


def _later(publication: Publication, sheet: Ref) -> Iterator[Choice]:
    """The items of entries that came later than their sheet."""
    own = publication.facts(sheet)
    for name, times in publication.later(sheet).items():
        if sheet.kind != "briefing" or not own[name].item.ANCHOR:
            yield Choice(sheet, name, times.added, times.changed)


def _reported(publication: Publication, sheet: Ref) -> Iterator[Choice]:
    """The items of entries that came with their sheet, were only announced, and are reported now."""
    key, own = f"{sheet.kind}/{sheet.id}", publication.facts(sheet)
    for (sheet_of, name), when in publication.maker.reported.items():
        if sheet_of == key and name in own and name not in publication.later(sheet):
            yield Choice(sheet, name, when, when)


def _corrections(publication: Publication) -> Iterator[Choice]:
    """An item for each correction. One that came with its briefing has the day that it gives."""
    for sheet in publication.briefings():
        later = publication.later(sheet)
        for name, entry in publication.facts(sheet).items():
            if entry.kind == "correction" and entry.date is not None:
                day = midnight(entry.date)
                times = later.get(name, Times(day, day))
                yield Choice(sheet, name, times.added, times.changed)

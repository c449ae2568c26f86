"""Feeds of the site, of each topic and actor, and of corrections, in Atom and as JSON Feed 1.1. Their items
are in the order in which they were added or changed on the site, not in that of events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, entries, parts
from briefings.catalog.labels import label
from briefings.catalog.standing import proof_levels, publishers_of
from briefings.evidence import Proofs
from briefings.exports.feeds import changes
from briefings.exports.feeds.history import UNKNOWN, Times, anchored, midnight
from briefings.exports.resource import Format, Publication, Resource, compact, rights
from briefings.model.base import Prose
from briefings.pages import Page
from briefings.settings import Settings
from briefings.sheets.load import Sheet, once
from briefings.text import escape
from briefings.text.markdown import plain
from briefings.words import Words

MOST = 50
"""The newest items of the site that are in its feed."""
MOST_OF_PAGE = 20
"""The newest items in the feed of a topic, and of corrections."""
MOST_OF_ACTOR = 10
"""The newest items in the feed of an actor. With 20 and all entries of each briefing, the feeds of topics and
actors would have 55 MB in a site of 1,000 briefings; they have less than 10."""
MOST_ENTRIES = 2
"""The newest entries of a briefing in the feed of a topic or an actor. That of the site has all."""

ATOM, JSON_FEED = urls.FEEDS
"""The media types of both notations."""

_TAGGED = 2026
"""The year in all ids of items, which only has to stay the same: ids say by it whose address is meant."""

_OTHERS = ("omissions", "compared", "not_checked", "changed")
"""How passages can be proved, other than word for word."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sheet or an entry in a feed."""

    sheet: Sheet[Any]
    anchor: str
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


# ── Which items ─────────────────────────────────────────────────────────────────────────────────────────────


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The feed of a page in both notations: of the front page, a topic, an actor or the corrections."""
    feed = _feed(publication, page)
    if feed is None:
        return
    for suffix, media_type, make in (("atom", ATOM, _atom), ("json", JSON_FEED, _json_feed)):
        yield Resource(
            path=urls.data_of(page.path, urls.FEEDS[media_type]),
            format="feeds",
            media_type=media_type,
            title=feed.title,
            about=feed,
            make=partial(make, feed, publication.settings, publication.words),
            suffix=suffix,
            page=page.path,
            updated="" if feed.updated == UNKNOWN else feed.updated[:10],
        )


def _feed(publication: Publication, page: Page) -> Feed | None:
    catalog, subject = publication.catalog, page.context.subject
    site = publication.settings.site_name
    title = site if page.path == urls.HOME else publication.words("facts.of", name=site, fact=page.title)
    if page.path == urls.HOME:
        return _newest(page, title, _of_briefings(publication, catalog.briefings.values()), most=MOST)
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
    most: int = MOST_OF_PAGE,
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
            if _concerns(_by_anchor(item.sheet)[item.anchor], actor.id):
                yield item
    yield from _later(publication, actor)


def _concerns(entry: Entry[Any], actor: str) -> bool:
    return entry.by == actor or actor in entry.item.involved


def _whole(publication: Publication, sheet: Sheet[Any]) -> Item:
    """The item of a briefing. What has no anchor of its own, as the points in brief, is always part of it."""
    times, later = publication.history.of(sheet), publication.history.later_in(sheet)
    parts_of_it = (each.changed for anchor, each in later.items() if _shares_anchor(anchor))
    return Item(sheet, "", times.added, max((times.changed, *parts_of_it)))


def _later(publication: Publication, sheet: Sheet[Any]) -> Iterator[Item]:
    """The items of entries that came later than their sheet."""
    for anchor, times in publication.history.later_in(sheet).items():
        if sheet.kind != "briefing" or not _shares_anchor(anchor):
            yield Item(sheet, anchor, times.added, times.changed)


def _shares_anchor(anchor: str) -> bool:
    return ":" in anchor


def _corrections(publication: Publication) -> Iterator[Item]:
    """An item for each correction. One that came with its briefing has the day that it gives."""
    briefings = dict.fromkeys(entry.sheet.id for entry in publication.catalog.by_kind["correction"])
    for sheet in (publication.catalog.briefings[each] for each in briefings):
        later = publication.history.later_in(sheet)
        for anchor, entry in _by_anchor(sheet).items():
            if entry.kind == "correction" and entry.date is not None:
                day = midnight(entry.date)
                times = later.get(anchor, Times(day, day))
                yield Item(sheet, anchor, times.added, times.changed)


@once
def _by_anchor(sheet: Sheet[Any]) -> Mapping[str, Entry[Any]]:
    return dict(anchored(sheet))


# ── Atom and JSON Feed ──────────────────────────────────────────────────────────────────────────────────────


def _atom(feed: Feed, settings: Settings, words: Words, catalog: Catalog, proofs: Proofs) -> bytes:
    path = urls.data_of(feed.page, urls.FEEDS[ATOM])
    writer = _Writer(path, feed, settings, words, catalog, proofs)
    xml = escape.xml
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(words.language)}">',
        f"<title>{xml(feed.title)}</title>",
        f"<id>{xml(_id(settings, urls.address(feed.page)))}</id>",
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{xml(settings.site_name)}</name></author>",
        f"<rights>{xml(rights(words, settings))}</rights>",
        f'<link rel="self" type="{ATOM}" href="{xml(writer.link(path))}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(writer.link(urls.address(feed.page)))}"/>',
    ]
    for item in feed.items:
        lines += [
            "<entry>",
            f"<title>{xml(writer.title(item))}</title>",
            f"<id>{xml(writer.id(item))}</id>",
            f"<published>{item.added}</published>",
            f"<updated>{item.changed}</updated>",
            f'<link rel="alternate" type="text/html" href="{xml(writer.link_to(item))}"/>',
            *(f'<category term="{xml(term)}" label="{xml(name)}"/>' for term, name in writer.topics(item)),
            f'<content type="html">{escape.cdata(writer.html(item))}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _json_feed(feed: Feed, settings: Settings, words: Words, catalog: Catalog, proofs: Proofs) -> bytes:
    path = urls.data_of(feed.page, urls.FEEDS[JSON_FEED])
    writer = _Writer(path, feed, settings, words, catalog, proofs)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": writer.link(urls.address(feed.page)),
        "feed_url": writer.link(path),
        "language": words.language,
        "authors": [{"name": settings.site_name}],
        "_briefings": {
            "about": writer.link(urls.address(urls.DATA)),
            "licence": settings.licence,
            "rights": rights(words, settings),
        },
        "items": [
            {
                "id": writer.id(item),
                "url": writer.link_to(item),
                "title": escape.clean(writer.title(item)),
                "content_html": writer.html(item),
                "date_published": item.added,
                "date_modified": item.changed,
                "tags": [name for _, name in writer.topics(item)],
                "_briefings": writer.facts(item),
            }
            for item in feed.items
        ],
    }
    return f"{compact(document)}\n".encode()


def _id(settings: Settings, name: str) -> str:
    """An id that stays the same: a tag below the address of the site (RFC 4151), or a name without one."""
    if not settings.site_url:
        return f"urn:briefings:{escape.path(name)}"
    site = urlsplit(settings.site_url)
    return f"tag:{site.hostname},{_TAGGED}:{site.path}{escape.path(name)}"


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the items of a feed: HTML of paragraphs, lists, links, quotations and strong words."""

    path: str
    """Of the feed, from which links start if the site's own address is not known."""
    feed: Feed
    settings: Settings
    words: Words
    catalog: Catalog
    proofs: Proofs

    def link(self, address: str) -> str:
        """The address of a page or file of the site."""
        if self.settings.site_url:
            return self.settings.site_url + address
        return "../" * self.path.count("/") + address or "./"

    def link_to(self, item: Item) -> str:
        return self._place(item.sheet, item.anchor.partition(":")[0])

    def _place(self, sheet: Sheet[Any], anchor: str) -> str:
        page = self.link(urls.address(urls.page_of_sheet(sheet)))
        return f"{page}#{escape.path(anchor)}" if anchor else page

    def id(self, item: Item) -> str:
        """The id of an item, which is the same in all feeds."""
        name = _id(self.settings, f"{item.sheet.kind}/{item.sheet.id}")
        return f"{name}#{escape.path(item.anchor)}" if item.anchor else name

    def topics(self, item: Item) -> list[tuple[str, str]]:
        """The topics of an item, each with its name."""
        topics = getattr(item.sheet.data, "topics", ())
        return [(topic, self.catalog.name("topic", topic)) for topic in dict.fromkeys(topics)]

    def title(self, item: Item) -> str:
        """The title of the sheet, with an entry's own words behind it."""
        title: str = item.sheet.data.headline
        if not item.anchor:
            return title
        fact = label(_by_anchor(item.sheet)[item.anchor], self.catalog, self.words)
        # The label of an actor's own entry begins with its name.
        return fact if item.sheet.kind == "actor" else self.words("facts.of", name=title, fact=fact)

    def facts(self, item: Item) -> dict[str, Any]:
        """What an item is, for programs: status and proofs, besides its text."""
        if not item.anchor:
            found = self._entries(item)
            return {"kind": item.sheet.kind, "sheet": _name(item.sheet), "proofs": self._levels(found)}
        entry = _by_anchor(item.sheet)[item.anchor]
        about = {"kind": entry.kind, "sheet": _name(item.sheet), "status": entry.status}
        return about | {"proofs": self._levels([entry])}

    def html(self, item: Item) -> str:
        """The text of an item."""
        return "".join(self._sheet(item) if not item.anchor else self._entry(item))

    def _sheet(self, item: Item) -> Iterator[str]:
        data = item.sheet.data
        yield from self._paragraphs(data.summary)
        if data.matters is not None and not self.feed.actor:
            yield f"<p><strong>{self._word('headings.matters')}</strong> {self._text(data.matters)}</p>"
        listed = self._entries(item)
        if not self.feed.is_whole:
            yield _list(map(self._line, listed))
            return
        for kind, found in groupby(listed, key=lambda entry: entry.kind):
            yield f"<p><strong>{self._kind(kind)}</strong></p>{_list(map(self._line, found))}"
        if data.questions:
            questions = _list(map(self._text, data.questions))
            yield f"<p><strong>{self._word('headings.questions')}</strong></p>{questions}"

    def _entries(self, item: Item) -> list[Entry[Any]]:
        """The entries in the item of a briefing, by kind; for an actor, of those that concern it."""
        found = [entry for entry in entries(item.sheet) if entry.anchor]
        if self.feed.actor:
            found = [entry for entry in found if _concerns(entry, self.feed.actor)]
        if not self.feed.is_whole:
            newest = sorted(found, key=lambda entry: (not entry.planned, entry.order))
            return newest[-MOST_ENTRIES:]
        kinds = [*dict.fromkeys(entry.kind for entry in found)]

        def order(entry: Entry[Any]) -> tuple[object, ...]:
            return (kinds.index(entry.kind), *(entry.order if entry.item.CHRONOLOGICAL else ()))

        return sorted(found, key=order)

    def _entry(self, item: Item) -> Iterator[str]:
        """The item of an entry that came later than its sheet."""
        entry = _by_anchor(item.sheet)[item.anchor]
        yield f"<p>{self._head(entry)}</p>"
        if entry.item.is_quotation:
            yield f"<blockquote>{escape.html(entry.title)}</blockquote>"
        for text in self._details(entry):
            yield from self._paragraphs(text)
        support = self._support(entry)
        if support:
            yield f"<p>{support}</p>"
        link = escape.html(self._place(item.sheet, ""))
        yield f'<p><a href="{link}">{escape.html(item.sheet.data.headline)}</a></p>'

    def _line(self, entry: Entry[Any]) -> str:
        """An entry in the list of its briefing."""
        details = [self._text(text) for text in self._details(entry)] if self.feed.is_whole else []
        return " · ".join(filter(None, [self._head(entry), *details, self._support(entry)]))

    def _head(self, entry: Entry[Any]) -> str:
        """The date, label and status of an entry, linked to it."""
        link = escape.html(self._place(entry.sheet, entry.anchor))
        words = escape.html(label(entry, self.catalog, self.words))
        date = f"<strong>{escape.html(self.words.date(entry.date))}</strong> " if entry.date else ""
        status = f" <strong>{self._word(f'statuses.{entry.status}.word')}</strong>"
        return f'{date}<a href="{link}">{words}</a>{status if entry.status != "reported" else ""}'

    def _details(self, entry: Entry[Any]) -> Iterator[str]:
        """Its numbers and texts besides the label."""
        numbers = [self._number(number, unit) for number, unit in entry.item.numbers]
        if numbers:
            yield self.words.list(numbers)
        yield from filter(None, entry.item.details)

    def _number(self, number: Any, unit: str) -> str:
        return self.words("figures.with_unit", value=number, unit=unit) if unit else self.words.number(number)

    def _support(self, entry: Entry[Any]) -> str:
        """Who reports an entry, and how its passages are proved."""
        cited = [citation for fact in parts(entry) for citation in fact.citations]
        if not cited:
            return self._word("evidence.none") if entry.must_cite else ""
        publishers = publishers_of(self.catalog.sources, cited)
        levels = self._levels([entry])
        n = sum(levels.values())
        proved = [self.words("standing.verified", n=n, verified=levels.get("verified", 0))] if n else []
        proved += [self.words(f"standing.{level}", n=levels[level]) for level in _OTHERS if level in levels]
        return escape.html(" · ".join([", ".join(publishers), *proved]))

    def _levels(self, found: Iterable[Entry[Any]]) -> dict[str, int]:
        """How many cited passages are proved in which way."""
        cited = (citation for entry in found for fact in parts(entry) for citation in fact.citations)
        return dict(sorted(proof_levels(cited, self.proofs).items()))

    def _paragraphs(self, text: str) -> Iterator[str]:
        pieces = _BETWEEN.split(text) if isinstance(text, Prose) else [text]
        yield from (f"<p>{self._text(type(text)(piece))}</p>" for piece in pieces if piece.strip())

    def _text(self, text: str) -> str:
        return escape.html(plain(text, self.catalog.name) if isinstance(text, Prose) else text)

    def _word(self, key: str) -> str:
        return escape.html(self.words(key))

    def _kind(self, kind: str) -> str:
        key = f"kinds.entry.{kind}"
        return self._word(f"{key}.plural" if f"{key}.plural" in self.words else f"{key}.singular")


def _list(lines: Iterable[str]) -> str:
    entries = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{entries}</ul>" if entries else ""


_BETWEEN = re.compile(r"\n\s*\n")


def _name(sheet: Sheet[Any]) -> str:
    return f"{sheet.kind}/{sheet.id}"


FEEDS = Format(
    "feeds",
    of_page=of_page,
    of_site=changes.of_site,
    addresses=(
        "index.atom",
        "index.feed.json",
        "corrections.atom",
        "topics/….atom",
        "topics/….feed.json",
        "actors/….atom",
        "actors/….feed.json",
    ),
)

"""The items of a feed as HTML of paragraphs, lists, links, quotations and strong words, with their titles and
addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from briefings.catalog import urls
from briefings.exports.feeds.items import Feed, Item
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.excerpts import Excerpt, marked
from briefings.views.facts import Ref
from briefings.words import Words

_TAGGED = 2026
"""The year in all ids of items, which only has to stay the same: ids say by it whose address is meant."""

_OTHERS = ("omissions", "compared", "not_checked", "changed")
"""How passages can be proved, other than word for word."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a feed says of an item."""

    id: str
    """The same in all feeds."""
    link: str
    title: str
    added: str
    changed: str
    summary: str
    """In plain words; empty where the title says it all, and where the whole text is short."""
    html: str
    topics: tuple[tuple[str, str], ...]
    """Each with its name."""
    facts: Mapping[str, Any]
    """For programs: kind, sheet, status and proofs."""


def texts(feed: Feed, words: Words, settings: Settings) -> tuple[Text, ...]:
    """The items of a feed in words, in its order."""
    return tuple(map(_Writer(feed, settings, words).text, feed.items))


def tag(settings: Settings, name: str, entry: str = "") -> str:
    """An id that stays the same: a tag below the address of the site (RFC 4151); without one, a UUID that
    follows from the names of the site and of the item."""
    if not settings.site_url:
        return uuid5(NAMESPACE_URL, f"{settings.site_name}\n{name}#{entry}").urn
    site = urlsplit(settings.site_url)
    fragment = f"#{escape.path(entry)}" if entry else ""
    return f"tag:{site.hostname},{_TAGGED}:{site.path}{escape.path(name)}{fragment}"


def link(feed: Feed, settings: Settings, address: str) -> str:
    """The address of a page or file of the site: relative to the feed if the site's own is not known."""
    if settings.site_url:
        return settings.site_url + address
    return "../" * feed.page.count("/") + address or "./"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the items of one feed."""

    feed: Feed
    settings: Settings
    words: Words

    def text(self, item: Item) -> Text:
        """What the feed says of an item."""
        sheet, entry = item.sheet, item.excerpts[0] if item.name else None
        sheet_id = f"{sheet.kind}/{sheet.id}"
        facts: dict[str, Any] = {"kind": sheet.kind, "sheet": sheet_id}
        if entry is not None:
            facts |= {"kind": entry.kind, "status": entry.status}
            if entry.announced:
                facts["announced"] = True
        return Text(
            id=tag(self.settings, sheet_id, item.name),
            link=self._place(sheet, "" if entry is None else entry.anchor),
            title=sheet.title if entry is None else self._title(entry),
            added=item.added,
            changed=item.changed,
            summary=self._summary(item, entry) if self.feed.is_whole else "",
            html="".join(self._sheet(item) if entry is None else self._entry(entry)),
            topics=tuple((topic.id, topic.title) for topic in item.topics),
            facts=facts | {"proofs": dict(item.proofs)},
        )

    def _summary(self, item: Item, entry: Excerpt | None) -> str:
        return " ".join((item.summary if entry is None else " ".join(self._details(entry))).split())

    def _place(self, sheet: Ref, anchor: str) -> str:
        page = link(self.feed, self.settings, urls.address(sheet.path))
        return f"{page}#{escape.path(anchor)}" if anchor else page

    def _title(self, entry: Excerpt) -> str:
        """The title of the sheet, with an entry's own words behind it."""
        fact = marked(entry, entry.label, self.words)
        # The label of an actor's own entry begins with its name.
        if entry.sheet.kind == "actor":
            return fact
        return self.words("facts.of", name=entry.sheet.title, fact=fact)

    def _sheet(self, item: Item) -> Iterator[str]:
        """The item of a briefing with its entries."""
        yield from _paragraphs(item.summary)
        if item.matters:
            yield f"<p>{self._strong('headings.matters')} {escape.html(item.matters)}</p>"
        if not self.feed.is_whole:
            yield _list(map(self._line, item.excerpts))
            return
        for kind, entries in groupby(item.excerpts, key=lambda entry: entry.kind):
            yield f"<p>{self._strong(self._kind(kind))}</p>{_list(map(self._line, entries))}"
        if item.questions:
            yield f"<p>{self._strong('headings.questions')}</p>{_list(map(escape.html, item.questions))}"

    def _entry(self, entry: Excerpt) -> Iterator[str]:
        """The item of an entry that came later than its sheet."""
        yield f"<p>{self._head(entry)}</p>"
        if entry.item.is_quotation:
            yield f"<blockquote>{escape.html(entry.item.headline)}</blockquote>"
        for text in self._details(entry):
            yield from _paragraphs(text)
        if evidence := self._evidence(entry):
            yield f"<p>{evidence}</p>"
        page = escape.html(self._place(entry.sheet, ""))
        yield f'<p><a href="{page}">{escape.html(entry.sheet.title)}</a></p>'

    def _line(self, entry: Excerpt) -> str:
        """An entry in the list of its briefing."""
        details: list[str] = []
        if self.feed.is_whole:
            details = [escape.html(text.replace("\n", " ")) for text in self._details(entry)]
        return " · ".join(filter(None, [self._head(entry), *details, self._evidence(entry)]))

    def _head(self, entry: Excerpt) -> str:
        """The date, label and status of an entry, linked to it."""
        place, label = escape.html(self._place(entry.sheet, entry.anchor)), escape.html(entry.label)
        date = f"<strong>{escape.html(self.words.date(entry.date))}</strong> " if entry.date else ""
        mark = f" <strong>{escape.html(entry.mark)}</strong>" if entry.mark else ""
        return f'{date}<a href="{place}">{label}</a>{mark}'

    def _details(self, entry: Excerpt) -> Iterator[str]:
        """Its numbers and texts besides the label."""
        if entry.spoken:
            yield self.words.list(entry.spoken)
        yield from entry.details

    def _evidence(self, entry: Excerpt) -> str:
        """Who reports an entry, and how its passages are proved."""
        levels = dict(entry.proofs)
        n = sum(levels.values())
        proved = [self.words("standing.verified", n=n, verified=levels.get("verified", 0))] if n else []
        proved += [self.words(f"standing.{level}", n=levels[level]) for level in _OTHERS if level in levels]
        return escape.html(" · ".join(filter(None, [entry.sources, *proved])))

    def _strong(self, key: str) -> str:
        return f"<strong>{escape.html(self.words(key))}</strong>"

    def _kind(self, kind: str) -> str:
        """The key of the name of a kind, in the plural if there is one."""
        key = f"kinds.entry.{kind}"
        return f"{key}.plural" if f"{key}.plural" in self.words else f"{key}.singular"


def _paragraphs(text: str) -> Iterator[str]:
    yield from (f"<p>{escape.html(line)}</p>" for line in text.split("\n") if line.strip())


def _list(lines: Iterable[str]) -> str:
    entries = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{entries}</ul>" if entries else ""

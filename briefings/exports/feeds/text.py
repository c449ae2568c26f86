"""The items of a feed in words: titles, addresses, and texts as HTML of paragraphs, lists, links, quotations
and strong words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any
from urllib.parse import urlsplit

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, parts
from briefings.catalog.labels import computed_words, label
from briefings.catalog.labels import mark as mark_of
from briefings.catalog.standing import proof_levels, publishers_of, support
from briefings.evidence import Proofs
from briefings.exports.feeds.items import Feed, Item, by_name, concerns
from briefings.model.base import Prose
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.text.markdown import plain
from briefings.words import Words

MOST_ENTRIES = 2
"""The newest entries of a briefing in the feed of a topic or an actor. That of the site has all."""

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
    html: str
    topics: tuple[tuple[str, str], ...]
    """Each with its name."""
    facts: Mapping[str, Any]
    """For programs: kind, sheet, status and proofs."""


def texts(feed: Feed, settings: Settings, words: Words, catalog: Catalog, proofs: Proofs) -> tuple[Text, ...]:
    """The items of a feed in words, in its order."""
    writer = _Writer(feed, settings, words, catalog, proofs)
    return tuple(writer.text(item) for item in feed.items)


def tag(settings: Settings, name: str) -> str:
    """An id that stays the same: a tag below the address of the site (RFC 4151), or a name without one."""
    if not settings.site_url:
        return f"urn:briefings:{escape.path(name)}"
    site = urlsplit(settings.site_url)
    return f"tag:{site.hostname},{_TAGGED}:{site.path}{escape.path(name)}"


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
    catalog: Catalog
    proofs: Proofs

    def text(self, item: Item) -> Text:
        """An item in words."""
        found = self._entries(item)
        sheet = item.sheet
        name = tag(self.settings, _name(sheet))
        about: dict[str, Any] = (
            {"kind": sheet.kind, "sheet": _name(sheet)}
            if not item.name
            else {"kind": found[0].kind, "sheet": _name(sheet), "status": found[0].status}
        )
        if item.name and found[0].announced:
            about["announced"] = True
        topics = dict.fromkeys(getattr(sheet.data, "topics", ()))
        return Text(
            id=f"{name}#{escape.path(item.name)}" if item.name else name,
            link=self._place(sheet, found[0].anchor if item.name else ""),
            title=self._title(item, found),
            added=item.added,
            changed=item.changed,
            html="".join(self._entry(found[0]) if item.name else self._sheet(sheet, found)),
            topics=tuple((topic, self.catalog.name("topic", topic)) for topic in topics),
            facts=about | {"proofs": self._levels(found)},
        )

    def _place(self, sheet: Sheet[Any], anchor: str) -> str:
        page = link(self.feed, self.settings, urls.address(urls.page_of_sheet(sheet)))
        return f"{page}#{escape.path(anchor)}" if anchor else page

    def _title(self, item: Item, found: Sequence[Entry[Any]]) -> str:
        """The title of the sheet, with an entry's own words behind it."""
        title: str = item.sheet.data.headline
        if not item.name:
            return title
        fact = label(found[0], self.catalog, self.words)
        if found[0].announced:
            fact = self.words("data.marked", mark=mark_of(found[0], self.words), title=fact)
        # The label of an actor's own entry begins with its name.
        return fact if item.sheet.kind == "actor" else self.words("facts.of", name=title, fact=fact)

    def _sheet(self, sheet: Sheet[Any], listed: Sequence[Entry[Any]]) -> Iterator[str]:
        """The item of a briefing with these of its entries."""
        data = sheet.data
        yield from self._paragraphs(data.summary)
        if data.matters is not None and not self.feed.actor:
            yield f"<p><strong>{self._word('headings.matters')}</strong> {self._text(data.matters)}</p>"
        if not self.feed.is_whole:
            yield _list(map(self._line, listed))
            return
        for kind, found in groupby(listed, key=lambda entry: entry.kind):
            yield f"<p><strong>{self._kind(kind)}</strong></p>{_list(map(self._line, found))}"
        if data.questions:
            questions = _list(map(self._text, data.questions))
            yield f"<p><strong>{self._word('headings.questions')}</strong></p>{questions}"

    def _entries(self, item: Item) -> list[Entry[Any]]:
        """The entries in the item of a briefing, by kind; for an actor, of those that concern it. Only the
        entry itself in an item of its own."""
        if item.name:
            path = by_name(item.sheet)[item.name].path
            return [entry for entry in self._own(item.sheet) if entry.path == path]
        if not self.feed.is_whole:
            actor = self.feed.actor
            newest = (each for each in self._newest_first(item.sheet) if not actor or concerns(each, actor))
            return [*islice(newest, MOST_ENTRIES)][::-1]
        found = self._own(item.sheet)
        kinds = [*dict.fromkeys(entry.kind for entry in found)]

        def order(entry: Entry[Any]) -> tuple[object, ...]:
            return (kinds.index(entry.kind), *(entry.order if entry.item.CHRONOLOGICAL else ()))

        return sorted(found, key=order)

    def _own(self, sheet: Sheet[Any]) -> list[Entry[Any]]:
        return [entry for entry in self.catalog.by_sheet[_name(sheet)] if entry.anchor]

    def _newest_first(self, sheet: Sheet[Any]) -> list[Entry[Any]]:
        """The entries of a sheet, newest first, and then those that are only announced."""
        return sorted(self._own(sheet), key=lambda entry: (not entry.announced, entry.order), reverse=True)

    def _entry(self, entry: Entry[Any]) -> Iterator[str]:
        """The item of an entry that came later than its sheet."""
        yield f"<p>{self._head(entry)}</p>"
        if entry.item.is_quotation:
            yield f"<blockquote>{escape.html(entry.title)}</blockquote>"
        for text in self._details(entry):
            yield from self._paragraphs(text)
        support = self._support(entry)
        if support:
            yield f"<p>{support}</p>"
        page = escape.html(self._place(entry.sheet, ""))
        yield f'<p><a href="{page}">{escape.html(entry.sheet.data.headline)}</a></p>'

    def _line(self, entry: Entry[Any]) -> str:
        """An entry in the list of its briefing."""
        details = [self._text(text) for text in self._details(entry)] if self.feed.is_whole else []
        return " · ".join(filter(None, [self._head(entry), *details, self._support(entry)]))

    def _head(self, entry: Entry[Any]) -> str:
        """The date, label and status of an entry, linked to it."""
        place = escape.html(self._place(entry.sheet, entry.anchor))
        words = escape.html(label(entry, self.catalog, self.words))
        date = f"<strong>{escape.html(self.words.date(entry.date))}</strong> " if entry.date else ""
        mark = escape.html(mark_of(entry, self.words))
        return f'{date}<a href="{place}">{words}</a>' + (f" <strong>{mark}</strong>" if mark else "")

    def _details(self, entry: Entry[Any]) -> Iterator[str]:
        """Its numbers and texts besides the label."""
        numbers = [self._number(number, unit) for number, unit in entry.item.numbers]
        if numbers:
            yield self.words.list(numbers)
        for part in parts(entry):
            if computed := computed_words(part.item, entry.sheet, self.words):
                yield computed
        yield from filter(None, entry.item.details)

    def _number(self, number: Any, unit: str) -> str:
        return self.words("figures.with_unit", value=number, unit=unit) if unit else self.words.number(number)

    def _support(self, entry: Entry[Any]) -> str:
        """Who reports an entry, and how its passages are proved."""
        cited = [citation for fact in parts(entry) for citation in fact.citations]
        if not cited:
            return self._word("evidence.none") if entry.must_cite else ""
        publishers = publishers_of(self.catalog.sources, cited)
        known = support(self.catalog.sources, cited)
        doubt = [] if known.publishers else [self.words(f"evidence.{known.level}")]
        levels = self._levels([entry])
        n = sum(levels.values())
        proved = [self.words("standing.verified", n=n, verified=levels.get("verified", 0))] if n else []
        proved += [self.words(f"standing.{level}", n=levels[level]) for level in _OTHERS if level in levels]
        return escape.html(" · ".join([*doubt, ", ".join(publishers), *proved]))

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

"""The items of a feed as HTML of paragraphs, lists, links, quotations and strong words, with their titles and
addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from briefings.catalog import urls
from briefings.catalog.standing import proof_levels
from briefings.exports.resource import Publication
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.facts import Fact, Ref

_TAGGED = 2026
"""The year in all ids of items, which only has to stay the same: ids say by it whose address is meant."""

_OTHERS = ("omissions", "compared", "not_checked", "changed")
"""How passages can be proved, other than word for word."""


class Choice(NamedTuple):
    """A sheet or an entry that a feed may have."""

    sheet: Ref
    name: str
    """Of the entry; empty for the sheet itself."""
    added: str
    changed: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of a sheet or an entry."""

    id: str
    """The same in all feeds."""
    link: str
    title: str
    added: str
    changed: str
    summary: str
    """In plain words; empty where the title says it all, and where the whole text is short."""
    html: str
    topics: tuple[Ref, ...]
    facts: Mapping[str, Any]
    """For programs: kind, sheet, status and proofs."""


def tag(settings: Settings, name: str, entry: str = "") -> str:
    """An id that stays the same: a tag below the address of the site (RFC 4151); without one, a UUID that
    follows from the names of the site and of the item."""
    if not settings.site_url:
        return uuid5(NAMESPACE_URL, f"{settings.site_name}\n{name}#{entry}").urn
    site = urlsplit(settings.site_url)
    fragment = f"#{escape.path(entry)}" if entry else ""
    return f"tag:{site.hostname},{_TAGGED}:{site.path}{escape.path(name)}{fragment}"


def link(page: str, settings: Settings, address: str) -> str:
    """The address of a page or file of the site: relative to the feed of a page if the site's own is not
    known."""
    if settings.site_url:
        return settings.site_url + address
    return "../" * page.count("/") + address or "./"


class Writer:
    """Writes the items of the feed of a page, perhaps of an actor."""

    def __init__(self, publication: Publication, page: str, actor: str) -> None:
        self.actor = actor
        self.is_whole = page == urls.HOME
        """Whether it has the whole text of briefings."""
        self._page = page
        self._publication = publication
        self._maker = publication.maker
        self._words = publication.words
        self._settings = publication.settings

    def item(self, choice: Choice, entries: Sequence[Fact]) -> Item:
        """What the feed says of an entry, or of a sheet with these entries."""
        maker, (ref, name, added, changed) = self._maker, choice
        data, sheet_id = self._publication.data(ref), f"{ref.kind}/{ref.id}"
        facts: dict[str, Any] = {"kind": ref.kind, "sheet": sheet_id}
        title, link = ref.title, self._place(ref, "")
        if name:
            (entry,) = entries
            if maker.reported.get((sheet_id, name)) == changed:
                entry = replace(entry, mark=self._words("changes.reported"))
            facts |= {"kind": entry.kind, "status": entry.status}
            if entry.announced:
                facts["announced"] = True
            title, link = self._title(entry), self._place(ref, entry.anchor)
            summary, html = " ".join(self._details(entry)), self._entry(entry)
        else:
            summary = maker.paragraphs(data.summary)
            html = self._sheet(data, summary, entries)
        cited = (citation for entry in entries for citation in entry.cited)
        return Item(
            id=tag(self._settings, sheet_id, name),
            link=link,
            title=title,
            added=added,
            changed=changed,
            summary=" ".join(summary.split()) if self.is_whole else "",
            html="".join(html),
            topics=maker.refs("topic", dict.fromkeys(getattr(data, "topics", ()))),
            facts=facts | {"proofs": dict(sorted(proof_levels(cited, maker.proofs).items()))},
        )

    def _place(self, sheet: Ref, anchor: str) -> str:
        page = link(self._page, self._settings, urls.address(sheet.path))
        return f"{page}#{escape.path(anchor)}" if anchor else page

    def _title(self, entry: Fact) -> str:
        """The title of the sheet, with an entry's own words behind it."""
        fact = entry.marked(entry.in_words(self._words), self._words)
        # The label of an actor's own entry begins with its name.
        if entry.sheet.kind == "actor":
            return fact
        return self._words("facts.of", name=entry.sheet.title, fact=fact)

    def _sheet(self, data: Any, summary: str, entries: Iterable[Fact]) -> Iterator[str]:
        """The item of a briefing with its entries."""
        yield from _paragraphs(summary)
        if not self.actor and (matters := self._maker.gist(data.matters)):
            yield f"<p>{self._strong('headings.matters')} {escape.html(matters)}</p>"
        if not self.is_whole:
            yield _list(map(self._line, entries))
            return
        for kind, own in groupby(entries, key=lambda entry: entry.kind):
            yield f"<p>{self._strong(self._kind(kind))}</p>{_list(map(self._line, own))}"
        if data.questions:
            questions = (escape.html(self._maker.gist(each)) for each in data.questions)
            yield f"<p>{self._strong('headings.questions')}</p>{_list(questions)}"

    def _entry(self, entry: Fact) -> Iterator[str]:
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

    def _line(self, entry: Fact) -> str:
        """An entry in the list of its briefing."""
        details: list[str] = []
        if self.is_whole:
            details = [escape.html(text.replace("\n", " ")) for text in self._details(entry)]
        return " · ".join(filter(None, [self._head(entry), *details, self._evidence(entry)]))

    def _head(self, entry: Fact) -> str:
        """The date, label and status of an entry, linked to it."""
        place = escape.html(self._place(entry.sheet, entry.anchor))
        label = escape.html(entry.in_words(self._words))
        date = f"<strong>{escape.html(self._words.date(entry.date))}</strong> " if entry.date else ""
        mark = f" <strong>{escape.html(entry.mark)}</strong>" if entry.mark else ""
        return f'{date}<a href="{place}">{label}</a>{mark}'

    def _details(self, entry: Fact) -> Iterator[str]:
        """Its numbers and texts besides the label."""
        if entry.spoken:
            yield self._words.list(entry.spoken)
        yield from entry.details(self._words)

    def _evidence(self, entry: Fact) -> str:
        """Who reports an entry, and how its passages are proved."""
        words, levels = self._words, dict(entry.proofs)
        n = sum(levels.values())
        proved = [words("standing.verified", n=n, verified=levels.get("verified", 0))] if n else []
        proved += [words(f"standing.{level}", n=levels[level]) for level in _OTHERS if level in levels]
        return escape.html(" · ".join(filter(None, [entry.sources, *proved])))

    def _strong(self, key: str) -> str:
        return f"<strong>{escape.html(self._words(key))}</strong>"

    def _kind(self, kind: str) -> str:
        """The key of the name of a kind, in the plural if there is one."""
        key = f"kinds.entry.{kind}"
        return f"{key}.plural" if f"{key}.plural" in self._words else f"{key}.singular"


def _paragraphs(text: str) -> Iterator[str]:
    yield from (f"<p>{escape.html(line)}</p>" for line in text.split("\n") if line.strip())


def _list(lines: Iterable[str]) -> str:
    entries = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{entries}</ul>" if entries else ""

"""The entries of one sheet, their anchors, and what the sheet refers to. Computed once per sheet; `link`
combines them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from sys import intern
from typing import Any, Generic, TypeVar

from briefings.model import Actor, SheetModel
from briefings.model.base import KeyPath, Model, Prose, Ref, intern_path
from briefings.model.briefing import SharedEvent, Status
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Item, Naming, Summary
from briefings.model.walk import find_references, item_fields
from briefings.sheets.load import Sheet, once
from briefings.text.prose import references

ItemT = TypeVar("ItemT", bound=Item, covariant=True)


@dataclass(frozen=True, slots=True)
class Entry(Generic[ItemT]):
    """One fact of a sheet, which can be shown, linked, cited and searched by itself."""

    sheet: Sheet[Any]
    path: KeyPath
    """Where it is written in its sheet."""
    anchor: str
    """Where it is on its sheet's page; empty for the page as a whole."""
    item: ItemT
    citations: tuple[Citation, ...]
    also_in: tuple[str, ...] = ()
    """The other briefings that show it, by id."""
    whole: Entry[Item] | None = None
    """The entry that this one is a part of."""

    @property
    def kind(self) -> str:
        """event, statement, figure, role and so on."""
        return self.item.KIND

    @property
    def title(self) -> str:
        """What it says, in a few words; prose or plain text."""
        return self.item.headline if self.whole is None else self.whole.title

    @property
    def date(self) -> Date | None:
        """When it happened, was said or applies."""
        return self.item.time

    @property
    def status(self) -> Status:
        """How well it is supported, as its curator sees it."""
        return getattr(self.item, "status", "reported")

    @property
    def text(self) -> Prose | None:
        """What it says beyond its title."""
        return self.item.prose

    @property
    def by(self) -> str | None:
        """The actor that it is about, or who said it."""
        return self.sheet.id if self.sheet.kind == "actor" and self.anchor else self.item.by

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors on whose profiles it is shown, each once."""
        return tuple(dict.fromkeys(self.item.involved))

    @property
    def planned(self) -> bool:
        """Whether it was still ahead when its briefing last changed."""
        return self.date is not None and self.date.starts_after(self.sheet.data.last_changed)

    @property
    def must_cite(self) -> bool:
        """Whether it needs a source."""
        return self.item.MUST_CITE or (self.kind == "summary" and self.sheet.data.MUST_CITE)

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts entries by date, undated ones first; of one date, always the same way."""
        return (*(UNDATED if self.date is None else self.date.order), self.sheet.id, self.anchor)

    def passage_path(self, citation: Citation) -> KeyPath:
        """Where the passage of one of its citations is written."""
        return (*self.path, "quote") if citation.is_quote else (*self.path, "cite", *citation.path)


UNDATED = (-1, False, 0, "")


@once
def entries(sheet: Sheet[SheetModel]) -> tuple[Entry[Any], ...]:
    """All entries of a sheet: its summary, then those of each field, in the model's order."""
    return tuple(_entries(sheet))


def of_kind(sheet: Sheet[SheetModel], kind: str) -> tuple[Entry[Any], ...]:
    """The entries of one kind of a sheet, as written."""
    return tuple(entry for entry in entries(sheet) if entry.kind == kind)


def facts(sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
    """What cites sources in a sheet, or should: its entries, and the values of a figure by themselves."""
    for entry in entries(sheet):
        yield from parts(entry)


def _entries(sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
    data = sheet.data
    if (text := getattr(data, "summary", None)) is not None:
        summary = Summary(title=data.headline, text=text)
        yield Entry(sheet, ("summary",), "", summary, summary.citations)
    for name, key in item_fields(type(data)):
        items = getattr(data, name)
        for n, (anchor, item) in enumerate(zip(_anchors(items), items, strict=True)):
            if isinstance(item, Item):
                yield Entry(sheet, intern_path((key, n)), anchor, item, item.citations)


def parts(entry: Entry[Any]) -> Iterator[Entry[Any]]:
    """The parts of an entry that cite sources by themselves, or else the entry."""
    name = entry.item.PARTS
    if not name:
        yield entry
        return
    for n, part in enumerate(getattr(entry.item, name)):
        path = intern_path((*entry.path, name, n))
        yield Entry(entry.sheet, path, entry.anchor, part, part.citations, whole=entry)


@once
def cited_by(sheet: Sheet[SheetModel]) -> Mapping[str, Collection[str]]:
    """By the id of each source that a sheet's facts cite: the passages of it, none where it is cited as a
    whole."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in facts(sheet):
        for citation in fact.citations:
            passages = found[citation.source]
            if citation.passage is not None:
                passages[citation.passage] = None
    # What stays with each sheet is a tuple: a set takes four times as much.
    return {source: tuple(passages) for source, passages in found.items()}


@dataclass(frozen=True, slots=True)
class SheetReferences:
    """Whatever a sheet refers to, anywhere in it."""

    ids: Mapping[str, tuple[str, ...]]
    """By kind, of events too; each once."""
    actors: tuple[str, ...]
    """Actors that a key of it names, each once, as written."""
    actors_in_prose: tuple[str, ...]
    prose: tuple[Prose, ...]
    """Every prose text of the sheet."""
    cited: tuple[str, ...]
    """Sources that are cited anywhere in it, by a `cite` or in prose, each once."""


@once
def references_of(sheet: Sheet[SheetModel]) -> SheetReferences:
    """What a sheet refers to."""
    ids: dict[str, set[str]] = defaultdict(set)
    sources = ids["source"]
    actors: dict[str, None] = {}
    in_prose: dict[str, None] = {}
    prose: list[Prose] = []
    cited: dict[str, None] = {}
    for value in find_references(sheet.data):
        if isinstance(value, Citation):
            sources.add(value.source)
            cited[value.source] = None
        elif isinstance(value, Ref):
            ids[value.kind].add(value)
            if value.kind == "actor":
                actors[value] = None
        else:
            prose.append(value)
            for found in references(value) if "[" in value else ():
                ids[found.kind].add(found.id)
                if found.kind == "actor":
                    in_prose[found.id] = None
                elif found.cites:
                    cited[found.id] = None
    by_kind = {kind: tuple(found) for kind, found in ids.items()}
    return SheetReferences(by_kind, tuple(actors), tuple(in_prose), tuple(prose), tuple(cited))


def sources_cited(part: Model) -> Iterator[str]:
    """The sources that a part of a sheet cites, by its `cite` or in its prose."""
    for value in find_references(part):
        if isinstance(value, Citation):
            yield value.source
        elif isinstance(value, Prose):
            yield from (found.id for found in references(value) if found.cites)


# ── Anchors ─────────────────────────────────────────────────────────────────────────────────────────────────


def _anchors(items: Sequence[Item | SharedEvent]) -> Iterable[str]:
    """The anchor of each entry of a field. An event of another briefing keeps its anchor from there."""
    if not items:
        return ()
    first = next((item for item in items if isinstance(item, Item)), None)
    if first is None:
        return [""] * len(items)
    if first.ANCHOR:
        return [first.ANCHOR] * len(items)
    prefix = first.PREFIX or first.KIND
    if first.NUMBERED:
        return _numbered(prefix, items)
    return anchors(prefix, [item.naming for item in items])


def _numbered(prefix: str, items: Sequence[Any]) -> list[str]:
    """Numbered in the order of their dates, so that a new entry may be written above the others or below
    them."""
    by_date = sorted(range(len(items)), key=lambda n: items[n].time.order)
    numbers = {index: number for number, index in enumerate(by_date, start=1)}
    return [f"{prefix}-{numbers[n]}" for n in range(len(items))]


def anchors(kind: str, names: Sequence[Naming]) -> Iterator[str]:
    """The anchor of each entry of a kind, unique on its page: `event-waic-2025-opening`,
    `section-background`.

    Ids are assigned first: an entry without an id never takes the anchor of one that has it.
    """
    used = {name.id for name in names if name.id is not None}
    waiting = set(used)
    for name in names:
        stem = name.id if name.id is not None else slug(name.words, name.context)
        free, n = stem, 1
        if stem in waiting and name.id is not None:
            waiting.remove(stem)
        else:
            while free in used:
                n += 1
                free = f"{stem}-{n}"
        used.add(free)
        # The same actors take part in many briefings.
        yield intern(f"{kind}-{free}")


def slug(words: str, context: str = "") -> str:
    """The first words of a text as an anchor.

    Latin letters lose case and accents: `exclusive-game`. Other scripts keep their letters, after the
    context: `2025-李强`; where words are cut, a digest of all of them follows. So the anchor depends on this
    text alone, and stays when others are inserted.
    """
    if not words.isascii() and not _is_latin(words):
        return _in_its_script(words, context)
    # A long text's beginning says enough, unless most of it is no letters.
    plain = _plain(words[:160])
    if len(plain) < 64 and len(words) > 160:
        plain = _plain(words)
    if len(plain) > 48:
        plain = plain[:49].rsplit("-", 1)[0]
    return plain or f"entry-{_digest(words)}"


def _is_latin(words: str) -> bool:
    """Whether at least half of the letters of a text are Latin."""
    letters = [letter for letter in words if letter.isalpha()]
    return 2 * sum(
        letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in letters
    ) >= len(letters)


def _in_its_script(words: str, context: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    # Vowel signs are marks, and belong to the letter before them.
    spaced = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    plain = "-".join(spaced.split())
    if len(plain) > _LONGEST_IN_SCRIPT:
        start = plain[: _LONGEST_IN_SCRIPT + 1]
        plain = f"{start.rsplit('-', 1)[0] if '-' in start else start[:-1]}-{_digest(words)}"
    return f"{context}-{plain}" if context else plain


_LONGEST_IN_SCRIPT = 24
"""Characters. In an address each becomes up to nine, and where words are not divided by spaces, each is a
word or half of one."""


def _digest(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()


def _plain(words: str) -> str:
    return _NOT_IN_AN_ID.sub("-", fold(words)).strip("-")


_NOT_IN_AN_ID = re.compile("[^a-z0-9]+")


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────


def fold(name: str) -> str:
    """A name as readers search for it: without case, accents and double spaces."""
    if not name.isascii():
        name = _BEYOND_LATIN.sub(
            lambda c: "" if unicodedata.combining(c[0]) else c[0], unicodedata.normalize("NFKD", name)
        )
    return " ".join(name.casefold().replace("-", " ").split())


_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
"""The first sign that is put onto the letter before it is U+0300."""


@once
def names(sheet: Sheet[Actor]) -> tuple[tuple[str, str], ...]:
    """Each name of an actor as written and as readers search for it; the first is the one that is shown."""
    return tuple((name, fold(name)) for name in (sheet.data.name, *sheet.data.aliases))

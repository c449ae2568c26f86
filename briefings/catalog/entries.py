"""The entries of one sheet with their anchors, and the references in it. Computed once per sheet; `link`
combines those of all sheets."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from sys import intern
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from briefings.model import Actor, SheetModel
from briefings.model.base import KeyPath, Model, Prose, Ref, intern_path
from briefings.model.briefing import CALLED_OFF, SETTLED, Correction, EventStatus, SharedEvent, Status
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Item, Naming, Summary
from briefings.model.walk import find_references, item_fields, walk_references
from briefings.sheets.load import Sheet, once
from briefings.text.prose import references

ItemT = TypeVar("ItemT", bound=Item, covariant=True)


class Outcome:
    """Whether an entry happened. All views ask here, so that none takes a plan for news."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def status(self) -> EventStatus:
            """The status that the curator gave it."""
            raise NotImplementedError

        @property
        def unreported(self) -> bool:
            """Whether no cited source can report that it happened."""
            raise NotImplementedError

    @property
    def announced(self) -> bool:
        """Whether it is only announced, and no status says what became of it."""
        return self.unreported and self.status not in SETTLED

    @property
    def called_off(self) -> bool:
        """Whether it was planned, and postponed, moved, canceled or overtaken by events."""
        return self.status in CALLED_OFF or (self.unreported and self.status in SETTLED)

    @property
    def happened(self) -> bool:
        """Whether it is neither only announced nor called off."""
        return not (self.announced or self.called_off)


class Content(Outcome):
    """What an entry says, in any form: what follows from what the curator wrote."""

    __slots__ = ()

    if TYPE_CHECKING:
        sheet: Any
        anchor: str

        @property
        def item(self) -> Item:
            """What the curator wrote."""
            raise NotImplementedError

    @property
    def kind(self) -> str:
        """event, statement, figure, role and so on."""
        return self.item.KIND

    @property
    def title(self) -> str:
        """Its content in a few words, as prose or plain text."""
        return self.item.headline

    @property
    def date(self) -> Date | None:
        """When it happened, was said or applies."""
        return self.item.time

    @property
    def status(self) -> Status:
        """The status that the curator gave it."""
        return getattr(self.item, "status", "reported")

    @property
    def is_quotation(self) -> bool:
        """Whether its title is a verbatim quotation."""
        return self.item.is_quotation

    @property
    def takes_effect(self) -> bool:
        """Whether a text brings it about on its own."""
        return self.item.takes_effect

    @property
    def text(self) -> Prose | None:
        """Its text, without the title."""
        return self.item.prose

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors whose profiles show it, without duplicates."""
        return tuple(dict.fromkeys(self.item.involved))

    @property
    def has_no_result(self) -> bool:
        """Whether it tells a result that no cited source can report."""
        return self.unreported and bool(self.item.RESULT)

    @property
    def sides(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The same actors by what they did, with the key of its words; first, with an empty key, those of
        whom nothing else is said."""
        sides = () if self.has_no_result else tuple((key, own) for key, own in self.item.sides if own)
        told = {actor for _, actors in sides for actor in actors}
        others = tuple(actor for actor in self.actors if actor not in told)
        return (("", others), *sides) if others else sides

    @property
    def order(self) -> tuple[object, ...]:
        """A sort key: by date, undated entries first; entries of the same date in a fixed order."""
        return (*(UNDATED if self.date is None else self.date.order), self.sheet.id, self.anchor)

    @property
    def must_cite(self) -> bool:
        """Whether it must cite a source."""
        return self.item.MUST_CITE and self.item.derived is None


@dataclass(frozen=True, slots=True)
class Entry(Content, Generic[ItemT]):
    """A fact in a sheet that can be shown, linked, cited and searched by itself."""

    sheet: Sheet[Any]
    path: KeyPath
    """Its path in the sheet."""
    anchor: str
    """Its anchor on the sheet's page; empty for the page as a whole."""
    item: ItemT
    citations: tuple[Citation, ...]
    name: str
    """What its address ends in, in every format: its anchor or, where the entries of a list share one, its
    first words (`role-mayor-of-veldhaven`). Empty for the summary."""
    also_in: tuple[str, ...] = ()
    """The ids of the other briefings that show it."""
    whole: Entry[Item] | None = None
    """The entry that this one is a part of."""
    unreported: bool = False
    """Whether no cited source can report that it happened. Known only after `link`."""

    @property
    def title(self) -> str:
        """Its content in a few words, as prose or plain text; a part has the content of the whole."""
        return self.item.headline if self.whole is None else self.whole.title

    @property
    def by(self) -> str | None:
        """The actor that the entry is about, or who said it."""
        return self.sheet.id if self.sheet.kind == "actor" and self.anchor else self.item.by

    @property
    def must_cite(self) -> bool:
        """Whether it must cite a source. The kind of sheet decides for its summary."""
        if self.kind == "summary":
            return self.sheet.data.MUST_CITE or self.item.MUST_CITE
        return self.item.MUST_CITE and self.item.derived is None

    def passage_path(self, citation: Citation) -> KeyPath:
        """The path of the passage of one of its citations."""
        return (*self.path, "quote") if citation.is_quote else (*self.path, "cite", *citation.path)


UNDATED = (-(10**18) - 1, False, 0, "")


@once
def entries(sheet: Sheet[SheetModel]) -> tuple[Entry[Any], ...]:
    """All entries of a sheet: the summary, then those of each field, in the order of the model."""
    return tuple(_entries(sheet))


def of_kind(sheet: Sheet[SheetModel], kind: str) -> tuple[Entry[Any], ...]:
    """The entries of one kind in a sheet, in the order of the sheet."""
    return tuple(entry for entry in entries(sheet) if kind == entry.item.KIND)


def facts(sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
    """The facts of a sheet that can cite sources: its entries or their parts, such as values of figures."""
    for entry in entries(sheet):
        if entry.item.PARTS:
            yield from parts(entry)
        else:
            yield entry


def _entries(sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
    data = sheet.data
    if (text := getattr(data, "summary", None)) is not None:
        summary = Summary(title=data.headline, text=text)
        yield Entry(sheet, ("summary",), "", summary, summary.citations, "")
    for field, key in item_fields(type(data)):
        items = getattr(data, field)
        for n, (name, item) in enumerate(zip(_names_of(items), items, strict=True)):
            if isinstance(item, Item):
                yield Entry(sheet, intern_path((key, n)), item.ANCHOR or name, item, item.citations, name)


@once
def corrections_of(sheet: Sheet[SheetModel]) -> Mapping[str, Sequence[Entry[Correction]]]:
    """The corrections of a sheet by the names of the entries that they are about, newest first."""
    found: dict[str, list[Entry[Correction]]] = defaultdict(list)
    for entry in sorted(of_kind(sheet, Correction.KIND), key=lambda each: each.order, reverse=True):
        if entry.item.entry is not None:
            found[entry.item.entry].append(entry)
    return found


@once
def withdrawn_in(sheet: Sheet[SheetModel]) -> Mapping[str, Entry[Correction]]:
    """The corrections that take an entry back, by the name of the entry."""
    found = of_kind(sheet, Correction.KIND)
    return {entry.item.withdrawn: entry for entry in found if entry.item.withdrawn is not None}


def parts(entry: Entry[Any]) -> Iterator[Entry[Any]]:
    """The parts of an entry that cite sources separately, or else the entry itself."""
    name = entry.item.PARTS
    if not name:
        yield entry
        return
    for n, part in enumerate(getattr(entry.item, name)):
        path = intern_path((*entry.path, name, n))
        yield Entry(entry.sheet, path, entry.anchor, part, part.citations, entry.name, whole=entry)


@once
def _figures(sheet: Sheet[SheetModel]) -> Mapping[str, Entry[Any]]:
    """The figures that have ids."""
    figures = reversed(of_kind(sheet, "figure"))
    return {entry.item.id: entry for entry in figures if entry.item.id is not None}


def derived_from(item: Item, sheet: Sheet[SheetModel]) -> tuple[Entry[Any], ...]:
    """The figures of its sheet that a value is computed from; none if a source gives it."""
    figures = _figures(sheet)
    return tuple(figures[each] for each in item.derived.figures) if item.derived is not None else ()


def given_for(value: Entry[Any]) -> tuple[Entry[Any], ...]:
    """The values given by sources that a computed value rests on; a value that a source gives is its own."""
    known, ahead = _given(value.sheet), [value]
    while ahead:
        each = ahead[-1]
        theirs = [only for figure in derived_from(each.item, each.sheet) for only in parts(figure)]
        if unknown := [other for other in theirs if other.path not in known]:
            ahead += unknown
            continue
        given = {entry.path: entry for other in theirs for entry in known[other.path]}
        known[each.path] = tuple(given.values()) if theirs else (each,)
        ahead.pop()
    return known[value.path]


@once
def _given(sheet: Sheet[SheetModel]) -> dict[KeyPath, tuple[Entry[Any], ...]]:
    """What `given_for` has found in a sheet: without it, a long chain of sums takes minutes."""
    return {}


@once
def cited_by(sheet: Sheet[SheetModel]) -> Mapping[str, Collection[str]]:
    """The passages that the facts of a sheet cite, by source id; empty for a source cited as a whole."""
    by_source: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in facts(sheet):
        for citation in fact.citations:
            passages = by_source[citation.source]
            if citation.passage is not None:
                passages[citation.passage] = None
    # A tuple, because a set takes four times as much memory.
    return {source: tuple(passages) for source, passages in by_source.items()}


@dataclass(frozen=True, slots=True)
class SheetReferences:
    """Everything that a sheet refers to, without duplicates."""

    ids: Mapping[str, tuple[str, ...]]
    """Ids by kind, including those of events."""
    actors: tuple[str, ...]
    """Actors in keys, in the order of the sheet."""
    actors_in_prose: tuple[str, ...]
    prose: Mapping[KeyPath, Prose]
    """All prose of the sheet, by path."""
    cited: tuple[str, ...]
    """Sources cited by a `cite` key or in prose."""


@once
def references_of(sheet: Sheet[SheetModel]) -> SheetReferences:
    """Everything that a sheet refers to."""
    ids: dict[str, set[str]] = defaultdict(set)
    sources = ids["source"]
    actors: dict[str, None] = {}
    in_prose: dict[str, None] = {}
    prose: dict[KeyPath, Prose] = {}
    cited: dict[str, None] = {}
    for path, value in walk_references(sheet.data):
        if isinstance(value, Citation):
            sources.add(value.source)
            cited[value.source] = None
        elif isinstance(value, Ref):
            ids[value.kind].add(value)
            if value.kind == "actor":
                actors[value] = None
        else:
            prose[path] = value
            for reference in references(value) if "[" in value else ():
                ids[reference.kind].add(reference.id)
                if reference.kind == "actor":
                    in_prose[reference.id] = None
                elif reference.cites:
                    cited[reference.id] = None
    by_kind = {kind: tuple(values) for kind, values in ids.items()}
    return SheetReferences(by_kind, tuple(actors), tuple(in_prose), prose, tuple(cited))


def sources_cited(part: Model) -> Iterator[str]:
    """The sources that a part of a sheet cites, by a `cite` key or in prose."""
    for value in find_references(part):
        if isinstance(value, Citation):
            yield value.source
        elif isinstance(value, Prose):
            yield from (reference.id for reference in references(value) if reference.cites)


# ── Anchors ─────────────────────────────────────────────────────────────────────────────────────────────────


def prefix(item: Item | type[Item]) -> str:
    """What the names of all entries of a kind begin with, before a hyphen."""
    return item.PREFIX or item.KIND


def _names_of(items: Sequence[Item | SharedEvent]) -> Iterable[str]:
    """The name of each entry of a field. Shared events keep the one from their own briefing."""
    first = next((item for item in items if isinstance(item, Item)), None)
    if first is None:
        return [""] * len(items)
    if first.NUMBERED:
        return _numbered(prefix(first), items)
    return anchors(prefix(first), [_naming(item) for item in items])


def _naming(item: Item | SharedEvent) -> Naming:
    """What the name of an entry is made from."""
    kept: str | None = getattr(item, "anchor", None)
    if kept is not None:
        return Naming(kept)
    naming = item.naming
    if isinstance(item, Item) and item.ANCHOR and naming.id is None:
        words = " ".join((_CITED.sub("", naming.words), *dict.fromkeys(item.involved)))
        return Naming(None, words, naming.context)
    return naming


_CITED = re.compile(r"\[@[^\]]*+\]")
"""Another source for a point does not change its address."""


def _numbered(kind: str, items: Sequence[Any]) -> list[str]:
    """Names numbered by date, so that a new entry can be added at the top or the bottom of the list."""
    by_date = sorted(range(len(items)), key=lambda n: items[n].time.order)
    numbers = {index: number for number, index in enumerate(by_date, start=1)}
    return [f"{kind}-{numbers[n]}" for n in range(len(items))]


def anchors(kind: str, names: Sequence[Naming]) -> Iterator[str]:
    """The name of each entry of a kind, unique on its page: `event-depot-opening`, `section-background`.

    Ids are assigned first: an entry without an id never takes the anchor of one that has it.
    """
    used = {name.id for name in names if name.id is not None}
    unassigned = set(used)
    for name in names:
        stem = name.id if name.id is not None else slug(name.words, name.context)
        free, n = stem, 1
        if stem in unassigned and name.id is not None:
            unassigned.remove(stem)
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
    context: `2025-海港`. A digest follows if they are cut, so the anchor depends on this text only and does
    not change when other entries are added.
    """
    if not words.isascii() and not _is_latin(words):
        return _in_its_script(words, context)
    # The beginning of a long text is enough, unless it has few letters.
    plain = _plain(words[:80])
    if len(plain) < 64 and len(words) > 80:
        plain = _plain(words)
    if len(plain) > 48:
        plain = plain[:49].rsplit("-", 1)[0]
    return plain or f"entry-{_digest(words)}"


def _is_latin(words: str) -> bool:
    """Whether at least half of the letters of a text are Latin."""
    if _ONLY_LATIN.fullmatch(words):
        return True
    letters = [letter for letter in words if letter.isalpha()]
    return 2 * sum(
        letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in letters
    ) >= len(letters)


_ONLY_LATIN = re.compile("[\x00-\xa9\xab-\xb4\xb6-\xb9\xbb-\u024f\u2010-\u203a]*")
"""Latin letters and common punctuation; `ª`, `µ` and `º` count as other letters."""


def _in_its_script(words: str, context: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    # Vowel signs are combining marks that belong to the letter before them.
    spaced = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    plain = "-".join(spaced.split())
    if len(plain) > _LONGEST_IN_SCRIPT:
        start = plain[: _LONGEST_IN_SCRIPT + 1]
        plain = f"{start.rsplit('-', 1)[0] if '-' in start else start[:-1]}-{_digest(words)}"
    return f"{context}-{plain}" if context else plain


_LONGEST_IN_SCRIPT = 24
"""In characters. Each becomes up to nine in an address, and in scripts without spaces each is a word or half
a word."""


def _digest(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()


def _plain(words: str) -> str:
    return "-".join(_IN_AN_ID.findall(_bare(words)))


_IN_AN_ID = re.compile("[a-z0-9]+")


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────


def fold(name: str) -> str:
    """A name normalized for comparison and search: without case, accents, hyphens and double spaces."""
    return " ".join(_bare(name).replace("-", " ").split())


def _bare(name: str) -> str:
    """A text without case and accents."""
    if not name.isascii():
        name = _BEYOND_LATIN.sub(
            lambda c: "" if unicodedata.combining(c[0]) else c[0], unicodedata.normalize("NFKD", name)
        )
    return name.casefold()


_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
"""U+0300 is the first combining mark, so text before it needs no normalization."""


@once
def names(sheet: Sheet[Actor]) -> tuple[tuple[str, str], ...]:
    """The names of an actor, each as written and normalized by `fold`; the name to show comes first."""
    return tuple((name, fold(name)) for name in (sheet.data.name, *sheet.data.aliases))

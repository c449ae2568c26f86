"""Lists of other pages: each kind of sheet, every sheet by name, and all corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.standing import count_sources
from briefings.collation import SIGNS
from briefings.model import FOLDERS, Actor, Briefing, Source, Topic
from briefings.model.briefing import Correction
from briefings.model.source import SourceKind
from briefings.pages.page import Context, Group, Listing, Page
from briefings.pages.periods import Limits
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class BriefingsContext(Context):
    """All briefings, newest first."""

    template = "briefings.md.j2"
    briefings: tuple[tuple[Sheet[Briefing], int], ...]
    brief: bool
    """Whether each has only one line, because there are many."""

    @property
    def listing(self) -> Listing:
        return Listing((Group(_sheets(self.briefings)),))


@dataclass(frozen=True, slots=True)
class Letter:
    """The actors whose names begin with a letter."""

    letter: str
    """Empty if the list is not divided; `#` for digits and signs."""
    anchor: str
    actors: tuple[tuple[Sheet[Actor], int], ...]
    """Each with the number of briefings that it appears in."""


@dataclass(frozen=True, slots=True)
class ActorsContext(Context):
    """All actors, by name."""

    template = "actors.md.j2"
    letters: tuple[Letter, ...]
    is_long: bool
    """Whether readers need a field to find one."""

    @property
    def listing(self) -> Listing:
        return Listing(tuple(Group(_sheets(each.actors), label=each.letter) for each in self.letters))


@dataclass(frozen=True, slots=True)
class TopicsContext(Context):
    """All topics."""

    template = "topics.md.j2"
    topics: tuple[tuple[Sheet[Topic], tuple[Sheet[Briefing], ...]], ...]

    @property
    def listing(self) -> Listing:
        return Listing((Group(_sheets(self.topics)),))


@dataclass(frozen=True, slots=True)
class KindOfSource:
    """The sources of a kind, by publisher."""

    kind: SourceKind
    n: int
    publishers: tuple[tuple[str, tuple[tuple[Sheet[Source], int], ...]], ...]
    """Each publisher with its sources, and the number of facts that cite each."""


@dataclass(frozen=True, slots=True)
class SourcesContext(Context):
    """All sources, by kind."""

    template = "sources.md.j2"
    kinds: tuple[KindOfSource, ...]
    is_long: bool
    """Whether readers need a field to find one."""

    @property
    def listing(self) -> Listing:
        return Listing(
            tuple(
                Group(_sheets(pair for _, sources in each.publishers for pair in sources), each.kind)
                for each in self.kinds
            )
        )


@dataclass(frozen=True, slots=True)
class CorrectionsContext(Context):
    """All corrections, newest first."""

    template = "corrections.md.j2"
    corrections: tuple[Entry[Correction], ...]

    @property
    def listing(self) -> Listing:
        return Listing((Group(self.corrections),))


@dataclass(frozen=True, slots=True)
class AllContext(Context):
    """All sheets, by kind: the search for readers without JavaScript."""

    template = "all.md.j2"
    groups: tuple[tuple[Kind, tuple[Sheet[Any], ...]], ...]
    """Each kind with its sheets, sorted by name."""

    @property
    def listing(self) -> Listing:
        return Listing(tuple(Group(sheets, kind) for kind, sheets in self.groups))


def _sheets(counted: Iterable[tuple[Sheet[Any], object]]) -> tuple[Sheet[Any], ...]:
    return tuple(sheet for sheet, _ in counted)


def indexes(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The index page of each kind of sheet."""

    def page(kind: Kind, context: Context) -> Page:
        key = f"pages.{FOLDERS[kind]}"
        return Page(urls.index_of(kind), words(f"{key}.title"), words(f"{key}.description"), "index", context)

    briefings = tuple((sheet, count_sources(catalog, sheet)) for sheet in catalog.briefings.values())
    yield page("briefing", BriefingsContext(briefings, brief=len(briefings) > limits.cards))
    yield page("actor", ActorsContext(_letters(catalog, words), len(catalog.actors) > UNDIVIDED))
    yield page(
        "topic",
        TopicsContext(tuple((sheet, catalog.briefings_on[sheet.id]) for sheet in catalog.topics.values())),
    )
    yield page("source", SourcesContext(tuple(_kinds(catalog, words)), len(catalog.sources) > UNDIVIDED))


UNDIVIDED = 20
"""Lists of at most so many have no letters and no field to find one."""


def _letters(catalog: Catalog, words: Words) -> tuple[Letter, ...]:
    order = words.collation
    letters: dict[str, list[tuple[Sheet[Actor], int]]] = {}
    for sheet in catalog.actors.values():
        letter = order.letter(sheet.data.sort_name) if len(catalog.actors) > UNDIVIDED else ""
        letters.setdefault(letter, []).append((sheet, len(catalog.appearances[sheet.id])))
    # In Chinese, names in Latin script follow all others, and some letters have only such names.
    ordered = sorted(letters, key=lambda letter: (letter != SIGNS, order.key(letter)))
    return tuple(Letter(letter, _anchor(letter), tuple(letters[letter])) for letter in ordered)


def _anchor(letter: str) -> str:
    return f"letter-{'other' if letter in ('', SIGNS) else letter.casefold()}"


KINDS_OF_SOURCES: tuple[SourceKind, ...] = ("primary", "wire", "news", "analysis", "state-media", "weak")
"""The most reliable first."""


def _kinds(catalog: Catalog, words: Words) -> Iterator[KindOfSource]:
    key = words.collation.key
    for kind in KINDS_OF_SOURCES:
        sheets = [sheet for sheet in catalog.sources.values() if sheet.data.kind == kind]
        publishers: dict[str, list[Sheet[Source]]] = {}
        for sheet in sheets:
            publishers.setdefault(sheet.data.publisher, []).append(sheet)
        groups = []
        # Sources without a title come last, and so do publishers that have no others.
        for name in sorted(publishers, key=lambda name: (_all_untitled(publishers[name]), key(name), name)):
            own = sorted(publishers[name], key=lambda s: (_is_untitled(s), key(s.data.sort_name), s.id))
            groups.append((name, tuple((s, len(catalog.by_source[s.id])) for s in own)))
        if groups:
            yield KindOfSource(kind, len(sheets), tuple(groups))


def _is_untitled(sheet: Sheet[Source]) -> bool:
    return sheet.data.title is None


def _all_untitled(sheets: Iterable[Sheet[Source]]) -> bool:
    return all(map(_is_untitled, sheets))


def corrections(catalog: Catalog, words: Words) -> Page:
    """The page that lists all corrections."""
    newest = sorted(catalog.by_kind["correction"], key=lambda entry: entry.item.date.order, reverse=True)
    context = CorrectionsContext(tuple(newest))
    return Page(
        urls.CORRECTIONS,
        words("pages.corrections.title"),
        words("pages.corrections.description"),
        "corrections",
        context,
    )


KINDS_BY_NAME: tuple[Kind, ...] = ("briefing", "actor", "topic", "source")


def every_sheet(catalog: Catalog, words: Words) -> Page:
    """The page that lists all sheets by name."""
    by_name = (
        (
            kind,
            tuple(
                words.collation.sorted(
                    catalog.of_kind(kind).values(), lambda sheet: sheet.data.sort_name, lambda sheet: sheet.id
                )
            ),
        )
        for kind in KINDS_BY_NAME
    )
    context = AllContext(tuple((kind, sheets) for kind, sheets in by_name if sheets))
    return Page(urls.ALL, words("pages.all.title"), words("pages.all.description"), "all", context)

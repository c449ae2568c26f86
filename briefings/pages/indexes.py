"""Lists of other pages: each kind of sheet, every sheet by name, and all corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, fold
from briefings.catalog.standing import count_sources
from briefings.model import FOLDERS, Actor, Briefing, Source, Topic
from briefings.model.briefing import Correction
from briefings.model.source import SourceKind
from briefings.pages.page import Context, Page
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


@dataclass(frozen=True, slots=True)
class TopicsContext(Context):
    """All topics."""

    template = "topics.md.j2"
    topics: tuple[tuple[Sheet[Topic], tuple[Sheet[Briefing], ...]], ...]


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


@dataclass(frozen=True, slots=True)
class CorrectionsContext(Context):
    """All corrections, newest first."""

    template = "corrections.md.j2"
    corrections: tuple[Entry[Correction], ...]


@dataclass(frozen=True, slots=True)
class AllContext(Context):
    """All sheets, by kind: the search for readers without JavaScript."""

    template = "all.md.j2"
    groups: tuple[tuple[Kind, tuple[Sheet[Any], ...]], ...]
    """Each kind with its sheets, sorted by name."""


def indexes(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The index page of each kind of sheet."""

    def page(kind: Kind, context: Context) -> Page:
        key = f"pages.{FOLDERS[kind]}"
        return Page(urls.index_of(kind), words(f"{key}.title"), words(f"{key}.description"), "index", context)

    briefings = tuple((sheet, count_sources(catalog, sheet)) for sheet in catalog.briefings.values())
    yield page("briefing", BriefingsContext(briefings, brief=len(briefings) > limits.cards))
    yield page("actor", ActorsContext(_letters(catalog), len(catalog.actors) > UNDIVIDED))
    yield page(
        "topic",
        TopicsContext(tuple((sheet, catalog.briefings_on[sheet.id]) for sheet in catalog.topics.values())),
    )
    yield page("source", SourcesContext(tuple(_kinds(catalog)), len(catalog.sources) > UNDIVIDED))


UNDIVIDED = 20
"""Lists of at most so many have no letters and no field to find one."""


def _letters(catalog: Catalog) -> tuple[Letter, ...]:
    letters: dict[str, list[tuple[Sheet[Actor], int]]] = {}
    for sheet in catalog.actors.values():
        first = fold(sheet.data.name)[:1].upper() if len(catalog.actors) > UNDIVIDED else ""
        letter = first if first.isalpha() or not first else "#"
        letters.setdefault(letter, []).append((sheet, len(catalog.appearances[sheet.id])))
    return tuple(
        Letter(letter, f"letter-{'other' if letter in ('', '#') else letter.casefold()}", tuple(actors))
        for letter, actors in letters.items()
    )


KINDS_OF_SOURCES: tuple[SourceKind, ...] = ("primary", "wire", "news", "analysis", "state-media", "weak")
"""The most reliable first."""


def _kinds(catalog: Catalog) -> Iterator[KindOfSource]:
    for kind in KINDS_OF_SOURCES:
        sheets = [sheet for sheet in catalog.sources.values() if sheet.data.kind == kind]
        publishers: dict[str, list[Sheet[Source]]] = {}
        for sheet in sheets:
            publishers.setdefault(sheet.data.publisher, []).append(sheet)
        groups = []
        # Sources without a title come last, and so do publishers that have no others.
        for name in sorted(
            publishers, key=lambda name: (_all_untitled(publishers[name]), name.casefold(), name)
        ):
            own = sorted(publishers[name], key=lambda s: (_is_untitled(s), s.data.headline.casefold(), s.id))
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
            tuple(sorted(catalog.of_kind(kind).values(), key=lambda s: (s.data.headline.casefold(), s.id))),
        )
        for kind in KINDS_BY_NAME
    )
    context = AllContext(tuple((kind, sheets) for kind, sheets in by_name if sheets))
    return Page(urls.ALL, words("pages.all.title"), words("pages.all.description"), "all", context)

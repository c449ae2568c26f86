"""Lists of other pages: each kind of sheet, every sheet by name, and all corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, get_args

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.standing import BriefingStanding, standing_of
from briefings.evidence import Proofs
from briefings.model import FOLDERS, Actor, Briefing, Source, Topic
from briefings.model.actor import ActorKind
from briefings.model.briefing import Correction
from briefings.pages.page import Context, Page
from briefings.pages.periods import Limits
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class BriefingsContext(Context):
    """All briefings, newest first."""

    template = "briefings.md.j2"
    briefings: tuple[tuple[Sheet[Briefing], BriefingStanding], ...]
    brief: bool
    """Whether each has only one line, because there are many."""


@dataclass(frozen=True, slots=True)
class ActorsContext(Context):
    """All actors, by kind."""

    template = "actors.md.j2"
    groups: tuple[tuple[ActorKind, tuple[tuple[Sheet[Actor], int], ...]], ...]
    """Each kind with its actors, and the number of briefings that each appears in."""


@dataclass(frozen=True, slots=True)
class TopicsContext(Context):
    """All topics."""

    template = "topics.md.j2"
    topics: tuple[tuple[Sheet[Topic], tuple[Sheet[Briefing], ...]], ...]


@dataclass(frozen=True, slots=True)
class SourcesContext(Context):
    """All sources, by publisher."""

    template = "sources.md.j2"
    groups: tuple[tuple[str, tuple[tuple[Sheet[Source], int], ...]], ...]
    """Each publisher with its sources, and the number of facts that cite each."""


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


def indexes(catalog: Catalog, proofs: Proofs, words: Words, limits: Limits) -> Iterator[Page]:
    """The index page of each kind of sheet."""

    def page(kind: Kind, context: Context) -> Page:
        key = f"pages.{FOLDERS[kind]}"
        return Page(urls.index_of(kind), words(f"{key}.title"), words(f"{key}.description"), "index", context)

    briefings = tuple((sheet, standing_of(catalog, sheet, proofs)) for sheet in catalog.briefings.values())
    yield page("briefing", BriefingsContext(briefings, brief=len(briefings) > limits.register))
    actors = {
        kind: [sheet for sheet in catalog.actors.values() if sheet.data.kind == kind]
        for kind in get_args(ActorKind)
    }
    yield page(
        "actor",
        ActorsContext(
            tuple(
                (kind, tuple((s, len(catalog.appearances[s.id])) for s in sheets))
                for kind, sheets in actors.items()
                if sheets
            )
        ),
    )
    yield page(
        "topic",
        TopicsContext(tuple((sheet, catalog.briefings_on[sheet.id]) for sheet in catalog.topics.values())),
    )
    by_publisher = sorted(
        catalog.sources.values(), key=lambda s: (s.data.publisher.casefold(), s.data.publisher, s.id)
    )
    groups = groupby(by_publisher, key=lambda s: s.data.publisher)
    yield page(
        "source",
        SourcesContext(
            tuple((name, tuple((s, len(catalog.by_source[s.id])) for s in sheets)) for name, sheets in groups)
        ),
    )


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

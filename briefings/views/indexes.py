"""Lists of other pages: each kind of sheet, every sheet by name, and all corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.standing import count_sources, original_publisher
from briefings.model import FOLDERS, Actor, Source
from briefings.model.actor import ActorKind, Role
from briefings.model.base import Prose
from briefings.model.dates import Date
from briefings.model.source import SOURCE_KINDS, SourceKind
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind
from briefings.views.facts import Card, Line, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import Limits
from briefings.views.view import Group, Listing, View


@dataclass(frozen=True, slots=True)
class BriefingsView(View):
    """All briefings, newest first."""

    template = "briefings.md.j2"
    briefings: tuple[Card, ...]
    brief: bool
    """Whether each has only one line, because there are many."""
    kinds: tuple[SourceKind, ...]
    """The kinds of their sources."""

    @property
    def listing(self) -> Listing:
        return Listing((Group(tuple(each.ref for each in self.briefings)),))


@dataclass(frozen=True, slots=True)
class ListedActor:
    """An actor in the list of all actors."""

    ref: Ref
    office: str
    """The first office that the actor holds; empty without one."""
    country: str | None
    """Its country as a code, unless it is one."""
    n: int
    """The number of briefings that it appears in."""


@dataclass(frozen=True, slots=True)
class KindOfActor:
    """The actors of a kind."""

    kind: ActorKind
    actors: tuple[ListedActor, ...]
    """Of many, those in most briefings come first; the others by name."""


@dataclass(frozen=True, slots=True)
class ActorsView(View):
    """All actors, by kind."""

    template = "actors.md.j2"
    kinds: tuple[KindOfActor, ...]
    seen: int
    """How many of each kind are not folded."""
    is_long: bool
    """Whether readers need a field to find one."""

    @property
    def listing(self) -> Listing:
        return Listing(tuple(Group(tuple(a.ref for a in each.actors), each.kind) for each in self.kinds))


@dataclass(frozen=True, slots=True)
class TopicsView(View):
    """All topics."""

    template = "topics.md.j2"
    topics: tuple[tuple[Ref, str, int], ...]
    """Each with its summary as plain text and the number of its briefings."""

    @property
    def listing(self) -> Listing:
        return Listing((Group(tuple(ref for ref, _, _ in self.topics)),))


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source in the list of all sources."""

    ref: Ref
    published: Date | None
    unread: bool
    reprinted_by: str
    """Its publisher if it is a reprint, because it stands under the publisher of the original."""
    n: int
    """The number of facts that cite it."""


@dataclass(frozen=True, slots=True)
class KindOfSource:
    """The sources of a kind, by publisher."""

    kind: SourceKind
    n: int
    publishers: tuple[tuple[str, tuple[ListedSource, ...]], ...]
    """Each publisher with its sources and their reprints."""


@dataclass(frozen=True, slots=True)
class SourcesView(View):
    """All sources, by kind."""

    template = "sources.md.j2"
    kinds: tuple[KindOfSource, ...]
    is_long: bool
    """Whether readers need a field to find one."""

    @property
    def listing(self) -> Listing:
        return Listing(
            tuple(
                Group(tuple(source.ref for _, sources in each.publishers for source in sources), each.kind)
                for each in self.kinds
            )
        )


@dataclass(frozen=True, slots=True)
class ListedCorrection:
    """A correction in the list of all corrections."""

    line: Line
    briefing: Ref
    text: Prose
    """What was wrong."""


@dataclass(frozen=True, slots=True)
class CorrectionsView(View):
    """All corrections, newest first."""

    template = "corrections.md.j2"
    corrections: tuple[ListedCorrection, ...]

    @property
    def listing(self) -> Listing:
        return Listing((Group(tuple(each.line for each in self.corrections)),))


@dataclass(frozen=True, slots=True)
class AllView(View):
    """All sheets, by kind: the search for readers without JavaScript."""

    template = "all.md.j2"
    groups: tuple[tuple[Kind, tuple[tuple[Ref, tuple[str, ...]], ...]], ...]
    """Each kind with its sheets, sorted by name; actors with their other names."""

    @property
    def listing(self) -> Listing:
        return Listing(tuple(Group(tuple(ref for ref, _ in sheets), kind) for kind, sheets in self.groups))


def indexes(maker: Maker, limits: Limits) -> Iterator[Page]:
    """The index page of each kind of sheet."""
    catalog = maker.catalog

    def page(kind: Kind, view: View) -> Page:
        return maker.page(urls.index_of(kind), FOLDERS[kind], "index", view)

    brief = len(catalog.briefings) > limits.cards
    briefings = tuple(
        maker.card(sheet, {} if brief else count_sources(catalog, sheet), brief=brief)
        for sheet in catalog.briefings.values()
    )
    kinds = tuple(kind for kind in SOURCE_KINDS if any(kind in card.sources for card in briefings))
    yield page("briefing", BriefingsView(briefings, brief, kinds))
    yield page("actor", ActorsView(tuple(_kinds_of_actors(maker)), SEEN, len(catalog.actors) > UNDIVIDED))
    topics = (
        (maker.ref(sheet), maker.gist(sheet.data.summary), len(catalog.briefings_on[sheet.id]))
        for sheet in catalog.topics.values()
    )
    yield page("topic", TopicsView(tuple(topics)))
    yield page("source", SourcesView(tuple(_kinds(maker)), len(catalog.sources) > UNDIVIDED))


UNDIVIDED = 20
"""Lists of at most so many have no field to find one."""
SEEN = 6
"""How many actors of each kind are not folded."""
KINDS_OF_ACTORS: tuple[ActorKind, ...] = (
    "country",
    "alliance",
    "grouping",
    "organization",
    "public-body",
    "company",
    "person",
    "group",
    "conference",
    "process",
)


def _kinds_of_actors(maker: Maker) -> Iterator[KindOfActor]:
    for kind in KINDS_OF_ACTORS:
        by_name = [_listed_actor(maker, s) for s in maker.catalog.actors.values() if s.data.kind == kind]
        leading = sorted(by_name, key=lambda actor: -actor.n)[:SEEN] if len(by_name) > SEEN + 1 else []
        if by_name:
            yield KindOfActor(kind, (*leading, *(actor for actor in by_name if actor not in leading)))


def _listed_actor(maker: Maker, sheet: Sheet[Actor]) -> ListedActor:
    data = sheet.data
    roles = (each for each in maker.catalog.by_sheet[f"actor/{sheet.id}"] if each.kind == Role.KIND)
    office = next((each.title for each in roles if each.item.to is None and not each.announced), "")
    country = None if data.kind == "country" else data.country
    return ListedActor(maker.ref(sheet), office, country, len(maker.catalog.appearances[sheet.id]))


def _kinds(maker: Maker) -> Iterator[KindOfSource]:
    catalog, key = maker.catalog, maker.words.collation.key
    for kind in SOURCE_KINDS:
        sheets = [sheet for sheet in catalog.sources.values() if sheet.data.kind == kind]
        publishers: dict[str, list[Sheet[Source]]] = {}
        for sheet in sheets:
            publishers.setdefault(original_publisher(catalog.sources, sheet.id), []).append(sheet)
        groups = []
        # Sources without a title come last, and so do publishers that have no others.
        for name in sorted(
            publishers, key=lambda name: (all(map(_is_untitled, publishers[name])), key(name), name)
        ):
            own = sorted(publishers[name], key=lambda s: (_is_untitled(s), key(s.data.sort_name), s.id))
            groups.append((name, tuple(_listed_source(maker, each) for each in own)))
        if groups:
            yield KindOfSource(kind, len(sheets), tuple(groups))


def _listed_source(maker: Maker, sheet: Sheet[Source]) -> ListedSource:
    data = sheet.data
    reprinted_by = "" if data.republishes is None else data.publisher
    n = len(maker.catalog.by_source[sheet.id])
    return ListedSource(maker.ref(sheet), data.published, data.unread, reprinted_by, n)


def _is_untitled(sheet: Sheet[Source]) -> bool:
    return sheet.data.title is None


def corrections(maker: Maker) -> Page:
    """The page that lists all corrections."""
    newest = sorted(
        maker.catalog.by_kind["correction"], key=lambda entry: entry.item.date.order, reverse=True
    )
    listed = (ListedCorrection(maker.line(each), maker.ref(each.sheet), each.item.text) for each in newest)
    view = CorrectionsView(tuple(listed), known=maker.known_of(newest))
    return maker.page(urls.CORRECTIONS, "corrections", "corrections", view)


KINDS_BY_NAME: tuple[Kind, ...] = ("briefing", "actor", "topic", "source")


def every_sheet(maker: Maker) -> Page:
    """The page that lists all sheets by name."""
    groups = []
    for kind in KINDS_BY_NAME:
        sheets = maker.words.collation.sorted(
            maker.catalog.of_kind(kind).values(), lambda sheet: sheet.data.sort_name, lambda sheet: sheet.id
        )
        if sheets:
            groups.append((kind, tuple((maker.ref(each), _aliases(each)) for each in sheets)))
    return maker.page(urls.ALL, "all", "all", AllView(tuple(groups)))


def _aliases(sheet: Sheet[Any]) -> tuple[str, ...]:
    return sheet.data.aliases if sheet.kind == "actor" else ()

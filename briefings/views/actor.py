"""An actor's profile, with entries from all briefings. A long profile shows only the newest entries and has a
page for each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar

from briefings.catalog import urls
from briefings.catalog.catalog import Appearance, RelationEntry
from briefings.catalog.entries import Entry
from briefings.catalog.labels import label, relation_words
from briefings.model import LISTED, Actor
from briefings.model.actor import SIGNATURES, Role
from briefings.model.briefing import Document, Statement
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.views.facts import Fact, Line, Ref, RelationFact
from briefings.views.maker import Maker
from briefings.views.memberships import Kind, Status, status_of
from briefings.views.page import Page
from briefings.views.periods import BEGINNING, Divided, Limits, Navigation, PeriodLink, Step
from briefings.views.ties import Tie, ties_between_neighbors
from briefings.views.view import Group, Listing, SheetView, View

T = TypeVar("T")

LONG = 6
"""Lists of roles or relations with more entries are folded."""


@dataclass(frozen=True, slots=True)
class Part:
    """A briefing that an actor appears in, and the actor's part in it."""

    briefing: Ref
    role: str | None
    stance: str | None
    tone: int
    """The color of the briefing's first topic."""


@dataclass(frozen=True, slots=True)
class Signature:
    """An agreement that an actor signed or declined to sign: a document, or a relation to another actor."""

    status: Status
    date: Date | None
    document: Line | None = None
    relation: RelationFact | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The entries about an actor in all briefings, for all time or for some periods."""

    entries: Mapping[str, tuple[Line, ...]]
    """By kind, newest first."""
    appearances: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Ties(Generic[T]):
    """Roles or relations, newest first."""

    current: tuple[T, ...]
    former: tuple[T, ...]
    omitted: int = field(default=0, kw_only=True)
    """How many more the pages of the periods have."""

    @property
    def n(self) -> int:
        """The number of both that the profile lists."""
        return len(self.current) + len(self.former)

    @property
    def is_long(self) -> bool:
        """Whether the list is folded."""
        return self.n > LONG


@dataclass(frozen=True, slots=True)
class Relations(Ties[RelationFact]):
    """The relations of one kind and direction."""

    label: str
    """What the profile calls them."""


@dataclass(frozen=True, slots=True)
class ActorView(SheetView):
    """An actor's profile."""

    template = "actor.md.j2"
    data: Actor
    signatures: tuple[Signature, ...]
    """What the actor signed or declined, newest first."""
    roles: Ties[Fact]
    officers: Ties[Fact]
    """Roles that other actors have in this organization."""
    relations: tuple[Relations, ...]
    """All others."""
    record: Record
    """Only the newest periods if the profile is divided."""
    network: tuple[Tie, ...]
    """What connects its neighbors with each other."""
    shown: tuple[str, ...] = ()
    """The labels of the periods in `record` if the profile is divided, newest first."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods of a divided profile; empty if it is not divided."""


@dataclass(frozen=True, slots=True)
class ActorPeriodView(View):
    """The entries about an actor in one period."""

    template = "actor_period.md.j2"
    record: Record
    way: Navigation

    @property
    def listing(self) -> Listing:
        appearances = tuple(each.briefing for each in self.record.appearances)
        entries = (Group(entries, kind) for kind, entries in self.record.entries.items())
        return Listing((*entries, Group(appearances, "appearances")), way=self.way)


def actor(maker: Maker, sheet: Sheet[Actor], limits: Limits) -> Iterator[Page]:
    """An actor's profile and, if it is long, the pages of its periods."""
    catalog, words = maker.catalog, maker.words
    path, name = urls.page_of_sheet(sheet), sheet.data.headline
    description = (
        maker.describe(sheet.data.summary)
        if sheet.data.summary
        else words("pages.actor.description", name=name)
    )
    own = {kind: catalog.of_actor(kind, sheet.id) for kind in LISTED}
    appearances = catalog.appearances[sheet.id]
    own_roles = [each for each in catalog.by_sheet[f"actor/{sheet.id}"] if each.kind == Role.KIND]
    officers, relations = catalog.of_actor("role", sheet.id), catalog.relations_of[sheet.id]
    omitted = max(0, len(officers) - limits.profile)
    if omitted:
        # Then they are on the pages of the periods in which they began, too, and here are the newest.
        own[Role.KIND] = officers
        officers = tuple(_newest(officers)[: limits.profile])

    dated: list[Entry[Any] | Appearance] = [*chain.from_iterable(own.values()), *appearances]
    divided = Divided.of(dated, Step(name, path), words, limits.profile, limits.shown)
    record = _record(maker, sheet.id, own, divided.entries)
    view = ActorView(
        ref=maker.ref(sheet),
        data=sheet.data,
        signatures=_signatures(maker, sheet, own["document"], relations),
        roles=_terms(maker, own_roles, sheet),
        officers=replace(_terms(maker, officers, sheet), omitted=omitted),
        relations=tuple(_relations(maker, relations, sheet)),
        record=replace(record, entries={kind: record.entries[kind] for kind in LISTED}),
        network=ties_between_neighbors(maker, sheet.id),
        shown=divided.labels,
        periods=divided.links,
        known=maker.known(sheet, [*officers, *relations]),
    )
    yield Page(path, name, description, "actor", view, sheet.path)
    for address, way, entries in divided.pages:
        part = ActorPeriodView(_record(maker, sheet.id, own, entries), way)
        yield maker.page(address, "actor_period", "actor", part, name=name, period=way.label)


def _record(
    maker: Maker, actor: str, kinds: Iterable[str], dated: Iterable[Entry[Any] | Appearance]
) -> Record:
    entries: dict[str, list[Entry[Any]]] = {kind: [] for kind in kinds}
    appearances: list[Appearance] = []
    for each in dated:
        if isinstance(each, Appearance):
            appearances.append(each)
        else:
            entries[each.kind].append(each)
    newest = {
        kind: tuple(
            _line(maker, entry, actor) for entry in sorted(group, key=attrgetter("order"), reverse=True)
        )
        for kind, group in entries.items()
    }
    return Record(newest, tuple(_part(maker, each) for each in appearances))


def _line(maker: Maker, entry: Entry[Any], actor: str) -> Line:
    """An entry on the profile of an actor: what the actor did comes first."""
    line = maker.supported_line(entry) if entry.kind == Statement.KIND else maker.line(entry)
    if entry.kind == Role.KIND:
        term = maker.words.span(entry.item.from_, entry.item.to)
        return replace(line, title=label(entry, maker.catalog, maker.words), spoken=(term,) if term else ())
    own = tuple(maker.words(key) for key, actors in entry.sides if key and actor in actors)
    return replace(line, spoken=own + line.spoken) if own else line


def _part(maker: Maker, appearance: Appearance) -> Part:
    own = None if appearance.involved is None else appearance.involved.item
    return Part(
        maker.ref(appearance.briefing),
        None if own is None else own.role,
        None if own is None else own.stance,
        maker.tones.of_briefing(appearance.briefing),
    )


_FEWEST = 3
"""A document with fewer parties is listed as a document, unless one of them declined to sign it."""


def _signatures(
    maker: Maker,
    sheet: Sheet[Actor],
    documents: Iterable[Entry[Document]],
    relations: Iterable[RelationEntry],
) -> tuple[Signature, ...]:
    signatures = []
    for entry in documents:
        if entry.item.declined or len(entry.item.involved) >= _FEWEST:
            kind: Kind = "non-signatory-of" if sheet.id in entry.item.declined else "signatory-of"
            status = status_of(maker.catalog, kind, entry.citations)
            signatures.append(Signature(status, entry.date, _line(maker, entry, sheet.id)))
    for tie in relations:
        relation = tie.relation
        if tie.forward and (relation.kind == "signatory-of" or relation.kind == "non-signatory-of"):
            status = status_of(maker.catalog, relation.kind, relation.cite)
            signatures.append(Signature(status, relation.from_, relation=maker.relation(tie, sheet)))
    return tuple(sorted(signatures, key=lambda each: (each.date or BEGINNING).order, reverse=True))


def _terms(maker: Maker, roles: Iterable[Entry[Role]], on: Sheet[Actor]) -> Ties[Fact]:
    newest = _newest(roles)
    return Ties(
        maker.facts((entry for entry in newest if entry.item.to is None), on),
        maker.facts((entry for entry in newest if entry.item.to is not None), on),
    )


def _newest(roles: Iterable[Entry[Role]]) -> Sequence[Entry[Role]]:
    """Offices that are still held, then others, each newest first."""

    def order(entry: Entry[Role]) -> tuple[bool, object]:
        return entry.item.to is None, (entry.date or BEGINNING).order

    return sorted(roles, key=order, reverse=True)


def _relations(maker: Maker, relations: Iterable[RelationEntry], on: Sheet[Actor]) -> Iterator[Relations]:
    groups: dict[tuple[str, bool, str], list[RelationFact]] = {}
    for entry in relations:
        if entry.forward and entry.relation.kind in SIGNATURES:
            continue
        label = relation_words(entry.relation, maker.words, forward=entry.forward)
        group = groups.setdefault((entry.relation.kind, not entry.forward, label), [])
        group.append(maker.relation(entry, on))
    for (_, _, label), group in sorted(groups.items(), key=lambda item: item[0]):
        current = tuple(each for each in group if each.relation.to is None)
        former = tuple(each for each in group if each.relation.to is not None)
        yield Relations(current, former, label)

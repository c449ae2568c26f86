"""An actor's profile, with entries from all briefings. A long profile shows only the newest entries and has a
page for each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from briefings.catalog import urls
from briefings.catalog.catalog import Appearance, Catalog, RelationEntry
from briefings.catalog.coverage import Coverage, coverage_on_page
from briefings.catalog.entries import Entry, of_kind
from briefings.catalog.labels import relation_words
from briefings.model import LISTED, Actor, SheetModel
from briefings.model.actor import Role
from briefings.model.briefing import Event
from briefings.pages.events import BEGINNING
from briefings.pages.names import describe
from briefings.pages.page import Context, Group, Listing, Page
from briefings.pages.periods import Division, Limits, Navigation, Period, PeriodLink
from briefings.sheets.load import Sheet
from briefings.words import Words

T = TypeVar("T")

LONG = 6
"""Lists of roles or relations with more entries are folded."""


@dataclass(frozen=True, slots=True)
class Record:
    """The entries about an actor in all briefings, for all time or for some periods."""

    entries: Mapping[str, tuple[Entry[Any], ...]]
    """By kind, newest first."""
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class Ties(Generic[T]):
    """Roles or relations, newest first."""

    current: tuple[T, ...]
    former: tuple[T, ...]

    @property
    def n(self) -> int:
        """The number of both."""
        return len(self.current) + len(self.former)

    @property
    def is_long(self) -> bool:
        """Whether the list is folded."""
        return self.n > LONG


@dataclass(frozen=True, slots=True)
class Relations(Ties[RelationEntry]):
    """The relations of one kind and direction."""

    label: str
    """What the profile calls them."""


@dataclass(frozen=True, slots=True)
class ActorContext(Context):
    """An actor's profile."""

    template = "actor.md.j2"
    actor: Sheet[Actor]
    latest: Entry[Event] | None
    """The newest event in any briefing that is not only announced."""
    roles: Ties[Entry[Role]]
    officers: Ties[Entry[Role]]
    """Roles that other actors have in this organization."""
    relations: tuple[Relations, ...]
    record: Record
    """Only the newest periods if the profile is divided."""
    shown: tuple[str, ...] = ()
    """The labels of the periods in `record` if the profile is divided, newest first."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods of a divided profile; empty if it is not divided."""

    @property
    def subject(self) -> Sheet[SheetModel]:
        return self.actor


@dataclass(frozen=True, slots=True)
class ActorPeriodContext(Context):
    """The entries about an actor in one period."""

    template = "actor_period.md.j2"
    record: Record
    way: Navigation

    @property
    def listing(self) -> Listing:
        appearances = tuple(each.briefing for each in self.record.appearances)
        entries = (Group(entries, kind) for kind, entries in self.record.entries.items())
        return Listing((*entries, Group(appearances, "appearances")), way=self.way)


def actor(
    catalog: Catalog, coverage: Coverage, sheet: Sheet[Actor], words: Words, limits: Limits
) -> Iterator[Page]:
    """An actor's profile and, if it is long, the pages of its periods."""
    path, name = urls.page_of_sheet(sheet), sheet.data.headline
    description = (
        describe(catalog, sheet.data.summary)
        if sheet.data.summary
        else words("pages.actor.description", name=name)
    )
    own = {kind: catalog.of_actor(kind, sheet.id) for kind in LISTED}
    happened = [entry for entry in own["event"] if not entry.announced]
    appearances = catalog.appearances[sheet.id]
    every = tuple(entry for entries in own.values() for entry in entries)
    officers, relations = catalog.of_actor("role", sheet.id), catalog.relations_of[sheet.id]
    others = [(role.sheet, role.path) for role in officers]
    others += [(relation.sheet, relation.path) for relation in relations]
    covered = coverage_on_page(coverage, sheet, others)

    def profile(record: Record, shown: tuple[str, ...] = (), periods: tuple[PeriodLink, ...] = ()) -> Page:
        context = ActorContext(
            sheet,
            max(happened, key=attrgetter("order"), default=None),
            _terms(of_kind(sheet, "role")),
            _terms(officers),
            tuple(_relations(relations, words)),
            record,
            shown,
            periods,
            coverage=covered,
        )
        return Page(path, name, description, "actor", context, sheet.path)

    if len(every) + len(appearances) <= limits.profile:
        yield profile(_record(own, appearances))
        return
    dates = (*(entry.date for entry in every), *(each.date for each in appearances))
    division = Division(dates, limits.profile)
    by_period = _RecordsByPeriod(
        {kind: division.by_period(entries) for kind, entries in own.items()},
        division.by_period(appearances),
    )
    newest = division.newest(limits.shown)
    if len(newest) == len(division.counts):
        yield profile(_record(own, appearances))
        return
    pages = division.pages(path, name, words, here=newest)
    yield profile(by_period.record(newest), tuple(period.label(words) for period in newest), pages.links())
    for period, way in pages.navigation():
        title = words("pages.actor_period.title", name=name, period=way.label)
        context = ActorPeriodContext(by_period.record([period]), way)
        text = words("pages.actor_period.description", name=name, period=way.label)
        yield Page(pages.path(period), title, text, "actor", context)


@dataclass(frozen=True, slots=True)
class _RecordsByPeriod:
    """The entries about an actor, by period."""

    entries: Mapping[str, Mapping[Period, tuple[Entry[Any], ...]]]
    """By kind."""
    appearances: Mapping[Period, tuple[Appearance, ...]]

    def record(self, periods: Iterable[Period]) -> Record:
        """The record of some periods, given newest first."""
        newest = [*periods]
        entries = {
            kind: tuple(entry for period in newest for entry in by_period.get(period, ()))
            for kind, by_period in self.entries.items()
        }
        appearances = (each for period in newest for each in self.appearances.get(period, ()))
        return _record(entries, tuple(appearances))


def _record(entries: Mapping[str, tuple[Entry[Any], ...]], appearances: tuple[Appearance, ...]) -> Record:
    newest = {
        kind: tuple(sorted(group, key=attrgetter("order"), reverse=True)) for kind, group in entries.items()
    }
    return Record(newest, appearances)


def _terms(roles: Iterable[Entry[Role]]) -> Ties[Entry[Role]]:
    newest = sorted(roles, key=lambda entry: (entry.date or BEGINNING).order, reverse=True)
    return Ties(
        tuple(entry for entry in newest if entry.item.to is None),
        tuple(entry for entry in newest if entry.item.to is not None),
    )


def _relations(relations: Iterable[RelationEntry], words: Words) -> Iterator[Relations]:
    groups: dict[tuple[str, bool, str], list[RelationEntry]] = {}
    for entry in relations:
        label = relation_words(entry.relation, words, forward=entry.forward)
        groups.setdefault((entry.relation.kind, not entry.forward, label), []).append(entry)
    for (_, _, label), group in sorted(groups.items(), key=lambda item: item[0]):
        current = tuple(entry for entry in group if entry.relation.to is None)
        former = tuple(entry for entry in group if entry.relation.to is not None)
        yield Relations(current, former, label)

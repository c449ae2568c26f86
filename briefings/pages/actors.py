"""An actor's profile: everything about them, from all briefings. A long one shows the newest, and has a page
for each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefings.catalog import urls
from briefings.catalog.catalog import (
    Appearance,
    Catalog,
    EventEntry,
    FigureEntry,
    RelationEntry,
    RoleEntry,
    StatementEntry,
)
from briefings.model import Actor
from briefings.model.dates import Date
from briefings.pages.events import BEGINNING, anchored, last_changed
from briefings.pages.names import described
from briefings.pages.page import Context, Page
from briefings.pages.periods import Division, Limits, Listed, Period, Way
from briefings.sheets.load import Sheet
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Record:
    """What the briefings say of an actor: of all time, or of some of it."""

    statements: tuple[StatementEntry, ...] = ()
    events: tuple[tuple[str, EventEntry], ...] = ()
    """Each with its anchor on this page."""
    figures: tuple[FigureEntry, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    changed: Date = BEGINNING
    """When the last of the briefings that say so changed."""


@dataclass(frozen=True, slots=True)
class ActorContext(Context):
    """An actor's profile."""

    template = "actor.md.j2"
    actor: Sheet[Actor]
    roles: tuple[RoleEntry, ...]
    officers: tuple[RoleEntry, ...]
    """Who holds roles in this body."""
    relations: tuple[RelationEntry, ...]
    record: Record
    """Where the profile is divided, of the newest periods only."""
    shown: tuple[str, ...] = ()
    """Which periods those are, newest first."""
    periods: tuple[Listed, ...] = ()
    """All of a divided profile; empty where it is whole."""


@dataclass(frozen=True, slots=True)
class ActorPeriodContext(Context):
    """What the briefings say of an actor in one period."""

    template = "actor_period.md.j2"
    record: Record
    way: Way


def actor(catalog: Catalog, sheet: Sheet[Actor], words: Words, limits: Limits) -> Iterator[Page]:
    """An actor's profile, and the pages of its periods where it is divided."""
    path, name = urls.page_of_sheet(sheet), sheet.data.name
    description = (
        described(catalog, sheet.data.summary)
        if sheet.data.summary
        else words("pages.actor.description", name=name)
    )
    statements, events = catalog.statements_of[sheet.id], catalog.events_of[sheet.id]
    figures, appearances = catalog.figures_of[sheet.id], catalog.appearances[sheet.id]

    def profile(record: Record, shown: tuple[str, ...] = (), periods: tuple[Listed, ...] = ()) -> Page:
        roles = sorted(
            enumerate(sheet.data.roles), key=lambda item: (item[1].from_ or BEGINNING).order, reverse=True
        )
        held = tuple(RoleEntry(role, sheet, ("roles", n)) for n, role in roles)
        context = ActorContext(
            sheet, held, catalog.roles_at[sheet.id], catalog.relations_of[sheet.id], record, shown, periods
        )
        return Page(path, name, description, "actor", context, sheet.path)

    if len(statements) + len(events) + len(figures) + len(appearances) <= limits.profile:
        yield profile(_record(statements, events, figures, appearances))
        return
    dates = (
        *(entry.statement.date for entry in statements),
        *(entry.event.date for entry in events),
        *map(_counted, figures),
        *map(_published, appearances),
    )
    division = Division(dates, limits.profile)
    filed = _Filed(
        division.filed(statements, lambda entry: entry.statement.date),
        division.filed(events, lambda entry: entry.event.date),
        division.filed(figures, _counted),
        division.filed(appearances, _published),
    )
    newest = division.newest(limits.shown)
    if len(newest) == len(division.counts):
        yield profile(_record(statements, events, figures, appearances))
        return
    pages = division.pages(path, name, words, here=newest)
    yield profile(filed.record(newest), tuple(period.said(words) for period in newest), pages.listed())
    for period, way in pages.ways():
        title = words("pages.actor_period.title", name=name, period=way.label)
        context = ActorPeriodContext(filed.record([period]), way)
        said = words("pages.actor_period.description", name=name, period=way.label)
        yield Page(pages.path(period), title, said, "actor", context)


@dataclass(frozen=True, slots=True)
class _Filed:
    """What the briefings say of an actor, by period."""

    statements: Mapping[Period, tuple[StatementEntry, ...]]
    events: Mapping[Period, tuple[EventEntry, ...]]
    figures: Mapping[Period, tuple[FigureEntry, ...]]
    appearances: Mapping[Period, tuple[Appearance, ...]]

    def record(self, periods: Iterable[Period]) -> Record:
        """That of some periods, given newest first: events in time's order, the rest with the newest periods
        first."""
        newest = [*periods]
        return _record(
            tuple(entry for period in newest for entry in self.statements.get(period, ())),
            tuple(entry for period in reversed(newest) for entry in self.events.get(period, ())),
            tuple(entry for period in newest for entry in self.figures.get(period, ())),
            tuple(entry for period in newest for entry in self.appearances.get(period, ())),
        )


def _record(
    statements: tuple[StatementEntry, ...],
    events: tuple[EventEntry, ...],
    figures: tuple[FigureEntry, ...],
    appearances: tuple[Appearance, ...],
) -> Record:
    said: tuple[StatementEntry | EventEntry | FigureEntry | Appearance, ...] = (
        *statements,
        *events,
        *figures,
        *appearances,
    )
    changed = last_changed({entry.briefing.id: entry.briefing for entry in said}.values())
    return Record(statements, anchored(events), figures, appearances, changed)


def _counted(entry: FigureEntry) -> Date | None:
    """When the newest of a figure's values was counted."""
    dates: Iterator[Date] = (value.as_of for value in entry.figure.values if value.as_of is not None)
    return max(dates, key=lambda date: date.order, default=None)


def _published(appearance: Appearance) -> Date | None:
    """A briefing keeps its place when it is updated."""
    return appearance.briefing.data.published

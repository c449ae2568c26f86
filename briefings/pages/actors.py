"""An actor's profile, with entries from all briefings. A long profile shows only the newest entries and has a
page for each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Appearance, Catalog, RelationEntry
from briefings.catalog.entries import Entry, of_kind
from briefings.model import LISTED, Actor
from briefings.model.actor import Role
from briefings.model.dates import Date
from briefings.pages.events import BEGINNING, add_anchors, last_changed
from briefings.pages.names import describe
from briefings.pages.page import Context, Page
from briefings.pages.periods import Division, Limits, Navigation, Period, PeriodLink
from briefings.sheets.load import Sheet
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Record:
    """The entries about an actor in all briefings, for all time or for some periods."""

    entries: Mapping[str, tuple[Entry[Any], ...]]
    """By kind."""
    placed: tuple[tuple[str, Entry[Any]], ...]
    """The events, each with its anchor on this page."""
    appearances: tuple[Appearance, ...]
    changed: Date
    """The date of the latest change of these briefings."""


@dataclass(frozen=True, slots=True)
class ActorContext(Context):
    """An actor's profile."""

    template = "actor.md.j2"
    actor: Sheet[Actor]
    roles: tuple[Entry[Role], ...]
    officers: tuple[Entry[Role], ...]
    """Roles that other actors have in this organization."""
    relations: tuple[RelationEntry, ...]
    record: Record
    """Only the newest periods if the profile is divided."""
    shown: tuple[str, ...] = ()
    """The labels of the periods in `record` if the profile is divided, newest first."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods of a divided profile; empty if it is not divided."""


@dataclass(frozen=True, slots=True)
class ActorPeriodContext(Context):
    """The entries about an actor in one period."""

    template = "actor_period.md.j2"
    record: Record
    way: Navigation


def actor(catalog: Catalog, sheet: Sheet[Actor], words: Words, limits: Limits) -> Iterator[Page]:
    """An actor's profile and, if it is long, the pages of its periods."""
    path, name = urls.page_of_sheet(sheet), sheet.data.name
    description = (
        describe(catalog, sheet.data.summary)
        if sheet.data.summary
        else words("pages.actor.description", name=name)
    )
    own = {kind: catalog.of_actor(kind, sheet.id) for kind in LISTED}
    appearances = catalog.appearances[sheet.id]
    every = tuple(entry for entries in own.values() for entry in entries)

    def profile(record: Record, shown: tuple[str, ...] = (), periods: tuple[PeriodLink, ...] = ()) -> Page:
        roles = sorted(
            of_kind(sheet, "role"), key=lambda entry: (entry.date or BEGINNING).order, reverse=True
        )
        officers = catalog.of_actor("role", sheet.id)
        relations = catalog.relations_of[sheet.id]
        context = ActorContext(sheet, tuple(roles), officers, relations, record, shown, periods)
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
        """The record of some periods, given newest first. Chronological kinds are in chronological order;
        other kinds begin with the newest period."""
        newest = [*periods]
        entries = {
            kind: tuple(
                entry
                for period in (reversed(newest) if LISTED[kind].CHRONOLOGICAL else newest)
                for entry in by_period.get(period, ())
            )
            for kind, by_period in self.entries.items()
        }
        appearances = (each for period in newest for each in self.appearances.get(period, ()))
        return _record(entries, tuple(appearances))


def _record(entries: Mapping[str, tuple[Entry[Any], ...]], appearances: tuple[Appearance, ...]) -> Record:
    briefings = {entry.sheet.id: entry.sheet for group in entries.values() for entry in group}
    briefings |= {each.briefing.id: each.briefing for each in appearances}
    return Record(entries, add_anchors(entries["event"]), appearances, last_changed(briefings.values()))

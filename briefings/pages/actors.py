"""An actor's profile: everything about them, from all briefings. A long one shows the newest, and has a page
for each period."""

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
from briefings.pages.events import BEGINNING, anchored, last_changed
from briefings.pages.names import described
from briefings.pages.page import Context, Page
from briefings.pages.periods import Division, Limits, Listed, Period, Way
from briefings.sheets.load import Sheet
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Record:
    """What the briefings say about an actor: of all time, or of some periods."""

    entries: Mapping[str, tuple[Entry[Any], ...]]
    """By kind."""
    placed: tuple[tuple[str, Entry[Any]], ...]
    """The events, each with its anchor on this page."""
    appearances: tuple[Appearance, ...]
    changed: Date
    """When the last of these briefings changed."""


@dataclass(frozen=True, slots=True)
class ActorContext(Context):
    """An actor's profile."""

    template = "actor.md.j2"
    actor: Sheet[Actor]
    roles: tuple[Entry[Role], ...]
    officers: tuple[Entry[Role], ...]
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
    own = {kind: catalog.of_actor(kind, sheet.id) for kind in LISTED}
    appearances = catalog.appearances[sheet.id]
    every = tuple(entry for entries in own.values() for entry in entries)

    def profile(record: Record, shown: tuple[str, ...] = (), periods: tuple[Listed, ...] = ()) -> Page:
        held = sorted(of_kind(sheet, "role"), key=lambda entry: (entry.date or BEGINNING).order, reverse=True)
        officers = catalog.of_actor("role", sheet.id)
        relations = catalog.relations_of[sheet.id]
        context = ActorContext(sheet, tuple(held), officers, relations, record, shown, periods)
        return Page(path, name, description, "actor", context, sheet.path)

    if len(every) + len(appearances) <= limits.profile:
        yield profile(_record(own, appearances))
        return
    dates = (*(entry.date for entry in every), *(each.date for each in appearances))
    division = Division(dates, limits.profile)
    filed = _Filed(
        {kind: division.filed(entries) for kind, entries in own.items()}, division.filed(appearances)
    )
    newest = division.newest(limits.shown)
    if len(newest) == len(division.counts):
        yield profile(_record(own, appearances))
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
    """What the briefings say about an actor, by period."""

    entries: Mapping[str, Mapping[Period, tuple[Entry[Any], ...]]]
    """By kind."""
    appearances: Mapping[Period, tuple[Appearance, ...]]

    def record(self, periods: Iterable[Period]) -> Record:
        """That of some periods, given newest first. What is chronological stays so; of the rest, the newest
        periods come first."""
        newest = [*periods]
        entries = {
            kind: tuple(
                entry
                for period in (reversed(newest) if LISTED[kind].CHRONOLOGICAL else newest)
                for entry in filed.get(period, ())
            )
            for kind, filed in self.entries.items()
        }
        appearances = (each for period in newest for each in self.appearances.get(period, ()))
        return _record(entries, tuple(appearances))


def _record(entries: Mapping[str, tuple[Entry[Any], ...]], appearances: tuple[Appearance, ...]) -> Record:
    briefings = {entry.sheet.id: entry.sheet for found in entries.values() for entry in found}
    briefings |= {each.briefing.id: each.briefing for each in appearances}
    return Record(entries, anchored(entries["event"]), appearances, last_changed(briefings.values()))

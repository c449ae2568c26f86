"""The registers: the timeline and the statements of all briefings. A long one is divided by periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import UNDATED, Entry
from briefings.model.briefing import Statement, Status
from briefings.model.dates import Date
from briefings.pages.events import add_anchors, last_changed
from briefings.pages.page import Context, Group, Listing, Page
from briefings.pages.periods import Division, Limits, Navigation, Period, PeriodLink
from briefings.sheets.load import Sheet
from briefings.words import Words

Placed = tuple[str, Entry[Any]]
"""An entry with its anchor on this page."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The events of a period."""

    label: str
    entries: tuple[Placed, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class TimelineContext(Context):
    """The timeline, or one period of it."""

    template = "timeline.md.j2"
    sections: tuple[Chronicle, ...]
    """What happened, newest first. The first page of a divided timeline has only the newest periods, and the
    page of a long year has the entries without a month."""
    announced: tuple[Placed, ...]
    """What is only announced, the earliest first."""
    changed: Date
    """The date of the latest change of the briefings."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods, on the first page of a divided timeline."""
    way: Navigation | None = None
    """Links to other periods, on the page of a period."""

    @property
    def listing(self) -> Listing:
        announced = Group(_entries(self.announced), "announced")
        happened = (Group(_entries(each.entries), label=each.label) for each in self.sections)
        return Listing((announced, *happened), self.periods, self.way)


def _entries(placed: Iterable[Placed]) -> tuple[Entry[Any], ...]:
    return tuple(entry for _, entry in placed)


Speeches = tuple[tuple[Sheet[Any], tuple[Entry[Statement], ...]], ...]
"""Statements in order; consecutive ones of one speaker, an actor or a source, are together."""


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements with a status."""

    status: Status
    speeches: Speeches
    """Only the newest if statements are divided."""
    n: int
    path: str | None = None
    """The page with all of them, if they are divided."""


@dataclass(frozen=True, slots=True)
class StatementsContext(Context):
    """All statements, by status."""

    template = "statements.md.j2"
    groups: tuple[Statements, ...]

    @property
    def listing(self) -> Listing:
        return Listing(
            tuple(Group(_statements(each.speeches), each.status, whole=each.path) for each in self.groups)
        )


@dataclass(frozen=True, slots=True)
class StatusContext(Context):
    """The statements with a status, or those of one period, newest first."""

    template = "status.md.j2"
    status: Status
    sections: tuple[tuple[str, Speeches], ...]
    """The statements of each period; the label is empty if there is only one section."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods, on the first page of a divided status."""
    way: Navigation | None = None
    """Links to other periods, on the page of a period."""

    @property
    def listing(self) -> Listing:
        groups = (Group(_statements(speeches), self.status, label) for label, speeches in self.sections)
        return Listing(tuple(groups), self.periods, self.way)


def _statements(speeches: Speeches) -> tuple[Entry[Statement], ...]:
    return tuple(entry for _, entries in speeches for entry in entries)


STATUS_ORDER: tuple[Status, ...] = (
    "unsupported",
    "contradicted",
    "disputed",
    "superseded",
    "reported",
    "opinion",
)
"""Statuses that readers must be warned about come first."""


def timeline(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The timeline and, if it is long, the pages of its periods."""
    path, kind, title = urls.TIMELINE, "timeline", words("pages.timeline.title")
    changed = last_changed(catalog.briefings.values())
    entries = catalog.chronology
    description = words("pages.timeline.description")
    division = Division((entry.date for entry in entries), limits.register)
    if len(entries) <= limits.register:
        yield Page(path, title, description, kind, _chronicle(entries, changed, division, words))
        return
    pages = division.pages(path, title, words)
    newest = _newest_periods(entries, changed, limits, words)
    yield Page(path, title, description, kind, replace(newest, periods=pages.links()))
    by_period = division.by_period(entries)
    for period, way in pages.navigation():
        own = by_period.get(period, ())
        context = _chronicle(own, last_changed(entry.sheet for entry in own), division, words)
        # A long year without entries of its own only lists its months, so it is an index.
        yield Page(
            pages.path(period),
            words("pages.timeline_period.title", period=way.label),
            words("pages.timeline_period.description", period=way.label),
            kind if own else "index",
            replace(context, way=way),
        )


def _newest_periods(
    entries: Sequence[Entry[Any]], changed: Date, limits: Limits, words: Words
) -> TimelineContext:
    """The first page of a divided timeline: the newest periods, and the next announced entries."""
    coming = [entry for entry in entries if _is_coming(entry, changed)]
    others = [entry for entry in entries if not _is_coming(entry, changed)]
    division = Division((entry.date for entry in others), limits.register)
    newest = division.newest(limits.shown)
    shown = [entry for entry in others if division.period(entry.date) in newest]
    return _chronicle([*shown, *coming[: limits.shown]], changed, division, words)


def _chronicle(
    entries: Sequence[Entry[Any]], changed: Date, division: Division, words: Words
) -> TimelineContext:
    """Entries, given in chronological order, as a page shows them. The oldest has the first anchor."""
    placed = add_anchors(entries)
    announced = tuple(each for each in placed if each[1].announced)
    sections: dict[Period, list[Placed]] = {}
    for each in reversed(placed):
        if not each[1].announced:
            sections.setdefault(division.period(each[1].date), []).append(each)
    newest = sorted(sections, key=lambda period: period.order, reverse=True)
    chronicles = (Chronicle(period.label(words), tuple(sections[period])) for period in newest)
    return TimelineContext(tuple(chronicles), announced, changed)


def _is_coming(entry: Entry[Any], day: Date) -> bool:
    return entry.announced and entry.date is not None and entry.date.starts_after(day)


def statements(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The statements and, if they are many, a page for each status and each period of a long status."""
    path, kind, title = urls.STATEMENTS, "statements", words("pages.statements.title")
    by_status: dict[Status, list[Entry[Statement]]] = {status: [] for status in STATUS_ORDER}
    every = catalog.by_kind["statement"]
    for entry in every:
        by_status[entry.status].append(entry)
    divided = len(every) > limits.statements
    groups: list[Statements] = []
    pages: list[Page] = []
    for status, entries in by_status.items():
        newest = _newest(entries)
        if not divided:
            groups.append(Statements(status, _speeches(catalog, newest), len(entries)))
        else:
            few = _speeches(catalog, newest[: limits.few])
            groups.append(Statements(status, few, len(entries), urls.part_of(path, status)))
            pages += _status(catalog, status, newest, words, limits) if entries else ()
    yield Page(
        path,
        title,
        words("pages.statements.description"),
        kind,
        StatementsContext(tuple(g for g in groups if g.n)),
    )
    yield from pages


def _newest(entries: Iterable[Entry[Statement]]) -> list[Entry[Statement]]:
    """The newest first; those of one day by speaker."""
    by_speaker = sorted(entries, key=lambda entry: entry.item.voice)
    return sorted(
        by_speaker, key=lambda entry: UNDATED if entry.date is None else entry.date.order, reverse=True
    )


def _speeches(catalog: Catalog, entries: Iterable[Entry[Statement]]) -> Speeches:
    groups = groupby(entries, key=lambda entry: (entry.item.speaker, entry.item.source))
    return tuple(
        (
            catalog.actors[actor] if actor is not None else catalog.sources[source or ""],
            tuple(statements),
        )
        for (actor, source), statements in groups
    )


def _status(
    catalog: Catalog, status: Status, newest: Sequence[Entry[Statement]], words: Words, limits: Limits
) -> Iterator[Page]:
    path, word = urls.part_of(urls.STATEMENTS, status), words(f"statuses.{status}.word")
    title, description = words("pages.status.title", status=word), words(f"statuses.{status}.meaning")
    if len(newest) <= limits.statements:
        yield Page(
            path, title, description, "statements", StatusContext(status, (("", _speeches(catalog, newest)),))
        )
        return
    division = Division((entry.date for entry in newest), limits.statements)
    by_period = division.by_period(newest)
    shown = tuple(
        (period.label(words), _speeches(catalog, by_period[period]))
        for period in division.newest(limits.shown)
    )
    pages = division.pages(path, title, words)
    yield Page(path, title, description, "statements", StatusContext(status, shown, pages.links()))
    for period, way in pages.navigation():
        own = words("pages.status_period.title", status=word, period=way.label)
        sections = (("", _speeches(catalog, by_period[period])),) if period in by_period else ()
        context = StatusContext(status, sections, way=way)
        yield Page(pages.path(period), own, f"{own}. {description}", "statements", context)

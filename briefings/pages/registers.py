"""The registers: the timeline and the statements of all briefings. A long one is divided by periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import UNDATED, Entry
from briefings.model.briefing import Statement, Status
from briefings.model.dates import Date
from briefings.pages.events import anchored, last_changed
from briefings.pages.page import Context, Page
from briefings.pages.periods import Division, Limits, Listed, Period, Way
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What happened in a period."""

    label: str
    year: str
    """By which they are filtered."""
    entries: tuple[tuple[str, Entry[Any]], ...]
    """In chronological order, each with its anchor on this page."""


@dataclass(frozen=True, slots=True)
class TimelineContext(Context):
    """Everything that has a place on the timeline, or what belongs to a period."""

    template = "timeline.md.j2"
    sections: tuple[Chronicle, ...]
    """Newest first. Of a divided timeline, its first page has the newest only, and the page of a long year
    what has no month."""
    changed: Date
    """When the last of the briefings changed."""
    periods: tuple[Listed, ...] = ()
    """On the first page of a divided timeline: all of them."""
    way: Way | None = None
    """On a period's page."""


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a status."""

    status: Status
    entries: tuple[Entry[Statement], ...]
    """Where statements are divided, its newest ones."""
    n: int
    path: str | None = None
    """Where all of them are, if not here."""


@dataclass(frozen=True, slots=True)
class StatementsContext(Context):
    """All statements, by status."""

    template = "statements.md.j2"
    groups: tuple[Statements, ...]


@dataclass(frozen=True, slots=True)
class StatusContext(Context):
    """All statements of a status, or those of a period. Newest first."""

    template = "status.md.j2"
    status: Status
    sections: tuple[tuple[str, tuple[Entry[Statement], ...]], ...]
    """Each with its period; one without a name where there is nothing to tell apart."""
    periods: tuple[Listed, ...] = ()
    """On the first page of a divided status: all of them."""
    way: Way | None = None
    """On a period's page."""


STATUS_ORDER: tuple[Status, ...] = (
    "unsupported",
    "contradicted",
    "disputed",
    "superseded",
    "reported",
    "opinion",
)
"""What readers must be warned of comes first."""


def timeline(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The timeline, and the pages of its periods where it is divided."""
    path, kind, title = urls.TIMELINE, "timeline", words("pages.timeline.title")
    changed = last_changed(catalog.briefings.values())

    def whole(
        filed: Mapping[Period, Sequence[Entry[Any]]], newest: Sequence[Period], periods: tuple[Listed, ...]
    ) -> Page:
        context = TimelineContext(_sections(filed, newest, words), changed, periods)
        return Page(path, title, words("pages.timeline.description"), kind, context)

    entries = catalog.chronology
    divided = len(entries) > limits.register
    division = Division((entry.date for entry in entries), limits.register)
    filed = division.filed(entries)
    if not divided:
        yield whole(filed, [*division.counts], ())
        return
    pages = division.pages(path, title, words)
    yield whole(filed, division.newest(limits.shown), pages.listed())
    for period, way in pages.ways():
        sections = _sections(filed, [period] if period in filed else [], words)
        context = TimelineContext(
            sections, last_changed(entry.sheet for entry in filed.get(period, ())), way=way
        )
        # Without events of its own, the page of a long year is but a list of its months, with nothing to
        # filter.
        own_kind = kind if sections else "index"
        said = words("pages.timeline_period.description", period=way.label)
        yield Page(
            pages.path(period),
            words("pages.timeline_period.title", period=way.label),
            said,
            own_kind,
            context,
        )


def _sections(
    filed: Mapping[Period, Sequence[Entry[Any]]], newest: Sequence[Period], words: Words
) -> tuple[Chronicle, ...]:
    sections: list[Chronicle] = []
    placed = 0
    for period in reversed(newest):
        entries = anchored(filed[period], placed + 1)
        sections.append(Chronicle(period.said(words), period.in_full.said(words), entries))
        placed += len(entries)
    return tuple(reversed(sections))


def statements(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The statements; where they are divided, a page for each status, and for each period of a long one."""
    path, kind, title = urls.STATEMENTS, "statements", words("pages.statements.title")
    by_status: dict[Status, list[Entry[Statement]]] = {status: [] for status in STATUS_ORDER}
    every = catalog.by_kind["statement"]
    for entry in every:
        by_status[entry.status].append(entry)
    divided = len(every) > limits.register
    groups: list[Statements] = []
    pages: list[Page] = []
    for status, entries in by_status.items():
        if not divided:
            groups.append(Statements(status, tuple(entries), len(entries)))
        else:
            newest = sorted(entries, key=_by_date, reverse=True)
            groups.append(
                Statements(status, tuple(newest[: limits.few]), len(entries), urls.part_of(path, status))
            )
            pages += _status(status, newest, words, limits) if entries else ()
    yield Page(
        path,
        title,
        words("pages.statements.description"),
        kind,
        StatementsContext(tuple(g for g in groups if g.n)),
    )
    yield from pages


def _by_date(entry: Entry[Statement]) -> tuple[int, bool, int, str]:
    return UNDATED if entry.date is None else entry.date.order


def _status(
    status: Status, newest: Sequence[Entry[Statement]], words: Words, limits: Limits
) -> Iterator[Page]:
    path, word = urls.part_of(urls.STATEMENTS, status), words(f"statuses.{status}.word")
    title, description = words("pages.status.title", status=word), words(f"statuses.{status}.meaning")
    if len(newest) <= limits.register:
        yield Page(path, title, description, "statements", StatusContext(status, (("", tuple(newest)),)))
        return
    division = Division((entry.date for entry in newest), limits.register)
    filed = division.filed(newest)
    shown = tuple((period.said(words), filed[period]) for period in division.newest(limits.shown))
    pages = division.pages(path, title, words)
    yield Page(path, title, description, "statements", StatusContext(status, shown, pages.listed()))
    for period, way in pages.ways():
        own = words("pages.status_period.title", status=word, period=way.label)
        context = StatusContext(status, (("", filed[period]),) if period in filed else (), way=way)
        yield Page(pages.path(period), own, f"{own}. {description}", "statements", context)

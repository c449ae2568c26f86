"""The registers: all events in time's order, all statements by status. A long one is divided by periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog, EventEntry, StatementEntry
from briefings.model.briefing import Status
from briefings.model.dates import Date
from briefings.pages.events import anchored, last_changed
from briefings.pages.page import Context, Page
from briefings.pages.periods import Division, Limits, Listed, Period, Way
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a period."""

    label: str
    year: str
    """By which they are filtered."""
    events: tuple[tuple[str, EventEntry], ...]
    """In time's order, each with its anchor on this page."""


@dataclass(frozen=True, slots=True)
class TimelineContext(Context):
    """All events, or those of a period."""

    template = "timeline.md.j2"
    sections: tuple[Events, ...]
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
    entries: tuple[StatementEntry, ...]
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
    sections: tuple[tuple[str, tuple[StatementEntry, ...]], ...]
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
        filed: Mapping[Period, Sequence[EventEntry]], newest: Sequence[Period], periods: tuple[Listed, ...]
    ) -> Page:
        context = TimelineContext(_sections(filed, newest, words), changed, periods)
        return Page(path, title, words("pages.timeline.description"), kind, context)

    divided = len(catalog.events) > limits.register
    division = Division((entry.event.date for entry in catalog.events), limits.register)
    filed = division.filed(catalog.events, lambda entry: entry.event.date)
    if not divided:
        yield whole(filed, [*division.counts], ())
        return
    pages = division.pages(path, title, words)
    yield whole(filed, division.newest(limits.shown), pages.listed())
    for period, way in pages.ways():
        sections = _sections(filed, [period] if period in filed else [], words)
        context = TimelineContext(
            sections, last_changed(entry.briefing for entry in filed.get(period, ())), way=way
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
    filed: Mapping[Period, Sequence[EventEntry]], newest: Sequence[Period], words: Words
) -> tuple[Events, ...]:
    sections: list[Events] = []
    placed = 0
    for period in reversed(newest):
        events = anchored(filed[period], placed + 1)
        sections.append(Events(period.said(words), period.in_full.said(words), events))
        placed += len(events)
    return tuple(reversed(sections))


def statements(catalog: Catalog, words: Words, limits: Limits) -> Iterator[Page]:
    """The statements; where they are divided, a page for each status, and for each period of a long one."""
    path, kind, title = urls.STATEMENTS, "statements", words("pages.statements.title")
    by_status: dict[Status, list[StatementEntry]] = {status: [] for status in STATUS_ORDER}
    for entry in catalog.statements:
        by_status[entry.statement.status].append(entry)
    divided = len(catalog.statements) > limits.register
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


def _by_date(entry: StatementEntry) -> tuple[int, bool, int, str]:
    return (-1, False, 0, "") if entry.statement.date is None else entry.statement.date.order


def _status(status: Status, newest: Sequence[StatementEntry], words: Words, limits: Limits) -> Iterator[Page]:
    path, word = urls.part_of(urls.STATEMENTS, status), words(f"statuses.{status}.word")
    title, description = words("pages.status.title", status=word), words(f"statuses.{status}.meaning")
    if len(newest) <= limits.register:
        yield Page(path, title, description, "statements", StatusContext(status, (("", tuple(newest)),)))
        return
    division = Division((entry.statement.date for entry in newest), limits.register)
    filed = division.filed(newest, lambda entry: entry.statement.date)
    shown = tuple((period.said(words), filed[period]) for period in division.newest(limits.shown))
    pages = division.pages(path, title, words)
    yield Page(path, title, description, "statements", StatusContext(status, shown, pages.listed()))
    for period, way in pages.ways():
        own = words("pages.status_period.title", status=word, period=way.label)
        context = StatusContext(status, (("", filed[period]),) if period in filed else (), way=way)
        yield Page(pages.path(period), own, f"{own}. {description}", "statements", context)

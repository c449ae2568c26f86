"""The registers: the timeline and the statements of all briefings. A long one is divided by periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import UNDATED, Entry
from briefings.languages import month_names
from briefings.model.briefing import Statement, Status
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.views.facts import Line, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import (
    Divided,
    Division,
    Limits,
    Navigation,
    Period,
    PeriodLink,
    Step,
    as_of,
)
from briefings.views.view import Group, Listing, View
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Filtered:
    """An entry on the timeline, with what readers can filter it by."""

    at: str
    """Its anchor on this page, because entries of two briefings can have the same."""
    line: Line
    actors: tuple[Ref, ...]
    sources: tuple[SourceKind, ...]
    """The kinds of its sources."""
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    """The ids of its briefing's topics."""
    tone: int
    """The color of the first of them."""


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of a month, or those of a year without months."""

    label: str
    """Empty if the heading above says the same."""
    entries: tuple[Filtered, ...]
    """Newest first."""
    by_day: bool
    """Whether the headings say the month, so that dates need only the day."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The events of a period."""

    label: str
    months: tuple[Month, ...]
    """Newest first."""
    is_open: bool
    few: int
    """How many entries of each month are not folded."""

    @property
    def entries(self) -> tuple[Filtered, ...]:
        """All entries, newest first."""
        return tuple(entry for month in self.months for entry in month.entries)


_OPEN = 40
"""About as many entries are seen before a reader opens anything, so that the page stays short."""
_FEW = 4
"""At least so many of each month are seen in a year that is open."""


@dataclass(frozen=True, slots=True)
class TimelineView(View):
    """The timeline, or one period of it."""

    template = "timeline.md.j2"
    sections: tuple[Chronicle, ...]
    """What happened, newest first. The first page of a divided timeline has only the newest periods, and the
    page of a long year has the entries without a month."""
    announced: tuple[Filtered, ...]
    """What is only announced, the earliest first."""
    called_off: tuple[Filtered, ...]
    """What was planned, and postponed, moved or canceled, the earliest first."""
    as_of: Date
    """The day up to which it says what happened."""
    topics: Mapping[str, tuple[Ref, int]]
    """The topics of all entries, each with its color, by id."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods, on the first page of a divided timeline."""
    way: Navigation | None = None
    """Links to other periods, on the page of a period."""

    @property
    def listing(self) -> Listing:
        announced = Group(_entries(self.announced), "announced")
        happened = (Group(_entries(each.entries), label=each.label) for each in self.sections)
        called_off = Group(_entries(self.called_off), "called_off")
        return Listing((announced, called_off, *happened), self.periods, self.way)


def _entries(placed: Iterable[Filtered]) -> tuple[Line, ...]:
    return tuple(each.line for each in placed)


@dataclass(frozen=True, slots=True)
class Speeches:
    """Statements by speaker, an actor or a source. A source is called by its publisher."""

    newest: tuple[tuple[Ref, tuple[Line, ...]], ...]
    """The newest first; consecutive ones of one speaker are together."""
    others: tuple[tuple[Ref, tuple[Line, ...]], ...]
    """The other statements of each speaker, the newest first. They are folded."""

    @property
    def n_others(self) -> int:
        """The number of folded statements."""
        return sum(len(entries) for _, entries in self.others)

    @property
    def entries(self) -> tuple[Line, ...]:
        """All statements."""
        return tuple(entry for _, entries in (*self.newest, *self.others) for entry in entries)


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
class StatementsView(View):
    """All statements, by status."""

    template = "statements.md.j2"
    groups: tuple[Statements, ...]

    @property
    def listing(self) -> Listing:
        return Listing(
            tuple(Group(each.speeches.entries, each.status, whole=each.path) for each in self.groups)
        )


@dataclass(frozen=True, slots=True)
class StatusView(View):
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
        groups = (Group(speeches.entries, self.status, label) for label, speeches in self.sections)
        return Listing(tuple(groups), self.periods, self.way)


STATUS_ORDER: tuple[Status, ...] = (
    "unsupported",
    "contradicted",
    "disputed",
    "superseded",
    "reported",
    "opinion",
)
"""Statuses that readers must be warned about come first."""


def timeline(maker: Maker, limits: Limits) -> Iterator[Page]:
    """The timeline and, if it is long, the pages of its periods."""
    catalog, words = maker.catalog, maker.words
    day, entries = as_of(catalog.briefings.values()), catalog.chronology
    division = Division((entry.date for entry in entries), limits.register)
    step, most = Step(words("pages.timeline.title"), urls.TIMELINE), limits.register
    divided = Divided.of(entries, step, words, most, limits.shown, own_pages=True)
    first = _newest_periods(maker, entries, day, limits) if divided.links else None
    view = replace(first or _chronicle(maker, entries, day, division), periods=divided.links)
    yield maker.page(urls.TIMELINE, "timeline", "timeline", view)
    for address, way, own in divided.pages:
        view = _chronicle(maker, own, as_of(entry.sheet for entry in own), division)
        # A long year without entries of its own only lists its months, so it is an index.
        kind, period = "timeline" if own else "index", way.label
        yield maker.page(address, "timeline_period", kind, replace(view, way=way), period=period)


def _newest_periods(maker: Maker, entries: Sequence[Entry[Any]], day: Date, limits: Limits) -> TimelineView:
    """The first page of a divided timeline: the newest periods, and the next entries that were announced."""
    coming = [entry for entry in entries if _is_coming(entry, day)]
    others = [entry for entry in entries if not _is_coming(entry, day)]
    division = Division((entry.date for entry in others), limits.register)
    newest = division.newest(limits.shown)
    shown = [entry for entry in others if division.period(entry.date) in newest]
    return _chronicle(maker, [*shown, *coming[: limits.shown]], day, division)


def _chronicle(maker: Maker, entries: Sequence[Entry[Any]], day: Date, division: Division) -> TimelineView:
    """Entries, given in chronological order, as a page shows them. The oldest has the first anchor."""
    placed = [_placed(maker, f"e{n}", entry) for n, entry in enumerate(entries, 1)]
    announced = tuple(each for each in placed if each.line.announced)
    called_off = tuple(each for each in placed if each.line.called_off)
    sections: dict[Period, list[Filtered]] = {}
    for each in reversed(placed):
        if each.line.happened:
            sections.setdefault(division.period(each.line.date), []).append(each)
    topics = sorted({topic for each in placed for topic in each.topics})
    colored = {topic: (maker.refs("topic", [topic])[0], maker.tones.of_topic(topic)) for topic in topics}
    return TimelineView(tuple(_sections(sections, maker.words)), announced, called_off, day, colored)


def _sections(entries: Mapping[Period, Sequence[Filtered]], words: Words) -> Iterator[Chronicle]:
    """The entries of each period, newest first; periods are open until enough is seen."""
    left = _OPEN
    for period in sorted(entries, key=lambda period: period.order, reverse=True):
        months = tuple(_months(period, entries[period], words))
        few = max(_FEW, max(left, 0) // len(months))
        n = sum(min(few, len(month.entries)) for month in months)
        is_open = left == _OPEN or n <= left
        left = left - n if is_open else 0
        yield Chronicle(period.label(words), months, is_open, few)


def _months(period: Period, newest: Sequence[Filtered], words: Words) -> Iterator[Month]:
    """The entries of a period by month; those without a month come before the first heading."""
    names = month_names(str(words.locale))
    months: dict[Period, list[Filtered]] = {}
    for each in newest:
        months.setdefault(Period.of(each.line.date), []).append(each)
    for found in sorted(months, key=lambda month: month.month is not None):
        label = "" if found.month is None or period.month is not None else names[found.month]
        yield Month(label, tuple(months[found]), found.month is not None)


def _placed(maker: Maker, at: str, entry: Entry[Any]) -> Filtered:
    sources = maker.catalog.sources
    return Filtered(
        at,
        maker.line(entry),
        maker.refs("actor", entry.actors),
        tuple(sorted({sources[each.source].data.kind for each in entry.citations})),
        getattr(entry.item, "tags", ()),
        entry.sheet.data.topics,
        maker.tones.of_entry(entry),
    )


def _is_coming(entry: Entry[Any], day: Date) -> bool:
    return not entry.happened and entry.date is not None and entry.date.starts_after(day)


def statements(maker: Maker, limits: Limits) -> Iterator[Page]:
    """The statements and, if they are many, a page for each status and each period of a long status."""
    by_status: dict[Status, list[Entry[Statement]]] = {status: [] for status in STATUS_ORDER}
    every = maker.catalog.by_kind["statement"]
    for entry in every:
        by_status[entry.status].append(entry)
    divided = len(every) > limits.statements
    groups: list[Statements] = []
    pages: list[Page] = []
    for status, entries in by_status.items():
        newest = _newest(entries)
        if not divided:
            groups.append(Statements(status, _speeches(maker, newest, _SEEN), len(entries)))
        else:
            few = _speeches(maker, newest[: limits.few], _SEEN)
            groups.append(Statements(status, few, len(entries), urls.part_of(urls.STATEMENTS, status)))
            pages += _status(maker, status, newest, limits) if entries else ()
    view = StatementsView(tuple(each for each in groups if each.n))
    yield maker.page(urls.STATEMENTS, "statements", "statements", view)
    yield from pages


def _newest(entries: Iterable[Entry[Statement]]) -> list[Entry[Statement]]:
    """The newest first; those of one day by speaker."""
    by_speaker = sorted(entries, key=lambda entry: entry.item.voice)
    return sorted(
        by_speaker, key=lambda entry: UNDATED if entry.date is None else entry.date.order, reverse=True
    )


_SEEN = 2
"""The statements of each status that are not folded."""
_SEEN_ALONE = 12
"""Those of a status that has a page of its own."""


def _speeches(maker: Maker, newest: Sequence[Entry[Statement]], seen: int) -> Speeches:
    def voice(entry: Entry[Statement]) -> tuple[str | None, str | None]:
        return entry.item.speaker, entry.item.source

    def lines(said: Iterable[Entry[Statement]]) -> tuple[Line, ...]:
        return tuple(map(maker.supported_line, said))

    # A single one more is not worth a fold.
    seen = seen if len(newest) > seen + 1 else len(newest)
    others: dict[tuple[str | None, str | None], list[Entry[Statement]]] = {}
    for entry in newest[seen:]:
        others.setdefault(voice(entry), []).append(entry)
    return Speeches(
        tuple((maker.voice(*who), lines(said)) for who, said in groupby(newest[:seen], key=voice)),
        tuple((maker.voice(*who), lines(said)) for who, said in others.items()),
    )


def _status(
    maker: Maker, status: Status, newest: Sequence[Entry[Statement]], limits: Limits
) -> Iterator[Page]:
    words = maker.words
    path, word = urls.part_of(urls.STATEMENTS, status), words(f"statuses.{status}.word")
    title, description = words("pages.status.title", status=word), words(f"statuses.{status}.meaning")
    most, least = limits.statements, limits.shown
    divided = Divided.of(newest, Step(title, path), words, most, least, own_pages=True)
    seen = _SEEN if divided.links else _SEEN_ALONE
    shown = tuple((label, _speeches(maker, own, seen)) for label, own in divided.shown.items())
    yield Page(path, title, description, "statements", StatusView(status, shown, divided.links))
    for address, way, entries in divided.pages:
        name = words("pages.status_period.title", status=word, period=way.label)
        sections = (("", _speeches(maker, entries, _SEEN_ALONE)),) if entries else ()
        view = StatusView(status, sections, way=way)
        yield Page(address, name, f"{name}. {description}", "statements", view)

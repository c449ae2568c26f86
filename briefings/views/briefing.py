"""Briefings: a story with its timeline, and all else that their sheets say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any

from briefings.catalog import urls
from briefings.catalog.coverage import coverage_on_page, covered_share
from briefings.catalog.entries import Entry, of_kind
from briefings.catalog.horizon import Horizon, horizon_of
from briefings.catalog.standing import count_sources
from briefings.model import LISTED, Briefing
from briefings.model.briefing import Era, Event, Figure, Statement
from briefings.model.dates import Date
from briefings.model.walk import items_of
from briefings.sheets.load import Sheet
from briefings.views.changes import Changed, changes_of
from briefings.views.facts import Fact, Line, Ref
from briefings.views.maker import Maker
from briefings.views.memberships import Memberships, memberships
from briefings.views.milestones import milestones
from briefings.views.page import Page
from briefings.views.ties import Tie, ties_among
from briefings.views.view import SheetView


@dataclass(frozen=True, slots=True)
class BriefingView(SheetView):
    """A briefing."""

    template = "briefing.md.j2"
    data: Briefing
    topics: tuple[tuple[Ref, int], ...]
    """Its topics, each with the number of its color."""
    n_sources: int
    latest: Fact | None
    """The newest event of its own that happened."""
    horizon: Horizon | None
    """Up to which day its news was searched for, if it says so."""
    corrected_on: Date | None
    """The day of its newest correction."""
    keys: tuple[Fact, ...]
    """The facts that stand large below the title: figures, then events; none, or at least two."""
    events: tuple[Fact, ...]
    """Its own events and those of other briefings that it shows, in chronological order."""
    milestones: tuple[str, ...]
    """The anchors of the events that its picture names."""
    tones: Mapping[int, str]
    """The topics of its events, by the number of their color."""
    entries: Mapping[str, tuple[Fact, ...]]
    """The briefing's own entries of each kind, in the order of the sheet."""
    checked: Ref | None
    """The source whose claims it checks one by one: most of its statements are by that source."""
    listed: tuple[str, ...]
    """Kinds of entries that pages about several briefings list, in the order of the model."""
    begins: Mapping[str, tuple[Fact, ...]]
    """By the anchor of an event: the eras that are named before it, because it is the first one that does not
    precede them. Those that begin after all events are at ""."""
    memberships: Memberships | None
    """Who signed the agreements that it is about."""
    ties: tuple[Tie, ...]
    """What connects its actors, without signatures if a table has them."""
    covered: tuple[int, int] | None
    """How many particulars on the page are covered, and how many there are; None if there are none."""
    read: Mapping[str, int]
    """How many of the facts on the page people have read against their sources, by the names of these."""
    related: tuple[Ref, ...]
    moved: tuple[tuple[str, Line], ...]
    """The entries of other briefings that it had before, each with its former anchor."""
    changes: tuple[Changed, ...]
    """What changed in it, newest first."""


def briefing(maker: Maker, sheet: Sheet[Briefing]) -> Page:
    """A briefing's page."""
    catalog = maker.catalog
    timeline = catalog.timelines[sheet.id]
    # As the page lists them.
    listed = sorted(timeline, key=lambda entry: (entry.called_off, entry.announced))
    own_entries = catalog.by_sheet[f"briefing/{sheet.id}"]
    news = (entry for entry in own_entries if entry.item.NEWS and entry.happened)
    own = sorted(news, key=attrgetter("order"))
    latest = own[-1] if own and _is_news(own[-1], sheet.data.last_changed) else None
    events = maker.facts(timeline, sheet)
    used = {event.tone for event in events}
    parties = memberships(catalog, sheet, maker.words)
    on_page = coverage_on_page(maker.coverage, sheet, ((entry.sheet, entry.path) for entry in timeline))
    covered, particulars = covered_share([fact for facts in on_page.values() for fact in facts])
    begins = _begins(of_kind(sheet, "era"), listed)
    own_facts = {
        item.KIND: maker.facts((entry for entry in own_entries if entry.kind == item.KIND), sheet)
        for item in items_of(Briefing)
    }
    facts = {(each.sheet.id, each.name): each for each in chain(events, *own_facts.values())}
    view = BriefingView(
        ref=maker.ref(sheet),
        data=sheet.data,
        topics=tuple((maker.ref(catalog.topics[id]), maker.tones.of_topic(id)) for id in sheet.data.topics),
        n_sources=sum(count_sources(catalog, sheet).values()),
        latest=None if latest is None else maker.fact(latest, sheet),
        horizon=horizon_of(catalog, sheet, None if latest is None else latest.item.date),
        corrected_on=max(
            (each.date for each in sheet.data.corrections), key=lambda day: day.order, default=None
        ),
        keys=maker.facts(_keys(own_entries), sheet),
        events=events,
        milestones=tuple(entry.anchor for entry in milestones(timeline, catalog)),
        tones={tone: name for tone, name in maker.tones.names.items() if tone in used},
        entries=own_facts,
        checked=_checked(maker, sheet.data.statements),
        listed=tuple(LISTED),
        begins={anchor: maker.facts(eras, sheet) for anchor, eras in begins.items()},
        memberships=parties,
        ties=ties_among(maker, (part.actor for part in sheet.data.actors), signatures=parties is None),
        covered=(covered, particulars) if particulars else None,
        read=Counter(each.evidence.read.reader for each in facts.values() if each.evidence.read is not None),
        related=tuple(map(maker.ref, catalog.related[sheet.id])),
        moved=tuple((each.name, maker.line(each.entry)) for each in catalog.moved if each.sheet is sheet),
        changes=changes_of(maker, sheet),
        known=maker.known(sheet, timeline, [] if parties is None else parties.cited),
    )
    description = maker.describe(sheet.data.summary)
    return Page(urls.page_of_sheet(sheet), sheet.data.title, description, "briefing", view, sheet.path)


_MOST_KEYS = 4
_KEYS_BY_RULE = 3


def _keys(entries: Sequence[Entry[Any]]) -> Sequence[Entry[Any]]:
    """The figures and events that the sheet marks as key facts or else its first figures."""
    figures = [entry for entry in entries if entry.kind == Figure.KIND]
    events = [entry for entry in entries if entry.kind == Event.KIND]
    marked = [entry for entry in (*figures, *events) if entry.item.is_key]
    if marked:
        return marked[:_MOST_KEYS]
    return figures[:_KEYS_BY_RULE] if len(figures) > 1 else ()


_FEWEST_CHECKED = 6


def _checked(maker: Maker, statements: Sequence[Statement]) -> Ref | None:
    """The source that makes most of the statements of a briefing, if these are many."""
    by_source = Counter(each.source for each in statements if each.source is not None)
    source, n = max(by_source.items(), key=itemgetter(1), default=(None, 0))
    is_checked = source is not None and n >= _FEWEST_CHECKED and 2 * n > len(statements)
    return maker.voice(None, source) if is_checked else None


def _begins(
    eras: Iterable[Entry[Era]], timeline: Sequence[Entry[Event]]
) -> Mapping[str, tuple[Entry[Era], ...]]:
    """By the anchor of an event, in the order of the page: the eras to name before it, the oldest first."""
    begins: defaultdict[str, list[Entry[Era]]] = defaultdict(list)
    for era in sorted(eras, key=lambda era: era.order):
        begin = era.item.from_.order[0]
        first = next((event for event in timeline if event.item.date.order[0] >= begin), None)
        begins["" if first is None else first.anchor].append(era)
    return {anchor: tuple(own) for anchor, own in begins.items()}


def _is_news(event: Entry[Any], last_changed: Date) -> bool:
    """Whether an event happened not long before its briefing was changed: the last one of a historic timeline
    is no development."""
    year, changed = event.item.date.year, last_changed.year
    return year is None or changed is None or changed - year <= 2

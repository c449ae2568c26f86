"""Pages of briefings, topics and sources, pages at the former addresses of sheets, and hand-written pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, coverage_on_page
from briefings.catalog.entries import Entry, of_kind
from briefings.catalog.horizon import Horizon, horizon_of
from briefings.catalog.standing import Tally, count_sources
from briefings.evidence import Proofs
from briefings.model import LISTED, Actor, Briefing, SheetModel, Source, Topic
from briefings.model.briefing import Era, Event
from briefings.model.dates import Date
from briefings.model.walk import items_of
from briefings.pages.handwritten import HandwrittenPage
from briefings.pages.names import describe
from briefings.pages.page import Context, Page
from briefings.pages.periods import Limits
from briefings.sheets.load import Sheet
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class BriefingContext(Context):
    """A briefing."""

    template = "briefing.md.j2"
    briefing: Sheet[Briefing]
    n_sources: int
    latest: Entry[Event] | None
    """The newest event of its own."""
    horizon: Horizon | None
    """Up to which day its news was searched for, if it says so."""
    timeline: tuple[Entry[Event], ...]
    announced: tuple[Entry[Event], ...]
    """The events of the timeline that are only announced."""
    placed: tuple[tuple[str, Entry[Event]], ...]
    """All events of both, each with its anchor on this page."""
    entries: Mapping[str, tuple[Entry[Any], ...]]
    """The briefing's own entries of each kind, in the order of the sheet."""
    listed: tuple[str, ...]
    """Kinds of entries that pages about several briefings list, in the order of the model."""
    begins: Mapping[str, tuple[Entry[Era], ...]]
    """By the anchor of an event: the eras that are named before it, because it is the first one that does not
    precede them. Those that begin after all events are at ""."""
    related: tuple[Sheet[Briefing], ...]

    @property
    def subject(self) -> Sheet[SheetModel]:
        return self.briefing


@dataclass(frozen=True, slots=True)
class TopicContext(Context):
    """A topic."""

    template = "topic.md.j2"
    topic: Sheet[Topic]
    latest: Entry[Event] | None
    """The newest event that is not only announced."""
    briefings: tuple[Sheet[Briefing], ...]
    brief: bool
    """Whether each has only one line, because there are many."""
    earlier: tuple[Entry[Event], ...]
    """The events before the latest, newest first."""
    actors: tuple[tuple[Sheet[Actor], int], ...]
    """The actors in most of its briefings, with the number of these briefings."""

    @property
    def subject(self) -> Sheet[SheetModel]:
        return self.topic


@dataclass(frozen=True, slots=True)
class SourceContext(Context):
    """A source and the facts that cite it."""

    template = "source.md.j2"
    source: Sheet[Source]
    original: Sheet[Source] | None
    """The source that it republishes, if there is a sheet for it."""
    copies: tuple[Sheet[Source], ...]
    passages: tuple[tuple[str | None, tuple[Entry[Any], ...]], ...]
    """Each cited passage with the facts that cite it; None is the source as a whole."""
    proofs: Tally
    """The proofs of the cited passages."""

    @property
    def subject(self) -> Sheet[SheetModel]:
        return self.source


@dataclass(frozen=True, slots=True)
class StubContext(Context):
    """The page at the former address of a sheet that moved or was withdrawn."""

    template = "stub.md.j2"
    moved_to: Sheet[SheetModel] | None
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class HandwrittenContext(Context):
    """A page that a curator wrote in Markdown."""

    template = "page.md.j2"
    verbatim = True
    body: str


def briefing(catalog: Catalog, coverage: Coverage, sheet: Sheet[Briefing]) -> Page:
    """A briefing's page."""
    timeline = catalog.timelines[sheet.id]
    last_changed = sheet.data.last_changed
    happened = tuple(entry for entry in timeline if not entry.announced)
    announced = tuple(entry for entry in timeline if entry.announced)
    own_entries = catalog.by_sheet[f"briefing/{sheet.id}"]
    own = [entry for entry in happened if entry.sheet.id == sheet.id]
    latest = own[-1] if own and _is_news(own[-1], last_changed) else None
    context = BriefingContext(
        briefing=sheet,
        n_sources=count_sources(catalog, sheet),
        latest=latest,
        horizon=horizon_of(catalog, sheet, None if latest is None else latest.item.date),
        timeline=happened,
        announced=announced,
        placed=tuple((entry.anchor, entry) for entry in timeline),
        entries={
            item.KIND: tuple(entry for entry in own_entries if entry.kind == item.KIND)
            for item in items_of(Briefing)
        },
        listed=tuple(LISTED),
        begins=_begins(of_kind(sheet, "era"), (*happened, *announced)),
        related=catalog.related[sheet.id],
        coverage=coverage_on_page(coverage, sheet, ((entry.sheet, entry.path) for entry in timeline)),
    )
    return Page(
        urls.page_of_sheet(sheet),
        sheet.data.title,
        describe(catalog, sheet.data.summary),
        "briefing",
        context,
        sheet.path,
    )


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


def _is_news(event: Entry[Event], last_changed: Date) -> bool:
    """Whether an event happened not long before its briefing was changed: the last one of a historic timeline
    is no development."""
    year, changed = event.item.date.year, last_changed.year
    return year is None or changed is None or changed - year <= 2


def topic(catalog: Catalog, coverage: Coverage, sheet: Sheet[Topic], limits: Limits) -> Page:
    """A topic's page."""
    counts = sorted(catalog.actors_on.get(sheet.id, {}).items(), key=lambda item: (-item[1], item[0]))
    newest = [entry for entry in reversed(catalog.events_on[sheet.id]) if not entry.announced]
    briefings = catalog.briefings_on[sheet.id]
    context = TopicContext(
        topic=sheet,
        latest=newest[0] if newest else None,
        briefings=briefings,
        brief=len(briefings) > limits.cards,
        earlier=tuple(newest[1:11]),
        actors=tuple((catalog.actors[actor], n) for actor, n in counts[:12]),
        coverage=coverage_on_page(coverage, sheet),
    )
    description = describe(catalog, sheet.data.summary) if sheet.data.summary else sheet.data.name
    return Page(urls.page_of_sheet(sheet), sheet.data.name, description, "topic", context, sheet.path)


def source(catalog: Catalog, proofs: Proofs, coverage: Coverage, words: Words, sheet: Sheet[Source]) -> Page:
    """A source's page."""
    passages: dict[str | None, dict[int, Entry[Any]]] = {}
    for fact in catalog.by_source[sheet.id]:
        for citation in fact.citations:
            if citation.source == sheet.id:
                passages.setdefault(citation.passage, {})[id(fact)] = fact
    named = sheet.data.republishes
    levels = Counter(proofs.of(sheet.id, passage).level for passage in passages if passage is not None)
    context = SourceContext(
        source=sheet,
        original=catalog.sources.get(named) if named is not None else None,
        copies=catalog.copies_of[sheet.id],
        passages=tuple(
            (passage, tuple(facts.values()))
            for passage, facts in sorted(passages.items(), key=lambda item: (item[0] is None, item[0] or ""))
        ),
        proofs=Tally.of(levels),
        coverage=coverage_on_page(
            coverage, sheet, ((fact.sheet, fact.path) for fact in catalog.by_source[sheet.id])
        ),
    )
    title = sheet.data.headline
    return Page(
        urls.page_of_sheet(sheet),
        title,
        words("pages.source.description", title=title, publisher=sheet.data.publisher),
        "source",
        context,
        sheet.path,
    )


def stubs(catalog: Catalog, words: Words) -> Iterator[Page]:
    """The pages at the former addresses of sheets."""
    for gone in catalog.gone:
        path = urls.page_of(gone.kind, gone.id)
        if gone.moved_to is not None:
            target = gone.moved_to
            title = words("pages.moved.title", title=target.data.headline)
            yield Page(
                path,
                title,
                title,
                "moved",
                StubContext(target, None),
                target.path,
                urls.address(urls.page_of_sheet(target)),
            )
        elif gone.withdrawn is not None:
            title = words("pages.withdrawn.title", title=gone.withdrawn.data.headline)
            yield Page(
                path,
                title,
                title,
                "withdrawn",
                StubContext(None, gone.withdrawn.data.withdrawn),
                gone.withdrawn.path,
            )


def handwritten_page(page: HandwrittenPage) -> Page:
    """A hand-written page."""
    return Page(page.path, page.title, page.description, "page", HandwrittenContext(page.body), page.sheet)

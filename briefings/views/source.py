"""Sources: what they are, and the facts that cite them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry, Outcome
from briefings.catalog.labels import label
from briefings.catalog.standing import Tally
from briefings.evidence.records import PageRecord
from briefings.model import Source
from briefings.model.briefing import EventStatus
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.views.facts import Address, Evidence, Ref
from briefings.views.known import Known
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import Divided, Limits, Navigation, PeriodLink, Step
from briefings.views.view import SheetView, View


@dataclass(frozen=True, slots=True)
class CitingFact(Outcome):
    """A fact that cites the source."""

    sheet: Address
    anchor: str
    kind: str
    label: str
    """In a few plain words, with the actor that it is about or whoever says it."""
    status: EventStatus
    date: Date | None
    unreported: bool
    takes_effect: bool
    briefing: Ref | None
    """Its briefing, if its label says little without it."""
    evidence: Evidence
    """What its passages do not give; empty if they give all of it."""


Passages = tuple[tuple[str | None, tuple[CitingFact, ...]], ...]
"""Each cited passage with the facts that cite it; None is the source as a whole."""


@dataclass(frozen=True, slots=True)
class SourceView(SheetView):
    """A source and the facts that cite it."""

    template = "source.md.j2"
    data: Source
    original: Ref | None
    """The source that it republishes, called by its publisher, if there is a sheet for it."""
    copies: tuple[Ref, ...]
    passages: Passages
    """Only those of the newest facts if the page is divided."""
    proofs: Tally
    """The proofs of all cited passages."""
    observed: tuple[tuple[str, Date], ...]
    """When its page on the web was last `seen`, was first `missing`, and since when it was `unreached`, as
    far as this is known and still so."""
    shown: tuple[str, ...] = ()
    """The labels of the periods in `passages` if the page is divided, newest first."""
    periods: tuple[PeriodLink, ...] = ()
    """All periods of a divided page; empty if it is not divided."""


@dataclass(frozen=True, slots=True)
class SourcePeriodView(View):
    """The facts of one period that cite a source."""

    template = "source_period.md.j2"
    ref: Ref
    passages: Passages
    way: Navigation


_IN_CONTEXT = frozenset({"involved", "era", "section"})
"""Kinds of entries whose labels say little without their briefing."""


def source(maker: Maker, sheet: Sheet[Source], limits: Limits) -> Iterator[Page]:
    """A source's page and, if many facts cite it, the pages of the periods of these facts."""
    catalog, words = maker.catalog, maker.words
    path, title = urls.page_of_sheet(sheet), sheet.data.headline
    facts = catalog.by_source[sheet.id]
    cited = {each.passage for fact in facts for each in fact.citations if each.source == sheet.id}

    divided = Divided.of(facts, Step(title, path), words, limits.register, limits.shown)
    groups, seen = passages_of(maker, sheet, divided.entries), maker.proofs.pages.get(sheet.id, PageRecord())
    view = SourceView(
        ref=maker.ref(sheet),
        data=sheet.data,
        original=_original(maker, sheet.data.republishes),
        copies=tuple(map(maker.ref, catalog.copies_of[sheet.id])),
        passages=groups,
        proofs=Tally.of(Counter(maker.passage(sheet.id, each).level for each in cited if each is not None)),
        observed=tuple(
            (name, Date.parse(day.isoformat())) for name, day in asdict(seen).items() if day is not None
        ),
        shown=divided.labels,
        periods=divided.links,
        known=_known(maker, sheet, groups),
    )
    description = words("pages.source.description", title=title, publisher=sheet.data.publisher)
    yield Page(path, title, description, "source", view, sheet.path)
    for address, way, own in divided.pages:
        groups = passages_of(maker, sheet, own)
        part = SourcePeriodView(maker.ref(sheet), groups, way, known=_known(maker, sheet, groups))
        names = {"name": title, "period": way.label}
        yield maker.page(address, "actor_period", "source", part, sheet.path, **names)


def passages_of(maker: Maker, sheet: Sheet[Source], facts: Iterable[Entry[Any]]) -> Passages:
    """What facts cite of a source: each passage with the facts that cite it."""
    passages: dict[str | None, dict[int, Entry[Any]]] = {}
    for fact in facts:
        for citation in fact.citations:
            if citation.source == sheet.id:
                passages.setdefault(citation.passage, {})[id(fact)] = fact
    ordered = sorted(passages.items(), key=lambda item: (item[0] is None, item[0] or ""))
    return tuple((passage, tuple(_citing(maker, fact) for fact in own.values())) for passage, own in ordered)


def _known(maker: Maker, sheet: Sheet[Source], groups: Passages) -> Known:
    """What a page with these passages refers to."""
    lacking = (covered for _, facts in groups for fact in facts for covered in fact.evidence.whole)
    quoted = [(sheet.id, None), *((sheet.id, passage) for passage, _ in groups if passage is not None)]
    quoted += [each for covered in lacking for each in covered.cited]
    return maker.known(sheet, cited=quoted)


def _original(maker: Maker, named: str | None) -> Ref | None:
    sheet = None if named is None else maker.catalog.sources.get(named)
    return None if sheet is None else Ref("source", sheet.id, sheet.data.publisher)


def _citing(maker: Maker, fact: Entry[Any]) -> CitingFact:
    lacking = tuple(each for each in maker.evidence(fact).whole if not each.is_covered)
    return CitingFact(
        Address(fact.sheet.kind, fact.sheet.id),
        fact.anchor,
        fact.kind,
        label(fact, maker.catalog, maker.words),
        fact.status,
        fact.date,
        fact.unreported,
        fact.takes_effect,
        maker.ref(fact.sheet) if fact.kind in _IN_CONTEXT else None,
        Evidence(lacking),
    )

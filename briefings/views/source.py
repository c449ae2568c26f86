"""Sources: what they are, and the facts that cite them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry
from briefings.catalog.labels import label
from briefings.catalog.standing import Tally
from briefings.evidence.records import PageRecord
from briefings.model import Source
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.views.facts import Address, Evidence, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.view import View


@dataclass(frozen=True, slots=True)
class CitingFact:
    """A fact that cites the source."""

    sheet: Address
    anchor: str
    kind: str
    label: str
    """In a few plain words, with the actor that it is about."""
    briefing: Ref | None
    """Its briefing, if its label says little without it."""
    evidence: Evidence
    """What its passages do not give; empty if they give all of it."""


@dataclass(frozen=True, slots=True)
class SourceView(View):
    """A source and the facts that cite it."""

    template = "source.md.j2"
    ref: Ref
    data: Source
    original: Ref | None
    """The source that it republishes, called by its publisher, if there is a sheet for it."""
    copies: tuple[Ref, ...]
    passages: tuple[tuple[str | None, tuple[CitingFact, ...]], ...]
    """Each cited passage with the facts that cite it; None is the source as a whole."""
    proofs: Tally
    """The proofs of the cited passages."""
    observed: tuple[tuple[str, Date], ...]
    """When its page on the web was last `seen`, was first `missing`, and since when it was `unreached`, as
    far as this is known and still so."""

    @property
    def subject(self) -> Ref:
        return self.ref


_IN_CONTEXT = frozenset({"involved", "era", "section"})
"""Kinds of entries whose labels say little without their briefing."""


def source(maker: Maker, sheet: Sheet[Source]) -> Page:
    """A source's page."""
    catalog = maker.catalog
    passages: dict[str | None, dict[int, Entry[Any]]] = {}
    for fact in catalog.by_source[sheet.id]:
        for citation in fact.citations:
            if citation.source == sheet.id:
                passages.setdefault(citation.passage, {})[id(fact)] = fact
    cited = [passage for passage in passages if passage is not None]
    ordered = sorted(passages.items(), key=lambda item: (item[0] is None, item[0] or ""))
    groups = tuple(
        (passage, tuple(_citing(maker, fact) for fact in facts.values())) for passage, facts in ordered
    )
    lacking = (covered for _, facts in groups for fact in facts for covered in fact.evidence.whole)
    quoted = [(sheet.id, None), *((sheet.id, each) for each in cited)]
    quoted += [each for covered in lacking for each in covered.cited]
    page = maker.proofs.pages.get(sheet.id, PageRecord())
    view = SourceView(
        ref=maker.ref(sheet),
        data=sheet.data,
        original=_original(maker, sheet.data.republishes),
        copies=tuple(map(maker.ref, catalog.copies_of[sheet.id])),
        passages=groups,
        proofs=Tally.of(Counter(maker.passage(sheet.id, passage).level for passage in cited)),
        observed=tuple(
            (name, Date.parse(day.isoformat())) for name, day in asdict(page).items() if day is not None
        ),
        known=maker.known(sheet, cited=quoted),
    )
    title, publisher = sheet.data.headline, sheet.data.publisher
    description = maker.words("pages.source.description", title=title, publisher=publisher)
    return Page(urls.page_of_sheet(sheet), title, description, "source", view, sheet.path)


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
        maker.ref(fact.sheet) if fact.kind in _IN_CONTEXT else None,
        Evidence(lacking),
    )

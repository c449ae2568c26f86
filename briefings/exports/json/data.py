"""What JSON documents are made from: views of pages, and what follows from all sheets that no page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Covered
from briefings.catalog.entries import references_of, sources_cited
from briefings.exports.resource import Publication, last_changed, present, subject_of
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind
from briefings.versions.history import Past
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.facts import Evidence, Fact, Placed, Ref, RelationFact
from briefings.views.known import Source
from briefings.views.page import Page
from briefings.views.source import Passages, SourceView, passages_of
from briefings.views.stub import StubView
from briefings.views.topic import TopicView

References = Mapping[tuple[Kind, str], Mapping[str, Any]]
"""How other sheets are referred to, by kind and id."""


@dataclass(frozen=True, slots=True)
class PageData:
    """A page, and what its document says besides."""

    page: Page
    updated: str
    """The day of the newest change in the page (ISO 8601); empty if it has no dates."""
    references: References
    """Those of the sheets that it lists."""
    actors: Mapping[str, str | int] = field(default_factory=dict)
    """Actors by id: the names of those that a briefing names or that a list has entries about; or in how many
    briefings on a topic each one is, most first."""


@dataclass(frozen=True, slots=True)
class SheetData(PageData):
    """A page that shows a sheet whole."""

    entries: tuple[Fact, ...] = ()
    """In the order of the sheet."""
    pasts: Mapping[str, Past] = field(default_factory=dict)
    """When entries came and changed, by their names; empty without git."""
    coverage: tuple[Covered, ...] = ()
    """What the passages give of the facts of the sheet."""
    cited: tuple[Source, ...] = ()
    """The sources that the page cites."""
    relations: tuple[RelationFact, ...] = ()
    """All relations of an actor."""
    passages: tuple[tuple[str | None, str, tuple[Placed, ...]], ...] = ()
    """Each passage that is cited of a source, how far it is proved, and all facts that cite it, also those on
    other pages."""


def data_of(publication: Publication, page: Page) -> PageData:
    """What the document of a page is made from."""
    catalog, view = publication.catalog, page.view
    sheet = subject_of(catalog, page)
    if sheet is not None:
        return _of_sheet(publication, page, sheet)
    if isinstance(view, StubView):
        return PageData(page, "", _references(catalog, filter(None, [view.moved_to])))
    if view.listing is None:
        return PageData(page, "", {})
    items = [item for group in view.listing.groups for item in group.items]
    refs = [item for item in items if isinstance(item, Ref)]
    shown = (item if isinstance(item, Ref) else item.sheet for item in items)
    changed = (catalog.briefings[each.id].data.last_changed for each in shown if each.kind == "briefing")
    updated = max((day.text for day in changed), default="")
    speakers = dict.fromkeys(item.by for item in items if not isinstance(item, Ref) and item.by is not None)
    names = {actor: catalog.name("actor", actor) for actor in speakers}
    return PageData(page, updated, _references(catalog, refs), names)


def _of_sheet(publication: Publication, page: Page, sheet: Sheet[Any]) -> SheetData:
    maker, catalog, view = publication.maker, publication.catalog, page.view
    cited = dict.fromkeys(references_of(sheet).cited)
    listed: Iterable[Ref] = ()
    actors: Mapping[str, str | int] = {}
    relations: tuple[RelationFact, ...] = ()
    groups: Passages = ()
    facts = publication.facts(sheet)
    past_of = maker.history.past_of
    match view:
        case BriefingView():
            shared = (event for event in view.events if event.sheet.id != sheet.id)
            cited |= dict.fromkeys(source for event in shared for source in sources_cited(event.item))
            listed = view.related
            actors = {each: catalog.name("actor", each) for each in catalog.named_in[sheet.id]}
        case ActorView():
            relations = tuple(
                RelationFact(each.relation, each.forward, maker.ref(each.other), Evidence(), each.announced)
                for each in catalog.relations_of[sheet.id]
            )
            appearances = (each.briefing for each in view.record.appearances)
            listed = (*appearances, *(each.other for each in relations))
        case TopicView():
            listed = (card.ref for card in view.briefings)
            counts = catalog.actors_on[sheet.id]
            actors = {each: counts[each] for each in sorted(counts, key=lambda each: (-counts[each], each))}
        case SourceView():
            listed = (*filter(None, [view.original]), *view.copies)
            groups = view.passages
            if view.periods:
                groups = passages_of(maker, sheet, catalog.by_source[sheet.id])
    return SheetData(
        page,
        last_changed(catalog, page),
        _references(catalog, listed),
        actors,
        tuple(facts.values()),
        {name: past for name in facts if name and (past := past_of(sheet, name)) is not None},
        publication.coverage(maker.ref(sheet)),
        tuple(map(maker.source, cited)),
        relations,
        tuple(
            (passage, "" if passage is None else maker.passage(sheet.id, passage).level, citing)
            for passage, citing in groups
        ),
    )


def _references(catalog: Catalog, refs: Iterable[Ref]) -> References:
    """Sheets as documents refer to them, with what a program needs to choose from them."""
    references: dict[tuple[Kind, str], Mapping[str, Any]] = {}
    for ref in refs:
        data: Any = catalog.sheet(ref.kind, ref.id).data
        references[ref.kind, ref.id] = present(
            {
                "kind": ref.kind,
                "title": data.headline,
                "address": urls.address(ref.path),
                "date": data.published.text if ref.kind == "briefing" else None,
                "publisher": data.publisher if ref.kind == "source" else None,
            }
        )
    return references

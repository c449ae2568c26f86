"""What JSON documents are made from: views of pages, and what follows from all sheets that no page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefings.catalog import urls
from briefings.catalog.coverage import Covered
from briefings.catalog.entries import sources_cited
from briefings.exports.resource import Publication, present
from briefings.text.prose import Kind
from briefings.versions.history import Past
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.facts import Fact, Placed, Ref, RelationFact
from briefings.views.known import Source
from briefings.views.page import Page
from briefings.views.source import Passages, SourceView
from briefings.views.stub import StubView
from briefings.views.topic import TopicView
from briefings.views.view import SheetView

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
    view = page.view
    if isinstance(view, SheetView):
        return _of_sheet(publication, page, view)
    if isinstance(view, StubView):
        return PageData(page, "", _references(publication, filter(None, [view.moved_to])))
    if view.listing is None:
        return PageData(page, "", {})
    items = [item for group in view.listing.groups for item in group.items]
    refs = [item for item in items if isinstance(item, Ref)]
    shown = (item if isinstance(item, Ref) else item.sheet for item in items)
    changed = (publication.changed(each) for each in shown if each.kind == "briefing")
    speakers = dict.fromkeys(item.by for item in items if not isinstance(item, Ref) and item.by is not None)
    names = {actor: publication.name("actor", actor) for actor in speakers}
    return PageData(page, max(changed, default=""), _references(publication, refs), names)


def _of_sheet(publication: Publication, page: Page, view: SheetView) -> SheetData:
    maker, ref = publication.maker, view.ref
    cited = dict.fromkeys(publication.cited(ref))
    listed: Iterable[Ref] = ()
    actors: Mapping[str, str | int] = {}
    relations: tuple[RelationFact, ...] = ()
    groups: Passages = ()
    match view:
        case BriefingView():
            shared = (event for event in view.events if event.sheet.id != ref.id)
            of_shared = (source for event in shared for source in sources_cited(event.item))
            cited |= dict.fromkeys(map(maker.source, of_shared))
            listed = view.related
            actors = publication.named(ref)
        case ActorView():
            relations = publication.relations(ref)
            appearances = (each.briefing for each in view.record.appearances)
            listed = (*appearances, *(each.other for each in relations))
        case TopicView():
            listed = (card.ref for card in view.briefings)
            actors = publication.actors_on(ref)
        case SourceView():
            listed = (*filter(None, [view.original]), *view.copies)
            groups = publication.passages(ref) if view.periods else view.passages
    return SheetData(
        page,
        publication.changed(ref),
        _references(publication, listed),
        actors,
        tuple(publication.facts(ref).values()),
        publication.pasts(ref),
        publication.coverage(ref),
        tuple(cited),
        relations,
        tuple(
            (passage, "" if passage is None else maker.passage(ref.id, passage).level, citing)
            for passage, citing in groups
        ),
    )


def _references(publication: Publication, refs: Iterable[Ref]) -> References:
    """Sheets as documents refer to them, with what a program needs to choose from them."""
    references: dict[tuple[Kind, str], Mapping[str, Any]] = {}
    for ref in refs:
        data = publication.data(ref)
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

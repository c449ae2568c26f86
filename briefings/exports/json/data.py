"""What JSON documents are made from: views of pages, and what follows from all sheets that no page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefings.catalog.coverage import Covered
from briefings.catalog.entries import references_of, sources_cited
from briefings.exports.resource import last_changed
from briefings.model.base import KeyPath
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.versions.history import Past
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.facts import Evidence, Fact, Placed, Ref, RelationFact
from briefings.views.known import Source
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.source import SourceView, passages_of
from briefings.views.stub import StubView
from briefings.views.topic import TopicView
from briefings.views.view import Listed, Listing


@dataclass(frozen=True, slots=True)
class SheetItem(Ref):
    """A sheet in a list, with what a program needs to choose from it."""

    date: Date | None = None
    """When a briefing was published."""
    publisher: str = ""
    """Of a source."""


@dataclass(frozen=True, slots=True)
class Head:
    """What documents of all pages have in common."""

    title: str
    page: str
    """The path of the page."""
    updated: str
    """The day of the newest change in the page (ISO 8601); empty if it has no dates."""


@dataclass(frozen=True, slots=True)
class PageData:
    """A page that shows no sheet and no list."""

    head: Head
    description: str
    markdown: str | None
    """The text of a page that is written by hand."""


@dataclass(frozen=True, slots=True)
class StubData:
    """The former address of a sheet."""

    head: Head
    moved_to: SheetItem | None
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class ListData:
    """A page that lists sheets or entries."""

    head: Head
    listing: Listing
    """Its sheets are of the class `SheetItem`."""
    actors: Mapping[str, str]
    """The names of the actors that its entries are about, by id."""


@dataclass(frozen=True, slots=True)
class OwnFact:
    """An entry of the sheet."""

    path: KeyPath
    fact: Fact
    also_in: tuple[str, ...]
    """The ids of the other briefings that show it."""
    past: Past | None
    """None without git."""


@dataclass(frozen=True, slots=True)
class BriefingData:
    """What follows for a briefing."""

    view: BriefingView
    actors: tuple[Ref, ...]
    """All that it names."""
    related: tuple[SheetItem, ...]


@dataclass(frozen=True, slots=True)
class ActorData:
    """What follows for an actor."""

    view: ActorView
    relations: tuple[RelationFact, ...]
    appearances: tuple[tuple[SheetItem, str | None], ...]
    """The briefings of the record, each with the actor's part in it."""


@dataclass(frozen=True, slots=True)
class TopicData:
    """What follows for a topic."""

    view: TopicView
    briefings: tuple[SheetItem, ...]
    actors: tuple[tuple[str, int], ...]
    """The ids of the actors that its briefings name, with the number of these briefings; most first."""


@dataclass(frozen=True, slots=True)
class SourceData:
    """What follows for a source."""

    view: SourceView
    original: SheetItem | None
    copies: tuple[SheetItem, ...]
    cited: tuple[tuple[str | None, str, tuple[Placed, ...]], ...]
    """Each cited passage, how far it is proved, and all facts that cite it, also those on other pages."""


@dataclass(frozen=True, slots=True)
class SheetData:
    """A page that shows a sheet whole."""

    head: Head
    own: BriefingData | ActorData | TopicData | SourceData
    entries: tuple[OwnFact, ...]
    """In the order of the sheet."""
    coverage: tuple[Covered, ...]
    """What the passages give of the facts of the sheet."""
    cited: tuple[Source, ...]
    """The sources that the page cites."""


Data = PageData | StubData | ListData | SheetData


def sheet_data(maker: Maker, page: Page, sheet: Sheet[Any]) -> SheetData:
    """What the document of a sheet is made from."""
    own = maker.catalog.by_sheet[f"{sheet.kind}/{sheet.id}"]
    cited = dict.fromkeys(references_of(sheet).cited)
    if isinstance(page.view, BriefingView):
        shared = (event for event in page.view.events if event.sheet.id != sheet.id)
        cited |= dict.fromkeys(source for event in shared for source in sources_cited(event.item))
    return SheetData(
        Head(page.title, page.path, last_changed(maker.catalog, page)),
        _own(maker, page, sheet),
        tuple(
            OwnFact(
                entry.path,
                maker.fact(entry, sheet),
                entry.also_in,
                maker.history.past_of(sheet, entry.name) if entry.name else None,
            )
            for entry in own
        ),
        # With names, because these are the ones that the page has.
        maker.coverage.of(sheet, names=True),
        tuple(map(maker.source, cited)),
    )


def _own(maker: Maker, page: Page, sheet: Sheet[Any]) -> BriefingData | ActorData | TopicData | SourceData:
    catalog, view = maker.catalog, page.view
    match view:
        case BriefingView():
            named = maker.refs("actor", catalog.named_in[sheet.id])
            return BriefingData(view, named, _items(maker, view.related))
        case ActorView():
            relations = catalog.relations_of[sheet.id]
            appearances = view.record.appearances
            return ActorData(
                view,
                tuple(
                    RelationFact(each.relation, each.forward, maker.ref(each.other), Evidence())
                    for each in relations
                ),
                tuple((_item(maker, each.briefing), each.role or each.stance) for each in appearances),
            )
        case TopicView():
            counts = sorted(catalog.actors_on[sheet.id].items(), key=lambda each: (-each[1], each[0]))
            return TopicData(view, _items(maker, (card.ref for card in view.briefings)), tuple(counts))
        case SourceView():
            original = None if view.original is None else _item(maker, view.original)
            groups = passages_of(maker, sheet, catalog.by_source[sheet.id]) if view.periods else view.passages
            cited = (
                (passage, "" if passage is None else maker.passage(sheet.id, passage).level, facts)
                for passage, facts in groups
            )
            return SourceData(view, original, _items(maker, view.copies), tuple(cited))
    raise TypeError(f"no document has the data of {type(view).__name__}")


def list_data(maker: Maker, page: Page, listing: Listing) -> ListData:
    """What the document of a list is made from."""
    catalog = maker.catalog
    items = [item for group in listing.groups for item in group.items]
    sheets = (item if isinstance(item, Ref) else item.sheet for item in items)
    changed = (catalog.briefings[each.id].data.last_changed for each in sheets if each.kind == "briefing")
    updated = max((day.text for day in changed), default="")
    groups = tuple(replace(each, items=_listed(maker, each.items)) for each in listing.groups if each.items)
    speakers = dict.fromkeys(each.by for each in items if not isinstance(each, Ref) and each.by is not None)
    return ListData(
        Head(page.title, page.path, updated),
        replace(listing, groups=groups),
        {actor: catalog.name("actor", actor) for actor in speakers},
    )


def stub_data(maker: Maker, page: Page, view: StubView) -> StubData:
    """What the document of a former address is made from."""
    moved_to = None if view.moved_to is None else _item(maker, view.moved_to)
    return StubData(Head(page.title, page.path, ""), moved_to, view.withdrawn)


def _listed(maker: Maker, items: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(_item(maker, item) if isinstance(item, Ref) else item for item in items)


def _items(maker: Maker, refs: Iterable[Ref]) -> tuple[SheetItem, ...]:
    return tuple(_item(maker, ref) for ref in refs)


def _item(maker: Maker, ref: Ref) -> SheetItem:
    data: Any = maker.catalog.sheet(ref.kind, ref.id).data
    published = data.published if ref.kind == "briefing" else None
    publisher = data.publisher if ref.kind == "source" else ""
    return SheetItem(ref.kind, ref.id, data.headline, date=published, publisher=publisher)

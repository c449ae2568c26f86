"""JSON of each page at its address: `briefings/second-tram-line.json`, `timeline.json`.

Sheets are as their curators wrote them, with what follows from all sheets together; other pages say what they
list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefings.catalog import urls
from briefings.exports.json import documents, schemas
from briefings.exports.json.computed import computed, periods
from briefings.exports.json.data import PageData, SheetData, data_of
from briefings.exports.json.entries import covered_facts, entry_document, reference, summed
from briefings.exports.resource import Format, Publication, Resource, compact, present
from briefings.model import MODELS
from briefings.model.written import keys
from briefings.settings import Settings
from briefings.text.licences import LICENCES
from briefings.views.page import Page
from briefings.views.source import SourceView
from briefings.views.stub import HandwrittenView, StubView
from briefings.views.view import Listing
from briefings.words import Words


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The file of a page."""
    data = data_of(publication, page)
    yield Resource(
        path=urls.data_of(page.path, "json"),
        format="json",
        media_type="application/json",
        made_from=data,
        make=make,
        page=page.path,
        updated=data.updated,
    )


def of_site(publication: Publication) -> Iterator[Resource]:
    """The schemas of these files."""
    for name in schemas.OF_PAGES:
        yield schemas.resource(publication, name)


JSON = Format(
    "json",
    of_page=of_page,
    of_site=of_site,
    addresses=("briefings/….json", "actors/….json", "sources/….json", "timeline.json", "….json"),
)


def make(data: PageData, words: Words, settings: Settings) -> bytes:
    """The document of a page."""
    page, view = data.page, data.page.view
    schema, theirs = "", _THEIRS
    if isinstance(data, SheetData):
        kind, own = "sheet", _sheet(data, words)
        schema, theirs = own["kind"], _theirs(data)
    elif isinstance(view, StubView) and view.moved_to is not None:
        kind, own = "moved", {"moved_to": reference(view.moved_to, data.references)}
    elif isinstance(view, StubView):
        kind, own = "withdrawn", {"reason": view.withdrawn}
    elif view.listing is not None:
        kind, own = "list", _list(data, view.listing)
    else:
        text = view.body if isinstance(view, HandwrittenView) else None
        kind, own = "page", present({"description": page.description, "markdown": text})
    licence = settings.licence
    url = {"url": LICENCES[licence]} if licence in LICENCES else {}
    document = {
        "$schema": schemas.address(settings.site_url, schema or kind, urls.data_of(page.path, "json")),
        "version": documents.VERSION,
        "type": kind,
        "title": page.title,
        "site": settings.site_url,
        "page": urls.address(page.path),
        "language": words.language,
        "rights": {"licence": licence, **url, "theirs": theirs},
        **({"updated": data.updated} if data.updated else {}),
        **own,
    }
    return f"{compact(document)}\n".encode()


_THEIRS = ["$..[?@.quotation].title", "$..passage", "$..[?@.kind=='source'].title", "$..media"]


def _theirs(data: SheetData) -> list[str]:
    """What belongs to others in the document of a sheet."""
    view = data.page.view
    if not isinstance(view, SourceView):
        return [
            *_THEIRS,
            "$.computed.sources.*.title",
            *(f"$..selector.{key}" for key in ("exact", "prefix", "suffix")),
            "$..instead",
            "$..[?@.kind=='quote'].words",
        ]
    return _THEIRS if view.data.title is None else [*_THEIRS, "$.title", "$.sheet.title"]


def _list(data: PageData, listing: Listing) -> Mapping[str, Any]:
    way = listing.way
    steps = {} if way is None else {"divides": way.whole, "earlier": way.earlier, "later": way.later}
    return present(
        {
            "groups": [
                present(
                    {
                        "items": [reference(item, data.references) for item in group.items],
                        "name": group.name or None,
                        "label": group.label or None,
                        "whole": group.whole and urls.address(group.whole),
                    }
                )
                for group in listing.groups
                if group.items
            ],
            "actors": data.actors or None,
            "periods": periods(listing.periods) or None,
            **{name: step and urls.address(step.path) for name, step in steps.items()},
        }
    )


def _sheet(data: SheetData, words: Words) -> Mapping[str, Any]:
    view: Any = data.page.view
    sheet, covered = view.data, covered_facts(data.coverage)
    entries = (
        entry_document(
            each,
            data.pasts.get(each.name),
            view.known,
            covered,
            must_cite=each.must_cite or (each.kind == "summary" and sheet.MUST_CITE),
        )
        for each in data.entries
    )
    return {
        "kind": view.ref.kind,
        "id": view.ref.id,
        "sheet": keys(sheet, without={"draft", *schemas.entry_fields(MODELS[view.ref.kind])}),
        "entries": [*entries],
        "computed": {**computed(data, words), **summed(data.coverage, covered, data.entries)},
    }

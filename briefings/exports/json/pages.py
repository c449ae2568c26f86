"""JSON of each page at its address: `briefings/second-tram-line.json`, `timeline.json`.

Sheets are as their curators wrote them, with what follows from all sheets together; other pages say what they
list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefings.catalog import urls
from briefings.exports.json import documents, schemas
from briefings.exports.json.computed import computed, periods
from briefings.exports.json.coverage import SheetCoverage, sheet_coverage
from briefings.exports.json.data import (
    Data,
    Head,
    ListData,
    PageData,
    SheetData,
    StubData,
    list_data,
    sheet_data,
    stub_data,
)
from briefings.exports.json.entries import entry_document, reference
from briefings.exports.resource import Format, Publication, Resource, compact, subject_of
from briefings.model import Source
from briefings.model.written import keys
from briefings.settings import Settings
from briefings.text.licences import LICENCES
from briefings.views.page import Page
from briefings.views.stub import HandwrittenView, StubView
from briefings.views.view import Group
from briefings.words import Words


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The file of a page."""
    data = _data(publication, page)
    yield Resource(
        path=urls.data_of(page.path, "json"),
        format="json",
        media_type="application/json",
        made_from=data,
        make=make,
        page=page.path,
        updated=data.head.updated,
    )


def of_site(publication: Publication) -> Iterator[Resource]:
    """The schemas of these files."""
    for name in schemas.NAMES:
        yield schemas.resource(publication, name)


JSON = Format(
    "json",
    of_page=of_page,
    of_site=of_site,
    addresses=("briefings/….json", "actors/….json", "sources/….json", "timeline.json", "….json"),
)


def _data(publication: Publication, page: Page) -> Data:
    """What the document of a page is made from."""
    maker, view = publication.maker, page.view
    sheet = subject_of(publication.catalog, page)
    if sheet is not None:
        return sheet_data(maker, page, sheet)
    if isinstance(view, StubView):
        return stub_data(maker, page, view)
    if (listing := view.listing) is not None:
        return list_data(maker, page, listing)
    body = view.body if isinstance(view, HandwrittenView) else None
    return PageData(Head(page.title, page.path, ""), page.description, body)


def make(data: Data, words: Words, settings: Settings) -> bytes:
    """The document of a page."""
    own: dict[str, Any]
    match data:
        case SheetData():
            own = _sheet(data, words)
            envelope = _envelope(data.head, "sheet", own["kind"], _theirs(data), words, settings)
        case ListData():
            own = _list(data)
            envelope = _envelope(data.head, "list", "list", _THEIRS, words, settings)
        case StubData():
            kind, own = "withdrawn", {"reason": data.withdrawn}
            if data.moved_to is not None:
                kind, own = "moved", {"moved_to": reference(data.moved_to)}
            envelope = _envelope(data.head, kind, kind, _THEIRS, words, settings)
        case PageData():
            text = {} if data.markdown is None else {"markdown": data.markdown}
            own = {"description": data.description, **text}
            envelope = _envelope(data.head, "page", "page", _THEIRS, words, settings)
    return f"{compact({**envelope, **own})}\n".encode()


# ── Documents ───────────────────────────────────────────────────────────────────────────────────────────────


def _envelope(
    head: Head, kind: str, schema: str, theirs: list[str], words: Words, settings: Settings
) -> dict[str, Any]:
    rights: documents.Rights = {"licence": settings.licence, "theirs": theirs}
    if settings.licence in LICENCES:
        rights = {"licence": settings.licence, "url": LICENCES[settings.licence], "theirs": theirs}
    envelope: documents.Envelope = {
        "version": documents.VERSION,
        "type": kind,
        "title": head.title,
        "site": settings.site_url,
        "page": urls.address(head.page),
        "language": words.language,
        "rights": rights,
    }
    if head.updated:
        envelope["updated"] = head.updated
    address = schemas.address(settings.site_url, schema, urls.data_of(head.page, "json"))
    return {"$schema": address, **envelope}


_THEIRS = ["$..[?@.quotation].title", "$..passage", "$..[?@.kind=='source'].title", "$..media"]


def _theirs(data: SheetData) -> list[str]:
    """What belongs to others in the document of a sheet."""
    sheet = data.own.view.data
    if not isinstance(sheet, Source):
        return [
            *_THEIRS,
            "$.computed.sources.*.title",
            *(f"$..selector.{key}" for key in ("exact", "prefix", "suffix")),
            "$..instead",
            "$..[?@.kind=='quote'].words",
        ]
    return _THEIRS if sheet.title is None else [*_THEIRS, "$.title", "$.sheet.title"]


def _list(data: ListData) -> dict[str, Any]:
    listing = data.listing
    document: dict[str, Any] = {"groups": [_group(group) for group in listing.groups]}
    if data.actors:
        document["actors"] = data.actors
    if listing.periods:
        document["periods"] = periods(listing.periods)
    if listing.way is not None:
        steps = {"divides": listing.way.whole, "earlier": listing.way.earlier, "later": listing.way.later}
        document |= {name: urls.address(step.path) for name, step in steps.items() if step is not None}
    return document


def _group(group: Group) -> documents.GroupDocument:
    document: documents.GroupDocument = {"items": [reference(item) for item in group.items]}
    if group.name:
        document["name"] = group.name
    if group.label:
        document["label"] = group.label
    if group.whole is not None:
        document["whole"] = urls.address(group.whole)
    return document


def _sheet(data: SheetData, words: Words) -> dict[str, Any]:
    view = data.own.view
    sheet = view.data
    coverage = sheet_coverage(data.coverage, data.entries)
    entries = (
        entry_document(
            each,
            view.known,
            coverage,
            must_cite=each.fact.must_cite or (each.fact.kind == "summary" and sheet.MUST_CITE),
        )
        for each in data.entries
    )
    return {
        "kind": view.ref.kind,
        "id": view.ref.id,
        "sheet": keys(sheet, without={"draft", *schemas.entry_fields(type(sheet))}),
        "entries": [*entries],
        "computed": {**computed(data, words), **_coverage(coverage)},
    }


def _coverage(coverage: SheetCoverage) -> Mapping[str, Any]:
    """What a document says of the coverage of its sheet as a whole."""
    if not coverage.facts:
        return {}
    return {"coverage": coverage.tally, **({"particulars": coverage.head} if coverage.head else {})}

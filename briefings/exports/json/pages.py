"""JSON of each page at its address: `briefings/second-tram-line.json`, `timeline.json`.

Sheets are as their curators wrote them, with what follows from all sheets together; other pages say what they
list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs
from briefings.exports.json import documents, schemas
from briefings.exports.json.computed import COMPUTED, periods
from briefings.exports.json.coverage import SheetCoverage, sheet_coverage
from briefings.exports.json.entries import entry_document, names, reference
from briefings.exports.resource import Format, Publication, Resource, compact, last_changed, subject_of
from briefings.model import SheetModel, Source
from briefings.model.written import keys
from briefings.sheets.load import Sheet
from briefings.text.licences import LICENCES
from briefings.views.facts import Ref
from briefings.views.page import Page
from briefings.views.stub import HandwrittenView, StubView
from briefings.views.view import Group, Listing, View
from briefings.words import Words

Build = Callable[[Catalog, Proofs], Mapping[str, Any]]
"""Builds what a document has besides what all have in common."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The file of a page."""
    updated = _updated(publication.catalog, page)
    subject = subject_of(publication.catalog, page)
    coverage = None if subject is None else sheet_coverage(subject, publication.coverage)
    kind, build = _document(page, subject, publication.words, coverage)
    yield Resource(
        path=urls.data_of(page.path, "json"),
        format="json",
        media_type="application/json",
        title=page.title,
        about=(page.title, page.description, page.view, subject, updated, coverage),
        make=partial(_make, _envelope(publication, page, kind, updated), build),
        page=page.path,
        updated=updated,
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


def _make(envelope: Mapping[str, Any], build: Build, catalog: Catalog, proofs: Proofs) -> bytes:
    return f"{compact({**envelope, **build(catalog, proofs)})}\n".encode()


def _updated(catalog: Catalog, page: Page) -> str:
    """The day of the newest change in a page; empty if it has no dates."""
    view = page.view
    if view.subject is not None:
        return last_changed(catalog, page)
    items = (item for group in view.listing.groups for item in group.items) if view.listing else ()
    sheets = (item if isinstance(item, Ref) else item.sheet for item in items)
    briefings = (catalog.briefings[sheet.id] for sheet in sheets if sheet.kind == "briefing")
    return max((briefing.data.last_changed.text for briefing in briefings), default="")


# ── Documents ───────────────────────────────────────────────────────────────────────────────────────────────


def _document(
    page: Page, subject: Sheet[Any] | None, words: Words, coverage: SheetCoverage | None
) -> tuple[str, Build]:
    """The type of a page's document, and what builds it."""
    view = page.view
    if subject is not None and coverage is not None:
        return "sheet", partial(_sheet, subject, view, words, coverage)
    if isinstance(view, StubView):
        if view.moved_to is not None:
            return "moved", partial(_moved, view.moved_to)
        return "withdrawn", partial(_constant, {"reason": view.withdrawn})
    if view.listing is not None:
        return "list", partial(_list, view.listing)
    own = {"description": page.description}
    if isinstance(view, HandwrittenView):
        own["markdown"] = view.body
    return "page", partial(_constant, own)


def _envelope(publication: Publication, page: Page, kind: str, updated: str) -> dict[str, Any]:
    settings, subject = publication.settings, page.view.subject
    schema = schemas.address(
        settings.site_url, kind if subject is None else subject.kind, urls.data_of(page.path, "json")
    )
    envelope: documents.Envelope = {
        "version": documents.VERSION,
        "type": kind,
        "title": page.title,
        "site": settings.site_url,
        "page": urls.address(page.path),
        "language": publication.words.language,
        "rights": _rights(publication, page),
    }
    if updated:
        envelope["updated"] = updated
    return {"$schema": schema, **envelope}


def _rights(publication: Publication, page: Page) -> documents.Rights:
    licence = publication.settings.licence
    subject = subject_of(publication.catalog, page)
    theirs = ["$..[?@.quotation].title", "$..passage", "$..[?@.kind=='source'].title", "$..media"]
    if subject is not None and isinstance(subject.data, Source) and subject.data.title is not None:
        theirs += ["$.title", "$.sheet.title"]
    elif subject is not None and subject.kind != "source":
        theirs.append("$.computed.sources.*.title")
        theirs += [f"$..selector.{key}" for key in ("exact", "prefix", "suffix")]
        theirs += ["$..instead", "$..[?@.kind=='quote'].words"]
    rights: documents.Rights = {"licence": licence, "theirs": theirs}
    if licence in LICENCES:
        rights = {"licence": licence, "url": LICENCES[licence], "theirs": theirs}
    return rights


def _constant(own: Mapping[str, Any], catalog: Catalog, proofs: Proofs) -> Mapping[str, Any]:
    return own


def _moved(target: Ref, catalog: Catalog, proofs: Proofs) -> Mapping[str, Any]:
    return {"moved_to": reference(target, catalog)}


def _list(listing: Listing, catalog: Catalog, proofs: Proofs) -> Mapping[str, Any]:
    groups = [_group(group, catalog) for group in listing.groups if group.items]
    speakers = dict.fromkeys(item["by"] for group in groups for item in group["items"] if "by" in item)
    document: dict[str, Any] = {"groups": groups}
    if speakers:
        document["actors"] = names(speakers, catalog)
    if listing.periods:
        document["periods"] = periods(listing.periods)
    if listing.way is not None:
        steps = {"divides": listing.way.whole, "earlier": listing.way.earlier, "later": listing.way.later}
        document |= {name: urls.address(step.path) for name, step in steps.items() if step is not None}
    return document


def _group(group: Group, catalog: Catalog) -> documents.GroupDocument:
    document: documents.GroupDocument = {"items": [reference(item, catalog) for item in group.items]}
    if group.name:
        document["name"] = group.name
    if group.label:
        document["label"] = group.label
    if group.whole is not None:
        document["whole"] = urls.address(group.whole)
    return document


def _sheet(
    sheet: Sheet[Any],
    view: View,
    words: Words,
    coverage: SheetCoverage,
    catalog: Catalog,
    proofs: Proofs,
) -> Mapping[str, Any]:
    model: type[SheetModel] = type(sheet.data)
    own = catalog.by_sheet[f"{sheet.kind}/{sheet.id}"]
    return {
        "kind": sheet.kind,
        "id": sheet.id,
        "sheet": keys(sheet.data, without={"draft", *schemas.entry_fields(model)}),
        "entries": [entry_document(entry, catalog, proofs, coverage) for entry in own],
        "computed": {**COMPUTED[type(view)](sheet, view, words, catalog, proofs), **_coverage(coverage)},
    }


def _coverage(coverage: SheetCoverage) -> Mapping[str, Any]:
    """What a document says of the coverage of its sheet as a whole."""
    if not coverage.facts:
        return {}
    return {"coverage": coverage.tally, **({"particulars": coverage.head} if coverage.head else {})}

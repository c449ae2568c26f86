"""Entries of sheets in JSON: whole in the document of their sheet, elsewhere as references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, parts
from briefings.catalog.standing import support
from briefings.evidence import Proofs
from briefings.exports.json import documents
from briefings.exports.json.coverage import SheetCoverage, selector
from briefings.exports.json.schemas import REPEATED
from briefings.model.items import Item
from briefings.model.written import keys
from briefings.views.facts import Fact, Line, Placed, Ref
from briefings.views.view import Listed


def names(actors: Iterable[str], catalog: Catalog) -> dict[str, str]:
    """The names of actors, by id."""
    return {actor: catalog.actors[actor].data.headline for actor in actors}


def address_of(item: Placed) -> str:
    """The address of an entry, relative to the site."""
    return f"{urls.address(item.sheet.path)}#{item.anchor}" if item.anchor else urls.address(item.sheet.path)


def reference(item: Listed, catalog: Catalog) -> documents.Reference:
    """A sheet or an entry, as other pages refer to it."""
    if isinstance(item, Ref):
        return _sheet_reference(item, catalog)
    reference: documents.Reference = {"kind": item.kind, "title": item.title, "address": address_of(item)}
    if item.date is not None:
        reference["date"] = item.date.text
    if item.by is not None:
        reference["by"] = item.by
    _mark(reference, item)
    return reference


def _sheet_reference(ref: Ref, catalog: Catalog) -> documents.Reference:
    reference: documents.Reference = {
        "kind": ref.kind,
        "title": catalog.name(ref.kind, ref.id),
        "address": urls.address(ref.path),
    }
    if ref.kind == "briefing":
        reference["date"] = catalog.briefings[ref.id].data.published.text
    elif ref.kind == "source":
        reference["publisher"] = catalog.sources[ref.id].data.publisher
    return reference


def _mark(target: documents.Reference | documents.EntryDocument, entry: Entry[Any] | Line | Fact) -> None:
    """Add what readers must know of an entry to be able to repeat it."""
    if entry.is_quotation:
        target["quotation"] = True
    if entry.status != "reported":
        target["status"] = entry.status
    if entry.announced:
        target["announced"] = True


def entry_document(
    entry: Entry[Any], catalog: Catalog, proofs: Proofs, coverage: SheetCoverage
) -> documents.EntryDocument:
    """An entry in the document of its sheet."""
    item = entry.item
    document: documents.EntryDocument = {"kind": entry.kind, "title": entry.title}
    if entry.anchor:
        document["anchor"] = entry.anchor
    if entry.text is not None:
        document["text"] = entry.text
    if entry.date is not None:
        document["date"] = entry.date.text
    if entry.by is not None:
        document["by"] = entry.by
    if entry.actors and entry.actors != (entry.by,):
        document["actors"] = [*entry.actors]
    _mark(document, entry)
    fields = keys(item, without={"cite", "anchor", item.PARTS, *_repeated(entry)})
    if fields:
        document["fields"] = fields
    if item.PARTS:
        document["parts"] = [_part(part, proofs, coverage) for part in parts(entry)]
    elif entry.citations:
        document["citations"] = _citations(entry, proofs)
    _add_covered(document, entry, coverage)
    if entry.citations or entry.must_cite:
        document["support"] = support(catalog.sources, entry.citations).level
    if entry.also_in:
        document["also_in"] = [*entry.also_in]
    return document


def _add_covered(
    target: documents.EntryDocument | documents.Part, entry: Entry[Any], coverage: SheetCoverage
) -> None:
    """Add what is known of the particulars of an entry or of a part, if it has any."""
    known = coverage.facts.get(entry.path)
    if known is not None:
        target["covered"] = known["covered"]
        target["particulars"] = known["particulars"]


def _repeated(entry: Entry[Any]) -> Iterator[str]:
    """The fields whose value is in a key that all kinds share."""
    item: Item = entry.item
    for name in _shared_fields(type(item)):
        value = getattr(item, name)
        if (
            value == getattr(item, item.SHARED[name])
            if name in item.SHARED
            else value == getattr(entry, name)
        ):
            yield name


@cache
def _shared_fields(model: type[Item]) -> tuple[str, ...]:
    """The fields of a kind of entry whose values may be in a key that all kinds share."""
    return tuple(name for name in model.model_fields if name in model.SHARED or name in REPEATED)


def _part(part: Entry[Any], proofs: Proofs, coverage: SheetCoverage) -> documents.Part:
    document: documents.Part = {"fields": keys(part.item, without={"cite"})}
    if part.citations:
        document["citations"] = _citations(part, proofs)
    _add_covered(document, part, coverage)
    return document


def _citations(entry: Entry[Any], proofs: Proofs) -> list[documents.Cited]:
    citations: list[documents.Cited] = []
    for citation in entry.citations:
        cited: documents.Cited = {"source": citation.source}
        if citation.passage is not None:
            proof = proofs.of(citation.source, citation.passage)
            cited["passage"] = citation.passage
            cited["proof"] = proof.level
            if (found := selector(citation.passage, proof)) is not None:
                cited["selector"] = found
        citations.append(cited)
    return citations

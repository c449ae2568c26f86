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
from briefings.model.base import Prose
from briefings.model.items import Item
from briefings.model.written import keys
from briefings.pages import Listed
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain


def names(actors: Iterable[str], catalog: Catalog) -> dict[str, str]:
    """The names of actors, by id."""
    return {actor: catalog.actors[actor].data.headline for actor in actors}


def address_of(item: Listed) -> str:
    """The address of a sheet or an entry, below that of the site."""
    sheet, anchor = (item, "") if isinstance(item, Sheet) else (item.sheet, item.anchor)
    address = urls.address(urls.page_of_sheet(sheet))
    return f"{address}#{anchor}" if anchor else address


def reference(item: Listed, catalog: Catalog) -> documents.Reference:
    """A sheet or an entry, as other pages refer to it."""
    address = address_of(item)
    if isinstance(item, Sheet):
        reference: documents.Reference = {
            "kind": item.kind,
            "title": item.data.headline,
            "address": address,
        }
        if item.kind == "briefing":
            reference["date"] = item.data.published.text
        elif item.kind == "source":
            reference["publisher"] = item.data.publisher
        return reference
    title = item.title
    reference = {
        "kind": item.kind if item.whole is None else item.whole.kind,
        "title": plain(title, catalog.name) if isinstance(title, Prose) else title,
        "address": address,
    }
    if item.date is not None:
        reference["date"] = item.date.text
    if item.by is not None:
        reference["by"] = item.by
    _mark(reference, item)
    return reference


def _mark(target: documents.Reference | documents.EntryDocument, entry: Entry[Any]) -> None:
    """Add what readers must know of an entry to be able to repeat it."""
    if entry.item.is_quotation:
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

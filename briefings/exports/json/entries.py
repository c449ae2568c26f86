"""Entries of sheets in JSON: whole in the document of their sheet, elsewhere as references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from briefings.catalog import urls
from briefings.catalog.standing import support_by
from briefings.exports.json import documents
from briefings.exports.json.coverage import SheetCoverage, selector
from briefings.exports.json.data import OwnFact, SheetItem
from briefings.exports.json.schemas import REPEATED
from briefings.model.base import KeyPath
from briefings.model.citations import Citation
from briefings.model.items import Item
from briefings.model.written import keys
from briefings.versions.history import Past
from briefings.views.facts import Fact, Line, Placed, Ref
from briefings.views.known import Known
from briefings.views.view import Listed


def address_of(item: Placed) -> str:
    """The address of an entry, relative to the site."""
    return f"{urls.address(item.sheet.path)}#{item.anchor}" if item.anchor else urls.address(item.sheet.path)


def reference(item: Listed) -> documents.Reference:
    """A sheet or an entry, as other pages refer to it."""
    if isinstance(item, Ref):
        return _sheet_reference(item)
    reference: documents.Reference = {"kind": item.kind, "title": item.title, "address": address_of(item)}
    if item.date is not None:
        reference["date"] = item.date.text
    if item.by is not None:
        reference["by"] = item.by
    _mark(reference, item)
    return reference


def _sheet_reference(ref: Ref) -> documents.Reference:
    reference: documents.Reference = {
        "kind": ref.kind,
        "title": ref.title,
        "address": urls.address(ref.path),
    }
    if isinstance(ref, SheetItem) and ref.date is not None:
        reference["date"] = ref.date.text
    if isinstance(ref, SheetItem) and ref.publisher:
        reference["publisher"] = ref.publisher
    return reference


def _mark(target: documents.Reference | documents.EntryDocument, entry: Line | Fact) -> None:
    """Add what readers must know of an entry to be able to repeat it."""
    if entry.is_quotation:
        target["quotation"] = True
    if entry.status != "reported":
        target["status"] = entry.status
    if entry.announced:
        target["announced"] = True


def entry_document(
    own: OwnFact, known: Known, coverage: SheetCoverage, *, must_cite: bool
) -> documents.EntryDocument:
    """An entry in the document of its sheet."""
    fact = own.fact
    item = fact.item
    document: documents.EntryDocument = {"kind": fact.kind, "title": fact.title}
    if fact.anchor:
        document["anchor"] = fact.anchor
    if fact.text is not None:
        document["text"] = fact.text
    if fact.date is not None:
        document["date"] = fact.date.text
    if fact.by is not None:
        document["by"] = fact.by
    if fact.actors and fact.actors != (fact.by,):
        document["actors"] = [*fact.actors]
    _mark(document, fact)
    fields = keys(item, without={"cite", "anchor", item.PARTS, *_repeated(fact)})
    if fields:
        document["fields"] = fields
    if item.PARTS:
        parts = enumerate(getattr(item, item.PARTS))
        document["parts"] = [_part(part, (*own.path, item.PARTS, n), known, coverage) for n, part in parts]
    elif fact.citations:
        document["citations"] = _citations(fact.citations, known)
    _add_covered(document, own.path, coverage)
    if (read := fact.evidence.read) is not None:
        document["reading"] = {"answer": read.answer, "reader": read.reader, "day": read.day.isoformat()}
    if fact.citations or must_cite:
        document["support"] = support_by(known.credit, fact.citations).level
    if own.also_in:
        document["also_in"] = [*own.also_in]
    if own.past is not None:
        _add_past(document, own.past)
    if fact.corrections:
        document["corrections"] = [
            each.anchor if each.sheet == fact.sheet else address_of(each) for each in fact.corrections
        ]
    return document


def _add_past(document: documents.EntryDocument, past: Past) -> None:
    """Add when an entry came and changed, and what it said before."""
    if past.added:
        document["added"] = past.added
    if past.earlier:
        document["changed"] = past.earlier[0].until
        document["earlier"] = [
            {"until": each.until, "fields": json.loads(each.fields)} for each in past.earlier
        ]


def _add_covered(
    target: documents.EntryDocument | documents.Part, path: KeyPath, coverage: SheetCoverage
) -> None:
    """Add what is known of the particulars of an entry or of a part, if it has any."""
    known = coverage.facts.get(path)
    if known is not None:
        target["covered"] = known["covered"]
        target["particulars"] = known["particulars"]


def _repeated(fact: Fact) -> Iterator[str]:
    """The fields whose value is in a key that all kinds share."""
    item: Item = fact.item
    for name in _shared_fields(type(item)):
        value = getattr(item, name)
        if value == (getattr(item, item.SHARED[name]) if name in item.SHARED else getattr(fact, name)):
            yield name


@cache
def _shared_fields(model: type[Item]) -> tuple[str, ...]:
    """The fields of a kind of entry whose values may be in a key that all kinds share."""
    return tuple(name for name in model.model_fields if name in model.SHARED or name in REPEATED)


def _part(part: Any, path: KeyPath, known: Known, coverage: SheetCoverage) -> documents.Part:
    document: documents.Part = {"fields": keys(part, without={"cite"})}
    if part.citations:
        document["citations"] = _citations(part.citations, known)
    _add_covered(document, path, coverage)
    return document


def _citations(cited: Iterable[Citation], known: Known) -> list[documents.Cited]:
    citations: list[documents.Cited] = []
    for citation in cited:
        document: documents.Cited = {"source": citation.source}
        if citation.passage is not None:
            proof = known.passages[citation.source, citation.passage]
            document["passage"] = citation.passage
            document["proof"] = proof.level
            if (found := selector(citation.passage, proof)) is not None:
                document["selector"] = found
        citations.append(document)
    return citations

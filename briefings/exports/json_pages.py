"""JSON of each sheet at the address of its page: `briefings/second-tram-line.json`. What the curator wrote,
with the entries in the one shape that all kinds share, and how far each passage is proved."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, parts
from briefings.evidence import Proofs
from briefings.exports.resource import Format, Publication, Resource, last_changed
from briefings.model import SheetModel
from briefings.model.base import Model
from briefings.model.dates import Date
from briefings.model.walk import item_fields
from briefings.pages import Page
from briefings.sheets.load import Sheet

VERSION = 1
"""Of the format. It grows when a key is renamed, removed or takes another meaning; new keys may come at any
time."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The file of a sheet's page."""
    sheet = page.context.subject
    if sheet is not None:
        yield Resource(
            path=urls.data_of(page.path, "json"),
            format="json",
            media_type="application/json",
            title=page.title,
            about=sheet,
            make=partial(_document, sheet),
            page=page.path,
            updated=last_changed(publication.catalog, page),
        )


JSON = Format("json", of_page=of_page, addresses=("briefings/….json", "actors/….json"))


def _document(sheet: Sheet[SheetModel], catalog: Catalog, proofs: Proofs) -> bytes:
    elsewhere = {"draft", *(name for name, _ in item_fields(type(sheet.data)))}
    document = {
        "version": VERSION,
        "kind": sheet.kind,
        "id": sheet.id,
        "title": sheet.data.headline,
        "page": urls.address(urls.page_of_sheet(sheet)),
        "sheet": _fields(sheet.data, without=elsewhere),
        "entries": [_entry(entry, proofs) for entry in catalog.by_sheet[f"{sheet.kind}/{sheet.id}"]],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(entry: Entry[Any], proofs: Proofs) -> dict[str, Any]:
    shared = {
        "kind": entry.kind,
        "anchor": entry.anchor,
        "title": entry.title,
        "text": entry.text,
        "date": entry.date,
        "status": entry.status,
        "by": entry.by,
        "actors": entry.actors,
        "also_in": entry.also_in,
    }
    name = entry.item.PARTS
    return {key: _plain(value) for key, value in shared.items() if value not in _EMPTY} | {
        "fields": _fields(entry.item, without={"cite", name}),
        "parts": [
            {"fields": _fields(part.item, without={"cite"}), "citations": _citations(part, proofs)}
            for part in (parts(entry) if name else ())
        ],
        "citations": [] if name else _citations(entry, proofs),
    }


def _citations(entry: Entry[Any], proofs: Proofs) -> list[dict[str, Any]]:
    """What an entry cites; `proof` says how far the passage is proved: verified, omissions (verified with
    omissions), compared, not_checked and so on."""
    return [
        {"source": citation.source}
        | (
            {"passage": citation.passage, "proof": proofs.of(citation.source, citation.passage).level}
            if citation.passage is not None
            else {}
        )
        for citation in entry.citations
    ]


_EMPTY: tuple[object, ...] = (None, (), "")


def _fields(model: Model, *, without: Collection[str]) -> dict[str, Any]:
    """The keys of a part of a sheet as they are written in YAML, those that are left out excepted."""
    given = (
        (key, getattr(model, field_name))
        for field_name, field in type(model).model_fields.items()
        if field_name not in without
        for key in (field.alias or field_name,)
    )
    return {key: _plain(value) for key, value in given if value not in _EMPTY}


def _plain(value: Any) -> Any:
    """A value as JSON has it: dates as EDTF, numbers as numbers unless they have too many digits."""
    if isinstance(value, Date):
        return value.text
    if isinstance(value, Decimal):
        # A program that reads the number as a float must get the same digits.
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, Model):
        return _fields(value, without=())
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value

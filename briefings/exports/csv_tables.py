"""CSV tables of all sheets and entries, such as `data/events.csv`, and a Data Package that describes them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog, Gone
from briefings.catalog.entries import Entry, entries
from briefings.catalog.standing import support
from briefings.evidence import Proofs
from briefings.exports.columns import PlainText
from briefings.exports.entry_ids import parts_with_ids, with_ids
from briefings.exports.resource import Format, Publication, Resource, newest_change
from briefings.exports.tables import Table, tables
from briefings.model.days import CalendarDay
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.text.licences import LICENCES, Licence
from briefings.text.markdown import plain
from briefings.words import Words

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"

Row = Sequence[object]


def of_site(publication: Publication) -> Iterator[Resource]:
    """The package and its tables."""
    catalog, words = publication.catalog, publication.words
    newest = newest_change(catalog)
    titles = {table.name: _title(table, words) for table in tables()}
    name = words("formats.csv.name")
    yield Resource(
        path=PACKAGE,
        format="csv",
        media_type="application/json",
        title=words("formats.csv.files.package"),
        about=(name, *titles.values()),
        make=partial(_package, publication.settings, name, titles),
        updated=newest,
    )
    sheets = tuple(catalog.sheets())
    for table in tables():
        content = _Content(
            table,
            tuple(sheet for sheet in sheets if table.of in (None, sheet.kind)),
            publication.settings.site_url,
            shared=tuple(each for each in catalog.entries if each.also_in)
            if table.content == "shared"
            else (),
            gone=catalog.gone if table.content == "gone" else (),
        )
        # The levels of all passages that the sheets cite, in a fixed order: recording a read of each passage
        # would take far more time and memory.
        proofs = publication.proofs if table.content == "citations" else None
        levels = "" if proofs is None else " ".join(proof.level for proof in proofs.passages.values())
        yield Resource(
            path=f"{FOLDER}/{table.name}.csv",
            format="csv",
            media_type="text/csv",
            title=titles[table.name],
            about=(content.sheets, content.shared, content.gone, levels),
            make=partial(_file, content, proofs),
            updated=newest,
        )


CSV = Format("csv", of_site=of_site)


def _title(table: Table, words: Words) -> str:
    def kind(name: str) -> str:
        """The name of a kind of sheet or entry, in the plural if there is one."""
        keys = (
            f"kinds.{what}.{name}.{form}" for what in ("sheet", "entry") for form in ("plural", "singular")
        )
        return next((words(key) for key in keys if key in words), name)

    if table.links is not None and table.key_column is not None:
        return f"{kind(table.links.kind)}: {kind(table.key_column.refers)}"
    return kind(table.kind) if table.kind else words(f"formats.csv.files.{table.content}")


# ── Rows ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Content:
    """What a table is made from."""

    table: Table
    sheets: tuple[Sheet[Any], ...]
    site: str
    """The address of the site; may be empty."""
    shared: tuple[Entry[Any], ...]
    """The entries that other briefings show, too."""
    gone: tuple[Gone, ...]


def _file(content: _Content, proofs: Proofs | None, catalog: Catalog, _: Proofs) -> bytes:
    """A table as RFC 4180 has it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in content.table.columns])
    writer.writerows(_rows(content, proofs, catalog))
    return file.getvalue().encode()


def _rows(content: _Content, proofs: Proofs | None, catalog: Catalog) -> Iterator[Row]:
    name = cache(catalog.name)

    def plain_text(prose: str) -> str:
        return plain(prose, name)

    match content.table.content:
        case "sheets":
            return _sheets(content, plain_text)
        case "entries" | "parts":
            return _entries(content, catalog, plain_text)
        case "links":
            return _links(content)
        case "citations":
            assert proofs is not None
            return _citations(content, proofs)
        case "shared":
            return _shared(content)
        case "gone":
            return _gone(content)


def _sheets(content: _Content, plain_text: PlainText) -> Iterator[Row]:
    own = content.table.own
    for sheet in content.sheets:
        page = content.site + urls.address(urls.page_of_sheet(sheet))
        yield (sheet.id, page, *[column.cell(sheet.data, plain_text) for column in own])


def _entries(content: _Content, catalog: Catalog, plain_text: PlainText) -> Iterator[Row]:
    """Entries of a kind, or parts of entries."""
    columns = [(column.read, column.write) for column in content.table.own]
    sources = dict(catalog.sources)
    for where, id_, entry in _facts(content.table, content.sheets):
        item = entry.item
        date = entry.date
        known = support(sources, entry.citations)
        yield (
            id_,
            where,
            *["" if (value := read(item)) is None else write(value, plain_text) for read, write in columns],
            "" if date is None else _day(date.earliest),
            "" if date is None else _day(date.latest),
            known.level,
            len(known.publishers),
        )


def _facts(table: Table, sheets: Iterable[Sheet[Any]]) -> Iterator[tuple[str, str, Entry[Any]]]:
    """The entries or parts in a table: the id of the sheet or of the whole, its own id, and it."""
    kind = table.kind if table.whole is None else table.whole.kind
    for sheet in sheets:
        for id_, entry in with_ids(sheet, kind):
            if table.whole is None:
                yield sheet.id, id_, entry
            else:
                yield from ((id_, own, part) for own, part in parts_with_ids(id_, entry))


def _day(day: CalendarDay | None) -> str:
    """A day in ISO 8601; empty if its year has not four digits, as most programs know of no other."""
    return "" if day is None or not 1 <= day.year <= _LAST_YEAR else day.isoformat()


_LAST_YEAR = 9999


def _links(content: _Content) -> Iterator[Row]:
    table, column = content.table.links, content.table.key_column
    assert table is not None
    assert column is not None
    if table.content == "sheets":
        named = ((sheet.id, column.read(sheet.data)) for sheet in content.sheets)
    else:
        named = ((id_, column.read(entry.item)) for _, id_, entry in _facts(table, content.sheets))
    return ((id_, name) for id_, names in named for name in dict.fromkeys(names))


def _citations(content: _Content, proofs: Proofs) -> Iterator[Row]:
    for sheet in content.sheets:
        for kind in dict.fromkeys(entry.kind for entry in entries(sheet)):
            for id_, entry in with_ids(sheet, kind):
                for own, fact in parts_with_ids(id_, entry) if entry.item.PARTS else ((id_, entry),):
                    yield from _citations_of(own, fact, proofs)


def _citations_of(id_: str, fact: Entry[Any], proofs: Proofs) -> Iterator[Row]:
    for number, citation in enumerate(fact.citations, start=1):
        source, passage = citation.source, citation.passage
        if passage is None:
            yield id_, number, source, "", ""
        else:
            yield id_, number, source, escape.cell(passage), proofs.of(source, passage).level


def _shared(content: _Content) -> Iterator[Row]:
    for entry in content.shared:
        id_ = f"{urls.address(urls.page_of_sheet(entry.sheet))}#{entry.anchor}"
        yield from ((id_, briefing) for briefing in entry.also_in)


def _gone(content: _Content) -> Iterator[Row]:
    for each in content.gone:
        moved, withdrawn = each.moved_to, each.withdrawn
        yield (
            urls.address(urls.page_of(each.kind, each.id)),
            "" if moved is None else urls.address(urls.page_of_sheet(moved)),
            "" if withdrawn is None else escape.cell(withdrawn.data.withdrawn or ""),
        )


# ── The package ─────────────────────────────────────────────────────────────────────────────────────────────


def _package(settings: Settings, name: str, titles: Mapping[str, str], _: Catalog, __: Proofs) -> bytes:
    """The description of all tables, as Data Package version 2."""
    site = settings.site_url
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": _name(settings),
        **({"id": site + PACKAGE, "homepage": site} if site else {}),
        "title": f"{settings.site_name}: {name}",
        "description": " ".join(filter(None, (settings.site_description, _RIGHTS, _FORMULAS))),
        **_licences(settings.licence),
        "sources": [{"title": settings.site_name} | ({"path": site} if site else {})],
        "resources": [
            {
                "name": table.name,
                "type": "table",
                "path": f"{table.name}.csv",
                "title": titles[table.name],
                "description": table.about,
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table.schema,
            }
            for table in tables()
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


_RIGHTS = (
    "The licence covers what the site says in its own words. Passages, quotations and titles of sources"
    " belong to their authors; `citations` and `sources` say where they are from."
)
_FORMULAS = (
    "So that no spreadsheet reads a formula, an apostrophe precedes = + - @ at the beginning of a text and"
    " after a semicolon, and apostrophes before these: remove one in each of these places."
)


def _name(settings: Settings) -> str:
    """The name of the package, from the address of the site."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", settings.site_url.partition("://")[2].lower()).strip("-")
    return f"briefings-{plain}" if plain else "briefings"


def _licences(licence: Licence | None) -> dict[str, Any]:
    if licence is None:
        return {}
    # Two have other names in the Open Definition's list, to which the specification refers.
    known = {"public-domain": "other-pd", "all-rights-reserved": "other-closed"}
    address = LICENCES.get(licence)
    return {"licenses": [{"name": known.get(licence, licence)} | ({"path": address} if address else {})]}


__all__ = ["CSV"]

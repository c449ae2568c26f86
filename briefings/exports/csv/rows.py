"""The rows of each table, and its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog, Gone
from briefings.catalog.entries import Entry, entries, of_kind, parts
from briefings.catalog.standing import support
from briefings.evidence import Proofs
from briefings.exports.csv.columns import ID_SEPARATOR, PlainText
from briefings.exports.csv.tables import Table
from briefings.model.base import KeyPath
from briefings.model.days import CalendarDay
from briefings.model.items import prose_citations
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.text.markdown import plain

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Content:
    """What a table is made from."""

    table: Table
    sheets: tuple[Sheet[Any], ...]
    shared: tuple[Entry[Any], ...]
    """The entries that other briefings show, too."""
    announced: tuple[Entry[Any], ...]
    """The entries that are only announced."""
    gone: tuple[Gone, ...]
    covered: Mapping[str, Mapping[KeyPath, bool]]
    """By path of a sheet and of a fact with particulars: whether it is covered."""


def file(content: Content, proofs: Proofs | None, catalog: Catalog, _: Proofs) -> bytes:
    """A table as RFC 4180 has it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in content.table.columns])
    writer.writerows(_rows(content, proofs, catalog))
    return text.getvalue().encode()


def _rows(content: Content, proofs: Proofs | None, catalog: Catalog) -> Iterator[Row]:
    name = cache(catalog.name)

    def plain_text(prose: str) -> str:
        return plain(prose, name)

    match content.table.content:
        case "sheets":
            return _sheets(content, plain_text)
        case "entries" | "parts":
            return _entries(content, catalog, plain_text)
        case "passages":
            assert proofs is not None
            return _passages(content, proofs)
        case "shared":
            return _shared(content)
        case "gone":
            return _gone(content)


def _sheets(content: Content, plain_text: PlainText) -> Iterator[Row]:
    own, has_sources = content.table.own, bool(content.table.last)
    for sheet in content.sheets:
        data = sheet.data
        row = [sheet.id, urls.address(urls.page_of_sheet(sheet))]
        row += [column.cell(data, plain_text) for column in own]
        if has_sources:
            cited = prose_citations(data.summary or "")
            row.append(ID_SEPARATOR.join(dict.fromkeys(each.source for each in cited)))
        yield row


def _entries(content: Content, catalog: Catalog, plain_text: PlainText) -> Iterator[Row]:
    """Entries of a kind, or parts of entries."""
    table = content.table
    columns = [(column.read, column.write) for column in table.own]
    sources = dict(catalog.sources)
    announced = {(entry.sheet.id, entry.path) for entry in content.announced}
    for first, entry in _facts(table, content.sheets):
        item = entry.item
        row = [*first]
        row += ["" if (value := read(item)) is None else write(value, plain_text) for read, write in columns]
        if table.has_dates:
            date = entry.date
            row += ("", "") if date is None else (_day(date.earliest), _day(date.latest))
        if table.is_chronological:
            row.append("true" if (entry.sheet.id, entry.path) in announced else "false")
        known = support(sources, entry.citations)
        level = known.level if item.derived is None else "computed"
        row += (ID_SEPARATOR.join(known.sources), level, len(known.publishers))
        row.append(_flag(content.covered.get(entry.sheet.path, {}).get(entry.path)))
        yield row


def _facts(table: Table, sheets: Iterable[Sheet[Any]]) -> Iterator[tuple[Row, Entry[Any]]]:
    """The entries or parts in a table, each with its first cells: its id and its sheet, or the id of the
    whole and its number."""
    kind = table.kind if table.whole is None else table.whole.kind
    for sheet in sheets:
        for entry in of_kind(sheet, kind):
            id_ = urls.id_of(entry)
            if table.whole is None:
                yield (id_, sheet.id), entry
            else:
                yield from (((id_, number), part) for number, part in enumerate(parts(entry), start=1))


def _flag(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"


def _day(day: CalendarDay | None) -> str:
    """A day in ISO 8601; empty if its year has not four digits, as most programs know of no other."""
    return "" if day is None or not 1 <= day.year <= _LAST_YEAR else day.isoformat()


_LAST_YEAR = 9999


def _passages(content: Content, proofs: Proofs) -> Iterator[Row]:
    for sheet in content.sheets:
        for entry in entries(sheet):
            id_ = urls.id_of(entry)
            if entry.item.PARTS:
                for number, part in enumerate(parts(entry), start=1):
                    yield from _passages_of(f"{id_}/{number}", part, proofs)
            else:
                yield from _passages_of(id_, entry, proofs)


def _passages_of(id_: str, fact: Entry[Any], proofs: Proofs) -> Iterator[Row]:
    for number, citation in enumerate(fact.citations, start=1):
        source, passage = citation.source, citation.passage
        if passage is not None:
            yield id_, number, source, escape.cell(passage), proofs.of(source, passage).level


def _shared(content: Content) -> Iterator[Row]:
    for entry in content.shared:
        yield from ((urls.id_of(entry), briefing) for briefing in entry.also_in)


def _gone(content: Content) -> Iterator[Row]:
    for each in content.gone:
        moved, withdrawn = each.moved_to, each.withdrawn
        yield (
            urls.address(urls.page_of(each.kind, each.id)),
            "" if moved is None else urls.address(urls.page_of_sheet(moved)),
            "" if withdrawn is None else escape.cell(withdrawn.data.withdrawn or ""),
        )


__all__ = ["Content", "file"]

"""The rows of each table, and its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any

from briefings.catalog import urls
from briefings.catalog.coverage import by_path
from briefings.catalog.entries import Entry, entries, of_kind, parts
from briefings.catalog.standing import support
from briefings.exports.csv.columns import ID_SEPARATOR
from briefings.exports.csv.tables import Table, table_of
from briefings.exports.resource import Publication
from briefings.model.base import KeyPath
from briefings.model.days import CalendarDay
from briefings.model.items import prose_citations
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.text.markdown import plain
from briefings.words import Words

Row = tuple[str | int, ...]


def file(table: tuple[str, tuple[Row, ...]], words: Words, settings: Settings) -> bytes:
    """The table of this name with these rows, as RFC 4180 has it."""
    name, rows = table
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table_of(name).columns])
    writer.writerows(rows)
    return text.getvalue().encode()


class Rows:
    """Makes the rows of all tables."""

    def __init__(self, publication: Publication) -> None:
        self._catalog = publication.catalog
        self._proofs = publication.proofs
        self._coverage = publication.coverage
        self._name = cache(publication.catalog.name)

    def of(self, table: Table) -> Iterator[Row]:
        """The rows of a table."""
        match table.content:
            case "sheets":
                return self._sheets(table)
            case "entries" | "parts":
                return self._facts(table)
            case "passages":
                return self._passages()
            case "shared":
                return self._shared()
            case "gone":
                return self._gone()

    def _plain(self, prose: str) -> str:
        return plain(prose, self._name)

    def _sheets_of(self, table: Table) -> Iterable[Sheet[Any]]:
        return self._catalog.sheets() if table.of is None else self._catalog.of_kind(table.of).values()

    def _sheets(self, table: Table) -> Iterator[Row]:
        for sheet in self._sheets_of(table):
            data = sheet.data
            own = (column.cell(data, self._plain) for column in table.own)
            row = sheet.id, urls.address(urls.page_of_sheet(sheet)), *own
            if table.last:
                cited = prose_citations(data.summary or "")
                row = *row, ID_SEPARATOR.join(dict.fromkeys(each.source for each in cited))
            yield row

    def _facts(self, table: Table) -> Iterator[Row]:
        """Entries of a kind, or parts of entries."""
        columns = [(column.read, column.write) for column in table.own]
        for sheet in self._sheets_of(table):
            covered = self._covered[sheet.path]
            for first, fact in _facts(table, sheet):
                row = [*first]
                for read, write in columns:
                    row.append("" if (value := read(fact.item)) is None else write(value, self._plain))
                if table.has_dates:
                    date = fact.date
                    row += ("", "") if date is None else (_day(date.earliest), _day(date.latest))
                if table.is_chronological:
                    row.append(_flag((sheet.id, fact.path) in self._announced))
                known = support(self._catalog.sources, fact.citations)
                level = known.level if fact.item.derived is None else "computed"
                row += (ID_SEPARATOR.join(known.sources), level, len(known.publishers))
                row.append(_flag(covered.get(fact.path)))
                yield tuple(row)

    @cached_property
    def _announced(self) -> frozenset[tuple[str, KeyPath]]:
        """The entries that are only announced, by sheet and path."""
        return frozenset((entry.sheet.id, entry.path) for entry in self._catalog.entries if entry.announced)

    @cached_property
    def _covered(self) -> dict[str, dict[KeyPath, bool]]:
        """By path of a sheet and of a fact with particulars: whether it is covered."""
        covered: dict[str, dict[KeyPath, bool]] = {}
        for sheet in self._catalog.sheets():
            facts = by_path(self._coverage.of(sheet))
            covered[sheet.path] = {path: all(each.is_covered for each in own) for path, own in facts.items()}
        return covered

    def _passages(self) -> Iterator[Row]:
        for sheet in self._catalog.sheets():
            for entry in entries(sheet):
                id_ = urls.id_of(entry)
                if entry.item.PARTS:
                    for number, part in enumerate(parts(entry), start=1):
                        yield from self._passages_of(f"{id_}/{number}", part)
                else:
                    yield from self._passages_of(id_, entry)

    def _passages_of(self, id_: str, fact: Entry[Any]) -> Iterator[Row]:
        for number, citation in enumerate(fact.citations, start=1):
            source, passage = citation.source, citation.passage
            if passage is not None:
                level = self._proofs.of(source, passage).level
                yield id_, number, source, escape.cell(passage), level

    def _shared(self) -> Iterator[Row]:
        for entry in self._catalog.entries:
            yield from ((urls.id_of(entry), briefing) for briefing in entry.also_in)

    def _gone(self) -> Iterator[Row]:
        for each in self._catalog.gone:
            moved, withdrawn = each.moved_to, each.withdrawn
            yield (
                urls.address(urls.page_of(each.kind, each.id)),
                "" if moved is None else urls.address(urls.page_of_sheet(moved)),
                "" if withdrawn is None else escape.cell(withdrawn.data.withdrawn or ""),
            )


def _facts(table: Table, sheet: Sheet[Any]) -> Iterator[tuple[Row, Entry[Any]]]:
    """The entries or parts of a sheet in a table, each with its first cells: its id and its sheet, or the id
    of the whole and its number."""
    kind = table.kind if table.whole is None else table.whole.kind
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

__all__ = ["Rows", "file"]

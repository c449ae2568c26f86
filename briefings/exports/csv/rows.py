"""The rows of each table, and its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from briefings.catalog import urls
from briefings.catalog.coverage import by_path
from briefings.catalog.entries import Entry, entries, of_kind, parts, withdrawn_in
from briefings.catalog.standing import least_support
from briefings.exports.csv.columns import KeyColumn
from briefings.exports.csv.tables import Table, tables
from briefings.exports.resource import Publication
from briefings.model.base import KeyPath, Prose
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.days import CalendarDay
from briefings.model.items import Item, prose_citations
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
    writer.writerow([column.name for table in tables() if table.name == name for column in table.columns])
    writer.writerows(rows)
    return text.getvalue().encode()


class Rows:
    """Makes the rows of all tables."""

    def __init__(self, publication: Publication) -> None:
        self._catalog = publication.catalog
        self._proofs = publication.maker.proofs
        self._coverage = publication.maker.coverage
        self._name = publication.catalog.name

    def of(self, table: Table) -> Iterator[Row]:
        """The rows of a table."""
        match table.content:
            case "sheets":
                return self._sheets(table)
            case "entries" | "parts":
                return self._facts(table)
            case "links":
                return self._links(table)
            case "citations":
                return self._citations()
            case "readings":
                return self._readings()
            case "participants":
                return self._participants()
            case "shared":
                return self._shared()
            case "gone":
                return self._gone()
            case "pages":
                return self._pages()

    def _plain(self, prose: str) -> str:
        return plain(prose, self._name)

    def _sheets_of(self, table: Table) -> Iterable[Sheet[Any]]:
        return self._catalog.sheets() if table.of is None else self._catalog.of_kind(table.of).values()

    def _sheets(self, table: Table) -> Iterator[Row]:
        for sheet in self._sheets_of(table):
            data = sheet.data
            own = (column.cell(data, self._plain) for column in table.own)
            yield sheet.id, urls.address(urls.page_of_sheet(sheet)), *own

    def _links(self, table: Table) -> Iterator[Row]:
        (key,) = table.lists
        for sheet in self._sheets_of(table):
            others = key.read(sheet.data)
            yield from ((sheet.id, number, other) for number, other in enumerate(others, start=1))

    def _facts(self, table: Table) -> Iterator[Row]:
        """Entries of a kind, or parts of entries."""
        for sheet in self._sheets_of(table):
            covered = self._covered[sheet.path]
            for first, fact in _facts(table, sheet):
                row = [*first]
                for key in table.own:
                    row.append("" if self._is_untold(fact, key) else key.cell(fact.item, self._plain))
                if table.has_dates:
                    row += _days(fact.item)
                if table.may_be_announced:
                    row.append(_flag((sheet.id, fact.path) in self._announced))
                row += (*self._support(fact), _flag(covered.get(fact.path)))
                yield tuple(row)

    def _is_untold(self, fact: Entry[Any], key: KeyColumn) -> bool:
        """Whether a key has the result of something that is only announced."""
        is_result = key.column.name in fact.item.RESULT
        return is_result and (fact.sheet.id, fact.path) in self._without_result

    def _support(self, fact: Entry[Any]) -> Row:
        """How well a fact is supported, and by how many publishers; nothing for what need not cite."""
        if not fact.citations and fact.item.derived is None and not fact.must_cite:
            return "", ""
        known = least_support(self._catalog.sources, fact.item)
        return known.level if fact.item.derived is None else "computed", len(known.publishers)

    @cached_property
    def _announced(self) -> frozenset[tuple[str, KeyPath]]:
        """The entries that are only announced, by sheet and path."""
        return frozenset((entry.sheet.id, entry.path) for entry in self._catalog.entries if entry.announced)

    @cached_property
    def _without_result(self) -> frozenset[tuple[str, KeyPath]]:
        return frozenset((e.sheet.id, e.path) for e in self._catalog.entries if e.has_no_result)

    @cached_property
    def _covered(self) -> dict[str, dict[KeyPath, bool]]:
        """By path of a sheet and of a fact with particulars: whether it is covered."""
        covered: dict[str, dict[KeyPath, bool]] = {}
        for sheet in self._catalog.sheets():
            facts = by_path(self._coverage.of(sheet))
            covered[sheet.path] = {path: all(each.is_covered for each in own) for path, own in facts.items()}
        return covered

    def _citations(self) -> Iterator[Row]:
        for sheet in self._catalog.sheets():
            for entry in entries(sheet):
                facts = dict(_with_ids(entry))
                for id_, fact in facts.items():
                    yield from self._citations_of(id_, fact.item, fact.citations)
                if urls.id_of(entry) not in facts:
                    yield from self._citations_of(urls.id_of(entry), entry.item, ())

    def _citations_of(self, id_: str, item: Item, citations: tuple[Citation, ...]) -> Iterator[Row]:
        """What a fact cites, and then what its texts cite besides."""
        # Prose may cite a source after several sentences.
        cited = dict.fromkeys((each.source, each.passage or "", "") for each in citations)
        in_text = citations[len(getattr(item, "cite", ())) :]
        for name, declared in type(item).model_fields.items():
            if isinstance(text := getattr(item, name), Prose) and (own := prose_citations(text)) != in_text:
                cited |= dict.fromkeys((each.source, "", declared.alias or name) for each in own)
        for number, (source, passage, key) in enumerate(cited, start=1):
            level = self._proofs.of(source, passage).level if passage else ""
            yield id_, number, source, escape.cell(passage), level, key

    def _readings(self) -> Iterator[Row]:
        for sheet in self._catalog.sheets():
            for entry in entries(sheet):
                read = self._coverage.readings.of(sheet, entry.path)
                if read is not None:
                    yield urls.id_of(entry), read.answer, escape.cell(read.reader), read.day.isoformat()

    def _participants(self) -> Iterator[Row]:
        for table in tables():
            keys = [key for key in (*table.own, *table.lists) if key.refers == "actor"]
            if keys and table.content in ("entries", "parts"):
                for sheet in self._sheets_of(table):
                    for (id_, *_), fact in _facts(table, sheet):
                        for key in keys:
                            value = () if self._is_untold(fact, key) else key.read(fact.item) or ()
                            actors = value if isinstance(value, tuple) else (value,)
                            for number, actor in enumerate(actors, start=1):
                                yield id_, str(key.keys[0]), number, actor

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
        for sheet in self._catalog.briefings.values():
            for name, correction in withdrawn_in(sheet).items():
                address = f"{urls.address(urls.page_of_sheet(sheet))}#{name}"
                yield address, "", escape.cell(self._plain(correction.item.text))
        for entry in self._catalog.moved:
            yield f"{urls.address(urls.page_of_sheet(entry.sheet))}#{entry.name}", urls.id_of(entry.entry), ""

    def _pages(self) -> Iterator[Row]:
        for source, page in self._proofs.pages.items():
            days = (page.seen, page.missing, page.unreached)
            if source in self._catalog.sources:
                yield source, *("" if day is None else day.isoformat() for day in days)


def _facts(table: Table, sheet: Sheet[Any]) -> Iterator[tuple[Row, Entry[Any]]]:
    """The entries or parts of a sheet in a table, each with its first cells: its id, and its sheet or the id
    of the whole."""
    if table.whole is None:
        yield from (((urls.id_of(entry), sheet.id), entry) for entry in of_kind(sheet, table.kind))
        return
    for entry in of_kind(sheet, table.whole.kind):
        yield from (((id_, urls.id_of(entry)), part) for id_, part in _with_ids(entry))


def _with_ids(entry: Entry[Any]) -> Iterator[tuple[str, Entry[Any]]]:
    """The parts of an entry that cite sources separately, or else the entry itself, with their ids."""
    id_ = urls.id_of(entry)
    for number, part in enumerate(parts(entry), start=1):
        yield (f"{id_}/{number}" if entry.item.PARTS else id_), part


def _days(item: Item) -> Row:
    """The first and the last day of an entry and the year of the first, so far as they are known."""
    begins, ends = item.time, item.time
    if isinstance(getattr(item, "from_", None), Date):
        ends = getattr(item, "to", None)
    first = None if begins is None else begins.earliest
    last = None if ends is None else ends.latest
    return _day(first), _day(last), "" if first is None else first.year


def _flag(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"


def _day(day: CalendarDay | None) -> str:
    """A day in ISO 8601; empty if its year has not four digits, as most programs know of no other."""
    return "" if day is None or not 1 <= day.year <= _LAST_YEAR else day.isoformat()


_LAST_YEAR = 9999

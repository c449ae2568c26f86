"""The rows of each table, and its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from briefings.catalog import urls
from briefings.catalog.coverage import by_path
from briefings.catalog.standing import least_support_by
from briefings.exports.csv.columns import KeyColumn
from briefings.exports.csv.tables import Table, tables
from briefings.exports.resource import Publication
from briefings.model.base import KeyPath, Prose
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.days import CalendarDay
from briefings.model.items import Item, prose_citations
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.facts import Fact
from briefings.views.known import Known
from briefings.views.source import SourceView
from briefings.views.stub import former
from briefings.views.view import SheetView
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
        self._publication = publication
        self._sheets = publication.sheets

    def of(self, table: Table) -> Iterator[Row]:
        """The rows of a table."""
        match table.content:
            case "sheets":
                return self._of_sheets(table)
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
                events = (fact for fact in self._every_fact() if fact.also_in)
                shared = sorted(events, key=attrgetter("order"))
                return ((fact.id, other) for fact in shared for other in fact.also_in)
            case "gone":
                gone = former(self._publication.maker)
                return ((address, now, escape.cell(reason)) for address, now, reason in gone)
            case "pages":
                return self._pages()

    def _plain(self, prose: str) -> str:
        return self._publication.maker.gist(prose)

    def _sheets_of(self, table: Table) -> Iterable[SheetView]:
        return (view for view in self._sheets if table.of is None or view.ref.kind == table.of)

    def _every_fact(self) -> Iterator[Fact]:
        return (fact for view in self._sheets for fact in self._publication.facts(view.ref).values())

    def _of_sheets(self, table: Table) -> Iterator[Row]:
        for view in self._sheets_of(table):
            own = (column.cell(view.data, self._plain) for column in table.own)
            yield view.ref.id, urls.address(view.ref.path), *own

    def _links(self, table: Table) -> Iterator[Row]:
        (key,) = table.lists
        for view in self._sheets_of(table):
            others = key.read(view.data)
            yield from ((view.ref.id, number, other) for number, other in enumerate(others, start=1))

    def _facts(self, table: Table) -> Iterator[Row]:
        """Entries of a kind, or parts of entries."""
        for view in self._sheets_of(table):
            covered = by_path(each for each in self._publication.coverage(view.ref) if each.particulars)
            for part in self._parts_in(table, view):
                of = view.ref.id if table.whole is None else part.of.id
                row: list[str | int] = [part.id, of]
                for key in table.own:
                    row.append("" if _is_untold(part, key) else key.cell(part.item, self._plain))
                if table.has_dates:
                    row += _days(part.item)
                if table.may_be_announced:
                    row.append(_flag(part.is_whole and part.of.announced))
                own = covered.get(part.path)
                is_covered = None if own is None else all(each.is_covered for each in own)
                yield *row, *_support(part.item, view.known), _flag(is_covered)

    def _parts_in(self, table: Table, view: SheetView) -> Iterator[_Part]:
        """The entries or parts of a sheet in a table."""
        kind = table.kind if table.whole is None else table.whole.kind
        for fact in self._publication.facts(view.ref).values():
            if fact.kind == kind:
                yield from (_whole(fact),) if table.whole is None else _parts(fact)

    def _citations(self) -> Iterator[Row]:
        for view in self._sheets:
            for fact in self._publication.facts(view.ref).values():
                for part in _parts(fact):
                    yield from _citations_of(part.id, part.item, part.item.citations, view.known)
                if fact.item.PARTS:
                    yield from _citations_of(fact.id, fact.item, (), view.known)

    def _readings(self) -> Iterator[Row]:
        for fact in self._every_fact():
            if (read := fact.evidence.read) is not None:
                yield fact.id, read.answer, escape.cell(read.reader), read.day.isoformat()

    def _participants(self) -> Iterator[Row]:
        for table in tables():
            keys = [key for key in (*table.own, *table.lists) if key.refers == "actor"]
            if keys and table.content in ("entries", "parts"):
                for view in self._sheets_of(table):
                    for part in self._parts_in(table, view):
                        for key in keys:
                            value = () if _is_untold(part, key) else key.read(part.item) or ()
                            actors = value if isinstance(value, tuple) else (value,)
                            for number, actor in enumerate(actors, start=1):
                                yield part.id, str(key.keys[0]), number, actor

    def _pages(self) -> Iterator[Row]:
        for view in sorted(self._sheets, key=lambda view: view.ref.id):
            if isinstance(view, SourceView) and view.observed:
                days = {name: day.text for name, day in view.observed}
                yield view.ref.id, *(days.get(name, "") for name in ("seen", "missing", "unreached"))


class _Part(NamedTuple):
    """An entry, or a part of one that cites sources separately."""

    id: str
    path: KeyPath
    item: Item
    of: Fact

    @property
    def is_whole(self) -> bool:
        return self.item is self.of.item


def _whole(fact: Fact) -> _Part:
    return _Part(fact.id, fact.path, fact.item, fact)


def _parts(fact: Fact) -> Iterator[_Part]:
    """The parts of an entry that cite sources separately, or else the entry itself."""
    name = fact.item.PARTS
    if not name:
        yield _whole(fact)
        return
    for n, part in enumerate(getattr(fact.item, name)):
        yield _Part(f"{fact.id}/{n + 1}", (*fact.path, name, n), part, fact)


def _is_untold(part: _Part, key: KeyColumn) -> bool:
    """Whether a key has the result of something that is only announced."""
    return part.is_whole and part.of.has_no_result and key.column.name in part.item.RESULT


def _support(item: Item, known: Known) -> Row:
    """How well a fact is supported, and by how many publishers; nothing for what need not cite."""
    if not item.citations and item.derived is None and not item.MUST_CITE:
        return "", ""
    found = least_support_by(known.credit, item)
    return found.level if item.derived is None else "computed", len(found.publishers)


def _citations_of(id_: str, item: Item, citations: tuple[Citation, ...], known: Known) -> Iterator[Row]:
    """What a fact cites, and then what its texts cite besides."""
    # Prose may cite a source after several sentences.
    cited = dict.fromkeys((each.source, each.passage or "", "") for each in citations)
    in_text = citations[len(getattr(item, "cite", ())) :]
    for name, declared in type(item).model_fields.items():
        if isinstance(text := getattr(item, name), Prose) and (own := prose_citations(text)) != in_text:
            cited |= dict.fromkeys((each.source, "", declared.alias or name) for each in own)
    for number, (source, passage, key) in enumerate(cited, start=1):
        level = known.passages[source, passage].level if passage else ""
        yield id_, number, source, escape.cell(passage), level, key


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

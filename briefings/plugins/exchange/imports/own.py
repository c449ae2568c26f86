"""What sites export, read back: the tables of `data/`, and the keys of sheets as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from briefings.catalog.entries import prefix
from briefings.exports.csv.columns import key_columns
from briefings.exports.csv.package import PACKAGE
from briefings.exports.csv.tables import Table, tables
from briefings.model.base import Model
from briefings.model.keys import keys_of, models_in
from briefings.plugins.exchange.imports.cells import Notation, put, rows_of
from briefings.plugins.exchange.imports.records import Citing, Reading, Record, To, UnreadableError
from briefings.plugins.exchange.imports.table import rows_in
from briefings.text import escape
from briefings.text.prose import Kind

_OURS = Notation(is_own=True)
_COMMON = ("citations", "participants")
"""Tables with rows for entries of all kinds."""
_LOCKS = {"pages": "quotes", "readings": "readings"}
"""Tables of what files in `seeds/` say, which no import writes."""


def files_of(name: str) -> tuple[str, ...]:
    """The tables that belong to the file of this name: all for the package, for a table also those with what
    its rows cite and name; none if sites have no such file."""
    if f"data/{name}" == PACKAGE:
        return tuple(table.name for table in tables())
    stem = name.removesuffix(".csv")
    parts = [table.name for table in tables() if table.whole is not None and table.whole.name == stem]
    is_own = any(table.name == stem and table.content in ("sheets", "entries") for table in tables())
    return (stem, *parts, *_COMMON) if is_own else ()


def read_tables(texts: Mapping[str, str], *, is_package: bool) -> Reading:
    """The sheets in tables of an export, by their names; raises UnreadableError."""
    tables_ = _Tables(is_package=is_package)
    for table in tables():
        if table.name in texts:
            tables_.read(table, texts[table.name])
    tables_.name_figures()
    return tables_.reading


class _Tables:
    def __init__(self, *, is_package: bool) -> None:
        self.reading = Reading()
        self._is_package = is_package
        self._sheets: dict[tuple[Kind, str], Record] = {}
        self._facts: dict[str, dict[str, Any]] = {}
        """Entries and their parts, by id."""

    def read(self, table: Table, text: str) -> None:
        """Add the rows of a table to the sheets of those before it."""
        of_content: Mapping[str, Callable[[Table, str, dict[str, str]], None]] = {
            "sheets": self._sheet,
            "entries": self._entry,
            "parts": self._part,
            "links": self._link,
            "citations": self._citation,
            "participants": self._participant,
            "shared": self._shared,
            "gone": self._gone,
        }
        names, rows = rows_of(text, self.reading)
        if missing := [f"`{column.name}`" for column in table.first if column.name not in names]:
            raise UnreadableError(
                f"{table.name}.csv has no {', '.join(missing)}, so no site exported it; another table needs"
                " --mapping FILE, which says what its columns are"
            )
        if lock := _LOCKS.get(table.name):
            if any(True for _ in rows):
                self.reading.lose(f"{table.name}.csv", "its rows", f"copy seeds/{lock}.lock from the site")
            return
        known = {column.name for column in table.columns}
        for name in names:
            if name not in known:
                self.reading.lose(f"{table.name}.csv", f"the column `{name}`", "exports have no such column")
        for number, row in rows:
            cells = {name: escape.text_of_cell(cell) for name, cell in row.items()}
            of_content[table.content](table, f"{table.name}.csv, row {number}", cells)

    def _values(self, table: Table, origin: str, row: Mapping[str, str]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key in table.own:
            if cell := row.get(key.column.name, ""):
                try:
                    put(data, key, [cell], _OURS)
                except ValueError as error:
                    self.reading.lose(origin, f"`{key.column.name}`: {cell}", str(error))
        return data

    def _record(self, kind: Kind, id_: str, origin: str) -> Record:
        if (kind, id_) not in self._sheets:
            self._sheets[kind, id_] = Record(kind, {}, origin, (id_,), id=id_)
            self.reading.records.append(self._sheets[kind, id_])
        return self._sheets[kind, id_]

    def _sheet(self, table: Table, origin: str, row: dict[str, str]) -> None:
        assert table.of is not None
        record = self._record(table.of, row["id"], origin)
        record.data |= self._values(table, origin, row)
        self._facts[row.get("page", "")] = record.data

    def _entry(self, table: Table, origin: str, row: dict[str, str]) -> None:
        rows = rows_in(table)
        record = self._record(rows.kind, row["sheet"], origin)
        entry = self._facts[row["id"]] = self._values(table, origin, row)
        record.add(rows.key, entry, origin)
        if rows.item is not None and "anchor" in keys_of(rows.item):
            entry["anchor"] = row["id"].partition(f"#{prefix(rows.item)}-")[2]

    def _part(self, table: Table, origin: str, row: dict[str, str]) -> None:
        assert table.whole is not None
        whole = self._facts.get(row[table.whole.kind])
        if whole is None:
            self.reading.lose(origin, row["id"], f"no row of `{table.whole.name}` has this id")
            return
        part = self._values(table, origin, row)
        if how := part.pop("derived", None):
            part["value"] = how
        item = rows_in(table.whole).item
        whole.setdefault("" if item is None else item.PARTS, []).append(part)
        self._facts[row["id"]] = part

    def _link(self, table: Table, origin: str, row: dict[str, str]) -> None:
        (key,) = table.lists
        one, _, other = (column.name for column in table.first)
        record = self._sheets.get((table.of or "briefing", row[one]))
        if record is not None:
            record.data.setdefault(str(key.keys[0]), []).append(To(cast("Kind", key.refers), row[other]))

    def _citation(self, table: Table, origin: str, row: dict[str, str]) -> None:
        fact, source = self._facts.get(row["entry"]), To("source", row["source"])
        if fact is None:
            if self._is_package:
                self.reading.lose(origin, row["entry"], "no table has this entry")
        elif key := row["key_"] or ("" if "#" in row["entry"] else "summary"):
            text = fact.get(key, "")
            words, cited = (text.text, text.sources) if isinstance(text, Citing) else (text, ())
            fact[key] = Citing(words, (*cited, source))
        else:
            fact.setdefault("cite", []).append((source, row["passage"]) if row["passage"] else source)

    def _participant(self, table: Table, origin: str, row: dict[str, str]) -> None:
        fact = self._facts.get(row["entry"])
        # A single actor is in the row of the entry.
        if fact is not None and row["part"] in _lists_of_actors():
            fact.setdefault(row["part"], []).append(To("actor", row["actor"]))

    def _shared(self, table: Table, origin: str, row: dict[str, str]) -> None:
        event, id_ = self._facts.get(row["entry"]), row["entry"].partition("#event-")[2]
        briefing = self._sheets.get(("briefing", row["briefing"]))
        if event is not None and briefing is not None and id_:
            event["id"] = id_
            briefing.data.setdefault("timeline", []).append({"event": id_})

    def _gone(self, table: Table, origin: str, row: dict[str, str]) -> None:
        if not row["moved_to"]:
            self.reading.lose(origin, row["id"], "it was withdrawn")
        elif "#" in row["id"]:
            self.reading.lose(origin, row["id"], "only content/ids.lock says where an entry moved")

    def name_figures(self) -> None:
        """Give figures the ids by which others are computed from them, or by which a document is counted."""
        named: dict[str, set[str]] = defaultdict(set)
        for id_, fact in self._facts.items():
            own = named[id_.partition("#")[0]]
            if isinstance(how := fact.get("value"), dict):
                own.update(each for ids in how.values() if isinstance(ids, list) for each in ids)
            if "total" in fact:
                own.add(fact["total"])
        for page, ids in named.items():
            for id_ in ids:
                if (figure := self._facts.get(f"{page}#figure-{id_}")) is not None:
                    figure["id"] = id_


def _lists_of_actors() -> frozenset[str]:
    """The keys of entries with a list of actors."""
    keys = (key for table in tables() for key in table.lists)
    return frozenset(str(key.keys[0]) for key in keys if key.refers == "actor")


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────


def referring(model: type[Model], data: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a part of a sheet as exports have them, with references instead of ids."""
    result = {**data}
    for key in key_columns(model):
        name, given = str(key.keys[0]), data.get(str(key.keys[0]))
        if given is not None and len(key.keys) == 1:
            match key.content:
                case "id":
                    result[name] = To(cast("Kind", key.refers), given)
                case "ids":
                    result[name] = [To(cast("Kind", key.refers), each) for each in given]
                case "number":
                    result[name] = Decimal(given) if isinstance(given, str) else given
    if "coordinates" in result:
        result["coordinates"] = [
            Decimal(each) if isinstance(each, str) else each for each in result["coordinates"]
        ]
    if "cite" in result:
        cited = ((To("source", each["source"]), each.get("passage")) for each in result["cite"])
        result["cite"] = [(source, passage) if passage else source for source, passage in cited]
    for name, declared in keys_of(model).items():
        inner = next(models_in(declared.annotation), None)
        if inner is not None and isinstance(result.get(name), list):
            result[name] = [referring(inner, each) for each in result[name]]
    if "derived" in result:
        result["value"] = result.pop("derived")
    return result

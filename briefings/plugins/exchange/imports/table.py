"""Any table as CSV, with a mapping from its columns to the keys of sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from briefings.exports.csv.columns import KeyColumn, key_columns
from briefings.exports.csv.tables import Table, tables
from briefings.model import MODELS
from briefings.model.base import Model
from briefings.model.items import Item
from briefings.model.keys import keys_of, models_in
from briefings.model.walk import items_of, key_of
from briefings.plugins.exchange.imports.cells import Notation, listed, put, rows_of
from briefings.plugins.exchange.imports.records import Reading, Record, To, UnreadableError
from briefings.problems.problem import did_you_mean, or_list
from briefings.text.prose import Kind, id_from

_CITING = ("cite", "passage")
_USUAL = Notation()
_OPTIONS = ("rows", "columns", "constants", "dates", "numbers", "delimiter", "split")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a table can become: sheets, or entries of a sheet."""

    kind: Kind
    """Of the sheets."""
    key: str
    """The key with the entries; empty for sheets."""
    model: type[Model]
    item: type[Item] | None
    """The same class, if it is one of entries."""

    @property
    def parts(self) -> type[Model] | None:
        """The class of the parts of an entry that cite sources separately."""
        if self.item is None or not self.item.PARTS:
            return None
        return next(models_in(self.item.model_fields[self.item.PARTS].annotation))

    @property
    def cites(self) -> bool:
        """Whether it or its parts cite sources by a key."""
        return any("cite" in keys_of(model) for model in (self.model, self.parts) if model is not None)


def what_rows_are() -> dict[str, Rows]:
    """What rows can be, by the name of the table that an export has of it."""
    kinds = ("sheets", "entries")
    return {table.name: rows_in(table) for table in tables() if table.content in kinds}


def rows_in(table: Table) -> Rows:
    """What the rows of an exported table are."""
    kind = cast("Kind", table.of)
    sheet = MODELS[kind]
    if table.content == "sheets":
        return Rows(kind, "", sheet, None)
    item = next(each for each in items_of(sheet) if table.kind == each.KIND)
    return Rows(kind, key_of(sheet, item), item, item)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which columns hold what, read from a mapping file."""

    rows: Rows
    keys: Sequence[tuple[KeyColumn, tuple[str, ...]]]
    """Keys, and the columns that each is taken from."""
    cite: tuple[str, ...]
    """The columns with sources."""
    passage: tuple[str, ...]
    """The column with the passage that goes with them."""
    constants: Mapping[str, Any]
    """Keys that every row has."""
    notation: Notation = field(default_factory=Notation)
    delimiter: str = ""
    """What separates the cells; guessed if it is empty."""

    @property
    def columns(self) -> Iterator[str]:
        """All columns that it names."""
        yield from (name for _, names in self.keys for name in names)
        yield from (*self.cite, *self.passage)


def mapping(given: object) -> Mapped:
    """The mapping in a YAML file; raises UnreadableError with everything that is wrong with it."""
    if not isinstance(given, dict):
        raise UnreadableError(f"the mapping is made of the keys {or_list(_OPTIONS)}")
    wrong = [
        f"`{key}` is not a key of a mapping; {_meant(key, _OPTIONS)}" for key in given if key not in _OPTIONS
    ]
    # Entries of actors would need to say whose they are.
    known_rows = {
        name: rows for name, rows in what_rows_are().items() if rows.kind == "briefing" or not rows.key
    }
    rows = known_rows.get(str(given.get("rows")))
    if rows is None:
        wrong.append(f"`rows` must be {or_list([*known_rows])}")
        raise UnreadableError("\n".join(wrong))
    columns, constants = given.get("columns"), given.get("constants") or {}
    if not isinstance(columns, dict) or not columns:
        wrong.append("`columns` must say for at least one key which column holds it: `title: Headline`")
        columns = {}
    if not isinstance(constants, dict):
        wrong.append("`constants` must be keys with a value each")
        constants = {}
    named = _named(rows)
    for name in (*columns, *constants):
        if name not in named and not (name in _CITING and rows.cites):
            known = [*named, *(_CITING if rows.cites else ())]
            wrong.append(f"`{name}` is not a key of {given['rows']}; {_meant(name, known)}")
    taken: list[tuple[KeyColumn, tuple[str, ...]]] = []
    for name, from_ in {key: _several(given) for key, given in columns.items()}.items():
        keys = named.get(name, ())
        if len(keys) > 1 and len(keys) != len(from_):
            parts = ", ".join(key.column.name for key in keys)
            wrong.append(f"`{name}` needs {len(keys)} columns, in this order: {parts}")
        one_each = [(key, (column,)) for key, column in zip(keys, from_, strict=False)]
        taken += one_each if len(keys) > 1 else [(key, from_) for key in keys]
    if wrong:
        raise UnreadableError("\n".join(wrong))
    dates, numbers, split = (
        str(given.get(key) or getattr(_USUAL, key)) for key in ("dates", "numbers", "split")
    )
    cite, passage = (_several(columns.get(key) or []) for key in _CITING)
    return Mapped(
        rows,
        taken,
        cite,
        passage,
        constants,
        Notation(dates, numbers, split),
        str(given.get("delimiter") or ""),
    )


def _named(rows: Rows) -> dict[str, list[KeyColumn]]:
    """What a mapping can name: keys, each with the columns that it has in exported tables, and these columns
    alone."""
    named: dict[str, list[KeyColumn]] = {}
    for model in filter(None, (rows.model, rows.parts)):
        own: dict[str, list[KeyColumn]] = {}
        for key in key_columns(model, without=("anchor", "derived", *named)):
            own.setdefault(str(key.keys[0]), []).append(key)
            own.setdefault(key.column.name, [key])
        named = own | named
    return named


def _several(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),)


def _meant(key: object, known: Sequence[str]) -> str:
    return did_you_mean(str(key), known) or f"it may hold {or_list(known)}"


def read(text: str, mapped: Mapped) -> Reading:
    """The sheets of a table; raises UnreadableError."""
    reading = Reading()
    names, rows = rows_of(text, reading, mapped.delimiter)
    missing = [
        f"there is no column `{name}`; {_meant(name, names)}" for name in mapped.columns if name not in names
    ]
    if missing:
        raise UnreadableError("\n".join(missing))
    for name in dict.fromkeys(names):
        if name not in {*mapped.columns}:
            reading.lose("the table", f"the column `{name}`", "the mapping does not name it")
    read_rows = ((f"row {number}", row) for number, row in rows if any(map(str.strip, row.values())))
    made = [(origin, _row(reading, origin, mapped, row)) for origin, row in read_rows]
    if not mapped.rows.key:
        for origin, data in made:
            reading.records.append(Record(mapped.rows.kind, data, origin, id=str(data.pop("id", ""))))
    elif made:
        reading.records.append(_briefing(mapped.rows, made))
    return reading


def _briefing(rows: Rows, made: Sequence[tuple[str, dict[str, Any]]]) -> Record:
    record = Record("briefing", {rows.key: []}, "the table")
    entries: list[dict[str, Any]] = record.data[rows.key]
    if rows.item is None or not rows.item.PARTS:
        for origin, data in made:
            record.add(rows.key, data, origin)
        return record
    # Rows of one label and unit are the parts of one entry.
    own, parts = keys_of(rows.model), rows.item.PARTS
    wholes: dict[tuple[str, str], int] = {}
    for origin, data in made:
        name = (str(data.get("label", "")), str(data.get("unit", "")))
        if name not in wholes:
            wholes[name] = len(entries)
            whole = {key: value for key, value in data.items() if key in own} | {parts: []}
            record.add(rows.key, whole, origin)
        whole = entries[wholes[name]]
        record.origins[f"{rows.key}/{wholes[name]}/{parts}/{len(whole[parts])}"] = origin
        whole[parts].append({key: value for key, value in data.items() if key not in own})
    return record


def _row(reading: Reading, origin: str, mapped: Mapped, row: Mapping[str, str]) -> dict[str, Any]:
    """The keys and values of a row."""

    def cells(names: Sequence[str]) -> list[str]:
        return [*filter(None, (" ".join(row.get(name, "").split()) for name in names))]

    data: dict[str, Any] = {}
    for key, names in mapped.keys:
        if given := cells(names):
            try:
                put(data, key, given, mapped.notation)
            except ValueError as error:
                reading.lose(origin, f"`{', '.join(names)}`: {' '.join(given)}", str(error))
    if "id" in data:
        # Ids of others have capitals.
        data["id"] = id_from(data["id"])
    data |= {key: value for key, value in mapped.constants.items() if key not in data}
    passage = " ".join(cells(mapped.passage)) or data.pop("passage", None)
    given = listed(cells(mapped.cite), mapped.notation)
    sources = [To("source", each) for each in given or _several(data.pop("cite", []))]
    if passage and len(sources) == 1:
        data["cite"] = (sources[0], passage)
    elif sources:
        data["cite"] = sources[0] if len(sources) == 1 else sources
    if passage and len(sources) != 1:
        why = "no column says of which source it is" if not sources else "the row cites several sources"
        reading.lose(origin, f"`{', '.join(mapped.passage)}`: {passage}", why)
    return data

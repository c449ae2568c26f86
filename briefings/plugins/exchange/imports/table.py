"""Any table as CSV, with a mapping from its columns to the keys of sheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.core import UnknownLocaleError
from babel.numbers import NumberFormatError, parse_decimal

from briefings.model import Actor, Source
from briefings.model.base import Model
from briefings.model.briefing import Event, Figure, Statement, Value
from briefings.model.keys import keys_of
from briefings.plugins.exchange.imports import dates
from briefings.plugins.exchange.imports.records import Reading, Record, To, UnreadableError
from briefings.problems.problem import did_you_mean, or_list

ROWS = ("events", "statements", "figures", "actors", "sources")
"""What the rows of a table can become."""

_MODELS: Mapping[str, tuple[type[Model], ...]] = {
    "events": (Event,),
    "statements": (Statement,),
    "figures": (Figure, Value),
    "actors": (Actor,),
    "sources": (Source,),
}
_FIELDS = {"events": "timeline", "statements": "statements"}
_DATES = frozenset({"date", "from", "to", "as_of", "published", "accessed"})
_NUMBERS = frozenset({"value"})
_ACTORS = frozenset({"actors", "speaker", "actor"})
_LISTS = frozenset({"actors", "aliases", "authors", "tags"})
_OPTIONS = ("rows", "columns", "constants", "dates", "numbers", "delimiter", "split")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column holds what, read from a mapping file."""

    rows: str
    """One of `ROWS`."""
    columns: Mapping[str, str]
    """By key of the sheet: the name of a column. `passage` goes with `cite`."""
    constants: Mapping[str, Any]
    """Keys that every row has."""
    dates: str = ""
    """The pattern of the dates, as for `datetime.strptime`; without one they are EDTF or ISO."""
    numbers: str = "en"
    """The language whose way of writing numbers the table has."""
    delimiter: str = ""
    """What separates the cells; guessed if it is empty."""
    split: str = ";"
    """What separates the values of a list in one cell."""


def mapping(given: object) -> Mapped:
    """The mapping in a YAML file; raises UnreadableError with everything that is wrong with it."""
    if not isinstance(given, dict):
        raise UnreadableError(f"the mapping is made of the keys {or_list(_OPTIONS)}")
    wrong = [
        f"`{key}` is not a key of a mapping; {_meant(key, _OPTIONS)}" for key in given if key not in _OPTIONS
    ]
    rows = given.get("rows")
    if rows not in ROWS:
        wrong.append(f"`rows` must be {or_list(ROWS)}")
        raise UnreadableError("\n".join(wrong))
    known = sorted(
        {key for model in _MODELS[rows] for key in keys_of(model)} - {"values", "roles", "relations"}
    )
    known += ["passage"] if "cite" in known else []
    columns, constants = given.get("columns"), given.get("constants") or {}
    if not isinstance(columns, dict) or not columns:
        wrong.append("`columns` must say for at least one key which column holds it: `title: Headline`")
        columns = {}
    if not isinstance(constants, dict):
        wrong.append("`constants` must be keys with a value each")
        constants = {}
    for key in (*columns, *constants):
        if key not in known:
            wrong.append(f"`{key}` is not a key of {rows}; {_meant(key, known)}")
    if wrong:
        raise UnreadableError("\n".join(wrong))
    others = {key: str(given[key]) for key in ("dates", "numbers", "delimiter", "split") if given.get(key)}
    return Mapped(rows, {key: str(column) for key, column in columns.items()}, constants, **others)


def _meant(key: object, known: Sequence[str]) -> str:
    return did_you_mean(str(key), known) or f"it may hold {or_list(known)}"


def read(text: str, mapped: Mapped) -> Reading:
    """The sheets of a table; raises UnreadableError."""
    delimiter = mapped.delimiter or _delimiter(text)
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter, restval="")
    names = [name or "" for name in lines.fieldnames or ()]
    missing = [
        f"there is no column `{name}`; {_meant(name, names)}"
        for name in mapped.columns.values()
        if name not in names
    ]
    if missing:
        raise UnreadableError("\n".join(missing))
    reading = Reading()
    for name in names:
        if name not in mapped.columns.values():
            reading.lose("the table", f"the column `{name}`", "the mapping does not name it")
    try:
        rows = [
            (f"row {number}", _row(reading, f"row {number}", mapped, row))
            for number, row in enumerate(lines, 2)
        ]
    except csv.Error as error:
        raise UnreadableError(f"row {lines.line_num} is not CSV: {error}") from error
    filled = [(origin, data) for origin, data in rows if data]
    if mapped.rows in ("actors", "sources"):
        kind = "actor" if mapped.rows == "actors" else "source"
        reading.records += [Record(kind, data, origin) for origin, data in filled]  # type: ignore[arg-type]  # both are kinds
    elif filled:
        reading.records.append(_briefing(mapped.rows, filled))
    return reading


def _delimiter(text: str) -> str:
    first_line = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first_line.count)


def _briefing(rows: str, filled: Sequence[tuple[str, dict[str, Any]]]) -> Record:
    record = Record("briefing", {}, "the table")
    entries: list[dict[str, Any]] = []
    if rows == "figures":
        figures: dict[tuple[str, str], dict[str, Any]] = {}
        own = {*keys_of(Figure)} - {"values"}
        for origin, data in filled:
            name = (str(data.get("label", "")), str(data.get("unit", "")))
            shared = {key: value for key, value in data.items() if key in own}
            figure = figures.setdefault(name, {**shared, "values": []})
            record.origins.setdefault(f"figures/{len(figures) - 1}", origin)
            place = f"figures/{[*figures].index(name)}/values/{len(figure['values'])}"
            record.origins[place] = origin
            figure["values"].append({key: value for key, value in data.items() if key not in own})
        record.data["figures"] = [*figures.values()]
        return record
    for origin, data in filled:
        record.origins[f"{_FIELDS[rows]}/{len(entries)}"] = origin
        entries.append(data)
    record.data[_FIELDS[rows]] = entries
    return record


def _row(reading: Reading, origin: str, mapped: Mapped, row: Mapping[str, Any]) -> dict[str, Any]:
    """The keys and values of a row; empty for an empty row."""
    cells = {key: " ".join(str(row.get(name) or "").split()) for key, name in mapped.columns.items()}
    if not any(cells.values()):
        return {}
    data: dict[str, Any] = {}
    for key, cell in cells.items():
        if cell:
            try:
                data[key] = _value(mapped, key, cell)
            except ValueError as error:
                reading.lose(origin, f"`{mapped.columns[key]}`: {cell}", str(error))
    data |= {key: value for key, value in mapped.constants.items() if key not in data}
    passage = data.pop("passage", None)
    if "cite" in data:
        source = To("source", str(data["cite"]))
        data["cite"] = (source, passage) if passage else source
    elif passage is not None:
        reading.lose(
            origin, f"`{mapped.columns.get('passage')}`: {passage}", "no column says of which source it is"
        )
    return data


def _value(mapped: Mapped, key: str, cell: str) -> Any:
    if key in _DATES:
        return dates.from_text(cell, mapped.dates)
    if key in _NUMBERS:
        try:
            return parse_decimal(re.sub(r"\s", "", cell), locale=mapped.numbers.replace("-", "_"))
        except (NumberFormatError, UnknownLocaleError, ValueError):
            raise ValueError(f"it is not a number as `{mapped.numbers}` writes them") from None
    values = [*filter(None, (each.strip() for each in cell.split(mapped.split)))] if key in _LISTS else [cell]
    made: list[Any] = [To("actor", each) for each in values] if key in _ACTORS else [*values]
    return made if key in _LISTS else made[0]


__all__ = ["ROWS", "Mapped", "mapping", "read"]

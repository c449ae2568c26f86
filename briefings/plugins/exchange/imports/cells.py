"""Rows of CSV tables, and their cells as values of keys."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from babel.core import UnknownLocaleError
from babel.numbers import NumberFormatError, parse_decimal

from briefings.exports.csv.columns import KeyColumn
from briefings.plugins.exchange.imports import dates
from briefings.plugins.exchange.imports.records import Reading, To, UnreadableError
from briefings.plugins.exchange.imports.words import marked
from briefings.text.prose import Kind

_YES = frozenset({"true", "yes", "y", "x", "1"})
_NO = frozenset({"false", "no", "n", "0"})


@dataclass(frozen=True, slots=True)
class Notation:
    """How a table writes values."""

    dates: str = ""
    """The pattern of the dates, as for `datetime.strptime`; without one they are EDTF or ISO."""
    numbers: str = "en"
    """The language whose way of writing numbers the table has."""
    split: str = ";"
    """What separates the values of a list in one cell."""
    is_own: bool = False
    """Whether a site exported it: prose is plain text, and lists are JSON."""


def rows_of(
    text: str, reading: Reading, delimiter: str = ""
) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The names of the columns, and each row with its number; raises UnreadableError."""
    text = text.lstrip("\ufeff")
    first_line = text.partition("\n")[0]
    delimiter = delimiter or max((",", ";", "\t"), key=first_line.count)
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
        names = [name or "" for name in lines.fieldnames or ()]
    except (csv.Error, TypeError) as error:
        raise UnreadableError(f"it is not CSV: {error}") from error
    if not any(map(str.strip, names)):
        raise UnreadableError("it is empty: its first row must have the names of its columns")
    for name, times in Counter(names).items():
        if times > 1:
            reading.lose(
                "the table", f"the column `{name}`", "of columns with one name, only the last is read"
            )

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        try:
            for number, row in enumerate(lines, 2):
                # What exceeds the columns has no name.
                for surplus in filter(None, row.get(cast("str", None)) or ()):
                    reading.lose(
                        f"row {number}", f"`{surplus}`", "the row has more cells than the table has columns"
                    )
                yield number, {name: cell or "" for name, cell in row.items() if isinstance(cell, str)}
        except csv.Error as error:
            raise UnreadableError(f"row {lines.line_num} is not CSV: {error}") from error

    return names, rows()


def put(data: dict[str, Any], key: KeyColumn, cells: Sequence[str], notation: Notation) -> None:
    """Give a key the value in the cells of its columns; ValueError if it cannot be read."""
    value, place = _value(key, cells, notation), cast("Any", data)
    for step, later in pairwise(key.keys):
        place = place.setdefault(step, [] if isinstance(later, int) else {})
    if isinstance(place, list):
        place.append(value)
    else:
        place[key.keys[-1]] = value


def _value(key: KeyColumn, cells: Sequence[str], notation: Notation) -> Any:
    text = " ".join(cells)
    match key.content:
        case "id":
            return To(cast("Kind", key.refers), text)
        case "ids":
            return [To(cast("Kind", key.refers), each) for each in listed(cells, notation)]
        case "texts":
            return _own_list(text) if notation.is_own else listed(cells, notation)
        case "proses":
            return [*map(marked, _own_list(text))] if notation.is_own else listed(cells, notation)
        case "prose":
            return marked(text) if notation.is_own else text
        case "mapping":
            return json.loads(text)
        case "flag":
            if text.casefold() not in _YES | _NO:
                raise ValueError("it is neither true nor false, nor yes, no, 1 or 0")
            return text.casefold() in _YES
        case "number":
            return _number(text, notation)
        case "date":
            return dates.from_text("-".join(cells), notation.dates)
    return text


def listed(cells: Sequence[str], notation: Notation) -> list[str]:
    """The values of a list in one cell or several."""
    return [each for cell in cells for part in cell.split(notation.split) if (each := part.strip())]


def _own_list(text: str) -> list[str]:
    values = json.loads(text)
    if not isinstance(values, list):
        raise ValueError("it is not a list in JSON")
    return [*map(str, values)]


def _number(text: str, notation: Notation) -> Any:
    try:
        number = parse_decimal(re.sub(r"\s", "", text), locale=notation.numbers.replace("-", "_"))
        return int(number) if number.as_tuple().exponent == 0 else number
    except (NumberFormatError, UnknownLocaleError, ValueError):
        raise ValueError(f"it is not a number as `{notation.numbers}` writes them") from None

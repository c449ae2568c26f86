"""The candidates of a sheet as data, each with what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from briefings.plugins.drafting.decisions import Sheet, offered
from briefings.plugins.drafting.judge import Judge
from briefings.plugins.drafting.values import NUMBERS
from briefings.sheets.yaml_text import read_yaml

_WITHOUT_VALUE = re.compile(r"^( +(?:- )?[a-z_]+:)[ \t]*(?:#.*)?$", re.MULTILINE)


def data_of(sheet: Sheet, number: int) -> dict[str, Any]:
    """The values of a candidate by key, empty ones as empty texts; none if its lines are not YAML."""
    key = sheet.blocks[number].key
    entry = _WITHOUT_VALUE.sub(r'\1 ""', sheet.entry(number))
    data, problems = read_yaml(f"{key}:\n{entry}\n", sheet.shown)
    items = data.get(key) if isinstance(data, dict) and not problems else None
    return dict(items[0]) if isinstance(items, list) and items and isinstance(items[0], dict) else {}


def candidates_of(sheet: Sheet, judge: Judge) -> Iterator[Mapping[str, Any]]:
    """All candidates of a sheet, for JSON: their values, and what checks and coverage say of them."""
    for number in sheet.numbers:
        block = sheet.blocks[number]
        entry = data_of(sheet, number)
        verdict = judge(block.key, entry) if entry else None
        yield {
            "number": number,
            "state": block.state,
            "line": block.line,
            **plain_of(sheet, number),
            "offered": [*offered(sheet.entry(number))],
            "problems": []
            if verdict is None
            else [*verdict.problems, *(words for _, words in verdict.missing)],
            "particulars": [
                {"key": each.particular.key, "words": each.particular.words, "state": each.state}
                for each in (() if verdict is None else verdict.findings)
            ],
        }


def plain_of(sheet: Sheet, number: int) -> dict[str, Any]:
    """The kind and the values of a candidate, for JSON."""
    values = {key: _plain(key, value) for key, value in _with_passage(data_of(sheet, number))}
    return {"kind": sheet.blocks[number].noun, **values}


def _with_passage(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of an entry, with the passage instead of the source and the passage."""
    for key, value in entry.items():
        if key != "cite":
            yield key, value
        elif isinstance(value, dict) and value:
            yield "passage", next(iter(value.values()))


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and key not in NUMBERS:
        return str(value)  # a year
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value

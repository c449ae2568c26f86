"""YAML texts: the core rules of YAML 1.2 as a table, and values found where they stand. Wordings are in
tests/problems/yaml-*/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from briefings.sheets.places import locate
from briefings.sheets.yaml_text import read_yaml
from briefings.text.limits import NESTING

# ── YAML's core rules ───────────────────────────────────────────────────────────────────────────────────────

CORE: list[tuple[str, Any]] = [
    ("NO", "NO"),
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("Off", "Off"),
    ("y", "y"),
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("tRUE", "tRUE"),
    ("12:30", "12:30"),
    ("12:30:45", "12:30:45"),
    ("2025-07-26", "2025-07-26"),
    ("2025-07", "2025-07"),
    ("2025-07-26T10:00:00Z", "2025-07-26T10:00:00Z"),
    ("2025", 2025),
    ("+12", 12),
    ("-12", -12),
    ("0", 0),
    # A number would lose these zeros: in the year 476, or the number of a bill.
    ("007", "007"),
    ("0476", "0476"),
    ("-0043", "-0043"),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("-0x1F", "-0x1F"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("1.50", Decimal("1.50")),
    (".5", Decimal("0.5")),
    ("1e3", Decimal("1e3")),
    ("1.5E-3", Decimal("0.0015")),
    ("1e", "1e"),
    ("1.2.3", "1.2.3"),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("<<", "<<"),
    ("=", "="),
    ("'2025'", "2025"),
    ('"true"', "true"),
    ('"\\u674e"', "李"),
    ("nULL", "nULL"),
    ("'~'", "~"),
    ("2025-07-26/..", "2025-07-26/.."),
    ("9" * 40, int("9" * 40)),
    ("9" * 41, "9" * 41),
]
"""Scalars as they are written, and what the core schema of YAML 1.2 makes of them. Years in quotation marks
stay text."""


@pytest.mark.parametrize(("written", "value"), CORE)
def test_scalars_are_read_by_the_core_rules(written: str, value: Any) -> None:
    data, problems = read_yaml(f"key: {written}\n", "x.yml")
    assert problems == []
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", "# none"])
def test_a_key_without_a_value_is_a_problem(written: str) -> None:
    _, problems = read_yaml(f"key: {written}\n", "x.yml")
    assert [(p.code.id, p.place.line, p.place.column) for p in problems] == [("bad-value", 1, 1)]


def test_decimals_keep_their_digits() -> None:
    data, _ = read_yaml("key: 5.50", "x.yml")
    assert str(data["key"]) == "5.50"


@pytest.mark.parametrize(
    ("depth", "codes"),
    [
        (NESTING - 1, []),
        (NESTING, ["yaml-feature"]),
        (900, ["yaml-feature"]),
        (4900, ["yaml-feature"]),
        (5000, ["too-large"]),
    ],
)
def test_nesting_ends_somewhere(depth: int, codes: list[str]) -> None:
    _, problems = read_yaml("key: " + "[" * depth + "x" + "]" * depth, "x.yml")
    assert [p.code.id for p in problems] == codes


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b", "\x85", "\u2028", "\u2029", "\ufeff", "\ud800", "\ufffe"]
)
def test_characters_that_no_text_has_are_found_where_they_stand(character: str) -> None:
    _, problems = read_yaml(f"one: 李\ntwo: a{character}b\n", "x.yml")
    assert [(p.code.id, p.place.line, p.place.column) for p in problems] == [("hidden-character", 2, 7)]
    assert f"U+{ord(character):04X}" in problems[0].message


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────

SHEET = """\
title: 标题
timeline:
  - date: 2025-07-26
    cite: {wam-2025: "words of it"}
  - {date: 2025, actors: [a, b]}
figures:
  - label: Guests
    value: 3
    cite:
      - wam-2025: ["one", "two"]
sections:
  - text: |
      First line.
      Second [[x]] line.
      Third [[x]] line.
"""


@pytest.mark.parametrize(
    ("path", "options", "line", "column", "width"),
    [
        ((), {}, 1, 1, 1),
        (("title",), {}, 1, 8, 2),
        (("title",), {"key": True}, 1, 1, 5),
        (("timeline", 0), {}, 3, 5, 1),
        (("timeline", 0, "cite", "wam-2025"), {}, 4, 22, 13),
        (("timeline", 0, "cite", "wam-2025"), {"key": True}, 4, 12, 8),
        (("timeline", 1), {}, 5, 5, 28),
        (("timeline", 1, "actors", 1), {}, 5, 30, 1),
        (("figures", 0, "values", 0, "value"), {}, 8, 12, 1),
        (("figures", 0, "cite", 0, "wam-2025", 1), {}, 10, 27, 5),
        (("sections", 0, "text"), {}, 12, 11, 1),
        (("sections", 0, "text"), {"find": "[[x]]"}, 14, 14, 5),
        (("sections", 0, "text"), {"find": "[[x]]", "nth": 1}, 15, 13, 5),
        (("sections", 0, "text"), {"find": "[[x]]", "nth": 9}, 15, 13, 5),
        (("sections", 0, "text"), {"find": "gone"}, 12, 11, 1),
        (("nothing", 7, "here"), {}, 1, 1, 1),
        (("timeline", 9), {}, 3, 3, 1),
    ],
)
def test_values_are_found_where_they_stand(
    path: tuple[Any, ...], options: dict[str, Any], line: int, column: int, width: int
) -> None:
    found = locate("x.yml", SHEET, path, **options)
    assert (found.line, found.column, found.width) == (line, column, width)
    assert found.text == SHEET.splitlines()[line - 1]


def test_the_first_value_of_a_sheet_is_found_like_all_others() -> None:
    """The first is found by reading the sheet up to it, others by reading the whole of it."""
    data, problems = read_yaml(SHEET, "x.yml")
    assert problems == []
    for n, path in enumerate([*paths(data, ()), ("timeline", 99), ("title", "no-such-key")]):
        for key in (False, True):
            text = f"{SHEET}# {n} {key}\n"
            assert locate("x.yml", text, path, key=key) == locate("x.yml", text, path, key=key)


def paths(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths(inner, (*path, step))

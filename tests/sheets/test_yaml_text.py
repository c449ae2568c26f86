"""YAML texts: the core rules of YAML 1.2 as a table, and values found where they stand. Wordings are in
tests/problems/yaml-*/."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from briefings.sheets.yaml_text import read_yaml
from briefings.text.limits import NESTING

# ── YAML's core rules ───────────────────────────────────────────────────────────────────────────────────────

TEXTS = """
    NO no yes on Off y tRUE 12:30 12:30:45 2025-07-26 2025-07 2025-07-26T10:00:00Z 007 0476 -0043 0b11 -0x1F 1_000
    1,000 1e 1.2.3 .inf .nan << = nULL 2025-07-26/.. 99999999999999999999999999999999999999999"""
"""What YAML 1.2 reads as it is written. As numbers, a year and a bill would lose their zeros: 0476, 007."""

VALUES: dict[str, Any] = {
    "true": True, "True": True, "FALSE": False, "2025": 2025, "+12": 12, "-12": -12, "0": 0, "0o17": 15, "0x1F": 31,
    "1.50": Decimal("1.50"), ".5": Decimal("0.5"), "1e3": Decimal("1e3"), "1.5E-3": Decimal("0.0015"), "'2025'": "2025",
    '"true"': "true", '"\\u674e"': "李", "'~'": "~", "9" * 40: int("9" * 40),
}  # fmt: skip


CORE: list[tuple[str, Any]] = [*VALUES.items(), *((text, text) for text in TEXTS.split())]


def test_scalars_are_read_by_the_core_rules() -> None:
    for written, value in CORE:
        data, problems = read_yaml(f"key: {written}\n", "x.yml")
        assert problems == [] and data == {"key": value}
        assert type(data["key"]) is type(value) and str(data["key"]) == str(value)


def test_a_key_without_a_value_is_a_problem() -> None:
    for written in ("", "~", "null", "Null", "NULL", "# none"):
        _, problems = read_yaml(f"key: {written}\n", "x.yml")
        assert [(p.code.id, p.place.line, p.place.column) for p in problems] == [("bad-value", 1, 1)]


def test_nesting_ends_somewhere() -> None:
    depths = {NESTING - 1: [], NESTING: ["yaml-feature"], 4900: ["yaml-feature"], 5000: ["too-large"]}
    for depth, codes in depths.items():
        _, problems = read_yaml("key: " + "[" * depth + "x" + "]" * depth, "x.yml")
        assert [p.code.id for p in problems] == codes


def test_characters_that_no_text_has_are_found_where_they_stand() -> None:
    for character in "\0\x1b\x85\u2028\ufeff\ud800":
        (found,) = read_yaml(f"one: 李\ntwo: a{character}b\n", "x.yml")[1]
        assert (found.code.id, found.place.line, found.place.column) == ("hidden-character", 2, 7)
        assert f"U+{ord(character):04X}" in found.message


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────

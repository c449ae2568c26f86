"""The cases of `quoteproof/` keep to their format, and the table counts what a checker says of them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quoteproof.run import ACCEPTED, outcome, read, table

FOLDER = Path(__file__).parent.parent / "quoteproof"
PRESENCE = [case for _, case in read(FOLDER / "presence")]
FACTS = [case for _, case in read(FOLDER / "facts")]
PRESENCE_KEYS = {"id", "language", "text", "passage", "expect", "reason"}
FACT_KEYS = PRESENCE_KEYS | {"fact"}
PARTICULARS = {"title", "text", "date", "value", "unit", "qualifier", "as_of", "speaker", "quote"}
QUALIFIERS = {"about", "nearly", "at-least", "at-most", "over", "under"}
KINDS = {"number", "unit", "qualifier", "date", "speaker", "name", "quote", "trap"}


def by_id(case: dict[str, Any]) -> str:
    return str(case["id"])


def test_ids_are_unique_and_in_kebab_case() -> None:
    ids = [by_id(case) for case in PRESENCE + FACTS]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def test_each_presence_case_has_its_keys() -> None:
    for case in PRESENCE:
        assert PRESENCE_KEYS <= set(case) <= PRESENCE_KEYS | {"warns"}, by_id(case)
        assert case["expect"] in {"verified", "omissions", "refused"}, by_id(case)
        assert all(map(is_text, case.values())), by_id(case)


def test_each_fact_case_has_its_keys_and_its_passage() -> None:
    for case in FACTS:
        check_fact(case)


def check_fact(case: dict[str, Any]) -> None:
    fact = case["fact"]
    assert set(case) <= FACT_KEYS | {"published", "actors", "words", "instead"}
    assert set(case) >= FACT_KEYS
    assert set(fact) <= PARTICULARS
    assert all(map(is_text, fact.values()))
    assert fact.get("qualifier", "about") in QUALIFIERS
    assert isinstance(case.get("published", date.today()), date)
    language, kind, *_ = case["id"].split("-")
    assert case["language"].partition("-")[0] == language
    assert kind in KINDS
    # One paragraph a line; a passage is part of one of them.
    assert any(case["passage"] in paragraph for paragraph in case["text"].splitlines()[1:]), by_id(case)
    actors = case.get("actors", [])
    assert all({"name", "kind"} <= set(actor) <= {"name", "kind", "aliases", "roles"} for actor in actors)
    assert "speaker" not in fact or fact["speaker"] in {actor["name"] for actor in actors}


def test_each_fact_case_names_the_words_that_are_wrong() -> None:
    for case in FACTS:
        expect, words, instead = case["expect"], case.get("words"), case.get("instead")
        assert expect in {"in-passage", "near", "differs", "not-found"}, by_id(case)
        assert (words is not None) == (expect not in ACCEPTED), by_id(case)
        assert (instead is not None) == (expect == "differs"), by_id(case)
        assert words is None or any(words in value for value in case["fact"].values()), by_id(case)
        assert instead is None or (instead in case["text"] and instead != words), by_id(case)


def test_facts_of_five_languages_true_and_false() -> None:
    counts = Counter((case["id"].partition("-")[0], case["expect"] in ACCEPTED) for case in FACTS)
    for language in ("en", "de", "fr", "es", "zh"):
        true, false = counts[language, True], counts[language, False]
        assert true + false >= 36
        assert min(true, false) >= 0.4 * (true + false)


@pytest.mark.parametrize(
    ("expect", "verdict", "result"),
    [
        ("verified", True, "right"),
        ("omissions", False, "wrong refuse"),
        ("refused", True, "wrong accept"),
        ("near", True, "right"),
        ("differs", False, "right"),
        ("not-found", True, "wrong accept"),
        ("in-passage", None, "cannot say"),
    ],
)
def test_outcome_of_a_verdict(expect: str, verdict: bool | None, result: str) -> None:
    assert outcome({"expect": expect}, verdict) == result


def test_table_adds_up_its_groups() -> None:
    assert table("facts", [("unit", "right"), ("date", "wrong accept"), ("unit", "cannot say")]) == (
        "| facts | cases | right | wrong accept | wrong refuse | cannot say |\n"
        "| :-- | --: | --: | --: | --: | --: |\n"
        "| date | 1 | 0 | 1 | 0 | 0 |\n"
        "| unit | 2 | 1 | 0 | 0 | 1 |\n"
        "| **all** | 3 | 1 | 1 | 0 | 1 |"
    )


@pytest.mark.parametrize(("title", "cases"), [("presence", PRESENCE), ("facts", FACTS)])
def test_the_results_are_those_of_the_present_cases(title: str, cases: list[dict[str, Any]]) -> None:
    refused = sum(case["expect"] not in ACCEPTED for case in cases)
    _, _, results = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## Results")
    results, _, _ = results.partition("\n## ")
    [(count, rows)] = re.findall(rf"\| {title}: (.+?) \|.+\n\| :--.+\n((?:\|.+\n)+)", results)
    assert count == f"{len(cases)} cases, {refused} to be refused"
    for row in rows.splitlines():
        assert sum(int(cell) for cell in row.split("|")[2:-1]) == len(cases), row

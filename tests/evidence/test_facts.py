"""Facts held against their passages: the collection in `quoteproof/facts/`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefings.evidence.coverage import Finding, Particular, Passage, State, cover
from briefings.evidence.particulars import dated, in_text, measured, names_in, speaker
from briefings.evidence.reading.names import KnownNames, NamedActor
from briefings.evidence.reading.zones import surroundings
from briefings.model.dates import Date

FACTS = Path("quoteproof/facts")
QUALIFIERS = {"at-least": "at least", "over": "more than", "under": "less than", "at-most": "up to"}
RANK: list[State] = ["in-passage", "near", "not-found", "differs"]


def cases() -> Iterator[Any]:
    for file in sorted(FACTS.glob("*.yml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield pytest.param(case, id=case["id"])


def findings(case: dict[str, Any]) -> tuple[Finding, ...]:
    """What our comparison says of a case."""
    language = case["language"]
    known = KnownNames(
        NamedActor(
            each["name"], (each["name"], *each.get("aliases", ())), each.get("kind", "person") == "person"
        )
        for each in case.get("actors", ())
    )
    text, words = case["text"], case["passage"]
    start = text.index(words)
    around = surroundings(text, start, start + len(words), language, known)
    published = Date.parse(str(case["published"])) if "published" in case else None
    passage = Passage(words, language, published, "", frozenset(), around)
    return cover(particulars(case["fact"], language, known), [passage], known)


def particulars(fact: dict[str, Any], language: str, known: KnownNames) -> list[Particular]:
    found: list[Particular] = []
    for key in ("title", "text"):
        if key in fact:
            found += in_text(key, str(fact[key]), language)
            found += names_in(key, str(fact[key]), known)
    for key in ("date", "as_of"):
        if key in fact and (each := dated(key, Date.parse(str(fact[key])))) is not None:
            found.append(each)
    if "value" in fact:
        qualifier = fact.get("qualifier")
        qualifier = QUALIFIERS.get(qualifier, qualifier)
        each = measured(
            "value", yaml_number(fact["value"]), str(fact.get("unit", "")), "", qualifier, language
        )
        found += [each] if each is not None else []
    if "speaker" in fact:
        found.append(speaker(fact["speaker"], known))
    if "quote" in fact:
        found.append(Particular("quote", "quote", str(fact["quote"])))
    return found


def yaml_number(value: object) -> Any:
    return Decimal(str(value))


@pytest.mark.parametrize("case", list(cases()))
def test_the_verdict_on_a_fact(case: dict[str, Any]) -> None:
    found = findings(case)
    worst = max((each.state for each in found), key=RANK.index, default="in-passage")
    assert worst == case["expect"], [(each.particular.words, each.state, each.instead) for each in found]

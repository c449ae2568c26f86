"""Facts held against their passages: the collection in `quoteproof/facts/`, and our verdicts on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.particulars.measure import LANGUAGES, Labels, known_names, mutations, particulars
from briefings.evidence.coverage import cover
from quoteproof.adapters import briefings as ours
from quoteproof.run import OUTCOMES, outcome, read

COLLECTION = Path(__file__).parents[2] / "quoteproof"
AGAINST_US = COLLECTION / "against-briefings.txt"
README = COLLECTION / "README.md"
CASES: list[dict[str, Any]] = [case for _, case in read(COLLECTION / "facts")]


def test_the_verdicts_that_go_against_us_are_listed(update_goldens: bool) -> None:
    states = {case["id"]: ours.state(case) for case in CASES}
    wrong = [
        f"{c['id']}: {states[c['id']]}, not {c['expect']}\n" for c in CASES if states[c["id"]] != c["expect"]
    ]
    if update_goldens:
        AGAINST_US.write_text("".join(wrong), encoding="utf-8")
    assert AGAINST_US.read_text(encoding="utf-8") == "".join(wrong)


def test_without_details_the_same_particulars_differ() -> None:
    for case in CASES:
        found, differing = ours.findings(case), ours.findings(case, in_detail=False)
        assert [f for f in differing if f.state == "differs"] == [f for f in found if f.state == "differs"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_labelled_facts_and_mutations_the_same_differ(language: str) -> None:
    labels = Labels(language)
    passages, mutated = labels.passages(), mutations(labels, Random(1), 300)
    for fact, given in [(f, f["fact"]) for f in labels.facts] + [(f, given) for _, f, given, _ in mutated]:
        known, passage = known_names(fact), passages[fact["id"]]
        every = list(particulars(given, language, known))
        found, differing = (cover(every, (passage,), known, in_detail=detail) for detail in (True, False))
        assert [f for f in differing if f.state == "differs"] == [f for f in found if f.state == "differs"]


@pytest.mark.parametrize(("title", "judge"), [("presence", ours.presence), ("facts", ours.fact)])
def test_the_published_results_are_ours(
    title: str, judge: Callable[[dict[str, Any]], bool], update_goldens: bool
) -> None:
    counts = Counter(outcome(case, judge(case)) for _, case in read(COLLECTION / title))
    row = f"| Briefings, this revision | {' | '.join(str(counts[name]) for name in OUTCOMES)} |"
    published = rf"(?<=\n)(\| {title}: .+\n.+\n)\| Briefings, this revision \|.+"
    text = README.read_text(encoding="utf-8")
    if update_goldens:
        README.write_text(text := re.sub(published, rf"\1{row}", text), encoding="utf-8")
    found = re.search(published, text)
    assert found is not None
    assert found[0].splitlines()[-1] == row

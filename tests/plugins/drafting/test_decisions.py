"""What a curator decides about candidates: accept, reject, change, and take back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.fetched import Article
from briefings.plugins.drafting.candidates import draft
from briefings.plugins.drafting.decisions import RefusedError, Sheet, changes_in
from briefings.plugins.drafting.sheet import briefing_sheet
from briefings.sheets.yaml_text import read_yaml

TEXT = """Veldhaven voted for the tram on Monday. More than 40 shops protested.
“Nobody asked the people who live here,” said Ines Hartog. “We did ask: twice,” a spokesman said.
The depot opened on 3 May 2024. It cost 12 million euros.
"""


def sheet() -> Sheet:
    """A draft with six candidates."""
    found = draft(Article(TEXT, language="en", published="2025-03-13"), [])
    new = briefing_sheet(found, "tram", TEXT, {"title": "T"}, path="b.yml", today=date(2025, 3, 13))
    return Sheet(new.replace("summary:\n", "summary: S # mine\n", 1), "b.yml")


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "reopen", "change"]), st.integers(1, 6)), max_size=12
)


def decide(before: Sheet, what: str, number: int) -> Sheet:
    """A sheet after a decision; the same if it cannot be made."""
    try:
        match what:
            case "accept":
                return Sheet(before.accept([number]).text, before.shown)
            case "change":
                return before.change({number: {"date": "2025-03-11"}})
            case "reject":
                return before.reject([number])
            case _:
                return before.reopen([number])
    except RefusedError:
        return before


@given(DECISIONS, st.sampled_from(["\n", "\r\n"]))
def test_decisions_concern_only_the_lines_of_their_candidate(
    decisions: list[tuple[str, int]], end: str
) -> None:
    now = Sheet(sheet().text.replace("\n", end), "b.yml")
    for what, number in decisions:
        after = decide(now, what, number)
        assert read_yaml(after.text.replace("\r", ""), "b.yml")[1] == []
        for other in now.numbers:
            if other != number:
                assert (after.entry(other), after.heading(other)) == (now.entry(other), now.heading(other))
        own = [line for line in after.lines if "mine" in line or line.startswith(("draft", "published"))]
        assert own == ["draft: true", "published: 2025-03-13", "summary: S # mine"]
        assert after.text.count(end) == after.text.count("\n")
        now = after


@given(st.lists(st.integers(1, 6), unique=True))
def test_what_is_accepted_or_rejected_can_be_taken_back(numbers: list[int]) -> None:
    before = sheet()
    chosen = [number for number in numbers if not re.search(r"(?m)\w:(?: +#|$)", before.entry(number))]
    accepted = Sheet(before.accept(chosen).text, before.shown)
    assert accepted.reopen(chosen).text == before.text
    rejected = before.reject(numbers)
    assert set(rejected.open).isdisjoint(numbers)
    assert rejected.reopen(numbers).text == before.text


def test_a_value_is_changed_added_or_removed_in_place() -> None:
    before = sheet()
    number = next(n for n in before.numbers if "12" in before.entry(n))
    after = before.change(changes_in([f"{number}.label=Cost: “all” # of it", f"{number}.as_of=2024"]))
    assert after.entry(number).splitlines()[0] == '  - label: "Cost: “all” # of it"'
    assert after.entry(number).splitlines()[-2] == "    as_of: 2024"
    assert after.change(changes_in([f"{number}.as_of="])).entry(number) == before.change(
        changes_in([f"{number}.label=Cost: “all” # of it"])
    ).entry(number)
    wider = before.change(changes_in([f"{number}.passage=It cost 12 million euros."]))
    assert 'cite: {tram: "It cost 12 million euros."}' in wider.entry(number)


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        ([("accept", 1), ("change", 1)], "candidate 1 was accepted; change it in b.yml"),
        ([("accept", 1), ("reject", 1)], "candidate 1 was accepted; take that back first"),
        ([("reopen", 1)], "candidate 1 is open"),
        ([("reject", 70)], "b.yml has no candidate 70; its candidates are 1 to 6"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(decisions: list[tuple[str, int]], message: str) -> None:
    *first, (what, number) = decisions
    now = sheet()
    for each in first:
        now = decide(now, *each)
    with pytest.raises(RefusedError, match=message):
        now.change({number: {"title": "X"}}) if what == "change" else getattr(now, what)([number])

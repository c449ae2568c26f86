"""What a curator decides about candidates: accept, reject, change, and take back."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.evidence.fetched import Article
from briefings.plugins.drafting.candidates import draft
from briefings.plugins.drafting.decisions import RefusedError, Sheet, changes_in
from briefings.plugins.drafting.sheet import briefing_sheet
from tests.plugins.drafting.words import words_of

TEXT = """Veldhaven voted for the tram on Monday. More than 40 shops protested.
“Nobody asked the people who live here,” said Ines Hartog. “We did ask: twice,” a spokesman said.
The depot opened on 3 May 2024. It cost 12 million euros.
"""


def sheet() -> Sheet:
    """A draft with six candidates."""
    found = draft(Article(TEXT, language="en", published="2025-03-13"), [])
    new = briefing_sheet(
        found, "tram", TEXT, {"title": "T"}, words_of("es"), path="b.yml", today=date(2025, 3, 13)
    )
    return Sheet(new.replace("summary:\n", "summary: S # mine\n", 1), "b.yml")


def decide(now: Sheet, what: str, number: int) -> Sheet:
    """A sheet after a decision."""
    if what == "accept":
        return Sheet(now.accept([number]).text, now.shown)
    if what == "change":
        return now.change({number: {"title": "X"}})
    return now.reject([number]) if what == "reject" else now.reopen([number])


def test_a_value_is_changed_added_or_removed_in_place() -> None:
    before = sheet()
    number = next(n for n in before.numbers if "12" in before.entry(n))
    after = before.change(changes_in([f"{number}.label=Cost: “all” # of it", f"{number}.as_of=2024"]))
    assert after.entry(number).splitlines()[0] == '  - label: "Cost: “all” # of it"'
    assert after.entry(number).splitlines()[-2] == "    as_of: 2024"
    assert after.change(changes_in([f"{number}.as_of="])).entry(number) == before.change(
        changes_in([f"{number}.label=Cost: “all” # of it"])
    ).entry(number)
    assert "value: 0" in before.change(changes_in([f"{number}.value=0"])).entry(number)
    for unclear in ("18.500", "18.000"):  # 18500, or 18.5?
        changed = before.change(changes_in([f"{number}.value={unclear}", f"{number}.label=Cost"]))
        with pytest.raises(RefusedError, match=f"groups thousands; .* write {unclear.replace('.', '')}"):
            changed.accept([number])
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
        decide(now, what, number)
    with pytest.raises(RefusedError, match="briefings draft FILE"):
        decide(Sheet("title: A\n", "a.yml"), what, number)

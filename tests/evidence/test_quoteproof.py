"""Runs the cases of `quoteproof/presence/`: is the passage in the source?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefings.evidence.passages import Match, is_short, normalize
from briefings.evidence.verification import look_up
from quoteproof.run import read

PRESENCE = Path(__file__).parents[2] / "quoteproof" / "presence"
CASES = {case["id"]: case for _, case in read(PRESENCE)}
LANGUAGES = {"en", "de", "fr", "es", "zh"}


def remarks(passage: str, match: Match) -> Iterator[str]:
    """The codes of what a curator is told of a verified passage."""
    found = {
        "passage-beside-negation": match.negation,
        "passage-short": is_short(passage),
        "passage-repeated": match.times > 1,
        "passage-respelled": match.respelled,
    }
    yield from (code for code, applies in found.items() if applies)


def verdict(case: dict[str, str]) -> tuple[str, str | None]:
    """What is said of a passage, and the remark to it."""
    match = look_up(case["passage"], normalize(case["text"]), case["language"])
    if not isinstance(match, Match):
        return "refused", case.get("warns")
    said = "omissions" if len(match.spans) > 1 else "verified"
    return said, next(remarks(case["passage"], match), None)


def test_the_verdicts_and_the_remarks() -> None:
    wrong = {
        id_: (said, case["reason"])
        for id_, case in CASES.items()
        if (said := verdict(case)) != (case["expect"], case.get("warns"))
    }
    assert wrong == {}


def test_the_cases_are_complete() -> None:
    assert {case["expect"] for case in CASES.values()} == {"verified", "omissions", "refused"}
    assert {case["language"] for case in CASES.values()} >= LANGUAGES
    assert len(CASES) >= 300

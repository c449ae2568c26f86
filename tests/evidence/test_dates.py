"""Dates of facts beside passages of a source that was published on Thursday, 8 October 2026."""

from __future__ import annotations

from briefings.evidence.coverage import Passage, cover
from briefings.evidence.particulars import dated, in_text
from briefings.grammar.names import KnownNames
from briefings.grammar.zones import surroundings
from briefings.model.dates import Date
from tests.rows import rows

NOBODY = KnownNames(())


def states(language: str, text: str, key: str, value: str) -> set[str]:
    """The states of the particulars of a value, beside the first part of a text up to `|`; `said` is the date of
    a statement."""
    passage, _, rest = text.partition("|")
    text = f"Xx\n{passage}{rest}"
    start = text.index(passage)
    around = surroundings(text, start, start + len(passage), language, NOBODY)
    cited = Passage(passage, language, Date.parse("2026-10-08"), around=around, is_news=True)
    if key == "text":
        particulars = [*in_text(key, value, language)]
    else:
        name = "date" if key == "said" else key
        particulars = [*dated(name, Date.parse(value), is_spoken=key == "said")]
    return {finding.state for finding in cover(particulars, (cited,), NOBODY)}


@rows
def test_a_passage_gives_the_date_of_a_fact(language: str, text: str, key: str, value: str) -> None:
    assert states(language, text, key, value) <= {"in-passage", "near"}


@rows
def test_a_passage_gives_another_date(language: str, text: str, key: str, value: str) -> None:
    assert "differs" in states(language, text, key, value)


@rows
def test_a_passage_does_not_give_a_date(language: str, text: str, key: str, value: str) -> None:
    assert states(language, text, key, value) == {"not-found"}

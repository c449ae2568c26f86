"""Prose: which references are found in a text, and what an id is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text.prose import is_id, references


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("no reference", []),
        ("[[li-qiang]]", [("actor", "li-qiang", None, False)]),
        ("[[waic|the conference]]", [("actor", "waic", "the conference", False)]),
        ("[[waic|the\n  long conference]]", [("actor", "waic", "the long conference", False)]),
        ("[[topic:chips]]", [("topic", "chips", None, False)]),
        ("[[briefing:waico|the story]]", [("briefing", "waico", "the story", False)]),
        ("[[source:wam-2025]]", [("source", "wam-2025", None, False)]),
        ("[[person:li]]", [("actor", "person:li", None, False)]),
        ("[@wam-2025]", [("source", "wam-2025", None, True)]),
        ("[@wam-2025][@reuters]", [("source", "wam-2025", None, True), ("source", "reuters", None, True)]),
        (
            "[[a]] and [@b] and [[c]]",
            [("actor", "a", None, False), ("source", "b", None, True), ("actor", "c", None, False)],
        ),
        ("[[ a ]]", [("actor", "a", None, False)]),
        ("[[]]", [("actor", "", None, False)]),
        ("[[a|]]", [("actor", "a", "", False)]),
        ("[a](b) [c] mail@example.org", []),
        ("[[a\nb]]", []),
        ("[[a", []),
        ("[[a]", []),
        ("[[[a]]]", [("actor", "a", None, False)]),
        ("[@a b]", []),
        ("[[李强]]", [("actor", "李强", None, False)]),
    ],
)
def test_references(text: str, found: list[tuple[str, str, str | None, bool]]) -> None:
    assert [(r.kind, r.id, r.label, r.cites) for r in references(text)] == found


@given(st.text(st.sampled_from("[]@|:ab \n"), max_size=60))
def test_references_are_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for found in references(text):
        assert found.start >= end
        shown, end = text[found.start : found.end], found.end
        assert shown.startswith("[@" if found.cites else "[[") and shown.endswith("]")
        assert found.id in shown


@pytest.mark.parametrize("text", ["a", "2025", "li-qiang", "a-1-b", "0"])
def test_ids(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text", ["", "-", "a-", "-a", "a--b", "A", "a b", "a_b", "é", "李", "a/b", "a.b", "a\n", "١"]
)
def test_what_is_no_id(text: str) -> None:
    assert not is_id(text)

"""Prose: which references are found in a text, and what an id is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefings.text.prose import is_id, references

REFERENCES: dict[str, list[tuple[str, str, str | None, bool]]] = {
    "[[li-qiang]]": [("actor", "li-qiang", None, False)],
    "[[waic|the\n  long conference]]": [("actor", "waic", "the long conference", False)],
    "[[topic:chips]]": [("topic", "chips", None, False)],
    "[[briefing:waico|the story]]": [("briefing", "waico", "the story", False)],
    "[[source:wam-2025]]": [("source", "wam-2025", None, False)],
    "[[person:li]]": [("actor", "person:li", None, False)],
    "[@wam-2025][@reuters]": [("source", "wam-2025", None, True), ("source", "reuters", None, True)],
    "[[a]] and [@b]": [("actor", "a", None, False), ("source", "b", None, True)],
    "[[ a ]]": [("actor", "a", None, False)],
    "[[]]": [("actor", "", None, False)],
    "[[a|]]": [("actor", "a", "", False)],
    "[[[a]]]": [("actor", "a", None, False)],
    "[[李强]]": [("actor", "李强", None, False)],
}


def test_references() -> None:
    found = {text: [(r.kind, r.id, r.label, r.cites) for r in references(text)] for text in REFERENCES}
    assert found == REFERENCES
    for text in ("", "no reference", "[a](b) [c] mail@example.org", "[[a\nb]]", "[[a", "[[a]", "[@a b]"):
        assert [*references(text)] == []


@given(st.text(st.sampled_from("[]@|:ab \n"), max_size=60))
def test_references_are_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for found in references(text):
        assert found.start >= end
        shown, end = text[found.start : found.end], found.end
        assert shown.startswith("[@" if found.cites else "[[") and shown.endswith("]")
        assert found.id in shown


def test_ids() -> None:
    assert all(map(is_id, ("a", "2025", "li-qiang", "a-1-b", "0")))
    wrong = ("", "-", "a-", "-a", "a--b", "A", "a b", "a_b", "é", "李", "a/b", "a.b", "a\n", "١")
    assert not any(map(is_id, wrong))

"""Changes of seeds/quotes.lock since a revision, as reviewers see them. Most are cases in tests/problems."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefings.checks import LockChanges, lock_changes


def lock(sources: dict[str, Any]) -> str:
    return json.dumps({"version": 3, "sources": sources}, indent=2) + "\n"


def entry(passages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"sha256": "a" * 64, "length": 9, "checked": "2025-07-28", "passages": passages, **more}


def changes(before: str | None, now: str | None, moved: dict[str, str] | None = None) -> LockChanges:
    return lock_changes(before, now, moved or {})


A = lock({"a": entry({"x": 1, "y": 2})})


@pytest.mark.parametrize(
    ("before", "now", "totals"),
    [
        (None, None, ""),
        (A, A, ""),
        (A, lock({"a": entry({"y": 2, "x": {"offset": 1}}, titled="T")}), ""),
        ("{", "[]", ""),
        ("<<<<<<<", lock({}), ""),
        (A, None, "2 passages removed, in 1 source"),
        (A, lock({"a": entry({"x": 3, "z": 4})}), "1 passage added, 1 removed, 1 changed, in 1 source"),
        (A, lock({"a": entry({"x": 1, "y": 2}, sha256="b" * 64)}), "another text, title or day, in 1 source"),
        (A, lock({"a": entry({"x": 1, "y": "not checked"})}), "1 passage changed, in 1 source"),
        (A, lock({"b": entry({"x": 1, "y": 2})}), "2 passages added, 2 removed, in 2 sources"),
    ],
)
def test_differences_are_counted(before: str | None, now: str | None, totals: str) -> None:
    assert changes(before, now).totals == totals


def test_a_source_that_moved_keeps_its_proofs() -> None:
    assert changes(A, lock({"b": entry({"x": 1, "y": 2})}), {"a": "b"}).problems == ()


def test_unchecked_passages_are_not_called_proved() -> None:
    (found,) = changes(lock({"a": entry({})}), lock({"a": entry({"x": 1, "y": "not checked"})})).problems
    assert found.message == "`a`: “x” is recorded as proved; “y” is recorded as not checked"


@pytest.mark.parametrize(
    ("before", "now", "message"),
    [
        (
            {"titled": "A library"},
            {"titled": "A library for 91,500"},
            "its `titled` is “A library for 91,500”, and was “A library”",
        ),
        ({"titled": ""}, {}, "its `titled` is gone, and was “”"),
        ({}, {"checked": "2025-08-01"}, "its `checked` is “2025-08-01”, and was “2025-07-28”"),
        ({}, None, "its text is no longer recorded"),
    ],
)
def test_what_else_is_said_of_a_text_is_listed(
    before: dict[str, Any], now: dict[str, Any] | None, message: str
) -> None:
    then = {} if now is None else {"a": entry({}, **now)}
    found = changes(lock({"a": entry({}, **before)}), lock(then))
    assert [each.message for each in found.problems] == [f"`a`: {message}"]
    assert found.totals == "another text, title or day, in 1 source"


def test_the_day_of_a_check_is_named_beside_what_it_found() -> None:
    (found,) = changes(A, lock({"a": entry({"x": 1, "y": 2, "z": 3}, checked="2025-08-01")})).problems
    assert (
        found.message == "`a`: “z” is recorded as proved; its `checked` is “2025-08-01”, and was “2025-07-28”"
    )


def test_escaped_keys_are_located() -> None:
    passage = 'he said “no”\u200b, "then" left'
    (found,) = changes(lock({"a": entry({})}), lock({"a": entry({passage: 1})})).problems
    assert "he said" in found.place.text

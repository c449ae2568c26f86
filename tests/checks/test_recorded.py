"""Changes of seeds/quotes.lock since a revision, as reviewers see them. Most are cases in tests/problems."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefings.checks import lock_changes


def lock(sources: dict[str, Any]) -> str:
    return json.dumps({"version": 3, "sources": sources}, indent=2) + "\n"


def entry(passages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"sha256": "a" * 64, "length": 9, "checked": "2025-07-28", "passages": passages, **more}


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
    found = lock_changes(lock({"a": entry({}, **before)}), lock(then), {})
    assert [each.message for each in found.problems] == [f"`a`: {message}"]
    assert found.totals == "another text, title or day, in 1 source"

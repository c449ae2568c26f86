"""Changes of seeds/quotes.lock since a revision, as reviewers see them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefings.checks import LockChanges, lock_changes


def lock(sources: dict[str, Any], version: int = 1) -> str:
    return json.dumps({"version": version, "sources": sources}, indent=2) + "\n"


def entry(passages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"sha256": "a" * 64, "checked": "2025-07-28", "passages": passages, **more}


def changes(before: str | None, now: str | None, moved: dict[str, str] | None = None) -> LockChanges:
    return lock_changes(before, now, moved or {})


def said(found: LockChanges) -> list[tuple[str, int, str]]:
    return [(problem.code.id, problem.place.line, problem.message) for problem in found.problems]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (None, None),
        (lock({}), lock({})),
        (lock({"a": entry({"x": 1})}), lock({"a": entry({"x": 1})})),
        (
            lock({"a": entry({"x": 1}), "b": entry({})}),
            lock({"b": entry({}), "a": entry({"x": 1}, checked="2025-08-01")}),
        ),
        (lock({"a": entry({"x": 1})}), lock({"a": entry({"x": {"offset": 1}})}, version=2)),
        ("{", "[]"),
        ("<<<<<<<", lock({})),
    ],
    ids=[
        "no lock",
        "empty",
        "the same",
        "another order and day",
        "another format",
        "damaged",
        "unfinished merge",
    ],
)
def test_locks_without_differences(before: str | None, now: str | None) -> None:
    assert (said(changes(before, now)), changes(before, now).totals) == ([], "")


def test_added_passages_are_one_notice_per_source() -> None:
    found = changes(
        lock({"a": entry({"x": 1})}),
        lock({"a": entry({"x": 1, "y": 2}), "b": entry({"p": 1, "q": 1, "r": 1, "s": 1})}),
    )
    assert said(found) == [
        ("proof-added", 9, "`a`: “y” is recorded as proved"),
        ("proof-added", 16, "`b`: “p”, “q”, “r” and 1 more are recorded as proved"),
    ]
    assert found.totals == "5 passages added, in 2 sources"


@pytest.mark.parametrize(
    ("now", "place", "message"),
    [
        (
            {"a": entry({"x": 1, "y": 2}, sha256="b" * 64)},
            4,
            "`a`: the text that proves it is another one (sha256)",
        ),
        ({"a": entry({"x": 3, "y": 2})}, 8, "`a`: “x” is recorded differently from before"),
        ({"a": entry({"x": True, "y": 2})}, 8, "`a`: “x” is recorded differently from before"),
        ({"a": entry({"y": 2})}, 4, "`a`: “x” is no longer recorded"),
        (
            {"a": entry({"x": 1, "y": 2}, compared={"by": "me"})},
            4,
            "`a`: the text that proves it is another one (compared)",
        ),
        ({}, 1, "`a`: “x”, “y” are no longer recorded"),
    ],
    ids=["hash", "offset", "kind of value", "passage gone", "another key", "source gone"],
)
def test_changed_and_removed_proofs_are_a_warning(now: dict[str, Any], place: int, message: str) -> None:
    found = changes(lock({"a": entry({"x": 1, "y": 2})}), lock(now))
    assert [(problem.severity, *rest) for problem, rest in zip(found.problems, said(found), strict=True)] == [
        ("warning", "proof-changed", place if now else 1, message)
    ]


def test_a_deleted_lock_has_lost_its_proofs() -> None:
    found = changes(lock({"a": entry({"x": 1}), "b": entry({"y": 1})}), None)
    assert [message for _, _, message in said(found)] == [
        "`a`: “x” is no longer recorded",
        "`b`: “y” is no longer recorded",
    ]
    assert found.totals == "2 passages removed, in 2 sources"


def test_a_source_that_moved_keeps_its_proofs() -> None:
    before, now = lock({"old": entry({"x": 1})}), lock({"new": entry({"x": 1})})
    assert said(changes(before, now, {"old": "new"})) == []
    assert len(said(changes(before, now))) == 2


def test_in_another_format_passages_are_still_counted() -> None:
    found = changes(
        lock({"a": entry({"x": 1, "y": 1})}), lock({"a": entry({"x": {"offset": 1}, "z": {}})}, version=2)
    )
    assert found.totals == "1 passage added, 1 removed, in 1 source"


def test_escaped_keys_are_located() -> None:
    passage = 'he said “no”\u200b, "then" left'
    (found,) = changes(lock({"a": entry({})}), lock({"a": entry({passage: 1})})).problems
    assert "he said" in found.place.text


@pytest.mark.parametrize(
    ("was", "now", "versions"),
    [
        (1, {"offset": 1, "around": {"sentence": ["57 votes"]}}, (3, 2)),
        ("not checked", 4, (3, 2)),
        ("not checked", {"offset": 4}, (2, 3)),
        (1, {"offset": 4}, (2, 3)),
    ],
    ids=["what is around it", "a proof in an older format", "a proof", "another place"],
)
def test_another_version_hides_no_change(was: object, now: object, versions: tuple[int, int]) -> None:
    before, after = (
        lock({"a": entry({"x": each})}, version) for each, version in zip((was, now), versions, strict=True)
    )
    assert changes(before, after).totals == "1 passage changed, in 1 source"


def test_another_version_hides_no_other_text() -> None:
    before, now = (
        lock({"a": entry({"x": 1})}, version=2),
        lock({"a": entry({"x": 1}, sha256="b" * 64)}, version=3),
    )
    assert changes(before, now).totals == "another text, in 1 source"

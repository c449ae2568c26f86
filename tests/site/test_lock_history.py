"""What Git knows of earlier versions of the lock."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefings.site.lock_history import LockHistory

OLD, NEW = "a" * 64, "b" * 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose lock had passages in an old text, and was damaged once."""
    (tmp_path / "seeds").mkdir()
    _git(tmp_path, "init", "--quiet")
    old = {"was there": 3, "was compared": {"compared": "2026-11-24", "with": "original", "by": "Jo Doe"}}
    _commit(tmp_path, _lock(OLD, {**old, "was there twice": {"offset": 9, "times": 2}}))
    _commit(tmp_path, "{")
    _commit(tmp_path, _lock(NEW, {"is there": 5, "was there": {"found": "2026-11-24", "gone": "2026-12-01"}}))
    return tmp_path


def _lock(sha256: str, passages: Mapping[str, object], source: str = "wam") -> str:
    return json.dumps({"version": 2, "sources": {source: {"sha256": sha256, "passages": passages}}})


def _commit(root: Path, lock: str) -> None:
    (root / "seeds/quotes.lock").write_text(lock)
    _git(root, "add", ".")
    _git(root, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "--quiet", "-m", "x")


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


@pytest.mark.parametrize(
    ("passage", "confirmed"),
    [
        ("was there", True),
        ("was there twice", True),
        ("was compared", False),
        ("is there", False),
        ("never", False),
    ],
)
def test_a_passage_found_in_another_text_is_confirmed(root: Path, passage: str, confirmed: bool) -> None:
    history = LockHistory(root)
    assert history.confirms(["wam-2025", "wam"], passage, NEW) is confirmed
    assert history.confirms(["wam"], "was there", NEW)
    assert not history.confirms(["other"], passage, NEW)


def test_a_record_that_was_never_committed_is_not_confirmed(root: Path) -> None:
    (root / "seeds/quotes.lock").write_text(_lock(OLD, {"stole the money": 7}))
    assert not LockHistory(root).confirms(["wam"], "stole the money", NEW)


def test_what_is_claimed_after_the_text_was_recorded_is_not_confirmed(root: Path) -> None:
    """However many versions claim it, and whatever the text is said to be meanwhile."""
    forged = {"stole the money": 7}
    for digest in ("c" * 64, OLD, "d" * 64):
        _commit(root, _lock(digest, forged))
        assert not LockHistory(root).confirms(["wam"], "stole the money", NEW)
    assert LockHistory(root).confirms(["wam"], "was there", NEW)
    _commit(root, _lock(NEW, forged))
    assert not LockHistory(root).confirms(["wam"], "stole the money", NEW)
    _commit(root, _lock("c" * 64, forged, source="wam-2027"))
    assert not LockHistory(root).confirms(["wam-2027", "wam"], "stole the money", NEW)


def test_a_text_that_was_replaced_after_the_first_commit_has_lost_passages(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path, _lock(OLD, {"was there": 3}))
    assert LockHistory(tmp_path).confirms(["wam"], "was there", NEW)
    _commit(tmp_path, _lock(NEW, {"was there": {"found": "2026-11-24", "gone": "2026-12-01"}}))
    assert LockHistory(tmp_path).confirms(["wam"], "was there", NEW)


@pytest.mark.parametrize(("depth", "confirmed"), [(1, False), (2, True)])
def test_the_first_commit_of_a_shallow_clone_confirms_nothing(
    root: Path, tmp_path: Path, depth: int, confirmed: bool
) -> None:
    _commit(root, _lock(OLD, {"was there": 3}))
    _commit(root, _lock(OLD, {"was there": 3, "is there": 4}))
    clone = tmp_path / "clone"
    _git(root, "clone", "--quiet", f"--depth={depth}", root.as_uri(), str(clone))
    assert LockHistory(clone).confirms(["wam"], "was there", "c" * 64) is confirmed


def test_without_git_nothing_is_confirmed(tmp_path: Path) -> None:
    assert not LockHistory(tmp_path).confirms(["wam"], "was there", NEW)

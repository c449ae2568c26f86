"""How much of each sheet is covered, and what is out of date: golden cases, and the two commands.

`pytest --update-goldens` writes what comes out into the cases; the review is the diff.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from briefings.desk.stale import RULES, TITLES, WHATS
from tests.said import Command, Said
from tests.trees import BASE, Tree, record_passages, with_report, write_versions

CASES = {
    f"{name} {path.stem}": path
    for name in ("coverage", "stale")
    for path in sorted((Path(__file__).parent / "cases" / name).glob("*.md"))
}
LATE = ("stale english", "--as-of", "2026-12-31")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Runs the command of a case in its tree, without its texts if asked."""

    def once(name: str, *arguments: str, texts: bool = True) -> Said:
        own = name.startswith("coverage")
        write_versions(
            Tree.read(CASES[name].read_text(encoding="utf-8")).files, tmp_path, within=None if own else BASE
        )
        record_passages(tmp_path)
        if not texts:
            for file in (tmp_path / "seeds").glob("*.txt"):
                file.unlink()
        monkeypatch.chdir(tmp_path)
        return command(name.partition(" ")[0], *arguments)

    return once


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str, run: Command, update_goldens: bool) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    asked = re.search(r"^\$ briefings \w+(.*)$", text, re.MULTILINE)
    assert asked is not None
    status, out, err = run(name, *shlex.split(asked[1]))
    assert (status, err) == (0, "")
    if update_goldens:
        CASES[name].write_text(with_report(text, out), encoding="utf-8")
    else:
        assert out == Tree.read(text).expected


# ── Coverage ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["coverage en", "coverage es"])
def test_the_lock_knows_as_much_as_the_texts(name: str, run: Command) -> None:
    assert run(name, "--missing", texts=False) == run(name, "--missing")


def test_a_share_that_is_too_low_is_a_failure_where_that_is_asked_for(run: Command) -> None:
    status, out, err = run("coverage en", "--below", "90")
    assert status == 1
    assert re.search(r"^total .* (\d+)%$", out, re.MULTILINE)
    assert re.fullmatch(r"\d+ of \d+ are covered, which is below 90%\n", err)
    assert run("coverage en", "--below", "50").status == 0


def test_a_file_that_is_not_a_sheet_is_refused(run: Command) -> None:
    status, out, err = run("coverage en", "mkdocs.yml")
    assert (status, out) == (2, "")
    assert "mkdocs.yml is not a published sheet; --drafts also counts drafts" in err


def test_sheets_that_cannot_be_linked_show_their_problems(run: Command, tmp_path: Path) -> None:
    (tmp_path / "content/topics").mkdir(parents=True)
    (tmp_path / "content/topics/broken.yml").write_text("nme: Broken\n", encoding="utf-8")
    status, out, _ = run("coverage en")
    assert status == 1
    assert "content/topics/broken.yml:1:1: error[unknown-key]" in out


# ── What is out of date ─────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_finding_has_a_title() -> None:
    assert tuple(TITLES) == WHATS
    assert len(RULES) == len(WHATS)


def test_findings_fail_only_on_request(run: Command) -> None:
    assert run(*LATE).status == 0
    assert run(*LATE, "--fail").status == 1
    early = run("stale english", "--as-of", "2025-03-02", "--only", "announced", "--fail")
    assert early == (0, "nothing is out of date\n", "")


def test_days_without_news(run: Command) -> None:
    assert "quay.yml" not in run(*LATE, "--only", "questions").out
    assert "quay.yml" in run(*LATE, "--only", "questions", "--days", "20").out


def test_a_day_that_does_not_exist_is_wrong_usage(run: Command) -> None:
    status, _, err = run("stale english", "--as-of", "2026-02-30")
    assert status == 2
    assert "--as-of takes a day such as 2026-11-24, not “2026-02-30”" in err

"""What time has overtaken: golden cases, and the command.

`pytest --update-goldens` writes what comes out into the cases; the review is the diff.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings import cli
from briefings.desk.stale import RULES, TITLES, WHATS
from tests.trees import Tree, record_passages, with_report, write_versions

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases/stale").glob("*.md"))}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `briefings stale` in the tree of a case."""

    def once(name: str, *arguments: str) -> tuple[int, str, str]:
        write_versions(Tree.read(CASES[name].read_text(encoding="utf-8")).files, tmp_path)
        record_passages(tmp_path)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["briefings", "stale", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, out, err

    return once


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str, run: Run, update_goldens: bool) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    found = re.search(r"^\$ briefings stale (.*)$", text, re.MULTILINE)
    assert found is not None
    status, out, err = run(name, *shlex.split(found[1]))
    assert (status, err) == (0, "")
    if update_goldens:
        CASES[name].write_text(with_report(text, out), encoding="utf-8")
    else:
        assert out == Tree.read(text).expected


def test_every_kind_of_finding_has_a_title() -> None:
    assert tuple(TITLES) == WHATS
    assert len(RULES) == len(WHATS)


def test_findings_fail_only_on_request(run: Run) -> None:
    assert run("english", "--as-of", "2026-12-31")[0] == 0
    assert run("english", "--as-of", "2026-12-31", "--fail")[0] == 1
    assert run("english", "--as-of", "2025-03-02", "--only", "announced", "--fail") == (
        0,
        "nothing is out of date\n",
        "",
    )


def test_json_can_be_read_by_a_program(run: Run) -> None:
    data = json.loads(run("english", "--as-of", "2026-12-31", "--format", "json", "--only", "role")[1])
    assert data["as_of"] == "2026-12-31"
    assert [(each["what"], each["path"], each["line"]) for each in data["findings"]] == [
        ("role", "content/actors/li-qiang.yml", 6),
        ("role", "content/actors/li-qiang.yml", 9),
    ]


def test_days_without_news(run: Run) -> None:
    assert "quay.yml" not in run("english", "--as-of", "2026-12-31", "--only", "questions")[1]
    assert "quay.yml" in run("english", "--as-of", "2026-12-31", "--only", "questions", "--days", "20")[1]


def test_a_day_that_does_not_exist_is_wrong_usage(run: Run) -> None:
    status, _, err = run("english", "--as-of", "2026-02-30")
    assert status == 2
    assert "--as-of takes a day like 2026-11-24, not “2026-02-30”" in err

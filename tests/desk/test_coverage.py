"""How much of each sheet is covered: the command, in two languages.

`pytest --update-goldens` writes what it prints into the cases; the review is the diff.
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
from tests.trees import Tree, record_passages, with_report, write_versions

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases/coverage").glob("*.md"))}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `briefings coverage` in the tree of a case, without its texts if asked."""

    def once(name: str, *arguments: str, texts: bool = True) -> tuple[int, str, str]:
        files = Tree.read(CASES[name].read_text(encoding="utf-8")).files
        base = tmp_path / "none.md"
        base.write_text("", encoding="utf-8")
        write_versions(files, tmp_path, within=base)
        record_passages(tmp_path)
        if not texts:
            for file in (tmp_path / "seeds").glob("*.txt"):
                file.unlink()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["briefings", "coverage", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, out, err

    return once


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str, run: Run, update_goldens: bool) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    found = re.search(r"^\$ briefings coverage(.*)$", text, re.MULTILINE)
    assert found is not None
    status, out, err = run(name, *shlex.split(found[1]))
    assert (status, err) == (0, "")
    if update_goldens:
        CASES[name].write_text(with_report(text, out), encoding="utf-8")
    else:
        assert out == Tree.read(text).expected


@pytest.mark.parametrize("name", CASES)
def test_the_lock_knows_as_much_as_the_texts(name: str, run: Run) -> None:
    assert run(name, "--missing", texts=False) == run(name, "--missing")


def test_json_has_what_the_table_has(run: Run) -> None:
    status, out, _ = run("en", "--format", "json", "--missing")
    found = json.loads(out)
    assert status == 0
    (sheet,) = found["sheets"]
    assert (sheet["sheet"], sheet["path"]) == ("briefings/tram", "content/briefings/tram.yml")
    states = ("in_passage", "near", "counted", "derived", "not_found", "differs")
    assert sum(sheet[state] for state in states) == sheet["particulars"] == found["total"]["particulars"]
    assert sheet["not_found"] + sheet["differs"] == len(found["missing"])
    differs = next(each for each in found["missing"] if each["state"] == "differs")
    assert (differs["key"], differs["words"], differs["line"]) == ("value", "196 million euros", 21)
    assert differs["instead"] == "186 million euros"
    assert json.loads(run("en", "--format", "json")[1])["missing"] == []


def test_a_share_that_is_too_low_is_a_failure_where_that_is_asked_for(run: Run) -> None:
    status, out, err = run("en", "--below", "90")
    assert status == 1
    assert re.search(r"^total .* (\d+)%$", out, re.MULTILINE)
    assert re.fullmatch(r"\d+ of \d+ are covered, which is below 90%\n", err)
    assert run("en", "--below", "50")[0] == 0


def test_a_file_that_is_not_a_sheet_is_refused(run: Run) -> None:
    status, out, err = run("en", "mkdocs.yml")
    assert (status, out) == (2, "")
    assert "mkdocs.yml is not a published sheet; --drafts also counts drafts" in err


def test_sheets_that_cannot_be_linked_show_their_problems(run: Run, tmp_path: Path) -> None:
    (tmp_path / "content/topics").mkdir(parents=True)
    (tmp_path / "content/topics/broken.yml").write_text("nme: Broken\n", encoding="utf-8")
    status, out, _ = run("en")
    assert status == 1
    assert "content/topics/broken.yml:1:1: error[unknown-key]" in out

"""Lies on true passages: what `briefings check` notices, and what docs/evidence.md says that it cannot.

`lies/` has a sheet in several languages whose facts are true, with the text of its source, and lies. Each lie makes
one thing on the sheet false. Either `check` is the problem that a curator gets (`without_text` on a machine that
does not have the text, if that is another one), or `missing` is what `coverage --missing` lists, or `unseen` is the
limit in the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.said import Command
from tests.trees import Tree, write_versions

FOLDER = Path(__file__).parent / "lies"
TREES = {path.stem: Tree.read(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.md"))}
LIES: dict[str, list[dict[str, Any]]] = {
    language: yaml.safe_load(next(file.data for file in tree.files if file.path == "lies.yml"))
    for language, tree in TREES.items()
}
EVIDENCE = Path(__file__).parents[2] / "docs/evidence.md"
TRUTH = "content/briefings/truth.yml"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Run:
    """Runs a command in the folder of the test."""
    monkeypatch.chdir(tmp_path)

    def once(*words: str) -> tuple[int, str]:
        said = command(*words)
        return said.status, said.text

    return once


@pytest.mark.parametrize("language", TREES)
def test_the_true_sheet_has_no_problem_and_each_lie_its_own(language: str, tmp_path: Path, run: Run) -> None:
    write_versions([file for file in TREES[language].files if file.path != "lies.yml"], tmp_path, within=None)
    status, output = run("verify")
    assert status == 0, output
    sheet = tmp_path / TRUTH
    truth = sheet.read_text(encoding="utf-8")
    expected, found = {}, {}
    for has_text in (True, False):
        if not has_text:
            for text in (tmp_path / "seeds").glob("*.txt"):
                text.unlink()
        sheet.write_text(truth, encoding="utf-8")
        assert run("check") == (0, "5 sheets, no problems\n")
        for lie in LIES[language]:
            before, *after = truth.split(lie["truth"])
            assert len(after) == 1
            sheet.write_text(f"{before}{lie['lie']}{after[0]}", encoding="utf-8")
            said = lie.get("check") if has_text else lie.get("without_text", lie.get("check"))
            line = before.count("\n") + 1
            expected[lie["name"], has_text] = [] if said is None else [f"{line}: {said}"]
            found[lie["name"], has_text] = of_the_sheet(run("check"))
            if "missing" in lie:
                _, listed = run("coverage", "--missing")
                assert f"{lie['missing']}\n" in listed
    assert found == expected


def of_the_sheet(result: tuple[int, str]) -> list[str]:
    """The problems of the sheet, each with its line."""
    status, output = result
    assert status == ("error[" in output)
    return [
        f"{line}: {words}" for line, words in re.findall(rf"^{TRUTH}:(\d+):\d+: (.+)$", output, re.MULTILINE)
    ]


@pytest.mark.parametrize("language", LIES)
def test_the_documentation_names_what_is_not_noticed(language: str) -> None:
    _, _, limits = EVIDENCE.read_text(encoding="utf-8").partition("### What the machine cannot do")
    limits, _, _ = limits.partition("\n## ")
    assert [
        lie["unseen"] for lie in LIES[language] if "unseen" in lie and f"- {lie['unseen']}" not in limits
    ] == []


def test_each_language_has_the_same_lies() -> None:
    for lies in LIES.values():
        assert list(map(outcome, lies)) == list(map(outcome, LIES["en"]))


def outcome(lie: dict[str, Any]) -> tuple[str, str]:
    """The name of a lie, and how it comes to light or not."""
    (known,) = {"check", "missing", "unseen"} & lie.keys()
    return lie["name"], known

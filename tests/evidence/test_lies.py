"""Lies on true passages: what `briefings check` notices, and what docs/evidence.md says that it cannot.

`lies/` has a sheet in several languages whose facts are true, with the text of its source, and lies. Each lie makes
one thing on the sheet false. Either `check` is the problem that a curator gets (`without_text` on a machine that
does not have the text, if that is another one), or `unseen` is the limit in the documentation.
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

Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Run:
    """Runs a command in the folder of the test."""
    monkeypatch.chdir(tmp_path)

    def once(name: str) -> tuple[int, str]:
        said = command(name)
        return said.status, said.text

    return once


def write(language: str, root: Path, run: Run) -> None:
    """Writes the true sheet with its text, and records its passages."""
    write_versions([file for file in TREES[language].files if file.path != "lies.yml"], root, within=None)
    status, output = run("verify")
    assert status == 0, output


def remove_texts(root: Path) -> None:
    for text in (root / "seeds").glob("*.txt"):
        text.unlink()


@pytest.mark.parametrize("language", TREES)
def test_the_true_sheet_has_no_problem(language: str, tmp_path: Path, run: Run) -> None:
    write(language, tmp_path, run)
    assert run("check") == (0, "5 sheets, no problems\n")
    remove_texts(tmp_path)
    assert run("check") == (0, "5 sheets, no problems\n")


@pytest.mark.parametrize(
    ("language", "lie"),
    [
        pytest.param(language, lie, id=f"{language}, {lie['name']}")
        for language in LIES
        for lie in LIES[language]
    ],
)
def test_lie(language: str, lie: dict[str, str], tmp_path: Path, run: Run) -> None:
    write(language, tmp_path, run)
    sheet = tmp_path / TRUTH
    before, *after = sheet.read_text(encoding="utf-8").split(lie["truth"])
    assert len(after) == 1
    sheet.write_text(f"{before}{lie['lie']}{after[0]}", encoding="utf-8")
    line = before.count("\n") + 1

    expected = [f"{line}: {lie['check']}"] if "check" in lie else []
    assert of_the_sheet(run("check")) == expected

    remove_texts(tmp_path)
    if "without_text" in lie:
        expected = [f"{line}: {lie['without_text']}"]
    assert of_the_sheet(run("check")) == expected


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
        assert [(lie["name"], "check" in lie) for lie in lies] == [
            (lie["name"], "check" in lie) for lie in LIES["en"]
        ]
        assert all(("check" in lie) != ("unseen" in lie) for lie in lies)

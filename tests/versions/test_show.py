"""A sheet in words, and git that compares these."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from briefings.versions.show import show
from tests.goldens import compare
from tests.trees import Tree, git, write_versions

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

SHEETS = Tree.read((HERE / "show.md").read_text(encoding="utf-8"))


def test_golden_words(update_goldens: bool) -> None:
    """Each kind of sheet, and each kind of entry."""
    got = "\n".join(show(file.data.decode()) for file in SHEETS.files)
    compare(got, HERE / "golden" / "show.txt", update=update_goldens)


@pytest.mark.parametrize("text", ["", "title: [\n", "title: No sheet\n", "\0\n"])
def test_what_is_no_sheet_stays_as_it_is(text: str) -> None:
    assert show(text) == text


def test_git_compares_sheets_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    case = Tree.read((HERE / "cases" / "wording.md").read_text(encoding="utf-8"))
    write_versions(case.files, tmp_path)
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    git(tmp_path, "config", "diff.briefings.textconv", f"{sys.executable} -m briefings show")
    shown = git(tmp_path, "diff", "--unified=0", "HEAD", "--", "content/briefings/waic.yml")
    lines = [line for line in shown.splitlines() if line[:1] in "-+" and line[:3] not in ("---", "+++")]
    assert [line for line in lines if "followed" in line] == [
        "-    In 2023 china published an initiative, and in 2024 a resolution followed that many states supported.",
        "+    In 2023 China published an initiative, and in 2024 a resolution followed that few states supported.",
    ]
    # The title stands in two lines. Comments and the order of keys are in none.
    assert len(lines) == 15

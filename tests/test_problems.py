"""Golden cases: each file in tests/problems/ is a tree of sheets and the report that a curator gets for it.

`pytest --update-goldens` writes what comes out into the files; the review is the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.codes import CODES
from briefings.reports import report
from tests.trees import BASE, PROBLEMS, Tree, problems_of, with_report

CASES = sorted(PROBLEMS.rglob("*/*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(PROBLEMS).with_suffix("").as_posix())
def test_a_tree_of_sheets_gets_the_report_that_is_written_down(case: Path, tmp_path: Path, update_goldens: bool) -> None:
    text = case.read_text(encoding="utf-8")
    tree = Tree.read(text)
    problems = problems_of(tree.files, tmp_path)
    got = report(problems).replace(str(tmp_path), "")
    if update_goldens:
        case.write_text(with_report(text, got), encoding="utf-8")
    else:
        assert got == tree.expected
    code = case.parent.name
    assert code not in CODES or code in {p.code.id for p in problems}, "the folder is named after a code that the case shows"


def test_the_base_tree_has_no_problems(tmp_path: Path) -> None:
    assert Tree.read(BASE.read_text(encoding="utf-8")).files
    assert problems_of((), tmp_path) == ()


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_case(code: str) -> None:
    assert any(case.parent.name == code for case in CASES)

"""Golden cases: each file in tests/problems/ is a tree of sheets and the report that a curator gets for it.

`pytest --update-goldens` writes what comes out into the files; the review is the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from briefings.codes import BAD_DATE, CODES, RAW_HTML, UNCITED
from briefings.problems import ContentError, Place, Severity, did_you_mean, or_list, problem, with_severity
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


# ── Problems themselves ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("chosen", "severities"),
    [
        ({}, ["error", "warning", "warning"]),
        ({"uncited": "error"}, ["error", "error", "warning"]),
        ({"uncited": "off"}, ["error", "warning"]),
        ({"bad-date": "off"}, ["error", "warning", "warning"]),
        ({"bad-date": "warning", "raw-html": "error"}, ["error", "warning", "error"]),
    ],
)
def test_a_host_makes_of_a_warning_what_it_likes_and_errors_stay(
    chosen: dict[str, Severity | Literal["off"]], severities: list[str]
) -> None:
    problems = [problem(code, "x", Place("a.yml", n)) for n, code in enumerate((BAD_DATE, UNCITED, RAW_HTML), 1)]
    assert [p.severity for p in with_severity(problems, chosen)] == severities


def test_problems_are_in_the_order_of_their_places() -> None:
    places = [Place("b.yml", 1), Place("a.yml", 10, 2), Place("a.yml", 2, 9), Place("a.yml", 10, 1)]
    found = with_severity([problem(BAD_DATE, "x", place) for place in places], {})
    assert [(p.place.path, p.place.line, p.place.column) for p in found] == [
        ("a.yml", 2, 9),
        ("a.yml", 10, 1),
        ("a.yml", 10, 2),
        ("b.yml", 1, 1),
    ]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("li-quiang", "did you mean `li-qiang`?"),
        ("li", ""),
        ("titel", "did you mean `title` or `tile`?"),
        ("", ""),
    ],
)
def test_did_you_mean(word: str, hint: str) -> None:
    assert did_you_mean(word, ["title", "li-qiang", "tile", "zte"]) == hint


@pytest.mark.parametrize(("words", "said"), [(["a"], "`a`"), (["a", "b"], "`a` or `b`"), (["a", "b", "c"], "`a`, `b` or `c`")])
def test_or_list(words: list[str], said: str) -> None:
    assert or_list(words) == said


@pytest.mark.parametrize(("count", "said"), [(1, "1 problem in the content"), (2, "2 problems in the content")])
def test_an_exception_words_itself(count: int, said: str) -> None:
    assert str(ContentError([problem(BAD_DATE, "x", Place("a.yml"))] * count)) == said

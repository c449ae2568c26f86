"""Reports of problems as text, GitHub annotations and JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.problems import codes
from briefings.problems.codes import Code
from briefings.problems.problem import Place, Problem, problem
from briefings.problems.reports import (
    MOST_ANNOTATIONS,
    MOST_OF_A_CODE,
    WIDTH,
    excerpt,
    github_summary,
    report,
)

DANGLING = problem(
    codes.DANGLING_REFERENCE,
    "there is no actor `li-quiang`",
    Place("content/briefings/waico.yml", 9, 12, "    中国总理 [[li-quiang]] spoke.", 13),
    "did you mean `li-qiang`?",
)
UNCITED = problem(
    codes.UNCITED,
    "this event cites no source",
    Place("content/briefings/waico.yml", 4, 5, "  - date: 2025-07-26", 1),
)
STALE = problem(
    codes.STALE_LOCK,
    "“x”: recorded, but no sheet cites it",
    Place("seeds/quotes.lock"),
    "run `briefings verify`",
)


def many(code: Code, count: int) -> list[Problem]:
    return [
        problem(code, f"number {n}", Place("content/actors/zte.yml", n, 1, "name: ZTE"))
        for n in range(1, count + 1)
    ]


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_color_changes_nothing_but_the_color() -> None:
    painted = report([DANGLING, STALE], color=True)
    assert "\x1b[31merror[dangling-reference]:\x1b[0m" in painted
    assert "\x1b[33mwarning[stale-lock]:\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == report([DANGLING, STALE])


def alike(count: int) -> list[Problem]:
    """The same problem on many lines of two files."""
    return [
        problem(
            codes.DANGLING_REFERENCE,
            "there is no actor `x`",
            Place(f"content/{'ab'[n % 2]}.yml", n, 3, "x: x"),
            "write y",
        )
        for n in range(1, count + 1)
    ]


def test_the_same_problem_is_shown_three_times() -> None:
    text = report(alike(6))
    assert text.count("error[dangling-reference]") == 3
    assert "    hint: write y\n    also at content/a.yml:4, 6; content/b.yml:5\n" in text
    assert text.endswith("6 errors in 2 files\n")


def test_a_limited_number_of_places_is_named() -> None:
    text = report(alike(40))
    assert "    also at content/a.yml:4, 6, 8, 10; content/b.yml:5, 7, 9, 11; 29 other places\n" in text
    assert text.endswith(
        "40 errors in 2 files\n  40 dangling-reference (29 of them not shown)\n`briefings check --all` shows"
        " all of them\n"
    )


def test_a_limited_number_of_problems_of_a_code_is_shown() -> None:
    problems = [*many(codes.UNCITED, 1030), *many(codes.BAD_DATE, 2)]
    text = report(problems)
    assert text.count("warning[uncited]") == MOST_OF_A_CODE
    assert text.count("error[bad-date]") == 2
    assert text.splitlines()[-4:] == [
        "2 errors and 1,030 warnings in 1 file",
        "  1,030 uncited (1,010 of them not shown)",
        "      2 bad-date",
        "`briefings check --all` shows all of them",
    ]


def test_all_problems_are_shown_on_request() -> None:
    text = report([*alike(40), *many(codes.UNCITED, 1030)], most=None)
    assert (text.count("error[dangling-reference]"), text.count("warning[uncited]")) == (40, 1030)
    assert "also at" not in text and "--all" not in text


@pytest.mark.parametrize(
    ("text", "column", "width", "line", "caret"),
    [
        ("name: ZTE", 7, 3, "name: ZTE", "      ^^^"),
        ("\t- x: 1", 1, 1, "    - x: 1", "^^^^"),
        ("\t- x: 1", 4, 1, "    - x: 1", "      ^"),
        ("name: 李强 [[x]]", 10, 5, "name: 李强 [[x]]", "           ^^^^^"),
        ("name: 李强", 7, 2, "name: 李强", "      ^^^^"),
        ("ｆｕｌｌ x", 6, 1, "ｆｕｌｌ x", "         ^"),
        ("e\u0301a x", 5, 1, "e\u0301a x", "   ^"),
        ("🙂 x", 3, 1, "🙂 x", "   ^"),
        ("name:", 6, 1, "name:", "     ^"),
        ("a\x1b[2Jb", 6, 1, "a\ufffd[2Jb", "     ^"),
        ("a \u202eb c", 5, 1, "a \ufffdb c", "    ^"),
    ],
)
def test_the_caret_is_below_its_words(text: str, column: int, width: int, line: str, caret: str) -> None:
    assert excerpt(Place("x.yml", 1, column, text, width)) == (line, caret)


def columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=300),
    st.integers(1, 300),
    st.integers(1, 300),
)
def test_no_line_is_wider_than_a_terminal_and_the_caret_is_below_it(
    text: str, column: int, width: int
) -> None:
    text += "."  # white space at a line's end is not shown
    line, caret = excerpt(Place("x.yml", 1, min(column, len(text) + 1), text, width))
    assert columns(line) <= WIDTH + 1
    assert set(caret) <= {" ", "^"} and caret.endswith("^")
    assert caret.index("^") <= columns(line)
    assert len(caret) <= WIDTH + 4
    assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in line)


# ── GitHub ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_annotations_are_escaped_as_the_host_wants_them() -> None:
    strange = problem(
        codes.BAD_VALUE, "100%\nor, so: x", Place("content/a,b:c%.yml", 2, 3, "x", 4), "mend it"
    )
    assert (
        report([strange], "github") == "::error"
        " file=content/a%2Cb%3Ac%25.yml,line=2,endLine=2,col=3,endColumn=7,title=bad-value::100%25%0Aor,"
        " so: x%0Amend it\n1 error in 1 file\n"
    )


def test_annotations_are_sorted_by_severity_and_gate() -> None:
    lines = report([UNCITED, DANGLING, *many(codes.YAML_SYNTAX, 1)], "github").splitlines()
    assert [line.split("title=")[1].split("::")[0] for line in lines[:-1]] == [
        "yaml-syntax",
        "dangling-reference",
        "uncited",
    ]


def test_the_last_annotation_counts_those_not_shown() -> None:
    each_its_file = [
        problem(code, "x", Place(f"content/{n}.yml", n))
        for code in (codes.UNCITED, codes.BAD_DATE)
        for n in range(1, 14)
    ]
    apart = [replace(each, message=f"number {n}") for n, each in enumerate(each_its_file)]
    lines = report([*apart, *many(codes.BAD_CITATION, 2)], "github").splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    warnings = [line for line in lines if line.startswith("::warning")]
    assert len(errors) == len(warnings) == MOST_ANNOTATIONS
    assert errors[-1] == "::error title=and 6 more errors::6 × bad-date. The job summary lists them all."
    assert warnings[-1] == "::warning title=and 4 more warnings::4 × uncited. The job summary lists them all."
    assert lines[-1] == "15 errors and 13 warnings in 14 files"


def test_annotations_with_the_same_message_are_joined() -> None:
    line, total = report(alike(20), "github").splitlines()
    assert line.endswith(
        "title=dangling-reference::there is no actor `x`%0Awrite y%0A"
        "also at content/a.yml:2, 4, 6, 8; content/b.yml:3, 5, 7, 9; 11 other places"
    )
    assert total == "20 errors in 2 files"


def test_ten_annotations_are_not_joined() -> None:
    lines = report(many(codes.BAD_DATE, MOST_ANNOTATIONS), "github").splitlines()
    assert all("file=content/actors/zte.yml" in line for line in lines[:-1])
    assert len(lines) == MOST_ANNOTATIONS + 1


def test_the_job_summary_has_all_problems_escaped() -> None:
    strange = problem(codes.BAD_VALUE, "a | b <script> @everyone", Place("content/a.yml", 2, 3, "x"))
    table = github_summary([strange, *many(codes.BAD_DATE, 30)])
    assert table.splitlines()[0] == "### 31 errors in 2 files"
    assert (
        "| error | `bad-value` | content/a.yml:2:3 | a &#124; b &lt;script&gt; &#64;everyone |  |"
        in table.splitlines()
    )
    assert len(table.splitlines()) == 4 + 31
    assert github_summary([]) == "### no problems\n\n"
    assert (
        github_summary([], ["1 draft | is left out"]) == "### no problems\n\n1 draft &#124; is left out\n\n"
    )


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_keeps_its_shape() -> None:
    first, *_ = json.loads(report([DANGLING, STALE], "json"))["problems"]
    assert first == {
        "code": "dangling-reference", "severity": "error", "message": "there is no actor `li-quiang`",
        "hint": "did you mean `li-qiang`?", "path": "content/briefings/waico.yml", "line": 9, "column": 12, "width": 13,
    }  # fmt: skip
    nothing = {"errors": 0, "warnings": 0, "notices": 0, "files": 0}
    assert json.loads(report([], "json")) == {"version": 1, "problems": [], "summary": nothing}

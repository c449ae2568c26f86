"""Golden cases: each file in tests/problems/ is a tree of sheets and the report that a curator gets for it.

`pytest --update-goldens` writes what comes out into the files; the review is the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from briefings.model import MODELS
from briefings.model.actor import ActorKind, RelationKind
from briefings.model.base import Model
from briefings.model.briefing import EventStatus, Qualifier, VoteResult
from briefings.model.keys import keys_of, models_in, synonyms
from briefings.model.source import SourceKind
from briefings.problems.codes import (
    BAD_DATE,
    CODES,
    MISSING_MATTERS,
    RAW_HTML,
    UNCITED,
    Level,
)
from briefings.problems.problem import Place, did_you_mean, problem, with_severity
from briefings.problems.reports import report
from briefings.text.licences import Licence
from tests.trees import BASE, CASES, PROBLEMS, Tree, compare_report, problems_of


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: case.relative_to(PROBLEMS).with_suffix("").as_posix()
)
def test_golden_report(case: Path, tmp_path: Path, update_goldens: bool) -> None:
    files = Tree.read(case.read_text(encoding="utf-8")).files
    code = case.parent.name
    # The briefings of the other cases are as short as their rule allows.
    problems = [p for p in problems_of(files, tmp_path) if p.code is not MISSING_MATTERS or p.code.id == code]
    got = report(problems).replace(str(tmp_path), "")
    compare_report(got, case, update=update_goldens)
    assert code not in CODES or code in {p.code.id for p in problems}, (
        "the folder is named after a code that the case shows"
    )


def test_the_base_tree_has_no_problems(tmp_path: Path) -> None:
    assert Tree.read(BASE.read_text(encoding="utf-8")).files
    assert problems_of((), tmp_path) == ()


def test_each_code_has_a_case() -> None:
    assert set(CODES) - {case.parent.name for case in CASES} == set()


# ── Problems themselves ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("chosen", "severities"),
    [
        ({}, ["error", "warning", "warning"]),
        ({"uncited": "error"}, ["error", "error", "warning"]),
        ({"uncited": "off"}, ["error", "warning"]),
        ({"bad-date": "off"}, ["error", "warning", "warning"]),
        ({"bad-date": "warning", "raw-html": "error"}, ["error", "warning", "error"]),
        ({"uncited": "notice"}, ["error", "notice", "warning"]),
    ],
)
def test_hosts_can_set_levels_except_of_errors(chosen: dict[str, Level], severities: list[str]) -> None:
    problems = [
        problem(code, "x", Place("a.yml", n)) for n, code in enumerate((BAD_DATE, UNCITED, RAW_HTML), 1)
    ]
    assert [p.severity for p in with_severity(problems, chosen)] == severities


MEANT = {
    "li-quiang": "`li-qiang`", "li": "", "titel": "`title`", "tilte": "`tile` or `title`", "til": "`tile`", "": "",
    "ZTE": "`zte`", "zta": "", "Li_Qiang": "`li-qiang`", "qiang-li": "`li-qiang`", "norrail": "", "headline": "`title`",
    "reuters-2025": "`reuters-waic-2025`", "reuters-waic-2026": "`reuters-waic-2025`", "article": "",
}  # fmt: skip


def test_did_you_mean() -> None:
    known = ["title", "li-qiang", "tile", "zte", "brazil", "reuters-waic-2025"]
    for word, meant in MEANT.items():
        hint = did_you_mean(word, known, {"headline": ("name", "title"), "article": ("news",)})
        assert hint == (f"did you mean {meant}?" if meant else "")


def test_a_status_is_not_mistaken_for_its_opposite() -> None:
    statuses = ["reported", "disputed", "unsupported", "contradicted", "superseded", "opinion"]
    hints = {
        word: did_you_mean(word, statuses, synonyms())
        for word in ("contested", "supported", "refuted", "outdated", "fake")
    }
    assert hints == {
        "contested": "did you mean `disputed`?",
        "supported": "did you mean `reported`?",
        "refuted": "did you mean `contradicted`?",
        "outdated": "did you mean `superseded`?",
        "fake": "",
    }


def test_synonyms_are_for_existing_words_and_keys() -> None:
    keys = {key for model in MODELS.values() for key in every_key(model)}
    words = {
        word
        for literal in (EventStatus, Qualifier, ActorKind, RelationKind, SourceKind, VoteResult, Licence)
        for word in get_args(literal)
    }
    assert {meant for each in synonyms().values() for meant in each} <= keys | words


def every_key(model: type[Model]) -> set[str]:
    inner = {
        key
        for field in keys_of(model).values()
        for part in models_in(field.annotation)
        for key in every_key(part)
    }
    return set(keys_of(model)) | inner

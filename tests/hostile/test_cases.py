"""Attacks that are refused, passages that must not count as verified, commands that must not harm a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case_files import Case, all_cases
from tests.hostile.play import play
from tests.hostile.sandbox import Sandbox

CASES = all_cases()


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.shared], ids=lambda case: f"{case.area}-{case.name}"
)
def test_an_attack_comes_to_nothing(case: Case, box: Sandbox, tmp_path: Path) -> None:
    wrong = play(case, box, tmp_path)
    if wrong:
        pytest.fail(f"{case.attack}\n" + "\n".join(wrong), pytrace=False)


def test_the_base_has_no_problems(box: Sandbox, tmp_path: Path) -> None:
    case = Case("base", "", "Nothing.", "harmless", (), says=("no problems",))
    assert play(case, box, tmp_path) == []


def test_there_are_many() -> None:
    forged = [case for case in CASES if case.outcome == "forged"]
    assert (len(CASES) >= 300, len(forged) >= 40) == (True, True)

"""Attacks that are refused, passages that must not count as verified, commands that must not harm a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.case_files import Case, all_cases
from tests.hostile.play import play, play_together
from tests.nightly import few
from tests.sandbox import Sandbox

CASES = all_cases()
AT_ONCE = {"slow": 0, "locks": 12, "generated": 10, "media": 3}
"""How many cases of areas that take long are tried at once, and the others at night."""


def of_each_area() -> Iterator[Any]:
    for area, cases in groupby((case for case in CASES if not case.shared), key=lambda case: case.area):
        table = [pytest.param(case, id=f"{area}-{case.name}") for case in cases]
        yield from few(table, AT_ONCE.get(area, len(table)))


@pytest.fixture(scope="session")
def settled(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The cases that come to nothing among all of the same outcome, which is faster than one by one."""
    names = set[str]()
    for outcome in ("refused", "forged", "doubted", "genuine"):
        cases = [case for case in CASES if case.outcome == outcome and case.adds and not case.shared]
        left = [case for case in cases if case.area != "slow" and not case.says and not case.holds]
        for _ in range(2):  # what the first gate refuses hides what the next would
            found, wrong = play_together(left, box, tmp_path_factory.mktemp(outcome)) if left else (set(), [])
            assert wrong == []
            left = [case for case in left if case.name not in found]
            names |= found
    return names


@pytest.mark.parametrize("case", [*of_each_area()])
def test_an_attack_comes_to_nothing(case: Case, box: Sandbox, tmp_path: Path, settled: set[str]) -> None:
    wrong = [] if case.name in settled else play(case, box, tmp_path)
    if wrong:
        pytest.fail(f"{case.attack}\n" + "\n".join(wrong), pytrace=False)


def test_the_base_has_no_problems(box: Sandbox, tmp_path: Path) -> None:
    case = Case("base", "", "Nothing.", "harmless", (), says=("no problems",))
    assert play(case, box, tmp_path) == []


def test_there_are_many() -> None:
    forged = [case for case in CASES if case.outcome == "forged"]
    assert (len(CASES) >= 300, len(forged) >= 40) == (True, True)

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
OUTCOMES = ("refused", "forged", "doubted", "genuine")
TOGETHER = [
    case
    for case in CASES
    if case.outcome in OUTCOMES
    and case.adds
    and not (case.shared or case.says or case.holds or case.area == "slow")
]
AT_ONCE = {"slow": 0, "locks": 12, "generated": 10, "media": 3}
"""How many cases of areas that take long are tried at once, and the others at night."""


def alone() -> Iterator[Any]:
    left = (case for case in CASES if not case.shared and case not in TOGETHER)
    for area, cases in groupby(left, key=lambda case: case.area):
        table = [pytest.param(case, id=f"{area}-{case.name}") for case in cases]
        yield from few(table, AT_ONCE.get(area, len(table)))


@pytest.mark.parametrize("case", [*alone()])
def test_an_attack_comes_to_nothing(case: Case, box: Sandbox, tmp_path: Path) -> None:
    if wrong := play(case, box, tmp_path):
        pytest.fail(f"{case.attack}\n" + "\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_attacks_come_to_nothing_together(
    outcome: str, box: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In one project, which is faster; those that do not, by themselves, since others may hide them."""
    left = [case for case in TOGETHER if case.outcome == outcome]
    for _ in range(2):  # what the first gate refuses hides what the next would
        settled, wrong = play_together(left, box, tmp_path_factory.mktemp(outcome)) if left else (set(), [])
        assert wrong == []
        left = [case for case in left if case.name not in settled]
    found = {f"{case.area}-{case.name}": play(case, box, tmp_path_factory.mktemp("alone")) for case in left}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_base_has_no_problems(box: Sandbox, tmp_path: Path) -> None:
    case = Case("base", "", "Nothing.", "harmless", (), says=("no problems",))
    assert play(case, box, tmp_path) == []

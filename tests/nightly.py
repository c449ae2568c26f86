"""Which cases of a long table are tried at once, and which at night only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def few(cases: Iterable[Any], most: int) -> list[Any]:
    """Cases for `pytest.mark.parametrize`: so many, evenly spread, at once, and the others at night."""
    table = list(cases)
    at_once = {n * len(table) // most for n in range(most)}
    return [case if n in at_once else _at_night(case) for n, case in enumerate(table)]


def _at_night(case: Any) -> Any:
    if isinstance(case, type(pytest.param())):
        return case._replace(marks=(*case.marks, pytest.mark.nightly))
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.nightly)

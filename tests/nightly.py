"""Which cases of a long table are tried at once, and which at night only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def few(cases: Iterable[Any], most: int) -> list[Any]:
    """Cases for `pytest.mark.parametrize`: so many, evenly spread, at once, and the others at night."""
    table = list(cases)
    at_once = {n * len(table) // most for n in range(most)}
    return [
        case if n in at_once else pytest.param(*_values(case), marks=pytest.mark.nightly)
        for n, case in enumerate(table)
    ]


def _values(case: Any) -> Iterable[Any]:
    return case if isinstance(case, tuple) else (case,)

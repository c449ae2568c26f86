"""Facts held against their passages: the collection in `quoteproof/facts/`, and our verdicts on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from quoteproof.adapters import briefings as ours
from tests.goldens import check_golden

COLLECTION = Path(__file__).parents[2] / "quoteproof"
CASES: list[dict[str, Any]] = [
    case
    for file in sorted((COLLECTION / "facts").glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def test_the_verdicts_that_go_against_us_are_listed(request: pytest.FixtureRequest) -> None:
    wrong = [f"{c['id']}: {ours.state(c)}, not {c['expect']}" for c in CASES if ours.state(c) != c["expect"]]
    check_golden(COLLECTION / "against-briefings.txt", "\n".join([*wrong, ""]), request)

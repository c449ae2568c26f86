"""Facts held against their passages: the collection in `quoteproof/facts/`, and our verdicts on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from quoteproof.adapters import briefings as ours

COLLECTION = Path(__file__).parents[2] / "quoteproof"
AGAINST_US = COLLECTION / "against-briefings.txt"
CASES: list[dict[str, Any]] = [
    case
    for file in sorted((COLLECTION / "facts").glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def test_the_verdicts_that_go_against_us_are_listed(update_goldens: bool) -> None:
    states = {case["id"]: ours.state(case) for case in CASES}
    wrong = [
        f"{c['id']}: {states[c['id']]}, not {c['expect']}\n" for c in CASES if states[c["id"]] != c["expect"]
    ]
    if update_goldens:
        AGAINST_US.write_text("".join(wrong), encoding="utf-8")
    assert AGAINST_US.read_text(encoding="utf-8") == "".join(wrong)

"""Passages forged by chance: none counts as verified, while the sentence that it was made from does."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz import forgeries, product

TIMES = 40


@pytest.mark.parametrize("how", forgeries.FORBIDDEN)
def test_a_forged_passage_is_not_verified(how: str) -> None:
    for number in range(TIMES):
        made = forgeries.forge(Random(f"{how} {number}"), how)
        states = product.states(made["text"], [made["passage"], made["honest"]])
        assert states[made["passage"]] not in forgeries.FORBIDDEN[how], (
            f"“{made['passage']}” in: {made['text']}"
        )
        assert states[made["honest"]] == "verified", f"“{made['honest']}” in: {made['text']}"

"""Dates on pages do not break over lines."""

from __future__ import annotations

import pytest

from briefings.render.dates import unbroken

SPACE, JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("26 July 2025", f"26{SPACE}July{SPACE}2025"),
        ("13–14 July 2026", f"13–{JOINER}14{SPACE}July{SPACE}2026"),
        ("12–19 de diciembre de 2026", f"12–{JOINER}19 de diciembre de 2026"),
        ("1 May – 30 June 2026", f"1{SPACE}May – 30{SPACE}June{SPACE}2026"),
        ("2024年1月", f"2024{JOINER}年{JOINER}1{JOINER}月"),
        ("1er mars 2026 à 9 h 05 min 30 s (UTC−5)", "1er mars 2026 à 9 h 05 min 30 s (UTC−5)"),
    ],
)
def test_a_date_stays_on_a_line_that_it_fits(date: str, shown: str) -> None:
    assert unbroken(date) == shown

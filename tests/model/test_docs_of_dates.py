"""docs/dates.md: each date in its table means what it says, and no other date is refused or allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefings.languages import FOLDER
from briefings.model.dates import Date
from briefings.words import Words

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
EN = Words.load("en", [FOLDER])
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("text", "words"), ROWS)
def test_a_date_is_shown_as_documented(text: str, words: str) -> None:
    assert EN.date(Date.parse(text)) == words


def test_what_is_not_possible_is_refused() -> None:
    named = re.findall(
        r"`([^`]+)`", next(line for line in PAGE.split("\n") if line.startswith("Not possible"))
    )
    assert len(named) > 5
    for text in named:
        with pytest.raises(ValueError):
            Date.parse(text)

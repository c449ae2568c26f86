"""Texts that nobody writes: a page that was saved may repeat anything, and passages may too."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.grammar.amounts import amounts
from briefings.grammar.dates import calendar
from briefings.grammar.names import NO_NAMES
from briefings.grammar.zones import surroundings
from tests.growth import assert_linear, assert_soon
from tests.nightly import few

LONGEST = 10
"""Seconds. A second is enough; where the time grows with the square of the length, it is minutes."""


@pytest.mark.parametrize("piece", [".", "!?", "One. ", "(", "1 ", "½", "一", "a hundred and ", "\n ", "“"])
def test_what_is_around_a_passage_is_found_soon(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + "x"
    assert_soon(lambda: surroundings(text, len(text) // 2, len(text) // 2 + 1, "en", NO_NAMES), LONGEST)


@pytest.mark.parametrize("language", few(["de", "en", "es", "fr", "zh"], 2))
@pytest.mark.parametrize("piece", few(["½", "一", "1", "1/", "$1 ", "a hundred and ", "[", "1 ½ "], 2))
def test_numbers_and_dates_are_read_soon(piece: str, language: str) -> None:
    def read(size: int) -> None:
        text = piece * (size // len(piece)) + "x"
        amounts(text, language)
        list(calendar(language, date(2025, 7, 25)).mentions(text))

    assert_linear(read, 2_000)  # ten times as long, as long as a value may be


@pytest.mark.parametrize("word", ["und", "einhundert", "undzwanzig", "tausend"])
def test_a_long_compound_is_no_number(word: str) -> None:
    assert amounts(word * 2_000, "de") == ()

"""Dates in running text: the one that a draft offers, and all that words can mean."""

from __future__ import annotations

from datetime import date

from briefings.grammar.dates import Calendar, Point
from briefings.grammar.lexicon import lexicon
from tests.rows import rows

THURSDAY = date(2025, 3, 13)


def drafted(words: str, language: str, published: date | None = THURSDAY) -> list[str]:
    """The dates that are offered to a curator, in EDTF."""
    return [found.edtf for found in Calendar(lexicon(language), published).dates(words, 0, len(words))]


@rows
def test_dates_in_words_and_numerals(language: str, words: str, edtf: str) -> None:
    assert drafted(words, language) == [edtf]


@rows
def test_dates_that_are_easily_misread(language: str, words: str, published: date, edtf: list[str]) -> None:
    assert drafted(words, language, published) == edtf


@rows
def test_no_year_is_guessed_without_a_day_of_publication(language: str, words: str) -> None:
    assert drafted(words, language, None) == []


@rows
def test_no_weekday_is_guessed_that_may_be_past_or_ahead(language: str, words: str) -> None:
    assert drafted(words, language) == []


@rows
def test_no_year_is_guessed_of_a_day_that_may_be_past_or_ahead(language: str, words: str) -> None:
    assert drafted(words, language) == []
    ((reading,),) = meanings(words, language)
    assert reading.split("|") in (["2024-05-03", "2025-05-03"], ["2024-05", "2025-05"])


@rows
def test_days_in_short_and_far_ones(language: str, words: str, days: list[list[str]]) -> None:
    assert meanings(words, language) == days


@rows
def test_no_year_is_guessed_beside_another_one(language: str, words: str, edtf: list[str]) -> None:
    assert drafted(words, language) == edtf


def meanings(words: str, language: str, published: date | None = THURSDAY) -> list[list[str]]:
    """For each date in a text, what its first and its last day can be."""
    return [
        ["|".join(sorted(map(spelled, reading))) for reading in mention.readings]
        for mention in Calendar(lexicon(language), published).mentions(words)
    ]


def spelled(point: Point) -> str:
    return "-".join(f"{part:02}" if part is not None else "??" for part in point[: point.precision])


@rows
def test_all_that_a_date_can_mean(language: str, words: str, readings: list[list[str]]) -> None:
    assert meanings(f"Xx {words}." if lexicon(language).spaced else words, language) == readings


@rows
def test_what_a_date_means_without_a_day_of_publication(
    language: str, words: str, readings: list[list[str]]
) -> None:
    assert meanings(f"Xx {words}." if lexicon(language).spaced else words, language, None) == readings

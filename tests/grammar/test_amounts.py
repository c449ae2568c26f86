"""Numbers with their qualifiers, and which of them say the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefings.grammar.amounts import Amount, amounts, rounds
from tests.rows import rows


def amount_in(words: str, language: str) -> Amount:
    """The only number in some words."""
    (amount,) = amounts(words, language)
    return amount


@rows
def test_qualifiers(language: str, words: str, qualifier: str) -> None:
    assert amount_in(words, language).qualifier == qualifier


@pytest.mark.parametrize(
    ("wanted", "given", "qualifier"),
    [
        ("300", "300", ""),
        ("10000", "9870", "about"),
        ("10000", "10120", "about"),
        ("300", "312", "more than"),
        ("300", "312", "at least"),
        ("300", "300", "at least"),
        ("300", "288", "nearly"),
        ("300", "288", "up to"),
        ("300", "288", "less than"),
        ("1.2", "1.23", "about"),
        ("2000000", "1960000", "nearly"),
        ("40", "39.6", "about"),
    ],
)
def test_numbers_that_round_another(wanted: str, given: str, qualifier: str) -> None:
    assert rounds(Decimal(wanted), Decimal(given), qualifier)


@pytest.mark.parametrize(
    ("wanted", "given", "qualifier"),
    [
        ("300", "312", ""),
        ("300", "288", "more than"),
        ("300", "288", "at least"),
        ("300", "312", "nearly"),
        ("300", "312", "up to"),
        ("300", "312", "less than"),
        ("300", "450", "about"),
        ("300", "3120", "more than"),
        ("10000", "98700", "about"),
        ("312", "300", "about"),
        ("5", "-5", "about"),
        ("5", "0", "about"),
    ],
)
def test_numbers_that_do_not_round_another(wanted: str, given: str, qualifier: str) -> None:
    assert not rounds(Decimal(wanted), Decimal(given), qualifier)


@rows
def test_a_source_gives_the_amount_of_a_fact(language: str, fact: str, source: str) -> None:
    assert any(each.gives(amount_in(fact, language)) for each in amounts(source, language))


@rows
def test_a_source_does_not_give_the_amount_of_a_fact(language: str, fact: str, source: str) -> None:
    assert not any(each.gives(amount_in(fact, language)) for each in amounts(source, language))


@rows
def test_times_of_day_in_minutes(language: str, words: str, minutes: list[int]) -> None:
    amount = amount_in(words, language)
    assert amount.unit.kind == "time"
    assert amount.readings == {Decimal(minute) for minute in minutes}


@rows
def test_times_of_day_that_are_the_same(language: str, fact: str, source: str) -> None:
    assert amount_in(source, language).gives(amount_in(fact, language))


@rows
def test_times_of_day_that_differ(language: str, fact: str, source: str) -> None:
    assert not amount_in(source, language).gives(amount_in(fact, language))


@rows
def test_a_number_inside_a_name_counts_nothing(language: str, words: str) -> None:
    assert amounts(words, language) == ()


@rows
def test_an_amount_is_shown_as_written(language: str, words: str, text: str) -> None:
    assert amount_in(words, language).text == text

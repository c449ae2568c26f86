"""Units beside numbers: money, percent and points, measures, and nouns that are counted."""

from __future__ import annotations

import pytest

from briefings.grammar.amounts import amounts
from briefings.grammar.units import Unit, unit_in
from tests.rows import rows


def unit_of(words: str, language: str) -> Unit:
    """The unit of the only number in some words."""
    (amount,) = amounts(words, language)
    return amount.unit


@rows
def test_money_with_signs_names_and_codes(language: str, words: str, code: str) -> None:
    unit = unit_of(words, language)
    assert unit.kind == "money"
    assert code in unit.names


@rows
def test_percent_and_percentage_points(language: str, words: str, kind: str) -> None:
    assert unit_of(words, language).kind == kind


@rows
def test_measures_spelled_out_and_abbreviated(language: str, words: str, name: str) -> None:
    unit = unit_of(words, language)
    assert unit.kind == "measure"
    assert name in unit.names


@rows
def test_counted_nouns_have_a_name_in_common(language: str, one: str, other: str) -> None:
    a, b = unit_of(one, language), unit_of(other, language)
    assert (a.kind, b.kind) == ("count", "count")
    assert not a.names.isdisjoint(b.names)


@rows
def test_units_that_contradict_each_other(language: str, one: str, other: str) -> None:
    assert unit_of(one, language).contradicts(unit_of(other, language))
    assert unit_of(other, language).contradicts(unit_of(one, language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "40 euros"), ("de", "40 €")),
        (("en", "$40"), ("en", "40 US dollars")),
        (("en", "$40"), ("es", "40 pesos mexicanos")),
        (("en", "40 percent"), ("fr", "40 pour cent")),
        (("en", "40 percent"), ("zh", "40%")),
        (("en", "40 kilometers"), ("fr", "40 kilomètres")),
        (("en", "40 kilometres"), ("zh", "40公里")),
        (("en", "40 tonnes"), ("de", "40 Tonnen")),
        (("en", "40 tonnes"), ("zh", "40吨")),
        (("en", "40 people"), ("en", "40 residents")),
        (("en", "40 people"), ("es", "40 vecinos")),
        (("en", "40 people"), ("zh", "40人")),
        (("en", "40 states"), ("en", "40 countries")),
        (("en", "40 euros"), ("en", "40")),
        (("en", "40 years"), ("en", "40-year-old")),
        (("de", "19 Jahre"), ("de", "19-jährig")),
    ],
)
def test_units_that_can_mean_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = unit_of(one[1], one[0]), unit_of(other[1], other[0])
    assert not a.contradicts(b)
    assert not b.contradicts(a)


@rows
def test_the_unit_that_a_sheet_names(language: str, words: str, kind: str, name: str) -> None:
    unit = unit_in(words, language)
    assert unit.kind == kind
    assert name in unit.names or not name

"""Figures: values that differ have bars on one axis from zero; values that agree or count different things
have none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefings.model import Briefing
from briefings.model.briefing import Figure
from briefings.pictures.figures import Row, rows
from tests.pictures import seen


def figure(*values: dict[str, Any]) -> Figure:
    data = {"label": "Countries", "unit": "countries", "values": list(values)}
    sheet = {"title": "T", "published": "2025-01-01", "summary": "S.", "figures": [data]}
    return Briefing.model_validate(sheet).figures[0]


def drawn(*values: dict[str, Any], mirrored: bool = False) -> list[Row]:
    return [*rows(figure(*values), str, mirrored=mirrored)]


def bars(*values: dict[str, Any], mirrored: bool = False) -> list[tuple[int | Decimal, float, float]]:
    """Each value with the left end and the width of its bar, in percent."""
    found = []
    for row in drawn(*values, mirrored=mirrored):
        assert row.bar is not None
        (bar,) = seen.parse(row.bar).iter("rect")
        x, width = (float(bar.get(name, "").rstrip("%")) for name in ("x", "width"))
        found.append((row.values[0].low, x, width))
    return found


def test_values_that_differ_are_bars_from_zero() -> None:
    assert bars({"value": 20}, {"value": 40}, {"value": 30}) == [(20, 0, 50), (40, 0, 100), (30, 0, 75)]


def test_a_range_is_a_bar_between_its_ends() -> None:
    assert bars({"from": 20, "to": 40}, {"value": 80}) == [(20, 25, 25), (80, 0, 100)]


def test_negative_numbers_are_left_of_zero_and_all_is_mirrored_from_the_right() -> None:
    assert bars({"value": -2}, {"value": 6}) == [(-2, 0, 25), (6, 25, 75)]
    assert bars({"value": -2}, {"value": 6}, mirrored=True) == [(-2, 75, 25), (6, 0, 75)]


@pytest.mark.parametrize(
    ("greatest", "ticks"),
    [
        (37, ["0 countries", "20"]),
        (100_000, ["0 countries", "50000", "100000"]),
        (Decimal("0.7"), ["0 countries", "0.5"]),
        (24, ["0 countries", "10", "20"]),
    ],
)
def test_one_axis_with_round_numbers_is_below_the_last_bar(greatest: int | Decimal, ticks: list[str]) -> None:
    first, last = drawn({"value": Decimal(greatest) / 2}, {"value": greatest})
    assert first.axis is None and last.axis is not None
    assert [each.text for each in seen.parse(last.axis).iter("text")] == ticks


def test_values_for_different_times_are_in_chronological_order() -> None:
    grown = bars(
        {"value": 30, "as_of": "2026"}, {"value": 10, "as_of": "2024"}, {"value": 20, "as_of": "2025"}
    )
    assert [value for value, _, _ in grown] == [10, 20, 30]


@pytest.mark.parametrize(
    "values",
    [
        [{"value": 3}],
        [{"value": 3}, {"value": 3, "forecast": True}],
        [{"value": 140, "qualifier": "more than"}, {"value": 143}],
        [{"value": 30, "note": "At the roundtable"}, {"value": 70, "note": "Of the companies"}],
    ],
    ids=["one", "equal", "compatible", "different things"],
)
def test_nothing_is_drawn_without_a_difference(values: list[dict[str, Any]]) -> None:
    assert {(row.bar, row.axis) for row in drawn(*values)} == {(None, None)}


def test_equal_values_are_one_row() -> None:
    values = [{"value": 800, "qualifier": "more than", "note": "a"}, {"value": 800, "note": "b"}]
    found = drawn(*values, {"value": 800, "note": "c"})
    assert [[value.note for value in row.values] for row in found] == [["a"], ["b", "c"]]


def test_a_thing_with_one_value_has_no_bar_beside_one_with_several() -> None:
    found = drawn({"value": 28, "note": "a"}, {"value": 29, "note": "b"}, {"value": 30, "note": "A"})
    assert [row.values[0].low for row in found if row.bar is not None] == [28, 30]


def test_an_expected_number_is_hollow_and_disputed_ones_have_the_color_of_doubt() -> None:
    first, second = drawn({"value": 2}, {"value": 9, "forecast": True})
    assert first.bar is not None and second.bar is not None
    assert 'class="disputed"' in first.bar
    assert 'class="disputed forecast"' in second.bar

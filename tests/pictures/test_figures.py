"""Figures: values that differ have tracks on a common scale; values that agree or count different things have
none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefings.model import Briefing
from briefings.model.briefing import Figure
from briefings.pictures.figures import rows
from tests.pictures import seen


def figure(*values: dict[str, Any]) -> Figure:
    data = {"label": "Countries", "unit": "countries", "values": list(values)}
    sheet = {"title": "T", "published": "2025-01-01", "summary": "S.", "figures": [data]}
    return Briefing.model_validate(sheet).figures[0]


def places(*values: dict[str, Any], mirrored: bool = False) -> list[tuple[int | Decimal, float | None]]:
    """Each value with the place of its dot."""
    found = []
    for own, track in rows(figure(*values), mirrored=mirrored):
        dot = None if track is None else [*seen.parse(track).iter("circle")][-1].get("cx", "").rstrip("%")
        found.append((own[0].low, None if dot is None else float(dot)))
    return found


def test_values_that_differ_are_on_a_scale_from_zero() -> None:
    (a, at_a), (b, at_b), (c, at_c) = places({"value": 20}, {"value": 40}, {"value": 30})
    assert (a, b, c) == (20, 40, 30)
    assert at_a is not None and at_b is not None and at_c is not None
    assert at_b - at_c == pytest.approx(at_c - at_a, abs=0.11)
    assert (at_a - 3) * 2 == pytest.approx(at_b - 3, abs=0.21)


def test_a_range_is_a_bar_with_a_dot_at_each_end() -> None:
    (_, track), _ = rows(figure({"from": 20, "to": 40}, {"value": 80}))
    assert track is not None
    (bar,) = (each for each in seen.parse(track).iter("line") if each.get("class") == "between")
    dots = [each.get("cx") for each in seen.parse(track).iter("circle")]
    assert dots == [bar.get("x1"), bar.get("x2")]
    low, high = (float(str(dot).rstrip("%")) for dot in dots)
    assert (low - 3) * 2 == pytest.approx(high - 3, abs=0.21)


def test_values_for_different_times_are_in_chronological_order() -> None:
    grown = places(
        {"value": 30, "as_of": "2026"}, {"value": 10, "as_of": "2024"}, {"value": 20, "as_of": "2025"}
    )
    assert [value for value, _ in grown] == [10, 20, 30]
    assert all(place is not None for _, place in grown)


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
def test_there_is_no_track_without_a_difference(values: list[dict[str, Any]]) -> None:
    assert {place for _, place in places(*values)} == {None}


def test_equal_values_are_one_row() -> None:
    values = [{"value": 800, "qualifier": "more than", "note": "a"}, {"value": 800, "note": "b"}]
    found = [*rows(figure(*values, {"value": 800, "note": "c"}))]
    assert [[value.note for value in own] for own, _ in found] == [["a"], ["b", "c"]]


def test_a_thing_with_one_value_has_no_track_beside_one_with_several() -> None:
    found = places({"value": 28, "note": "a"}, {"value": 29, "note": "b"}, {"value": 30, "note": "A"})
    assert [value for value, place in found if place is not None] == [28, 30]


def test_negative_numbers_are_left_of_zero_and_all_is_mirrored_from_the_right() -> None:
    (_, low), (_, high) = places({"value": -2}, {"value": 4})
    assert low == 3.0 and high is not None
    assert places({"value": -2}, {"value": 4}, mirrored=True) == [(-2, 97.0), (4, 100 - high)]


@pytest.mark.parametrize(
    ("qualifier", "arrow"),
    [("more than", "M0 0 H18"), ("at least", "M0 0 H18"), ("up to", "M0 0 H-18"), ("nearly", "M0 0 H-18")],
)
def test_qualifiers_are_arrows(qualifier: str, arrow: str) -> None:
    (_, track), _ = rows(figure({"value": 2, "qualifier": qualifier}, {"value": 9}))
    assert track is not None
    assert arrow in track


def test_about_is_a_halo_and_a_forecast_is_hollow() -> None:
    (_, about), (_, forecast) = rows(
        figure({"value": 2, "qualifier": "about"}, {"value": 9, "forecast": True})
    )
    assert about is not None and forecast is not None
    assert 'class="halo"' in about
    assert 'class="forecast"' in forecast

"""What the values of a figure say together."""

from __future__ import annotations

from typing import Any

import pytest

from briefings.model import Briefing

BRIEFING = {"title": "T", "published": "2025-01-01", "summary": "S."}


def verdict(values: list[dict[str, Any]]) -> str | None:
    data = {"label": "Countries", "unit": "countries", "values": values}
    return Briefing.model_validate(BRIEFING | {"figures": [data]}).figures[0].verdict


def more_than(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "qualifier": "more than", **more}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([{"value": 3}], None),
        ([{"value": 3}, {"value": 3}], "agree"),
        ([{"value": 3, "note": "Expected"}, {"value": 3, "note": "Counted"}], "agree"),
        ([more_than(140), {"value": 143}], "agree"),
        ([more_than(140, as_of="2024-07"), {"value": 143, "as_of": "2024-09", "note": "Exact"}], "agree"),
        ([{"value": 1000, "qualifier": "about"}, {"value": 960}], "agree"),
        ([{"value": 28}, {"value": 29}], "differ"),
        ([more_than(30), more_than(70)], "differ"),
        ([{"value": 143, "qualifier": "up to"}, {"value": 145}], "differ"),
        ([{"value": 3, "as_of": "2024"}, {"value": 4}], "differ"),
        ([{"value": 3, "as_of": "2024"}, {"value": 4, "as_of": "2024-05"}], "differ"),
        ([{"value": 30, "note": "Speakers"}, {"value": 70, "note": "Guests"}], "things"),
        ([{"value": 30}, {"value": 70, "note": "With guests"}], "things"),
        ([{"value": 28, "note": "a"}, {"value": 30, "note": "b"}, {"value": 32, "note": "A"}], "differ"),
        ([{"value": 3, "as_of": "2024"}, {"value": 7, "as_of": "2025"}], "grew"),
        ([{"value": 7, "as_of": "2025"}, {"value": 3, "as_of": "2024"}], "grew"),
        ([{"value": 7, "as_of": "2024"}, {"value": 3, "as_of": "2025"}], "fell"),
        (
            [{"value": 7, "as_of": "2024"}, {"value": 3, "as_of": "2025"}, {"value": 9, "as_of": "2026"}],
            "changed",
        ),
        ([{"from": 30, "to": 40}], None),
        ([{"from": 30, "to": 40}, {"value": 35}], "agree"),
        ([{"from": 30, "to": 40}, {"from": 38, "to": 60}], "agree"),
        ([{"from": 30, "to": 40}, {"value": 45}], "differ"),
        ([{"from": 30, "to": 40, "qualifier": "about"}, {"value": 44}], "agree"),
        ([{"from": 30, "to": 40, "qualifier": "at least"}, {"value": 90}], "agree"),
        ([{"from": 3, "to": 4, "as_of": "2024"}, {"from": 7, "to": 8, "as_of": "2025"}], "grew"),
        ([{"value": 0}, {"value": 0}], "agree"),
        ([{"value": -5}, {"value": 5}], "differ"),
    ],
)
def test_the_verdict_follows_from_values_dates_and_notes(
    values: list[dict[str, Any]], expected: str | None
) -> None:
    assert verdict(values) == expected

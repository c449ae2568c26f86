"""Numbers computed from other figures: what results, and in which order."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from briefings.model import Briefing
from briefings.model.briefing import Figure

HEAD = {"title": "Trams", "published": "2025-07-28", "summary": "They run. [@gazette]"}


def figure(id_: str, value: Any, unit: str = "trams", **more: Any) -> dict[str, Any]:
    cite = {} if isinstance(value, dict) else {"cite": "gazette"}
    return {"id": id_, "label": id_, "unit": unit, "value": value, **cite, **more}


def figures(*written: dict[str, Any]) -> dict[str, Figure]:
    briefing = Briefing.model_validate({**HEAD, "figures": list(written)})
    return {str(each.id): each for each in briefing.figures}


def computed(derivation: dict[str, Any], *numbers: int | str, unit: str = "trams") -> str:
    """The number computed from figures that are called a, b and c."""
    given = [
        figure(id_, Decimal(number) if isinstance(number, str) else number)
        for id_, number in zip("abc", numbers, strict=False)
    ]
    (value,) = figures(*given, figure("x", derivation, unit))["x"].values
    return str(value.low)


SHARE = {"share": ["a", "b"]}
RATIO = {"ratio": ["a", "b"]}


@pytest.mark.parametrize(
    ("derivation", "numbers", "expected"),
    [
        ({"sum": ["a", "b", "c"]}, (88, 12, 5), "105"),
        ({"sum": ["a", "b"]}, ("0.1", "0.2"), "0.3"),
        ({"sum": ["a", "b"]}, ("5.50", "1.20"), "6.70"),
        ({"sum": ["a", "b"]}, ("5.5", "4.5"), "10"),
        ({"sum": ["a", "b"]}, (999_999_999_999_999_998, 1), "999999999999999999"),
        ({"sum": ["a", "b"], "round": 0}, ("0.25", "0.25"), "1"),
        ({"difference": ["a", "b"]}, (88, 12), "76"),
        ({"difference": ["a", "b"]}, (12, 88), "-76"),
        ({"difference": ["b", "a"]}, ("1.1", 3), "1.9"),
        (SHARE, (12, 88), "13.6"),
        (SHARE, (44, 88), "50"),
        (SHARE, (1, 8), "12.5"),
        # Half a tenth is rounded up, and what was rounded keeps its zero.
        (SHARE, (1, 16), "6.3"),
        (SHARE, (12004, 100000), "12.0"),
        ({**SHARE, "round": 0}, (12, 88), "14"),
        ({**SHARE, "round": 3}, (12, 88), "13.636"),
        (RATIO, (88, 12), "7.33"),
        (RATIO, (88, 11), "8"),
        (RATIO, (1, 8), "0.13"),
        ({**RATIO, "round": 4}, (1, 8), "0.125"),
    ],
)
def test_a_number_is_computed_and_rounded(
    derivation: dict[str, Any], numbers: tuple[int | str, ...], expected: str
) -> None:
    unit = {"share": "percent", "ratio": "trams for each bus"}.get(next(iter(derivation)), "trams")
    assert computed(derivation, *numbers, unit=unit) == expected


def test_numbers_of_any_size_are_computed_exactly() -> None:
    """What is computed differs from the exact result by no more than half of the last digit, and sums and
    differences not at all."""
    chance = random.Random(7)
    for _ in range(400):
        # With three decimals, 1.250 might be meant as 1250.
        a, b = (Decimal(chance.randrange(1, 10**9)).scaleb(-chance.randrange(3)) for _ in range(2))
        known = figures(
            figure("a", a),
            figure("b", b),
            figure("sum", {"sum": ["a", "b"]}),
            figure("back", {"difference": ["sum", "b"]}),
            figure("share", {"share": ["a", "sum"]}, "%"),
            figure("rest", {"share": ["b", "sum"]}, "%"),
            figure("ratio", {"ratio": ["a", "b"], "round": 6}, "trams for each"),
        )
        number = {id_: Fraction(each.values[0].low) for id_, each in known.items()}
        assert number["sum"] == number["a"] + number["b"]
        assert number["back"] == number["a"]
        assert abs(number["share"] - 100 * number["a"] / number["sum"]) <= Fraction(1, 20)
        assert abs(number["share"] + number["rest"] - 100) <= Fraction(1, 10)
        assert abs(number["ratio"] - number["a"] / number["b"]) <= Fraction(1, 2_000_000)


def test_figures_may_be_computed_from_computed_ones_in_any_order() -> None:
    chain = [figure(f"n{n}", {"sum": [f"n{n + 1}", "one"]}) for n in range(3000)]
    known = figures(*chain, figure("n3000", 0), figure("one", 1))
    assert known["n0"].values[0].low == 3000


def test_a_diamond_of_figures_is_computed_once_each() -> None:
    rows = [figure("n0", 1), figure("m0", 1)]
    for n in range(1, 50):
        rows += [
            figure(f"n{n}", {"sum": [f"n{n - 1}", f"m{n - 1}"]}),
            figure(f"m{n}", {"difference": [f"n{n}", f"m{n - 1}"]}),
        ]
    assert figures(*reversed(rows))["n49"].values[0].low == 20365011074, "a number of Fibonacci"


@pytest.mark.parametrize(
    ("parts", "unit", "derivation"),
    [
        ("percent", "percentage points", {"difference": ["a", "b"]}),
        ("Prozent", "Prozentpunkte", {"difference": ["a", "b"]}),
        ("por ciento", "puntos porcentuales", {"difference": ["a", "b"]}),
        ("%", "points de pourcentage", {"difference": ["a", "b"]}),
        ("%", "个百分点", {"difference": ["a", "b"]}),
        ("tranvías", "por ciento", SHARE),
        ("辆", "%", SHARE),
    ],
)
def test_units_that_fit(parts: str, unit: str, derivation: dict[str, Any]) -> None:
    known = figures(figure("a", 40, parts), figure("b", 30, parts), figure("x", derivation, unit))
    assert known["x"].values[0].derived is not None


def test_a_value_beside_others_may_be_computed() -> None:
    known = figures(
        figure("a", 88),
        figure("b", 12),
        {
            "id": "left",
            "label": "Trams left",
            "unit": "trams",
            "values": [{"value": 60, "cite": "gazette"}, {"value": {"difference": ["a", "b"]}}],
        },
    )
    assert [value.low for value in known["left"].values] == [60, 76]
    assert known["left"].verdict == "differ"


def test_a_whole_circle_is_one_mistake() -> None:
    circle = [figure(f"n{n}", {"sum": [f"n{(n + 1) % 5}", "one"]}) for n in range(5)]
    with pytest.raises(ValidationError) as caught:
        figures(*circle, figure("one", 1), figure("after", {"sum": ["n0", "one"]}))
    (mistake,) = caught.value.errors()
    assert (
        "`n0` is computed from itself: `n0` from `n1` from `n2` from `n3` from `n4` from `n0`"
        in mistake["msg"]
    )

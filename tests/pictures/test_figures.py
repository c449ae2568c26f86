"""Figures: values with qualifiers and sources, on a scale with round numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures import svg
from briefings.pictures.figures import Row, Words, _ticks, draw, spaced
from tests.pictures import seen
from tests.pictures.cases import CONTESTED

WORDS = Words(
    title="Countries represented", description="The same stands below as a table.", unit="countries"
)


def drawn(rows: list[Row], *, contested: bool = False) -> str:
    made = draw(rows, WORDS, prefix="f", contested=contested)
    assert made is not None
    return made


@pytest.mark.parametrize(
    "rows",
    [
        CONTESTED,
        [Row(-3, "-3", "A"), Row(Decimal("2.5"), "2.5", "B")],
        [Row(5, "5", "A"), Row(5, "5", "B")],
        [Row(0, "0", "A"), Row(0, "0", "B")],
        [
            Row(1000, "more than 1,000", "A", "2025", "more than"),
            Row(305_000_000, "nearly 305,000,000", "B", "2026", "nearly"),
        ],
        [Row(Decimal("0.002"), "0.002", "A"), Row(Decimal("0.0021"), "0.0021", "B")],
        [
            Row(58, "58", "李强" * 40, "2025"),
            Row(61, "at least sixty-one of all those who were asked", "B", "", "at least"),
        ],
    ],
    ids=["contested", "below zero", "alike", "zero", "far apart", "small", "long"],
)
def test_words_never_touch_and_stay_inside(rows: list[Row]) -> None:
    picture = drawn(rows, contested=True)
    assert seen.touching(picture) == []
    assert seen.outside(picture) == []
    assert seen.smallest(picture) * 328 / 344 >= 11


@pytest.mark.parametrize("rows", [[], CONTESTED[:1]], ids=["none", "one"])
def test_a_single_value_needs_no_picture(rows: list[Row]) -> None:
    assert draw(rows, WORDS, prefix="f") is None


def test_rows_are_named() -> None:
    groups = [group.findtext("title") for group in seen.parse(drawn(CONTESTED)).iter("g")]
    assert [title for title in groups if title is not None] == [
        "tech360.tv, of a roundtable: more than 30 (26 July 2025)",
        "An agency with a name that goes on and on and has no end: up to 40 (27 July 2025)",
        "Bloomberg & <others>: about 70",
        "Organizers: 90 (2026)",
    ]


def dot(picture: str, row: int) -> tuple[float, str | None]:
    """The place and the fill of a row's last circle."""
    root = seen.parse(picture)
    owners = [e for e in root.iter("g") if e.find("title") is not None]
    circle = owners[row].findall("circle")[-1]
    return float(circle.get("cx", "nan")), circle.get("fill")


def test_dots_are_to_scale() -> None:
    picture = drawn(CONTESTED)
    places = [dot(picture, n)[0] for n in range(4)]
    assert (places[1] - places[0]) * 3 == pytest.approx(places[2] - places[1], abs=0.5)
    assert (places[3] - places[2]) == pytest.approx(2 * (places[1] - places[0]), abs=0.5)


def arrow_directions(picture: str) -> list[int]:
    """For each arrow, 1 to the right, -1 to the left."""
    arrows = [e.get("d", "") for e in seen.parse(picture).iter("path") if e.get("stroke-linecap") == "round"]
    found = []
    for d in arrows:
        start, tip = float(d[1:].split()[0]), float(d.split("H")[1].split("M")[0])
        found.append(1 if tip > start else -1)
    return found


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [
        ("more than", [1]),
        ("at least", [1]),
        ("up to", [-1]),
        ("less than", [-1]),
        ("nearly", [-1]),
        ("about", []),
        (None, []),
    ],
)
def test_qualifiers_point_where_the_true_number_lies(qualifier: str | None, expected: list[int]) -> None:
    rows = [Row(30, "30", "A", "", qualifier), Row(40, "40", "B")]  # type: ignore[arg-type]  # mypy does not see the literals in a table
    assert arrow_directions(drawn(rows)) == expected


def test_a_forecast_is_hollow() -> None:
    picture = drawn(CONTESTED)
    assert [dot(picture, n)[1] for n in range(4)] == [None, None, None, svg.GROUND]
    assert "forecast" in {word.text for word in seen.words(seen.parse(picture))}
    assert "forecast" not in {word.text for word in seen.words(seen.parse(drawn(CONTESTED[:2])))}


def test_the_range_of_contested_values_is_a_band() -> None:
    picture = drawn(CONTESTED, contested=True)
    bands = [e for e in seen.parse(picture) if e.tag == "rect" and e.get("fill-opacity") == "0.14"]
    first, last = dot(picture, 0)[0], dot(picture, 3)[0]
    assert len(bands) == 4
    for band in bands:
        assert float(band.get("x", "")) == pytest.approx(first, abs=0.11)
        assert float(band.get("x", "")) + float(band.get("width", "")) == pytest.approx(last, abs=0.2)
    assert 'fill-opacity="0.14"' not in drawn(CONTESTED)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (30, 70, 6, "0 20 40 60 80"),
        (Decimal("4.5"), Decimal("5.5"), 6, "4 4.5 5 5.5"),
        (58, 61, 6, "57 58 59 60 61"),
        (1000, 305000, 6, "0 100000 200000 300000 400000"),
        (-3, 2, 6, "-6 -4 -2 0 2"),
        (5, 5, 6, "0 1 2 3 4 5"),
        (0, 0, 6, "0 0.2 0.4 0.6 0.8 1"),
    ],
)
def test_ticks_are_round_numbers(low: int | Decimal, high: int | Decimal, most: int, expected: str) -> None:
    assert " ".join(f"{tick.normalize():f}" for tick in _ticks(low, high, most)) == expected


@given(st.decimals(-(10**9), 10**9, places=2), st.decimals(0, 10**9, places=2), st.integers(2, 6))
def test_ticks_take_all_values_in(low: Decimal, more: Decimal, most: int) -> None:
    found = _ticks(low, low + more, most)
    assert found[0] <= low
    assert low + more <= found[-1]
    assert 2 <= len(found) <= most + 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("4500", "4\u202f500"),
        ("1E+6", "1\u202f000\u202f000"),
        ("0.50", "0.5"),
        ("-2", "\u22122"),
        ("0", "0"),
        ("305000.0", "305\u202f000"),
    ],
)
def test_numbers_on_the_axis(value: str, written: str) -> None:
    assert spaced(Decimal(value)) == written

"""Eras behind a strip: each is a band, and their names are readable at every width."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model.dates import Date
from briefings.pictures import bands, strip
from tests.pictures import seen
from tests.pictures.cases import mark
from tests.pictures.test_strip import MONTHS

Era = tuple[str, str, str | None]

HISTORY = [mark("-0752~"), mark("-0263/-0240"), mark("-0043-03-15"), mark("0009"), mark("0476-09-04")]
ROME: list[Era] = [
    ("Kingdom", "-0752~", "-0508~"), ("Republic", "-0508~", "-0026-01-15"), ("Empire", "-0026-01-16", "0476-09-04"),
    ("Crisis of the third century", "0235", "0284"), ("Dominate", "0284", "0476"), ("Byzantium", "0330", "1453"),
]  # fmt: skip
"""Eras that follow each other, and some within another."""


def drawn(eras: Sequence[Era], marks: Sequence[strip.Mark] = HISTORY, *, mirrored: bool = False) -> str:
    axis = strip.axis_for([mark.date for mark in marks], mirrored=mirrored)
    assert axis is not None
    listed = [
        (name, Date.parse(start), None if end is None else Date.parse(end)) for name, start, end in eras
    ]
    drawing = strip.draw(marks, axis, lambda a, b: f"{a} {b}", count=str)
    drawing = bands.behind(drawing, bands.named(listed), axis)
    scale = strip.scale(axis, MONTHS, drawing.height)
    return strip.picture([*scale.parts, *drawing.parts], scale.height, "Timeline")


def extents(picture: str, width: float = 300) -> dict[str, tuple[int, int]]:
    """Where each band begins and ends, by its name, in pixels."""
    rects = [rect for rect in seen.parse(picture).iter("rect") if rect.get("class") == "era"]
    return {
        rect.findtext("title") or "": (
            round(seen.pixels(rect.get("x"), width)),
            round(seen.pixels(rect.get("x"), width) + seen.pixels(rect.get("width"), width)),
        )
        for rect in rects
    }


@pytest.mark.parametrize("mirrored", [False, True], ids=["from left", "from right"])
@pytest.mark.parametrize("width", seen.WIDTHS)
def test_names_never_touch_and_stay_inside(width: float, mirrored: bool) -> None:
    picture = drawn(ROME, mirrored=mirrored)
    assert seen.touching(picture, width, mirrored=mirrored) == []
    assert seen.outside(picture, width, mirrored=mirrored) == []
    assert {name for name, _, _ in ROME} <= {word.text for word in seen.words(seen.parse(picture), width)}


def test_an_era_ends_where_one_of_the_same_year_begins() -> None:
    places = extents(drawn(ROME))
    assert abs(places["Kingdom"][1] - places["Republic"][0]) <= 1
    assert abs(places["Republic"][1] - places["Empire"][0]) <= 1


def test_eras_are_drawn_as_far_as_events_reach() -> None:
    eras: list[Era] = [
        ("Before", "-1500", "-1000"), ("So far", "-1000", "-0500"), ("Since", "0300", None), ("After", "0900", "1000"),
    ]  # fmt: skip
    places = extents(drawn(eras))
    assert places.keys() == {"So far", "Since"}
    first, last = strip.axis_for([mark.date for mark in HISTORY]), 300
    assert first is not None and places["So far"][0] <= 6 and places["Since"][1] >= last - 6


YEARS = st.tuples(st.integers(-60, 60), st.integers(0, 60)).map(
    lambda pair: (f"{1900 + pair[0]}", f"{1900 + pair[0] + pair[1]}")
)
NAMES = st.text("abcdefgh WM中文", min_size=1, max_size=40).map(str.strip).filter(bool)


@given(st.lists(st.tuples(NAMES, YEARS, st.booleans()), max_size=12), st.booleans())
def test_random_eras_do_not_touch(eras: list[tuple[str, tuple[str, str], bool]], mirrored: bool) -> None:
    marks = [mark("1880"), mark("1900-05"), mark("1950-12-24")]
    picture = drawn(
        [(name, a, None if lasts else b) for name, (a, b), lasts in eras], marks, mirrored=mirrored
    )
    assert float(seen.parse(picture).get("height", "")) <= 160
    for width in seen.WIDTHS:
        assert seen.touching(picture, width, mirrored=mirrored) == []
        assert seen.outside(picture, width, mirrored=mirrored) == []

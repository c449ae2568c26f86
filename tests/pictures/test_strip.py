"""Strips: each event is drawn once, nothing touches at any width, and what is announced or doubtful is visible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures import strip
from briefings.pictures.strip import Mark
from tests.pictures import seen
from tests.pictures.cases import ONE_DAY, STORY, TIMELINES, many, mark
from tests.pictures.work import calls

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def drawn(marks: Sequence[Mark], *, stacked: bool = True, mirrored: bool = False) -> str:
    """A whole strip with its axis."""
    axis = strip.axis_for([mark.date for mark in marks], mirrored=mirrored)
    assert axis is not None
    drawing = strip.draw(marks, axis, lambda a, b: f"{a} {b}", count=str, stacked=stacked)
    scale = strip.scale(axis, MONTHS, drawing.height)
    return strip.picture([*scale.parts, *drawing.parts], scale.height, "Timeline")


def shapes(picture: str, *classes: str) -> list[Element]:
    """Groups and long events that have all of these classes."""
    elements = [element for element in seen.parse(picture).iter() if element.tag in ("g", "rect")]
    return [element for element in elements if set(classes) <= set((element.get("class") or "").split())]


def count(picture: str) -> int:
    """The number of events that a reader can count: dots, diamonds and long events, and the numbers of bars."""
    groups = [group for group in seen.parse(picture).iter("g") if group.find("title") is not None]
    alone = sum(group.find("text") is None for group in groups)
    return alone + sum(int(group.findtext("text") or 0) for group in groups) + len(shapes(picture, "long"))


@pytest.mark.parametrize("mirrored", [False, True], ids=["from left", "from right"])
@pytest.mark.parametrize("width", seen.WIDTHS)
@pytest.mark.parametrize("case", TIMELINES)
def test_words_never_touch_and_stay_inside(case: str, width: float, mirrored: bool) -> None:
    picture = drawn(TIMELINES[case], mirrored=mirrored)
    assert seen.touching(picture, width, mirrored=mirrored) == []
    assert seen.outside(picture, width, mirrored=mirrored) == []
    assert min(word.size for word in seen.words(seen.parse(picture), width)) >= 9


@pytest.mark.parametrize("case", TIMELINES)
def test_a_strip_is_low(case: str) -> None:
    assert float(seen.parse(drawn(TIMELINES[case])).get("height", "")) <= 120
    plain = [mark(f"2025-{month:02}-01") for month in range(1, 10)]
    assert float(seen.parse(drawn(plain)).get("height", "")) <= 60


@pytest.mark.parametrize("stacked", [True, False])
@pytest.mark.parametrize("case", TIMELINES)
def test_each_event_is_drawn_once(case: str, stacked: bool) -> None:
    assert count(drawn(TIMELINES[case], stacked=stacked)) == len(TIMELINES[case])


DAYS = st.integers(0, 1200).map(lambda n: date.fromordinal(date(2024, 1, 1).toordinal() + n))
WRITTEN = st.one_of(
    DAYS.map(str), DAYS.map(lambda day: f"{day:%Y-%m}"), DAYS.map(lambda day: f"{day}/.."), DAYS.map(lambda day: f"{day}~"),
    st.tuples(DAYS, DAYS).map(lambda days: f"{min(days)}/{max(days)}"),
)  # fmt: skip


@given(st.lists(st.tuples(WRITTEN, st.booleans()), min_size=2, max_size=40))
def test_random_events_do_not_touch(events: list[tuple[str, bool]]) -> None:
    picture = drawn([mark(when, doubted=doubted) for when, doubted in events])
    assert count(picture) == len(events)
    for width in seen.WIDTHS:
        assert seen.touching(picture, width) == []
        assert _overlapping(picture, width) == []


def _overlapping(picture: str, width: float) -> list[tuple[str, str]]:
    """Dots and bars that overlap."""
    boxes: list[tuple[float, float, float, str]] = []
    for group in seen.parse(picture).iter("g"):
        name = group.findtext("title") or ""
        for circle in group.iter("circle"):
            x = seen.pixels(circle.get("cx"), width)
            boxes.append((float(circle.get("cy", "")), x - 4.5, x + 4.5, name))
        for bar in group.iter("rect"):
            x, y = seen.pixels(bar.get("x"), width), float(bar.get("y", "")) + 8
            boxes.append((y, x, x + seen.pixels(bar.get("width"), width), name))
    boxes = [box for box in boxes if box[3]]
    return [
        (a[3], b[3])
        for a, b in pairwise(sorted(boxes))
        if a[0] == b[0] and a[3] != b[3] and b[1] < a[2] - 0.5
    ]


def test_crowded_events_are_one_bar_with_their_number_and_colors() -> None:
    picture = drawn(ONE_DAY)
    bars = [bar.get("class") for bar in seen.parse(picture).iter("rect")]
    assert bars == ["tone-1", "tone-2", "tone-3"]
    assert ">120</text>" in picture


def test_announced_events_are_hollow_and_doubtful_ones_are_diamonds() -> None:
    events = [mark("2026-01-01"), mark("2026-06-01", 2, doubted=True), mark("2027-06-01", 3)]
    plain, doubtful, announced = (
        group for group in seen.parse(drawn(events)).iter("g") if group.find("title") is not None
    )
    assert plain.get("class") == "tone-1"
    assert plain.find("circle") is not None
    assert doubtful.get("class") == "tone-2"
    assert doubtful.find("circle") is None
    assert announced.get("class") == "tone-3 announced"


def test_announced_and_doubtful_events_are_not_hidden_in_a_bar() -> None:
    july = [mark("2026-11-01"), mark("2026-11-02"), mark("2026-11-03", doubted=True), mark("2026-12-01")]
    events = [*july, mark("2025-01-01"), mark("2028-01-01")]
    assert len(shapes(drawn(events), "announced")) == 2
    assert count(drawn(events)) == 6


def test_long_events_are_lines() -> None:
    (line,) = shapes(drawn([mark("2025-01-01"), mark("2025-03-01/2025-09-01"), mark("2025-12-31")]), "long")
    assert 15 < float(line.get("x", "").rstrip("%")) < 20
    assert 45 < float(line.get("width", "").rstrip("%")) < 55
    year = shapes(drawn([mark("2025-01-01"), mark("2025"), mark("2026-12-31")]), "long")
    assert [line.get("class") for line in year] == ["tone-1 long sometime"]


def test_milestones_have_a_sign() -> None:
    assert len([p for p in seen.parse(drawn(STORY)).iter("path") if p.get("class") == "flag"]) == 2


def test_time_runs_from_the_right_in_scripts_that_do() -> None:
    def places(*, mirrored: bool) -> list[float]:
        circles = seen.parse(drawn([mark("2025-01-01"), mark("2025-12-31")], mirrored=mirrored)).iter(
            "circle"
        )
        return [float(circle.get("cx", "").rstrip("%")) for circle in circles]

    assert sorted(places(mirrored=False)) == places(mirrored=False)
    assert sorted(places(mirrored=True), reverse=True) == places(mirrored=True)


def test_without_a_day_there_is_no_axis() -> None:
    assert strip.axis_for([]) is None


@pytest.mark.parametrize("case", TIMELINES)
def test_a_strip_is_one_block_of_html(case: str) -> None:
    lines = drawn(TIMELINES[case]).split("\n")
    assert all(line and not line.startswith(" ") for line in lines)
    assert not re.search("style=|<style| id=", drawn(TIMELINES[case]))


def test_more_events_do_not_make_a_larger_picture() -> None:
    assert len(drawn(many(2000)).encode()) < 60_000
    assert len(drawn(ONE_DAY).encode()) < 3_000


def test_twice_as_many_take_twice_the_work() -> None:
    small, large = many(500), many(1000)
    drawn(large)
    assert calls(lambda: drawn(large)) < 2.3 * calls(lambda: drawn(small))

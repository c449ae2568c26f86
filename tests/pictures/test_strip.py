"""Strips: each event is drawn once, columns are as high as they have events, nothing touches at any width, and
what is announced or doubtful is visible."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures import strip
from briefings.pictures.strip import Mark
from tests.goldens import compare
from tests.pictures import seen
from tests.pictures.cases import ONE_DAY, STORY, TIMELINES, many, mark

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def drawn(
    marks: Sequence[Mark], *, topic: str | None = None, mirrored: bool = False, name: str = "Timeline"
) -> str:
    """A whole strip with its axis."""
    axis = strip.axis_for([mark.date for mark in marks], mirrored=mirrored)
    assert axis is not None
    drawing = strip.draw(marks, axis, lambda a, b: f"{a} {b}", count=str, topic=topic)
    scale = strip.scale(axis, MONTHS, drawing.height)
    return strip.picture([*scale.parts, *drawing.parts], scale.height, name)


def shapes(picture: str, *classes: str) -> list[Element]:
    """Groups and long events that have all of these classes."""
    elements = [element for element in seen.parse(picture).iter() if element.tag in ("g", "rect")]
    return [element for element in elements if set(classes) <= set((element.get("class") or "").split())]


def count(picture: str) -> int:
    """The number of events that a reader can count: the numbers of columns, and long events."""
    numbers = (group.findtext("text") or "0" for group in seen.parse(picture).iter("g") if _is_column(group))
    return sum(map(int, numbers)) + len(shapes(picture, "long"))


def _is_column(group: Element) -> bool:
    return group.find("title") is not None


def heights(picture: str) -> list[float]:
    """The heights of the columns, in chronological order."""
    columns = (group for group in seen.parse(picture).iter("g") if _is_column(group))
    return [sum(float(part.get("height", "")) for part in group.iter("rect")) for group in columns]


@pytest.mark.parametrize("mirrored", [False, True], ids=["from left", "from right"])
@pytest.mark.parametrize("case", TIMELINES)
def test_a_strip_shows_each_event_once_and_its_words_fit(case: str, mirrored: bool) -> None:
    picture = drawn(TIMELINES[case], mirrored=mirrored)
    root = seen.parse(picture)
    for width in seen.WIDTHS:
        assert seen.touching(picture, width, mirrored=mirrored) == []
        assert seen.outside(picture, width, mirrored=mirrored) == []
        assert min(word.size for word in seen.words(root, width)) >= 9
    assert float(root.get("height", "")) <= 120
    assert count(picture) == len(TIMELINES[case])
    # It is one block of HTML.
    assert all(line and not line.startswith(" ") for line in picture.split("\n"))
    assert not re.search("style=|<style| id=", picture)


@pytest.mark.parametrize("case", ["story", "decades", "open", "many"])
def test_a_picture_is_as_written_down_and_passes_through_markdown_unchanged(
    case: str, update_goldens: bool
) -> None:
    block = f'<figure class="picture">\n{drawn(TIMELINES[case], name="Timeline <&> *all*")}\n</figure>\n'
    compare(block, Path(__file__).parent / "golden" / f"{case}.svg", update=update_goldens)
    extensions = ["md_in_html", "attr_list", "tables", "abbr", "footnotes", "toc", "pymdownx.tilde"]
    page = markdown.markdown(f"# Page\n\nBefore *it*.\n\n{block}\nAfter *it*.\n", extensions=extensions)
    assert f"\n{block}" in page
    assert page.count("<em>it</em>") == 2


def test_a_strip_without_columns_of_several_events_is_low() -> None:
    plain = [mark(f"2025-{month:02}-01") for month in range(1, 10)]
    assert float(seen.parse(drawn(plain)).get("height", "")) <= 60


def test_a_column_is_as_high_as_its_events_are_many() -> None:
    events = [mark(f"2025-{month:02}-01") for month, n in ((1, 2), (6, 24), (12, 12)) for _ in range(n)]
    two, most, half = heights(drawn(events))
    assert most == pytest.approx(12 * two, rel=0.05) == pytest.approx(2 * half, rel=0.05)


def test_columns_of_several_strips_are_compared() -> None:
    axis = strip.axis_for([mark.date for mark in STORY])
    assert axis is not None
    drawing = strip.draw(STORY[:1], axis, lambda a, b: f"{a} {b}", count=str, most=20)
    assert heights(strip.picture(drawing.parts, 20, None)) == [2.2]


def test_a_column_leads_to_its_entries() -> None:
    events = [Mark(mark("2025-07-26").date, anchor="event-a&b"), mark("2026-01-01")]
    assert 'href="#event-a%26b" tabindex="-1"' in drawn(events)
    (entry,) = (each for each in seen.parse(drawn(events, topic="x&y")).iter("a") if each.get("data-entries"))
    assert entry.get("data-entries") == "vent-a&b"
    assert 'href="?topic=x%26y&amp;year=2025#event-a%26b"' in drawn(events, topic="x&y")


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
    """Columns that overlap."""
    boxes: list[tuple[float, float, str]] = []
    for group in seen.parse(picture).iter("g"):
        for bar in group.iter("rect") if _is_column(group) else ():
            x = seen.pixels(bar.get("x"), width)
            boxes.append((x, x + seen.pixels(bar.get("width"), width), group.findtext("title") or ""))
    return [(a[2], b[2]) for a, b in pairwise(sorted(boxes)) if a[2] != b[2] and b[0] < a[1] - 0.5]


def test_a_column_has_the_colors_of_its_events_and_their_number() -> None:
    picture = drawn(ONE_DAY)
    bars = [bar.get("class") for bar in seen.parse(picture).iter("rect")]
    assert bars == ["tone-1", "tone-2", "tone-3"]
    assert ">120</text>" in picture


def test_doubtful_events_stand_above_the_others_and_announced_ones_above_these() -> None:
    july = [mark("2026-12-01"), mark("2026-11-03", doubted=True), mark("2026-11-01"), mark("2026-11-02")]
    picture = drawn([*july, mark("2025-01-01"), mark("2028-01-01")])
    column = next(each for each in seen.parse(picture).iter("g") if each.findtext("text") == "4")
    assert [each.get("class") for each in column.iter("rect")] == [
        "tone-1",
        "tone-1 doubted",
        "tone-1 announced",
    ]


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
        columns = seen.parse(drawn([mark("2025-01-01"), mark("2025-12-31")], mirrored=mirrored)).iter("rect")
        return [float(column.get("x", "").rstrip("%")) for column in columns]

    assert sorted(places(mirrored=False)) == places(mirrored=False)
    assert sorted(places(mirrored=True), reverse=True) == places(mirrored=True)


def test_more_events_do_not_make_a_larger_picture() -> None:
    assert len(drawn(many(2000)).encode()) < 60_000
    assert len(drawn(ONE_DAY).encode()) < 3_000


def test_twice_as_many_take_twice_the_work() -> None:
    small, large = many(500), many(1000)
    drawn(large)
    assert calls(lambda: drawn(large)) < 2.3 * calls(lambda: drawn(small))


def calls(work: Callable[[], object]) -> int:
    """The number of function calls."""
    count = 0

    def tally(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count

"""Timelines: to scale, readable, each mark a link, with visible uncertainty."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model.dates import Date
from briefings.pictures import svg
from briefings.pictures.marks import Shape, shape
from briefings.pictures.scale import Scale
from briefings.pictures.timeline import Mark, Words, draw, figure
from tests.pictures import seen
from tests.pictures.cases import AS_OF, HOSTILE, SHORT, STORY, TIMELINES, TONES, many, mark
from tests.pictures.work import calls

WORDS = Words(
    title="Timeline", description="The same stands below as a list.", as_of="as of 24 November 2026"
)
WIDTHS = {"wide": svg.WIDE, "narrow": svg.NARROW}


def drawn(marks: Sequence[Mark], variant: str = "wide") -> str:
    made = draw(marks, WORDS, prefix="t", as_of=AS_OF, tones=TONES, width=WIDTHS[variant])
    assert made is not None
    return made


both = pytest.mark.parametrize("variant", WIDTHS)
every = pytest.mark.parametrize("case", TIMELINES)


@both
@every
def test_words_never_touch_and_stay_inside(case: str, variant: str) -> None:
    picture = drawn(TIMELINES[case], variant)
    assert seen.touching(picture) == []
    assert seen.outside(picture) == []


def is_a_cascade(picture: str) -> bool:
    """Whether reading along and down the rows is in chronological order."""
    labels = seen.labels(picture)
    return all(a.base < b.base or (a.base == b.base and a.right < b.left) for a, b in pairwise(labels))


@pytest.mark.parametrize("case", [case for case in TIMELINES if case != "many"])
def test_rows_are_in_chronological_order(case: str) -> None:
    assert is_a_cascade(drawn(TIMELINES[case]))


DAYS = st.integers(0, 1200).map(lambda n: date.fromordinal(date(2024, 1, 1).toordinal() + n))
WRITTEN = st.one_of(
    DAYS.map(str), DAYS.map(lambda day: f"{day:%Y-%m}"), DAYS.map(lambda day: f"{day}/.."), DAYS.map(lambda day: f"{day}~"),
    st.tuples(DAYS, DAYS).map(lambda days: f"{min(days)}/{max(days)}"),
)  # fmt: skip


@given(
    st.lists(
        st.tuples(WRITTEN, st.integers(1, 12), st.sampled_from((None, "disputed"))), min_size=2, max_size=24
    )
)
def test_random_events_are_in_order_without_overlaps(
    events: list[tuple[str, int, str | None]],
) -> None:
    marks = [mark(when, "An event " * words, status=status) for when, words, status in events]
    made = draw(marks, WORDS, prefix="t", as_of=AS_OF)
    if made is None:  # dates without an end have no scale
        return
    assert is_a_cascade(made)
    assert seen.touching(made) == []
    assert seen.outside(made) == []
    assert seen.struck(made) == []


@every
def test_lines_of_the_axis_do_not_cross_labels(case: str) -> None:
    assert seen.struck(drawn(TIMELINES[case])) == []


def test_labels_are_right_of_their_marks_if_there_is_room() -> None:
    """From then on they are on the left, so that the diagonal of marks stays visible."""
    spread_out = [
        mark(f"2025-{n:02}-01", "A label of some length, but not of many words") for n in range(1, 13)
    ]
    sides = [label.left > float(circle.get("cx", "0")) for label, circle in zip(
        seen.labels(drawn(spread_out)), [c for a in seen.parse(drawn(spread_out)).iter("a") for c in a.iter("circle")], strict=True
    )]  # fmt: skip
    assert sides == sorted(sides, reverse=True)
    assert sides[0]
    assert not sides[-1]


def test_a_bar_that_fills_the_width_has_its_whole_label_below() -> None:
    label = "The convention is open for the signature of all states"
    marks = [
        mark("2025-01-02", "A start"),
        mark("2025-01-20/..", label),
        mark("2025-06-01", "A middle"),
        mark("2025-12-01", "An end"),
    ]
    assert label in [word.text for word in seen.labels(drawn(marks))]
    assert is_a_cascade(drawn(marks))


@both
@every
def test_each_event_is_a_link_with_its_name(case: str, variant: str) -> None:
    marks = TIMELINES[case]
    expected = {(m.href, svg.clean(m.name)) for m in marks}
    assert set(seen.links(drawn(marks, variant))) == expected


@every
def test_a_timeline_of_a_story_labels_each_event_once(case: str) -> None:
    if case == "many":
        return
    for variant in WIDTHS:
        assert len(seen.links(drawn(TIMELINES[case], variant))) == len(TIMELINES[case])


@both
@every
def test_words_can_be_read_on_a_phone(case: str, variant: str) -> None:
    shown = 328 if variant == "narrow" else WIDTHS[variant]
    assert seen.smallest(drawn(TIMELINES[case], variant)) * shown / WIDTHS[variant] >= 11


@both
def test_links_are_in_chronological_order(variant: str) -> None:
    shuffled = random.Random(1).sample(STORY, len(STORY))
    assert [href for href, _ in seen.links(drawn(shuffled, variant))] == [
        m.href for m in sorted(STORY, key=lambda m: m.date.order)
    ]
    assert drawn(shuffled, variant) == drawn(STORY, variant)


@pytest.mark.parametrize("marks", [[], SHORT[:1]], ids=["none", "one"])
def test_one_date_has_no_scale(marks: list[Mark]) -> None:
    assert draw(marks, WORDS, prefix="t") is None
    assert figure(marks, WORDS, prefix="t") is None


def test_a_name_has_label_date_and_status() -> None:
    assert mark("2025-07", "Somebody speaks", status="disputed").name == "Somebody speaks (2025-07; disputed)"
    assert mark("2025-07", "Somebody speaks").name == "Somebody speaks (2025-07)"


def test_two_pictures_in_a_page_share_no_id() -> None:
    page = (figure(STORY, WORDS, prefix="a") or "") + (figure(STORY, WORDS, prefix="b") or "")
    ids = re.findall(' id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) == 8


@every
def test_a_figure_is_one_block_of_html(case: str) -> None:
    block = figure(TIMELINES[case], WORDS, prefix="t", tones=TONES) or ""
    assert block.startswith('<figure class="picture picture--timeline">\n<svg ')
    lines = block.split("\n")
    assert all(line and not line.startswith(" ") for line in lines)
    assert "style=" not in block
    assert "<style" not in block


def test_hostile_words_stay_words() -> None:
    root = seen.parse(drawn(HOSTILE))
    assert not [
        element.tag
        for element in root.iter()
        if element.tag not in {"svg", "title", "desc", "path", "g", "text", "a", "rect", "circle"}
    ]
    assert "alert(1)" in "".join(root.itertext())


# Uncertain dates

PLAIN = {
    "bar": False,
    "sometime": False,
    "open_low": False,
    "open_high": False,
    "fade_low": False,
    "fade_high": False,
    "uncertain": False,
}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-07-26", {}),
        ("2025-07-26~", {"fade_low": True, "fade_high": True}),
        ("2025-07-26?", {"uncertain": True}),
        ("2025-07-26%", {"fade_low": True, "fade_high": True, "uncertain": True}),
        ("2025-07", {"bar": True, "sometime": True}),
        ("2025", {"bar": True, "sometime": True}),
        ("2025-07~", {"bar": True, "sometime": True, "fade_low": True, "fade_high": True}),
        ("2025-07-01/2025-08-01", {"bar": True}),
        ("2025-07-01~/2025-08-01", {"bar": True, "fade_low": True}),
        ("2025-07-01/2025-08-01~", {"bar": True, "fade_high": True}),
        ("2025-07-26/2025-07-28", {}),
        ("2025-07-01/..", {"bar": True, "open_high": True}),
        ("../2025-07-01", {"bar": True, "open_low": True}),
        ("[2025-07-01,2025-09-01]", {"bar": True, "sometime": True}),
        ("[2025-07-01,2025-07-02]", {}),
    ],
)
def test_uncertainty_is_visible(when: str, expected: dict[str, bool]) -> None:
    year = Scale(date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal(), 0, 365)
    made = shape(Date.parse(when), year, as_of=None, doubted=False)
    assert {key: getattr(made, key) for key in PLAIN} == PLAIN | expected


@pytest.mark.parametrize(
    ("when", "planned"),
    [
        ("2026-11-24", False),
        ("2026-11-25", True),
        ("2026-11/2027", False),
        ("2026-12/..", True),
        ("../2027", False),
    ],
)
def test_later_events_are_planned(when: str, planned: bool) -> None:
    years = Scale(date(2026, 1, 1).toordinal(), date(2027, 12, 31).toordinal(), 0, 730)
    assert shape(Date.parse(when), years, as_of=AS_OF, doubted=False).planned is planned


def test_bars_are_to_scale() -> None:
    year = Scale(date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal(), 0, 730)
    made: Shape = shape(Date.parse("2025-01-11/2025-01-30"), year, as_of=None, doubted=False)
    assert (made.low, made.high) == (20, 60)


def test_the_legend_has_only_the_shapes_used() -> None:
    told = {word.text for word in seen.words(seen.parse(drawn(STORY)))}
    fixed = {
        "planned",
        "about",
        "date uncertain",
        "some day in this time",
        "goes on",
        "disputed or unsupported",
        "as of 24 November 2026",
    }
    assert told >= fixed | set(TONES.values())
    plain = {word.text for word in seen.words(seen.parse(drawn(SHORT)))}
    assert plain & (fixed | set(TONES.values())) == {"China", "United Nations"}


# Very many

CROWD = many(500)


@both
def test_five_hundred_events_are_all_drawn_and_small(variant: str) -> None:
    picture = drawn(CROWD, variant)
    assert {href for href, _ in seen.links(picture)} == {m.href for m in CROWD}
    assert len(picture.encode()) < 130_000
    assert seen.touching(picture) == []
    assert seen.outside(picture) == []


def test_labels_of_very_many_events_are_spread_evenly() -> None:
    root = seen.parse(drawn(CROWD))
    named = [word for word in seen.words(root) if word.text.startswith("Event ")]
    assert len(named) >= 14
    assert min(word.left for word in named) < 150
    assert max(word.right for word in named) > 570


def test_events_of_greater_weight_are_labelled_first() -> None:
    chosen = mark("2023-05-05", "Readers must see this", weight=1)
    assert any(
        word.text == "Readers must see this" for word in seen.words(seen.parse(drawn([*CROWD, chosen])))
    )


@pytest.mark.parametrize(("count", "stops"), [(40, True), (41, False)])
def test_very_many_marks_are_not_tab_stops(count: int, stops: bool) -> None:
    picture = drawn(many(count))
    assert ('tabindex="-1"' not in picture) is stops


@both
@pytest.mark.parametrize("spread", [True, False], ids=["spread", "on one day"])
def test_twice_as_many_take_twice_the_work(variant: str, spread: bool) -> None:
    def events(count: int) -> list[Mark]:
        return (
            many(count)
            if spread
            else [mark("2025-07-26", f"Event {n} of a very busy day indeed") for n in range(count)]
        )

    small, large = events(500), events(1000)
    drawn(large, variant)  # so that what is remembered of letters does not count
    assert calls(lambda: drawn(large, variant)) < 2.3 * calls(lambda: drawn(small, variant))

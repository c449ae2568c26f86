"""Anchors: unique on their page, independent of the language, and unchanged by
insertions."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.catalog.entries import anchors, fold, of_kind, slug
from briefings.model.items import Naming
from briefings.text.prose import is_id
from tests.trees import catalog_of

HEAD = "title: x\npublished: 2025-07-28\nsummary: y [@wam-2025]\n"


ANCHORS = {
    "Exclusive game": "exclusive-game",
    "L’Été, à Paris!": "l-ete-a-paris",
    "Łódź": "odz",
    "Premier 李强 speaks": "premier-speaks",
    "2025": "2025",
    "a" * 60: "a" * 49,
    "one two three four five six seven eight nine ten eleven": "one-two-three-four-five-six-seven-eight-nine-ten",
    "李强：发布 H20 芯片": "李强-发布-h20-芯片",
    "Ли Цян открыл форум": "ли-цян-открыл-форум",
    "ｶﾞｲﾄﾞﾗｲﾝ": "ガイドライン",
    "हिन्दी में": "हिन्दी-में",
    "الصين تقترح": "الصين-تقترح",
}


def test_anchors_are_made_from_the_first_words() -> None:
    assert {words: slug(words) for words in ANCHORS} == ANCHORS


def test_long_anchors_in_other_scripts_end_in_a_digest() -> None:
    start = "世界人工智能大会暨人工智能全球治理高级别会议在上海"
    opens, closes = slug(f"{start}开幕"), slug(f"{start}闭幕")
    assert re.fullmatch(r"世界人工智能大会暨人工智能全球治理高级别会议在上-[0-9a-f]{6}", opens), opens
    assert opens != closes
    assert re.fullmatch(
        r"правительство-предложило-[0-9a-f]{6}", slug("Правительство предложило международную организацию")
    )


def test_text_without_letters_and_digits_has_an_anchor_too() -> None:
    assert re.fullmatch(r"entry-[0-9a-f]{6}", slug("???"))
    assert slug("???") != slug("!!!")


def test_only_anchors_in_other_scripts_contain_the_context() -> None:
    assert (slug("Li Qiang speaks", "2025"), slug("李强讲话", "2025")) == ("li-qiang-speaks", "2025-李强讲话")


@given(st.text(max_size=200))
def test_any_text_has_an_anchor(words: str) -> None:
    anchor = slug(words)
    assert anchor
    assert all(sign == "-" or unicodedata.category(sign)[0] in "LMN" for sign in anchor), anchor
    assert len(anchor) <= 55


@given(st.text(alphabet="aZ9 -.éß\u0301", max_size=400).filter(lambda text: re.search("[a-zA-Z0-9]", text)))
def test_a_latin_anchor_has_as_many_words_as_fit(words: str) -> None:
    whole = re.sub("[^a-z0-9]+", "-", fold(words)).strip("-")
    assert slug(words) == (whole if len(whole) <= 48 else whole[:49].rsplit("-", 1)[0])
    assert is_id(slug(words))


WORDS = st.sampled_from(["a", "A!", "b", "a 2", "李", "李强讲话", "!"])
NAMES = st.lists(
    st.builds(
        Naming, st.none() | st.sampled_from(["a", "a-2", "b"]), WORDS, st.sampled_from(["", "2024", "2025"])
    ),
    max_size=12,
)


@given(NAMES)
def test_anchors_of_one_page_differ(names: list[Naming]) -> None:
    assert len({*anchors("event", names)}) == len(names)


@given(NAMES)
def test_an_id_always_has_its_own_anchor(names: list[Naming]) -> None:
    for name, anchor in zip(names, anchors("event", names), strict=True):
        if [each.id for each in names].count(name.id) == 1 and name.id is not None:
            assert anchor == f"event-{name.id}"


OTHER_SCRIPTS = st.lists(
    st.builds(
        Naming,
        st.none(),
        st.text(alphabet="世界人工智能大会年", min_size=1, max_size=40),
        st.sampled_from(["2024", "2025"]),
    ),
    max_size=12,
    unique=True,
)


@given(OTHER_SCRIPTS, st.data())
def test_an_insertion_does_not_change_anchors_in_other_scripts(
    names: list[Naming], data: st.DataObject
) -> None:
    inserted = data.draw(OTHER_SCRIPTS.map(lambda more: [name for name in more if name not in names]))
    places = [data.draw(st.integers(0, len(names))) for _ in inserted]
    more = [*names]
    for place, name in sorted(zip(places, inserted, strict=True), key=lambda item: item[0], reverse=True):
        more.insert(place, name)
    before = dict(zip(names, anchors("event", names), strict=True))
    after = dict(zip(more, anchors("event", more), strict=True))
    assert {name: after[name] for name in names} == before


def test_an_event_does_not_take_the_anchor_of_a_shared_event() -> None:
    shared = {
        "briefings/a.yml": (
            f"{HEAD}timeline:\n  - {{id: opening, date: 2025-07-26, title: x, cite: wam-2025}}\n"
        )
    }
    own = (
        f"{HEAD}timeline:\n  - {{date: 2025-07-01, title: Opening, cite: wam-2025}}\n  - {{event: opening}}\n"
    )
    catalog = catalog_of({**shared, "briefings/b.yml": own})
    assert [entry.anchor for entry in catalog.timelines["b"]] == ["event-opening-2", "event-opening"]


def test_repeated_actors_and_headings_have_different_anchors() -> None:
    parts = (
        "actors:\n  - {actor: huawei, role: Maker, cite: wam-2025}\n  - {actor: huawei, role: Seller, cite:"
        " wam-2025}\n"
    )
    same = "The same long heading, of which only the end says what it is about"
    headings = ["Background", "Background", "经过", "背景", f"{same}: chips", f"{same}: law"]
    sections = "sections:\n" + "".join(
        f"  - {{heading: '{heading}', text: 'z [@wam-2025]'}}\n" for heading in headings
    )
    sheet = catalog_of({"briefings/a.yml": HEAD + parts + sections}).briefings["a"]
    long = "section-the-same-long-heading-of-which-only-the-end-says"
    assert [entry.anchor for entry in of_kind(sheet, "involved")] == ["actor-huawei", "actor-huawei-2"]
    assert [entry.anchor for entry in of_kind(sheet, "section")] == [
        "section-background",
        "section-background-2",
        "section-经过",
        "section-背景",
        long,
        f"{long}-2",
    ]


@pytest.mark.parametrize("newest_first", [False, True])
def test_corrections_are_numbered_by_date_in_any_order(newest_first: bool) -> None:
    days = ["2025-08-01", "2025-09-01", "2025-10-01"]
    text = (
        HEAD
        + "corrections:\n"
        + "".join(f"  - {{date: {day}, text: x}}\n" for day in (days[::-1] if newest_first else days))
    )
    corrections = of_kind(catalog_of({"briefings/a.yml": text}).briefings["a"], "correction")
    assert sorted((entry.anchor, entry.item.date.text) for entry in corrections) == [
        ("correction-1", "2025-08-01"),
        ("correction-2", "2025-09-01"),
        ("correction-3", "2025-10-01"),
    ]

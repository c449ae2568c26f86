"""Passages: equal spellings, where and how often they occur, and the nearest stretch for missing ones."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from briefings.evidence.passages import nearest, normalize, parts, search, splits
from briefings.grammar import normal as normal_form
from tests.growth import assert_soon


@pytest.mark.parametrize(
    ("text", "passage", "offset"),
    [
        ("an exclusive game", "exclusive", 3),
        ("\n\n  an exclusive game", "exclusive", 7),
        ("the ﬁnal cafe\u0301 \u00ad\u00ad here", "here", 18),
        ("the ﬁnal cafe\u0301", "café", 9),
        ("a\u200b \u200b b…c d", "d", 9),
        ("ﷺ Shanghai", "Shanghai", 2),
        ("第一。“重要” - 上海", "上海", 10),
        ("😀😀 Shanghai", "Shanghai", 3),
    ],
)
def test_offsets_count_in_the_text_as_saved(text: str, passage: str, offset: int) -> None:
    normal = normalize(text)
    match = search(passage, normal)
    assert match is not None
    assert normal.origin(match.start) == offset


@given(st.text())
def test_normal_form_is_its_own_normal_form(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(st.text(), st.data())
def test_a_stretch_of_the_original_has_the_stretch_of_the_normal_form(text: str, data: st.DataObject) -> None:
    normal = normalize(text)
    assume(normal.text)
    # One character may become several (`ﬁ` two letters): stretches begin and end between characters of the
    # original.
    between = [p for p in range(len(normal.text) + 1) if p == 0 or normal.origin(p) > normal.origin(p - 1)]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(between), st.sampled_from(between))))
    assert (
        normalize(text[normal.origin(start) : normal.origin(end)]).text.strip()
        == normal.text[start:end].strip()
    )


def test_letters_copied_in_runs_are_those_that_normalization_leaves_alone() -> None:
    plain = re.compile(f"[{normal_form._PLAIN}]")
    letters = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if not 0xD800 <= code < 0xE000 and plain.match(chr(code))
    ]
    assert len(letters) > 30_000
    assert [
        c for c in letters if unicodedata.normalize("NFKC", c).translate(normal_form._TRANSLATED) != c
    ] == []
    joining = [
        c
        for c in letters
        if any(unicodedata.normalize("NFKC", before + c) != before + c for before in "aか가क")
    ]
    assert joining == []


VARIANTS = {
    "'": "'’‘′",
    '"': '"“”„«»',
    "-": "-‐‑–—−",
    " ": (" ", "\u00a0", "\n", " \t ", "\u2009", " \u200b"),
}
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"] | None, ...] = ("NFC", "NFD", "NFKC", "NFKD", None)
LETTERS = st.sampled_from("abcdefgxyzABZ0123456789 '\"-.,;éüßñçøЖщλω中文上海カ가نم")


@st.composite
def dressed(draw: st.DrawFn, text: str, *, ellipses: bool) -> str:
    """A text in other typography: quotes, dashes, spaces, invisible characters, Unicode form."""
    random = draw(st.randoms(use_true_random=False))
    if ellipses:
        text = text.replace("...", random.choice(["...", "…"]))
    # Between digits, invisible characters separate two numbers.
    characters = [
        random.choice(VARIANTS.get(c, c))
        + random.choice(["", "", "\u00ad", "" if c.isdecimal() else "\u2060"])
        for c in text
    ]
    form = random.choice(FORMS)
    return "".join(characters) if form is None else unicodedata.normalize(form, "".join(characters))


@given(st.text(LETTERS, min_size=1, max_size=300), st.data())
def test_a_slice_in_any_typography_is_found(text: str, data: st.DataObject) -> None:
    text = " ".join(text.split())
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cited = text[start:end].strip()
    assume(cited)
    saved = normalize(data.draw(dressed(text, ellipses=True)))
    match = search(data.draw(dressed(cited, ellipses=False)), saved)
    assert match is not None
    assert match.times == text.count(cited) if match.cut else 1 <= match.times <= text.count(cited)
    at = data.draw(st.integers(0, len(cited) - 1))
    changed = cited[:at] + "ɤ" + cited[at + 1 :]
    assert search(data.draw(dressed(changed, ellipses=False)), saved) is None


@given(st.text(st.sampled_from("aab "), min_size=8, max_size=60), st.data())
@example("aaaaaaaa", None)
def test_a_slice_with_a_changed_letter_is_found_only_if_it_occurs_elsewhere(
    text: str, data: st.DataObject | None
) -> None:
    text = " ".join(text.split())
    assume(len(text) > 6)
    at = data.draw(st.integers(0, 4)) if data is not None else 2
    assume(text[at] in "ab")
    changed = text[:at] + {"a": "b", "b": "a"}[text[at]] + text[at + 1 : 5]
    assume(changed == changed.strip())
    assert (search(changed, normalize(text)) is not None) == (changed in text)


@given(st.text())
def test_any_text_is_found_in_itself(text: str) -> None:
    if parts(text):
        assert search(text, normalize(text)) is not None


SPOKEN = normalize(
    "He said that AI should not become an exclusive game for a few countries. He called for a broad consensus"
    " on AI."
)


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("exclusive game for a few", True),
        ("… exclusive game …", True),
        ("[…] exclusive game (...)", True),
        ("He said … exclusive game", False),
        ("He said ... exclusive game", False),
        ("…", False),
        ("", False),
    ],
)
def test_search_finds_passages_in_one_piece(passage: str, found: bool) -> None:
    assert (search(passage, SPOKEN) is not None) == found


@pytest.mark.parametrize(
    ("passage", "text", "times", "cut"),
    [
        ("AI", "AI here, AI there, AID nowhere", 2, False),
        ("than 3", "more than 30 countries", 1, True),
        ("than 3", "more than 30 countries, more than 3 firms", 1, False),
        ("5 percent", "10.5 percent", 1, True),
        ("5 percent", "by 5 percent", 1, False),
        ("more than 1", "more than 1,500", 1, True),
        ("more than 1", "more than 1, or 2", 1, False),
        ("art", "party", 1, True),
        ("重要", "很重要的，重要", 2, False),
        ("and then… nothing", "and then... nothing", 1, False),
        ("[…] he said […]", "so [...] he said [...]", 1, False),
        ("aa", "aaaa", 2, True),
    ],
)
def test_occurrences_of_whole_words_come_first(passage: str, text: str, times: int, cut: bool) -> None:
    match = search(passage, normalize(text))
    assert match is not None
    assert (match.times, match.cut) == (times, cut)


def test_first_whole_occurrence_gives_the_place() -> None:
    match = search("than 3", normalize("more than 30 countries, more than 3 firms"))
    assert match is not None
    assert match.start == 29


@pytest.mark.parametrize(
    ("passage", "offset", "text", "marked"),
    [
        ("become an inclusive game", 27, "become an exclusive game", "become an [-inclusive-]{+exclusive+} game"),
        ("a few Countries", 56, "a few countries", "a few [-Countries-]{+countries+}"),
        ("He said … become an inclusive game", 27, "become an exclusive game", "become an [-inclusive-]{+exclusive+} game"),
    ],
)  # fmt: skip
def test_nearest_passage_marks_the_difference(passage: str, offset: int, text: str, marked: str) -> None:
    near = nearest(passage, SPOKEN)
    assert near is not None
    assert (near.offset, near.text, near.marked) == (offset, text, marked)
    assert near.likeness < 100


def test_nearest_of_parts_in_the_wrong_order_has_all_words() -> None:
    near = nearest("exclusive game … He said", SPOKEN)
    assert near is not None
    assert (near.text, near.marked, near.likeness) == ("He said", "He said", 100)


def test_nearest_in_a_script_without_spaces_marks_characters() -> None:
    near = nearest("成立世界人工智能合作组只", normalize("李强建议成立世界人工智能合作组织。"))
    assert near is not None
    assert near.marked.startswith("成立世界人工智能合作组[-只-]{+织")


def test_without_anything_similar_there_is_no_nearest_stretch() -> None:
    assert nearest("zzzzqqqq xxxxwwww", SPOKEN) is None
    assert nearest("exclusive", normalize("")) is None


def test_a_megabyte_is_searched_quickly() -> None:
    text = (
        "The conference said “much” of governance — and of trade.\n" * 20_000
    ) + "Li Qiang called it an exclusive game."

    def find() -> None:
        normal = normalize(text)
        assert search("called it an exclusive game", normal) is not None
        near = nearest("Li Qiang called it an inclusive game.", normal)
        assert near is not None
        assert near.text == "Li Qiang called it an exclusive game."

    assert_soon(find, 5)


def test_a_letter_with_a_million_marks_takes_no_longer() -> None:
    assert_soon(lambda: normalize("a" + "\u0301\u0323" * 500_000), 20)


def test_searching_for_whole_words_is_linear() -> None:
    def find() -> None:
        match = search("aaaa", normalize("a" * 4_000_000 + " the end"))
        assert match is not None and match.cut
        assert search("-aaaa", normalize("x-aaaa y-aaaa -aaaa")) is not None

    assert_soon(find, 20)


def test_the_ends_of_a_text_split_nothing() -> None:
    text = normalize("5")
    assert not splits(text, 0)
    assert not splits(text, 1)


@pytest.mark.parametrize(
    ("text", "passage", "is_whole"),
    [
        ("有七成五的居民支持计划", "有七成", False),
        ("有七成五的居民支持计划", "有七成五", True),
        ("票价两块五一张", "票价两块", False),
        ("有七成二手房降价", "有七成", True),
    ],
)
def test_the_decimal_after_a_sign_belongs_to_its_number(text: str, passage: str, is_whole: bool) -> None:
    match = search(passage, normalize(text))
    assert match is not None and match.cut is not is_whole


def test_raised_and_circled_characters_stay_in_the_normal_form() -> None:
    assert normalize("a² e\u0301½ ﬁ ＡＩ 5⒈").text == "a² é½ fi AI 5⒈"


@given(st.text())
def test_positions_in_the_original_lead_back_to_the_normal_form(text: str) -> None:
    normal = normalize(text)
    for place in range(len(normal.text)):
        assert normal.origin(normal.position(normal.origin(place))) == normal.origin(place)

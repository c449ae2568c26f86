"""Passages: equal spellings, and their places in the text as saved."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefings.evidence.passages import nearest, normalize, search
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


def test_a_megabyte_is_searched_quickly() -> None:
    text = (
        "The conference said “much” of governance — and of trade.\n" * 20_000
    ) + "Li Qiang called it an exclusive game."

    def find() -> None:
        normal = normalize(text)
        assert search("called it an exclusive game", normal) is not None
        near = nearest("Li Qiang called it an inclusive game.", normal)
        assert near == "Li Qiang called it an [-inclusive-]{+exclusive+} game."

    assert_soon(find, 5)


def test_a_letter_with_a_million_marks_takes_no_longer() -> None:
    assert_soon(lambda: normalize("a" + "\u0301\u0323" * 500_000), 20)


def test_searching_for_whole_words_is_linear() -> None:
    def find() -> None:
        match = search("aaaa", normalize("a" * 4_000_000 + " the end"))
        assert match is not None and match.cut
        assert search("-aaaa", normalize("x-aaaa y-aaaa -aaaa")) is not None

    assert_soon(find, 20)


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

"""Measuring text: truncation is marked, nothing is wider than its room, letters keep their accents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures import text

LETTERS = st.text(alphabet="abc WMil.,éÅ李強ИعЯ-", max_size=80)


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("Li Qiang opens the conference", 300, "Li Qiang opens the conference"),
        ("Li Qiang opens the conference", 150, "Li Qiang opens the…"),
        ("Li Qiang opens, as expected", 125, "Li Qiang opens…"),
        ("Donaudampfschifffahrtsgesellschaft", 100, "Donaudamp…"),
        ("李强总理在世界人工智能大会开幕式上", 100, "李强总理在…"),
        ("  two\n words ", 300, "two words"),
        ("", 10, ""),
    ],
)
def test_text_is_truncated_between_words_if_possible(words: str, room: float, expected: str) -> None:
    assert text.fit(words, room) == expected


@pytest.mark.parametrize(
    ("words", "room", "limit", "expected"),
    [
        ("UN General Assembly adopts its first resolution", 200, 2, ["UN General Assembly", "adopts its first resolution"]),
        ("UN General Assembly adopts its first resolution", 110, 2, ["UN General", "Assembly…"]),
        ("UN General Assembly adopts its first resolution", 110, 4, ["UN General", "Assembly", "adopts its first", "resolution"]),
        ("short", 110, 3, ["short"]),
        ("kept\u00a0together for ever", 100, 3, ["kept\u00a0together", "for ever"]),
        ("世界人工智能合作组织", 80, 2, ["世界人工智", "能合作组织"]),
    ],
)  # fmt: skip
def test_text_is_wrapped_between_words(words: str, room: float, limit: int, expected: list[str]) -> None:
    assert text.wrap(words, room, limit=limit) == expected


@given(LETTERS, st.floats(20, 400))
def test_nothing_is_wider_than_its_room(words: str, room: float) -> None:
    fitted = text.fit(words, room)
    assert text.width(fitted) <= room
    assert " ".join(words.split(" ")).strip(" ").startswith(fitted.removesuffix("…")) or "  " in words


@given(LETTERS, st.floats(40, 400), st.integers(1, 4))
def test_wrapping_keeps_the_words_and_their_order(words: str, room: float, limit: int) -> None:
    lines = text.wrap(words, room, limit=limit)
    assert len(lines) <= limit
    assert all(text.width(line) <= room for line in lines[-1:])
    plain = "".join(words.split())
    assert plain.startswith("".join("".join(lines).removesuffix("…").split()))
    assert lines[-1].endswith("…") or "".join("".join(lines).split()) == plain


def test_a_letter_keeps_its_accent() -> None:
    for room in range(20, 120):
        kept = text.fit("e\u0301" * 30, room).removesuffix("…")
        assert len(kept) % 2 == 0

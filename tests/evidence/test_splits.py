"""Where a passage may begin and end: not inside a word or number, nor between one and its sign."""

from __future__ import annotations

from time import perf_counter

import pytest

from briefings.evidence.passages import normalize, search, splits

INSIDE: list[tuple[str, str]] = [
    ("-5 percent growth", "5 percent growth"),
    ("−5 percent growth", "5 percent growth"),
    ("10.5 percent of the people", "5 percent of the people"),
    ("non-existent evidence", "existent evidence"),
    ("anti-corruption leader", "corruption leader"),
    ("no-one was told", "one was told"),
    ("5/6 of the people", "6 of the people"),
    ("3–5 million people", "5 million people"),
    ("the vote was 5·10 million", "the vote was 5"),
    ("rated AA+ by all", "rated AA"),
    ("it is ¬guilty", "guilty"),
    ("about 10 000 people came", "000 people came"),
    ("about 10\u00a0000 people came", "000 people came"),
    ("about 10\u202f000 people came", "about 10"),
    ("some 1’234 people", "234 people"),
    ("some 1'234'567 people", "some 1'234"),
    ("unlawful and dangerous", "lawful and dangerous"),
    ("(un)lawful and dangerous", "lawful and dangerous"),
    ("un-\nlawful and dangerous", "lawful and dangerous"),
    ("yes, we can’t", "yes, we can"),
    ("a result of −€5 million", "€5 million"),
    ("rated BBB- by all", "rated BBB"),
    ("grew by 1½ percent", "grew by 1"),
    ("split 15:16 over it", "split 15"),
    ("三点五亿人", "五亿人"),
    ("效率为500万元", "效率为500"),
    ("비효율적인 방법", "효율적인 방법"),
    ("والاقتصاد", "الاقتصاد"),
]

WHOLE = [
    ("the war—unveiled in July—went on", "unveiled in July"),
    ("the war — unveiled in July", "unveiled in July"),
    ("it grew by -5 percent", "-5 percent"),
    ("in 2024 500 people came", "500 people came"),
    ("in 2024 500 people came", "in 2024"),
    ("10 000 people came", "10 000 people"),
    ("he said 'no' to all", "no"),
    ("the rock 'n' roll years", "roll years"),
    ("AI-powered devices", "AI-powered devices"),
    ("a state-backed plan", "plan"),
    ("the short- and long-term plan", "the short"),
    ("the plan[1] of 2024", "the plan"),
    ("on the 5th: 16 people", "16 people"),
    ("the councils' plan", "the councils"),
    ("十五万人参加", "参加"),
    ("새 노선을 승인했다", "노선을 승인했다"),
]


@pytest.mark.parametrize(("text", "passage"), INSIDE)
def test_a_passage_that_begins_or_ends_inside_a_word_or_number_is_cut(text: str, passage: str) -> None:
    match = search(passage, normalize(text))
    assert match is not None
    assert match.cut


@pytest.mark.parametrize(("text", "passage"), WHOLE)
def test_a_passage_of_whole_words_is_not_cut(text: str, passage: str) -> None:
    match = search(passage, normalize(text))
    assert match is not None
    assert not match.cut


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("drew 102 people", "It drew 10² people to the square."),
        ("1001 million", "a sum of 100¹ million"),
        ("Model 59", "the Model 5⁹ is new"),
        ("x-1 percent", "grew by x⁻¹ percent"),
        ("12 million", "some ①② million"),
        ("11⁄2 percent", "a rise of 1½ percent"),
        ("1½ percent", "a rise of 11⁄2 percent"),
        ("note1 the price", "see note¹ the price"),
        ("5a", "clause 5ª applies"),
        ("H20", "Nvidia's H₂0"),
    ],
)
def test_raised_lowered_and_circled_characters_are_not_plain_ones(passage: str, text: str) -> None:
    assert search(passage, normalize(text)) is None


def test_raised_characters_are_equal_to_themselves() -> None:
    assert search("10² people", normalize("It drew 10² people to the square.")) is not None
    assert normalize("a² e\u0301½ ﬁ ＡＩ").text == "a² é½ fi AI"


def test_searching_for_whole_words_is_linear() -> None:
    text = normalize("a" * 4_000_000 + " the end")
    began = perf_counter()
    match = search("aaaa", text)
    assert match is not None and match.cut
    assert search("-aaaa", normalize("x-aaaa y-aaaa -aaaa")) is not None
    # It takes a few seconds; the limit only excludes quadratic time.
    assert perf_counter() - began < 20


def test_the_ends_of_a_text_split_nothing() -> None:
    text = normalize("5")
    assert not splits(text, 0)
    assert not splits(text, 1)

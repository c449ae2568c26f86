"""Paragraphs, sentences, and what stands around a passage."""

from __future__ import annotations

import pytest

from briefings.grammar.lexicon import lexicon
from briefings.grammar.sentences import Prose, around, paragraphs, sentences
from tests.rows import rows


def divided(text: str, language: str) -> list[str]:
    """The sentences of a text."""
    return [
        text[start:end]
        for paragraph in paragraphs(text)
        for start, end in sentences(paragraph, lexicon(language))
    ]


@rows
def test_sentences(language: str, parts: list[str]) -> None:
    assert divided(("" if language == "zh" else " ").join(parts), language) == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A tram\nIt runs.\nIt stops.", [("A tram", True), ("It runs.", False), ("It stops.", False)]),
        (
            "The line to the harbor runs\nevery day.\n\nIt stops at the town hall\nand there.",
            [
                ("The line to the harbor runs every day.", False),
                ("It stops at the town hall and there.", False),
            ],
        ),
        ("大桥合龙创全省纪录\n\n县长林志远\n副省长昨日承认收受工程回扣。\n他已被立案调查。", [("大桥合龙创全省纪录", True), ("县长林志远", True), ("副省长昨日承认收受工程回扣。", False), ("他已被立案调查。", False)]),
        ("- It runs\n- It stops", [("It runs", False), ("It stops", False)]),
        ("The line:\nIt runs.", [("The line:", False), ("It runs.", False)]),
        ("x" * 121 + "\nIt runs.", [("x" * 121, False), ("It runs.", False)]),
        ("\n \n", []),
        ("", []),
    ],
)  # fmt: skip
def test_paragraphs_and_headings(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(each.text, each.is_heading) for each in paragraphs(text)] == expected


def test_the_places_of_paragraphs_are_those_of_the_text() -> None:
    text = "A tram\n\n- It runs\n  every day.\n\nIt stops."
    for each in paragraphs(text):
        assert " ".join(text[each.start : each.end].split()) == " ".join(each.text.split())


def surroundings(text: str, passage: str, language: str = "en") -> tuple[str, str]:
    """The sentences that a passage is in, and what else is near, each on one line."""
    start = text.index(passage)
    sentence, before, after = around(Prose(text, lexicon(language)), start, start + len(passage))
    return " ".join(sentence.split()), " ".join([*before.split(), *after.split()])


@rows
def test_what_is_around_a_passage(language: str, text: str, passage: str, sentence: str, rest: str) -> None:
    assert surroundings(text, passage, language) == (sentence, rest)


def test_a_quotation_that_never_ends_does_not_reach_into_other_paragraphs() -> None:
    text = "“It opened. It closed.\nNobody came.\nIt leaks.”"
    assert surroundings(text, "It opened") == ("“It opened. It closed.", "")


def test_a_passage_over_two_paragraphs_is_in_both() -> None:
    text = "One. It opened.\nIt closed. Two."
    assert surroundings(text, "opened.\nIt closed") == ("It opened. It closed.", "One. Two.")

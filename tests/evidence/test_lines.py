"""Lines and paragraphs of saved texts: line numbers, and passages that run on from a heading."""

from __future__ import annotations

import pytest

from briefings.evidence.lines import in_one_paragraph, line_of, runs_on
from briefings.evidence.passages import normalize

LONG = (
    "The council of the town approved the plan for the line on Monday after a long debate that lasted until"
    " the early morning. " * 2
)


@pytest.mark.parametrize(
    ("text", "words", "one_paragraph", "heading"),
    [
        ("The council approved\nthe plan on Monday after\na long debate.", "approved the plan", True, False),
        ("The council of the town has approved the\nplan on Monday.", "approved the plan", True, False),
        ("The plan that was made by Hartog\nShe left the town for ever and ever.", "Hartog She", False, True),
        ("The council approved\n\nthe plan.", "approved the plan", False, True),
        ("The council approved\n  \nthe plan.", "approved the plan", False, True),
        ("Photo: Ines Hartog\nstole the money, says the report.", "Hartog stole the", False, True),
        (f"Ines Hartog\nstole the money. {LONG}", "Hartog stole the", False, True),
        (f"{LONG}the plan\nof the town. {LONG}", "plan of the", False, True),
        (f"It was Hartog.\nShe left. {LONG}", "Hartog. She left", False, False),
        (f"It was “Hartog.”\r\nShe left. {LONG}", 'Hartog." She left', False, False),
        (f"Present:\n- Hartog\n- Kool\n{LONG}", "Present: - Hartog", False, False),
        (f"Present:\n- Hartog\n- Kool\n{LONG}", "Hartog - Kool", False, True),
        (f"They were there\u2028Hartog left. {LONG}", "there Hartog left", False, True),
        ("word " * 30 + "\n" + "word " * 20 + "end.", "word word end.", True, False),
    ],
)
def test_paragraphs(text: str, words: str, one_paragraph: bool, heading: bool) -> None:
    normal = normalize(text)
    start = normal.text.index(words)
    stretch = (start, start + len(words))
    assert (in_one_paragraph(normal, *stretch), runs_on(normal, *stretch)) == (one_paragraph, heading)


def test_lines_are_counted_in_the_text_as_saved() -> None:
    normal = normalize("one\r\n\r\ntwo\nthree\u2029four")
    assert [line_of(normal, normal.text.index(word)) for word in ("one", "two", "three", "four")] == [
        1,
        3,
        4,
        5,
    ]


def test_an_empty_stretch_is_in_one_paragraph() -> None:
    assert in_one_paragraph(normalize("a\n\nb"), 1, 1)

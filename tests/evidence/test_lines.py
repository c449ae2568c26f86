"""Lines of saved texts. What runs on from a heading is in `quoteproof/presence/paragraphs.yml`."""

from __future__ import annotations

from briefings.evidence.passages import normalize
from briefings.grammar.lines import in_one_paragraph, line_of


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

"""What the index gets besides the words as they are written."""

from __future__ import annotations

import pytest

from briefings.search.letters import without_apostrophes


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("The EU’s AI Act", "The EU AI Act"), ("Nvidia's H20", "Nvidia H20"), ("The states’ rights", "The states rights"),
        ("L’accord de l'Union", "L accord de l Union"), ("“Quoted” words", "“Quoted” words"),
    ],
)  # fmt: skip
def test_titles_are_also_found_by_words_at_apostrophes(title: str, typed: str) -> None:
    assert without_apostrophes(title) == typed

"""Compares the title of a source with the first lines of its saved text."""

from __future__ import annotations

import re
from itertools import islice

from briefings.evidence.normal import normalize

FIRST_LINES = 8
"""How many lines may stand before the title: the name of the site, the day, the author."""

LONGEST = 2_000
"""The most characters that are read of them."""

_LEAST_LETTERS = 12
"""A first line with fewer letters may be the name of a section, and is in many titles."""

_SENTENCE = re.compile(r"[.。।؟][\"'”’»」』)]*$")


def another_heading(title: str, text: str) -> str:
    """The first line of a text if it is a heading and no first line has the title; "" otherwise.

    A text that begins with a sentence was saved without its title, which nobody can then compare.
    """
    lines = list(islice((line.strip() for line in text[:LONGEST].splitlines() if line.strip()), FIRST_LINES))
    wanted = _letters(title)
    if wanted == "" or len(lines) < 2 or _SENTENCE.search(lines[0]) or lines[1][0].islower():
        return ""
    heading = _letters(lines[0])
    is_part = len(heading) >= _LEAST_LETTERS and heading in wanted
    return "" if is_part or wanted in _letters(" ".join(lines)) else lines[0]


def _letters(words: str) -> str:
    """Only letters and digits, in small letters: in the rest, titles differ from page to page."""
    return "".join(letter for letter in normalize(words).text.casefold() if letter.isalnum())


__all__ = ["another_heading"]

"""Dates on pages, which do not break over two lines."""

from __future__ import annotations

import re

from briefings.grammar.normal import UNSPACED

_SPACE = re.compile(r"(?<![–—]) (?![–—])")
"""Spaces inside one date, not those around the dash between two."""
_BESIDE_IDEOGRAPH = re.compile(rf"(?<=[^\s–—])(?={UNSPACED.pattern})|(?<={UNSPACED.pattern})(?=[^\s–—])")
_LONGEST = 26
"""Characters that fit on a line with large text on a phone."""


def unbroken(date: str) -> str:
    """A date in words with spaces that do not break, and a word joiner beside each ideograph; unchanged if it
    is long, such as one with hours."""
    if len(date) > _LONGEST:
        return date
    return _BESIDE_IDEOGRAPH.sub("\N{WORD JOINER}", _SPACE.sub("\N{NO-BREAK SPACE}", date))

"""Dates on pages, which do not break over two lines."""

from __future__ import annotations

import re

from briefings.grammar.normal import UNSPACED

_SPACE = re.compile(r"(?<![–—]) (?![–—])")
"""Spaces inside one date, not those around the dash between two."""
_BESIDE_IDEOGRAPH = re.compile(rf"(?<=[^\s–—])(?={UNSPACED.pattern})|(?<={UNSPACED.pattern})(?=[^\s–—])")
_DASH = re.compile(r"(?<=\S)[–—](?=\S)")
"""A dash between two without spaces, after which a line may break."""
_LONGEST = 24
"""Characters that fit on a line with large text on a phone, and beside a timeline."""


def unbroken(date: str) -> str:
    """A date in words with spaces that do not break, and a word joiner beside each ideograph. One that is
    long, such as one with hours, breaks at spaces, but not after a dash without them."""
    if len(date) <= _LONGEST:
        date = _BESIDE_IDEOGRAPH.sub("\N{WORD JOINER}", _SPACE.sub("\N{NO-BREAK SPACE}", date))
    return _DASH.sub("\\g<0>\N{WORD JOINER}", date)

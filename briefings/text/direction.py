"""Which texts have letters of the other writing direction, so that pages must isolate them."""

from __future__ import annotations

import re

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and older scripts."""

_SOME_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_SOME_LEFT_TO_RIGHT = re.compile(rf"[^\W\d_{_RIGHT_TO_LEFT}]")


def runs_against(text: str, *, right_to_left: bool) -> bool:
    """Whether a text has letters of the other direction than the page, which could disorder what is beside
    it."""
    other = _SOME_LEFT_TO_RIGHT if right_to_left else _SOME_RIGHT_TO_LEFT
    return not (text.isascii() and not right_to_left) and other.search(text) is not None

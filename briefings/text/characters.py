"""Which characters a text may have. Judged once it is decoded: an escape or a character reference brings in
as much as a key.

Invisible characters are a way to show a reviewer one thing and a reader another, and some of them end what
reads them. Those that scripts need stay:

| characters | who needs them | | --- | --- | | U+00AD soft hyphen, U+200B zero-width space, U+2060 word
joiner, U+034F grapheme joiner | where lines may break: German, Thai, Khmer | | U+200C, U+200D joiners |
Persian, the scripts of India, emoji made of several | | U+180B–U+180F, U+FE00–U+FE0F, U+E0100–U+E01EF
variation selectors | Mongolian, emoji, forms of Chinese characters | | U+061C, U+200E, U+200F direction marks
| Arabic and Hebrew, and only in a text that has some | | U+0600–U+0605, U+06DD and others that Unicode calls
format characters but that are seen | Arabic, Syriac, Kaithi, Egyptian |

Refused are control characters, line ends that editors and YAML count differently, half characters
(surrogates), noncharacters, marks that turn a part of a line around (embeddings, overrides, isolates),
annotations, invisible operators and fillers, and tag characters, with which whole sentences can be written
unseen. The flags of England, Scotland and Wales are made with tags, and are not possible.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from unicodedata import category, name

_DIRECTION_MARKS = "\u061c\u200e\u200f"
_BASIC = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u115f\u1160\u3164\uffa0"  # fillers, which look like nothing
    "\u2028-\u202e"  # line ends, embeddings and overrides
    "\u2061-\u206f"  # invisible operators, isolates, and what Unicode has given up
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
)
_HIGHER = (
    "\U0001d173-\U0001d17a"  # invisible signs of music
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags, and what is kept free beside them
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
)
# Rare characters are found by one range, and looked at one by one: each range more makes every search slower.
_SUSPECT = re.compile(f"[{_BASIC}{_DIRECTION_MARKS}\U00010000-\U0010ffff]")
_HIDDEN_HIGHER = re.compile(f"[{_HIGHER}]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNSEEN = "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")
_SEEN = re.compile(rf"[^\s{_UNSEEN}]")

_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]+)|#[xX](?P<hexadecimal>[0-9a-fA-F]+)|(?P<name>[a-zA-Z][a-zA-Z0-9]{0,40}+));?"
)
_MOST_DIGITS = 7
"""Of a character's number, without zeros before it: 1114111 is the largest."""


class Hidden(NamedTuple):
    """A character that a text must not have."""

    character: str
    start: int
    end: int
    """Where it, or the reference to it, stands in the text."""

    @property
    def message(self) -> str:
        """What it is, as `the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed`."""
        point = f"U+{ord(self.character):04X}"
        called = name(self.character, "") or _CALLED.get(category(self.character), "")
        return f"the invisible character {point}{f' ({called})' if called else ''} is not allowed"

    @property
    def hint(self) -> str:
        """What to do."""
        if self.character in _DIRECTION_MARKS:
            return "delete it: direction marks are for texts with Arabic or Hebrew letters"
        return (
            "write a space or a line break instead, or delete it"
            if self.character in _BREAKS
            else "delete it"
        )


_CALLED = {"Cc": "a control character", "Cs": "half a character", "Cn": "not a character"}
_BREAKS = "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"


def hidden(text: str) -> Hidden | None:
    """The first character that the text must not have."""
    right_to_left: bool | None = None
    for found in _SUSPECT.finditer(text):
        character = found[0]
        if character in _DIRECTION_MARKS:
            right_to_left = (
                _RIGHT_TO_LEFT.search(text) is not None if right_to_left is None else right_to_left
            )
        if not (
            right_to_left
            if character in _DIRECTION_MARKS
            else character > "\uffff" and _HIDDEN_HIGHER.match(character) is None
        ):
            return Hidden(character, found.start(), found.end())
    return None


def hidden_by_reference(text: str) -> Iterator[Hidden]:
    """Each reference in Markdown (`&#8238;`, `&lrm;`) to a character that the text must not have."""
    if "&" not in text:
        return
    marks = "" if _RIGHT_TO_LEFT.search(text) is None else _DIRECTION_MARKS
    for reference in _REFERENCE.finditer(text):
        character = _referred(reference)
        if len(character) == 1 and character not in marks and hidden(character) is not None:
            yield Hidden(character, reference.start(), reference.end())


def decoded(text: str) -> str:
    """Markdown with the characters that its references stand for; those that stand for none stay. Linear,
    unlike `html.unescape`."""
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(reference: re.Match[str]) -> str:
    """The character that a reference stands for, also where HTML shows another one, or none, in its place."""
    if reference["name"] is not None:
        return unescape(reference[0])
    digits = (reference["hexadecimal"] or reference["decimal"]).lstrip("0")
    if len(digits) > _MOST_DIGITS:
        return reference[0]
    number = int(digits or "0", 10 if reference["hexadecimal"] is None else 16)
    return chr(number) if number <= sys.maxunicode else reference[0]


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return _SEEN.search(text) is None


def has_unseen(text: str) -> bool:
    """Whether a text has any of the characters that are allowed and cannot be seen, so that parts of it may
    be blank."""
    return _ANY_UNSEEN.search(text) is not None

"""Which characters a text may contain, judged after escapes and character references are decoded.

Invisible characters can show a reviewer one text and a reader another. Allowed are those that scripts need:

- soft hyphen, zero-width space, word joiner and grapheme joiner (line breaks in German, Thai and Khmer),
- zero-width joiners (Persian, Indian scripts, emoji) and variation selectors (Mongolian, Chinese, emoji),
- direction marks, in texts that have Arabic or Hebrew letters,
- format characters that are visible, such as U+0600 (Arabic, Syriac, Kaithi, Egyptian).

Refused are control characters, line ends that editors and YAML count differently, surrogates, noncharacters,
embeddings, overrides and isolates, annotations, invisible operators and fillers, and tag characters, which
can hide whole sentences. The flags of England, Scotland and Wales consist of tags and are refused, too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from unicodedata import category, name

_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters that show nothing. Python calls them printable."""
_DIRECTION_MARKS = "\u061c\u200e\u200f"
_BASIC = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls except tab and line feed
    f"{_FILLERS}"
    "\u2028-\u202e"  # line ends, embeddings and overrides
    "\u2061-\u206f"  # invisible operators, isolates and deprecated formats
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
)
_HIGHER = (
    "\U0001d173-\U0001d17a"  # invisible musical symbols
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags, and unassigned characters beside them
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
)
# Characters beyond U+FFFF are rare: finding them by one range and testing each is faster than more ranges.
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
"""Digits of the largest character number, 1114111, without leading zeros."""


class Hidden(NamedTuple):
    """A character that a text must not contain."""

    character: str
    start: int
    end: int
    """The slice of the text that is the character, or a reference to it."""

    @property
    def message(self) -> str:
        """For example `the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed`."""
        label = name(self.character, "") or _CATEGORIES.get(category(self.character), "")
        shown = f"U+{ord(self.character):04X}{f' ({label})' if label else ''}"
        return f"the invisible character {shown} is not allowed"

    @property
    def hint(self) -> str:
        """How to fix it."""
        if self.character in _DIRECTION_MARKS:
            return "delete it: direction marks are for texts with Arabic or Hebrew letters"
        is_break = self.character in _BREAKS
        return "write a space or a line break instead, or delete it" if is_break else "delete it"


_CATEGORIES = {"Cc": "a control character", "Cs": "half a character", "Cn": "not a character"}
_BREAKS = "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"


def first_hidden(text: str) -> Hidden | None:
    """The first character that the text must not contain."""
    # Most texts are printable, which is quickly told; the search is for the others.
    if text.replace("\n", "").isprintable() and not any(filler in text for filler in _FILLERS):
        return None
    is_right_to_left: bool | None = None
    for match in _SUSPECT.finditer(text):
        character = match[0]
        if character in _DIRECTION_MARKS:
            if is_right_to_left is None:
                is_right_to_left = _RIGHT_TO_LEFT.search(text) is not None
            allowed = is_right_to_left
        else:
            allowed = character > "\uffff" and _HIDDEN_HIGHER.match(character) is None
        if not allowed:
            return Hidden(character, match.start(), match.end())
    return None


def without_hidden(text: str) -> str:
    """A text with a space instead of each character that it must not contain."""
    parts: list[str] = []
    while (found := first_hidden(text)) is not None:
        parts.append(text[: found.start])
        text = text[found.end :]
    return " ".join([*parts, text])


def hidden_references(text: str) -> Iterator[Hidden]:
    """Each reference in Markdown (`&#8238;`, `&lrm;`) to a character that the text must not contain."""
    if "&" not in text:
        return
    marks = "" if _RIGHT_TO_LEFT.search(text) is None else _DIRECTION_MARKS
    for reference in _REFERENCE.finditer(text):
        character = _character(reference)
        if len(character) == 1 and character not in marks and first_hidden(character) is not None:
            yield Hidden(character, reference.start(), reference.end())


def decode_references(text: str) -> str:
    """Markdown with its character references decoded, in linear time, unlike `html.unescape`."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    """The character that a reference stands for, even one that HTML replaces; else the reference."""
    if reference["name"] is not None:
        return unescape(reference[0])
    digits = (reference["hexadecimal"] or reference["decimal"]).lstrip("0")
    if len(digits) > _MOST_DIGITS:
        return reference[0]
    number = int(digits or "0", 10 if reference["hexadecimal"] is None else 16)
    return chr(number) if number <= sys.maxunicode else reference[0]


def is_blank(text: str) -> bool:
    """Whether a text has no visible characters."""
    return _SEEN.search(text) is None


def as_seen(text: str) -> str:
    """A text without the allowed invisible characters: two digits with one between look like one number."""
    return _ANY_UNSEEN.sub("", text)

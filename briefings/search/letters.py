"""Makes words findable that Pagefind does not find by itself: those in scripts without spaces, and those with
letters that have no simpler form in Unicode. `search.js` does the same with what readers type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Chinese and Japanese; Thai, Lao, Burmese and Khmer, whose vowel signs belong to the letter before them.
_LETTER = re.compile(
    "[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6\u1000-\u102a\u103f"
    "\u1780-\u17b3][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e"
    "\u17b4-\u17d3]*"
)

_SIMPLER = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H",
    }
)  # fmt: skip
_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?<=\w)['’]s\b|(?<=s)['’](?=\s)")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def spaced(text: str) -> str:
    """The text with spaces around each letter of scripts that write words without spaces, so that any part of
    it can be found as a phrase."""
    return _LETTER.sub(r" \g<0> ", text)


def without_apostrophes(text: str) -> str:
    """The text without apostrophes, which Pagefind takes for parts of words: `The EU’s law` becomes `The EU
    law`, and `l’accord` becomes `l accord`."""
    return _APOSTROPHE.sub(" ", _ENDING.sub("", text))


def simpler_words(texts: Iterable[str]) -> Iterator[str]:
    """Each word with letters that have simpler ones, once, with these: `Lukasz` for `Łukasz`."""
    words = (word for text in texts if not text.isascii() for word in _WORD.findall(text))
    return iter(dict.fromkeys(simple for word in words if (simple := word.translate(_SIMPLER)) != word))

"""Compares names as readers see them: letters of other scripts that look like Latin ones count as those."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LATIN = {
    # Latin, where `I` and `l` look the same
    "i": "l", "ı": "l", "ɑ": "a", "ɡ": "g", "ɩ": "l", "ʏ": "y", "ᴏ": "o",
    # Cyrillic
    "а": "a", "в": "b", "е": "e", "ѕ": "s", "і": "l", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
    "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y", "ү": "y", "х": "x", "һ": "h",
    "ԁ": "d", "ԛ": "q", "ԝ": "w", "г": "r",
    # Greek
    "α": "a", "β": "b", "ε": "e", "ζ": "z", "η": "h", "ι": "l", "κ": "k", "μ": "m", "ν": "v",
    "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j",
    # Armenian
    "օ": "o", "ս": "u", "հ": "h", "ո": "n", "ց": "g",
    # Cherokee
    "Ꭰ": "d", "Ꭱ": "r", "Ꭲ": "t", "Ꭵ": "l", "Ꭹ": "y", "Ꭺ": "a", "Ꭻ": "j", "Ꭼ": "e", "Ꮃ": "w",
    "Ꮇ": "m", "Ꮋ": "h", "Ꮍ": "y", "Ꮐ": "g", "Ꮓ": "z", "Ꮟ": "b", "Ꮢ": "r", "Ꮤ": "w", "Ꮥ": "s",
    "Ꮩ": "v", "Ꮪ": "s", "Ꮮ": "l", "Ꮯ": "c", "Ꮲ": "p", "Ꮶ": "k", "Ᏻ": "g", "Ᏼ": "b",
    # Lisu
    "ꓐ": "b", "ꓑ": "p", "ꓒ": "d", "ꓓ": "d", "ꓔ": "t", "ꓖ": "g", "ꓗ": "k", "ꓙ": "j", "ꓚ": "c",
    "ꓜ": "z", "ꓝ": "f", "ꓟ": "m", "ꓠ": "n", "ꓡ": "l", "ꓢ": "s", "ꓣ": "r", "ꓦ": "v", "ꓧ": "h",
    "ꓪ": "w", "ꓫ": "x", "ꓬ": "y", "ꓮ": "a", "ꓰ": "e", "ꓲ": "l", "ꓳ": "o", "ꓴ": "u",
}  # fmt: skip
"""Letters, small ones where there are, by the one that they look like, some only as capitals (`Β`, `Н`)."""
_TABLE = str.maketrans(_LATIN)


# The same publishers support most facts: cached, the support of all facts takes half the time.
@lru_cache(maxsize=10_000)
def skeleton(name: str) -> str:
    """The form in which two names are equal if they look equal, whatever their case, spaces, punctuation and
    signs. Only a `+` tells names apart: Canal+ is not Canal."""
    shown = "".join(letter for letter in name if letter not in "™℠" and unicodedata.category(letter) != "Sk")
    letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
    return "".join(filter(_counts, letters)).translate(_TABLE) or letters


def _counts(letter: str) -> bool:
    kind = unicodedata.category(letter)
    # Modifier letters such as ʼ are apostrophes, but for those of East Asian scripts.
    return letter == "+" or (kind[0] in "LMN" and (kind != "Lm" or letter > "\u0700"))

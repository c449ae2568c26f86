"""Compares names as readers see them: letters of other scripts that look like Latin ones count as those."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LATIN = {
    # Cyrillic
    "а": "a", "в": "b", "е": "e", "ѕ": "s", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
    "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y", "ү": "y", "х": "x", "һ": "h",
    "ԁ": "d", "ԛ": "q", "ԝ": "w", "г": "r",
    # Greek
    "α": "a", "β": "b", "ε": "e", "ζ": "z", "η": "h", "ι": "i", "κ": "k", "μ": "m", "ν": "v",
    "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j",
    # Armenian
    "օ": "o", "ս": "u", "հ": "h", "ո": "n", "ց": "g",
    # Latin
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʏ": "y", "ᴏ": "o",
}  # fmt: skip
"""Small letters by the one that they look like, some only as capitals (`Β`, `Н`)."""
_TABLE = str.maketrans(_LATIN)


# The same publishers support most facts: cached, the support of all facts takes half the time.
@lru_cache(maxsize=10_000)
def skeleton(name: str) -> str:
    """The form in which two names are equal if they look equal, whatever their case and spaces."""
    letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
    return " ".join(seen.translate(_TABLE).split())

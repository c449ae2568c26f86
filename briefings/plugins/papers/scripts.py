"""Which letters the fonts of papers have: Latin, Greek and Cyrillic, with punctuation and common symbols."""

from __future__ import annotations

import re
import unicodedata

LEFT_OUT = "[…]"
"""Stands for words that the fonts cannot print."""

_PRINTABLE = (
    " -~\u00a0-\u00ac\u00ae-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u0510-\u0513"
    "\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d"
    "\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe"
    "\u2010-\u2027\u202f-\u2037\u2039-\u2040\u2044-\u204b\u2070-\u2071\u2074-\u208e\u2090-\u2094\u20a0-\u20bf"
    "\u2113\u2116\u2117\u2120\u2122\u2126\u2150\u2151\u2153-\u215e\u2160-\u2184\u2190-\u21ff\u2202-\u2207"
    "\u220f-\u2212\u221a\u221e\u2248\u2260\u2264\u2265\u25a0\u25a1\u25cf\u25cb\u25c6\u25c7\u25ca\u25b2\u25bc"
    "\u2713\u2717"
)
"""What the fonts in Typst have, as a class of a regular expression."""

_MISSING = re.compile(f"[^{_PRINTABLE}]+(?:[ ,.·:;()\\[\\]-]*[^{_PRINTABLE}]+)*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Hints on how to break or order text, which printing decides by itself."""

_SCRIPTS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
"""Scripts whose letters are not named after them."""


def printable(text: str) -> str:
    """The text on one line as the fonts can print it, with `[…]` for all else."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", spaced))
    return _SPACES.sub(" ", _MISSING.sub(LEFT_OUT, composed)).strip(" ")


_SPACES = re.compile("[ \u2000-\u200a\u3000]+")


def missing_scripts(text: str) -> tuple[str, ...]:
    """The names of the scripts in a text that the fonts lack, sorted; no symbol or emoji has one."""
    if text.isascii():
        return ()
    letters = "".join(_MISSING.findall(unicodedata.normalize("NFC", _INVISIBLE.sub("", text))))
    names = {unicodedata.name(sign, "other").split()[0] for sign in letters if sign.isalpha()}
    return tuple(sorted({_SCRIPTS.get(name, name.capitalize()) for name in names}))

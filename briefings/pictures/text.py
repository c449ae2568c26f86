"""Measures, truncates and wraps text without a font, by common letter widths with some allowance."""

from __future__ import annotations

import unicodedata

from briefings.pictures import svg

_WIDTHS = {
    0.25: "ijl'|",
    0.31: " \u00a0!,./:;I[]\\ft",
    0.37: "()-`r{}\u2018\u2019",
    0.42: '"*°\u201c\u201d',
    0.53: "Jcksvxyz",
    0.59: "#$0123456789?L_abdeghnopqu\u2013",
    0.62: "+<=>FTZ~^",
    0.70: "ABEKPSVXY&",
    0.76: "CDHNRUw",
    0.81: "GOQ",
    0.88: "Mm%",
    1.02: "W@\u2014\u2026",
}
_KNOWN = {character: width for width, characters in _WIDTHS.items() for character in characters}
_SLACK = 1.1
"""An allowance for wider fonts of readers."""


def _em(character: str) -> float:
    base = unicodedata.normalize("NFD", character)[0]
    if base in _KNOWN:
        return _KNOWN[base]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F") or ord(character) > 0xFFFF:
        return 1.02
    return 0.78 if character.isupper() else 0.66


def width(text: str, size: float = svg.TEXT) -> float:
    """The width of a line of text."""
    return sum(map(_em, text)) * size * _SLACK


def fit(text: str, room: float, size: float = svg.TEXT) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis."""
    text = svg.clean(text)
    if width(text, size) <= room:
        return text
    cut = _reach(text, room - width("…", size), size)
    space = text.rfind(" ", 0, cut)
    # Cut inside a word only if whole words would leave much room empty, or in scripts without spaces.
    if space > cut * 0.6 and not text[cut : cut + 1].isspace():
        cut = space
    return text[:cut].rstrip(" ,;:–—-") + "…"


def wrap(text: str, room: float, size: float = svg.TEXT, *, limit: int = 2) -> list[str]:
    """The text on at most `limit` lines, of which the last one may be truncated."""
    text = svg.clean(text)
    lines: list[str] = []
    while len(lines) < limit - 1 and width(text, size) > room:
        cut = _reach(text, room, size)
        space = text.rfind(" ", 1, cut + 1)
        cut = space if space > 0 else max(cut, 1)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, fit(text, room, size)]


def _reach(text: str, room: float, size: float) -> int:
    """How many characters fit, without separating letters from their accents."""
    left = room / (size * _SLACK)
    for place, character in enumerate(text):
        left -= _em(character)
        if left < 0:
            while place > 0 and (_em(text[place]) == 0.0 or text[place - 1] == "\u200d"):
                place -= 1
            return place
    return len(text)

"""How wide text will be, without a font at hand: reckoned from common letter widths, a little on the safe
side. Cuts and wraps text to the room there is."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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
"""Readers have other fonts than ours."""
_BOLD = 1.08


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    base = unicodedata.normalize("NFD", character)[0]
    if base in _KNOWN:
        return _KNOWN[base]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F") or ord(character) > 0xFFFF:
        return 1.02
    return 0.78 if character.isupper() else 0.66


def width(text: str, size: float = svg.TEXT, *, bold: bool = False) -> float:
    """How far a line of text reaches."""
    return _ems(text) * size * _SLACK * (_BOLD if bold else 1.0)


# A title is measured for a wide picture and a narrow one, on each page that has its event.
@lru_cache(maxsize=20_000)
def _ems(text: str) -> float:
    return sum(map(_em, text))


def fit(text: str, room: float, size: float = svg.TEXT, *, bold: bool = False) -> str:
    """The text, or as many whole words of it as have room, with an ellipsis."""
    text = svg.clean(text)
    if width(text, size, bold=bold) <= room:
        return text
    cut = _reach(text, room - width("…", size, bold=bold), size, bold)
    kept = text[:cut]
    space = kept.rfind(" ")
    # A cut inside a word only where whole words would leave most of the room empty (or the writing has no
    # spaces).
    if space > cut * 0.6 and not text[cut : cut + 1].isspace():
        kept = kept[:space]
    return kept.rstrip(" ,;:–—-") + "…"


def wrap(text: str, room: float, size: float = svg.TEXT, *, limit: int = 2) -> list[str]:
    """The text on at most `limit` lines; the last one is cut if there is more."""
    text = svg.clean(text)
    done: list[str] = []
    while len(done) < limit - 1 and width(text, size) > room:
        cut = _reach(text, room, size, False)
        space = text.rfind(" ", 1, cut + 1)
        cut = space if space > 0 else max(cut, 1)
        done.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*done, fit(text, room, size)]


def _reach(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters have room; a letter is not parted from its accents."""
    left = room / (size * _SLACK * (_BOLD if bold else 1.0))
    for place, character in enumerate(text):
        left -= _em(character)
        if left < 0:
            while place > 0 and (_em(text[place]) == 0.0 or text[place - 1] == "\u200d"):
                place -= 1
            return place
    return len(text)

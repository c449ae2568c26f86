"""Brings texts into a normal form that keeps track of positions.

Spellings that differ only in typography are equal: Unicode form (NFKC, except for superscripts, subscripts,
circled characters and fractions), quotation marks, dashes, ellipses, runs of white space, soft hyphens, and
invisible characters that do not separate words or numbers. Case, words and punctuation must agree.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff"
"""Soft hyphen, zero-width characters and direction marks, except for overrides, which reorder letters. For
use in a character class."""

SOFT_HYPHEN = "\u00ad"

_VARIANTS = {
    "'": "‘’‚‛‹›′´ʹʼ",
    '"': "“”„‟«»″〝〞〟",
    "-": "‐‑‒–—―⁃−",
    " ": "\n\r\t\v\f\u00a0\u2009\u202f\u3000",
}
_SAME = {variant: plain for plain, variants in _VARIANTS.items() for variant in variants}
_TRANSLATED = str.maketrans(_SAME)

_ZERO_WIDTH_SPACE = "\u200b"

# Letters that NFKC leaves alone and that never combine with the letter before: copied in runs, for speed.
_PLAIN = (
    "!-~\u00c0-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9\u0400-\u045f\u05d0-\u05ea\u0621-\u064a"
    "\u0904-\u0939\u3001\u3002\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
)
_TOKEN = re.compile(
    rf"(?P<plain>[{_PLAIN}]+(?: [{_PLAIN}]+)*)|(?P<gap>[\s{INVISIBLE}]+)|(?P<other>.)", re.DOTALL
)
_SPACE = re.compile(r"\s")
_SPACES = re.compile(r"\s\s")

_LONGEST_CLUSTER = 32
"""Limits the marks on one letter: normalizing takes quadratic time, and no script needs more than a few."""

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese, which are written without spaces."""


@lru_cache(maxsize=4096)
def is_word_part(character: str) -> bool:
    """Whether a character is part of a word or number in a script with spaces."""
    if character == "" or UNSPACED.match(character) is not None:
        return False
    return character.isalpha() or character.isdecimal() or unicodedata.category(character)[0] == "M"


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text in its normal form, with the mapping of positions to the original."""

    original: str
    text: str
    _starts: Sequence[int]
    """The positions in `text` where the distance to the original changes."""
    _origins: Sequence[int]
    """The positions in `original` that they come from."""

    def origin(self, position: int) -> int:
        """The position in the original of a character of the normal form."""
        if position >= len(self.text):
            return len(self.original)
        nearest = bisect_right(self._starts, position) - 1
        return self._origins[nearest] + position - self._starts[nearest]

    def position(self, origin: int) -> int:
        """The position in the normal form of a character of the original."""
        nearest = max(bisect_right(self._origins, origin) - 1, 0)
        following = self._starts[nearest + 1] if nearest + 1 < len(self._starts) else len(self.text)
        return min(self._starts[nearest] + max(origin - self._origins[nearest], 0), following)

    def slice(self, start: int, end: int) -> str:
        """The stretch of the original that became `text[start:end]`."""
        begin = self.origin(start)
        return self.original[begin : max(self.origin(end), begin + 1)].rstrip()


class _Builder:
    """Builds the normal form of a text, cluster by cluster."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.after_space = False
        self.cluster = ""
        """Characters that the next one may combine with, such as `e` before an acute accent."""
        self.cluster_origin = 0

    def run(self, text: str, origin: int) -> None:
        """Adds characters that are their own normal form; the next one may combine with the last."""
        self.close()
        if len(text) > 1:
            self._add(text[:-1], origin)
        self.cluster, self.cluster_origin = text[-1], origin + len(text) - 1

    def gap(self, text: str, origin: int, following: str) -> None:
        """Adds white space, unless the run consists of invisible characters that separate nothing."""
        if _SPACE.search(text) or _separates_words(self._last, text, following):
            self.close()
            if not self.after_space:
                self._add(" ", origin)
                self.after_space = True

    def other(self, character: str, origin: int) -> None:
        """Adds any other character, to the cluster before it if they combine."""
        if self.cluster and len(self.cluster) < _LONGEST_CLUSTER and _joins(self.cluster, character):
            self.cluster += character
        else:
            self.close()
            self.cluster, self.cluster_origin = character, origin

    def close(self) -> None:
        """Adds the normal form of the cluster."""
        if self.cluster == "":
            return
        normal = " ".join(_SPACE.split(_nfkc(self.cluster)))
        if self.after_space and normal.startswith(" "):
            normal = normal[1:]
        for character in normal:
            self._add(character, self.cluster_origin)
        self.cluster = ""

    @property
    def _last(self) -> str:
        return self.cluster[-1:] or (self.pieces[-1][-1:] if self.pieces else "")

    def _add(self, text: str, origin: int) -> None:
        if not self.starts or origin - self.length != self.origins[-1] - self.starts[-1]:
            self.starts.append(self.length)
            self.origins.append(origin)
        self.pieces.append(text)
        self.length += len(text)
        self.after_space = text[-1] == " "


def _separates_words(before: str, invisible: str, after: str) -> bool:
    """Whether invisible characters separate two words or numbers: `5<zero-width space>000` is not 5000."""
    if not before or not after or not (is_word_part(before) and is_word_part(after)):
        return False
    digits = before.isdecimal() and after.isdecimal()
    return _ZERO_WIDTH_SPACE in invisible or (digits and invisible.strip(SOFT_HYPHEN) != "")


_DISTINCT = frozenset({"<super>", "<sub>", "<circle>", "<fraction>"})
"""Compatibility characters that mean something else than plain ones: `10²` is not 102, `1½` is not 11/2."""


def _is_distinct(character: str) -> bool:
    # Category "No" has the digits with a full stop, a comma or brackets, such as U+2488: `5⒈` is not 51.
    is_number = unicodedata.category(character) == "No"
    return is_number or unicodedata.decomposition(character).partition(" ")[0] in _DISTINCT


@lru_cache(maxsize=65536)
def _nfkc(cluster: str) -> str:
    distinct = any(map(_is_distinct, cluster))
    return unicodedata.normalize("NFC" if distinct else "NFKC", cluster).translate(_TRANSLATED)


@lru_cache(maxsize=65536)
def _joins(cluster: str, character: str) -> bool:
    # A combining mark always belongs to what it follows. Comparing normal forms would not show it, as marks
    # are reordered before they are composed.
    if unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0:
        return True
    if _is_distinct(character) or _is_distinct(cluster[0]):
        return False
    apart = unicodedata.normalize("NFKC", cluster) + unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFKC", cluster + character) != apart


def normalize(original: str) -> Normalized:
    """A text in its normal form."""
    # Replacing one character by another keeps positions, and is all that most texts need.
    text = original
    for variant, plain in _SAME.items():
        text = text.replace(variant, plain)
    if text.isascii() and _SPACES.search(text) is None:
        return Normalized(original, _SPACE.sub(" ", text), (0,), (0,))
    builder = _Builder()
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "plain":
            builder.run(token.group(), token.start())
        elif token.lastgroup == "gap":
            builder.gap(token.group(), token.start(), text[token.end() : token.end() + 1])
        else:
            builder.other(token.group(), token.start())
    builder.close()
    return Normalized(original, "".join(builder.pieces), builder.starts or (0,), builder.origins or (0,))


__all__ = ["INVISIBLE", "SOFT_HYPHEN", "UNSPACED", "Normalized", "is_word_part", "normalize"]

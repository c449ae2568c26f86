"""Finds passages in texts: normalization that keeps track of positions, exact search, and the nearest miss.

Spellings that differ only in typography are equal: Unicode form (NFKC, except for superscripts, subscripts,
circled characters and fractions), quotation marks, dashes, ellipses, runs of white space, soft hyphens, and
invisible characters that do not separate words or numbers. Case, words and punctuation must agree.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from briefings.evidence.boundaries import INVISIBLE, SOFT_HYPHEN, UNSPACED, cuts, is_word_part, splits

SHORT = 12
"""A passage proves little if all its parts have fewer characters."""

SHORT_UNSPACED = 6
"""The same in scripts without spaces, where a character says about as much as two letters."""

SEARCHED_FOR_NEAREST = 1_500_000
"""The most characters of a text that are searched for a similar stretch: a hint is not worth minutes."""

LONGEST_STEP = 40
"""The most characters by which a similar stretch is extended to whole words."""

NEAR_ENOUGH = 50
"""The least similarity, out of 100, of a stretch that is offered as a hint."""

MOST_WORK = 50_000_000
"""The most characters of a passage times those of a text; beyond, finding a similar stretch takes seconds."""

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
_SKIP = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…")

_LONGEST_CLUSTER = 32
"""Limits the marks on one letter: normalizing takes quadratic time, and no script needs more than a few."""


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


@lru_cache(maxsize=65536)
def parts(passage: str) -> tuple[str, ...]:
    """The normal forms of the parts of a passage, which `…` or `[…]` separate."""
    normal = (normalize(stretch).text.strip() for stretch in stretches(passage))
    return tuple(part for part in normal if part)


def stretches(passage: str) -> tuple[str, ...]:
    """The parts of a passage as they are written."""
    if "…" not in passage and "..." not in passage:
        return (passage.strip(),)
    return tuple(stretch.strip() for stretch in _SKIP.split(passage) if not stretch.isspace() and stretch)


def is_short(passage: str) -> bool:
    """Whether no part of a passage is long enough to prove much."""
    if len(passage) > SHORT and passage.isascii() and "..." not in passage and "  " not in passage:
        return False
    return all(_is_short(part) for part in parts(passage))


def _is_short(part: str) -> bool:
    unspaced = len(UNSPACED.findall(part))
    return len(part) - unspaced + unspaced * SHORT // SHORT_UNSPACED < SHORT


Span = tuple[int, int]
"""Where a stretch begins and ends in a normal form."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a passage is in a normal form."""

    spans: tuple[Span, ...]
    """The parts of the first occurrence; several if words are omitted between them."""
    times: int
    """How often the passage occurs, without overlaps."""
    cut: bool = False
    """Whether every occurrence begins or ends inside a word or number: `than 3` in "than 30"."""
    negation: str = ""
    """A word in the rest of its sentence that may deny or limit it: "not" for "a wish" in "not a wish"."""
    begins_inside: bool = False
    """Whether the first occurrence begins inside a sentence."""
    ends_inside: bool = False
    """Whether it ends inside a sentence."""
    respelled: str = ""
    """A word as the text has it, if it is divided at the end of a line there, or stretched by a tatweel."""

    @property
    def start(self) -> int:
        """Where the first part begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.spans[-1][1]


def search(passage: str, text: Normalized) -> Match | None:
    """Looks a passage up in one piece. Occurrences that split words count only if there are no others."""
    for wanted in in_one_piece(passage):
        for whole in (True, False):
            spans = list(occurrences(wanted, text, whole=whole))
            if spans:
                return Match(spans=(spans[0],), times=len(spans), cut=not whole)
    return None


def in_one_piece(passage: str) -> tuple[str, ...]:
    """The normal forms that a passage may have in one piece: with its dots, or without those at its ends."""
    wanted = parts(passage)
    if not wanted:
        return ()
    forms = [normalize(passage).text.strip()] if "…" in passage or "..." in passage else []
    return tuple(dict.fromkeys([*forms, *(wanted if len(wanted) == 1 else ())]))


def occurrences(part: str, text: Normalized, *, whole: bool, overlapping: bool = False) -> Iterator[Span]:
    """Each occurrence of a part in its normal form; with `whole`, only those that split no word or number."""
    step = 1 if overlapping else len(part)
    start = _next(part, text, 0, whole=whole)
    while start >= 0:
        yield start, start + len(part)
        start = _next(part, text, start + step, whole=whole)


def _next(part: str, text: Normalized, position: int, *, whole: bool) -> int:
    start = text.text.find(part, position)
    while whole and start >= 0 and (splits(text, start) or splits(text, start + len(part))):
        start = text.text.find(part, _word_end(text.text, start))
    return start


def _word_end(text: str, position: int) -> int:
    """The end of the word that a position is in, or else the next position."""
    end = position
    while position > 0 and end < len(text) and is_word_part(text[end - 1]) and is_word_part(text[end]):
        end += 1
    return max(end, position + 1)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The stretch of a text that is most similar to a missing passage."""

    offset: int
    """Where it begins in the saved text."""
    text: str
    """The stretch as saved, on one line."""
    marked: str
    """The differences: `[-the words cited-]{+the words of the text+}`, and the words of both as they are."""
    likeness: int
    """Out of 100. At 100 the text has the words, but in another order."""


def nearest(passage: str, text: Normalized) -> Nearest | None:
    """The stretch most similar to the first missing part of a passage; None if nothing is similar enough."""
    missing = first_missing(parts(passage), text.text)
    if missing is None or text.text == "" or len(missing) * len(text.text) > MOST_WORK:
        return None
    alignment = fuzz.partial_ratio_alignment(
        missing, text.text[:SEARCHED_FOR_NEAREST], score_cutoff=NEAR_ENOUGH
    )
    if alignment is None or alignment.score < NEAR_ENOUGH:
        return None
    start, end = _to_words(text.text, alignment.dest_start, alignment.dest_end)
    changes = _changes(missing, text.text[start:end])
    # Words before and after the stretch are not part of the difference.
    if changes and changes[0][0] == "":
        start += len(changes.pop(0)[1])
    if changes and changes[-1][0] == "":
        end -= len(changes.pop()[1])
    return Nearest(
        offset=text.origin(start),
        text=" ".join(text.slice(start, end).split()),
        marked="".join(
            old if old == new else (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
            for old, new in changes
        ),
        likeness=int(alignment.score),
    )


def first_missing(wanted: Sequence[str], text: str) -> str | None:
    """The first part that does not follow those before it in a text; None if all do."""
    position = 0
    for part in wanted:
        start = text.find(part, position)
        if start < 0:
            return part
        position = start + len(part)
    return None


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    earliest, latest = max(0, start - LONGEST_STEP), min(len(text), end + LONGEST_STEP)
    while start > earliest and cuts(text, start):
        start -= 1
    while end < latest and cuts(text, end):
        end += 1
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)


def _changes(cited: str, actual: str) -> list[tuple[str, str]]:
    """Pairs of cited and actual words, equal or different."""
    # Without spaces, compare characters, as everything would be one long word.
    is_spaced = " " in cited
    before: list[str] = _WORD.findall(cited) if is_spaced else list(cited)
    after: list[str] = _WORD.findall(actual) if is_spaced else list(actual)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [("".join(before[a:b]), "".join(after[c:d])) for _, a, b, c, d in codes]


__all__ = [
    "MOST_WORK", "SHORT", "SHORT_UNSPACED", "UNSPACED", "Match", "Nearest", "Normalized", "Span", "cuts",
    "first_missing", "in_one_piece", "is_short", "nearest", "normalize", "occurrences", "parts", "search",
    "splits", "stretches",
]  # fmt: skip

"""Finds passages in texts: exact search in the normal form, and the nearest miss."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from briefings.grammar.boundaries import cuts, splits
from briefings.grammar.normal import UNSPACED, Normalized, is_word_part, normalize

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

_SKIP = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…")


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
    """Looks up a passage in one piece. Occurrences that split words count only if there are no others."""
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


def nearest(passage: str, text: Normalized) -> str | None:
    """The stretch most similar to the first missing part of a passage; None if nothing is similar enough.

    It has the differences, `[-the words cited-]{+the words of the text+}`, and the words of both as they are.
    """
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
        changes.pop(0)
    if changes and changes[-1][0] == "":
        changes.pop()
    return "".join(
        old if old == new else (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
        for old, new in changes
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
    "MOST_WORK", "SHORT", "SHORT_UNSPACED", "UNSPACED", "Match", "Normalized", "Span", "cuts",
    "first_missing", "in_one_piece", "is_short", "nearest", "normalize", "occurrences", "parts", "search",
    "splits", "stretches",
]  # fmt: skip

"""Finds line numbers and the ends of paragraphs in a saved text."""

from __future__ import annotations

import re
from functools import lru_cache

from briefings.evidence.passages import Normalized

WIDEST = 120
"""Characters. A text with a longer line has one paragraph per line; any other may be hard-wrapped."""

FULL = 0.8
"""A line is full if the next word would make it longer than this fraction of the longest line."""

_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile(rf"(?:{_END.pattern})[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:{_END.pattern})")
_STOP = re.compile(r"[.,;:!?…。！？、，；：؟،؛।\-–—][\"'”’»)\]]*\s*$")


def line_of(text: Normalized, position: int) -> int:
    """The line number in the saved text, from 1, of a position in the normal form."""
    return len(_END.findall(text.original, 0, text.origin(position))) + 1


def in_one_paragraph(text: Normalized, start: int, end: int) -> bool:
    """Whether a stretch of the normal form lies within one paragraph of the saved text."""
    return not _paragraph_ends(text, start, end)


def runs_on(text: Normalized, start: int, end: int) -> bool:
    """Whether a stretch continues from a line without final punctuation, such as a heading, into the next
    paragraph."""
    ends = _paragraph_ends(text, start, end)
    return any(_STOP.search(text.original[max(0, place - 20) : place]) is None for place in ends)


def _paragraph_ends(text: Normalized, start: int, end: int) -> list[int]:
    """The positions in the original where paragraphs end, for a stretch of the normal form."""
    if start >= end:
        return []
    begin, stop = text.origin(start), text.origin(end - 1) + 1
    return [m.start() for m in _END.finditer(text.original, begin, stop) if not _is_wrapped(text.original, m)]


def _is_wrapped(original: str, line_end: re.Match[str]) -> bool:
    """Whether a line ends only because it is full."""
    width = _width(original)
    if width > WIDEST or _BLANK.match(original, line_end.start()) is not None:
        return False
    begin = max(0, line_end.start() - WIDEST - 1)
    begin = max((m.end() for m in _END.finditer(original, begin, line_end.start())), default=begin)
    line = original[begin : line_end.start()]
    next_word = original[line_end.end() : line_end.end() + WIDEST].split(maxsplit=1)[:1]
    # Before a capital, only if the word had no space left, since the line may be a heading.
    full = width * FULL if "".join(next_word)[:1].islower() else width
    return line.strip() != "" and len(" ".join([line.rstrip(), *next_word])) > full


@lru_cache(maxsize=4)
def _width(original: str) -> int:
    return max(map(len, original.splitlines()), default=0)


__all__ = ["in_one_paragraph", "line_of", "runs_on"]

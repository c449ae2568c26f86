"""The lines of a saved text: where a paragraph ends, and which line a place is in."""

from __future__ import annotations

import re
from functools import lru_cache

from briefings.evidence.passages import Normalized

WIDEST = 120
"""Characters. A text with a longer line has a paragraph on each line; one without may be wrapped by hand."""

FULL = 0.8
"""A line is full if it would be wider than this part of the widest one with the next word on it."""

_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile(rf"(?:{_END.pattern})[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:{_END.pattern})")
_STOP = re.compile(r"[.,;:!?…。！？、，；：؟،؛।\-–—][\"'”’»)\]]*\s*$")


def line_of(text: Normalized, position: int) -> int:
    """The line of the saved text, from 1, that a position of the normal form is in."""
    return len(_END.findall(text.original, 0, text.origin(position))) + 1


def in_one_paragraph(text: Normalized, start: int, end: int) -> bool:
    """Whether no paragraph of the saved text ends in a stretch of the normal form."""
    return not _paragraph_ends(text, start, end)


def runs_on(text: Normalized, start: int, end: int) -> bool:
    """Whether a stretch runs on from a line without any punctuation, as a heading, into the next
    paragraph."""
    ends = _paragraph_ends(text, start, end)
    return any(_STOP.search(text.original[max(0, place - 20) : place]) is None for place in ends)


def _paragraph_ends(text: Normalized, start: int, end: int) -> list[int]:
    """Where paragraphs end in a stretch of the normal form, as positions in the original."""
    if start >= end:
        return []
    begin, stop = text.origin(start), text.origin(end - 1) + 1
    return [m.start() for m in _END.finditer(text.original, begin, stop) if not _is_wrapped(text.original, m)]


def _is_wrapped(original: str, line_end: re.Match[str]) -> bool:
    """Whether a line ends only because it was full."""
    width = _width(original)
    if width > WIDEST or _BLANK.match(original, line_end.start()) is not None:
        return False
    earlier = [
        m.end() for m in _END.finditer(original, max(0, line_end.start() - WIDEST - 1), line_end.start())
    ]
    line = original[earlier[-1] if earlier else max(0, line_end.start() - WIDEST - 1) : line_end.start()]
    following = original[line_end.end() : line_end.end() + WIDEST].split(maxsplit=1)
    return (
        line.strip() != "" and len(line.rstrip()) + 1 + len(following[0] if following else "") > width * FULL
    )


@lru_cache(maxsize=4)
def _width(original: str) -> int:
    return max(map(len, original.splitlines()), default=0)


__all__ = ["in_one_paragraph", "line_of", "runs_on"]

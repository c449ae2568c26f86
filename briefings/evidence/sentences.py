"""Finds where sentences begin in a text, and the rest of the sentence that a stretch is part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.evidence.lines import paragraph_ends
from briefings.evidence.normal import Normalized

REACH = 600
"""The most characters before or after a stretch that are searched for the limits of its sentence."""

ABBREVIATED = 3
"""A full stop after a word with at most so many letters may belong to an abbreviation: "usw. sind"."""

_STOP = re.compile(r"[.!?؟।]+[\"')\]]*(?:\s+|$)|[。！？!?]+[\"'」』)]*")
_MIXED_CASE = re.compile(r"[^\W\d_]+[A-Z]")
_WORD = re.compile(r"\w")
_QUOTED_SENTENCE = re.compile(r"[\"'「『]$")


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """The positions in a stretch where sentences begin. An abbreviation may look like the end of one."""
    return (stop.end() for stop in _stops(text, start, end))


def _stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return (stop for stop in _STOP.finditer(text, start, end) if not _is_abbreviation(text, stop))


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    """Whether a sentence goes on after a full stop: "the U.S. president", "he said... that", but not
    "the tram. eBay was"."""
    following = text[stop.end() : stop.end() + 20]
    if not following[:1].islower() or _MIXED_CASE.match(following):
        return False
    mark = text[stop.start() : stop.end()].rstrip()
    if mark.startswith(".."):
        return True
    word = text[max(0, stop.start() - 20) : stop.start()].rpartition(" ")[2]
    return mark == "." and ("." in word or len(word) <= ABBREVIATED)


@dataclass(frozen=True, slots=True)
class Rest:
    """What a sentence says before and after a stretch of it, in the normal form of the text."""

    before: str
    """Empty if the stretch begins its sentence."""
    after: str
    """Empty if the stretch ends its sentence, with its full stop or right before it."""
    quoted: bool = False
    """Whether the stretch begins a sentence that is quoted in another."""

    @property
    def begins_inside(self) -> bool:
        """Whether the stretch begins inside a sentence."""
        return self.before != "" and not self.quoted

    @property
    def ends_inside(self) -> bool:
        """Whether the stretch ends inside a sentence."""
        return self.after != ""


def rest_of_sentence(text: Normalized, start: int, end: int) -> Rest:
    """The words of its sentence before and after a stretch, in its own paragraph."""
    plain = text.text
    first, last = max(0, start - REACH), min(len(plain), end + REACH)
    first = max([first, *paragraph_ends(text, first, start)])
    last = min([last, *paragraph_ends(text, end - 1, last)])
    before = plain[max([first, *sentence_starts(plain, first, start)]) : start]
    after = plain[end:last]
    for stop in _stops(plain, max(start, end - 4), last):
        if stop.end() >= end:
            after = plain[end : max(end, stop.start())]
            break
    return Rest(
        before if _WORD.search(before) else "",
        after if _WORD.search(after) else "",
        quoted=_QUOTED_SENTENCE.search(before) is not None and plain[start : start + 1].isupper(),
    )


__all__ = ["Rest", "rest_of_sentence", "sentence_starts"]

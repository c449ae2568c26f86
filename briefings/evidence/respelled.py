"""Finds passages whose words the text divides at the end of a line, or stretches by a tatweel."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from briefings.evidence.passages import Match, Span, parts
from briefings.grammar.boundaries import DIVIDERS, splits
from briefings.grammar.normal import SOFT_HYPHEN, Normalized

_TATWEEL = "\u0640"
_LINE_DIVISION = re.compile(rf"[{DIVIDERS}][^\S\n]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*|{SOFT_HYPHEN}\s+")


def search_respelled(passage: str, text: Normalized) -> Match | None:
    """Looks up a passage in one piece, and says which word the text has in another form."""
    wanted = parts(passage)
    if len(wanted) != 1:
        return None
    letters = wanted[0].replace(_TATWEEL, "")
    for keeps_hyphens in (False, True):
        gaps = _gaps_in_words(text, keeps_hyphens=keeps_hyphens)
        if not gaps and letters == wanted[0]:
            continue
        plain, starts = _without(gaps, text.text)
        spans = list(_spans(letters, plain, starts, text))
        if spans:
            start, end = spans[0]
            inside = (gap[0] for gap in gaps if start <= gap[0] < end)
            # A tatweel may also be in the passage only.
            differs = next(inside, start + max(wanted[0].find(_TATWEEL), 0))
            return Match((spans[0],), len(spans), respelled=_word_at(text.text, differs))
    return None


def _spans(letters: str, plain: str, starts: Sequence[Span], text: Normalized) -> Iterator[Span]:
    """The places of some letters in a text without gaps, as stretches of the text with them."""
    begin = plain.find(letters)
    while begin >= 0:
        start, end = _shifted(begin, starts), _shifted(begin + len(letters) - 1, starts) + 1
        if not (splits(text, start) or splits(text, end)):
            yield start, end
        begin = plain.find(letters, begin + len(letters))


def _word_at(plain: str, position: int) -> str:
    """The word around a position, with its other half if it is divided."""
    start = plain.rfind(" ", 0, position) + 1
    end = plain.find(" ", position + 2)
    return plain[start : end if end >= 0 else None].strip("\"'.,;:!?()[]")


def _gaps_in_words(text: Normalized, *, keeps_hyphens: bool) -> list[Span]:
    """The stretches of a normal form that are not letters of the words around them."""
    plain = text.text
    gaps = [] if keeps_hyphens else [found.span() for found in re.finditer(f"{_TATWEEL}+", plain)]
    for found in _LINE_DIVISION.finditer(text.original):
        start, end = text.position(found.start()), text.position(found.end())
        if plain[start - 1 : start].islower() and plain[end : end + 1].islower():
            is_kept = keeps_hyphens and plain[start] == "-"
            gaps.append((start + is_kept, end))
    return sorted(gaps)


def _without(gaps: Sequence[Span], plain: str) -> tuple[str, list[Span]]:
    """A text without some stretches; for each of the pieces left, where it begins there and in the text."""
    pieces: list[str] = []
    starts: list[Span] = []
    length = 0
    for begin, stop in zip(
        [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(plain)], strict=True
    ):
        starts.append((length, begin))
        pieces.append(plain[begin:stop])
        length += stop - begin
    return "".join(pieces), starts


def _shifted(position: int, starts: Sequence[Span]) -> int:
    shorter, longer = starts[bisect_right(starts, position, key=itemgetter(0)) - 1]
    return longer + position - shorter

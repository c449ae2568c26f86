"""Finds line numbers and the ends of paragraphs in a saved text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from briefings.grammar.languages import boundaries
from briefings.grammar.normal import UNSPACED, Normalized

WIDEST = 120
"""Columns. A text with a longer line has one paragraph per line; any other may be hard-wrapped."""

NARROWEST = 24
"""Columns. Lines that are all shorter are a list or verses, even if they are equally long."""

FULL = 0.8
"""Before a small letter, a line is full if the next word would make it longer than this fraction of the
longest line."""

LONGEST_HEADING = 120
"""Characters."""

LEAST_FULL = 4
"""A text is hard-wrapped if at least one in so many of its lines is full."""

_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]")
_BLANK = re.compile(rf"(?:{_END.pattern})[^\S\n\r\v\f\x1c-\x1f\x85\u2028\u2029]*(?:{_END.pattern})")
_STOP = re.compile(r"[.,;:!?…。！？、，；：؟،؛।\-–—][\"'”’»)\]]*\s*$")
_WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
"""Chinese and Japanese letters and marks. Each takes two columns."""
_NEXT_WORD = re.compile(
    rf"\s*([^\w\s]*(?:(?=\w){_WIDE.pattern}){{1,2}}[^\w\s]*|(?:(?!(?=\w){_WIDE.pattern})\S)+)"
)
"""What had no space left on the line before: a word, or two Chinese letters with the marks beside them."""
_TAB = re.compile(r"(?<=\S)[ \u00a0]*\t[ \t\u00a0]*(?=\S)")
"""Between the cells of a table, or a caption and a text."""


@cache
def _abbreviation() -> re.Pattern[str]:
    """The end of a line that may be a heading, although it has a full stop: "Murder in the U.S.", "etc."."""
    known = "|".join(map(re.escape, sorted(boundaries().abbreviations)))
    return re.compile(rf"(?<![^\W_])(?:[^\W\d_]{{1,3}}|[^\W\d_]\.[^\W\d_]|{known})\.[\"'”’»)\]]*\s*$")


def line_of(text: Normalized, position: int) -> int:
    """The line number in the saved text, from 1, of a position in the normal form."""
    return len(_END.findall(text.original, 0, text.origin(position))) + 1


def in_one_paragraph(text: Normalized, start: int, end: int) -> bool:
    """Whether a stretch of the normal form lies within one paragraph of the saved text."""
    return not _paragraph_ends(text, start, end)


def paragraph_ends(text: Normalized, start: int, end: int) -> list[int]:
    """The positions in a stretch of the normal form where paragraphs end."""
    return [text.position(place) for place in _paragraph_ends(text, start, end)]


def runs_on(text: Normalized, start: int, end: int) -> bool:
    """Whether a stretch continues from a line without final punctuation, such as a heading, into the next
    paragraph."""
    return any(not _is_stop(text.original, place) for place in _paragraph_ends(text, start, end))


def unwrapped_lines(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text between the line ends that wrap no line."""
    begin = 0
    for end in _END.finditer(text):
        if not _is_wrapped(text, end):
            yield begin, end.start()
            begin = end.end()
    yield begin, len(text)


def _is_stop(original: str, place: int) -> bool:
    """Whether a sentence, or a part of one, ends before a position in the original."""
    before = original[max(0, place - 2 * LONGEST_HEADING) : place].rstrip()[-LONGEST_HEADING:]
    if _STOP.search(before) is None:
        return False
    is_long = len(before) == LONGEST_HEADING and _END.search(before) is None
    return is_long or _abbreviation().search(before) is None


def _paragraph_ends(text: Normalized, start: int, end: int) -> list[int]:
    """The positions in the original where paragraphs end, for a stretch of the normal form."""
    if start >= end:
        return []
    begin, stop = text.origin(start), text.origin(end - 1) + 1
    ends = [m.start() for m in _END.finditer(text.original, begin, stop) if not _is_wrapped(text.original, m)]
    if "\t" in text.original[begin:stop]:
        ends += (tab.start() for tab in _TAB.finditer(text.original, begin, stop))
    return ends


def _is_wrapped(original: str, line_end: re.Match[str]) -> bool:
    """Whether a line ends only because it is full."""
    lines = _lines(original)
    if lines.width > WIDEST or _BLANK.match(original, line_end.start()) is not None:
        return False
    begin = max(0, line_end.start() - WIDEST - 1)
    begin = max((m.end() for m in _END.finditer(original, begin, line_end.start())), default=begin)
    line = original[begin : line_end.start()]
    following = original[line_end.end() : line_end.end() + WIDEST]
    length = _with_next_word(line, following)
    if line.strip() == "" or following.lstrip()[:1].islower():
        return line.strip() != "" and length > lines.width * FULL
    # Before any other letter, the line may be a heading, and the longest line only because it is one.
    return length > lines.width >= NARROWEST and lines.full > 2 and lines.full * LEAST_FULL >= lines.others


def _with_next_word(line: str, following: str) -> int:
    """The columns that a line would take if it had the next word, too."""
    word = _NEXT_WORD.match(following)
    return _columns(line.rstrip()) + (1 + _columns(word[1]) if word is not None else 0)


def _columns(words: str) -> int:
    return len(words) + len(_WIDE.findall(words))


_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]\s*\Z")
_INDENT = re.compile(r"[ \t]*")
_FIRST = re.compile(r"\s*([^\W\d_]+)")


def unwrapped(text: str) -> tuple[str, int, tuple[str, ...]]:
    """A text whose paragraphs are lines, the number of line ends that only wrapped one, and the words that
    these divided."""
    pieces: list[str] = []
    divided: list[str] = []
    wraps, begin = 0, 0
    for end in _END.finditer(text):
        if not _is_wrapped(text, end):
            continue
        wraps += 1
        line = text[begin : end.start()].rstrip()
        begin = _INDENT.match(text, end.end()).end()  # type: ignore[union-attr]  # it matches anything
        first, last = _FIRST.match(text, begin), _DIVIDED.search(line)
        if first is None or last is None or not first[1][0].islower():
            pieces += [line, "" if UNSPACED.match(line[-1:]) else " "]
        elif first[1].lower() in boundaries().ands:
            pieces += [line, " "]  # German: `Hafen- und Brückenbau`
        else:
            # A hyphen stays if the word has one elsewhere.
            keeps = f"{last[1]}-{first[1]}" in text
            divided.append(f"{last[1]}{'-' if keeps else ''}{first[1]}")
            pieces += [line if keeps else line[: last.end(1)], ""]
    return "".join([*pieces, text[begin:]]), wraps, tuple(divided)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text."""

    width: int
    """The columns of the longest."""
    full: int
    """How many have no space left for the first word of the next line."""
    others: int
    """How many are followed by another line."""


@lru_cache(maxsize=4)
def _lines(original: str) -> _Lines:
    lines = [line.rstrip() for line in original.splitlines()]
    width = max(map(_columns, lines), default=0)
    if width > WIDEST:
        return _Lines(width, 0, 0)
    pairs = [(line, following) for line, following in pairwise(lines) if line and following]
    full = sum(_with_next_word(line, following) > width for line, following in pairs)
    return _Lines(width, full, len(pairs))


__all__ = ["in_one_paragraph", "line_of", "paragraph_ends", "runs_on", "unwrapped", "unwrapped_lines"]

"""Links to the very passage in the original: text fragments, `#:~:text=prefix-,start,end,-suffix`.

After https://wicg.github.io/scroll-to-text-fragment/. The words are chosen so that a browser, which takes the
first place that fits, ignores case and looks for whole words, finds the passage and no other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from urllib.parse import quote

from briefings.evidence.passages import Match, Normalized, cuts, normalize, search, stretches

LONGEST = 120
"""A passage of more characters is given by its first and last words: shorter addresses, and a lost footnote
mark does no harm."""

EDGE = 30
"""So many characters, to the end of the word, stand for the beginning or the end of such a passage."""

CONTEXT = 8
"""At most so many words before or after an ambiguous passage tell which one is meant."""

Span = tuple[int, int]

# A saved text marks the items of a list; a page shows marks that are no part of its words.
_BREAK = re.compile(r"\s*\n\s*(?:[-*•]\s+)?")
_BREAK_AFTER = re.compile(rf"{_BREAK.pattern}$")
_BREAK_BEFORE = re.compile(rf"^{_BREAK.pattern}")


@dataclass(frozen=True, slots=True)
class Find:
    """What a browser is to look for, in plain words."""

    start: str
    """The passage, or its first words."""
    end: str = ""
    """Its last words, if `start` is not the whole."""
    before: str = ""
    """Words right before the passage, if it is ambiguous without."""
    after: str = ""
    """Words right after it, likewise."""

    @property
    def directive(self) -> str:
        """In the notation of addresses."""
        before = [_encode(self.before) + "-"] if self.before else []
        end = [_encode(self.end)] if self.end else []
        after = ["-" + _encode(self.after)] if self.after else []
        return "text=" + ",".join([*before, _encode(self.start), *end, *after])


def _encode(words: str) -> str:
    # Commas, ampersands and hyphens are the notation's own signs; `quote` leaves the hyphen.
    return quote(words, safe="").replace("-", "%2D")


def text_fragment(passage: str, text: str | None) -> str:
    """The fragment that leads to a passage, `#:~:text=…`; the better for knowing the text that the passage
    stands in."""
    return "#:~:" + find(passage, text).directive


def link(url: str, passage: str, text: str | None) -> str:
    """An address with the fragment that leads to a passage in it."""
    return link_to(url, find(passage, text))


def link_to(url: str, sought: Find) -> str:
    """An address with the fragment that leads to what is sought. A fragment of its own stays; another text
    fragment does not."""
    address, _, fragment = url.partition("#")
    return f"{address}#{fragment.partition(':~:')[0]}:~:{sought.directive}"


def find(passage: str, text: str | None) -> Find:
    """What to look for: from the place where the passage stands in the text, or from the passage alone."""
    if text is not None:
        normal = normalize(text)
        match = search(passage, normal)
        if match is not None:
            return find_match(match, normal)
    if len(passage) <= LONGEST and "…" not in passage and "..." not in passage:
        words = " ".join(passage.split())
        # Nearly all are the passage itself, which is kept once.
        return Find(words if words and words != passage else passage)
    spoken = [" ".join(stretch.split()) for stretch in stretches(passage)]
    if not any(spoken):
        return Find(passage)
    first, last = spoken[0], spoken[-1]
    if len(spoken) == 1 and len(first) <= LONGEST:
        return Find(first)
    return Find(first[: _head(first, 0, len(first))].strip(), last[_tail(last, 0, len(last)) :].strip())


def find_match(match: Match, text: Normalized) -> Find:
    """What to look for, for a passage that was found in a text."""
    spans = [_whole_words(text.text, span) for span in match.spans]
    if spans[-1][0] < spans[0][1]:  # parts of one word
        spans = [(spans[0][0], spans[-1][1])]
    first, last = _first_line(text, spans[0]), _last_line(text, spans[-1])
    plain = _without_case(text.text)
    if len(spans) == 1 and first == last == spans[0] and first[1] - first[0] <= LONGEST:
        before, after = _tell_apart(text, plain, first)
        return Find(_words(text, first), before=_words(text, before), after=_words(text, after))
    first, last, after = _first_and_last(text, plain, first, last)
    before = _enough_before(text, plain, first)
    return Find(
        _words(text, first), _words(text, last), before=_words(text, before), after=_words(text, after)
    )


def _words(text: Normalized, span: Span) -> str:
    return " ".join(_BREAK.sub(" ", text.slice(*span)).split()) if span[0] < span[1] else ""


def _whole_words(text: str, span: Span) -> Span:
    start, end = span
    while cuts(text, start):
        start -= 1
    while cuts(text, end):
        end += 1
    return start, end


@lru_cache(maxsize=4)
def _without_case(text: str) -> str:
    lower = text.lower()
    # A few capitals have longer small letters; they stay, so that positions do too.
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


# Paragraphs. Words that are looked for must stand in one; only a beginning and an end may stand in two.


def _breaks(text: Normalized, start: int, end: int) -> Iterator[int]:
    """Where, in a stretch, one line of the saved text ends."""
    position = text.text.find(" ", start, end)
    while position >= 0:
        if "\n" in text.original[text.origin(position) : text.origin(position + 1)]:
            yield position
        position = text.text.find(" ", position + 1, end)


def _in_one_line(text: Normalized, start: int, end: int) -> bool:
    return "\n" not in text.original[text.origin(start) : text.origin(end)]


def _first_line(text: Normalized, span: Span) -> Span:
    if _in_one_line(text, *span):
        return span
    return span[0], next(_breaks(text, *span), span[1])


def _last_line(text: Normalized, span: Span) -> Span:
    if _in_one_line(text, *span):
        return span
    start = max(_breaks(text, *span), default=span[0] - 1) + 1
    return (start + 2 if text.text[start : start + 2] in {"- ", "* ", "• "} else start), span[1]


# Words. Scripts without spaces have boundaries that are certain at punctuation only.


def _is_boundary(text: str, position: int) -> bool:
    if not 0 < position < len(text):
        return True
    return (_separates(text[position - 1]) or _separates(text[position])) and not cuts(text, position)


def _separates(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] in "PSZ"


def _head(text: str, start: int, end: int) -> int:
    """Where the first words of a stretch end."""
    position = min(start + EDGE, end)
    while position < end and not _is_boundary(text, position):
        position += 1
    return position


def _tail(text: str, start: int, end: int) -> int:
    """Where the last words of a stretch begin."""
    position = max(end - EDGE, start)
    while position > start and not _is_boundary(text, position):
        position -= 1
    return position


def _befores(text: Normalized, start: int) -> Iterator[int]:
    """Where one, two, three … words before a place begin, in one paragraph: that of the place, or all in the
    one before."""
    position = start
    for _ in range(CONTEXT):
        position -= 1
        while position > 0 and (_separates(text.text[position]) or not _is_boundary(text.text, position)):
            position -= 1
        if position < 0 or "\n" in _BREAK_AFTER.sub(
            "", text.original[text.origin(position) : text.origin(start)]
        ):
            return
        yield position


def _afters(text: Normalized, end: int) -> Iterator[int]:
    """Where one, two, three … words after a place end, in one paragraph: that of the place, or all in the one
    after."""
    position = end
    for _ in range(CONTEXT):
        position += 1
        while position < len(text.text) and (
            _separates(text.text[position - 1]) or not _is_boundary(text.text, position)
        ):
            position += 1
        if position > len(text.text) or "\n" in _BREAK_BEFORE.sub(
            "", text.original[text.origin(end) : text.origin(position)]
        ):
            return
        yield position


# Places: how often a browser would find the words.


def _times(plain: str, span: Span, start: int = 0, end: int | None = None) -> int:
    words = plain[slice(*span)].strip()
    found = 0
    at = plain.find(words, start, end)
    while at >= 0 and found < 2:
        found += not (cuts(plain, at) or cuts(plain, at + len(words)))
        at = plain.find(words, at + 1, end)
    return found


def _tell_apart(text: Normalized, plain: str, span: Span) -> tuple[Span, Span]:
    """The words before, or after, with which a passage stands once in the text; as few as can be."""
    if _times(plain, span) == 1:
        return (span[0], span[0]), (span[1], span[1])
    start, end = span
    befores, afters = list(_befores(text, start)), list(_afters(text, end))
    choices = [(start, end)]
    for before, after in zip_longest(befores, afters):
        choices += [(start, after)] if after is not None else []
        choices += [(before, end)] if before is not None else []
    choices += [(befores[-1], afters[-1])] if befores and afters else []
    # If nothing tells it apart, as in a list that repeats itself, the browser takes the first, and that is
    # the one that is meant.
    before, after = next((choice for choice in choices if _times(plain, choice) == 1), span)
    return (before, start), (end, after)


def _enough_before(text: Normalized, plain: str, first: Span) -> Span:
    start, end = first
    return next(
        (before for before in chain((start,), _befores(text, start)) if _times(plain, (before, end)) == 1),
        start,
    ), start


def _first_and_last(text: Normalized, plain: str, first: Span, last: Span) -> tuple[Span, Span, Span]:
    """The first and the last words of a passage, and words after them: so many that the last ones stand
    nowhere between.

    Where no few words are enough, the first ones are all that stand in their line from there.
    """
    start, end = first[0], last[1]
    few, tail = _head(text.text, *first), (_tail(text.text, *last), end)
    for begin in (few, next(_breaks(text, few, tail[0]), few)):
        enough = _enough_last(text, plain, tail, begin)
        if enough is not None:
            return (start, begin), *enough
    return (start, few), tail, (end, end)


def _enough_last(text: Normalized, plain: str, last: Span, begin: int) -> tuple[Span, Span] | None:
    """The last words, and words after them, as they stand nowhere else from `begin` on; None where there are
    none such."""
    start, end = last
    for after in chain((end,), _afters(text, end)):
        if _times(plain, (start, after), begin, after - 1) == 0:
            return last, (end, after)
    # As at the end of a paragraph, where no words follow.
    for earlier in _befores(text, start):
        if (
            earlier >= begin
            and _in_one_line(text, earlier, end)
            and _times(plain, (earlier, end), begin, end - 1) == 0
        ):
            return (earlier, end), (end, end)
    return None


__all__ = ["Find", "find", "find_match", "link", "link_to", "text_fragment"]

"""Links to a passage in the original page, as text fragments: `#:~:text=prefix-,start,end,-suffix`.

See https://wicg.github.io/scroll-to-text-fragment/. A browser scrolls to the first match of whole words and
ignores case, so the words are chosen to match the passage and nothing before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from urllib.parse import quote

from briefings.evidence.passages import Match, Normalized, Span, cuts, normalize, stretches

LONGEST = 120
"""A longer passage is given by its first and last words, which keeps addresses short and survives changes in
the middle, such as a footnote mark."""

EDGE = 30
"""Characters, rounded up to whole words, taken from each end of a long passage."""

CONTEXT = 8
"""The most words before or after an ambiguous passage that are added to tell it apart."""

# List items have a text marker in saved texts, but not in the text of a web page.
_BREAK = re.compile(r"\n\s*(?:[-*•]\s+)?")
_BREAK_BEFORE = re.compile(rf"^\s*{_BREAK.pattern}")
_MARKERS = "-*•"


@dataclass(frozen=True, slots=True)
class TextDirective:
    """What a browser is to look for."""

    start: str
    """The passage, or its first words."""
    end: str = ""
    """Its last words, if `start` is not the whole passage."""
    before: str = ""
    """Words right before the passage, where it is ambiguous by itself."""
    after: str = ""
    """Words right after it, likewise."""

    @property
    def encoded(self) -> str:
        """The directive as it is written in an address."""
        before = [_encode(self.before) + "-"] if self.before else []
        end = [_encode(self.end)] if self.end else []
        after = ["-" + _encode(self.after)] if self.after else []
        return "text=" + ",".join([*before, _encode(self.start), *end, *after])


def _encode(words: str) -> str:
    # Commas, ampersands and hyphens are syntax in directives; `quote` leaves the hyphen alone.
    return quote(words, safe="").replace("-", "%2D")


def text_directive(passage: str) -> TextDirective:
    """The directive for a passage whose source text is not available."""
    if len(passage) <= LONGEST and "…" not in passage and "..." not in passage:
        words = " ".join(passage.split())
        # Reuse the passage's own string where possible, to save memory.
        return TextDirective(words if words and words != passage else passage)
    parts = [" ".join(stretch.split()) for stretch in stretches(passage)]
    if not any(parts):
        return TextDirective(passage)
    first, last = parts[0], parts[-1]
    if len(parts) == 1 and len(first) <= LONGEST:
        return TextDirective(first)
    return TextDirective(
        first[: _head(first, 0, len(first))].strip(), last[_tail(last, 0, len(last)) :].strip()
    )


def is_of(passage: str, directive: TextDirective) -> bool:
    """Whether a directive searches for words of this passage, whatever it says of the words beside it."""
    letters, start, end = (_letters(words) for words in (passage, directive.start, directive.end))
    return letters.startswith(start) and (letters.endswith(end) or _ends_with_part(passage, end))


def _ends_with_part(passage: str, end: str) -> bool:
    """Whether the last words of a directive begin with omitted ones, to tell the last part apart."""
    parts = stretches(passage)
    last = _letters(parts[-1]) if len(parts) > 1 else ""
    return last != "" and end.endswith(last)


def _letters(words: str) -> str:
    return "".join(letter for letter in normalize(words).text if letter.isalnum() and letter != "ـ")


def directive_for_match(match: Match, text: Normalized) -> TextDirective:
    """The directive for a passage found in a text; it tells the passage apart from similar ones."""
    spans = [_whole_words(text.text, span) for span in match.spans]
    if spans[-1][0] < spans[0][1]:  # parts of one word
        spans = [(spans[0][0], spans[-1][1])]
    first, last = _first_line(text, spans[0]), _last_line(text, spans[-1])
    plain = _without_case(text.text)
    if len(spans) == 1 and first == last == spans[0] and first[1] - first[0] <= LONGEST:
        before, after = _tell_apart(text, plain, first)
        return TextDirective(_words(text, first), before=_words(text, before), after=_words(text, after))
    first, last, after = _first_and_last(text, plain, first, last)
    before = _enough_before(text, plain, first)
    return TextDirective(
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
    # A few capitals have longer lower-case forms; keep those, so that positions stay valid.
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


# Paragraphs. A browser matches words within one paragraph; only `start` and `end` may be in different ones.


def _breaks(text: Normalized, start: int, end: int) -> Iterator[int]:
    """The positions in a stretch where a line of the saved text ends."""
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


# Words. In scripts without spaces, only punctuation is a certain word boundary.


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
    """The positions one, two, three … words before `start`, within one paragraph."""
    position = start
    for _ in range(CONTEXT):
        position -= 1
        while position > 0 and (_separates(text.text[position]) or not _is_boundary(text.text, position)):
            position -= 1
        between = text.original[text.origin(position) : text.origin(start)] if position >= 0 else ""
        if position < 0 or "\n" in _without_break_at_end(between):
            return
        yield position


def _without_break_at_end(text: str) -> str:
    """A text without the line break at its end, if any, and the marker of a list item after that.

    A regular expression would look at long white space once for each of its characters.
    """
    words = text.rstrip()
    space = text[len(words) :]
    if space and words.endswith(tuple(_MARKERS)):
        above = words[:-1].rstrip()
        if "\n" in words[len(above) : -1]:
            return above
    return words if "\n" in space else text


def _afters(text: Normalized, end: int) -> Iterator[int]:
    """The positions one, two, three … words after `end`, within one paragraph."""
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


# Matches: how often a browser would find the words.


def _count_matches(plain: str, span: Span, start: int = 0, end: int | None = None) -> int:
    """How often the words of a span occur, counted up to two."""
    words = plain[slice(*span)].strip()
    count = 0
    at = plain.find(words, start, end)
    while at >= 0 and count < 2:
        count += not (cuts(plain, at) or cuts(plain, at + len(words)))
        at = plain.find(words, at + 1, end)
    return count


def _tell_apart(text: Normalized, plain: str, span: Span) -> tuple[Span, Span]:
    """The fewest words before or after a passage that make it unique in the text."""
    if _count_matches(plain, span) == 1:
        return (span[0], span[0]), (span[1], span[1])
    start, end = span
    befores, afters = list(_befores(text, start)), list(_afters(text, end))
    choices = [(start, end)]
    for before, after in zip_longest(befores, afters):
        choices += [(start, after)] if after is not None else []
        choices += [(before, end)] if before is not None else []
    choices += [(befores[-1], afters[-1])] if befores and afters else []
    # If nothing makes it unique, the browser goes to the first occurrence, which is the recorded one.
    before, after = next((choice for choice in choices if _count_matches(plain, choice) == 1), span)
    return (before, start), (end, after)


def _enough_before(text: Normalized, plain: str, first: Span) -> Span:
    """The words to add before the first words of a passage to make them unique."""
    start, end = first
    choices = chain((start,), _befores(text, start))
    return next((before for before in choices if _count_matches(plain, (before, end)) == 1), start), start


def _first_and_last(text: Normalized, plain: str, first: Span, last: Span) -> tuple[Span, Span, Span]:
    """The first words of a passage, its last words, and the words to add after those so that they do not
    occur earlier in the passage.

    If a few first words do not suffice for that, the rest of their line is taken.
    """
    start, end = first[0], last[1]
    few, tail = _head(text.text, *first), (_tail(text.text, *last), end)
    for begin in (few, next(_breaks(text, few, tail[0]), few)):
        enough = _enough_last(text, plain, tail, begin)
        if enough is not None:
            return (start, begin), *enough
    return (start, few), tail, (end, end)


def _enough_last(text: Normalized, plain: str, last: Span, begin: int) -> tuple[Span, Span] | None:
    """The last words and the words after them, if they occur nowhere else from `begin` on, else None."""
    start, end = last
    for after in chain((end,), _afters(text, end)):
        if _count_matches(plain, (start, after), begin, after - 1) == 0:
            return last, (end, after)
    # At the end of a paragraph no words follow, so take more words before.
    for earlier in _befores(text, start):
        if (
            earlier >= begin
            and _in_one_line(text, earlier, end)
            and _count_matches(plain, (earlier, end), begin, end - 1) == 0
        ):
            return (earlier, end), (end, end)
    return None

"""An article as paragraphs and sentences, with their places in the saved text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from briefings.evidence.passages import UNSPACED, Match, Normalized, normalize
from briefings.evidence.verification import look_up
from briefings.grammar.dates import clause
from briefings.grammar.lexicon import Lexicon, one_of
from briefings.grammar.sentences import Paragraph, Prose, Span, paragraphs, sentences
from briefings.grammar.speakers import LONGEST_SENTENCE
from briefings.text.characters import first_hidden

MOST = 300_000
"""Characters that are searched: a long report. The rest of a longer text is not."""

MOST_FOUND = 1_000
"""Quotations, dates and figures that are looked at. An article has at most a few hundred."""


@dataclass(frozen=True)
class Story(Prose):
    """The text of an article, from the line where its story begins, after title, authors and date."""

    title: str = ""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs."""
        return tuple(paragraphs(self.text[:MOST], self.begins))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of its story."""
        return tuple(span for span, reason in self._sentences if reason == "")

    @cached_property
    def headings(self) -> tuple[Span, ...]:
        """The title, if the text has it, and the headings of the story."""
        place = self.text.find(self.title, 0, self.begins) if self.title else -1
        title = [(place, place + len(self.title))] if place >= 0 else []
        return (*title, *(span for span, reason in self._sentences if reason == "headings"))

    @cached_property
    def left_out(self) -> Counter[str]:
        """How many sentences are not of the story, by the word `draft.left.…` for what they are."""
        return Counter(reason for _, reason in self._sentences if reason)

    @cached_property
    def _sentences(self) -> tuple[tuple[Span, str], ...]:
        """All sentences, each with the reason for leaving it out."""
        found: list[tuple[Span, str]] = []
        for paragraph in self.paragraphs:
            reason = "headings" if paragraph.is_heading else ""
            for span in sentences(paragraph, self.lexicon):
                # Both go on to the end of their paragraph. A correction repeats what was wrong.
                if reason == "" and self._correction.match(self.text, *span) is not None:
                    reason = "corrections"
                elif reason == "" and is_request(self.text[slice(*span)], self.lexicon):
                    reason = "requests"
                is_long = span[1] - span[0] > LONGEST_SENTENCE
                found.append((span, reason or ("endless" if is_long else "")))
        return tuple(found)

    @cached_property
    def _correction(self) -> re.Pattern[str]:
        """How a correction begins; it goes on to the end of its paragraph."""
        words = self.lexicon.head.get("correction", ())
        titles = one_of(tuple(word.rstrip(":") for word in words if word.endswith(":")))
        openings = one_of(tuple(word for word in words if not word.endswith(":")))
        return re.compile(rf"{titles}\s*[:.：–—]|{openings}", re.IGNORECASE)

    @cached_property
    def normal(self) -> Normalized:
        """The text as passages are looked up in it."""
        return normalize(self.text)

    def match(self, passage: str) -> Match | None:
        """Where a passage is in the text, as `verify` finds it; None if it does not, or must not be cited."""
        if passage not in self._matches:
            found = None
            if passage != "" and first_hidden(passage) is None:
                found = look_up(passage, self.normal, self.lexicon.language)
            self._matches[passage] = found if isinstance(found, Match) else None
        return self._matches[passage]

    @cached_property
    def _matches(self) -> dict[str, Match | None]:
        """What was looked up. An odd text has the same words between many quotation marks."""
        return {}

    def slice(self, span: Span) -> str:
        """A stretch of the text on one line."""
        return " ".join(self.text[span[0] : span[1]].split())


MOST_WORDS = 15
"""Words of a passage. A longer one gets a warning."""
LEAST_WORDS = 4
MOST_UNSPACED = 40
"""Characters of a passage in a script without spaces."""

_WORD = re.compile(r"\S+")


def excerpt(text: str, sentence: Span, core: Span) -> Span:
    """The words around a stretch of a sentence: the whole sentence if it is short, or else the clause."""
    start, end = sentence
    if size(text[start:end]) <= MOST_WORDS:
        return _trimmed(text, (start, end))
    first, last = clause(text, sentence, core)
    if size(text[first:last]) < LEAST_WORDS:
        first, last = _with_neighbors(text, sentence, (first, last))
    if size(text[first:last]) < LEAST_WORDS:
        first, last = _widened(text, sentence, (first, last), LEAST_WORDS * 2)
    if size(text[first:last]) > MOST_WORDS:
        first, last = _widened(text, (first, last), core, MOST_WORDS)
    return _trimmed(text, (first, last))


def _with_neighbors(text: str, sentence: Span, part: Span) -> Span:
    """A clause with those after and before it, while they are few words together."""
    for _ in range(MOST_WORDS):
        after = clause(text, sentence, (part[1] + 2, part[1] + 3)) if part[1] < sentence[1] - 3 else part
        before = clause(text, sentence, (part[0] - 3, part[0] - 3)) if part[0] > sentence[0] + 3 else part
        wider = [(part[0], max(after[1], part[1])), (min(before[0], part[0]), part[1])]
        fitting = [each for each in wider if each != part and size(text[slice(*each)]) <= MOST_WORDS]
        if not fitting or size(text[slice(*part)]) >= LEAST_WORDS * 2:
            return part
        part = fitting[0]
    return part


def _widened(text: str, bounds: Span, core: Span, size: int) -> Span:
    """A stretch with more words before and after it, by turns, within bounds."""
    if UNSPACED.search(text[core[0] : core[1]]) is not None or " " not in text[bounds[0] : bounds[1]]:
        return max(bounds[0], core[0] - MOST_UNSPACED // 2), min(bounds[1], core[1] + MOST_UNSPACED // 2)
    words = [match.span() for match in _WORD.finditer(text, *bounds)]
    inside = [n for n, (a, b) in enumerate(words) if b > core[0] and a < core[1]]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    while last - first + 1 < size and (first > 0 or last < len(words) - 1):
        if last < len(words) - 1:
            last += 1
        if first > 0 and last - first + 1 < size:
            first -= 1
    return words[first][0], words[last][1]


def size(words: str) -> int:
    """Words, where three characters of a script without spaces count as one."""
    return words.count(" ") + 1 + len(UNSPACED.findall(words)) // 3


_LEAD = " \t\n\r,;:—–-。，、；：\u00a0\u3000"


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _LEAD:
        start += 1
    while end > start and text[end - 1] in _LEAD:
        end -= 1
    return start, end


def is_request(words: str, lexicon: Lexicon) -> bool:
    """Whether words ask their readers for something, as a notice about cookies does."""
    return re.search(one_of(lexicon.head.get("requests", ())), words, re.IGNORECASE) is not None


def on_one_line(words: str) -> str:
    """Words with single spaces between them."""
    return " ".join(words.split())

"""An article as paragraphs and sentences, with their places in the saved text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefings.desk.draft.lexicon import Lexicon
from briefings.evidence.lines import WIDEST
from briefings.evidence.passages import UNSPACED

MOST = 300_000
"""Characters that are searched: a long report. The rest of a longer text is not."""

LONGEST_SENTENCE = 2_000
"""Characters. What is longer is no prose, and searching it would take long."""

MOST_FOUND = 1_000
"""Quotations, dates and figures that are looked at. An article has at most a few hundred."""

Span = tuple[int, int]
"""Where something begins and ends in the text of the article."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with white space as single characters, so that positions are those of the text."""

    start: int
    text: str
    is_heading: bool
    """A title or heading: short, and without a full stop."""

    @property
    def end(self) -> int:
        """Where it ends in the article."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Article:
    """The text of an article, from the line where its story begins."""

    text: str
    lexicon: Lexicon
    begins: int = 0
    """Where the story begins, after title, authors and date."""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs, from where the story begins."""
        return tuple(_paragraphs(self.text[:MOST], self.begins))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Its sentences, without those of headings."""
        return tuple(
            span
            for paragraph in self.paragraphs
            if not paragraph.is_heading
            for span in sentences(paragraph, self.lexicon)
            if span[1] - span[0] <= LONGEST_SENTENCE
        )

    def sentence_at(self, position: int) -> Span | None:
        """The sentence that a position is in."""
        n = bisect_right(self.sentences, (position, len(self.text)))
        found = self.sentences[n - 1] if n else None
        return found if found is not None and position < found[1] else None

    def slice(self, span: Span) -> str:
        """A stretch of the text on one line."""
        return " ".join(self.text[span[0] : span[1]].split())


_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLOCK = re.compile(r"\S(?:.|[\n\r](?!\s*[\n\r]))*", re.DOTALL)
_BULLET = re.compile(r"\s*(?:[-*•–·]\s+)?")
_STOP = re.compile(r"[.!?…。！？;；:：,，»«“”\"'’」』)\]]\s*$")
LONGEST_HEADING = 120


def _paragraphs(text: str, begins: int) -> Iterator[Paragraph]:
    lines = list(_LINE.finditer(text))
    is_wrapped = max((len(line[0]) for line in lines), default=0) <= WIDEST and re.search(r"\n\s*\n", text)
    for block in _BLOCK.finditer(text) if is_wrapped else lines:
        words = re.sub(r"\s", " ", block[0].rstrip())
        indent = _BULLET.match(words)
        skipped = indent.end() if indent is not None else 0
        start = block.start() + skipped
        if start < begins < block.start() + len(words):
            start, skipped = begins, begins - block.start()  # after the dateline
        if start >= begins and words[skipped:]:
            is_listed = skipped > 0 and words[:skipped].strip() != ""
            heading = not is_listed and len(words) <= LONGEST_HEADING and _STOP.search(words) is None
            yield Paragraph(start, words[skipped:], heading)


_END = re.compile(r"[.!?…]+[\"”’»“)\]]*\s+|[。！？]+[”’」』）]*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“„«])(?:[A-Za-zÀ-ÿ]|Mr|Mrs|Ms|Dr|Dra|St|Prof|No|Nr|vs|MM|Mme|Mlle|Sr|Sra|Srta|Jr|Gen|Col|Maj|Sen|Rep|Gov"
    r"|Rev|Capt|Lt|Sgt|ca|etc|bzw|usw|z\.\s?B|d\.\s?h"
    r"|[A-Z]\.[A-Z]|Mio|Mrd|Tsd|Jan|Feb|Aug|Sept?|Oct|Okt|Nov|Dec|Dez|janv|févr|juil)\.$"
)
_ORDINAL = re.compile(r"\b\d{1,2}\.$")


def sentences(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Span]:
    """The sentences of a paragraph. Sentences inside quotation marks are sentences, too."""
    text = paragraph.text
    start = 0
    for match in _END.finditer(text):
        before, after = text[max(0, start, match.start() - 12) : match.start() + 1], text[match.end() :][:1]
        if match[0][0] in "….?!" and (
            after.islower()
            or _ABBREVIATION.search(before) is not None
            or (lexicon.noun == "capital" and _ORDINAL.search(before) is not None)
        ):
            continue
        if after != "":
            yield paragraph.start + start, paragraph.start + len(text[: match.end()].rstrip())
            start = match.end()
    if text[start:].strip():
        yield paragraph.start + start, paragraph.end


MOST_WORDS = 15
"""Words of a passage. A longer one gets a warning."""
LEAST_WORDS = 4
MOST_UNSPACED = 40
"""Characters of a passage in a script without spaces."""

_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"[,;:—–]\s|[，；：。]|\s[-–—]\s")


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


def clause(text: str, sentence: Span, core: Span) -> Span:
    """The part of a sentence, between commas or the like, that contains a stretch."""
    start, end = sentence
    for mark in _CLAUSE_END.finditer(text, start, end):
        if mark.end() <= core[0]:
            start = mark.end()
        elif mark.start() >= core[1]:
            end = mark.start()
            break
    return start, end


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


def on_one_line(words: str) -> str:
    """Words with single spaces between them."""
    return " ".join(words.split())

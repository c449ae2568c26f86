"""Divides a saved text into paragraphs and sentences, and finds those around a passage.

Omissions are judged in the normal form of a text, whose language may be unknown. There, marks alone say
where a sentence ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from briefings.grammar.cues import fold, primary
from briefings.grammar.date_forms import months
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import Lexicon, lexicon
from briefings.grammar.lines import LONGEST_HEADING, paragraph_ends, unwrapped_lines
from briefings.grammar.normal import Normalized

Span = tuple[int, int]
"""Where something begins and ends in a text."""


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


_BULLET = re.compile(r"\s*(?:[-*•–·]\s+)?")
_STOP = re.compile(r"[.!?…。！？;；:：,，»«“”\"'’」』)\]]\s*$")


def paragraphs(text: str, begins: int = 0) -> Iterator[Paragraph]:
    """The paragraphs of a saved text, from a position on: its lines, and those that are wrapped as one."""
    for first, last in unwrapped_lines(text):
        words = re.sub(r"\s", " ", text[first:last].rstrip())
        indent = _BULLET.match(words)
        skipped = indent.end() if indent is not None else 0
        start = first + skipped
        if start < begins < first + len(words):
            start, skipped = begins, begins - first  # after the dateline
        if start >= begins and words[skipped:]:
            is_listed = skipped > 0 and words[:skipped].strip() != ""
            heading = not is_listed and len(words) <= LONGEST_HEADING and _STOP.search(words) is None
            yield Paragraph(start, words[skipped:], heading)


@dataclass(frozen=True)
class Prose:
    """A text, or the part of it that begins at a position, divided into paragraphs and sentences."""

    text: str
    lexicon: Lexicon
    begins: int = 0

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs."""
        return tuple(paragraphs(self.text, self.begins))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Its sentences, in order."""
        return tuple(span for each in self.paragraphs for span in sentences(each, self.lexicon))

    def sentence_at(self, position: int) -> Span | None:
        """The sentence that a position is in."""
        n = bisect_right(self.sentences, (position, len(self.text)))
        found = self.sentences[n - 1] if n else None
        return found if found is not None and position < found[1] else None


_END = re.compile(r"(?<![.!?…])[.!?…]++(?:\s?»|[\"”’»“)\]])*\s+|[。！？]+[”’」』）]*")


@cache
def _abbreviation() -> re.Pattern[str]:
    known = "|".join(re.escape(word).replace(r"\.", r"\.\s?") for word in sorted(boundaries().abbreviations))
    return re.compile(rf"(?:^|[\s(\"“„«])(?:[A-Za-zÀ-ÿ]|[A-Z]\.[A-Z]|{known})\.$")


def is_abbreviated(text: str, stop: int) -> bool:
    """Whether the full stop at a position is that of `Mr.` or the like."""
    return _abbreviation().search(text[max(0, stop - 12) : stop + 1]) is not None


_ORDINAL = re.compile(r"\b\d{1,2}\.$")


def sentences(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Span]:
    """The sentences of a paragraph. Sentences inside quotation marks are sentences, too."""
    text = paragraph.text
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - 12) : match.start() + 1]
        after = text[match.end() : match.end() + 1]
        if match[0][0] in "….?!" and (
            after.islower()
            or after in ",;:"  # French leaves a space before `, said Ada Byron`
            or is_abbreviated(before, len(before) - 1)
            or (lexicon.capitalizes_nouns and _ORDINAL.search(before) is not None)
        ):
            continue
        if after != "":
            yield paragraph.start + start, paragraph.start + match.start() + len(match[0].rstrip())
            start = match.end()
    if text[start:].strip():
        yield paragraph.start + start, paragraph.end


_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"'}
"""The marks that end a quotation, by the one that begins it. German closes with what English opens with."""

_MARK = re.compile('[“”„«»「」『』"]')
_ENDING = re.compile(r'(?<=[^\s(])"(?:\s|$)')
BEFORE = 2
"""The paragraphs before that of a passage in which its facts may stand."""

LONGEST_AROUND = 4_000
"""The most characters that are read around a passage."""


def around(article: Prose, start: int, end: int) -> tuple[str, str, str]:
    """The sentences that a passage is in, what is before them in its paragraph and the two before that, and
    the rest of its paragraph.

    A sentence inside quotation marks goes on to the end of the sentence that names the speaker.
    """
    text, every = article.text, article.paragraphs
    inside = [n for n, each in enumerate(every) if each.start < end and start < each.end]
    if not inside:
        return text[start:end], "", ""
    first, last = inside[0], inside[-1]
    spans = [span for n in inside for span in sentences(every[n], article.lexicon)]
    quoted = [span for n in inside for span in _quotations(every[n])]
    touched = [n for n, span in enumerate(spans) if span[0] < end and start < span[1]] or [0]
    low, high = touched[0], touched[-1]
    while high + 1 < len(spans) and _is_inside(spans[high][1], quoted):
        high += 1
    while low > 0 and _is_inside(spans[low][0], quoted):
        low -= 1
    sentence = text[spans[low][0] : spans[high][1]]
    opening = every[first].text[: spans[low][0] - every[first].start]
    before = "\n".join([*(each.text for each in every[max(0, first - BEFORE) : first]), opening])
    after = every[last].text[spans[high][1] - every[last].start :]
    return sentence[-LONGEST_AROUND:], before[-LONGEST_AROUND:], after[:LONGEST_AROUND]


def _quotations(paragraph: Paragraph) -> Iterator[Span]:
    """Where the quotations of a paragraph begin and end. One that does not end goes on to its end, and
    one that ends without a beginning begins with it."""
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(paragraph.text):
        if opened is None and mark[0] == '"' and _ENDING.match(paragraph.text, mark.start()) is not None:
            yield paragraph.start, paragraph.start + mark.end()  # it began in the paragraph before
        elif opened is None:
            opened = mark if mark[0] in _CLOSING else None
        elif mark[0] in _CLOSING[opened[0]]:
            yield paragraph.start + opened.start(), paragraph.start + mark.end()
            opened = None
    if opened is not None:
        yield paragraph.start + opened.start(), paragraph.end


def _is_inside(position: int, spans: Sequence[Span]) -> bool:
    return any(start < position < end for start, end in spans)


# ── In the normal form of a text ────────────────────────────────────────────────────────────────────────────

REACH = 600
"""The most characters before or after a stretch that are searched for the limits of its sentence."""

ABBREVIATED = 3
"""A full stop after a word with at most so many letters may belong to an abbreviation: "usw. sind"."""

_SENTENCE_END = re.compile(r"[.!?؟।]+[\"')\]]*(?:\s+|$)|[。！？!?]+[\"'」』)]*")
_MIXED_CASE = re.compile(r"[^\W\d_]+[A-Z]")
_WORD = re.compile(r"\w")
_MONTH = re.compile(r"[^\W\d_]+")
_QUOTED_SENTENCE = re.compile(r"[\"'「『]$")


def sentence_starts(text: str, start: int, end: int, language: str) -> Iterator[int]:
    """The positions in a stretch where sentences begin. An abbreviation may look like the end of one."""
    return (stop.end() for stop in _stops(text, start, end, language))


def _stops(text: str, start: int, end: int, language: str) -> Iterator[re.Match[str]]:
    for stop in _SENTENCE_END.finditer(text, start, end):
        if not _is_abbreviation(text, stop) and not _is_in_date(text, stop, language):
            yield stop


def _is_in_date(text: str, stop: re.Match[str], language: str) -> bool:
    """Whether a full stop is that of a day before its month: "am 3. Mai". After any other number, a sentence
    may end."""
    if not lexicon(language).capitalizes_nouns:
        return False
    if _ORDINAL.search(text, max(0, stop.start() - 2), stop.start() + 1) is None:
        return False
    month = _MONTH.match(text, stop.end())
    return month is not None and fold(month[0]) in months(primary(language))


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


def rest_of_sentence(text: Normalized, start: int, end: int, language: str) -> Rest:
    """The words of its sentence before and after a stretch, in its own paragraph."""
    plain = text.text
    first, last = max(0, start - REACH), min(len(plain), end + REACH)
    first = max([first, *paragraph_ends(text, first, start)])
    last = min([last, *paragraph_ends(text, end - 1, last)])
    before = plain[max([first, *sentence_starts(plain, first, start, language)]) : start]
    after = plain[end:last]
    for stop in _stops(plain, max(start, end - 4), last, language):
        if stop.end() >= end:
            after = plain[end : max(end, stop.start())]
            break
    return Rest(
        before if _WORD.search(before) else "",
        after if _WORD.search(after) else "",
        quoted=_QUOTED_SENTENCE.search(before) is not None and plain[start : start + 1].isupper(),
    )


__all__ = [
    "Paragraph",
    "Prose",
    "Rest",
    "Span",
    "around",
    "is_abbreviated",
    "paragraphs",
    "rest_of_sentence",
    "sentence_starts",
    "sentences",
]

"""Quotations: words between quotation marks that somebody said, with the speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from briefings.desk.draft.article import LONGEST_SENTENCE, Article
from briefings.desk.draft.marks import Quoted
from briefings.desk.draft.names import Name, Names
from briefings.desk.draft.speakers import NOBODY, Attribution, Speakers
from briefings.evidence.passages import UNSPACED
from briefings.evidence.reading.lexicon import Lexicon, plain
from briefings.evidence.reading.sentences import Paragraph, Span

WHOLE = 4
"""Words, or pairs of characters, of a quotation that is one even if nobody is said to have said it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words."""

    span: Span
    speaker: Name | None
    """None if the article does not name who said it."""


def quotations(article: Article, quotes: list[Quoted], names: Names, told: str) -> list[Quotation]:
    """All quotations in an article, in order."""
    speakers = Speakers(told, names, article.lexicon)
    found: list[Quotation] = []
    continued: list[Quoted] = []
    for paragraph in article.paragraphs:
        first = bisect_left(quotes, paragraph.start, key=lambda quote: quote.start)
        inside = quotes[first : bisect_left(quotes, paragraph.end, key=lambda quote: quote.start)]
        previous: Attribution = NOBODY
        for n, quote in enumerate(inside):
            begins = inside[n - 1].outer[1] if n else paragraph.start
            ends = inside[n + 1].outer[0] if n + 1 < len(inside) else paragraph.end
            attribution = _attribution(article, paragraph, quote, (begins, ends), speakers, previous, told)
            speakers.heard(quote.outer[1], attribution)
            if quote.continues:
                continued.append(quote)
                continue
            for part in (*continued, quote):
                if _is_quotation(article, part, attribution):
                    found.append(Quotation(_spoken(article.text, part), attribution.name))
            continued = []
            previous = attribution
    return found


def _attribution(
    article: Article,
    paragraph: Paragraph,
    quote: Quoted,
    room: Span,
    speakers: Speakers,
    previous: Attribution,
    told: str,
) -> Attribution:
    """Whose words these are, by what is around them."""
    start, end = quote.outer
    room = max(room[0], start - LONGEST_SENTENCE), min(room[1], end + LONGEST_SENTENCE)
    after = told[end : room[1]]
    ending = article.text[quote.end - 1 : quote.end]
    # After a full stop, only a small letter goes on with the sentence: `“We will.” they said`.
    goes_on = ending not in ".。" or after.lstrip()[:1].islower() or not article.lexicon.spaced
    if room[1] < paragraph.end and after.rstrip()[-1:] in (":", "："):
        goes_on = False  # it introduces the next quotation
    if goes_on and after.strip():
        attribution = speakers.after(end, room[1])
        if attribution.name is not None:
            return attribution
    else:
        attribution = NOBODY
    before = _sentence_start(told, room[0], start)
    words = told[before:start]
    if words.strip():
        attribution = _better(speakers.before(before, start), attribution)
        if attribution.name is None and previous.attributed and before == room[0] > paragraph.start:
            tokens = re.findall(r"[^\W_]+", words)
            if len(tokens) <= 3:
                return previous
        return attribution
    if attribution.attributed:
        return attribution
    return previous if room[0] > paragraph.start else NOBODY


def _better(one: Attribution, other: Attribution) -> Attribution:
    """The one that names somebody."""
    return one if one.name is not None or not other.attributed else other


def _sentence_start(told: str, start: int, end: int) -> int:
    ends = [match.end() for match in re.finditer(r"[.!?…]\s+|[。！？]", told[start:end])]
    return start + ends[-1] if ends else start


def _is_quotation(article: Article, quote: Quoted, attribution: Attribution) -> bool:
    words = article.text[quote.start : quote.end]
    if re.search(r"[^\W\d_]", words) is None or _is_so_called(article, quote):
        return False
    length = len(words.split()) + len(UNSPACED.findall(words)) // 2
    if length >= WHOLE:
        return True
    return attribution.attributed and not _is_title(words, article.lexicon)


def _is_so_called(article: Article, quote: Quoted) -> bool:
    before = article.text[max(0, quote.outer[0] - 40) : quote.outer[0]]
    if not article.lexicon.spaced:
        return before.endswith(article.lexicon.lists.get("so_called", ())) or False
    tokens = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", before)
    return any(plain(token) in article.lexicon.so_called for token in tokens[-1:])


def _is_title(words: str, lexicon: Lexicon) -> bool:
    """Whether words look like the title or name of something: every word has a capital."""
    tokens = re.findall(r"[^\W\d_]+", words)
    named = [token for token in tokens if plain(token) not in lexicon.joins]
    return lexicon.spaced and all(token[0].isupper() for token in named) and words[-1:] not in ".!?"


def _spoken(text: str, quote: Quoted) -> Span:
    """Without the comma that belongs to the sentence around it."""
    end = quote.end
    while end > quote.start and text[end - 1] in ",，;":
        end -= 1
    return quote.start, end


__all__ = ["Quotation", "quotations"]

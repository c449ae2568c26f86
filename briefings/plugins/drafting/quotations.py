"""Quotations: words between quotation marks that somebody said, with the speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from briefings.evidence.passages import UNSPACED
from briefings.evidence.reading.lexicon import Lexicon, plain
from briefings.evidence.reading.sentences import Paragraph, Span
from briefings.plugins.drafting.article import LONGEST_SENTENCE, Story
from briefings.plugins.drafting.marks import Quoted
from briefings.plugins.drafting.names import Name, Names
from briefings.plugins.drafting.speakers import SOMEBODY, Speakers

WHOLE = 4
"""Words, or pairs of characters, of a quotation that is one even if nobody is said to have said it."""

FEW = 2
"""Words of one that is no title, in a language with spaces."""


MOST_OTHERS = 3
"""Quotations later in a sentence that are looked at."""

MOST_NEAR = 4
"""Names that are offered where the sentence of a quotation does not name its speaker."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words."""

    span: Span
    speaker: Name | None
    """None if the sentence does not name who said it."""
    near: tuple[Name, ...] = ()
    """Then the names nearby, the nearest first."""


def quotations(article: Story, quotes: list[Quoted], names: Names, told: str) -> list[Quotation]:
    """All quotations in an article, in order."""
    speakers = Speakers(told, names, article.lexicon)
    speaking = speakers.named(article.sentences)
    found: list[Quotation] = []
    continued: list[Quoted] = []
    for n, paragraph in enumerate(article.paragraphs):
        first = bisect_left(quotes, paragraph.start, key=lambda quote: quote.start)
        inside = quotes[first : bisect_left(quotes, paragraph.end, key=lambda quote: quote.start)]
        attributed = False
        for quote in inside:
            begin = _begin(article, n, quote)
            last = next((p for p in article.paragraphs[n:] if quote.outer[1] <= p.end), paragraph)
            start, end = _after(article, last, quote, inside, told)
            # `“No”, while Ada Byron said “yes”`: the words before another quotation may belong to that.
            others = [other.outer[0] for other in quotes[first:] if start <= other.outer[0] < end]
            others = others[:MOST_OTHERS]
            clauses = [speakers.introduced(start, other) for other in others]
            end = next((clause for clause, other in zip(clauses, others, strict=True) if clause < other), end)
            attribution = speakers.after(start, end)
            named = speakers.before(begin, quote.outer[0])
            if attribution.name is None and not attribution.settled:
                attribution = named if named.name is not None or not attribution.attributed else attribution
            elif attribution.name is not None and named.attributed and named.name != attribution.name:
                attribution = SOMEBODY  # `Ada Byron said “no”, while Bo Ek said “yes”`
            # `“No,” he said. “Never.”`: the second belongs to the first, whoever said it.
            is_next = attributed and told[begin : quote.outer[0]].strip() == ""
            attributed = attribution.attributed or is_next
            if quote.continues:
                continued.append(quote)
                continue
            near = () if attribution.name is not None else tuple(names.near(quote.start, MOST_NEAR, speaking))
            for part in (*continued, quote):
                if _is_quotation(article, part, attributed):
                    found.append(Quotation(_spoken(article.text, part), attribution.name, near))
            continued = []
    return found


def _begin(article: Story, n: int, quote: Quoted) -> int:
    """Where the sentence of a quotation begins: in the paragraph before if that ends with a colon."""
    paragraph = article.paragraphs[n]
    place = quote.outer[0]
    if place == paragraph.start and n > 0 and article.paragraphs[n - 1].text.rstrip()[-1:] in (":", "："):
        paragraph = article.paragraphs[n - 1]
        place = paragraph.end - 1
    sentence = article.sentence_at(place)
    return sentence[0] if sentence is not None else max(paragraph.start, place - LONGEST_SENTENCE)


def _after(article: Story, paragraph: Paragraph, quote: Quoted, inside: list[Quoted], told: str) -> Span:
    """The rest of the sentence after a quotation; empty if the quotation ends it."""
    start = quote.outer[1]
    rest = article.text[start : paragraph.end]
    ending = article.text[quote.end - 1 : quote.end]
    # After a full stop, only a small letter goes on with the sentence: `“We will.” they said`.
    if ending in ".。" and article.lexicon.spaced and not rest.lstrip()[:1].islower():
        return start, start
    sentence = article.sentence_at(start + len(rest) - len(rest.lstrip()))
    end = min(sentence[1] if sentence is not None else paragraph.end, start + LONGEST_SENTENCE)
    following = next((other.outer[0] for other in inside if start <= other.outer[0] < end), None)
    if following is not None and told[start:following].rstrip()[-1:] in (":", "："):
        return start, start  # it introduces the next quotation
    return start, end


def _is_quotation(article: Story, quote: Quoted, attributed: bool) -> bool:
    words = article.text[quote.start : quote.end]
    if re.search(r"[^\W\d_]", words) is None or _is_so_called(article, quote):
        return False
    length = len(words.split()) + len(UNSPACED.findall(words)) // 2
    if length >= WHOLE:
        return True
    is_some = length >= FEW and article.lexicon.spaced
    return (attributed or is_some) and not _is_title(words, article.lexicon)


def _is_so_called(article: Story, quote: Quoted) -> bool:
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

"""Quotations: words between quotation marks that somebody said, with the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.grammar.lexicon import Lexicon, plain
from briefings.grammar.normal import UNSPACED
from briefings.grammar.quotes import Quoted
from briefings.grammar.sentences import Span
from briefings.grammar.speakers import Speakers
from briefings.plugins.drafting.article import Story
from briefings.plugins.drafting.names import Mention, Name, Names
from briefings.plugins.drafting.offers import Offers, distinct

WHOLE = 4
"""Words, or pairs of characters, of a quotation that is one even if nobody is said to have said it."""

LONGEST_ARTICLE = 20
"""Characters before a name in which its article is."""

MOST_NEAR = 5
"""Names that are offered where the sentence of a quotation does not name its speaker: as many as the desk has
keys for."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words."""

    span: Span
    speaker: Name | None
    """None if the sentence does not name who said it."""
    near: tuple[Name, ...] = ()
    """Then those who may be, the likeliest first."""


def quotations(article: Story, quotes: list[Quoted], names: Names, offers: Offers) -> list[Quotation]:
    """All quotations in an article, in order."""
    speakers = Speakers(article, quotes, names.mentions)
    spoken = sorted(speakers.named(article.sentences), key=lambda mention: mention.start)
    found: list[Quotation] = []
    for quote, attribution in speakers.quotations.items():
        if _is_quotation(article, quote, attribution.is_said):
            by = _sure(article, attribution.by, names)
            near = offers.near(quote.outer, spoken, speakers.voices(*quote.outer)) if by is None else []
            offered = tuple(distinct(near))[:MOST_NEAR]
            found.append(Quotation(_spoken(article.text, quote), by, offered))
    return found


def _sure(article: Story, by: Mention | None, names: Names) -> Name | None:
    """The name, if it can be set. One that is there only once, after an article, may be that of a thing: `the
    Harvest Letter says`."""
    if by is None:
        return None
    before = re.search(r"([^\W\d_]+)\s$", article.text[max(0, by.start - LONGEST_ARTICLE) : by.start])
    has_article = before is not None and plain(before[1]) in article.lexicon.articles
    is_once = sum(mention.name == by.name for mention in names.mentions) == 1
    return None if has_article and is_once and by.name.kind == "" else by.name


def _is_quotation(article: Story, quote: Quoted, attributed: bool) -> bool:
    words = article.text[quote.start : quote.end]
    if re.search(r"[^\W\d_]", words) is None or _is_so_called(article, quote):
        return False
    length = len(words.split()) + len(UNSPACED.findall(words)) // 2
    if length >= WHOLE:
        return True
    return (attributed or article.lexicon.spaced) and not _is_title(words, article.lexicon)


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

"""Quotations: words between quotation marks that somebody said, with the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.grammar.lexicon import Lexicon, one_of, plain
from briefings.grammar.normal import UNSPACED
from briefings.grammar.quotes import Quoted
from briefings.grammar.sentences import Span
from briefings.grammar.speakers import Speakers
from briefings.plugins.drafting.article import Story
from briefings.plugins.drafting.names import Mention, Name, Names, territories
from briefings.plugins.drafting.offers import Offers, distinct

WHOLE = 4
"""Words, or pairs of characters, of a quotation that is one even if nobody is said to have said it."""

LONGEST_LEAD = 40
"""How many characters on either side of a name are read to decide whether it is surely the speaker's."""

MOST_NEAR = 4
"""Names that are offered where the sentence of a quotation does not name its speaker."""


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
        if not _is_quotation(article, quote, attribution.is_said):
            continue
        span, by = _spoken(article.text, quote), attribution.by
        is_sure = by is not None and not _repeats(article, by, quote.outer[0], names)
        if by is not None and is_sure and _is_sure(article, by, names):
            found.append(Quotation(span, by.name))
        else:
            named = [by.name] if by is not None else []
            near = offers.near(quote.outer, spoken, speakers.voices(*quote.outer))
            found.append(Quotation(span, None, tuple(distinct([*named, *near])[:MOST_NEAR])))
    return found


def _repeats(article: Story, by: Mention, place: int, names: Names) -> bool:
    """Whether a quotation may be of another person: `Ada Byron recalled the words of Bo Ek: “…”`, or
    `For Ada Byron, Bo Ek lied when he said “…”`."""
    lexicon, text = article.lexicon, article.text
    if not lexicon.spaced:
        words = rf"{one_of(lexicon.lists['genitives'])}[\u4e00-\u9fff]{{1,3}}[:：]$"  # 他同意村民的话：“…”
        return re.search(words, text[by.end : place].rstrip()) is not None
    # `palabras de Inés Soto` could be a place.
    kinds = ("", "person", "place")
    others = [m for m in names.within(by.end, place) if m.name.kind in kinds and m.name != by.name]
    if not others:
        return False
    is_next = text[others[-1].end : place].strip(" ,\u00a0") in ("", ":")
    is_opinion = any(plain(word) in lexicon.loosely for word in _lead(article, by)[-1:])
    return is_opinion or (is_next and _ends_in_preposition(_lead(article, others[-1]), lexicon))


def _lead(article: Story, name: Mention) -> list[str]:
    """The words before a name, without its offices."""
    before = _WORDS_BEFORE.search(article.text, max(0, name.start - LONGEST_LEAD), name.start)
    words = before[0].split() if before is not None else []
    return [word for word in words if not article.lexicon.is_title(plain(word))]


def _is_sure(article: Story, by: Mention, names: Names) -> bool:
    """Whether a speaker can be set rather than only offered. Unless the text says what kind of actor it is,
    the words may be no name: `the Harvest Letter says`, `Ernster Nachsatz: „…“`, `Wee of the Times`."""
    name, lexicon, text = by.name, article.lexicon, article.text
    if name.actor:
        return True
    lead = text[max(0, by.start - LONGEST_LEAD) : by.start]
    if not lexicon.spaced:
        is_full = re.search("[·•]", name.full) is not None or lead.endswith(lexicon.lists["titles"])
        return is_full or text.count(name.full) > 1
    before = _WORDS_BEFORE.search(lead)
    words = before[0].split() if before is not None else []
    if _belongs(words, lexicon) or _is_apposed(by, names, article):
        return False
    if name.kind:
        return True
    parts = name.full.split()
    if any(plain(part) in lexicon.joins or (len(parts) > 1 and part.isupper()) for part in parts):
        return False
    if plain(parts[-1]) in territories(lexicon.language):
        return False  # `Western Australia said`
    has_article = any(plain(word) in lexicon.articles for word in words[-1:])
    if lexicon.capitalizes_nouns:
        after = re.match(r"\s([^\W\d_]+)", text[by.end : by.end + LONGEST_LEAD])
        beside = [*words[-2:], *([after[1]] if after is not None else [])]  # `sagte Amtsrat Bo Ek`
        is_beside_verb = any(plain(word) in lexicon.reporting for word in beside)
        return len(parts) > 1 and not has_article and is_beside_verb
    return not has_article or sum(mention.name == name for mention in names.mentions) > 1


_WORDS_BEFORE = re.compile(r"(?:[^\W\d_]+ )+$")


def _is_apposed(by: Mention, names: Names, article: Story) -> bool:
    """Whether a name after a comma only describes the person named before it: `Ada Byron, Leeds Liberal,
    told`. In `the head of the Textile Union, Ada Byron, told`, the second name is the subject."""
    near = [mention for mention in names.within(by.start - LONGEST_LEAD, by.start) if mention != by]
    if not near or article.text[near[-1].end : by.start].strip() != ",":
        return False
    before = _WORDS_BEFORE.search(article.text, max(0, near[-1].start - LONGEST_LEAD), near[-1].start)
    return before is None or not _ends_in_preposition(before[0].split(), article.lexicon)


def _belongs(before: list[str], lexicon: Lexicon) -> bool:
    """Whether a name follows a noun after a preposition, so that it is not the subject: `le chef du parti
    Aurore`."""
    *others, noun = before or [""]
    is_noun = noun.islower() and not lexicon.is_title(plain(noun)) and plain(noun) not in lexicon.function
    return is_noun and _ends_in_preposition(others, lexicon)


def _ends_in_preposition(before: list[str], lexicon: Lexicon) -> bool:
    """Whether the last word is a preposition, or an article after one."""
    *others, last = before or [""]
    has_article = plain(last) in lexicon.articles and last.casefold() not in lexicon.prepositions
    return any(word.casefold() in lexicon.prepositions for word in (others[-1:] if has_article else [last]))


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

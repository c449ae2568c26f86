"""Events: sentences that say when something happened or will happen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.grammar.dates import Calendar, DatedSpan, clause
from briefings.grammar.lexicon import Lexicon, plain
from briefings.grammar.sentences import Span
from briefings.plugins.drafting.article import Story, excerpt, on_one_line

LEAST_WORDS = 4
"""Words of a clause that can be a title. A shorter one is part of the sentence around it."""


LEAST_TITLE = 3
"""Words of a title that can be understood without the rest of the sentence."""


@dataclass(frozen=True, slots=True)
class Event:
    """A date, and what is said of it."""

    span: Span
    date: str
    """In EDTF."""
    title: str
    passage: Span
    within: Span
    """The clause, where its actors are."""


def dates(article: Story, calendar: Calendar) -> Iterator[tuple[Span, DatedSpan]]:
    """All dates in an article, each with its sentence."""
    for sentence in article.sentences:
        for found in calendar.dates(article.text, *sentence):
            yield sentence, found


def events(article: Story, dated: list[tuple[Span, DatedSpan]]) -> Iterator[Event]:
    """One event for each date."""
    seen: set[tuple[Span, str]] = set()
    counts = Counter(sentence for sentence, _ in dated)
    for sentence, found in dated:
        if (sentence, found.edtf) in seen:
            continue
        seen.add((sentence, found.edtf))
        others = counts[sentence] > 1
        core = found.start, found.end
        within = clause(article.text, sentence, core)
        is_part = within[0] > sentence[0] and article.lexicon.drops_subjects
        if not others or is_part or _length(article, within) < LEAST_WORDS + 2:
            within = sentence
        title = _title(article, within, found)
        if within != sentence and len(title.split()) < LEAST_TITLE and article.lexicon.spaced:
            # "…, and the third on 1 October": the verb is in another clause.
            title, within = on_one_line(article.slice(sentence)).removesuffix("."), sentence
        if title:
            yield Event(core, found.edtf, title, excerpt(article.text, sentence, core), within)


def _length(article: Story, span: Span) -> int:
    words = article.text[span[0] : span[1]]
    return len(words.split()) if article.lexicon.spaced else len(words) // 2


def _dangles(words: str, lexicon: Lexicon) -> bool:
    """Whether words end with a preposition whose noun is missing."""
    last = re.findall(r"[^\W\d_]+", words)[-1:]
    return lexicon.spaced and any(plain(word) in lexicon.function for word in last)


def _is_relative(text: str, start: int, found: DatedSpan, lexicon: Lexicon) -> bool:
    """Whether a date in the midst of a title is a weekday or "yesterday", which says nothing the day after,
    and the title is a sentence without it."""
    words = text[found.begins : found.end]
    is_free = text[found.end : found.end + 1] in (" ", ",") and lexicon.spaced
    is_free = is_free and text[start : found.begins].rstrip()[-1:] not in ",;:–—"
    says_day = len(found.edtf) == len("2025-01-01") and not re.search(r"\d", words)
    return is_free and says_day and not _dangles(text[start : found.begins], lexicon)


def _title(article: Story, span: Span, found: DatedSpan) -> str:
    """The words of a clause, without a date at its beginning or end."""
    start, end = span
    text = article.text
    after = text[found.end : end]
    # "On 26 July, the conference opened": in other sentences, the verb follows, the rest is not a sentence.
    lead = re.match(r"\s*[,，]\s*", after)
    begins_with_date = not text[start : found.begins].strip() and not after.startswith(("'s", "’s"))
    if begins_with_date and (lead is not None or article.lexicon.noun == "plural"):
        start = found.end + (lead.end() if lead is not None else 0)
    elif not after.strip(" .,。，") and not _dangles(text[start : found.begins], article.lexicon):
        end = found.begins
    words = text[start:end]
    if start < found.begins and found.end < end and _is_relative(text, start, found, article.lexicon):
        words = text[start : found.begins].rstrip() + text[found.end : end]
    title = on_one_line(words).strip(" ,;:–—-。，；：、").removesuffix(".")
    title = re.sub(r"^(?:and|und|et|y|but|aber|mais)\s+", "", title)
    return title[:1].upper() + title[1:]

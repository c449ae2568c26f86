"""Events: sentences that say when something happened or will happen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.desk.draft.article import Article, Span, clause, excerpt, on_one_line
from briefings.desk.draft.days import Calendar, DatedSpan

LEAST_WORDS = 4
"""Words of a clause that can be a title. A shorter one is part of the sentence around it."""


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


def dates(article: Article, calendar: Calendar) -> Iterator[tuple[Span, DatedSpan]]:
    """All dates in an article, each with its sentence."""
    for sentence in article.sentences:
        for found in calendar.dates(article.text, *sentence):
            yield sentence, found


def events(article: Article, dated: list[tuple[Span, DatedSpan]], quoted: list[Span]) -> Iterator[Event]:
    """One event for each date that is not in a quotation."""
    seen: set[tuple[Span, str]] = set()
    counts = Counter(sentence for sentence, _ in dated)
    for sentence, found in dated:
        inside = any(start <= found.start < end for start, end in quoted)
        if inside or (sentence, found.edtf) in seen:
            continue
        seen.add((sentence, found.edtf))
        others = counts[sentence] > 1
        core = found.start, found.end
        within = clause(article.text, sentence, core)
        if not others or _length(article, within) < LEAST_WORDS + 2:
            within = sentence
        title = _title(article, within, found)
        if title:
            yield Event(core, found.edtf, title, excerpt(article.text, sentence, core), within)


def _length(article: Article, span: Span) -> int:
    words = article.text[span[0] : span[1]]
    return len(words.split()) if article.lexicon.spaced else len(words) // 2


def _title(article: Article, span: Span, found: DatedSpan) -> str:
    """The words of a clause, without a date at its beginning or end."""
    start, end = span
    text = article.text
    after = text[found.end : end]
    # "On 26 July, the conference opened": in other sentences, the verb follows, and the rest is no sentence.
    lead = re.match(r"\s*[,，]\s*", after)
    if not text[start : found.begins].strip() and (lead is not None or article.lexicon.noun == "plural"):
        start = found.end + (lead.end() if lead is not None else 0)
    elif not after.strip(" .,。，"):
        end = found.begins
    title = on_one_line(text[start:end]).strip(" ,;:–—-。，；：、").removesuffix(".")
    title = re.sub(r"^(?:and|und|et|y|but|aber|mais)\s+", "", title)
    return title[:1].upper() + title[1:]

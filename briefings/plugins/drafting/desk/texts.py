"""The saved text of a source, as the desk shows it: its blocks and sentences, where a passage stands, and
what selected words may say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from briefings.grammar.cues import fold
from briefings.grammar.date_meanings import edtf
from briefings.grammar.dates import Calendar, DateMention
from briefings.grammar.lexicon import guess, lexicon
from briefings.grammar.quotes import quoted, without
from briefings.grammar.sentences import Span
from briefings.languages import REFERENCE
from briefings.model.dates import Date
from briefings.plugins.drafting.article import Story
from briefings.plugins.drafting.candidates import day_of
from briefings.plugins.drafting.events import dates
from briefings.plugins.drafting.figures import numbers
from briefings.plugins.drafting.head import read_head
from briefings.plugins.drafting.names import Actor, Name, Names
from briefings.plugins.drafting.offers import Offers
from briefings.plugins.drafting.quotations import MOST_NEAR
from briefings.plugins.drafting.values import Value

_LINE = re.compile(r"[^\n]*\S[^\n]*")


class Text:
    """The saved text of a source."""

    def __init__(self, content: str, language: str, published: str, actors: Sequence[Actor]) -> None:
        """`published` is the day that weekdays are relative to, in EDTF."""
        self.content = content
        self.language = language or guess(content) or REFERENCE
        of_language = lexicon(self.language)
        head = read_head(content, of_language)
        self.article = Story(content, of_language, head.begins, head.title)
        self.calendar = Calendar(of_language, day_of(published))
        self._actors = actors

    @cached_property
    def blocks(self) -> tuple[tuple[int, int, str], ...]:
        """Its lines before the story, the first of which is its title, then its paragraphs and headings."""
        lines = _LINE.finditer(self.content, 0, self.article.begins)
        head = [(m.start(), m.end(), "head" if n else "title") for n, m in enumerate(lines)]
        story = ((p.start, p.end, "heading" if p.is_heading else "") for p in self.article.paragraphs)
        return (*head, *story)

    def span(self, passage: str) -> Span | None:
        """Where a passage stands."""
        match, normal = self.article.match(passage), self.article.normal
        return None if match is None else (normal.origin(match.start), normal.origin(match.end - 1) + 1)

    def times(self, passage: str) -> int:
        """How many times the text has a passage; 0 if the passage could not be cited."""
        match = self.article.match(passage)
        return 0 if match is None else match.times

    def is_told(self, passage: str) -> bool:
        """Whether some words of a passage are the text's own: they stand outside its quotation marks."""
        span = self.span(passage)
        return span is not None and re.search(r"\w", self._told[slice(*span)]) is not None

    def days(self, words: str, passage: str = "") -> tuple[str, ...]:
        """The dates that words may be, as sheets write them: from EDTF, or from words in the language of the
        text. Of several, it is the one that the same words are in a passage."""
        try:
            return (Date.parse(words.strip()).text,)
        except ValueError:
            found = [*self.calendar.dates(words, 0, len(words))]
        if len(found) == 1:
            return (found[0].edtf,)
        match [*self.calendar.mentions(words)]:
            case [DateMention(readings=(reading,), is_vague=False) as mention]:
                days = {edtf(point) for point in reading if point.year is not None}
            case _:
                return ()
        if len(days) > 1 and (span := self.span(passage)) is not None:
            told = {
                day.edtf
                for _, day in dates(self.article, self.calendar)
                if _overlap((day.start, day.end), span)
                and fold(mention.text) in fold(self.article.slice((day.start, day.end)))
            }
            days = days & told or days
        return tuple(sorted(days))

    # ── Selected words ──────────────────────────────────────────────────────────────────────────────────

    def near(self, place: int) -> list[Name]:
        """Who may have said what begins at a place."""
        return self._offers.near((place, place))[:MOST_NEAR]

    @cached_property
    def _offers(self) -> Offers:
        return Offers(self.article, self._told, self._names)

    @cached_property
    def _told(self) -> str:
        return without(self.content, [each.outer for each in quoted(self.article)])

    @cached_property
    def _names(self) -> Names:
        return Names(self.article, self._told, self._actors)

    @cached_property
    def named(self) -> list[Span]:
        """Where known actors are named."""
        return [(each.start, each.end) for each in self._names.mentioned(0, len(self.content))]

    def values(self, noun: str, span: Span) -> Iterator[tuple[str, Value]]:
        """What selected words say of a fact of this kind."""
        words = self.article.slice(span)
        if noun == "quotation":
            yield "quote", words.strip("“”„«»‹›\"'‘’「」『』 ").rstrip(",，")
        elif noun == "figure":
            counted = filter(None, numbers(self.article, self.calendar))
            found = [each for each in counted if _within(each.span, span)]
            if len(found) == 1 and found[0].low is None:
                figure = found[0]
                yield from (("label", figure.label), ("value", figure.value), ("unit", figure.unit))
                if figure.qualifier:
                    yield "qualifier", figure.qualifier
        if noun in ("event", "vote", "document"):
            dated = [*dates(self.article, self.calendar)]
            inside = [day.edtf for _, day in dated if _within((day.start, day.end), span)]
            days = dict.fromkeys(inside or [day.edtf for each, day in dated if _overlap(each, span)])
            if len(days) == 1:
                yield "date", next(iter(days))


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

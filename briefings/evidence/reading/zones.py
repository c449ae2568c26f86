"""Reads a stretch of a source: its numbers, dates, names and speakers.

A stretch is either text or, where the text is not at hand, the particulars that the lock keeps of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from briefings.evidence.reading.amounts import Amount, amounts
from briefings.evidence.reading.dates import DateMention, calendar
from briefings.evidence.reading.lexicon import Lexicon, lexicon
from briefings.evidence.reading.names import KnownNames, Mention
from briefings.evidence.reading.sentences import Paragraph, around, sentences
from briefings.evidence.reading.speakers import are_together, label_of, voices
from briefings.evidence.reading.trigger import may_count, may_date
from briefings.languages import REFERENCE

MOST_KEPT = 60
"""The most particulars of a stretch that the lock keeps."""

LONGEST_KEPT = 100
"""The most characters of one of them."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The particulars around a passage, as written, without the words between them."""

    sentence: tuple[str, ...] = ()
    """Numbers, dates and known names in the sentences that the passage is in."""
    said: tuple[str, ...] = ()
    """The known names that these sentences present as speaking."""
    paragraph: tuple[str, ...] = ()
    """Numbers, dates and known names in the rest of the paragraph and in the two before it."""
    said_nearby: tuple[str, ...] = ()
    """Who may speak instead: other persons whom the sentences of the passage name where somebody says
    something or, if nobody does, outside quotations. If there are none, the nearest of those who speak in the
    paragraph, or in the two before."""
    named_nearby: tuple[str, ...] = ()
    """If nobody speaks there, but somebody in the sentence who is not named, the person whom the nearest
    sentence before names first. It may be another one who speaks."""


NOTHING_AROUND = Surroundings()


def surroundings(text: str, start: int, end: int, language: str, known: KnownNames) -> Surroundings:
    """What surrounds a passage, given by its place in the saved text."""
    words = lexicon(language)
    sentence, before, after = around(text, start, end, words)
    said = voices(sentence, known, words)
    is_open = not said.speaking and not said.possible
    nearby, named = _nearest(before, after, known, words) if is_open else (said.possible, ())
    if not said.has_unnamed:
        nearby, named = (*nearby, *named), ()
    return Surroundings(
        _particulars(sentence, language, known),
        _unique(mention.text for mention in said.speaking),
        _particulars(f"{before}\n{after}", language, known),
        _unique(mention.text for mention in nearby),
        _unique(mention.text for mention in named),
    )


Mentions = Sequence[Mention]


def _nearest(before: str, after: str, known: KnownNames, words: Lexicon) -> tuple[Mentions, Mentions]:
    """Those who speak nearest to a stretch, and if nobody does, the person who is named there.

    Who speaks last before it in its paragraph is nearest, then who is in the line above that says whose words
    follow, then who speaks first after it, unless a quotation ends there, and then who speaks last in a
    paragraph before. Who is named in its paragraph is nearer than who speaks in another.
    """
    *earlier, beside = before.split("\n")
    if found := _last(beside, known, words):
        return found, ()
    for line in reversed(earlier):
        if label := label_of(line, known, words):
            return label, ()
    if named := _named(beside, known, words):
        return (), named
    is_quoted = after.lstrip()[:1] in ("”", "»", "」", "』")
    if not is_quoted and (found := _last(after, known, words, first=True)):
        return found, ()
    for text in reversed(earlier):
        found = _last(text, known, words)
        named = () if found else _named(text, known, words)
        if found or named:
            return found, named
    return (), ()


def _named(text: str, known: KnownNames, words: Lexicon) -> Mentions:
    """The person whom the last sentence of a text that names any names first, outside quotations."""
    for start, end in reversed(list(sentences(Paragraph(0, text, is_heading=False), words))):
        if found := voices(text[start:end], known, words).possible:
            return found[:1]
    return ()


def _last(text: str, known: KnownNames, words: Lexicon, *, first: bool = False) -> Mentions:
    """Who speaks last in a text, or `first`, with those who speak with them: `Byron and Ohm said`."""
    every = sorted(voices(text, known, words).speaking, key=lambda mention: mention.start)
    one = every[0 if first else -1] if every else None
    return [each for each in every if one is not None and _are_joined(each, one, text)]


def _are_joined(one: Mention, other: Mention, text: str) -> bool:
    between = text[one.end : other.start] if one.start < other.start else text[other.end : one.start]
    return one is other or are_together(between)


def _particulars(text: str, language: str, known: KnownNames) -> tuple[str, ...]:
    # Read as of any day: what is kept must not depend on the source's day, which may be corrected.
    dates = list(calendar(language, date(2000, 1, 15)).mentions(text))
    places = [(each.start, each.text) for each in dates]
    places += [(each.start, each.text) for each in known.mentions(text)]
    places += [(each.start, each.text) for each in _undated(text, language, dates)]
    return _unique(words for _, words in sorted(places) if len(words) <= LONGEST_KEPT)[:MOST_KEPT]


def _undated(text: str, language: str, dates: Sequence[DateMention]) -> list[Amount]:
    """The numbers of a text without those of its dates."""
    found = amounts(text, language)
    return [each for each in found if not any(day.start <= each.start < day.end for day in dates)]


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


@dataclass(frozen=True)
class Zone:
    """What a stretch of a source says, as far as it can be compared. It is read on demand."""

    pieces: tuple[str, ...] = ()
    """One text, or several particulars."""
    language: str = REFERENCE
    published: date | None = None

    @cached_property
    def _read(self) -> tuple[tuple[str, list[DateMention]], ...]:
        """The pieces that may have a number or a date, each with its dates."""
        days, language = calendar(self.language, self.published), self.language
        return tuple(
            (piece, list(days.mentions(piece)) if may_date(piece, language) else [])
            for piece in self.pieces
            if may_count(piece, language)
        )

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates that it names."""
        return tuple(mention for _, dates in self._read for mention in dates)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The numbers that it gives, without those of its dates."""
        pieces = (_undated(piece, self.language, dates) for piece, dates in self._read)
        return tuple(amount for amounts in pieces for amount in amounts)


@lru_cache(maxsize=1 << 14)
def read_zone(pieces: tuple[str, ...], language: str, published: date | None) -> Zone:
    """A stretch of a source, as one text or in pieces."""
    return Zone(pieces, language, published)


__all__ = ["NOTHING_AROUND", "Surroundings", "Zone", "read_zone", "surroundings"]

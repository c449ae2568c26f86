"""Reads a stretch of a source: its numbers, dates, names and speakers.

A stretch is either text or, where the text is not at hand, the particulars that the lock keeps of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from briefings.grammar.amounts import Amount, amounts, written
from briefings.grammar.dates import DateMention, calendar
from briefings.grammar.lexicon import lexicon
from briefings.grammar.names import KnownNames, Mention
from briefings.grammar.offices import Offices, offices
from briefings.grammar.quotes import quoted, without
from briefings.grammar.sentences import LONGEST_AROUND, Prose, around
from briefings.grammar.speakers import Speakers, Voices
from briefings.grammar.trigger import may_count, may_date
from briefings.languages import REFERENCE

MOST_KEPT = 60
"""The most particulars of a stretch that the lock keeps."""

LONGEST_KEPT = 100
"""The most characters of one of them."""


class Surroundings(NamedTuple):
    """The particulars around a passage, as written, without the words between them."""

    sentence: tuple[str, ...] = ()
    """Numbers, dates and known names in the sentences that the passage is in."""
    said: tuple[str, ...] = ()
    """The known names that certainly say what the passage gives."""
    paragraph: tuple[str, ...] = ()
    """Numbers, dates and known names in the rest of the paragraph and in the two before it."""
    said_nearby: tuple[str, ...] = ()
    """If there are none, who goes on speaking from the sentences before."""
    named_nearby: tuple[str, ...] = ()
    """Others who may speak there."""
    said_by_office: tuple[str, ...] = ()
    """Who certainly says it, if that is the holder of an office."""


NOTHING_AROUND = Surroundings()


def surroundings(text: str, start: int, end: int, language: str, known: KnownNames) -> Surroundings:
    """What surrounds a passage, given by its place in the saved text."""
    sentence, before, after = around(_prose(text, language), start, end)
    # Passages of the same part of a text share what is read of its speakers.
    first = max(0, start - LONGEST_AROUND) // LONGEST_AROUND * LONGEST_AROUND
    first = text.find("\n", first, start) + 1 if first else 0
    last = (end // LONGEST_AROUND + 2) * LONGEST_AROUND
    part = text[first:last], start - first, end - first, language, known
    said, meant = voices(*part), _meant(text, language, known)
    return Surroundings(
        _particulars(sentence, language, known, meant),
        _unique(mention.text for mention in said.certain),
        _particulars(f"{before}\n{after}", language, known, meant),
        _unique(mention.text for mention in said.probable),
        _unique(mention.text for mention in said.possible),
        _unique(said_by_office(*part, meant)),
    )


@lru_cache(maxsize=4)
def _prose(text: str, language: str) -> Prose:
    return Prose(text, lexicon(language))


def said_in(text: str, language: str, known: KnownNames) -> Iterator[tuple[str, Mention | None]]:
    """The quotations of a text that somebody is said to say, each with who; None without a known name."""
    for quote, attribution in _speakers(text, language, known).quotations.items():
        if attribution.is_said:
            yield text[quote.start : quote.end], attribution.by


def voices(text: str, start: int, end: int, language: str, known: KnownNames) -> Voices[Mention]:
    """Who of the known names says what a stretch of a text gives."""
    return _speakers(text, language, known).voices(start, end)


def said_by_office(
    text: str, start: int, end: int, language: str, known: KnownNames, meant: frozenset[str]
) -> Iterator[str]:
    """Who certainly says what a stretch of a text gives, if it is the holder of one of some offices."""
    if meant:
        speakers = _speakers(text, language, offices(known, language))
        said = [mention.text for mention in speakers.voices(start, end).certain]
        yield from said if not meant.isdisjoint(said) else ()


@lru_cache(maxsize=4)
def _meant(text: str, language: str, known: KnownNames) -> frozenset[str]:
    return offices(known, language).meant(text)


def mute(text: str, language: str, known: KnownNames) -> tuple[Mention, ...]:
    """Who of the known names only listens in a text, or is silent."""
    return tuple(_speakers(text, language, known).mute)


@lru_cache(maxsize=4)
def _speakers(text: str, language: str, known: KnownNames | Offices) -> Speakers[Mention]:
    prose = _prose(text, language)
    names = {mention.text for mention in known.mentions(text)}
    quotes = [quote for quote in quoted(prose) if text[quote.start : quote.end] not in names]
    mentions = known.mentions(without(text, [quote.outer for quote in quotes]))
    if not prose.lexicon.spaced:
        # In 中国国家统计局, the country only says whose office it is.
        begins = {mention.start for mention in mentions}
        mentions = tuple(mention for mention in mentions if mention.end not in begins)
    return Speakers(prose, quotes, mentions)


def _particulars(text: str, language: str, known: KnownNames, meant: frozenset[str]) -> tuple[str, ...]:
    # Read as of any day: what is kept must not depend on the source's day, which may be corrected.
    dates = list(calendar(language, date(2000, 1, 15)).mentions(text))
    places = [(each.start, each.text) for each in dates]
    places += [(each.start, each.text) for each in known.mentions(text)]
    if meant:
        places += [(m.start, m.text) for m in offices(known, language).named(text) if m.text in meant]
    places += written(text, _undated(text, language, dates), language)
    return _unique(words for _, words in sorted(places) if len(words) <= LONGEST_KEPT)[:MOST_KEPT]


def _undated(text: str, language: str, dates: Sequence[DateMention]) -> list[Amount]:
    """The numbers of a text without those of its dates."""
    found = amounts(text, language)
    return [each for each in found if not any(d.start <= each.start < d.end for d in dates if not d.is_vague)]


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


@dataclass(eq=False)
class Zone:
    """What a stretch of a source says, as far as it can be compared. It is read on demand."""

    pieces: tuple[str, ...] = ()
    """One text, or several particulars."""
    language: str = REFERENCE
    published: date | None = None

    @cached_property
    def _dated(self) -> dict[str, list[DateMention]]:
        """The dates of each piece that may have one."""
        days = calendar(self.language, self.published)
        return {piece: list(days.mentions(piece)) for piece in self.pieces if may_date(piece, self.language)}

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates that it names."""
        return tuple(mention for dates in self._dated.values() for mention in dates)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The numbers that it gives, without those of its dates."""
        pieces = (piece for piece in self.pieces if may_count(piece, self.language))
        return tuple(a for p in pieces for a in _undated(p, self.language, self._dated.get(p, ())))


@lru_cache(maxsize=1 << 14)
def read_zone(pieces: tuple[str, ...], language: str, published: date | None) -> Zone:
    """A stretch of a source, as one text or in pieces."""
    return Zone(pieces, language, published)


__all__ = [
    "NOTHING_AROUND", "Surroundings", "Zone", "mute", "read_zone", "said_by_office", "said_in",
    "surroundings", "voices",
]  # fmt: skip

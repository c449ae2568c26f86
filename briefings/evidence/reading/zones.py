"""Reads a stretch of a source: its numbers, dates, names and speakers.

A stretch is either text or, where the text is not at hand, the particulars that the lock keeps of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from briefings.evidence.reading.amounts import Amount, amounts
from briefings.evidence.reading.dates import DateMention, calendar
from briefings.evidence.reading.lexicon import Lexicon, lexicon
from briefings.evidence.reading.names import KnownNames, Mention, are_together, possible_speakers, speakers
from briefings.evidence.reading.sentences import around
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
    """Of those who speak there, the nearest; or the persons who are named there. If nobody speaks in the
    sentences of the passage, the persons whom they name outside quotations come first."""


NOTHING_AROUND = Surroundings()


def surroundings(text: str, start: int, end: int, language: str, known: KnownNames) -> Surroundings:
    """What surrounds a passage, given by its place in the saved text."""
    words = lexicon(language)
    sentence, before, after = around(text, start, end, words)
    said = speakers(sentence, known, words)
    present = () if said else possible_speakers(sentence, known, words)
    return Surroundings(
        _particulars(sentence, language, known),
        _unique(mention.text for mention in said),
        _particulars(f"{before}\n{after}", language, known),
        _unique((*(mention.text for mention in present), *_nearest(before, after, known, words))),
    )


def _nearest(before: str, after: str, known: KnownNames, words: Lexicon) -> Iterator[str]:
    """Those who speak nearest to a stretch: last before it in its paragraph, else first after it, else last
    in a paragraph before. If nobody speaks before it in its paragraph, or in the one before, the persons who
    are named there."""
    *earlier, beside = before.split("\n")
    for n, text in enumerate((beside, after, *reversed(earlier))):
        found = sorted(speakers(text, known, words), key=lambda mention: mention.start)
        if found:
            yield from _joined_with(found[0 if n == 1 else -1], found, text)
        elif n in (0, 2):
            found = [mention for mention in known.mentions(text) if known.persons(mention.actors)]
            yield from (mention.text for mention in found)
        if found:
            return


def _joined_with(one: Mention, every: Iterable[Mention], text: str) -> Iterator[str]:
    """A speaker and those who speak with them: `Byron and Ohm said`."""
    for each in every:
        between = text[each.end : one.start] if each.start < one.start else text[one.end : each.start]
        if each is one or are_together(between):
            yield each.text


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

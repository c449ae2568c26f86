"""What is held against what: the particulars of a fact, the passages that it cites, and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from briefings.grammar.amounts import Amount
from briefings.grammar.codes import codes
from briefings.grammar.dates import DateMention, Point
from briefings.grammar.trigger import may_date
from briefings.grammar.zones import Surroundings, Zone, read_zone
from briefings.model.dates import Date

State = Literal["in-passage", "near", "counted", "derived", "not-found", "differs"]
"""in-passage: a cited passage, or the sheet of its source, gives it, in any usual spelling.
near: the same paragraph of the saved text gives it, or one of the two before.
counted: the curator counted it, and its note says how. derived: it is computed from cited figures.
differs: no passage gives it, and the sentence of a passage has another one of the same kind.
not-found: none of these."""

Kind = Literal["number", "date", "speaker", "name", "quote"]

COVERED: frozenset[State] = frozenset(("in-passage", "near", "counted", "derived"))


class Particular(NamedTuple):
    """Something in a published sentence that a source can give."""

    kind: Kind
    key: str
    """The key of the entry that it is in: `title`, `date`, `value` …"""
    words: str
    """As the sheet has it."""
    amount: Amount | None = None
    dates: tuple[tuple[Point, Point], ...] = ()
    """For each date that must be given, the first and the last one that it can mean; of a speaker, those of
    the statement."""
    weekday: int | None = None
    """The day of the week that a text says it is, Monday being 0."""
    is_spoken: bool = False
    """Whether it is the day of a statement, which a source can report only later."""
    actors: frozenset[str] = frozenset()
    """The actors that a name can mean; of a speaker, the one who is said to speak."""
    is_measured: bool = False
    """Whether a number is the value of a key, not a word of a text."""
    is_counted: bool = False
    """Whether the curator counted it, so that a source need not have it."""
    is_own: bool = False
    """Whether a quotation is said to be the source's own words."""
    language: str = ""
    """The language of a quotation or noun; a passage in another one cannot have its words."""
    noun: str = ""
    """What the number of a key counts."""
    side: str = ""
    """Of a number of a vote: whose it is, by its key or by the words beside it."""
    start: int = 0
    """Where it begins in the text of its key."""


@dataclass
class Passage:
    """A passage that a fact cites, with what is known of its source."""

    words: str
    language: str
    published: Date | None = None
    """When its source was published."""
    title: str = ""
    """That of its source, by its sheet, as far as the text is known to have it."""
    actors: frozenset[str] = frozenset()
    """The actors that speak in it throughout, by its sheet: its publisher, the authors of a speech."""
    names: str = ""
    """Title, publishers and authors in its sheet, which may name actors that do not speak in it."""
    is_news: bool = False
    """Whether its source reports what is new, and so dates what is not."""
    around: Surroundings | None = None
    """What surrounds it; None if the text was never at hand."""

    @cached_property
    def day(self) -> date | None:
        """The day of publication, if it is certain."""
        if self.published is None or not self.published.is_day:
            return None
        first = self.published.parts[0].first
        return date(*first) if 1 <= first.year <= date.max.year else None

    @cached_property
    def said(self) -> Zone:
        """What the passage itself gives."""
        return read_zone((self.words,), self.language, self.day)

    @cached_property
    def titled(self) -> Zone:
        """What the title of its source gives."""
        return read_zone((self.title,), self.language, None)

    @cached_property
    def codes(self) -> tuple[Amount, ...]:
        """The names such as `G8801` in it."""
        return tuple(codes(self.words))

    @cached_property
    def sentence(self) -> Zone:
        """What the sentence around it gives."""
        pieces = self.around.sentence if self.around is not None else ()
        return read_zone(pieces, self.language, self.day)

    @cached_property
    def beside(self) -> tuple[DateMention, ...]:
        """The dates that only the sentence around it gives. In the passage itself, its verbs say which
        Tuesday is meant."""
        return tuple(mention for mention in self.sentence.dates if mention.text not in self._dated)

    @cached_property
    def _dated(self) -> frozenset[str]:
        return frozenset(mention.text for mention in self.said.dates)

    @cached_property
    def paragraph(self) -> Zone:
        """What the rest of its paragraph gives, and the two paragraphs before."""
        pieces = self.around.paragraph if self.around is not None else ()
        return read_zone(pieces, self.language, self.day)

    @property
    def may_be_dated(self) -> bool:
        """Whether it or the sentence around it may name a date."""
        pieces = self.around.sentence if self.around is not None else ()
        return any(may_date(piece, self.language) for piece in (self.words, *pieces))

    def close(self) -> Iterator[Zone]:
        """What the passage and the title of its source give."""
        yield self.said
        yield self.titled

    def nearby(self) -> Iterator[Zone]:
        """What the text around it gives."""
        yield self.sentence
        yield self.paragraph


class Finding(NamedTuple):
    """The result for one particular."""

    particular: Particular
    state: State
    instead: str = ""
    """What the source has instead: the other number, date or name, as written there; of a number that is not
    found, the same one of something else."""
    passage: int | None = None
    """Which passage gives it or differs."""
    lacks: Literal["", "day", "month"] = ""
    """The only missing part: the day of a date whose month is given, or the month if only the year is."""
    span: tuple[int, int] | None = None
    """Where the words that give it are in the passage; None if they are around it."""
    is_publication: bool = False
    """Whether `instead` is the day on which the source was published, and its text has no other."""
    is_absent: bool = False
    """Whether nothing like it is there either: of a number, no passage has the same number of something else;
    of a speaker, the texts are known and name them nowhere near the passages."""

    @property
    def is_covered(self) -> bool:
        """Whether a source gives it."""
        return self.state in COVERED


__all__ = ["COVERED", "Finding", "Kind", "Particular", "Passage", "State"]

"""Entries on pages: a fact with its evidence, or a line that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from briefings.catalog import labels, urls
from briefings.catalog.coverage import Covered
from briefings.catalog.entries import Content, Outcome
from briefings.catalog.standing import Level
from briefings.evidence import Level as ProofLevel
from briefings.evidence.readings import ReadRecord
from briefings.model.actor import Relation
from briefings.model.base import KeyPath
from briefings.model.briefing import Status
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.model.source import SourceKind
from briefings.model.verdicts import Verdict
from briefings.text.prose import Kind
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Address:
    """A sheet, by its kind and id."""

    kind: Kind
    id: str

    @property
    def path(self) -> str:
        """Its page."""
        return urls.page_of(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Ref(Address):
    """A sheet as others link to it. Whatever stands here changes every page that names the sheet."""

    title: str
    language: str | None = None
    """The language of the title of a source. A description in its place is in the language of the site."""


class Placed(Protocol):
    """An entry in any form, with its place on the page of its sheet."""

    @property
    def sheet(self) -> Address: ...
    @property
    def anchor(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the passages give of a fact, and of its parts that cite sources separately."""

    whole: tuple[Covered, ...] = ()
    parts: tuple[tuple[Covered, ...], ...] = ()
    read: ReadRecord | None = None
    """What a person says who read it against its sources."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as others link to it."""

    sheet: Address
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Computed:
    """How a value of a figure is computed from other figures."""

    formula: str
    figures: tuple[Place, ...]

    def in_words(self, words: Words) -> str:
        """How the value is computed, and from which figures."""
        figures = words.list(figure.title for figure in self.figures)
        return words("figures.computed", formula=self.formula, figures=figures)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of an entry, as the entry itself shows it."""

    sheet: Address
    anchor: str
    """Of the correction, in the list of its briefing."""
    day: Date
    was: str
    """The words that were wrong; empty if the correction does not quote them."""

    def in_words(self, words: Words) -> str:
        """When it was corrected, and what it said until then."""
        date = words.date(self.day)
        return words("corrections.was" if self.was else "corrections.corrected", date=date, was=self.was)


@dataclass(frozen=True, slots=True)
class Fact(Content):
    """An entry that a page or a file shows whole: what the curator wrote, and what follows from it."""

    sheet: Ref
    changed: Date | None
    """The day on which its briefing last changed."""
    topics: tuple[Ref, ...]
    """Those of its briefing."""
    tone: int
    """The color of the first of them."""
    path: KeyPath
    """Its path in the sheet; empty on pages of other sheets."""
    anchor: str
    name: str
    """Its anchor or, where the entries of a list share one, what stands for it in addresses."""
    item: Item
    citations: tuple[Citation, ...]
    by: str | None
    """The id of the actor that it is about, or who said it."""
    voice: str | None
    """The name of that actor, or of the publisher that says it in its own words."""
    also_in: tuple[str, ...]
    """The ids of the other briefings that show it."""
    unreported: bool
    evidence: Evidence
    label: str
    """The entry in a few plain words; quotations have quotation marks."""
    mark: str
    """What readers must know before they believe it: its status, or that it is only announced; empty if it is
    simply reported."""
    gist: str
    """Its text as plain text, without the title."""
    spoken: tuple[str, ...]
    """Its numbers, with qualifiers and units, and its fixed words."""
    computed: tuple[Computed | None, ...]
    """For each value of a figure: how it is computed; None if a source gives it."""
    texts: tuple[str, ...]
    """All of its texts as plain text, each paragraph of which is a line."""
    corrections: tuple[Corrected, ...]
    """Newest first."""
    sources: str
    """Who published what it cites, and whether that is second-hand or weak; or that it lacks a source."""
    proofs: tuple[tuple[ProofLevel, int], ...]
    """How many of its passages are proved in which way."""

    @property
    def id(self) -> str:
        """What all formats call it: its address below the root of the site."""
        return urls.id_of(self.sheet, self.name)

    @property
    def drafted(self) -> str | None:
        """The program that proposed it, if nobody has read it against its sources since."""
        return self.item.drafted if self.evidence.read is None else None

    @property
    def cited(self) -> tuple[Citation, ...]:
        """What it cites, or each of its parts."""
        parts = getattr(self.item, self.item.PARTS) if self.item.PARTS else (self,)
        return tuple(citation for part in parts for citation in part.citations)

    def in_words(self, words: Words) -> str:
        """The entry in a few plain words, preceded by whom it is about or who said it."""
        return labels.said_by(self.label, self.voice, words)

    def marked(self, title: str, words: Words) -> str:
        """A title of it after its mark: "Announced: The depot opens"."""
        return words("data.marked", mark=self.mark, title=title) if self.mark else title

    def details(self, words: Words) -> Iterator[str]:
        """How its numbers are computed, its texts and its corrections."""
        yield from (each.in_words(words) for each in self.computed if each is not None)
        yield from self.texts
        yield from (each.in_words(words) for each in self.corrections)

    @property
    def reach(self) -> int:
        """How many sources say it, with reprints."""
        return len({each.source for each in self.citations})


@dataclass(frozen=True, slots=True)
class RelationFact:
    """A relation from the point of view of one of its two actors."""

    relation: Relation
    forward: bool
    """False for the inverse of the relation as written."""
    other: Ref
    evidence: Evidence
    announced: bool


@dataclass(frozen=True, slots=True)
class Line(Outcome):
    """An entry on a page that lists it, and leads to it. It says no more than the line does: whatever stands
    here changes all pages with the line."""

    sheet: Address
    anchor: str
    kind: str
    title: str
    """Plain text, without quotation marks."""
    date: Date | None
    by: str | None
    """The id of the actor that it is about, or who said it."""
    status: Status
    unreported: bool
    takes_effect: bool
    is_quotation: bool
    spoken: tuple[str, ...] = ()
    """Its numbers and fixed words."""
    verdict: Verdict | None = None
    """What the numbers of a figure say together."""
    lacking: tuple[Covered, ...] = ()
    """What its passages do not give of what the line says."""
    level: Level | None = None
    """How well it is supported. A line that does not print it knows only whether it is `thin`."""
    publishers: int = 0
    """The number of independent publishers, on a line that prints its support."""
    sources: int = 0
    language: str | None = None
    """The language of a quotation, if all of its sources have the same."""
    about: str | None = None
    note: str | None = None
    """Plain text."""
    briefing: str = ""
    """The title of the briefing that has it."""

    @property
    def thin(self) -> Level | None:
        """How it is supported, if no source that counts says it: second-hand or by weak ones only."""
        return self.level if self.level in ("second_hand", "weak") else None


@dataclass(frozen=True, slots=True)
class Card:
    """A briefing in a list, with its summary and topics or by title only."""

    ref: Ref
    gist: str
    """Its summary as plain text; empty in lists of titles."""
    updated: Date | None
    last_changed: Date
    topics: tuple[Ref, ...]
    sources: Mapping[SourceKind, int] = field(default_factory=dict)
    """How many of each kind; empty in lists of titles."""

"""What the prose, the citations and the evidence marks of a page refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefings.catalog.coverage import Cited as CitedPassage
from briefings.catalog.coverage import Covered, Sentence
from briefings.catalog.standing import Credit
from briefings.evidence import Level, TextDirective
from briefings.evidence.records import ComparedRecord
from briefings.model.actor import ActorKind
from briefings.model.base import KeyPath
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.text.prose import Kind
from briefings.views.facts import Ref
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source, as lists of sources show it."""

    ref: Ref
    describes: str | None
    """What it is about, if its title is not known."""
    kind: SourceKind
    publisher: str
    original: str
    """The publisher that it counts for: that of the original, if it is a reprint."""
    is_reprint: bool
    published: Date | None
    unread: bool
    language: str
    url: str | None
    archived: str | None

    @property
    def credit(self) -> Credit:
        """Whom it counts for."""
        return Credit(self.kind == "weak", self.unread, self.original)


@dataclass(frozen=True, slots=True)
class Identity:
    """What search engines are told of an actor."""

    kind: ActorKind
    name: str


@dataclass(frozen=True, slots=True)
class Passage:
    """How a cited passage is proved."""

    level: Level
    directive: TextDirective
    compared: ComparedRecord | None
    begins_inside: bool
    """Whether it begins inside a sentence, so that `…` belongs before it."""
    ends_inside: bool
    """Whether it ends inside a sentence, so that `…` belongs after it."""

    def in_words(self, words: Words) -> str:
        """How it is proved: “Verified”, or on which day and with what it was compared."""
        if self.compared is None:
            return words(f"evidence.{self.level}.word")
        day = words.date(Date.parse(self.compared.on.isoformat()))
        copy = words(f"evidence.copies.{self.compared.copy.replace(' ', '_')}")
        return words("evidence.compared.word", copy=copy, date=day)


@dataclass(frozen=True, slots=True)
class Known:
    """What a page refers to, and no more."""

    refs: Mapping[tuple[Kind, str], Ref] = field(default_factory=dict)
    actors: Mapping[str, Identity] = field(default_factory=dict)
    """The actors in keys of the sheet."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    passages: Mapping[CitedPassage, Passage] = field(default_factory=dict)
    coverage: Mapping[KeyPath, tuple[Covered, ...]] = field(default_factory=dict)
    """What the passages give of the texts of the sheet that are no entries, such as its summary."""
    sentences: Mapping[Sentence, Covered] = field(default_factory=dict)
    """What they give of the stretches of texts that cite sources themselves."""

    def wording(self, citations: Iterable[Citation], words: Words) -> list[str]:
        """How the cited passages are proved. “Passage: Verified” says nothing of what is claimed there."""
        name = words("forms.fields.passage.label")
        proved = (self.passages[each.source, each.passage] for each in citations if each.passage is not None)
        return [*dict.fromkeys(words("facts.of", name=name, fact=each.in_words(words)) for each in proved)]

    def credit(self, source_id: str) -> Credit:
        """Whom a cited source counts for."""
        return self.sources[source_id].credit

    def publishers(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        """The publishers of the cited sources, each once, in the order of citation."""
        return tuple(dict.fromkeys(self.sources[each.source].publisher for each in citations))

    def name(self, kind: Kind, sheet_id: str) -> str:
        """The title of a sheet that the page names."""
        ref = self.sources[sheet_id].ref if kind == "source" else self.refs[kind, sheet_id]
        return ref.title

"""All sheets, linked: references resolved and of the right kind, backlinks, chronology. After `link` no
reference can fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeVar, cast

from briefings.model import Actor, Briefing, SheetModel, Source, Topic
from briefings.model.actor import SYMMETRIC, Relation, Role
from briefings.model.base import Citation, KeyPath
from briefings.model.briefing import Event, Figure, Involved, Statement
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind

K = TypeVar("K")
V = TypeVar("V")

FactKind = Literal["summary", "point", "event", "statement", "figure", "section", "part", "role", "relation"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything in a sheet that cites sources, or should."""

    kind: FactKind
    sheet: Sheet[SheetModel]
    path: KeyPath
    anchor: str
    """Where on its sheet's page it stands; empty for the page as a whole."""
    label: str
    """What it says, in a few words."""
    citations: tuple[Citation, ...]

    def passage_path(self, citation: Citation) -> KeyPath:
        """Where the passage of one of its citations is written."""
        return (*self.path, "quote") if citation.is_quote else (*self.path, "cite", *citation.path)


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event, the briefing that holds it, and the others that show it."""

    anchor: str
    briefing: Sheet[Briefing]
    path: KeyPath
    event: Event
    also_in: tuple[str, ...] = ()

    @property
    def planned(self) -> bool:
        """Whether it lay in the future when its briefing was last changed."""
        return self.event.date.starts_after(self.briefing.data.last_changed)


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A statement and where it stands."""

    anchor: str
    briefing: Sheet[Briefing]
    path: KeyPath
    statement: Statement
    citations: tuple[Citation, ...]
    """Its `cite`; a cited source without a passage of its own is held to the quotation itself."""


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure and where it stands."""

    anchor: str
    briefing: Sheet[Briefing]
    path: KeyPath
    figure: Figure

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all its values."""
        return tuple(citation for value in self.figure.values for citation in value.cite)


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A relation as one of its two sides sees it."""

    relation: Relation
    forward: bool
    """True as it is written; False for the way back."""
    other: Sheet[Actor]
    sheet: Sheet[Actor]
    """The sheet it is written on."""
    path: KeyPath


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role, who holds it, and where it is written."""

    role: Role
    holder: Sheet[Actor]
    path: KeyPath


@dataclass(frozen=True, slots=True)
class Appearance:
    """A briefing that an actor appears in, and as what."""

    briefing: Sheet[Briefing]
    involved: Involved | None
    """None where the actor is only mentioned there."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that is kept for a sheet that moved or was withdrawn."""

    kind: Kind
    id: str
    moved_to: Sheet[SheetModel] | None
    withdrawn: Sheet[SheetModel] | None


@dataclass(frozen=True)
class Catalog:
    """Every published sheet and, computed from them, everything that pages show."""

    briefings: Mapping[str, Sheet[Briefing]]
    """Newest first."""
    actors: Mapping[str, Sheet[Actor]]
    """By name."""
    sources: Mapping[str, Sheet[Source]]
    topics: Mapping[str, Sheet[Topic]]
    events: tuple[EventEntry, ...]
    """Of all briefings, in time's order."""
    timelines: Mapping[str, tuple[EventEntry, ...]]
    """By briefing id: its own events and those it shares, in time's order."""
    statements: tuple[StatementEntry, ...]
    figures: tuple[FigureEntry, ...]
    facts: tuple[Fact, ...]
    gone: tuple[Gone, ...]
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By actor id: the briefings that name the actor anywhere."""

    def sheet(self, kind: Kind, sheet_id: str) -> Sheet[SheetModel]:
        """A published sheet; KeyError where there is none."""
        return self._of_kind(kind)[sheet_id]

    def has(self, kind: Kind, sheet_id: str) -> bool:
        """Whether a sheet is published."""
        return sheet_id in self._of_kind(kind)

    def sheets(self) -> Iterator[Sheet[SheetModel]]:
        """Every published sheet."""
        for kind in _MAPPINGS:
            yield from self._of_kind(kind).values()

    def _of_kind(self, kind: Kind) -> Mapping[str, Sheet[SheetModel]]:
        return cast("Mapping[str, Sheet[SheetModel]]", getattr(self, _MAPPINGS[kind]))

    @cached_property
    def facts_of(self) -> Mapping[tuple[Kind, str], tuple[Fact, ...]]:
        """By kind and id: the facts that a sheet states."""
        return _group(((fact.sheet.kind, fact.sheet.id), fact) for fact in self.facts)

    @cached_property
    def facts_on(self) -> Mapping[str, tuple[Fact, ...]]:
        """By source id: the facts that rest on it."""
        return _group(
            (source, fact)
            for fact in self.facts
            for source in dict.fromkeys(c.source for c in fact.citations)
        )

    @cached_property
    def events_of(self) -> Mapping[str, tuple[EventEntry, ...]]:
        """By actor id, in time's order."""
        return _group((actor, entry) for entry in self.events for actor in dict.fromkeys(entry.event.actors))

    @cached_property
    def statements_of(self) -> Mapping[str, tuple[StatementEntry, ...]]:
        """By speaker's id."""
        return _group((entry.statement.speaker, entry) for entry in self.statements)

    @cached_property
    def statements_in(self) -> Mapping[str, tuple[StatementEntry, ...]]:
        """By briefing id, as written."""
        return _group((entry.briefing.id, entry) for entry in self.statements)

    @cached_property
    def figures_of(self) -> Mapping[str, tuple[FigureEntry, ...]]:
        """By actor id."""
        return _group(
            (actor, entry) for entry in self.figures for actor in dict.fromkeys(entry.figure.actors)
        )

    @cached_property
    def figures_in(self) -> Mapping[str, tuple[FigureEntry, ...]]:
        """By briefing id, as written."""
        return _group((entry.briefing.id, entry) for entry in self.figures)

    @cached_property
    def relations_of(self) -> Mapping[str, tuple[RelationEntry, ...]]:
        """By actor id: relations written on either sheet."""
        found: list[tuple[str, RelationEntry]] = []
        for sheet in self.actors.values():
            for n, relation in enumerate(sheet.data.relations):
                other = self.actors[relation.actor]
                path: KeyPath = ("relations", n)
                found.append((sheet.id, RelationEntry(relation, True, other, sheet, path)))
                found.append(
                    (other.id, RelationEntry(relation, relation.kind in SYMMETRIC, sheet, sheet, path))
                )
        return _group(found)

    @cached_property
    def roles_at(self) -> Mapping[str, tuple[RoleEntry, ...]]:
        """By organization's id: the roles that actors hold there."""
        return _group(
            (role.organization, RoleEntry(role, sheet, ("roles", n)))
            for sheet in self.actors.values()
            for n, role in enumerate(sheet.data.roles)
            if role.organization is not None
        )

    @cached_property
    def appearances(self) -> Mapping[str, tuple[Appearance, ...]]:
        """By actor id: briefings, newest first."""
        found: list[tuple[str, Appearance]] = []
        for briefing in self.briefings.values():
            parts: dict[str, Involved] = {part.actor: part for part in briefing.data.actors}
            for actor in self.named_in[briefing.id]:
                found.append((actor, Appearance(briefing, parts.get(actor))))
        return _group(found)

    @cached_property
    def named_in(self) -> Mapping[str, tuple[str, ...]]:
        """By briefing id: the actors that it names anywhere."""
        named: dict[str, dict[str, None]] = {briefing: {} for briefing in self.briefings}
        for actor, briefings in self.mentions.items():
            for briefing in briefings:
                named[briefing][actor] = None
        return {briefing: tuple(actors) for briefing, actors in named.items()}

    @cached_property
    def briefings_on(self) -> Mapping[str, tuple[Sheet[Briefing], ...]]:
        """By topic id: briefings, newest first."""
        return _group(
            (topic, sheet) for sheet in self.briefings.values() for topic in dict.fromkeys(sheet.data.topics)
        )

    @cached_property
    def events_on(self) -> Mapping[str, tuple[EventEntry, ...]]:
        """By topic id: events of its briefings, in time's order."""
        return _group(
            (topic, entry) for entry in self.events for topic in dict.fromkeys(entry.briefing.data.topics)
        )

    @cached_property
    def actors_on(self) -> Mapping[str, Mapping[str, int]]:
        """By topic id: the actors that its briefings name, with the number of those that do."""
        counts: dict[str, dict[str, int]] = {topic: defaultdict(int) for topic in self.topics}
        for actor, briefings in self.mentions.items():
            for briefing in briefings:
                for topic in dict.fromkeys(self.briefings[briefing].data.topics):
                    counts[topic][actor] += 1
        return counts

    @cached_property
    def copies_of(self) -> Mapping[str, tuple[Sheet[Source], ...]]:
        """By source id, or publisher's name: the sources that republish it."""
        named = ((sheet.data.republishes, sheet) for sheet in self.sources.values())
        return _group((original, sheet) for original, sheet in named if original is not None)

    @cached_property
    def related(self) -> Mapping[str, tuple[Sheet[Briefing], ...]]:
        """By briefing id: those it names, those that name it, and those that share most events and actors
        with it; five at most."""
        scores: dict[str, dict[str, float]] = {briefing: defaultdict(float) for briefing in self.briefings}
        for briefing in self.briefings.values():
            for n, other in enumerate(briefing.data.related):
                scores[briefing.id][other] += 1000 - n
                scores[other][briefing.id] += 100
        for entry in self.events:
            _score(scores, (entry.briefing.id, *entry.also_in), 20)
        for briefings in self.mentions.values():
            _score(scores, briefings, 1)
        for sheets in self.briefings_on.values():
            _score(scores, [sheet.id for sheet in sheets], 2)
        return {
            briefing: tuple(
                self.briefings[other] for other in sorted(found, key=lambda other: (-found[other], other))[:5]
            )
            for briefing, found in scores.items()
        }


_MAPPINGS: Mapping[Kind, str] = {
    "briefing": "briefings",
    "actor": "actors",
    "source": "sources",
    "topic": "topics",
}
"""By kind: the attribute of the catalog that holds its sheets."""


def _score(scores: dict[str, dict[str, float]], briefings: Sequence[str], weight: float) -> None:
    # What very many briefings share says little, and all its pairs would cost the square of their number.
    if len(briefings) > 40:
        return
    for one in briefings:
        for other in briefings:
            if one != other:
                scores[one][other] += weight / len(briefings)


def _group(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return _Groups({key: tuple(values) for key, values in groups.items()})


class _Groups(dict):  # type: ignore[type-arg]  # a mapping of tuples whose missing keys are empty groups
    """Groups by key; a key without entries has an empty group, so that no caller must ask first."""

    def __missing__(self, key: object) -> tuple[()]:
        return ()

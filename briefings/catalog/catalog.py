"""The catalog: all published sheets and their entries, indexed in the ways that pages need. `link` builds it,
after checking that every reference in it can be resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar, cast

from briefings.catalog.entries import Entry, entries, of_kind, parts
from briefings.model import FOLDERS, Actor, Briefing, SheetModel, Source, Topic
from briefings.model.actor import Relation
from briefings.model.base import KeyPath
from briefings.model.briefing import Event, Involved
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A relation from the point of view of one of its two actors."""

    relation: Relation
    forward: bool
    """False for the inverse of the relation as written."""
    other: Sheet[Actor]
    sheet: Sheet[Actor]
    """The sheet that it is written on."""
    path: KeyPath
    announced: bool
    """Whether it is only announced."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A briefing that an actor appears in, and the actor's part in it."""

    briefing: Sheet[Briefing]
    involved: Entry[Involved] | None
    """None if the actor is only mentioned."""

    @property
    def date(self) -> Date:
        """When the briefing was published, so that an update does not move it."""
        return self.briefing.data.published


@dataclass(frozen=True, slots=True)
class Gone:
    """The address of a sheet that moved or was withdrawn."""

    kind: Kind
    id: str
    moved_to: Sheet[SheetModel] | None
    withdrawn: Sheet[SheetModel] | None


@dataclass(frozen=True, slots=True)
class Moved:
    """The former address of an entry that is in another briefing now."""

    sheet: Sheet[Briefing]
    """The briefing that had it."""
    name: str
    """What its address there ends in."""
    entry: Entry[Any]
    """What it is now; the correction if it was withdrawn since, under the name that it had."""


@dataclass(frozen=True)
class Catalog:
    """All published sheets, their entries, and indexes of both."""

    briefings: Mapping[str, Sheet[Briefing]]
    """Newest first."""
    actors: Mapping[str, Sheet[Actor]]
    """Sorted by name."""
    sources: Mapping[str, Sheet[Source]]
    topics: Mapping[str, Sheet[Topic]]
    entries: tuple[Entry[Any], ...]
    """All entries, in a fixed order."""
    timelines: Mapping[str, tuple[Entry[Event], ...]]
    """By briefing id: its own and shared events, in chronological order."""
    gone: tuple[Gone, ...]
    moved: tuple[Moved, ...] = ()
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By actor id: the briefings that name the actor anywhere."""

    def sheet(self, kind: Kind, sheet_id: str) -> Sheet[SheetModel]:
        """A published sheet; raises KeyError if there is none."""
        return self.of_kind(kind)[sheet_id]

    def name(self, kind: Kind, sheet_id: str) -> str:
        """The title of a published sheet on pages."""
        return self.sheet(kind, sheet_id).data.headline

    def has(self, kind: Kind, sheet_id: str) -> bool:
        """Whether a sheet is published."""
        return sheet_id in self.of_kind(kind)

    def sheets(self) -> Iterator[Sheet[SheetModel]]:
        """Every published sheet."""
        for kind in FOLDERS:
            yield from self.of_kind(kind).values()

    def of_kind(self, kind: Kind) -> Mapping[str, Sheet[SheetModel]]:
        """The published sheets of a kind, by id."""
        return cast("Mapping[str, Sheet[SheetModel]]", getattr(self, FOLDERS[kind]))

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Entry[Any], ...]]:
        """By kind: its entries, in chronological order if the timeline shows this kind."""
        return _group((entry.kind, entry) for entry in self.entries)

    @cached_property
    def by_sheet(self) -> Mapping[str, tuple[Entry[Any], ...]]:
        """By kind and id of a sheet, such as `briefing/second-tram-line`: its own entries, in its order."""
        own = _group((f"{entry.sheet.kind}/{entry.sheet.id}", entry) for entry in self.entries)
        return _Groups({key: _as_in_sheet(group) for key, group in own.items()})

    @cached_property
    def by_actor(self) -> Mapping[str, tuple[Entry[Any], ...]]:
        """By kind and actor id, such as `statement/ines-hartog`: the entries on the actor's profile."""
        return _group((f"{entry.kind}/{actor}", entry) for entry in self.entries for actor in entry.actors)

    @cached_property
    def by_source(self) -> Mapping[str, tuple[Entry[Any], ...]]:
        """By source id: the facts that cite it."""
        every = (fact for entry in self.entries for fact in parts(entry))
        return _group(
            (source, fact) for fact in every for source in dict.fromkeys(c.source for c in fact.citations)
        )

    @cached_property
    def former(self) -> Mapping[tuple[str, str], tuple[Moved, ...]]:
        """By briefing and name of an entry: its addresses in other briefings."""
        return _group(((each.entry.sheet.id, each.entry.name), each) for each in self.moved)

    @cached_property
    def chronology(self) -> tuple[Entry[Any], ...]:
        """The entries that the site's timeline shows, in chronological order."""
        dated = (entry for entry in self.entries if entry.item.CHRONOLOGICAL and entry.date is not None)
        return tuple(sorted(dated, key=attrgetter("order")))

    def of_actor(self, kind: str, actor: str) -> tuple[Entry[Any], ...]:
        """The entries of a kind that an actor's profile shows."""
        return self.by_actor[f"{kind}/{actor}"]

    @cached_property
    def relations_of(self) -> Mapping[str, tuple[RelationEntry, ...]]:
        """By actor id: its relations, whichever of the two sheets they are written on."""
        relations: list[tuple[str, RelationEntry]] = []
        for sheet in self.actors.values():
            for entry in self.by_sheet[f"actor/{sheet.id}"]:
                if entry.kind == "relation":
                    relation, other = entry.item, self.actors[entry.item.actor]
                    own = sheet, entry.path, entry.announced
                    relations.append((sheet.id, RelationEntry(relation, True, other, *own)))
                    relations.append((other.id, RelationEntry(relation, relation.is_symmetric, sheet, *own)))
        return _group(relations)

    @cached_property
    def appearances(self) -> Mapping[str, tuple[Appearance, ...]]:
        """By actor id: the briefings that name it, newest first."""
        pairs: list[tuple[str, Appearance]] = []
        for briefing in self.briefings.values():
            parts = {entry.item.actor: entry for entry in of_kind(briefing, "involved")}
            pairs += [(actor, Appearance(briefing, parts.get(actor))) for actor in self.named_in[briefing.id]]
        return _group(pairs)

    @cached_property
    def named_in(self) -> Mapping[str, tuple[str, ...]]:
        """By briefing id: all actors that it names."""
        named: dict[str, dict[str, None]] = {briefing: {} for briefing in self.briefings}
        for actor, briefings in self.mentions.items():
            for briefing in briefings:
                named[briefing][actor] = None
        return {briefing: tuple(actors) for briefing, actors in named.items()}

    @cached_property
    def briefings_on(self) -> Mapping[str, tuple[Sheet[Briefing], ...]]:
        """By topic id: its briefings, newest first."""
        return _group(
            (topic, sheet) for sheet in self.briefings.values() for topic in dict.fromkeys(sheet.data.topics)
        )

    @cached_property
    def news(self) -> tuple[Entry[Any], ...]:
        """What happened or is announced, in chronological order, each once: a vote that an event of its
        briefing tells on the same day, by the same source, is left to the event."""
        told = {
            place for entry in self.chronology if entry.item.KIND == "event" for place in _cited_on(entry)
        }
        return tuple(
            entry
            for entry in self.chronology
            if entry.item.NEWS and (entry.item.KIND == "event" or told.isdisjoint(_cited_on(entry)))
        )

    @cached_property
    def news_on(self) -> Mapping[str, tuple[Entry[Any], ...]]:
        """By topic id: that of its briefings, in chronological order."""
        return _group(
            (topic, entry) for entry in self.news for topic in dict.fromkeys(entry.sheet.data.topics)
        )

    @cached_property
    def actors_on(self) -> Mapping[str, Mapping[str, int]]:
        """By topic id: the actors that its briefings name, with the number of these briefings."""
        counts: dict[str, dict[str, int]] = {topic: defaultdict(int) for topic in self.topics}
        for actor, briefings in self.mentions.items():
            for briefing in briefings:
                for topic in dict.fromkeys(self.briefings[briefing].data.topics):
                    counts[topic][actor] += 1
        return counts

    @cached_property
    def copies_of(self) -> Mapping[str, tuple[Sheet[Source], ...]]:
        """By source id or publisher name: the sources that republish it."""
        named = ((sheet.data.republishes, sheet) for sheet in self.sources.values())
        return _group((original, sheet) for original, sheet in named if original is not None)

    @cached_property
    def related(self) -> Mapping[str, tuple[Sheet[Briefing], ...]]:
        """By briefing id: up to five related briefings: first those that one of the two sheets names, then
        those with the most events, topics and actors in common."""
        scores: dict[str, dict[str, float]] = {briefing: defaultdict(float) for briefing in self.briefings}
        for briefing in self.briefings.values():
            for n, other in enumerate(briefing.data.related):
                scores[briefing.id][other] += 1000 - n
                scores[other][briefing.id] += 100
        for entry in self.by_kind["event"]:
            _score(scores, (entry.sheet.id, *entry.also_in), 20)
        for briefings in self.mentions.values():
            _score(scores, briefings, 1)
        for sheets in self.briefings_on.values():
            _score(scores, [sheet.id for sheet in sheets], 2)
        return {
            briefing: tuple(
                self.briefings[other] for other in sorted(others, key=lambda id_: (-others[id_], id_))[:5]
            )
            for briefing, others in scores.items()
        }


def _score(scores: dict[str, dict[str, float]], briefings: Sequence[str], weight: float) -> None:
    # What many briefings have in common says little about them, and comparing all pairs takes quadratic time.
    if len(briefings) > 40:
        return
    for one in briefings:
        for other in briefings:
            if one != other:
                scores[one][other] += weight / len(briefings)


def _as_in_sheet(linked: Sequence[Entry[Any]]) -> tuple[Entry[Any], ...]:
    places = {entry.path: place for place, entry in enumerate(entries(linked[0].sheet))}
    return tuple(sorted(linked, key=lambda entry: places[entry.path]))


def _cited_on(entry: Entry[Any]) -> Iterator[tuple[str, str, str]]:
    """Each source of an entry, with its briefing and day."""
    return ((entry.sheet.id, str(entry.item.date), each.source) for each in entry.citations)


def _group(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return _Groups({key: tuple(values) for key, values in groups.items()})


class _Groups(dict):  # type: ignore[type-arg]  # its keys and values vary
    """A dictionary in which missing keys have empty groups."""

    def __missing__(self, key: object) -> tuple[()]:
        return ()

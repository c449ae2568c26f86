"""All sheets of a site with their facts, for files that programs read: what a format may select from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, cast

from briefings.catalog.coverage import Covered
from briefings.catalog.entries import Entry, references_of, withdrawn_in
from briefings.model import MODELS
from briefings.model.walk import items_of
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind
from briefings.versions.history import Past, Times
from briefings.views.facts import Address, Evidence, Fact, Ref, RelationFact
from briefings.views.known import Source
from briefings.views.maker import Maker
from briefings.views.source import Passages, passages_of


@dataclass(frozen=True)
class Collection:
    """The sheets of a site, each by its address."""

    maker: Maker
    """Makes references, facts and lines. Files that are made from them share them with the pages."""

    def every(self) -> Iterator[Ref]:
        """All published sheets, by kind."""
        return map(self.maker.ref, self.maker.catalog.sheets())

    def find(self, kind: str, id_: str) -> Ref | None:
        """A sheet by its kind and id; None if it is not published."""
        sheet = self.maker.catalog.of_kind(cast("Kind", kind)).get(id_)
        return None if sheet is None else self.maker.ref(sheet)

    def data(self, of: Address) -> Any:
        """What the curator wrote in a sheet: an instance of the class of its kind."""
        return self._sheet(of).data

    def name(self, kind: Kind, id_: str) -> str:
        """What prose calls a sheet that it links to."""
        return self.maker.catalog.name(kind, id_)

    def briefings(self, about: Address | None = None) -> Iterable[Ref]:
        """All briefings, or those that the page of a sheet is made from: a briefing itself, those in which an
        actor appears, those on a topic, or those that cite a source."""
        catalog = self.maker.catalog
        found: Iterable[Sheet[Any]] = catalog.briefings.values()
        if about is not None:
            match about.kind:
                case "briefing":
                    found = (self._sheet(about),)
                case "actor":
                    found = (each.briefing for each in catalog.appearances[about.id])
                case "topic":
                    found = catalog.briefings_on[about.id]
                case "source":
                    citing = (fact.sheet for fact in catalog.by_source[about.id])
                    found = (sheet for sheet in citing if sheet.kind == "briefing")
        return dict.fromkeys(map(self.maker.ref, found))

    def changed(self, about: Address | None = None) -> str:
        """The day of the newest change in these briefings (ISO 8601); empty if there are none."""
        key = "" if about is None else f"{about.kind}/{about.id}"
        day = self._changed.get(key)
        if day is None:
            days = (self.data(briefing).last_changed.text for briefing in self.briefings(about))
            day = self._changed[key] = max(days, default="")
        return day

    def cited(self, of: Address) -> tuple[Source, ...]:
        """The sources that a sheet cites, in its order."""
        return tuple(map(self.maker.source, references_of(self._sheet(of)).cited))

    def named(self, briefing: Address) -> Mapping[str, str]:
        """The names of the actors in a briefing, by their ids."""
        return {each: self.name("actor", each) for each in self.maker.catalog.named_in[briefing.id]}

    def actors_on(self, topic: Address) -> Mapping[str, int]:
        """In how many briefings on a topic each actor is, most first."""
        counts = self.maker.catalog.actors_on[topic.id]
        return {each: counts[each] for each in sorted(counts, key=lambda each: (-counts[each], each))}

    def relations(self, actor: Address) -> tuple[RelationFact, ...]:
        """All relations of an actor, without evidence."""
        return tuple(
            RelationFact(each.relation, each.forward, self.maker.ref(each.other), Evidence(), each.announced)
            for each in self.maker.catalog.relations_of[actor.id]
        )

    def passages(self, source: Address) -> Passages:
        """All facts that cite a source, by passage."""
        citing = self.maker.catalog.by_source[source.id]
        return passages_of(self.maker, cast("Any", self._sheet(source)), citing)

    # ── Facts ──

    def facts(self, of: Address) -> Mapping[str, Fact]:
        """All entries of a sheet by their names, in its order. That of the summary is empty."""
        key = f"{of.kind}/{of.id}"
        facts = self._facts.get(key)
        if facts is None:
            own = map(self.maker.fact, self.maker.catalog.by_sheet[key])
            facts = self._facts[key] = {fact.name: fact for fact in own}
        return facts

    def coverage(self, of: Address) -> tuple[Covered, ...]:
        """What the passages give of the facts of a sheet, with names, because these are the ones that its
        page has."""
        return self.maker.coverage.of(self._sheet(of), names=True)

    def about(self, sheet: Address) -> Iterator[Fact]:
        """The entries that timelines show, in chronological order: of a briefing with the shared ones, about
        an actor, or of the briefings on a topic."""
        return map(self.maker.fact, self._about(sheet))

    def newest(self, about: Address | None, most: int) -> Iterator[Fact]:
        """What was still to come `about` a sheet or on the site, also if it was called off, and at most so
        many of the other entries; newest first."""
        for entry in reversed(self._about(about)):
            if not entry.happened and entry.date.starts_after(entry.sheet.data.last_changed):
                yield self.maker.fact(entry)
            elif most > 0:
                most -= 1
                yield self.maker.fact(entry)

    def withdrawn(self, about: Address | None) -> Iterator[tuple[Fact, str]]:
        """What was withdrawn of the dated entries about a topic or an actor, or on the site, each with the
        reason."""
        for entry in self.maker.withdrawn:
            is_topic = about is not None and about.kind == "topic"
            concerned = entry.sheet.data.topics if is_topic else entry.actors
            if about is None or about.id in concerned:
                reason = withdrawn_in(entry.sheet)[entry.name].title
                yield self.maker.fact(entry), self.maker.gist(reason)

    # ── Times ──

    def times(self, of: Address) -> Times:
        """When a sheet came and last changed; without git, what it says of it."""
        return self.maker.history.of(self._sheet(of))

    def later(self, of: Address) -> Mapping[str, Times]:
        """When the entries came that are newer than their sheet, by their names."""
        return self.maker.history.later_in(self._sheet(of))

    def pasts(self, of: Address) -> Mapping[str, Past]:
        """When entries of a sheet came and changed, by their names; empty without git."""
        sheet = self._sheet(of)
        pasts = ((name, self.maker.history.past_of(sheet, name)) for name in self.facts(of) if name)
        return {name: past for name, past in pasts if past is not None}

    def _sheet(self, of: Address) -> Sheet[Any]:
        return self.maker.catalog.sheet(of.kind, of.id)

    @cached_property
    def _facts(self) -> dict[str, Mapping[str, Fact]]:
        return {}

    @cached_property
    def _changed(self) -> dict[str, str]:
        return {}

    @cached_property
    def _chronologies(self) -> dict[str, Sequence[Entry[Any]]]:
        return {}

    def _about(self, about: Address | None) -> Sequence[Entry[Any]]:
        if about is None:
            return self.maker.catalog.chronology
        key = f"{about.kind}/{about.id}"
        known = self._chronologies.get(key)
        if known is None:
            unique = {(entry.sheet.id, entry.anchor): entry for entry in self._dated(about)}
            known = self._chronologies[key] = sorted(unique.values(), key=attrgetter("order"))
        return known

    def _dated(self, about: Address) -> Iterator[Entry[Any]]:
        catalog = self.maker.catalog
        entries: Iterable[Entry[Any]] = ()
        match about.kind:
            case "briefing":
                entries = chain(catalog.by_sheet[f"briefing/{about.id}"], catalog.timelines[about.id])
            case "actor":
                entries = chain.from_iterable(catalog.of_actor(kind, about.id) for kind in _KINDS)
            case "topic":
                briefings = catalog.briefings_on[about.id]
                entries = chain.from_iterable(catalog.by_sheet[f"briefing/{each.id}"] for each in briefings)
        return (entry for entry in entries if entry.item.CHRONOLOGICAL and entry.date is not None)


_KINDS = tuple(item.KIND for model in MODELS.values() for item in items_of(model) if item.CHRONOLOGICAL)

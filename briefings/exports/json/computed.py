"""What JSON documents of sheets say besides the sheet: what follows from all sheets together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from briefings.catalog import urls
from briefings.catalog.labels import relation_words
from briefings.exports.json import documents
from briefings.exports.json.data import ActorData, BriefingData, SheetData, SheetItem, SourceData, TopicData
from briefings.exports.json.entries import address_of, reference
from briefings.views.facts import RelationFact
from briefings.views.known import Known, Source
from briefings.views.periods import PeriodLink
from briefings.words import Words


def computed(data: SheetData, words: Words) -> Mapping[str, Any]:
    """What follows for a sheet."""
    match data.own:
        case BriefingData():
            return _briefing(data, data.own)
        case ActorData():
            return _actor(data, data.own, words)
        case TopicData():
            return _topic(data, data.own)
        case SourceData():
            return _source(data.own)


def _tally(levels: Iterable[str]) -> documents.ProofTally:
    counts = Counter(levels)
    return cast("documents.ProofTally", {"passages": counts.total(), **dict(sorted(counts.items()))})


def _own_proofs(data: SheetData, known: Known) -> documents.ProofTally:
    """How far the passages that a sheet cites are proved, each counted once."""
    cited: dict[tuple[str, str], None] = {}
    for own in data.entries:
        item = own.fact.item
        for fact in getattr(item, item.PARTS) if item.PARTS else (own.fact,):
            cited |= {
                (each.source, each.passage): None for each in fact.citations if each.passage is not None
            }
    return _tally(known.passages[each].level for each in cited)


def _briefing(data: SheetData, own: BriefingData) -> documents.ComputedBriefing:
    view = own.view
    shared = [event for event in view.events if event.sheet.id != view.ref.id]
    document: documents.ComputedBriefing = {
        "timeline": [event.anchor for event in view.events],
        "actors": {actor.id: actor.title for actor in own.actors},
        "sources": _sources(data.cited),
        "topics": {topic: view.known.name("topic", topic) for topic in view.data.topics},
        "related": [reference(each) for each in own.related],
        "proofs": _own_proofs(data, view.known),
    }
    if shared:
        document["shared"] = [reference(event) for event in shared]
    if view.moved:
        document["moved"] = {anchor: reference(entry) for anchor, entry in view.moved}
    return document


def _sources(cited: Iterable[Source]) -> dict[str, documents.CitedSource]:
    return {source.ref.id: _cited_source(source) for source in cited}


def _cited_source(source: Source) -> documents.CitedSource:
    document: documents.CitedSource = {"title": source.ref.title, "publisher": source.publisher}
    credit = source.credit
    confirms = None if credit.is_weak or credit.is_unread else credit.publisher
    if confirms != source.publisher:
        document["confirms"] = confirms
    return document


def _actor(data: SheetData, own: ActorData, words: Words) -> documents.ComputedActor:
    view = own.view
    document: documents.ComputedActor = {
        "entries": [reference(each) for group in view.record.entries.values() for each in group],
        "relations": [_relation(each, words) for each in own.relations],
        "appearances": [_appearance(*each) for each in own.appearances],
        "sources": _sources(data.cited),
        "proofs": _own_proofs(data, view.known),
    }
    officers = (*view.officers.current, *view.officers.former)
    if officers:
        document["officers"] = [reference(entry) for entry in officers]
    if view.periods:
        document["periods"] = periods(view.periods)
    return document


def _relation(fact: RelationFact, words: Words) -> documents.RelationDocument:
    relation = fact.relation
    document: documents.RelationDocument = {
        "kind": relation.kind,
        "label": relation_words(relation, words, forward=fact.forward),
        "forward": fact.forward,
        "actor": reference(fact.other),
    }
    if relation.from_ is not None:
        document["began"] = relation.from_.text
    if relation.to is not None:
        document["ended"] = relation.to.text
    return document


def _appearance(briefing: SheetItem, part: str | None) -> documents.AppearanceDocument:
    document: documents.AppearanceDocument = {"briefing": reference(briefing)}
    if part:
        document["part"] = part
    return document


def _topic(data: SheetData, own: TopicData) -> documents.ComputedTopic:
    return {
        "briefings": [reference(each) for each in own.briefings],
        "actors": dict(own.actors),
        "sources": _sources(data.cited),
    }


def _source(own: SourceData) -> documents.ComputedSource:
    view = own.view
    cited: list[documents.CitedPassage] = []
    for passage, level, citing in own.cited:
        group: documents.CitedPassage = {"facts": [address_of(each) for each in citing]}
        if passage is not None:
            group["passage"], group["proof"] = passage, level
        cited.append(group)
    document: documents.ComputedSource = {
        "cited": cited,
        "proofs": _tally(level for passage, level, _ in own.cited if passage is not None),
    }
    if own.original is not None:
        document["original"] = reference(own.original)
    if own.copies:
        document["copies"] = [reference(each) for each in own.copies]
    if view.observed:
        document["page"] = cast("documents.SeenPage", {name: day.text for name, day in view.observed})
    return document


def periods(links: Iterable[PeriodLink]) -> list[documents.Period]:
    """The pages of the periods of a divided list."""
    own: list[documents.Period] = []
    for link in links:
        period: documents.Period = {
            "label": link.label,
            "address": urls.address(link.path),
            "count": link.n,
        }
        if link.months:
            period["months"] = periods(link.months)
        own.append(period)
    return own

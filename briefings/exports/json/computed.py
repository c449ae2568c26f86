"""What JSON documents of sheets say besides the sheet: what follows from all sheets together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any, cast

from briefings.catalog import urls
from briefings.catalog.catalog import Appearance, Catalog, RelationEntry
from briefings.catalog.labels import relation_words
from briefings.exports.json import documents
from briefings.exports.json.entries import address_of, by_kind, names, reference
from briefings.exports.json.evidence import Evidence
from briefings.model.briefing import Event
from briefings.pages import ActorContext, BriefingContext, Context, PeriodLink, SourceContext, TopicContext
from briefings.words import Words


def _briefing(
    context: BriefingContext, words: Words, catalog: Catalog, evidence: Evidence
) -> documents.ComputedBriefing:
    sheet = context.briefing
    own = by_kind(sheet, catalog).get(Event.KIND, [])
    places = {entry.path: place for place, entry in enumerate(own)}
    shared = [entry for _, entry in context.placed if entry.sheet.id != sheet.id]
    after = count(len(own))
    document: documents.ComputedBriefing = {
        "timeline": [
            places[entry.path] if entry.sheet.id == sheet.id else next(after) for _, entry in context.placed
        ],
        "actors": names(catalog.named_in[sheet.id], catalog),
        "topics": {topic: catalog.topics[topic].data.headline for topic in sheet.data.topics},
        "related": [reference(each, catalog) for each in context.related],
        "proofs": evidence.tally,
    }
    if shared:
        document["shared"] = [reference(entry, catalog) for entry in shared]
    return document


def _actor(
    context: ActorContext, words: Words, catalog: Catalog, evidence: Evidence
) -> documents.ComputedActor:
    record = context.record
    document: documents.ComputedActor = {
        "entries": {
            kind: [reference(each, catalog) for each in group]
            for kind, group in record.entries.items()
            if group
        },
        "relations": [_relation(entry, words, catalog) for entry in catalog.relations_of[context.actor.id]],
        "appearances": [_appearance(each, catalog) for each in record.appearances],
        "proofs": evidence.tally,
    }
    officers = (*context.officers.current, *context.officers.former)
    if officers:
        document["officers"] = [reference(entry, catalog) for entry in officers]
    if context.periods:
        document["periods"] = periods(context.periods)
    return document


def _relation(entry: RelationEntry, words: Words, catalog: Catalog) -> documents.RelationDocument:
    relation = entry.relation
    document: documents.RelationDocument = {
        "kind": relation.kind,
        "label": relation_words(relation, words, forward=entry.forward),
        "forward": entry.forward,
        "actor": reference(entry.other, catalog),
    }
    if relation.from_ is not None:
        document["began"] = relation.from_.text
    if relation.to is not None:
        document["ended"] = relation.to.text
    return document


def _appearance(appearance: Appearance, catalog: Catalog) -> documents.AppearanceDocument:
    document = cast("documents.AppearanceDocument", reference(appearance.briefing, catalog))
    if appearance.involved is not None and appearance.involved.title:
        document["part"] = appearance.involved.title
    return document


def _topic(
    context: TopicContext, words: Words, catalog: Catalog, evidence: Evidence
) -> documents.ComputedTopic:
    counts = catalog.actors_on[context.topic.id].items()
    return {
        "briefings": [reference(each, catalog) for each in context.briefings],
        "actors": dict(sorted(counts, key=lambda each: (-each[1], each[0]))),
    }


def _source(
    context: SourceContext, words: Words, catalog: Catalog, evidence: Evidence
) -> documents.ComputedSource:
    document: documents.ComputedSource = {
        "cited": _cited(context, catalog, evidence),
        "proofs": evidence.tally,
    }
    if context.original is not None:
        document["original"] = reference(context.original, catalog)
    if context.copies:
        document["copies"] = [reference(each, catalog) for each in context.copies]
    return document


def _cited(context: SourceContext, catalog: Catalog, evidence: Evidence) -> list[documents.CitingSheet]:
    citing: dict[str, documents.CitingSheet] = {}
    for fact in catalog.by_source[context.source.id]:
        address = address_of(fact.sheet)
        if address not in citing:
            title = catalog.name(fact.sheet.kind, fact.sheet.id)
            citing[address] = {"title": title, "address": address}
    for passage, own in context.passages:
        anchors: dict[str, list[str]] = {}
        for fact in own:
            anchors.setdefault(address_of(fact.sheet), []).append(fact.anchor)
        for address, cited in anchors.items():
            if passage is None:
                citing[address]["facts"] = cited
            else:
                document = evidence.passage(context.source.id, passage)
                citing[address].setdefault("passages", []).append({**document, "facts": cited})
    return list(citing.values())


COMPUTED: Mapping[type[Context], Callable[[Any, Words, Catalog, Evidence], Mapping[str, Any]]] = {
    BriefingContext: _briefing,
    ActorContext: _actor,
    TopicContext: _topic,
    SourceContext: _source,
}


def periods(links: Iterable[PeriodLink]) -> list[documents.Period]:
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

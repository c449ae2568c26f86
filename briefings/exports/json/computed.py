"""What JSON documents of sheets say besides the sheet: what follows from all sheets together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog, RelationEntry
from briefings.catalog.entries import facts, references_of, sources_cited
from briefings.catalog.labels import relation_words
from briefings.catalog.standing import support
from briefings.evidence import Proofs
from briefings.exports.json import documents
from briefings.exports.json.entries import address_of, names, reference
from briefings.model.base import SourceId
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet
from briefings.views.actor import ActorView, Part
from briefings.views.briefing import BriefingView
from briefings.views.facts import Ref
from briefings.views.periods import PeriodLink
from briefings.views.source import SourceView
from briefings.views.topic import TopicView
from briefings.views.view import View
from briefings.words import Words


def _tally(cited: Iterable[tuple[str, str | None]], proofs: Proofs) -> documents.ProofTally:
    passages = [(source, passage) for source, passage in dict.fromkeys(cited) if passage is not None]
    levels = Counter(proofs.of(source, passage).level for source, passage in passages)
    return cast("documents.ProofTally", {"passages": len(passages), **dict(sorted(levels.items()))})


def _own_passages(sheet: Sheet[Any]) -> Iterator[tuple[str, str | None]]:
    return ((cited.source, cited.passage) for fact in facts(sheet) for cited in fact.citations)


def _briefing(
    sheet: Sheet[Any], view: BriefingView, words: Words, catalog: Catalog, proofs: Proofs
) -> documents.ComputedBriefing:
    shared = [event for event in view.events if event.sheet.id != sheet.id]
    cited = dict.fromkeys(references_of(sheet).cited)
    cited |= dict.fromkeys(source for event in shared for source in sources_cited(event.item))
    document: documents.ComputedBriefing = {
        "timeline": [event.anchor for event in view.events],
        "actors": names(catalog.named_in[sheet.id], catalog),
        "sources": _sources(cited, catalog),
        "topics": {topic: catalog.topics[topic].data.headline for topic in sheet.data.topics},
        "related": [reference(each, catalog) for each in view.related],
        "proofs": _tally(_own_passages(sheet), proofs),
    }
    if shared:
        document["shared"] = [reference(event, catalog) for event in shared]
    return document


def _sources(cited: Iterable[str], catalog: Catalog) -> dict[str, documents.CitedSource]:
    return {id_: _cited_source(id_, catalog) for id_ in cited}


def _cited_source(id_: str, catalog: Catalog) -> documents.CitedSource:
    data = catalog.sources[id_].data
    document: documents.CitedSource = {"title": data.headline, "publisher": data.publisher}
    confirms = next(iter(support(catalog.sources, [Citation(SourceId(id_), None, ())]).publishers), None)
    if confirms != data.publisher:
        document["confirms"] = confirms
    return document


def _actor(
    sheet: Sheet[Any], view: ActorView, words: Words, catalog: Catalog, proofs: Proofs
) -> documents.ComputedActor:
    record = view.record
    document: documents.ComputedActor = {
        "entries": [reference(each, catalog) for group in record.entries.values() for each in group],
        "relations": [_relation(entry, words, catalog) for entry in catalog.relations_of[sheet.id]],
        "appearances": [_appearance(each, catalog) for each in record.appearances],
        "sources": _sources(references_of(sheet).cited, catalog),
        "proofs": _tally(_own_passages(sheet), proofs),
    }
    officers = (*view.officers.current, *view.officers.former)
    if officers:
        document["officers"] = [reference(entry, catalog) for entry in officers]
    if view.periods:
        document["periods"] = periods(view.periods)
    return document


def _relation(entry: RelationEntry, words: Words, catalog: Catalog) -> documents.RelationDocument:
    relation = entry.relation
    document: documents.RelationDocument = {
        "kind": relation.kind,
        "label": relation_words(relation, words, forward=entry.forward),
        "forward": entry.forward,
        "actor": reference(Ref("actor", entry.other.id, entry.other.data.headline), catalog),
    }
    if relation.from_ is not None:
        document["began"] = relation.from_.text
    if relation.to is not None:
        document["ended"] = relation.to.text
    return document


def _appearance(appearance: Part, catalog: Catalog) -> documents.AppearanceDocument:
    document: documents.AppearanceDocument = {"briefing": reference(appearance.briefing, catalog)}
    if part := appearance.role or appearance.stance:
        document["part"] = part
    return document


def _topic(
    sheet: Sheet[Any], view: TopicView, words: Words, catalog: Catalog, proofs: Proofs
) -> documents.ComputedTopic:
    counts = catalog.actors_on[sheet.id].items()
    return {
        "briefings": [reference(each.ref, catalog) for each in view.briefings],
        "actors": dict(sorted(counts, key=lambda each: (-each[1], each[0]))),
        "sources": _sources(references_of(sheet).cited, catalog),
    }


def _source(
    sheet: Sheet[Any], view: SourceView, words: Words, catalog: Catalog, proofs: Proofs
) -> documents.ComputedSource:
    id_ = sheet.id
    cited: list[documents.CitedPassage] = []
    for passage, citing in view.passages:
        group: documents.CitedPassage = {"facts": [address_of(each) for each in citing]}
        if passage is not None:
            group["passage"] = passage
            group["proof"] = proofs.of(id_, passage).level
        cited.append(group)
    document: documents.ComputedSource = {
        "cited": cited,
        "proofs": _tally(((id_, passage) for passage, _ in view.passages), proofs),
    }
    if view.original is not None:
        document["original"] = reference(view.original, catalog)
    if view.copies:
        document["copies"] = [reference(each, catalog) for each in view.copies]
    return document


COMPUTED: Mapping[type[View], Callable[[Sheet[Any], Any, Words, Catalog, Proofs], Mapping[str, Any]]] = {
    BriefingView: _briefing,
    ActorView: _actor,
    TopicView: _topic,
    SourceView: _source,
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

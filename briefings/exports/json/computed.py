"""What JSON documents of sheets say besides the sheet: what follows from all sheets together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from briefings.catalog import urls
from briefings.catalog.labels import relation_words
from briefings.exports.json.data import SheetData
from briefings.exports.json.entries import address_of, reference
from briefings.exports.resource import present
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.facts import RelationFact
from briefings.views.known import Source
from briefings.views.periods import PeriodLink
from briefings.views.source import SourceView
from briefings.words import Words


def computed(data: SheetData, words: Words) -> Mapping[str, Any]:
    """What follows for a sheet."""
    match data.page.view:
        case BriefingView() as view:
            return _briefing(data, view)
        case ActorView() as view:
            return _actor(data, view, words)
        case SourceView() as view:
            return _source(data, view)
    return {
        "briefings": [*data.references.values()],
        "actors": data.actors,
        "sources": _sources(data),
    }


def _tally(levels: Iterable[str]) -> Mapping[str, int]:
    counts = Counter(levels)
    return {"passages": counts.total(), **dict(sorted(counts.items()))}


def _proofs(data: SheetData) -> Mapping[str, int]:
    """How far the passages that a sheet cites are proved, each counted once."""
    passages = data.page.view.known.passages
    cited = {
        (each.source, each.passage): None
        for fact in data.entries
        for each in fact.cited
        if each.passage is not None
    }
    return _tally(passages[each].level for each in cited)


def _sources(data: SheetData) -> Mapping[str, Any]:
    return {source.ref.id: _cited_source(source) for source in data.cited}


def _cited_source(source: Source) -> Mapping[str, Any]:
    credit = source.credit
    confirms = None if credit.is_weak or credit.is_unread else credit.publisher
    other = {} if confirms == source.publisher else {"confirms": confirms}
    return {"title": source.ref.title, "publisher": source.publisher, **other}


def _briefing(data: SheetData, view: BriefingView) -> Mapping[str, Any]:
    shared = (event for event in view.events if event.sheet.id != view.ref.id)
    return present(
        {
            "timeline": [event.anchor for event in view.events],
            "actors": data.actors,
            "sources": _sources(data),
            "topics": {topic: view.known.name("topic", topic) for topic in view.data.topics},
            "related": [reference(each, data.references) for each in view.related],
            "proofs": _proofs(data),
            "shared": [reference(event, {}) for event in shared] or None,
            "moved": {anchor: reference(entry, {}) for anchor, entry in view.moved} or None,
        }
    )


def _actor(data: SheetData, view: ActorView, words: Words) -> Mapping[str, Any]:
    officers = (*view.officers.current, *view.officers.former)
    appearances = view.record.appearances
    return present(
        {
            "entries": [reference(each, {}) for group in view.record.entries.values() for each in group],
            "relations": [_relation(each, data, words) for each in data.relations],
            "appearances": [
                present(
                    {
                        "briefing": reference(each.briefing, data.references),
                        "part": each.role or each.stance or None,
                    }
                )
                for each in appearances
            ],
            "sources": _sources(data),
            "proofs": _proofs(data),
            "officers": [reference(entry, {}) for entry in officers] or None,
            "periods": periods(view.periods) or None,
        }
    )


def _relation(fact: RelationFact, data: SheetData, words: Words) -> Mapping[str, Any]:
    relation = fact.relation
    return present(
        {
            "kind": relation.kind,
            "label": relation_words(relation, words, forward=fact.forward),
            "forward": fact.forward,
            "actor": reference(fact.other, data.references),
            "began": relation.from_ and relation.from_.text,
            "ended": relation.to and relation.to.text,
            "announced": fact.announced or None,
        }
    )


def _source(data: SheetData, view: SourceView) -> Mapping[str, Any]:
    cited = [
        {
            "facts": [address_of(each) for each in citing],
            **({} if passage is None else {"passage": passage, "proof": level}),
        }
        for passage, level, citing in data.passages
    ]
    levels = (level for passage, level, _ in data.passages if passage is not None)
    return present(
        {
            "cited": cited,
            "proofs": _tally(levels),
            "original": view.original and reference(view.original, data.references),
            "copies": [reference(each, data.references) for each in view.copies] or None,
            "page": {name: day.text for name, day in view.observed} or None,
        }
    )


def periods(links: Iterable[PeriodLink]) -> list[Mapping[str, Any]]:
    """The pages of the periods of a divided list."""
    return [
        present(
            {
                "label": link.label,
                "address": urls.address(link.path),
                "count": link.n,
                "months": periods(link.months) or None,
            }
        )
        for link in links
    ]

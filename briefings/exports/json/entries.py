"""Entries of sheets in JSON: whole in the document of their sheet, with the states of their particulars;
elsewhere as references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefings.catalog import urls
from briefings.catalog.coverage import Covered, by_path, tally
from briefings.catalog.standing import least_support_by
from briefings.evidence.coverage import Finding
from briefings.evidence.lookup import has_omission
from briefings.exports.json.data import References
from briefings.exports.json.schemas import REPEATED
from briefings.exports.resource import present
from briefings.model.base import KeyPath
from briefings.model.citations import Citation
from briefings.model.items import Item
from briefings.model.written import keys
from briefings.versions.history import Past
from briefings.views.facts import Fact, Line, Placed, Ref
from briefings.views.known import Known, Passage
from briefings.views.view import Listed

CoveredFacts = Mapping[KeyPath, Mapping[str, Any]]
"""What documents say of the particulars of facts, by path. Facts without any are absent."""


def address_of(item: Placed) -> str:
    """The address of an entry, relative to the site."""
    return f"{urls.address(item.sheet.path)}#{item.anchor}" if item.anchor else urls.address(item.sheet.path)


def reference(item: Listed, sheets: References) -> Mapping[str, Any]:
    """A sheet or an entry, as other pages refer to it."""
    if isinstance(item, Ref):
        return sheets[item.kind, item.id]
    return present(
        {
            "kind": item.kind,
            "title": item.title,
            "address": address_of(item),
            "date": item.date and item.date.text,
            "by": item.by,
            **_marks(item),
        }
    )


def _marks(entry: Line | Fact) -> Mapping[str, Any]:
    """What readers must know of an entry to be able to repeat it."""
    return {
        "quotation": entry.is_quotation or None,
        "status": None if entry.status == "reported" else entry.status,
        "announced": entry.announced or None,
    }


def entry_document(
    fact: Fact, past: Past | None, known: Known, coverage: CoveredFacts, *, must_cite: bool
) -> Mapping[str, Any]:
    """An entry in the document of its sheet."""
    item, read = fact.item, fact.evidence.read
    parts = enumerate(getattr(item, item.PARTS)) if item.PARTS else ()
    untold = item.RESULT if fact.has_no_result else ()
    return present(
        {
            "kind": fact.kind,
            "title": fact.title,
            "anchor": fact.anchor or None,
            "text": fact.text,
            "date": fact.date and fact.date.text,
            "by": fact.by,
            "actors": [*fact.actors] if fact.actors and fact.actors != (fact.by,) else None,
            **_marks(fact),
            "fields": keys(item, without={"cite", "anchor", item.PARTS, *_repeated(fact), *untold}) or None,
            "parts": [
                {
                    "fields": keys(part, without={"cite"}),
                    **_cited(part.citations, known),
                    **coverage.get((*fact.path, item.PARTS, n), {}),
                }
                for n, part in parts
            ]
            if item.PARTS
            else None,
            **({} if item.PARTS else _cited(fact.citations, known)),
            **coverage.get(fact.path, {}),
            "reading": read and {"answer": read.answer, "reader": read.reader, "day": read.day.isoformat()},
            "support": least_support_by(known.credit, item).level if fact.citations or must_cite else None,
            "also_in": [*fact.also_in] or None,
            **({} if past is None else _past(past)),
            "corrections": [
                each.anchor if each.sheet.path == fact.sheet.path else address_of(each)
                for each in fact.corrections
            ]
            or None,
        }
    )


def _past(past: Past) -> Mapping[str, Any]:
    """When an entry came and changed, and what it said before."""
    return {
        "added": past.added or None,
        "changed": past.earlier[0].until if past.earlier else None,
        "earlier": [{"until": each.until, "fields": json.loads(each.fields)} for each in past.earlier]
        or None,
    }


def _repeated(fact: Fact) -> Iterator[str]:
    """The fields whose value is in a key that all kinds share."""
    item: Item = fact.item
    for name in type(item).model_fields:
        if name in item.SHARED or name in REPEATED:
            value = getattr(item, name)
            if value == (getattr(item, item.SHARED[name]) if name in item.SHARED else getattr(fact, name)):
                yield name


def _cited(citations: Iterable[Citation], known: Known) -> Mapping[str, Any]:
    """The citations of an entry or of a part, if it has any."""
    cited = [
        {"source": each.source}
        if each.passage is None
        else present(
            {
                "source": each.source,
                "passage": each.passage,
                "proof": known.passages[each.source, each.passage].level,
                "selector": _selector(each.passage, known.passages[each.source, each.passage]),
            }
        )
        for each in citations
    ]
    return {"citations": cited} if cited else {}


def _selector(passage: str, proof: Passage) -> Mapping[str, Any] | None:
    """How programs find a passage in its source; None if words are left out in it."""
    if has_omission(passage) and proof.level != "verified":
        return None
    return present(
        {
            "type": "TextQuoteSelector",
            "exact": passage,
            "prefix": proof.directive.before or None,
            "suffix": proof.directive.after or None,
        }
    )


# ── Particulars ─────────────────────────────────────────────────────────────────────────────────────────────


def covered_facts(covered: Iterable[Covered]) -> CoveredFacts:
    """What a document says of these facts."""
    with_particulars = by_path(fact for fact in covered if fact.particulars)
    return {
        path: {
            "covered": all(fact.is_covered for fact in facts),
            "particulars": [_particular(fact, each) for fact in facts for each in fact.particulars],
        }
        for path, facts in with_particulars.items()
    }


def summed(covered: Iterable[Covered], facts: CoveredFacts, entries: Iterable[Fact]) -> Mapping[str, Any]:
    """What the document of a sheet says of its particulars as a whole, and of those that are not in its
    entries."""
    if not facts:
        return {}
    total = tally([fact for fact in covered if fact.particulars])
    in_entries = {path for each in entries for path in _paths(each)}
    others = [each for path in facts if path not in in_entries for each in facts[path]["particulars"]]
    return present(
        {
            "coverage": {
                "facts_with_particulars": total.facts,
                "covered_facts": total.covered,
                "total": total.particulars,
                **{state.replace("-", "_"): n for state, n in sorted(total.states.items())},
            },
            "particulars": others or None,
        }
    )


def _paths(fact: Fact) -> Iterator[KeyPath]:
    """The paths of an entry and of its parts."""
    yield fact.path
    if name := fact.item.PARTS:
        yield from ((*fact.path, name, n) for n in range(len(getattr(fact.item, name))))


def _particular(fact: Covered, finding: Finding) -> Mapping[str, Any]:
    given = finding.particular
    source = passage = None
    if finding.passage is not None and not (fact.own and len(fact.cited) == 1):
        source, passage = fact.cited[finding.passage]
    return present(
        {
            "key": given.key,
            "kind": given.kind,
            "words": given.words,
            "state": finding.state.replace("-", "_"),
            "instead": finding.instead or None,
            "lacks": finding.lacks or None,
            "source": source,
            "passage": passage,
        }
    )

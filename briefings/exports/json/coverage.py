"""What passages give of facts, in JSON: the particulars of entries with their states, and selectors of
passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from briefings.catalog.coverage import Covered, by_path, tally
from briefings.evidence.coverage import Finding
from briefings.evidence.lookup import has_omission
from briefings.exports.json import documents
from briefings.exports.json.data import OwnFact
from briefings.model.base import KeyPath
from briefings.views.known import Passage


@dataclass(frozen=True, slots=True)
class SheetCoverage:
    """What the document of a sheet says of its particulars."""

    facts: Mapping[KeyPath, documents.Covered]
    """By path. Facts without particulars are absent."""
    head: list[documents.Particular]
    """Those of the title and of other texts that are not in entries."""
    tally: documents.CoverageTally


def sheet_coverage(covered: Iterable[Covered], entries: Iterable[OwnFact]) -> SheetCoverage:
    """What the document of a sheet with these entries says of its particulars."""
    facts = [fact for fact in covered if fact.particulars]
    counted = tally(facts)
    states = {state.replace("-", "_"): n for state, n in sorted(counted.states.items())}
    total = {
        "facts_with_particulars": counted.facts,
        "covered_facts": counted.covered,
        "total": counted.particulars,
        **states,
    }
    known = {path: _covered(group) for path, group in by_path(facts).items()}
    in_entries = {path for each in entries for path in _paths(each)}
    head = [each for path in known if path not in in_entries for each in known[path]["particulars"]]
    return SheetCoverage(known, head, cast("documents.CoverageTally", total))


def _paths(own: OwnFact) -> Iterator[KeyPath]:
    """The paths of an entry and of its parts."""
    yield own.path
    if name := own.fact.item.PARTS:
        yield from ((*own.path, name, n) for n in range(len(getattr(own.fact.item, name))))


def _covered(facts: Iterable[Covered]) -> documents.Covered:
    particulars = [_particular(fact, finding) for fact in facts for finding in fact.particulars]
    return {"covered": all(fact.is_covered for fact in facts), "particulars": particulars}


def _particular(fact: Covered, finding: Finding) -> documents.Particular:
    given = finding.particular
    particular: documents.Particular = {
        "key": given.key,
        "kind": given.kind,
        "words": given.words,
        "state": finding.state.replace("-", "_"),
    }
    if finding.instead:
        particular["instead"] = finding.instead
    if finding.lacks:
        particular["lacks"] = finding.lacks
    if finding.passage is not None and not (fact.own and len(fact.cited) == 1):
        particular["source"], particular["passage"] = fact.cited[finding.passage]
    return particular


def selector(passage: str, proof: Passage) -> documents.Selector | None:
    """How programs find a passage in its source; None if words are left out in it."""
    if has_omission(passage) and proof.level != "verified":
        return None
    found: documents.Selector = {"type": "TextQuoteSelector", "exact": passage}
    if proof.directive.before:
        found["prefix"] = proof.directive.before
    if proof.directive.after:
        found["suffix"] = proof.directive.after
    return found


__all__ = ["SheetCoverage", "selector", "sheet_coverage"]

"""What passages give of facts, in JSON: the particulars of entries with their states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefings.catalog.coverage import Covered, by_path, tally
from briefings.evidence.coverage import Finding
from briefings.exports.json.data import OwnFact
from briefings.exports.resource import present
from briefings.model.base import KeyPath

CoveredFacts = Mapping[KeyPath, Mapping[str, Any]]
"""What documents say of the particulars of facts, by path. Facts without any are absent."""


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


def summed(covered: Iterable[Covered], facts: CoveredFacts, entries: Iterable[OwnFact]) -> Mapping[str, Any]:
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


def _paths(own: OwnFact) -> Iterator[KeyPath]:
    """The paths of an entry and of its parts."""
    yield own.path
    if name := own.fact.item.PARTS:
        yield from ((*own.path, name, n) for n in range(len(getattr(own.fact.item, name))))


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

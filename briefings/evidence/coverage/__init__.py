"""Compares the particulars of a fact with the passages that it cites.

A particular is a number, date, speaker, name or quoted word in a published sentence. The comparison says what
the passages and the words around them give; it does not say whether a fact is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefings.evidence.coverage.dates import (
    find_date,
    may_be_dated,
    missing_part,
    nearer_date,
    other_date,
    point_of,
    undated,
)
from briefings.evidence.coverage.numbers import (
    find_number,
    is_comparable,
    may_be_computed,
    may_be_unsaid,
    nearer_number,
    other_number,
    says_same,
)
from briefings.evidence.coverage.terms import COVERED, Finding, Kind, Particular, Passage, State
from briefings.evidence.coverage.words import (
    QUOTED,
    contains,
    find_name,
    find_quote,
    find_speaker,
    may_be_misquoted,
)
from briefings.grammar.names import KnownNames


def cover(
    particulars: Sequence[Particular],
    passages: Sequence[Passage],
    known: KnownNames,
    *,
    own: bool = True,
    in_detail: bool = True,
) -> tuple[Finding, ...]:
    """The state of each particular of one fact, in their order.

    Without `own`, the passages are not the fact's own but those of its whole sheet; then nothing differs, as
    it cannot be known which of them should give it. `in_detail` says which part of a date is missing. Without
    it, kinds of particulars of which none can differ are left out.
    """
    particulars = [each for each in particulars if is_comparable(each, passages)]
    if not in_detail:
        kinds: set[Kind] = set()
        for each in particulars if own else ():
            if each.kind not in kinds and _may_differ(each, passages):
                kinds.add(each.kind)
        particulars = [each for each in particulars if each.kind in kinds]
    findings = [_finding(each, passages, known) for each in particulars]
    findings = [_spoken_there(each, findings, passages, known) for each in findings]
    if own:
        findings = _compared([_misquoted(f, passages) for f in findings], passages)
    else:
        findings = [f if f.state != "differs" else Finding(f.particular, "not-found") for f in findings]
    if in_detail:
        findings = [_in_detail(f, passages, known) for f in findings]
    return tuple(findings)


def _may_differ(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether there may be something that a particular differs from. To say so takes a tenth of the time of
    a comparison, and most have nothing (benchmarks/README.md)."""
    match each.kind:
        case "number":
            return any(p.codes or zone.amounts for p in passages for zone in (p.said, *p.nearby()))
        case "date":
            return may_be_dated(each, passages)
        case "speaker":
            return True
        case "quote":
            return may_be_misquoted(each, passages)
        case _:
            return False


def _compared(findings: Sequence[Finding], passages: Sequence[Passage]) -> list[Finding]:
    """The findings, with what the passages have instead of what they do not give."""
    explained = [f.particular for f in findings if f.is_covered and f.particular.kind != "speaker"]
    return [
        f if f.state in ("in-passage", "differs") else _difference(f, passages, explained) for f in findings
    ]


def _in_detail(finding: Finding, passages: Sequence[Passage], known: KnownNames) -> Finding:
    """The finding, with what is there of a particular that is not covered."""
    each = finding.particular
    match each.kind:
        case "date" if finding.state == "not-found":
            return finding._replace(lacks=missing_part(each, passages))
        case "number" if each.amount is not None and not finding.is_covered:
            near = any(other.has_number_of(each.amount) for p in passages for other in p.said.amounts)
            return finding._replace(is_absent=not near)
        case "speaker" if not finding.is_covered:
            is_known = all(passage.around is not None for passage in passages)
            is_named = find_name(each, passages, known).is_covered
            return finding._replace(is_absent=is_known and not is_named)
        case _:
            return finding


def _finding(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    match each.kind:
        case "number":
            return find_number(each, passages)
        case "date":
            return find_date(each, passages)
        case "speaker":
            return find_speaker(each, passages, known)
        case "name":
            return find_name(each, passages, known)
        case "quote":
            return find_quote(each, passages, known)


def _spoken_there(
    finding: Finding, findings: Sequence[Finding], passages: Sequence[Passage], known: KnownNames
) -> Finding:
    """The finding about the speaker of a quotation by the passages that have it, unless another one names the
    speaker: what else they said somewhere near does not show that they said this."""
    quoted = [f.particular.words for f in findings if f.particular.key == "quote"]
    if finding.particular.kind != "speaker" or finding.state != "near" or not quoted:
        return finding
    there = [passage for passage in passages if contains(passage.words, quoted[0])]
    if there in ([], passages):
        return finding
    other = find_speaker(finding.particular, there, known)
    if other.state != "differs" or other.passage is None:
        return finding
    return other._replace(passage=passages.index(there[other.passage]))


def _misquoted(finding: Finding, passages: Sequence[Passage]) -> Finding:
    """A quotation that no passage contains differs from them all: its words should be there."""
    each = finding.particular
    if each.key != "quote" or finding.is_covered or finding.passage is not None or not passages:
        return finding
    return Finding(each, "differs", passages[0].words, 0)


def _difference(finding: Finding, passages: Sequence[Passage], explained: Sequence[Particular]) -> Finding:
    """The finding, if a source has something else of the same kind where the particular should be."""
    each = finding.particular
    if finding.is_covered:
        explained = [other for other in explained if other is not each]
    match each.kind:
        case "number" if finding.is_covered:
            other = nearer_number(each, passages, explained)
        case "date" if finding.is_covered:
            other = nearer_date(each, passages, explained)
        case "number" if finding.instead or may_be_computed(each, passages):
            other = None
        case "number":
            other = other_number(each, passages, explained)
        case "date":
            other = other_date(each, passages, explained)
            if other is not None and missing_part(each, [replace(p, around=None) for p in passages]):
                return finding  # a passage names its month, and what else it dates is something else
            if other is None:
                return undated(finding, passages)
        case _:
            other = None
    if other is None:
        return finding
    instead, passage = other
    return Finding(each, "differs", instead, passage)


__all__ = [
    "COVERED", "QUOTED", "Finding", "Kind", "Particular", "Passage", "State", "contains", "cover",
    "may_be_unsaid", "point_of", "says_same",
]  # fmt: skip

"""Facts that no saved text proves: a rule for sites that demand proof of every fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, facts
from briefings.evidence import Proof, Proofs
from briefings.model.items import CitingPart
from briefings.problems import codes
from briefings.problems.problem import Problem, problem


def unproved_problems(catalog: Catalog, proofs: Proofs) -> Iterator[Problem]:
    """A fact that cites sources has at least one passage that the build verified."""
    for sheet in catalog.sheets():
        for fact in facts(sheet):
            cited = [(c, proofs.of(c.source, c.passage)) for c in fact.citations if c.passage is not None]
            # Another rule refuses missing and unrecorded passages already.
            if any(proof.state in ("verified", "missing", "unrecorded") for _, proof in cited):
                continue
            if cited:
                first, proof = cited[0]
                message = f"“{first.passage}” of `{first.source}` is not verified: {_reason(proof)}"
                yield problem(
                    codes.PASSAGE_UNPROVED,
                    message,
                    sheet.place(fact.passage_path(first)),
                    _hint(first.source, proof),
                )
            elif fact.citations and isinstance(fact.item, CitingPart) and fact.item.NOUN:
                yield _without_passage(fact)


def _without_passage(fact: Entry[Any]) -> Problem:
    message = (
        f"this {fact.item.NOUN} cites `{fact.citations[0].source}` as a whole: without a passage nothing"
        " proves it"
    )
    return problem(
        codes.PASSAGE_UNPROVED,
        message,
        fact.sheet.place(fact.path),
        'cite the words: `cite: {source-id: "passage"}`',
    )


def _reason(proof: Proof) -> str:
    return (
        "the text looked at last no longer has it"
        if proof.state == "changed"
        else "the source's text is not saved"
    )


def _hint(source: str, proof: Proof) -> str:
    if proof.state == "changed":
        return "cite what the source says now, or another source"
    return (
        f"save the text as seeds/{source}.txt and run `briefings verify`, or also cite a source whose text is"
        " saved"
    )

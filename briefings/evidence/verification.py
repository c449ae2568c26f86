"""Defines "verified": `look_up` finds a passage in a saved text or says why it does not count.

Verified: the saved text of the source contains the passage letter for letter, in one piece, as whole words
and numbers, without running on from a heading. Only typography may differ (`normal`); a word that
the text divides at the end of a line, or stretches by a tatweel, is found with a remark.
With omissions: the text contains the parts in their order, in one sentence or two adjacent ones of a
paragraph, and no words known to matter were left out (`omissions`).
It does not mean that the source is right, supports the fact, or was saved unaltered.
"""

from __future__ import annotations

from dataclasses import replace

from briefings.evidence import omissions
from briefings.evidence.beside import word_beside
from briefings.evidence.omissions import Refusal
from briefings.evidence.passages import (
    Match,
    Normalized,
    in_one_piece,
    occurrences,
    parts,
    search,
)
from briefings.evidence.respelled import search_respelled
from briefings.grammar.lines import runs_on
from briefings.grammar.sentences import rest_of_sentence


def look_up(passage: str, text: Normalized, language: str) -> Match | Refusal | None:
    """Where a passage is in a text; a refusal if its words are there but do not count; else None."""
    result = _look_up(passage, text, language)
    if not isinstance(result, Match):
        return result
    rest = rest_of_sentence(text, result.start, result.end, language)
    return replace(
        result,
        negation=word_beside(rest, language),
        begins_inside=rest.begins_inside,
        ends_inside=rest.ends_inside,
    )


def _look_up(passage: str, text: Normalized, language: str) -> Match | Refusal | None:
    refusal: Refusal | None = None
    for form in in_one_piece(passage):
        spans = list(occurrences(form, text, whole=True))
        for span in spans:
            if not runs_on(text, *span):
                return Match((span,), len(spans))
        if spans:
            refusal = Refusal("joined", " ".join(text.slice(*spans[0]).split()))
    if refusal is not None:
        return refusal
    if len(parts(passage)) > 1:
        match = omissions.look_up(passage, text, language)
        if match is not None:
            return match
    if search(passage, text) is not None:
        return Refusal("cut", passage)
    respelled = search_respelled(passage, text)
    return respelled if respelled is None or not runs_on(text, *respelled.spans[0]) else None


__all__ = ["Refusal", "look_up"]

"""Defines "verified": `look_up` finds a passage in a saved text or says why it does not count.

Verified: the saved text of the source contains the passage letter for letter, in one piece, as whole words
and numbers, without running on from a heading. Only typography may differ (`normal`); a word that
the text divides at the end of a line, or stretches by a tatweel, is found with a remark.
With omissions: the text contains the parts in their order, in one sentence or two adjacent ones of a
paragraph, and no words known to matter were left out (`omissions`).
It does not mean that the source is right, supports the fact, or was saved unaltered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefings.evidence import omissions
from briefings.evidence.beside import word_beside
from briefings.evidence.omissions import Refusal
from briefings.evidence.passages import (
    Match,
    Normalized,
    Span,
    in_one_piece,
    normalize,
    occurrences,
    parts,
    search,
)
from briefings.evidence.respelled import search_respelled
from briefings.grammar.amounts import parts_amount
from briefings.grammar.boundaries import begins_number, is_long_dash, joins
from briefings.grammar.lines import runs_on
from briefings.grammar.sentences import Rest, rest_of_sentence


def look_up(passage: str, text: Normalized, language: str) -> Match | Refusal | None:
    """Where a passage is in a text; a refusal if its words are there but do not count; else None."""
    result = _look_up(passage, text, language)
    if not isinstance(result, Match):
        return result
    rest = rest_of_sentence(text, result.start, result.end, language)
    return replace(
        result,
        negation=word_beside(rest, language) or _dash_before(result.start, text, rest),
        begins_inside=rest.begins_inside,
        ends_inside=rest.ends_inside,
    )


def _dash_before(start: int, text: Normalized, rest: Rest) -> str:
    """The dash before a number that begins a passage, if it may be a minus: "It was – 5 degrees"."""
    is_dash = rest.before.endswith(" - ") and not is_long_dash(text, start - 2)
    return text.original[text.origin(start - 2)] if is_dash and begins_number(text, start) else ""


def _look_up(passage: str, text: Normalized, language: str) -> Match | Refusal | None:
    refusal: Refusal | None = None
    for form in in_one_piece(passage):
        spans = list(occurrences(form, text, whole=True))
        for span in spans[:_MOST_PLACES]:
            flaw = _flaw(passage, (span,), text, language)
            if flaw is None:
                return Match((span,), len(spans))
            refusal = refusal or flaw
    if refusal is not None:
        return refusal
    match = omissions.look_up(passage, text, language) if len(parts(passage)) > 1 else None
    if match is None and search(passage, text) is not None:
        return Refusal("cut", passage)
    match = match or search_respelled(passage, text)
    return match if not isinstance(match, Match) else _flaw(passage, match.spans, text, language) or match


_MOST_PLACES = 1_000
"""The most places of a passage that are tried."""


def _flaw(passage: str, spans: Sequence[Span], text: Normalized, language: str) -> Refusal | None:
    """Why a passage does not count, although its words are at a place."""
    for span in spans:
        if runs_on(text, *span):
            return Refusal("joined", " ".join(text.slice(*span).split()))
        if parts_amount(text.text, *span, language):
            return Refusal("cut", passage)
    return Refusal("dash", passage) if _has_other_dash(passage, spans, text) else None


def _has_other_dash(passage: str, spans: Sequence[Span], text: Normalized) -> bool:
    """Whether a passage has a hyphen for a long dash between two words or before a number, `-5` for `—5`, or
    a long dash for a minus."""
    places = [n for span in spans for n in range(*span) if text.text[n] == "-"]
    own = normalize(passage)
    written = [n for n, sign in enumerate(own.text) if sign == "-"]
    if len(written) != len(places):
        return False  # some divide words at the ends of lines
    return any(
        is_long_dash(text, there) != is_long_dash(own, here)
        and (begins_number(text, there + 1) or (is_long_dash(text, there) and joins(text, there)))
        for there, here in zip(places, written, strict=True)
    )


__all__ = ["Refusal", "look_up"]

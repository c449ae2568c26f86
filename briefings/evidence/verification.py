"""What "verified" means, in one place: `look_up` finds a passage in a saved text, or says why it does not
count.

Verified: the words of the passage stand in the saved text of its source, in one piece, letter for letter,
whole words and numbers, within paragraphs as they are there. Only typography may differ
(`passages.normalize`). With omissions: the parts do so, in their order, in one sentence or in two that follow
each other in one paragraph, and nothing that was left out is known to matter (`omissions`). It says nothing
more: not that the source is right, nor that it is about what the fact says, nor that the text is what its
publisher wrote.
"""

from __future__ import annotations

from dataclasses import replace

from briefings.evidence import omissions
from briefings.evidence.cues import negation_beside
from briefings.evidence.lines import runs_on
from briefings.evidence.omissions import Refusal
from briefings.evidence.passages import Match, Normalized, in_one_piece, occurrences, parts, search


def look_up(passage: str, text: Normalized, language: str) -> Match | Refusal | None:
    """Where a passage is verified; a refusal if its words are there and do not count; None if they are not
    there."""
    refusal: Refusal | None = None
    for form in in_one_piece(passage):
        spans = list(occurrences(form, text, whole=True))
        for span in spans:
            if not runs_on(text, *span):
                return Match((span,), len(spans), negation=negation_beside(text.text, *span, language))
        if spans:
            refusal = Refusal("joined", " ".join(text.slice(*spans[0]).split()))
    if refusal is not None:
        return refusal
    if len(parts(passage)) > 1:
        match = omissions.look_up(passage, text, language)
        if isinstance(match, Match):
            return replace(match, negation=negation_beside(text.text, match.start, match.end, language))
        if match is not None:
            return match
    return Refusal("cut", passage) if search(passage, text) is not None else None


__all__ = ["Refusal", "look_up"]

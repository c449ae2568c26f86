"""Prose in sheets: Markdown with `[[actor]]`, `[[id|other words]]` and `[@source]`. Finds those references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["actor", "briefing", "source", "topic"]

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""What an id looks like: small letters, digits and single hyphens, as it will stand in an address."""

_REFERENCE = re.compile(
    r"\[\[(?:(?P<kind>actor|briefing|source|topic):)?(?P<id>[^\[\]|\n]*)(?:\|(?P<label>[^\[\]]*))?\]\]"
    r"|\[@(?P<cited>[^\[\]\s]*)\]"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One `[[…]]` or `[@…]` in a prose text."""

    kind: Kind
    id: str
    label: str | None
    """The words to show instead of the name; None where none were given."""
    start: int
    end: int
    """Where it stands in the prose, as Python slices."""
    cites: bool
    """True for `[@source]`, which proves; False for `[[…]]`, which only links."""


def refers(text: str) -> bool:
    """Whether there may be a reference in a prose text; most have none."""
    return "[[" in text or "[@" in text


def references(text: str) -> Iterator[Reference]:
    """Each reference of a prose text, in order. `[[id]]` is an actor; `[[topic:id]]` and the like name another kind."""
    if not refers(text):
        return
    for match in _REFERENCE.finditer(text):
        cited = match["cited"]
        if cited is not None:
            yield Reference("source", cited, None, match.start(), match.end(), True)
        else:
            kind: Kind = match["kind"] or "actor"  # type: ignore[assignment]  # the pattern admits no other word
            label = " ".join(match["label"].split()) if match["label"] is not None else None
            yield Reference(kind, match["id"].strip(), label, match.start(), match.end(), False)


_ID = re.compile(ID_PATTERN)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None

"""The references in prose: `[[actor]]`, `[[id|other words]]` and `[@source]`; and which ids they may name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

Kind = Literal["actor", "briefing", "source", "topic"]

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Ids consist of lower-case letters, digits and single hyphens, since they become addresses."""

_REFERENCE = re.compile(
    r"\[\[(?:(?P<kind>actor|briefing|source|topic):)?(?P<id>[^\[\]|\n]*)(?:\|(?P<label>[^\[\]]*))?\]\]"
    r"|\[@(?P<cited>[^\[\]\s]*)\]"
)


class Reference(NamedTuple):
    """One `[[…]]` or `[@…]` in a prose text."""

    kind: Kind
    id: str
    label: str | None
    """The words to show instead of the name; None if none were given."""
    start: int
    end: int
    """Its slice of the prose."""
    cites: bool
    """True for `[@source]`, which cites; False for `[[…]]`, which only links."""


def refers(text: str) -> bool:
    """A quick test whether a text may contain references."""
    return "[[" in text or "[@" in text


def references(text: str) -> Iterator[Reference]:
    """Each reference in a text, in order. `[[id]]` is an actor; `[[topic:id]]` and so on name the kind."""
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


def stretches(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A text in stretches that each end in citations, with the ids of the sources cited there; none for what
    follows the last ones."""
    start = 0
    for match in _CITED.finditer(text) if "[@" in text else ():
        yield text[start : match.start()], tuple(each.id for each in references(match[0]))
        start = match.end()
    if text[start:].strip():
        yield text[start:], ()


_CITED = re.compile(r"(?:\s*\[@[^\[\]\s]*\])+")


def with_ids(text: str, ids: Mapping[tuple[Kind, str], str]) -> str:
    """The same text, which refers to sheets by other ids."""

    def renamed(match: re.Match[str]) -> str:
        (reference,) = references(match[0])
        start, end = (at - match.start() for at in match.span("id" if match["cited"] is None else "cited"))
        new = ids.get((reference.kind, reference.id))
        return match[0] if new is None else f"{match[0][:start]}{new}{match[0][end:]}"

    return _REFERENCE.sub(renamed, text) if refers(text) else text


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


_ID = re.compile(ID_PATTERN)


LONGEST_ID = 80

RESERVED = {
    "index": "the page that lists the others has that address",
    "constructor": "to programs in JavaScript it is a part of everything",
    **dict.fromkeys(
        ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))),
        "Windows has no files of that name",
    ),
}
"""Words that have the form of an id but cannot be one, each with the reason."""


def id_from(words: str) -> str:
    """The id for a name: `mueller-sons` for "Müller & Sons"; empty for a name without Latin letters."""
    # File names of macOS have a letter and its accent apart.
    composed = unicodedata.normalize("NFC", words.lower())
    spelled = "".join(_SPELLED.get(c, c) for c in composed)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-")


_SPELLED = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l",
    "þ": "th", "ı": "i",
    "'": "", "’": "",
}  # fmt: skip
"""Letters that ids spell differently, and apostrophes, which they leave out."""

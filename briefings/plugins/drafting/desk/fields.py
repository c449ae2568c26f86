"""What the desk asks of each kind of fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from briefings.model.briefing import DocumentKind, VoteResult
from briefings.plugins.drafting.candidates import Key

Form = Literal["line", "text", "date", "number", "actor", "choice"]


class Field(NamedTuple):
    """A key of an entry that a curator fills in."""

    key: str
    form: Form = "line"
    is_needed: bool = True
    choices: tuple[str, ...] = ()
    words: str = ""
    """Where the words for the choices are."""


class Kind(NamedTuple):
    """A kind of fact."""

    key: Key
    """Where it belongs in a briefing."""
    fields: tuple[Field, ...]


_WHEN = Field("date", "date", is_needed=False)

KINDS: Mapping[str, Kind] = {
    "claim": Kind("statements", (Field("text", "text"), Field("speaker", "actor"), _WHEN)),
    "quotation": Kind("statements", (Field("speaker", "actor"), _WHEN, Field("about", is_needed=False))),
    "event": Kind("timeline", (Field("title"), Field("date", "date"))),
    "figure": Kind("figures", (Field("label"), Field("value", "number"), Field("unit"))),
    "vote": Kind(
        "votes",
        (
            Field("title"),
            Field("date", "date"),
            Field("body", "actor"),
            Field("result", "choice", choices=get_args(VoteResult), words="votes."),
            Field("ayes", "number", is_needed=False),
            Field("noes", "number", is_needed=False),
        ),
    ),
    "document": Kind(
        "documents",
        (
            Field("title"),
            Field("date", "date"),
            Field("kind", "choice", choices=get_args(DocumentKind), words="kinds.document."),
        ),
    ),
    "actor": Kind("actors", (Field("role", is_needed=False),)),
}
"""By the noun of a candidate. The first six can be made of selected words."""
MADE = tuple(KINDS)[:6]

RANGE = (Field("from", "number"), Field("to", "number"))
"""What a figure has instead of a value if it is a range."""


def fields_of(noun: str, has_range: bool) -> tuple[Field, ...]:
    """The fields of a kind of fact."""
    fields = KINDS[noun].fields
    if not has_range:
        return fields
    return tuple(new for field in fields for new in (RANGE if field.key == "value" else (field,)))

"""What a change of a key is about, and how much it matters: declared beside the key.

`meaning` in `briefings/model/keys.py` looks it up, and derives from the type of a key what is not declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Weight = Literal["high", "medium", "low"]
"""high: what a reader relies on; medium: other facts; low: words and details."""

WEIGHTS: tuple[Weight, ...] = get_args(Weight)

_HIGH = frozenset({"quotation", "figure", "number", "status", "date", "source", "speaker", "name"})
_LOW = frozenset({"wording", "detail"})


def weight_of(what: str) -> Weight:
    """How much a change matters that is about this: a quotation, an event, a detail …"""
    return "high" if what in _HIGH else "low" if what in _LOW else "medium"


@dataclass(frozen=True, slots=True)
class About:
    """What a key is about: `number: Line | None = declare("Ordinance 14", default=None, what="number")`."""

    what: str = ""
    """What a change of the key is about. If it is empty, the type of the key says that: a date, a figure, an
    actor (`person`), a source, text (`wording`); anything else is a `detail`."""
    weight: Weight | None = None
    """How much a change matters, if not as much as others about the same."""
    called: str = ""
    """What the key is called in sentences, if not by its own name."""

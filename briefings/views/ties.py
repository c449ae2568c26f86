"""Relations and offices that connect several actors, for a picture and its table."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.model.dates import Date
from briefings.views.facts import ActorRef

FEWEST = 3
"""With fewer ties, text is clearer than a picture."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An actor's relation to another actor, or office there."""

    who: ActorRef
    other: ActorRef
    label: str
    """The kind of relation, or the office."""
    from_: Date | None
    to: Date | None
    directed: bool

"""One change in meaning: its kind, what it is about, how much it matters, and its places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

from briefings.model.about import WEIGHTS, Weight
from briefings.model.base import KeyPath
from briefings.problems.problem import Place
from briefings.sheets.load import Sheet

ChangeKind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Change:
    """Something that the sheets say now and did not say before, or the other way around."""

    kind: ChangeKind
    what: str
    """What it is about: a quotation, a figure, a date, a source, an event, a person (who takes part, roles
    and relations), an address (the id of a sheet, or the anchor of an entry), wording, a detail …"""
    weight: Weight
    """How much it matters."""
    was_in: Sheet[Any] | None
    """The earlier sheet; None if it was added."""
    is_in: Sheet[Any]
    """The present sheet, if it is still there."""
    is_listed: bool
    """Whether it is a change of an entry that pages of other sheets list: a fact of its own."""
    anchor: str
    """The anchor of the entry; empty for the sheet as a whole."""
    key: str
    """The key whose value changed; empty for an entry or a sheet as a whole."""
    old: str
    """The value before; empty if there was none."""
    new: str
    """The value now; empty if there is none."""
    sentence: str
    was_at: KeyPath | None
    """Its path in the earlier sheet; None if it was added."""
    is_at: KeyPath | None
    """Its path in the present one; None if it is gone."""
    is_near: KeyPath
    """The nearest path in the present one."""

    @cached_property
    def before(self) -> Place | None:
        """Its place in the earlier state."""
        if self.was_in is None or self.was_at is None:
            return None
        return self.was_in.place(self.was_at)

    @cached_property
    def now(self) -> Place | None:
        """Its place in the present one."""
        return None if self.is_at is None else self.is_in.place(self.is_at)

    @cached_property
    def nearest(self) -> Place:
        """Its place in the present one or, if it is gone, the nearest one."""
        return self.now or self.is_in.place(self.is_near)

    @property
    def sheet(self) -> str:
        """Kind and id of the sheet, such as `briefing/tram`."""
        return f"{self.is_in.kind}/{self.is_in.id}"

    @property
    def title(self) -> str:
        """The title of the sheet."""
        headline: str = self.is_in.data.headline
        return headline

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same when lines move, so that a reviewed change can be recognized."""
        parts = (self.kind, self.what, self.sheet, self.anchor, self.key, self.old, self.new)
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @property
    def order(self) -> tuple[int, str, int, int, str]:
        """The sort key: weight first, then the place."""
        place = self.nearest
        return (WEIGHTS.index(self.weight), place.path, place.line, place.column, self.sentence)


def at_least(change: Change, weight: Weight) -> bool:
    """Whether a change matters at least as much as this."""
    return WEIGHTS.index(change.weight) <= WEIGHTS.index(weight)

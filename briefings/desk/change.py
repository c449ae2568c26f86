"""One change in meaning: its kind, what it changes, how much that matters, and its places."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, get_args

from briefings.problems.problem import Place

ChangeKind = Literal["added", "removed", "changed", "moved"]

Severity = Literal["high", "medium", "low"]
"""high: what a reader relies on; medium: other facts; low: words and details."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)

What = Literal[
    "quotation", "figure", "status", "date", "source", "speaker", "event", "statement", "document", "person",
    "correction", "sheet", "address", "wording", "detail",
]  # fmt: skip
"""What a change is about. person: who takes part, roles and relations; address: the id of a sheet or an
entry; detail: keys that say nothing about the subject, such as `topics`."""

_HIGH: frozenset[What] = frozenset({"quotation", "figure", "status", "date", "source", "speaker"})
_LOW: frozenset[What] = frozenset({"wording", "detail"})
_HIGH_IF_REMOVED: frozenset[What] = frozenset({"event", "statement", "document", "sheet"})


@dataclass(frozen=True, slots=True)
class Change:
    """Something that the sheets say now and did not say before, or the other way around."""

    kind: ChangeKind
    what: What
    sheet: str
    """Kind and id of the sheet, such as `briefing/tram`; the present ones, if it is still there."""
    title: str
    """The title of the sheet."""
    anchor: str
    """The anchor of the entry; empty for the sheet as a whole."""
    key: str
    """The key whose value changed; empty for an entry or a sheet as a whole."""
    old: str
    """The value before; empty if there was none."""
    new: str
    """The value now; empty if there is none."""
    sentence: str
    before: Place | None
    """Its place at the revision."""
    now: Place | None
    """Its place in the working tree."""
    nearest: Place
    """Its place in the working tree or, if it is gone, the nearest one."""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        if self.what in _HIGH or (self.kind == "removed" and self.what in _HIGH_IF_REMOVED):
            return "high"
        return "low" if self.what in _LOW else "medium"

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same when lines move, so that a reviewed change can be recognized."""
        parts = (self.kind, self.what, self.sheet, self.anchor, self.key, self.old, self.new)
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @property
    def order(self) -> tuple[int, str, int, int, str]:
        """The sort key: severity first, then the place."""
        place = self.nearest
        return (SEVERITIES.index(self.severity), place.path, place.line, place.column, self.sentence)


def at_least(change: Change, severity: Severity) -> bool:
    """Whether a change matters at least as much as this."""
    return SEVERITIES.index(change.severity) <= SEVERITIES.index(severity)

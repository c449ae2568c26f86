"""Chooses the events that the picture of a timeline names: those that the sheet marks, or else a few that are
well supported and spread in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.standing import support
from briefings.model.briefing import DOUBTFUL, Event

_FEWEST = 6
"""With fewer events, the list itself is short enough."""
_MOST = 5
_SHARED = 2
"""An event that another briefing shows, too, counts as much as this many publishers."""


def milestones(entries: Sequence[Entry[Any]], catalog: Catalog) -> list[Entry[Any]]:
    """The milestones among some entries, in their order."""
    marked = [entry for entry in entries if isinstance(entry.item, Event) and entry.item.milestone]
    if marked:
        return marked
    happened = [
        entry
        for entry in entries
        if entry.date is not None and entry.happened and entry.status not in DOUBTFUL
    ]
    if len(happened) < _FEWEST:
        return []
    most = min(_MOST, len(happened) // 2)
    days = [_day(entry) for entry in happened]
    weights = [_weight(entry, catalog) for entry in happened]
    apart = (max(days) - min(days)) / most + 1
    nearest = [apart] * len(happened)
    """The days between each event and the nearest milestone."""

    def value(n: int) -> tuple[float, int]:
        return weights[n] * (0.1 + nearest[n] / apart), days[n]

    left = [*range(len(happened))]
    for _ in range(most):
        best = max(left, key=value)
        left.remove(best)
        nearest = [min(each, abs(day - days[best])) for each, day in zip(nearest, days, strict=True)]
    return [entry for n, entry in enumerate(happened) if n not in left]


def _weight(entry: Entry[Any], catalog: Catalog) -> int:
    return 1 + len(support(catalog.sources, entry.citations).publishers) + _SHARED * len(entry.also_in)


def _day(entry: Entry[Any]) -> int:
    when = entry.date
    first = None if when is None else when.earliest
    return 0 if first is None else first.toordinal()

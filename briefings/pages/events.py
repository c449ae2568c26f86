"""Events on pages that list those of several briefings: their anchors, and what stands for today beside
them."""

from __future__ import annotations

from collections.abc import Iterable

from briefings.catalog.catalog import EventEntry
from briefings.model import Briefing
from briefings.model.dates import Date
from briefings.sheets.load import Sheet

BEGINNING = Date.parse("0001")
"""Stands for a date that is missing, where dates are compared."""


def anchored(events: Iterable[EventEntry], start: int = 1) -> tuple[tuple[str, EventEntry], ...]:
    """Events, each with an anchor for the page that lists them: their own may be alike."""
    return tuple((f"e{n}", entry) for n, entry in enumerate(events, start))


def last_changed(briefings: Iterable[Sheet[Briefing]]) -> Date:
    """When the last of some briefings changed: what stands for today, since no page may depend on the day it
    is built."""
    return max(
        (sheet.data.last_changed for sheet in briefings), key=lambda date: date.order, default=BEGINNING
    )

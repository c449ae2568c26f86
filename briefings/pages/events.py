"""What pages need that list entries of several briefings: anchors, and the day that counts as today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefings.catalog.entries import Entry
from briefings.model import Briefing
from briefings.model.dates import Date
from briefings.sheets.load import Sheet

BEGINNING = Date.parse("0001")
"""Stands for a date that is missing, where dates are compared."""


def anchored(entries: Iterable[Entry[Any]], start: int = 1) -> tuple[tuple[str, Entry[Any]], ...]:
    """Entries, each with an anchor of the page that lists them: two briefings may use the same anchor."""
    return tuple((f"e{n}", entry) for n, entry in enumerate(entries, start))


def last_changed(briefings: Iterable[Sheet[Briefing]]) -> Date:
    """When the last of some briefings changed: what stands for today, since no page may depend on the day it
    is built."""
    return max(
        (sheet.data.last_changed for sheet in briefings), key=lambda date: date.order, default=BEGINNING
    )

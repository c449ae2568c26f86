"""Dates for pages that list entries of several briefings."""

from __future__ import annotations

from collections.abc import Iterable

from briefings.model import Briefing
from briefings.model.dates import Date
from briefings.model.days import FIRST_DAY, year_text
from briefings.sheets.load import Sheet

BEGINNING = Date.parse(year_text(FIRST_DAY.year))
"""Replaces a missing date in comparisons."""


def last_changed(briefings: Iterable[Sheet[Briefing]]) -> Date:
    """The date of the latest change of some briefings. Pages use it instead of today's date, so that they do
    not depend on the day of the build."""
    return max(
        (sheet.data.last_changed for sheet in briefings), key=lambda date: date.order, default=BEGINNING
    )

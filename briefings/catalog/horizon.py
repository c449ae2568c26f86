"""Up to which day news was searched for, and how well the events after that day are known: one sentence for a
briefing, and one for the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.standing import support
from briefings.model import Briefing
from briefings.model.dates import Date
from briefings.sheets.load import Sheet

Later = Literal["none", "second_hand", "open"]
"""none: no event is later; second_hand: every later event is; open: more may have happened than is known."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far the events of one or several briefings reach."""

    checked: Date
    """The day up to which news was searched for."""
    later: Later
    latest: Date | None
    """The date of the latest event."""

    @property
    def key(self) -> str:
        """The key of its sentence in the words of a language."""
        return f"standing.horizon.{self.later if self.latest else 'nothing'}"


def horizon_of(catalog: Catalog, briefing: Sheet[Briefing], latest: Date | None = None) -> Horizon | None:
    """The horizon of a briefing that says up to when news was searched for. `latest` is the date to show if
    no event of its timeline is later."""
    checked = briefing.data.checked
    return None if checked is None else _horizon(catalog, checked, catalog.timelines[briefing.id], latest)


def horizon_of_site(catalog: Catalog, latest: Date | None) -> Horizon | None:
    """The horizon of all briefings together: the first of their days. None if one of them has none, because
    no day would be true for all."""
    days = [sheet.data.checked for sheet in catalog.briefings.values()]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return None
    first = min(known, key=lambda day: day.order)
    return _horizon(catalog, first, catalog.news, latest)


def _horizon(catalog: Catalog, checked: Date, events: Iterable[Entry[Any]], latest: Date | None) -> Horizon:
    later = [entry for entry in events if entry.happened and entry.item.date.starts_after(checked)]
    if not later:
        return Horizon(checked, "none", latest)
    levels = {support(catalog.sources, entry.citations).level for entry in later}
    last = max(later, key=lambda entry: entry.order)
    return Horizon(checked, "second_hand" if levels == {"second_hand"} else "open", last.item.date)

"""The dated entries of a briefing, an actor, a topic or the site, for feeds, calendars and timelines of other
programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from briefings.catalog.entries import Entry
from briefings.model import MODELS, SheetModel
from briefings.model.walk import items_of
from briefings.sheets.load import Sheet
from briefings.views.facts import Fact
from briefings.views.maker import Maker


class Chronologies:
    """The dated entries of one site by what they are about."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._known: dict[str, Sequence[Entry[Any]]] = {}
        """By kind and id of a sheet."""

    def newest(self, sheet: Sheet[SheetModel] | None, most: int) -> Iterator[Fact]:
        """What was still to come of the entries `about` a sheet, also if it was called off, and at most so
        many of the others; newest first."""
        for entry in reversed(self._about(sheet)):
            if not entry.happened and entry.date.starts_after(entry.sheet.data.last_changed):
                yield self._maker.fact(entry)
            elif most > 0:
                most -= 1
                yield self._maker.fact(entry)

    def about(self, sheet: Sheet[SheetModel]) -> Iterator[Fact]:
        """The entries that timelines show, in chronological order: of a briefing with the shared ones, about
        an actor, or of the briefings on a topic."""
        return map(self._maker.fact, self._about(sheet))

    def _about(self, sheet: Sheet[SheetModel] | None) -> Sequence[Entry[Any]]:
        if sheet is None:
            return self._maker.catalog.chronology
        key = f"{sheet.kind}/{sheet.id}"
        known = self._known.get(key)
        if known is None:
            unique = {(entry.sheet.id, entry.anchor): entry for entry in self._dated(sheet)}
            known = self._known[key] = sorted(unique.values(), key=attrgetter("order"))
        return known

    def _dated(self, sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
        catalog = self._maker.catalog
        entries: Iterable[Entry[Any]] = ()
        match sheet.kind:
            case "briefing":
                entries = chain(catalog.by_sheet[f"briefing/{sheet.id}"], catalog.timelines[sheet.id])
            case "actor":
                entries = chain.from_iterable(catalog.of_actor(kind, sheet.id) for kind in _KINDS)
            case "topic":
                briefings = catalog.briefings_on[sheet.id]
                entries = chain.from_iterable(catalog.by_sheet[f"briefing/{each.id}"] for each in briefings)
        return (entry for entry in entries if entry.item.CHRONOLOGICAL and entry.date is not None)


_KINDS = tuple(item.KIND for model in MODELS.values() for item in items_of(model) if item.CHRONOLOGICAL)

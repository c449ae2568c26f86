"""Briefings in lists: with their summary and topics, or by title only."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.model import Briefing
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.views.facts import Ref
from briefings.views.maker import Maker


@dataclass(frozen=True, slots=True)
class Card:
    """A briefing in a list, with its summary and topics."""

    ref: Ref
    gist: str
    """Its summary as plain text; empty in lists of titles."""
    updated: Date | None
    last_changed: Date
    topics: tuple[Ref, ...]
    n_sources: int = 0


def card(maker: Maker, sheet: Sheet[Briefing], n_sources: int = 0, *, brief: bool = False) -> Card:
    """A briefing in a list. A brief one has only its title and date."""
    data = sheet.data
    gist = "" if brief else maker.gist(data.summary)
    topics = () if brief else maker.refs("topic", data.topics)
    return Card(maker.ref(sheet), gist, data.updated, data.last_changed, topics, n_sources)

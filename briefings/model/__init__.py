"""The keys of sheets, one file per kind of sheet. Each key has its meaning and examples here."""

from __future__ import annotations

from briefings.model.actor import Actor
from briefings.model.base import SheetModel
from briefings.model.briefing import Briefing
from briefings.model.items import Item
from briefings.model.source import Source
from briefings.model.topic import Topic
from briefings.model.walk import items_of
from briefings.text.prose import Kind

MODELS: dict[Kind, type[SheetModel]] = {
    "briefing": Briefing,
    "actor": Actor,
    "source": Source,
    "topic": Topic,
}
FOLDERS: dict[Kind, str] = {
    "briefing": "briefings",
    "actor": "actors",
    "source": "sources",
    "topic": "topics",
}
"""The folder in `content/` for each kind of sheet."""

LISTED: dict[str, type[Item]] = {item.KIND: item for item in items_of(Briefing) if item.LISTED}
"""Kinds of entries that pages about several briefings list, in the order of the model."""

NEWS = tuple(item.KIND for item in items_of(Briefing) if item.NEWS)
"""Those that the front page and topics list."""

__all__ = ["FOLDERS", "LISTED", "MODELS", "NEWS", "Actor", "Briefing", "SheetModel", "Source", "Topic"]

"""What sheets are called on pages, and how a page describes itself."""

from __future__ import annotations

from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.model import Actor, Briefing, Source, Topic
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain


def name_of(sheet: Sheet[Any]) -> str:
    """What a sheet is called on pages."""
    data = sheet.data
    if isinstance(data, Briefing):
        return data.title
    if isinstance(data, Source):
        return source_title(data)
    assert isinstance(data, Actor | Topic)
    return data.name


def source_title(source: Source) -> str:
    """The title as the source shows it, or in brackets what it is about."""
    return source.title if source.title is not None else f"[{source.describes}]"


def described(catalog: Catalog, prose: str) -> str:
    """A summary as plain words of at most 200 characters, cut at a sentence or word."""
    words = plain(prose, lambda kind, id_: name_of(catalog.sheet(kind, id_)))
    if len(words) <= 200:
        return words
    cut = words[:200]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 80 else cut[: cut.rfind(" ")] + "…"

"""Descriptions of pages for search engines and shared links."""

from __future__ import annotations

from briefings.catalog.catalog import Catalog
from briefings.text.markdown import plain


def describe(catalog: Catalog, prose: str) -> str:
    """A summary as plain text of at most 200 characters, cut after a sentence or word."""
    words = plain(prose, catalog.name)
    if len(words) <= 200:
        return words
    cut = words[:200]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 80 else cut[: cut.rfind(" ")] + "…"

"""Ids of entries for programs that need one for each: `briefings/second-tram-line/#event-depot-opening`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry, anchors, entries
from briefings.model.items import Naming
from briefings.sheets.load import Sheet


def with_ids(sheet: Sheet[Any], kind: str) -> Iterator[tuple[str, Entry[Any]]]:
    """The entries of a kind in a sheet, each with its id: its address below the root of the site.

    Where entries share the anchor of a list, their first words and actors are in its place, so that adding
    another one changes no id; such an address leads to the page.
    """
    own = [entry for entry in entries(sheet) if kind == entry.item.KIND]
    if own:
        page = urls.address(urls.page_of_sheet(sheet))
        for name, entry in zip(_names(own), own, strict=True):
            yield f"{page}#{name}" if name else page, entry


def _names(own: Sequence[Entry[Any]]) -> Iterator[str]:
    first = own[0].item
    if not first.ANCHOR:
        return (entry.anchor for entry in own)
    return anchors(first.KIND, [_naming(entry) for entry in own])


def _naming(entry: Entry[Any]) -> Naming:
    given = entry.item.naming
    return Naming(given.id, " ".join((given.words, *entry.actors)), given.context)


__all__ = ["with_ids"]

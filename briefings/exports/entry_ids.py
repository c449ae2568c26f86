"""Ids of entries for programs that need one for each: `briefings/second-tram-line/#event-depot-opening`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry, anchors, entries, of_kind
from briefings.model.items import Naming
from briefings.sheets.load import Sheet


def with_ids(sheet: Sheet[Any], kind: str) -> Iterator[tuple[str, Entry[Any]]]:
    """The entries of a kind in a sheet, each with its id: its address below the root of the site.

    Where entries share the anchor of a list, their first words and actors are in its place, so that adding
    another one changes no id; such an address leads to the page.
    """
    return _with_ids(sheet, of_kind(sheet, kind))


def all_with_ids(sheet: Sheet[Any]) -> Iterator[tuple[str, Entry[Any]]]:
    """All entries of a sheet, each with the same id as above."""
    for _, own in groupby(entries(sheet), attrgetter("kind")):
        yield from _with_ids(sheet, [*own])


def _with_ids(sheet: Sheet[Any], own: Sequence[Entry[Any]]) -> Iterator[tuple[str, Entry[Any]]]:
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


__all__ = ["all_with_ids", "with_ids"]

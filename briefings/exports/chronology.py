"""Dated entries for the formats that show them in time: which ones a page has, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from briefings.catalog import labels
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.standing import publishers_of, support
from briefings.model import MODELS, SheetModel
from briefings.model.walk import items_of
from briefings.sheets.load import Sheet
from briefings.words import Words

_KINDS = tuple(item.KIND for model in MODELS.values() for item in items_of(model) if item.CHRONOLOGICAL)


def dated_entries(catalog: Catalog, sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
    """The dated entries of a briefing (shared ones, too), about an actor, or of the briefings on a topic. An
    entry can come twice."""
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


def chronology_of(catalog: Catalog, sheet: Sheet[SheetModel]) -> tuple[Entry[Any], ...]:
    """The same in chronological order, each once."""
    unique = {(entry.sheet.id, entry.anchor): entry for entry in dated_entries(catalog, sheet)}
    return tuple(sorted(unique.values(), key=attrgetter("order")))


def newest(entries: Sequence[Entry[Any]], most: int) -> Iterator[Entry[Any]]:
    """What is still to come, and at most so many of the other entries; newest first."""
    for entry in reversed(entries):
        if entry.announced and entry.date.starts_after(entry.sheet.data.last_changed):
            yield entry
        elif most > 0:
            most -= 1
            yield entry


def headline(entry: Entry[Any], catalog: Catalog, words: Words, *, when: str = "") -> str:
    """An entry in a few plain words, after what readers must know before they believe it, and followed by its
    date in words: "Announced: The depot opens (about July 2027)"."""
    title = labels.title(entry, catalog, words)
    if when:
        title = words("data.dated", title=title, date=when)
    mark = labels.mark(entry, words)
    return words("data.marked", mark=mark, title=title) if mark else title


def named_sources(entry: Entry[Any], catalog: Catalog, words: Words) -> str:
    """Who published what an entry cites, in words, and whether that is second-hand or weak; empty if it cites
    nothing."""
    publishers = publishers_of(catalog.sources, entry.citations)
    if not publishers:
        return ""
    named = words("data.sources", sources=words.list(publishers))
    known = support(catalog.sources, entry.citations)
    return named if known.publishers else f"{named} · {words(f'evidence.{known.level}')}"

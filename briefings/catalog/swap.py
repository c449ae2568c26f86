"""The catalog after briefings changed, for the preview: only what their own pages show is linked again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, cast

from briefings.catalog import announced
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, entries, references_of
from briefings.catalog.link import entry_ids, named_events
from briefings.model import Briefing, SheetModel
from briefings.model.briefing import Event
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind


def swap(catalog: Catalog, changed: Sequence[Sheet[SheetModel]]) -> Catalog | None:
    """The catalog with new versions of some briefings, or None if `link` is needed.

    The pages of these briefings are the same as with `link`. What other pages read may be out of date.
    """
    if not all(sheet.kind == "briefing" and _relates_alike(catalog, sheet) for sheet in changed):
        return None
    new = {sheet.id: cast("Sheet[Briefing]", sheet) for sheet in changed}
    old = {id_: catalog.briefings[id_] for id_ in new}
    shared = {id_: [e for e in catalog.timelines[id_] if e.sheet is not old[id_]] for id_ in new}
    if any(entry.sheet.id in new for events in shared.values() for entry in events):
        return None
    replaced = {id(sheet) for sheet in old.values()}
    briefings = {**catalog.briefings, **new}
    written = {
        id_: (*announced.mark(entries(sheet), catalog.sources, briefings.values()),)
        for id_, sheet in new.items()
    }
    result = replace(
        catalog,
        briefings=briefings,
        entries=(
            *(entry for entry in catalog.entries if id(entry.sheet) not in replaced),
            *(entry for own in written.values() for entry in own),
        ),
        timelines={
            **catalog.timelines,
            **{id_: _timeline(catalog.timelines[id_], written[id_], shared[id_]) for id_ in new},
        },
    )
    # Cached, because computing this property takes longer than all of the above.
    vars(result)["related"] = {
        id_: tuple(result.briefings[sheet.id] for sheet in catalog.related[id_]) for id_ in new
    }
    return result


def _relates_alike(catalog: Catalog, sheet: Sheet[Any]) -> bool:
    """Whether a new version of a briefing has the same relations to other briefings as the old one, and
    refers only to what exists."""
    old = catalog.briefings.get(sheet.id)
    if old is None or entry_ids(sheet):
        return False
    now, before = references_of(sheet), references_of(old)
    events = before.ids.get("event", ())
    return (
        _related_by(sheet) == _related_by(old)
        and {*now.actors, *now.actors_in_prose} == {*before.actors, *before.actors_in_prose}
        and all(
            target in events if kind == "event" else catalog.has(cast("Kind", kind), target)
            for kind, targets in now.ids.items()
            for target in targets
        )
    )


def _related_by(sheet: Sheet[Briefing]) -> tuple[object, ...]:
    data = sheet.data
    events = sorted((event.id, event.shared) for event in named_events(sheet))
    return data.draft, data.withdrawn, data.moved_from, data.related, data.topics, events


def _timeline(
    before: Collection[Entry[Event]], now: Collection[Entry[Any]], shared: Collection[Entry[Event]]
) -> tuple[Entry[Event], ...]:
    """The events of a briefing in chronological order: its own, and those that it shows of others."""
    also_in = {entry.item.id: entry.also_in for entry in before if entry.also_in}
    own = (replace(entry, also_in=also_in.get(entry.item.id, ())) for entry in now if entry.kind == "event")
    return tuple(sorted([*own, *shared], key=attrgetter("order")))

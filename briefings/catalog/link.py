"""Sheets → catalog: checks that each reference leads to a published sheet of the right kind, and builds the
catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, starmap
from operator import attrgetter
from typing import Any, TypeVar, cast

from briefings.catalog import announced
from briefings.catalog.catalog import Catalog, Gone, Moved
from briefings.catalog.entries import Entry, cited_by, entries, fold, names, references_of, withdrawn_in
from briefings.collation import Collation
from briefings.languages import REFERENCE
from briefings.model import FOLDERS, LISTED, MODELS, Actor, Briefing, SheetModel, Source
from briefings.model.base import KeyPath, Prose
from briefings.model.briefing import Event, SharedEvent
from briefings.model.citations import Citation
from briefings.model.walk import walk_references
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.sheets.load import Sheet, once, stand_in
from briefings.text import limits
from briefings.text.prose import RESERVED, Kind, is_id, references

M = TypeVar("M", bound=SheetModel)

Sheets = Mapping[Kind, Mapping[str, Sheet[Any]]]


@dataclass(frozen=True, slots=True)
class _Index:
    """Everything that sheets can refer to, and ids that they no longer can."""

    live: Sheets
    unpublished: Mapping[tuple[Kind, str], str]
    """By kind and id: "a draft" or "withdrawn"."""
    moved: Mapping[tuple[Kind, str], str]
    """By kind and old id: the current id."""
    events: Collection[str]
    published: Collection[str]
    """All ids ever published, such as `actors/ines-hartog`."""


def link(
    sheets: Iterable[Sheet[SheetModel]],
    *,
    drafts: bool | Collection[str] = False,
    published: Collection[str] = (),
    moved: Mapping[str, str] | None = None,
    collation: Collation | None = None,
    assume: bool = False,
) -> tuple[Catalog | None, list[Problem]]:
    """The catalog of all published sheets, or None and the problems with references. With `assume`, missing
    sheets are taken to be there and empty, so that there is always a catalog.

    The catalog includes all drafts if `drafts` is true, or those with these paths. `published` are the ids in
    content/ids.lock, such as `actors/ines-hartog`: they show whether an unknown id was once published or is
    misspelt. `moved` are the addresses of entries that moved to another briefing, with their new ones.
    `collation` orders actors and topics; without it, English does.
    """
    every = list(sheets)
    live = [
        sheet
        for sheet in every
        if sheet.data.withdrawn is None
        and (not sheet.data.draft or (drafts if isinstance(drafts, bool) else sheet.path in drafts))
    ]
    live_ids = {(sheet.kind, sheet.id) for sheet in live}
    index = _Index(
        live=_by_kind(live),
        unpublished={
            (s.kind, s.id): "withdrawn" if s.data.withdrawn is not None else "a draft"
            for s in every
            if (s.kind, s.id) not in live_ids
        },
        moved={(s.kind, old): s.id for s in live for old in s.data.moved_from},
        events={event.id for sheet in _briefings(live) for event in named_events(sheet) if not event.shared},
        published=published,
    )
    withdrawn = [sheet for sheet in every if sheet.data.withdrawn is not None]
    problems = [
        *_references(live, index),
        *_moves([*live, *withdrawn], index),
        *_event_ids(live),
        *(each for sheet in live for each in entry_ids(sheet)),
        *_names(index.live["actor"]),
        *_copies(index.live["source"]),
    ]
    if problems and not assume:
        return None, problems
    if problems:
        live += _missing(live, index)
        index = replace(index, live=_by_kind(live))
    return _catalog(index, live, withdrawn, moved or {}, collation or Collation(REFERENCE)), problems


def prepare(sheet: Sheet[SheetModel]) -> None:
    """Find what is needed of each sheet next."""
    entry_ids(sheet)
    references_of(sheet)
    cited_by(sheet)


def _missing(sheets: Iterable[Sheet[SheetModel]], index: _Index) -> Iterator[Sheet[SheetModel]]:
    """Empty sheets for all that sheets refer to and that is missing."""
    wanted = dict.fromkeys(
        (kind, target)
        for sheet in sheets
        for kind, ids in references_of(sheet).ids.items()
        for target in ids
        if kind in MODELS and target not in index.live[kind]
    )
    return starmap(stand_in, wanted)


def _by_kind(sheets: Iterable[Sheet[SheetModel]]) -> Sheets:
    by_kind: dict[Kind, dict[str, Sheet[Any]]] = {kind: {} for kind in FOLDERS}
    for sheet in sheets:
        by_kind[sheet.kind][sheet.id] = sheet
    return by_kind


@dataclass(frozen=True, slots=True)
class _NamedEvent:
    """A timeline entry with an id: its own, or that of a shared event."""

    id: str
    index: int
    shared: bool

    @property
    def path(self) -> KeyPath:
        return ("timeline", self.index, "event" if self.shared else "id")


@once
def named_events(sheet: Sheet[Briefing]) -> tuple[_NamedEvent, ...]:
    return tuple(
        _NamedEvent(event_id, n, isinstance(entry, SharedEvent))
        for n, entry in enumerate(sheet.data.timeline)
        if (event_id := entry.event if isinstance(entry, SharedEvent) else entry.id) is not None
    )


def _briefings(sheets: Iterable[Sheet[SheetModel]]) -> Iterator[Sheet[Briefing]]:
    return (cast("Sheet[Briefing]", sheet) for sheet in sheets if sheet.kind == "briefing")


# ── Checks ──────────────────────────────────────────────────────────────────────────────────────────────────


def _references(sheets: Iterable[Sheet[SheetModel]], index: _Index) -> Iterator[Problem]:
    """Every sheet or event that a sheet refers to must exist, be published, and be of the right kind."""
    ids_by_kind: Mapping[str, set[str]] = {
        "event": {*index.events},
        **{kind: set(by_id) for kind, by_id in index.live.items()},
    }
    for sheet in sheets:
        if all(ids_by_kind[kind].issuperset(ids) for kind, ids in references_of(sheet).ids.items()):
            continue
        n = 0
        for kind, target, text, place in _targets(sheet):
            # Finding the nearest of thousands of ids is slow, and reports show only the first problems.
            for each in _reference(kind, target, index, text, place, suggest=n < limits.PROBLEMS):
                n += 1
                yield each


def _targets(sheet: Sheet[SheetModel]) -> Iterator[tuple[str, str, str, Callable[[], Place]]]:
    """Each reference of a sheet: the kind and id of its target, its text, and its place."""
    for path, value in walk_references(sheet.data):
        if isinstance(value, Prose):
            for reference in references(value):
                text = value[reference.start : reference.end]
                earlier = value.count(text, 0, reference.start)
                yield reference.kind, reference.id, text, partial(sheet.place, path, find=text, nth=earlier)
        elif isinstance(value, Citation):
            # In the long form the source is a key with passages below it.
            long = value.source in value.path
            where = path[: path.index(value.source) + 1] if long else path
            yield "source", value.source, value.source, partial(sheet.place, where, key=long)
        else:
            yield value.kind, value, value, partial(sheet.place, path, find=value)


def _reference(
    kind: str, target: str, index: _Index, text: str, place: Callable[[], Place], *, suggest: bool
) -> Iterator[Problem]:
    """The target of a reference must exist. The hint suggests a similar id only if `suggest` is true."""
    if kind == "event":
        if target not in index.events:
            hint = (
                did_you_mean(target, index.events) if suggest else ""
            ) or "give the event an `id` in its own timeline"
            yield problem(codes.DANGLING_REFERENCE, f"there is no event `{target}`", place(), hint)
        return
    wanted = cast("Kind", kind)
    if target in index.live[wanted]:
        return
    if (wanted, target) in index.moved:
        message = f"the {kind} `{target}` has another id now"
        yield problem(codes.DANGLING_REFERENCE, message, place(), f"write `{index.moved[wanted, target]}`")
    elif (wanted, target) in index.unpublished:
        state = index.unpublished[wanted, target]
        hint = "publish it, or remove the reference" if state == "a draft" else "remove the reference"
        yield problem(codes.UNPUBLISHED_REFERENCE, f"the {kind} `{target}` is {state}", place(), hint)
    elif others := [other for other in index.live if target in index.live[other]]:
        message = f"`{target}` is {_a(others[0])}; {_a(kind)} is needed here"
        yield problem(codes.WRONG_KIND, message, place(), _other_kind_hint(wanted, others[0], target, text))
    else:
        yield problem(
            codes.DANGLING_REFERENCE,
            f"there is no {kind} `{target}`",
            place(),
            _missing_hint(wanted, target, index) if suggest else "",
        )


def _other_kind_hint(wanted: Kind, kind: Kind, target: str, text: str) -> str:
    if text.startswith("[["):
        return f"write `[[{kind}:{target}]]`"
    if text.startswith("[@"):
        return (
            "`[@…]` cites a source; a link is written"
            f" `[[{target if kind == 'actor' else f'{kind}:{target}'}]]`"
        )
    return f"name {_a(wanted)}; they are in content/{FOLDERS[wanted]}/"


def _missing_hint(kind: Kind, target: str, index: _Index) -> str:
    known = index.live[kind]
    near = did_you_mean(target, known)
    if f"{FOLDERS[kind]}/{target}" in index.published:
        renamed = (
            f"it was published once; if it was renamed, write its new id here, and `moved_from: [{target}]`"
            " in the renamed sheet"
        )
        return f"{renamed}; {near}" if near else renamed
    if not near and kind == "actor":
        wanted = fold(target)
        named = [sheet.id for sheet in known.values() if any(wanted == key for _, key in names(sheet))]
        near = f"did you mean `{named[0]}`?" if named else ""
    if not is_id(target):
        return near or "an id has small letters, digits and single hyphens"
    start = f"`briefings new {kind} {target}` writes one to start from"
    return f"{near} If not, {start}" if near else start


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _moves(sheets: Iterable[Sheet[SheetModel]], index: _Index) -> Iterator[Problem]:
    """An old id must lead to one sheet only, and must not be the id of another sheet."""
    by_old_id: dict[tuple[Kind, str], Sheet[SheetModel]] = {}
    for sheet in sheets:
        for n, old in enumerate(sheet.data.moved_from):
            place = sheet.place(("moved_from", n))
            if old in RESERVED:
                message = f"`{old}` is reserved, and was never an id: {RESERVED[old]}"
                yield problem(codes.BAD_ID, message, place, "delete the entry")
            elif old in index.live[sheet.kind] or (sheet.kind, old) in index.unpublished:
                holder = index.live[sheet.kind].get(old)
                yield problem(
                    codes.DUPLICATE_MOVE,
                    f"`{old}` is still the id of {_a(sheet.kind) if holder is None else holder.path}",
                    place,
                    "an old id can lead elsewhere only if no sheet has it",
                )
            elif (sheet.kind, old) in by_old_id:
                yield problem(
                    codes.DUPLICATE_MOVE,
                    f"`{old}` already leads to {by_old_id[sheet.kind, old].path}",
                    place,
                    "keep it on one sheet",
                )
            by_old_id[sheet.kind, old] = sheet


def _event_ids(sheets: Iterable[Sheet[SheetModel]]) -> Iterator[Problem]:
    """The id of an event must be unique among all briefings, and a timeline must not repeat an event."""
    first: dict[str, Sheet[Briefing]] = {}
    for sheet in _briefings(sheets):
        ids: set[str] = set()
        for event in named_events(sheet):
            if event.id in ids:
                place, hint = sheet.place(event.path), "keep one of the two entries"
                message = f"the event `{event.id}` appears twice in this timeline"
                if not event.shared:
                    message = f"two events of this timeline have the id `{event.id}`"
                    hint = "choose another id for one of them, or keep one of the two entries"
                yield problem(codes.REPEATED_EVENT, message, place, hint)
            elif not event.shared and event.id in first:
                yield problem(
                    codes.DUPLICATE_EVENT,
                    f"the event `{event.id}` is already defined in {first[event.id].path}",
                    sheet.place(event.path),
                    f"show that one with `- event: {event.id}`, or choose another id",
                )
            ids.add(event.id)
            if not event.shared:
                first.setdefault(event.id, sheet)


@once
def entry_ids(sheet: Sheet[SheetModel]) -> tuple[Problem, ...]:
    """The ids and kept anchors of entries must be unique among the entries of their kind. `_event_ids` checks
    the ids of events."""
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for entry in entries(sheet):
        key = "id" if getattr(entry.item, "anchor", None) is None else "anchor"
        given = getattr(entry.item, key, None)
        if given is None:
            continue
        if (entry.kind, given) in seen and (key == "anchor" or entry.kind != "event"):
            message = f"the {key} `{given}` appears twice in `{entry.path[0]}`"
            place = sheet.place((*entry.path, key))
            problems.append(problem(codes.DUPLICATE_ANCHOR, message, place, f"choose another {key}"))
        seen.add((entry.kind, given))
    return tuple(problems)


def _names(actors: Mapping[str, Sheet[Actor]]) -> Iterator[Problem]:
    """Two actors must not be shown by the same name, and an actor has each name once."""
    owners: dict[str, Sheet[Actor]] = {}
    for sheet in actors.values():
        shown = owners.setdefault(fold(sheet.data.headline), sheet)
        if shown is not sheet:
            message = f"“{sheet.data.headline}” is also the name of {shown.path}"
            hint = "tell them apart with a word or two in `distinguish`, or merge the two sheets"
            yield problem(codes.DUPLICATE_NAME, message, sheet.place(("name",)), hint)
        mine: set[str] = set()
        for n, (name, _) in enumerate(names(sheet)):
            # "Sénégal" and "Senegal" on one sheet are allowed, because readers search for both spellings.
            if name in mine:
                message, place = f"“{name}” appears twice on this sheet", sheet.place(("aliases", n - 1))
                yield problem(codes.DUPLICATE_NAME, message, place, "delete one of the two")
            mine.add(name)


def _copies(sources: Mapping[str, Sheet[Source]]) -> Iterator[Problem]:
    """An id in `republishes` must be that of a source, and sources must not republish in a circle."""
    for sheet in sources.values():
        named = sheet.data.republishes
        if named is None or not is_id(named):
            continue
        if named not in sources:
            hint = (
                did_you_mean(named, sources)
                or f"if it is the publisher's name, write it with a capital: `{named.title()}`"
            )
            yield problem(
                codes.DANGLING_REFERENCE, f"there is no source `{named}`", sheet.place(("republishes",)), hint
            )
            continue
        originals = [sheet.id]
        while named in sources and named not in originals:
            originals.append(named)
            named = sources[named].data.republishes or ""
        # A circle is reported once, at the source whose id comes first.
        if named == sheet.id == min(originals):
            yield problem(
                codes.CIRCULAR_COPY,
                f"{' republishes '.join([*originals, named])}",
                sheet.place(("republishes",)),
                "one of them is the original and republishes nothing",
            )


# ── The catalog ─────────────────────────────────────────────────────────────────────────────────────────────


def _catalog(
    index: _Index,
    live: list[Sheet[SheetModel]],
    withdrawn: list[Sheet[SheetModel]],
    moved: Mapping[str, str],
    collation: Collation,
) -> Catalog:
    briefings: dict[str, Sheet[Briefing]] = {
        sheet.id: sheet
        for sheet in sorted(
            index.live["briefing"].values(), key=lambda s: (s.data.last_changed.order, s.id), reverse=True
        )
    }
    actors = _by_name(index.live["actor"], collation)
    sources = dict(sorted(index.live["source"].items()))
    topics = _by_name(index.live["topic"], collation)
    written = [*announced.mark(_briefing_entries(briefings), sources, briefings.values())]
    others = (entry for sheet in (*actors.values(), *topics.values()) for entry in entries(sheet))
    timelines = _timelines(briefings, written)
    return Catalog(
        briefings=briefings,
        actors=actors,
        sources=sources,
        topics=topics,
        entries=(
            *written,
            *announced.mark(others, sources, briefings.values()),
        ),
        timelines=timelines,
        gone=_gone(live, withdrawn),
        moved=tuple(_moved(index, moved)),
        mentions=_mentions(briefings, timelines),
    )


def _by_name(sheets: Mapping[str, Sheet[M]], collation: Collation) -> dict[str, Sheet[M]]:
    ordered = collation.sorted(sheets.values(), lambda sheet: sheet.data.sort_name, lambda sheet: sheet.id)
    return {sheet.id: sheet for sheet in ordered}


def _briefing_entries(briefings: Mapping[str, Sheet[Briefing]]) -> list[Entry[Any]]:
    """The entries of all briefings. Listed kinds come last, kind by kind; kinds in the timeline are sorted by
    date."""
    shared_by: dict[str, list[str]] = defaultdict(list)
    for sheet in briefings.values():
        for event in named_events(sheet):
            if event.shared:
                shared_by[event.id].append(sheet.id)
    by_kind: dict[str, list[Entry[Any]]] = {kind: [] for kind in LISTED}
    unlisted: list[Entry[Any]] = []
    for sheet in briefings.values():
        for entry in entries(sheet):
            kind = entry.item.KIND
            if kind == "event" and entry.item.id in shared_by:
                entry = replace(entry, also_in=tuple(shared_by[entry.item.id]))
            by_kind.get(kind, unlisted).append(entry)
    for kind, item in LISTED.items():
        if item.CHRONOLOGICAL:
            by_kind[kind].sort(key=attrgetter("order"))
    return [*unlisted, *chain.from_iterable(by_kind.values())]


def _timelines(
    briefings: Mapping[str, Sheet[Briefing]], written: Iterable[Entry[Any]]
) -> dict[str, tuple[Entry[Event], ...]]:
    by_briefing: dict[str, list[Entry[Event]]] = {briefing: [] for briefing in briefings}
    for entry in written:
        if entry.item.KIND == "event":
            for briefing in (entry.sheet.id, *entry.also_in):
                by_briefing[briefing].append(entry)
    return {briefing: tuple(events) for briefing, events in by_briefing.items()}


def _gone(live: list[Sheet[SheetModel]], withdrawn: list[Sheet[SheetModel]]) -> tuple[Gone, ...]:
    moved = [Gone(sheet.kind, old, sheet, None) for sheet in live for old in sheet.data.moved_from]
    removed = [
        Gone(sheet.kind, id_, None, sheet)
        for sheet in withdrawn
        for id_ in (sheet.id, *sheet.data.moved_from)
    ]
    return tuple(sorted([*moved, *removed], key=lambda gone: (gone.kind, gone.id)))


def _mentions(
    briefings: Mapping[str, Sheet[Briefing]], timelines: Mapping[str, Sequence[Entry[Event]]]
) -> dict[str, tuple[str, ...]]:
    """By actor id: the briefings that name it in a key, in a shared event or in prose."""
    by_actor: dict[str, dict[str, None]] = defaultdict(dict)
    for sheet in briefings.values():
        shared = (
            actor for entry in timelines[sheet.id] if entry.sheet is not sheet for actor in entry.actors
        )
        for actor in (*references_of(sheet).actors, *shared, *references_of(sheet).actors_in_prose):
            by_actor[actor][sheet.id] = None
    return {actor: tuple(ids) for actor, ids in by_actor.items()}


def _moved(index: _Index, moved: Mapping[str, str]) -> Iterator[Moved]:
    """The addresses of entries that are in another briefing now. What cannot be found is left out."""

    def found(address: str) -> tuple[Sheet[Briefing] | None, str, Entry[Any] | None]:
        """The briefing at an address, the name of an entry, and what the page has there."""
        sheet_id, _, name = address.removeprefix(f"{FOLDERS['briefing']}/").partition("#")
        sheet = index.live["briefing"].get(index.moved.get(("briefing", sheet_id), sheet_id))
        if sheet is None:
            return None, name, None
        entry = next((each for each in entries(sheet) if each.name == name), None)
        if entry is None and (reason := withdrawn_in(sheet).get(name)) is not None:
            entry = replace(reason, anchor=name, name=name)
        return sheet, name, entry

    known: set[tuple[str, str]] = set()
    for former in sorted(moved):
        sheet, name, entry = found(former)
        if sheet is None or entry is not None or (sheet.id, name) in known:
            continue
        passed, target = {former}, moved.get(former)
        while entry is None and target is not None and target not in passed:
            entry = found(target)[2]
            passed.add(target)
            target = moved.get(target)
        if entry is not None:
            known.add((sheet.id, name))
            yield Moved(sheet, name, entry)

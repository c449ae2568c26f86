"""When each sheet and entry came to the site and last changed: compares each version that git has with the
one before it.

Without git, for uncommitted changes and for what is older than the known history, sheets' own dates count.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.model import LISTED, Briefing, SheetModel
from briefings.model.base import Model
from briefings.model.briefing import Correction
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.model.walk import item_fields
from briefings.model.written import from_keys, keys
from briefings.sheets import git
from briefings.sheets.git import FileChange, sheet_changes, texts
from briefings.sheets.load import Sheet, parse_sheet
from briefings.store.parsed import ParseCache
from briefings.store.processes import each
from briefings.text.prose import Kind
from briefings.versions.compare import differences
from briefings.versions.matching import Key, match
from briefings.versions.sides import Pair, Side, Site

VERSIONS = 2_000
"""The most versions that replaced another and are compared. Commits before these only say when a sheet was
added and last changed."""

CHANGES = 1_000
"""The newest changes that are listed."""

UNKNOWN = "1970-01-01T00:00:00Z"
"""Where no time is known, as for an actor without a history: feeds demand one."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a sheet or entry was added and last changed, in UTC: `2025-07-28T14:05:00Z`."""

    added: str
    changed: str


class Row(NamedTuple):
    """A sheet or entry that was added, changed or removed in a step."""

    op: str
    """ADD, MOD or DEL."""
    kind: str
    sheet: str
    """The kind and id of its sheet: `briefing/second-tram-line`."""
    name: str
    """What its address ends in; empty for the sheet itself."""
    old: str
    """Its keys before, as JSON; empty for an added one."""
    new: str
    """The same since; empty for a removed one."""
    was_sheet: str
    was_name: str
    """Its sheet and name before."""
    about: str = ""
    """What changed in it: a line for each change with the key, what it is about and how much it matters."""
    when: str = ""
    commit: str = ""
    """Empty for a change that is not committed."""

    def item(self, keys: str) -> Item | None:
        """The entry with these of its keys, `old` or `new`; None if it would not be valid today."""
        try:
            return from_keys(_ENTRIES[self.kind], json.loads(keys)) if keys else None
        except (KeyError, ValidationError):
            return None


_ENTRIES: Mapping[str, type[Item]] = {**LISTED, Correction.KIND: Correction}

Rows = Sequence[Row]


class Earlier(NamedTuple):
    """An earlier version of an entry."""

    until: str
    """The time of the commit that changed it."""
    fields: str
    """Those of its keys that were different, as JSON; null for one that it did not have."""


class Past(NamedTuple):
    """What is known of the past of an entry."""

    added: str
    """Empty if it was there before all that is known."""
    earlier: tuple[Earlier, ...]
    """Newest first."""


@dataclass(frozen=True)
class History:
    """What is known of the past of the sheets of a catalog."""

    sheets: Mapping[str, Times] = field(default_factory=dict)
    """By kind and id: `briefing/second-tram-line`."""
    later: Mapping[str, Mapping[str, Times]] = field(default_factory=dict)
    """By kind and id of a sheet: the entries that came later than it, by name."""
    changes: tuple[Row, ...] = ()
    """Newest first, with the present ids of their sheets. Those that are not published now have no keys."""
    begins: str = ""
    """In a shallow clone, the time of the oldest commit that it has. Nothing is known of what was before."""

    def of(self, sheet: Sheet[Any]) -> Times:
        """When a sheet was added, and when it or anything that was added with it last changed."""
        return self.sheets.get(_id(sheet)) or own_times(sheet)

    def later_in(self, sheet: Sheet[Any]) -> Mapping[str, Times]:
        """The entries that came later than their sheet, by name."""
        return self.later.get(_id(sheet), {})

    def past_of(self, sheet: Sheet[Any], name: str) -> Past | None:
        """The past of an entry of a sheet, by its name; None without git."""
        own = self.sheets.get(_id(sheet))
        if own is None:
            return None
        added = self.later_in(sheet).get(name, own).added
        earlier = tuple(self._earlier.get((_id(sheet), name), ()))
        return Past(added if added > self.begins else "", earlier)

    @cached_property
    def _earlier(self) -> Mapping[tuple[str, str], Sequence[Earlier]]:
        """The earlier versions of each entry, newest first, by its sheet and name."""
        present: dict[tuple[str, str], tuple[str, str]] = {}
        earlier: dict[tuple[str, str], list[Earlier]] = defaultdict(list)
        for row in self.changes:
            if not row.name:
                continue
            at = present.pop((row.sheet, row.name), (row.sheet, row.name))
            if row.op == "MOD":
                present[row.was_sheet, row.was_name] = at
                if row.old and row.new:
                    old, new = json.loads(row.old), json.loads(row.new)
                    changed = {key: old.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}
                    # That the address was kept says nothing of the fact.
                    if changed.keys() - {"anchor"}:
                        earlier[at].append(Earlier(row.when, _json(changed)))
            else:
                # What had the address before is another entry.
                present[row.sheet, row.name] = ("", "")
        return earlier


def own_times(sheet: Sheet[Any]) -> Times:
    """The times that a sheet itself gives."""
    if sheet.kind != "briefing":
        return Times(UNKNOWN, UNKNOWN)
    added, changed = midnight(sheet.data.published), midnight(sheet.data.last_changed)
    return Times(added, max(added, changed))


def midnight(day: Date) -> str:
    """The beginning of a day in UTC."""
    return f"{day.text}T00:00:00Z"


def history(root: Path, content: str, catalog: Catalog, cache: ParseCache) -> History:
    """The history of the sheets of a catalog, whose folder is `content`; raises `GitError`."""
    known = sheet_changes(root, content)
    if not known:
        return History()
    return _History(root, catalog, cache, known, git.uncommitted(root, content)).read()


def _id(sheet: Sheet[Any]) -> str:
    return f"{sheet.kind}/{sheet.id}"


# ── Two versions ────────────────────────────────────────────────────────────────────────────────────────────


def rows(before: Iterable[Sheet[Any]], after: Iterable[Sheet[Any]]) -> Iterator[Row]:
    """What was added, changed and removed between two states of some sheets, as published: first sheets, then
    entries."""
    matches = match(_published(before), _published(after))
    became = {was.path: now.path for was, now in matches.sheets if was is not None and now is not None}
    for was, now in matches.sheets:
        if was is None or now is None:
            yield _row(was, now)
        elif (about := _about(Side(was, was.data), Side(now, now.data))) or was.id != now.id:
            yield _row(was, now, about)
    for old, new in matches.entries:
        if old is None or new is None:
            yield _row(old, new)
        elif (
            (about := _about(Side.of(old), Side.of(new)))
            or old.name != new.name
            or became.get(old.sheet.path) != new.sheet.path
        ):
            yield _row(old, new, about)


def _published(sheets: Iterable[Sheet[Any]]) -> dict[Key, Sheet[SheetModel]]:
    return {
        (sheet.kind, sheet.id): sheet
        for sheet in sheets
        if not sheet.data.draft and sheet.data.withdrawn is None
    }


_TITLES_DO_NOT_MATTER = Site(lambda kind, sheet_id: sheet_id, language=None)


def _about(was: Side, now: Side) -> str:
    """What changed, as a row gives it; empty if nothing did."""
    found = differences(Pair(was, now, now.sheet, _TITLES_DO_NOT_MATTER))
    return "\n".join(dict.fromkeys(f"{each.key} {each.what} {each.weight}" for each in found))


def _row(was: Sheet[Any] | Entry[Any] | None, now: Sheet[Any] | Entry[Any] | None, about: str = "") -> Row:
    here = now or was
    assert here is not None
    op = "ADD" if was is None else "DEL" if now is None else "MOD"
    (old, was_sheet, was_name), (new, sheet, name) = _parts(was), _parts(now)
    at = (was_sheet, was_name) if now is None else (sheet, name)
    return Row(op, here.kind, *at, old, new, was_sheet, was_name, about)


def _parts(thing: Sheet[Any] | Entry[Any] | None) -> tuple[str, str, str]:
    """The keys of a sheet or entry as JSON, its sheet and its name."""
    if thing is None:
        return "", "", ""
    if isinstance(thing, Entry):
        return _json(keys(thing.item)), _id(thing.sheet), thing.name
    model: type[Model] = type(thing.data)
    lists = {"draft", *(name for name, _ in item_fields(model))}
    return _json(keys(thing.data, without=lists)), _id(thing), ""


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# ── All versions ────────────────────────────────────────────────────────────────────────────────────────────


class _Step(NamedTuple):
    """What one commit changed."""

    commit: str
    when: str
    changes: tuple[tuple[FileChange, str, str], ...]
    """Each changed file with the ids of its content before and after; empty for none."""

    @property
    def key(self) -> str:
        """Equal for steps with the same rows."""
        return " ".join(f"{edit.path} {before} {after}" for edit, before, after in self.changes)


@dataclass(slots=True)
class _Past:
    """What is known of the past of a sheet so far."""

    added: str
    changed: str = ""
    was_removed: bool = False
    later: dict[str, Times] = field(default_factory=dict)

    def times(self, sheet: Sheet[Any]) -> Times:
        """The times of the sheet, as it is now."""
        own = own_times(sheet)
        added = self.added or own.added
        return Times(added, max(added, self.changed or own.changed))

    def absorb(self, other: _Past) -> None:
        """Another sheet became a part of this one."""
        self.added = min(filter(None, (self.added, other.added)), default="")
        self.changed = max(self.changed, other.changed)
        self.later = {**other.later, **self.later}


_BROKEN = False
"""What the cache has for a version that is not a valid sheet today."""


class _History:
    """Reads the history of the sheets of a catalog."""

    def __init__(
        self,
        root: Path,
        catalog: Catalog,
        cache: ParseCache,
        known: Sequence[FileChange],
        dirty: Collection[str],
    ) -> None:
        """`known` are all edits, oldest first, and `dirty` the paths of files that differ from the newest
        commit."""
        self._root = root
        self._cache = cache
        self._known = known
        self._start = _start(known)
        self._sheets = {_id(sheet): sheet for sheet in catalog.sheets()}
        self._by_path = {sheet.path: sheet for sheet in catalog.sheets()}
        self._moved = {f"{s.kind}/{old}": key for key, s in self._sheets.items() for old in s.data.moved_from}
        self._last = {edit.path: edit for edit in known}
        """The last edit of each file."""
        new = {key: s for key, s in self._sheets.items() if s.path not in self._last}
        self._new = {key for key, sheet in new.items() if not sheet.data.moved_from}
        """The sheets that were never committed, under whatever name."""
        self._dirty = {
            path
            for path, edit in self._last.items()
            if path in dirty or (path in self._by_path and not edit.after)
        }
        self._pasts: dict[str, _Past] = {}
        self._version = lru_cache(maxsize=100)(_version)
        """Most versions are compared twice: with the one before, and with the next."""

    def read(self) -> History:
        """The history of all sheets and entries."""
        steps = self._compared()
        rows_of = {step.commit: found for step, found in steps}
        for commit, group in groupby(enumerate(self._known), key=lambda each: each[1].commit):
            for n, edit in group:
                is_new = not (edit.before or edit.is_first_known)
                past = self._pasts.setdefault(f"{edit.kind}/{edit.id}", _Past(edit.when if is_new else ""))
                if n < self._start and not edit.is_first_known:
                    past.changed = edit.when
            self._note(rows_of.get(commit, ()), _always(edit.when))
        uncommitted = self._uncommitted()
        self._note(uncommitted, self._own_time)
        pasts = self._present()
        return History(
            {key: past.times(self._sheets[key]) for key, past in pasts.items()},
            {key: past.later for key, past in pasts.items() if past.later},
            tuple(islice(self._listed(steps, uncommitted), CHANGES)),
            self._known[0].when if any(edit.is_first_known for edit in self._known) else "",
        )

    def _present(self) -> dict[str, _Past]:
        """The pasts of the sheets that are published now."""
        pasts: dict[str, _Past] = {}
        for key, past in self._pasts.items():
            present = self._moved.get(key, key)
            if present in pasts:
                pasts[present].absorb(past)
            elif present in self._sheets:
                pasts[present] = past
        return pasts

    def _own_time(self, key: str) -> str:
        """The time of what is not committed: a briefing gives the day of its last change."""
        present = self._moved.get(key, key)
        sheet = self._sheets.get(present)
        if sheet is not None and isinstance(sheet.data, Briefing):
            return midnight(sheet.data.last_changed)
        edits = ((edit.when, f"{edit.kind}/{edit.id}") for edit in reversed(self._known))
        times = (when for when, name in edits if self._moved.get(name, name) == present)
        # A file that was renamed by hand may not name its earlier id.
        return next(times, self._known[-1].when)

    # ── Times ──

    def _note(self, found: Rows, when_of: Callable[[str], str]) -> None:
        """Note what a step changed."""
        new_sheets = {*self._new}
        for row in found:
            when, past = when_of(row.sheet), self._pasts.setdefault(row.sheet, _Past(""))
            if not row.name:
                if row.op == "ADD":
                    new_sheets.add(row.sheet)
                    # A draft was added when it was published; what was withdrawn and is back, at first.
                    past.added = past.added if past.was_removed else when
                elif row.op == "MOD" and row.was_sheet != row.sheet:
                    past.absorb(self._pasts.pop(row.was_sheet, _Past("")))
                if row.op != "MOD":
                    past.later.clear()
                past.was_removed = row.op == "DEL"
                past.changed = max(past.changed, when)
            elif row.sheet not in new_sheets and not past.was_removed:
                self._note_entry(row, past, when)

    def _note_entry(self, row: Row, past: _Past, when: str) -> None:
        """Note which entries came or changed later than their sheet; other changes are those of the sheet."""
        if row.op == "ADD":
            past.later[row.name] = Times(when, when)
            return
        before = self._pasts.get(row.was_sheet, past)
        times = before.later.pop(row.was_name, None)
        if times is None and before is not past:
            times = Times(before.added or when, when)
        if times is None:
            past.changed = max(past.changed, when)
        elif row.op == "MOD":
            past.later[row.name] = Times(times.added, max(times.changed, when))

    # ── Steps ──

    def _compared(self) -> list[tuple[_Step, Rows]]:
        """The steps in which sheets changed, oldest first, each with what changed."""
        oids = dict.fromkeys(oid for edit in self._known for oid in (edit.before, edit.after) if oid)
        broken = {oid for oid in oids if self._cache.get(oid) is _BROKEN}
        found: dict[str, Rows] = {}
        while True:
            steps = [*self._steps(broken)]
            for step in steps:
                if step.key not in found and (known := self._cache.get(step.key)) is not None:
                    found[step.key] = tuple(Row(*each) for each in known)
            missing = [step for step in steps if step.key not in found and not self._is_simple(step)]
            if not missing:
                return [(step, found.get(step.key, ())) for step in steps]
            read = dict(texts(self._root, [*dict.fromkeys(oid for s in missing for oid in self._wanted(s))]))
            for step, (bad, new) in zip(missing, each(missing, partial(self._compare, read)), strict=True):
                broken.update(bad)
                for oid in bad:
                    self._cache.put(oid, _BROKEN)
                if not bad:
                    self._cache.put(step.key, new)
                    found[step.key] = tuple(Row(*row) for row in new)

    def _steps(self, broken: Collection[str]) -> Iterator[_Step]:
        """The steps, oldest first. A version that is not a valid sheet today is left out."""
        contents: dict[str, str | None] = {}
        """The last valid content of each file; None while nothing is known."""
        for commit, group in groupby(enumerate(self._known), key=lambda each: each[1].commit):
            changed: list[tuple[FileChange, str, str]] = []
            for n, edit in group:
                before = contents.get(edit.path, edit.before)
                before = None if before in broken else before
                if edit.after in broken:
                    contents[edit.path] = before or None
                    continue
                contents[edit.path] = edit.after
                if before is not None and n >= self._start and not edit.is_first_known:
                    changed.append((edit, before, edit.after))
            if changed:
                yield _Step(commit, edit.when, tuple(changed))

    def _is_simple(self, step: _Step) -> bool:
        """Whether a step only adds sheets as they are now. A new site has thousands, so they are not
        compared with nothing."""
        return all(not before and self._is_current(edit, after) for edit, before, after in step.changes)

    def _is_current(self, edit: FileChange, oid: str) -> bool:
        return edit.path not in self._dirty and self._last[edit.path].after == oid

    def _wanted(self, step: _Step) -> Iterator[str]:
        """The contents that must be read for a step."""
        for edit, before, after in step.changes:
            yield from (oid for oid in (before, after) if oid and not self._is_current(edit, oid))

    def _compare(
        self, read: Mapping[str, str], number: int, step: _Step
    ) -> tuple[list[str], list[list[str]]]:
        """The contents that are not valid sheets, and the rows of a step."""
        broken: list[str] = []
        sides: tuple[list[Sheet[Any]], list[Sheet[Any]]] = ([], [])
        for edit, *oids in step.changes:
            for oid, side in zip(oids, sides, strict=True):
                if not oid:
                    continue
                if self._is_current(edit, oid):
                    # A sheet that is not in the catalog is a draft, or was withdrawn.
                    side += [self._by_path[edit.path]] if edit.path in self._by_path else []
                    continue
                text = read.get(oid)
                sheet = None if text is None else self._version(edit.kind, edit.id, edit.path, text)
                if sheet is None:
                    broken.append(oid)
                else:
                    side.append(sheet)
        return broken, [] if broken else [[*row] for row in rows(*sides)]

    def _uncommitted(self) -> Rows:
        """What is not committed. A new sheet gives its own days, so only what it has of others is here."""
        edited = [self._last[path] for path in sorted(self._dirty) if self._last[path].after]
        read = dict(texts(self._root, [edit.after for edit in edited])) if edited else {}
        was = [_version(e.kind, e.id, e.path, read[e.after]) for e in edited if e.after in read]
        after = [s for s in self._sheets.values() if s.path in self._dirty or s.path not in self._last]
        found = rows(filter(None, was), after) if was else ()
        return tuple(row for row in found if row.op != "ADD" or row.sheet not in self._new)

    # ── The list ──

    def _listed(self, steps: Sequence[tuple[_Step, Rows]], uncommitted: Rows) -> Iterator[Row]:
        """All changes, newest first."""
        yield from self._dated(uncommitted, self._own_time, "")
        for step, found in reversed(steps):
            if self._is_simple(step):
                new = (self._by_path.get(edit.path) for edit, _, _ in step.changes)
                found = tuple(rows((), filter(None, new)))
            yield from self._dated(found, _always(step.when), step.commit)

    def _dated(self, found: Rows, when_of: Callable[[str], str], commit: str) -> list[Row]:
        """The rows of a step, by sheet. What was withdrawn is not repeated."""
        dated = []
        for row in found:
            sheet, was_sheet = (self._moved.get(each, each) for each in (row.sheet, row.was_sheet))
            old, new = (row.old, row.new) if sheet in self._sheets else ("", "")
            when = when_of(row.sheet)
            dated.append(
                row._replace(sheet=sheet, was_sheet=was_sheet, old=old, new=new, when=when, commit=commit)
            )
        return sorted(dated, key=lambda row: (row.sheet, _ORDER.index(row.op)))


_ORDER = ("ADD", "MOD", "DEL")


def _always(when: str) -> Callable[[str], str]:
    return lambda _: when


def _version(kind: Kind, sheet_id: str, path: str, text: str) -> Sheet[SheetModel] | None:
    """A version of a sheet; None if it is not a valid sheet today."""
    return parse_sheet(text, kind, sheet_id, path)[0]


def _start(known: Sequence[FileChange]) -> int:
    """The number of the first edit whose versions are compared; a commit is compared as a whole."""
    versions = 0
    for n in range(len(known) - 1, -1, -1):
        versions += bool(known[n].before)
        if versions > VERSIONS:
            commit = known[n].commit
            return next((m for m in range(n, len(known)) if known[m].commit != commit), len(known))
    return 0

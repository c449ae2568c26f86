"""When each sheet and entry came to the site and last changed: compares the versions of sheets that git has.

Without git, for uncommitted changes and for what is older than the known history, sheets' own dates count.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, entries, slug
from briefings.model.base import Model
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.walk import item_fields
from briefings.sheets.history import Edit
from briefings.sheets.load import Sheet

VERSIONS = 2_000
"""The most versions that replaced another and are compared. Commits before these only say when a sheet was
added and last changed."""

CHANGES = 1_000
"""The newest changes that are listed."""

UNKNOWN = "1970-01-01T00:00:00Z"
"""Where no time is known, as for an actor without a history: feeds demand one."""

_ALIKE = 0.8
"""How much of its fields must be equal for an entry with other words, and so another anchor, to be the same
entry."""
_MOST_ALIKE = 20
"""Removed or added entries of one version up to which they are compared with each other."""

Content = dict[str, list[str]]
"""A version of a sheet, by the anchors of its entries: the kind of each, and its fields as JSON. The sheet's
own fields are at the empty anchor. Empty if this version was not published."""

Read = Callable[[Mapping[str, Edit]], Mapping[str, Content | None]]
"""Reads contents of sheets by their ids in git, each with an edit that it was in; None if it is no valid
sheet today."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a sheet or entry was added and last changed, in UTC: `2025-07-28T14:05:00Z`."""

    added: str
    changed: str


@dataclass(frozen=True, slots=True)
class Change:
    """A sheet or entry that was added, changed or removed."""

    op: str
    """ADD, MOD or DEL."""
    kind: str
    sheet: str
    """The kind and id of its sheet: `briefing/second-tram-line`."""
    anchor: str
    """Its anchor; see `anchored`."""
    when: str
    commit: str
    """Empty for a change that is not committed."""
    old: str
    """Its fields before, as JSON; empty for an added one, and if the sheet is not published now."""
    new: str
    """The same since; empty for a removed one."""
    was: str = ""
    """Its anchor before, if that changed, too."""


@dataclass(frozen=True)
class History:
    """What is known of the past of the sheets of a catalog."""

    sheets: Mapping[str, Times] = field(default_factory=dict)
    """By kind and id: `briefing/second-tram-line`."""
    later: Mapping[str, Mapping[str, Times]] = field(default_factory=dict)
    """By kind and id of a sheet: the entries that came later than it, by anchor."""
    changes: tuple[Change, ...] = ()
    """Newest first."""

    def of(self, sheet: Sheet[Any]) -> Times:
        """When a sheet was added, and when it or anything that was added with it last changed."""
        return self.sheets.get(_key(sheet)) or own_times(sheet)

    def later_in(self, sheet: Sheet[Any]) -> Mapping[str, Times]:
        """The entries that came later than their sheet, by anchor."""
        return self.later.get(_key(sheet), {})


def own_times(sheet: Sheet[Any]) -> Times:
    """The times that a sheet itself gives."""
    if sheet.kind != "briefing":
        return Times(UNKNOWN, UNKNOWN)
    added, changed = midnight(sheet.data.published), midnight(sheet.data.last_changed)
    return Times(added, max(added, changed))


def midnight(day: Date) -> str:
    """The beginning of a day in UTC."""
    return f"{day.text}T00:00:00Z"


def anchored(sheet: Sheet[Any]) -> Iterator[tuple[str, Entry[Any]]]:
    """The entries of a sheet besides its summary, each with its anchor. Those that share one have their first
    words behind it: `part-in-brief:the-council-voted`."""
    taken: set[str] = set()
    for entry in entries(sheet):
        if not entry.anchor:
            continue
        stem = f"{entry.anchor}:{slug(entry.item.headline)}" if entry.item.ANCHOR else entry.anchor
        anchor, n = stem, 1
        while anchor in taken:
            n += 1
            anchor = f"{stem}-{n}"
        taken.add(anchor)
        yield anchor, entry


def content_of(sheet: Sheet[Any]) -> Content:
    """What a version of a sheet says."""
    if sheet.data.draft or sheet.data.withdrawn is not None:
        return {}
    model: type[Model] = type(sheet.data)
    lists = {"draft", *(name for name, _ in item_fields(model))}
    own = _fields(sheet.data, without=lists)
    return {"": [sheet.kind, _json(own)]} | {
        anchor: [entry.kind, _json(_fields(entry.item))] for anchor, entry in anchored(sheet)
    }


def _key(sheet: Sheet[Any]) -> str:
    return f"{sheet.kind}/{sheet.id}"


def _json(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _fields(model: Model, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The keys of a part of a sheet as curators write them. Those with their defaults are left out: a version
    from before a key existed is not another one for it."""
    return {
        field.alias or name: _plain(value)
        for name, field in type(model).model_fields.items()
        if name not in without and (value := getattr(model, name)) != field.default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Date):
        return value.text
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Model):
        return _fields(value)
    if isinstance(value, Citation):
        passage = {} if value.passage is None else {"passage": value.passage}
        return {"source": value.source, **passage}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


# ── Comparison ──────────────────────────────────────────────────────────────────────────────────────────────


def trace(catalog: Catalog, edits: Sequence[Edit], uncommitted: Iterable[str], read: Read) -> History:
    """The history of the sheets of a catalog from all edits, oldest first, and the paths of files that differ
    from the newest commit."""
    now = {_key(sheet): sheet for sheet in catalog.sheets()}
    moved = {f"{sheet.kind}/{old}": key for key, sheet in now.items() for old in sheet.data.moved_from}
    by_key: dict[str, list[tuple[int, Edit]]] = defaultdict(list)
    for n, edit in enumerate(edits):
        key = f"{edit.kind}/{edit.id}"
        by_key[moved.get(key, key)].append((n, edit))
    start, dirty = _start(edits), frozenset(uncommitted)
    pasts = [_Past(key, now.get(key), own, start, dirty) for key, own in by_key.items()]
    known = read({oid: edit for past in pasts for oid, edit in past.wanted()})
    for past in pasts:
        past.compare(known)
    steps = sorted((step for past in pasts for step in past.steps), key=lambda step: (-step.n, step.key))
    listed: list[Change] = []
    for step in steps:
        if len(listed) < CHANGES:
            listed += step.changes()
    return History(
        {past.key: past.times for past in pasts if past.times is not None},
        {past.key: past.later for past in pasts if past.later and past.sheet is not None},
        tuple(listed[:CHANGES]),
    )


def _start(edits: Sequence[Edit]) -> int:
    """The number of the first edit whose versions are compared; a commit is compared as a whole."""
    versions = 0
    for n in range(len(edits) - 1, -1, -1):
        versions += bool(edits[n].before)
        if versions > VERSIONS:
            commit = edits[n].commit
            return next((m for m in range(n, len(edits)) if edits[m].commit != commit), len(edits))
    return 0


@dataclass(frozen=True, slots=True)
class _Step:
    """What one commit changed in one sheet."""

    n: int
    """A number that grows with time."""
    key: str
    when: str
    commit: str
    difference: _Difference | None
    """None if the whole sheet was added, as it is now."""
    sheet: Sheet[Any] | None
    """The sheet as it is now; None if it is not published."""

    def changes(self) -> Iterator[Change]:
        difference = self.difference
        if difference is None:
            assert self.sheet is not None
            difference = _Difference.between({}, content_of(self.sheet))
        for op, anchor, was, (old_kind, old), (kind, new) in difference.rows():
            # What was withdrawn is not repeated.
            texts = (old, new) if self.sheet is not None else ("", "")
            moved = was if was != anchor else ""
            yield Change(op, kind or old_kind, self.key, anchor, self.when, self.commit, *texts, moved)


_NOTHING = ("", "")


@dataclass(frozen=True, slots=True)
class _Difference:
    """How two versions of a sheet differ."""

    before: Content
    after: Content
    added: tuple[str, ...]
    kept: Mapping[str, str]
    """The anchor of each changed entry, with its anchor before."""
    removed: tuple[str, ...]

    @classmethod
    def between(cls, before: Content, after: Content) -> _Difference:
        added = [anchor for anchor in after if anchor not in before]
        removed = [anchor for anchor in before if anchor not in after]
        kept = {anchor: anchor for anchor in after if anchor in before and before[anchor] != after[anchor]}
        if len(added) <= _MOST_ALIKE and len(removed) <= _MOST_ALIKE:
            for anchor in tuple(added):
                same = next((old for old in removed if _alike(before[old], after[anchor])), None)
                if same is not None:
                    kept[anchor] = same
                    added.remove(anchor)
                    removed.remove(same)
        return cls(before, after, tuple(added), kept, tuple(removed))

    def __bool__(self) -> bool:
        return bool(self.added or self.kept or self.removed)

    def rows(self) -> Iterator[tuple[str, str, str, Sequence[str], Sequence[str]]]:
        """The operation, anchor, anchor before, old and new content of each change."""
        for anchor in self.added:
            yield "ADD", anchor, anchor, _NOTHING, self.after[anchor]
        for anchor, was in self.kept.items():
            yield "MOD", anchor, was, self.before[was], self.after[anchor]
        for anchor in self.removed:
            yield "DEL", anchor, anchor, self.before[anchor], _NOTHING


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    if one[0] != other[0]:
        return False
    matcher = SequenceMatcher(None, one[1][:2_000], other[1][:2_000], autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
    )


class _Past:
    """The past of one sheet, with that of the sheets that became it."""

    def __init__(
        self,
        key: str,
        sheet: Sheet[Any] | None,
        edits: Sequence[tuple[int, Edit]],
        start: int,
        dirty: Collection[str],
    ) -> None:
        """`sheet` is as it is now, or None if it is not published. Edits before number `start` are not
        compared."""
        self.key = key
        self.sheet = sheet
        self.times: Times | None = None
        """Of the sheet; None before the comparison, and if it is not published."""
        self.later: dict[str, Times] = {}
        self.steps: list[_Step] = []
        self._edits = edits
        self._compared = [(n, edit) for n, edit in edits if n >= start and not edit.is_first_known]
        self._older = [edit for n, edit in edits if n < start or edit.is_first_known]
        last = edits[-1][1]
        self._differs = any(edit.path in dirty for _, edit in edits) or (
            sheet is not None and (last.path != sheet.path or not last.after)
        )
        """Whether it may differ from the newest commit."""
        self._base = {edit.path: edit.before for _, edit in reversed(edits)}
        """The ids of its contents before the compared edits, by path; empty for none."""
        for edit in self._older:
            self._base[edit.path] = edit.after
        self._is_new = len(self._compared) == len(edits) == 1 and not self._differs and not last.before
        """Whether its only version is the one of today."""
        is_last = bool(self._compared) and not self._differs and not self._is_new
        self._current = {last.after: content_of(sheet)} if sheet is not None and is_last else {}
        """What it says now, by the id of this content; empty if nobody asks for it."""

    def wanted(self) -> Iterator[tuple[str, Edit]]:
        """The contents to read, each with an edit of its file."""
        if self._is_new or not (self._compared or self._differs):
            return
        of_path = {edit.path: edit for _, edit in self._edits}
        yield from ((oid, of_path[path]) for path, oid in self._base.items() if oid)
        yield from (
            (edit.after, edit) for _, edit in self._compared if edit.after not in ("", *self._current)
        )

    def compare(self, known: Mapping[str, Content | None]) -> None:
        """Compare its versions; sets `times`, `later` and `steps`."""
        n, first = self._edits[0]
        added = "" if first.before or first.is_first_known else first.when
        if self._is_new:
            if self.sheet is not None:
                self.times = Times(added, added)
                self.steps.append(_Step(n, self.key, added, first.commit, None, self.sheet))
            return
        changed = self._older[-1].when if self._older and not self._older[-1].is_first_known else ""
        if self._compared or self._differs:
            added, changed = self._compare(known, added, changed)
        if self.sheet is not None:
            own = own_times(self.sheet)
            added = added or own.added
            self.times = Times(added, max(added, changed or own.changed))

    def _compare(self, known: Mapping[str, Content | None], added: str, changed: str) -> tuple[str, str]:
        """When the sheet was added and changed, as far as its versions say so."""
        first = added
        before = self._together(self._base, known)
        added = "" if not before else first or self._published(before)
        for n, commit, when, after in self._versions(known):
            if after is None:
                before = before or None
                continue
            if before is None:
                # Something was there before, but cannot be read today.
                before, added = after, first or self._published(after)
                continue
            difference = _Difference.between(before, after)
            if not difference:
                continue
            self.steps.append(_Step(n, self.key, when, commit, difference, self.sheet))
            if not before or not after:
                # Published, perhaps again: everything in it came together.
                self.later.clear()
                added, changed = added or when, when
            elif self._note(difference, when):
                changed = max(changed, when)
            before = after
        return added, changed

    def _note(self, difference: _Difference, when: str) -> bool:
        """Note which entries came or changed later; whether anything else changed."""
        others = False
        for anchor, times in [(new, self.later.pop(was, None)) for new, was in difference.kept.items()]:
            if times is None:
                others = True
            else:
                self.later[anchor] = Times(times.added, max(times.added, when))
        for anchor in difference.removed:
            others = self.later.pop(anchor, None) is None or others
        self.later.update((anchor, Times(when, when)) for anchor in difference.added)
        return others

    def _versions(
        self, known: Mapping[str, Content | None]
    ) -> Iterator[tuple[int, str, str, Content | None]]:
        """Each version after the first, with a number that grows with time, its commit and its time; None for
        one that cannot be read."""
        live = dict(self._base)
        for place, (n, edit) in enumerate(self._compared):
            live[edit.path] = edit.after
            rest = self._compared[place + 1 :]
            if rest and rest[0][1].commit == edit.commit:
                continue
            yield n, edit.commit, edit.when, self._together(live, known)
        if self._differs:
            when = self._edits[-1][1].when
            if self.sheet is not None and self.sheet.kind == "briefing":
                when = midnight(self.sheet.data.last_changed)
            yield _UNCOMMITTED, "", when, {} if self.sheet is None else content_of(self.sheet)

    def _together(self, live: Mapping[str, str], known: Mapping[str, Content | None]) -> Content | None:
        """What the contents with these ids say together; None if one of them cannot be read."""
        together: Content = {}
        for oid in filter(None, live.values()):
            content = self._current.get(oid, known.get(oid))
            if content is None:
                return None
            together |= content
        return together

    def _published(self, content: Content) -> str:
        """When a version says that it was published."""
        if not self.key.startswith("briefing/") or "" not in content:
            return UNKNOWN
        return f"{json.loads(content[''][1])['published']}T00:00:00Z"


_UNCOMMITTED = 1 << 60
"""The number of what is not committed: the newest."""

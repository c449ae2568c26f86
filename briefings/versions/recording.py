"""Records the addresses of what is published, and lets entries that were reworded keep theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, prefix, withdrawn_in
from briefings.sheets import edits
from briefings.sheets.git import GitError, sheet_changes, texts
from briefings.sheets.load import Sheet, parse_sheet, raw_of
from briefings.sheets.places import spot
from briefings.versions.addresses import IdsLock, Lost, address, free, unrecorded
from briefings.versions.matching import facts, has_moved, match

_VERSIONS = 50
"""The most earlier versions of a sheet in which a lost address is looked for, newest first."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What is to be written, and what remains lost."""

    lock: str
    """The text of the lock."""
    added: Sequence[str]
    """The addresses that it did not have."""
    sheets: Mapping[str, bytes] = field(default_factory=dict)
    """The new contents of sheets, by their paths."""
    read: Mapping[str, bytes] = field(default_factory=dict)
    """What these sheets had."""
    kept: Sequence[tuple[Lost, Entry[Any]]] = ()
    """The addresses that were lost, and the entries that keep them."""
    moved: Sequence[tuple[Lost, Entry[Any]]] = ()
    """The addresses that were lost, and the entries of other briefings to which they lead from now on."""
    lost: Sequence[Lost] = ()
    """Those whose entry was not found."""


def record(
    root: Path,
    content: str,
    catalog: Catalog,
    lock: IdsLock,
    found: Sequence[Lost],
    *,
    published: Collection[str] = (),
    withdrawn: Collection[str] = (),
    never_published: Collection[str] = (),
) -> Recording:
    """Record everything that is published below the folder `content`, where some addresses were `published`
    already.

    The lost addresses that were `found` are given to the entries that had them, or lead to the briefings to
    which these moved, unless they are `withdrawn`.
    Those that were `never_published` are taken out of the lock.
    """
    kept: list[tuple[Lost, Entry[Any]]] = []
    remaining: list[Lost] = []
    sheets: dict[str, bytes] = {}
    read: dict[str, bytes] = {}
    by_sheet: dict[str, list[Lost]] = defaultdict(list)
    for each in found:
        if each.address not in withdrawn:
            by_sheet[each.sheet.path].append(each)
    for path, own in by_sheet.items():
        entries = _recognized(root, content, own, free(own[0].sheet, lock))
        wanted = {entry.path: each.name for each, entry in entries}
        before = raw_of(path, own[0].sheet.text, root=root)
        raw = with_anchors(before, own[0].sheet, wanted)
        if raw is None or not wanted:
            remaining += own
            continue
        sheets[path], read[path] = raw, before
        kept += entries
        remaining += [each for each in own if each not in [given for given, _ in entries]]
    moved = [
        (each, entry) for each in remaining if (entry := _moved(root, content, catalog, published, each))
    ]
    remaining = [each for each in remaining if each not in [gone for gone, _ in moved]]
    replaced = {f"{address(each.sheet)}#{entry.name}": each.name for each, entry in kept}
    again = {f"{new.partition('#')[0]}#{name}" for new, name in replaced.items()} - lock.addresses
    taken_back = {f"{address(each)}#{name}" for each in catalog.sheets() for name in withdrawn_in(each)}
    added = sorted(again.union(unrecorded(catalog, lock)) - replaced.keys())
    text = lock.text(
        added,
        withdrawn={*withdrawn, *taken_back & lock.addresses},
        moved={each.address: _address(entry) for each, entry in moved},
        without=never_published,
    )
    return Recording(text, added, sheets, read, kept, moved, remaining)


def _address(entry: Entry[Any]) -> str:
    return f"{address(entry.sheet)}#{entry.name}"


def _moved(
    root: Path, content: str, catalog: Catalog, published: Collection[str], lost: Lost
) -> Entry[Any] | None:
    """The entry of another briefing to which a lost address leads: the one that says what git has at the
    address, or a new one that has the id or the anchor; without git, a new one whose address ends in the
    same."""
    if lost.sheet.kind != "briefing":
        return None
    for before in _earlier(root, content, lost.sheet):
        for was in facts(before):
            if was.name == lost.name:
                same = (each for each in catalog.entries if has_moved(was, each))
                return next((e for e in same if e.title == was.title or _address(e) not in published), None)
    new = lost.elsewhere
    return new if new is not None and new.item.LISTED and _address(new) not in published else None


def _recognized(
    root: Path, content: str, lost: Sequence[Lost], entries: Collection[Entry[Any]]
) -> list[tuple[Lost, Entry[Any]]]:
    """The entries that had these addresses of a sheet, of those that may."""
    sheet = lost[0].sheet
    by_path = {entry.path: entry for entry in entries if getattr(entry.item, "anchor", "") is None}
    found: dict[str, Entry[Any]] = {}
    for before in _earlier(root, content, sheet):
        names = {each.name for each in lost} - found.keys()
        if not names:
            break
        if names.isdisjoint(entry.name for entry in facts(before)):
            continue
        for was, now in match({(sheet.kind, sheet.id): before}, {(sheet.kind, sheet.id): sheet}).entries:
            if was is not None and now is not None and was.name in names and now.path in by_path:
                found[was.name] = by_path.pop(now.path)
    for each in lost:
        likely = each.likely
        if each.name not in found and likely is not None and likely.path in by_path:
            found[each.name] = by_path.pop(likely.path)
    return [(each, found[each.name]) for each in lost if each.name in found]


def _earlier(root: Path, content: str, sheet: Sheet[Any]) -> Iterator[Sheet[Any]]:
    """The versions of a sheet that git has, newest first."""
    try:
        known = sheet_changes(root, content)
    except GitError:
        return
    ids = (sheet.id, *sheet.data.moved_from)
    own = [each for each in reversed(known) if each.kind == sheet.kind and each.id in ids]
    for edit in own[:_VERSIONS]:
        for oid in filter(None, (edit.after, edit.before)):
            for _, text in texts(root, [oid]):
                version, _ = parse_sheet(text, sheet.kind, sheet.id, sheet.path)
                if version is not None:
                    yield version


def with_anchors(raw: bytes, sheet: Sheet[Any], wanted: Mapping[Any, str]) -> bytes | None:
    """The content of a sheet in which entries, by their paths, have these names; None if that cannot be."""
    text = sheet.text
    pairs = []
    for entry in facts(sheet):
        if entry.path in wanted:
            at = spot(text, entry.path)
            stem = wanted[entry.path].removeprefix(f"{prefix(entry.item)}-")
            if at is None or not edits.is_mapping(at.node) or not hasattr(entry.item, "anchor"):
                return None
            pairs.append(edits.add_pairs(text, at.node, [f"anchor: {edits.scalar(stem)}"]))
    changed = edits.edited_raw(raw, pairs)
    after, _ = parse_sheet(changed.decode("utf-8-sig"), sheet.kind, sheet.id, sheet.path)
    if after is None:
        return None
    names = {entry.path: entry.name for entry in facts(after)}
    return changed if all(names.get(path) == name for path, name in wanted.items()) else None

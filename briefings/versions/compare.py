"""Compares two states of the sheets, and lists the changes, with what they are about and how much they
matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from briefings.catalog.coverage import known_names
from briefings.catalog.entries import Entry
from briefings.model import FOLDERS, SheetModel
from briefings.model.about import Weight
from briefings.model.briefing import Figure
from briefings.problems.problem import Problem
from briefings.sheets.git import files_at
from briefings.sheets.load import LoadResult, Sheet, parse_sheet
from briefings.sheets.yaml_text import unify_lines
from briefings.text.prose import Kind, is_id
from briefings.versions import citations, keys, numbers
from briefings.versions.matching import Key, Matches, Sheets, facts, match
from briefings.versions.sides import Change, Pair, Side, Site, cut, subject


def compare(before: Sheets, now: Sheets, known: Sheets, language: str) -> tuple[Change, ...]:
    """All changes, those that matter most first.

    The two states need only have the sheets that may differ; `known` has all that they name. `language` is
    that of the site.
    """
    every = {**known, **before, **now}

    def name(kind: str, sheet_id: str) -> str:
        sheet = every.get((kind, sheet_id))  # type: ignore[arg-type]  # an id of another kind has no sheet
        return sheet_id if sheet is None else sheet.data.headline

    sources = {key[1]: sheet for key, sheet in {**known, **before}.items() if key[0] == "source"}
    site = Site(name, language, known_names(every.values()), sources)
    found = _changes(match(before, now), site)
    return tuple(sorted(found, key=lambda each: each.order))


def differences(pair: Pair) -> Iterator[Change]:
    """What changed in a sheet, apart from its entries, or in an entry."""
    yield from keys.changes(pair)
    yield from citations.changes(pair)
    if isinstance(pair.side.data, Figure):
        yield from numbers.changes(pair)


def _changes(matches: Matches, site: Site) -> Iterator[Change]:
    became: dict[str, Sheet[Any]] = {}
    """What each earlier sheet is now, by its path."""
    old_sheets: set[str] = set()
    """The paths of the present sheets that are not new."""
    for was, now in matches.sheets:
        if was is None or now is None:
            yield _whole_sheet(site, was, now)
            continue
        became[was.path] = now
        pair = Pair(Side(was, was.data), Side(now, now.data), now, site)
        if was.id != now.id:
            sentence = (
                f"the {now.kind} “{cut(now.data.headline)}” has the id `{now.id}` instead of `{was.id}`"
            )
            yield pair.change("moved", "address", sentence, old=was.id, new=now.id)
        # A sheet that was merged into another one does not have earlier values of that one's keys.
        if now.path not in old_sheets:
            yield from differences(pair)
        old_sheets.add(now.path)
    for old, new in matches.entries:
        if old is None and new is not None and new.sheet.path in old_sheets:
            pair = Pair(None, Side.of(new), new.sheet, site)
            yield pair.change("added", _about(new), f"{pair.who} is new", new=_identity(new))
        elif old is not None and new is None and old.sheet.path in became:
            yield _gone(site, old, became[old.sheet.path])
        elif old is not None and new is not None:
            yield from _kept(site, old, new, became.get(old.sheet.path))


def _whole_sheet(site: Site, was: Sheet[Any] | None, now: Sheet[Any] | None) -> Change:
    sheet = now or was
    assert sheet is not None
    side = Side(sheet, sheet.data)
    counts: dict[str, int] = defaultdict(int)
    for entry in facts(sheet):
        counts[entry.item.NOUN or entry.kind] += 1
    parts = [f"{number} {_plural(noun, number)}" for noun, number in counts.items()]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    held = f", with {listed}" if listed else ""
    what = subject(side, site.names)
    if now is not None:
        pair = Pair(None, side, sheet, site)
        return pair.change("added", "sheet", f"{what} is new{held}", new=sheet.data.headline)
    pair = Pair(side, None, sheet, site)
    sentence = f"{what} is gone{held}"
    return pair.change("removed", "sheet", sentence, weight="high", old=sheet.data.headline)


def _gone(site: Site, old: Entry[Any], sheet: Sheet[Any]) -> Change:
    pair = Pair(Side.of(old), None, sheet, site)
    # A published fact that is missing was wrong, or should have stayed.
    weight: Weight | None = "high" if old.item.LISTED else None
    sentence = f"{pair.who} is gone"
    return pair.change("removed", _about(old), sentence, weight=weight, old=_identity(old))


def _kept(site: Site, old: Entry[Any], new: Entry[Any], sheet: Sheet[Any] | None) -> Iterator[Change]:
    pair = Pair(Side.of(old), Side.of(new), new.sheet, site)
    if sheet is not new.sheet:
        was_in, is_in = (f"{each.sheet.kind}/{each.sheet.id}" for each in (old, new))
        sentence = (
            f"{pair.who} moved from “{cut(old.sheet.data.headline)}” to the {new.sheet.kind}"
            f" “{cut(new.sheet.data.headline)}”"
        )
        yield pair.change("moved", _about(new), sentence, weight="medium", old=was_in, new=is_in)
    elif old.name != new.name and not new.item.NUMBERED:
        sentence = f"{pair.who} has the address `#{new.name}` instead of `#{old.name}`"
        yield pair.change("moved", "address", sentence, key="anchor", old=old.name, new=new.name)
    yield from differences(pair)


def _plural(noun: str, number: int) -> str:
    if number == 1:
        return noun
    first, of, rest = noun.partition(" of ")
    return f"{first}s{of}{rest}"


def _about(entry: Entry[Any]) -> str:
    """What the addition or removal of an entry is about."""
    if entry.item.is_quotation:
        return "quotation"
    return entry.item.ABOUT or (entry.kind if entry.item.LISTED else "wording")


def _identity(entry: Entry[Any]) -> str:
    """What tells an entry from others of its kind, whatever else is in it."""
    parts = (entry.item.headline, getattr(entry.item, "voice", ""), *entry.actors)
    return " ".join(filter(None, parts))


# ── Since a revision ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes since a revision, and what could not be compared."""

    revision: str
    changes: tuple[Change, ...]
    """Those that matter most first."""
    unread_before: tuple[Problem, ...]
    """Why sheets at the revision could not be read: the first problem of each."""
    unread_now: tuple[Problem, ...]
    """The same for the present ones."""


def diff(root: Path, loaded: LoadResult, revision: str, language: str) -> Diff:
    """What changed since a revision, in the language of the site; raises `GitError`.

    Sheets that cannot be read in either state are not compared, and named in the result.
    """
    now = {(sheet.kind, sheet.id): sheet for sheet in loaded.sheets}
    unread_now = loaded.unread
    broken = {each.place.path for each in unread_now}
    before: dict[Key, Sheet[SheetModel]] = {}
    unchanged: set[Key] = set()
    unread_before: list[Problem] = []
    for path, kind, sheet_id, text in _texts_at(root, revision):
        sheet = now.get((kind, sheet_id))
        if sheet is not None and sheet.text == text:
            unchanged.add((kind, sheet_id))
            continue
        if path in broken or not is_id(sheet_id):
            continue
        parsed, problems = parse_sheet(text, kind, sheet_id, path)
        if parsed is None:
            unread_before += problems[:1]
        else:
            before[kind, sheet_id] = parsed
    unread = {each.place.path for each in unread_before}
    fresh = {key: sheet for key, sheet in now.items() if key not in unchanged and sheet.path not in unread}
    changes = compare(before, fresh, {**before, **now}, language)
    return Diff(revision, changes, tuple(unread_before), unread_now)


def _texts_at(root: Path, revision: str) -> Iterator[tuple[str, Kind, str, str]]:
    """The path, kind, id and text of each sheet at a git revision; raises `GitError`."""
    for kind in FOLDERS:
        for name, data in files_at(root, revision, f"content/{FOLDERS[kind]}"):
            path = PurePosixPath(name)
            if path.suffix == ".yml":
                yield name, kind, path.stem, unify_lines(data.decode("utf-8-sig", errors="replace"))

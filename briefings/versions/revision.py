"""Compares the sheets with those at a git revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefings.model import FOLDERS, SheetModel
from briefings.problems.problem import Problem
from briefings.sheets.git import files_at
from briefings.sheets.load import LoadResult, Sheet, parse_sheet
from briefings.sheets.yaml_text import unify_lines
from briefings.text.prose import Kind, is_id
from briefings.versions.compare import compare
from briefings.versions.matching import Key
from briefings.versions.sides import Change


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


__all__ = ["Diff", "diff"]

"""content/ids.lock: every address of a sheet or an entry that was ever published, so that none is lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, prefix, withdrawn_in
from briefings.model import FOLDERS, SheetModel
from briefings.model.base import is_anchor
from briefings.sheets.load import Sheet
from briefings.store import reading
from briefings.store.reading import MissingError, ReadError
from briefings.text import limits
from briefings.text.prose import ID_PATTERN, is_id
from briefings.versions.matching import LEAST_ALIKE, facts, similarity

HEADER = (
    "# Every address that was ever published, one a line. Written by `briefings record`; none is ever taken"
    " out.\n"
)
_WITHDRAWN = " withdrawn"
"""Follows the address of an entry that the curator took back."""
_MOVED = " moved to "
"""Stands between the former address of an entry and the one that it got in another briefing."""


@dataclass(frozen=True, slots=True)
class IdsLock:
    """The recorded addresses: of sheets as `briefings/second-tram-line`, and of entries with `#` and what
    their address ends in."""

    shown: str
    """The file's path, relative to the project's root."""
    lines: dict[str, int]
    """The line of each sheet."""
    entries: dict[str, dict[str, int]] = field(default_factory=dict)
    """By sheet: the line of each entry that was not withdrawn."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """The addresses of those that moved to another briefing, with the ones that they got there."""
    withdrawn: frozenset[str] = frozenset()
    """The whole addresses of entries that were."""
    damaged: tuple[tuple[int, str], ...] = ()
    """Lines that are not addresses, with their numbers."""
    unread: ReadError | None = None
    """Why there are no lines, where the file cannot be read."""
    exists: bool = True
    """Whether there is such a file."""

    @classmethod
    def read(cls, file: Path, shown: str) -> IdsLock:
        """The lock as it stands; empty where there is none yet."""
        try:
            data = reading.read(file, largest=limits.IDS, root=file.parent.parent)
        except MissingError:
            return cls(shown, {}, exists=False)
        except ReadError as error:
            return cls(shown, {}, unread=error)
        return cls.parse(data, shown)

    @classmethod
    def parse(cls, data: bytes, shown: str) -> IdsLock:
        """The lock in the content of a file."""
        lines: dict[str, int] = {}
        entries: dict[str, dict[str, int]] = {}
        moved: dict[str, str] = {}
        withdrawn: set[str] = set()
        damaged: list[tuple[int, str]] = []
        for n, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
            if line.startswith("#") or not line.strip():
                continue
            if _PLAIN.fullmatch(line) is not None:
                sheet, mark, name = line.partition("#")
                if mark:
                    entries.setdefault(sheet, {})[name] = n
                else:
                    lines[sheet] = n
                continue
            recorded, _, target = line.strip().partition(_MOVED)
            own = recorded.removesuffix(_WITHDRAWN)
            sheet, mark, name = own.partition("#")
            if not _is_address(own) or (target and not (mark and "#" in target and _is_address(target))):
                damaged.append((n, line))
            elif not mark:
                lines[sheet] = n
            elif own != recorded:
                withdrawn.add(own)
            else:
                entries.setdefault(sheet, {})[name] = n
                if target:
                    moved[own] = target
        for gone in withdrawn:
            # Two branches may have left both lines.
            sheet, _, name = gone.partition("#")
            entries.get(sheet, {}).pop(name, None)
            moved.pop(gone, None)
        return cls(shown, lines, entries, moved, frozenset(withdrawn), tuple(damaged))

    @property
    def addresses(self) -> frozenset[str]:
        """All addresses that were not withdrawn."""
        names = (f"{sheet}#{name}" for sheet, names in self.entries.items() for name in names)
        return frozenset((*self.lines, *names))

    def names(self, sheet: str) -> Iterator[str]:
        """What the addresses of all entries that a sheet ever had end in."""
        yield from self.entries.get(sheet, ())
        yield from (
            name for each, _, name in (gone.partition("#") for gone in self.withdrawn) if each == sheet
        )

    def text(
        self,
        more: Collection[str] = (),
        *,
        withdrawn: Collection[str] = (),
        moved: Mapping[str, str] | None = None,
        without: Collection[str] = (),
    ) -> str:
        """The text of the file with more addresses, some that are withdrawn or moved, and without some."""
        taken_back = {*self.withdrawn, *withdrawn} - {*more}
        elsewhere = {**{each: to for each, to in self.moved.items() if each not in more}, **(moved or {})}
        kept = self.addresses - taken_back - {*without} | {*more}
        lines = sorted([
            *(f"{each}{_MOVED}{elsewhere[each]}" if each in elsewhere else each for each in kept),
            *(f"{each}{_WITHDRAWN}" for each in taken_back),
        ])  # fmt: skip
        return HEADER + "".join(f"{line}\n" for line in lines)


_PLAIN = re.compile(rf"(?:{'|'.join(FOLDERS.values())})/{ID_PATTERN}(?:#[a-z0-9]+(?:-[a-z0-9]+)*)?")
"""Most lines: an address of plain letters, neither moved nor withdrawn."""


def _is_address(text: str) -> bool:
    """Whether a text is the address of a sheet or an entry."""
    sheet, mark, name = text.partition("#")
    folder, _, sheet_id = sheet.partition("/")
    return folder in FOLDERS.values() and is_id(sheet_id) and is_anchor(name) == bool(mark)


def published(catalog: Catalog) -> dict[str, Sheet[SheetModel]]:
    """Every address that the site answers for a sheet, moved and withdrawn ones included."""
    found = {address(sheet): sheet for sheet in catalog.sheets() if not sheet.data.draft}
    for gone in catalog.gone:
        sheet = gone.moved_to or gone.withdrawn
        assert sheet is not None, "what is gone has moved or was withdrawn"
        if not sheet.data.draft:
            found[f"{FOLDERS[gone.kind]}/{gone.id}"] = sheet
    return found


def unrecorded(catalog: Catalog, lock: IdsLock) -> list[str]:
    """The addresses that are published and not recorded, sorted."""
    sheets = published(catalog)
    new = [each for each in sheets if each not in lock.lines]
    for sheet in catalog.sheets():
        if not sheet.data.draft:
            own = address(sheet)
            known = lock.entries.get(own, {})
            every = {entry.name: f"{own}#{entry.name}" for entry in facts(sheet)}
            new += [each for name, each in every.items() if name not in known or each in lock.moved]
    return sorted(new)


def address(sheet: Sheet[Any]) -> str:
    """The recorded address of a sheet."""
    return f"{FOLDERS[sheet.kind]}/{sheet.id}"


# ── Lost addresses ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lost:
    """A recorded address of an entry that leads to no entry any more."""

    address: str
    sheet: Sheet[Any]
    """The sheet that should have the entry."""
    name: str
    likely: Entry[Any] | None
    """The entry that it most likely was, judged by the words in the address."""
    elsewhere: Entry[Any] | None = None
    """An entry of another sheet with such an address: perhaps it moved there."""


def lost(catalog: Catalog, lock: IdsLock) -> Iterator[Lost]:
    """The addresses of entries that got lost. Those of withdrawn sheets lead to the page that says so."""
    sheets = published(catalog)
    for recorded, names in lock.entries.items():
        sheet = sheets.get(recorded)
        if sheet is None or sheet.data.withdrawn is not None:
            continue
        # An event of another briefing that the page shows has the same anchor here.
        shown = catalog.timelines.get(sheet.id, ()) if sheet.kind == "briefing" else ()
        left = (each.name for each in catalog.moved if each.sheet is sheet)
        here = {*withdrawn_in(sheet), *left, *(entry.name for entry in (*facts(sheet), *shown))}
        for name in names:
            if name not in here:
                moved = (e for e in catalog.entries if e.name == name and e.sheet.kind == sheet.kind)
                likely = _likely(name, free(sheet, lock))
                yield Lost(f"{recorded}#{name}", sheet, name, likely, next(moved, None))


def free(sheet: Sheet[Any], lock: IdsLock) -> list[Entry[Any]]:
    """The entries of a sheet that have no recorded address, and may so be what another entry was."""
    earlier = [address(sheet), *(f"{FOLDERS[sheet.kind]}/{old}" for old in sheet.data.moved_from)]
    taken = {name for each in earlier for name in lock.entries.get(each, {})}
    return [entry for entry in facts(sheet) if entry.name not in taken]


def _likely(name: str, entries: Collection[Entry[Any]]) -> Entry[Any] | None:
    same_kind = [
        entry for entry in entries if name.startswith(f"{prefix(entry.item)}-") and not entry.item.NUMBERED
    ]
    best = max(same_kind, key=lambda entry: similarity(name, entry.name), default=None)
    return best if best is not None and similarity(name, best.name) > LEAST_ALIKE else None

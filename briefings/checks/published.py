"""Ids stay: content/ids.lock remembers every id that was ever published, so that none gives a 404."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefings.catalog.catalog import Catalog
from briefings.model import FOLDERS, SheetModel
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.sheets.load import Sheet
from briefings.store import reading
from briefings.store.reading import MissingError, ReadError
from briefings.text import limits
from briefings.text.prose import is_id

HEADER = (
    "# Every id that was ever published, one a line. Written by `briefings record`; an id is never taken"
    " out.\n"
)


@dataclass(frozen=True, slots=True)
class IdsLock:
    """The recorded ids, as `briefings/second-tram-line`, each with its line."""

    shown: str
    """The file's path, relative to the project's root."""
    lines: dict[str, int]
    damaged: tuple[tuple[int, str], ...] = ()
    """Lines that are no id, with their numbers."""
    unread: ReadError | None = None
    """Why there are no lines, where the file cannot be read."""
    exists: bool = True
    """Whether there is such a file."""

    @classmethod
    def read(cls, file: Path, shown: str) -> IdsLock:
        """The lock as it stands; empty where there is none yet."""
        lines: dict[str, int] = {}
        damaged: list[tuple[int, str]] = []
        try:
            text = reading.read(file, largest=limits.IDS, root=file.parent.parent).decode("utf-8", "replace")
        except MissingError:
            return cls(shown, {}, exists=False)
        except ReadError as error:
            return cls(shown, {}, unread=error)
        for n, line in enumerate(text.splitlines(), start=1):
            folder, _, sheet_id = line.strip().partition("/")
            if line.startswith("#") or not line.strip():
                continue
            if folder in FOLDERS.values() and is_id(sheet_id):
                lines[line.strip()] = n
            else:
                damaged.append((n, line))
        return cls(shown, lines, tuple(damaged))

    def with_ids_of(self, catalog: Catalog) -> str:
        """The lock's new text: what was recorded, and what is published now."""
        return HEADER + "".join(f"{line}\n" for line in sorted({*self.lines, *published_ids(catalog)}))


def published_ids(catalog: Catalog) -> dict[str, Sheet[SheetModel]]:
    """Every address that the site answers for a sheet, moved and withdrawn ones included."""
    found = {f"{FOLDERS[sheet.kind]}/{sheet.id}": sheet for sheet in catalog.sheets()}
    for gone in catalog.gone:
        sheet = gone.moved_to or gone.withdrawn
        assert sheet is not None, "what is gone has moved or was withdrawn"
        found[f"{FOLDERS[gone.kind]}/{gone.id}"] = sheet
    return found


def published_problems(catalog: Catalog, lock: IdsLock) -> Iterator[Problem]:
    """An id, once published, stays a sheet, the `moved_from` of another, or withdrawn; and published ids are
    recorded."""
    if lock.unread is not None:
        yield problem(codes.UNREADABLE, f"`{lock.shown}` {lock.unread}", Place(lock.shown), lock.unread.hint)
        return
    now = published_ids(catalog)
    for n, line in lock.damaged:
        yield problem(
            codes.VANISHED_ID,
            f"`{line.strip()}` is no id",
            Place(lock.shown, n, 1, line, len(line)),
            "resolve a merge conflict by keeping both sides' lines",
        )
    for line, n in lock.lines.items():
        if line not in now:
            sheet_id = line.partition("/")[2]
            place = Place(lock.shown, n, 1, line, len(line))
            hint = (
                f"renamed: add `moved_from: [{sheet_id}]` to the new sheet; taken back: restore it with a"
                " line `withdrawn: reason`"
            )
            yield problem(
                codes.VANISHED_ID,
                f"content/{line}.yml was published and is gone; its address would give a 404",
                place,
                hint,
            )
    missing = sorted(line for line in now if line not in lock.lines)
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield problem(
            codes.UNRECORDED_ID,
            f"`{missing[0]}`{more}: published, and not recorded",
            Place(lock.shown),
            "run `briefings record` and commit content/ids.lock",
        )

"""Changes several files of a project together: after a crash, the next command completes what was begun.

All changes are first written into one file, the journal; from then on they are certain. Files are written
before any is removed, so whoever deletes the journal loses nothing that a person wrote. A journal can change
nothing outside `content/` and `seeds/`, and is read only from a real folder of the project. One that is
committed is refused before it gets here. One that came with a copy of the project, such as a download, is
refused here: it has the number on the disk of the folder that it was written for, and no copy has that.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from briefings import BriefingsError
from briefings.store import files, reading
from briefings.store.files import ChangedError, FolderError, NotAFileError, real_folder, sync

JOURNAL = "build/changes.json"
"""The journal's path in a project."""

FOLDERS = ("content", "seeds")
"""The folders in which files can be changed together."""

LARGEST = 500_000_000
"""Bytes of a journal."""

_State = Literal["before", "after", "neither"]


class EditedError(BriefingsError):
    """A change that was interrupted cannot be completed, because somebody changed its files since."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"an interrupted change of several files cannot be completed, since somebody changed"
            f" {', '.join(paths)}: move what is there out of the project, run `briefings check`, which"
            f" completes the change, and copy your edits into the new files; until then, keep {JOURNAL}"
        )


class PendingError(BriefingsError):
    """A change that an error of the disk interrupted."""

    def __init__(self, error: OSError, root: Path) -> None:
        path = os.path.relpath(error.filename, root) if error.filename else JOURNAL
        super().__init__(
            f"{path} {error.why if isinstance(error, FolderError) else error.strerror}: not all files were"
            f" changed. Fix this, then run `briefings check`, which completes the change; until then, keep"
            f" {JOURNAL}"
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """One file that is written or removed."""

    path: str
    before: str | None
    """The digest of its content; None if there is no file."""
    data: bytes | None
    """Its new content; None to remove it."""
    mode: int | None = None
    """The permissions of a new file; None for the usual ones."""

    def state(self, root: Path) -> _State:
        here = _digest_of(root, self.path)
        if here == (None if self.data is None else _digest(self.data)):
            return "after"
        # A file that somebody moved away can be written; one to be removed is gone.
        return "before" if here in (self.before, None) else "neither"

    def take(self, root: Path) -> None:
        path = root / self.path

        def check() -> None:
            if self.state(root) == "neither":
                raise EditedError([self.path])

        if self.data is not None:
            files.replace(path, self.data, inside=root, mode=self.mode, check=check)
        else:
            check()
            files.remove(path, inside=root)
            sync(path.parent)


def change(
    root: Path,
    contents: Mapping[str, bytes | None],
    read: Mapping[str, bytes | None] | None = None,
    *,
    renamed: Mapping[str, str] | None = None,
) -> None:
    """Give files new contents (None removes a file), all or none.

    `read` has what these files had when the new contents were made (None for no file); raises ChangedError if
    one has something else by now. New files that were `renamed` have the permissions of those at the earlier
    paths.
    Paths are relative to the project, which must be locked. A crash or an error on the way leaves a journal,
    with which `complete` does the rest; raises PendingError after such an error.
    """
    before = {path: _digest_of(root, path) for path in contents}
    known = {path: None if data is None else _digest(data) for path, data in (read or {}).items()}
    if edited := sorted(path for path in known if before[path] != known[path]):
        raise ChangedError(edited)
    modes = {path: files.mode_of(root / earlier) for path, earlier in (renamed or {}).items()}
    steps = [_Step(path, before[path], data, modes.get(path)) for path, data in sorted(contents.items())]
    steps = [step for step in steps if step.state(root) != "after"]
    try:
        # It may have the text of a file that only its owner may read.
        files.replace(root / JOURNAL, _dump(steps, root), inside=root, mode=0o600)
    except OSError as error:
        if is_pending(root):
            raise PendingError(error, root) from error
        raise
    _take(root, steps)


def is_pending(root: Path) -> bool:
    """Whether there is a journal. Raises FolderError if it is behind a link, or in another repository."""
    journal = root / JOURNAL
    if not journal.exists():
        return False
    folder = real_folder(journal.parent, inside=root)
    if os.path.lexists(folder / ".git"):
        raise FolderError(folder, "is a Git repository of its own, and must be a plain folder")
    return True


def complete(root: Path) -> bool:
    """Complete changes that were interrupted; returns whether there were any.

    Raises FolderError if the journal is not one of ours, EditedError and PendingError.
    """
    if not is_pending(root):
        return False
    try:
        steps, folder = _load(reading.read(root / JOURNAL, largest=LARGEST, root=root))
    except (ValueError, TypeError, LookupError, RecursionError, reading.ReadError):
        raise FolderError(root / JOURNAL, "was not left by an interrupted command; delete it") from None
    if folder != _number(root):
        raise FolderError(root / JOURNAL, _FOREIGN)
    states = [step.state(root) for step in steps]
    if edited := [step.path for step, state in zip(steps, states, strict=True) if state == "neither"]:
        raise EditedError(edited)
    _take(root, [step for step, state in zip(steps, states, strict=True) if state == "before"])
    return True


def _take(root: Path, steps: Sequence[_Step]) -> None:
    try:
        for step in sorted(steps, key=lambda step: step.data is None):
            step.take(root)
        files.remove(root / JOURNAL, inside=root)
    except OSError as error:
        raise PendingError(error, root) from error


def _digest_of(root: Path, path: str) -> str | None:
    try:
        real_folder((root / path).parent, inside=root)
        with files.open_file(root / path) as file:
            return hashlib.file_digest(file, _new_digest).hexdigest()
    except (FileNotFoundError, NotAFileError):
        return None


_new_digest = partial(hashlib.blake2b, digest_size=20)


def _digest(data: bytes) -> str:
    return _new_digest(data).hexdigest()


# ── The journal ─────────────────────────────────────────────────────────────────────────────────────────────


_FOREIGN = (
    "was written for another folder than this, so it may come from anybody: delete it. If this is your copy"
    " of a project in which a command was interrupted, run `briefings check` there, and copy it again"
)


def _number(root: Path) -> int:
    """The number of the project's folder on its disk."""
    return root.stat().st_ino


def _dump(steps: Sequence[_Step], root: Path) -> bytes:
    listed = [
        {
            "path": step.path,
            "before": step.before,
            "data": None if step.data is None else b64encode(step.data).decode(),
            "mode": step.mode,
        }
        for step in steps
    ]
    return json.dumps({"folder": _number(root), "steps": listed}).encode()


def _load(journal: bytes) -> tuple[list[_Step], object]:
    """The steps in a journal, and the folder that it was written for; raises ValueError, TypeError or
    LookupError if it is not valid."""
    content = json.loads(journal)
    return [_step(**each) for each in content["steps"]], content.get("folder")


def _step(path: Any, before: Any, data: Any, mode: Any = None) -> _Step:
    if not _is_allowed(path) or not (mode is None or mode in range(0o1000)):
        raise ValueError(path)
    return _Step(path, before, None if data is None else b64decode(data, validate=True), mode)


def _is_allowed(path: Any) -> bool:
    """Whether a command may have written it: a visible file, with a name in printable characters."""
    if not isinstance(path, str) or not path.isprintable() or "\\" in path:
        return False
    folder, *parts = path.split("/")
    return folder in FOLDERS and bool(parts) and not any(part.startswith(".") or not part for part in parts)

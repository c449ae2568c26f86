"""Changes several files of a project together: after a crash, the next command completes what was begun.

All changes are first written into one file, the journal; from then on they are certain. A journal can change
nothing outside `content/` and `seeds/`, and one that is committed is refused before it gets here.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from briefings.store import files
from briefings.store.files import Folder, FolderError, NotAFileError
from briefings.store.sealed import DAMAGE

JOURNAL = "build/changes.json"
"""The journal's path in a project."""

FOLDERS = ("content", "seeds")
"""The folders in which files can be changed together."""

_State = Literal["before", "after", "neither"]


class EditedError(Exception):
    """A change that was interrupted cannot be completed, because somebody changed its files since."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"an interrupted change of several files cannot be completed, since somebody changed"
            f" {', '.join(paths)}: restore what Git shows as changed, delete {JOURNAL}, and run the command"
            " again"
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """One file that is written, removed or moved."""

    path: str
    before: str | None
    """The digest of its content; None if there is no file."""
    data: bytes | None = None
    """Its new content; None to remove or move it."""
    to: str | None = None
    """Where it is moved."""

    def state(self, root: Path) -> _State:
        here = _digest_of(root, self.path)
        if self.to is not None:
            there = _digest_of(root, self.to)
            states = {(self.before, None): "before", (None, self.before): "after"}
            return states.get((here, there), "neither")  # type: ignore[return-value]  # its values are states
        if here == (None if self.data is None else _digest(self.data)):
            return "after"
        return "before" if here == self.before else "neither"

    def take(self, root: Path) -> None:
        path = root / self.path
        if self.data is not None:
            files.replace(path, self.data, inside=root)
            return
        with Folder.at(path.parent, inside=root) as folder:
            if self.to is None:
                folder.unlink(path.name)
            else:
                with Folder.at((root / self.to).parent, inside=root) as target:
                    folder.move(path.name, target, Path(self.to).name)
                    target.sync()
            folder.sync()


def change(root: Path, contents: Mapping[str, bytes | None], moves: Mapping[str, str] | None = None) -> None:
    """Give files new contents (None removes a file) and move others, all or none.

    Paths are relative to the project, which must be locked. A crash or an error on the way leaves a journal,
    with which `complete` does the rest. A move replaces no file.
    """
    steps = [
        *(_Step(path, _digest_of(root, path), to=to) for path, to in sorted((moves or {}).items())),
        *(_Step(path, _digest_of(root, path), data) for path, data in sorted(contents.items())),
    ]
    steps = [step for step in steps if step.state(root) != "after"]
    if blocked := [step.to or step.path for step in steps if step.state(root) == "neither"]:
        raise FolderError(root / blocked[0], "exists already")
    files.replace(root / JOURNAL, _dump(steps), inside=root)
    _take(root, steps)


def complete(root: Path) -> bool:
    """Complete changes that were interrupted; returns whether there were any. Raises EditedError."""
    if not (root / JOURNAL).is_file():
        return False
    try:
        steps = _load(files.read(root / JOURNAL))
    except DAMAGE:
        return False
    states = [step.state(root) for step in steps]
    if edited := [step.path for step, state in zip(steps, states, strict=True) if state == "neither"]:
        raise EditedError(edited)
    _take(root, [step for step, state in zip(steps, states, strict=True) if state == "before"])
    return True


def _take(root: Path, steps: Sequence[_Step]) -> None:
    for step in steps:
        step.take(root)
    journal = root / JOURNAL
    with Folder.at(journal.parent, inside=root) as folder:
        folder.unlink(journal.name)


def _digest_of(root: Path, path: str) -> str | None:
    try:
        with Folder.at((root / path).parent, inside=root) as folder:
            return _digest(folder.read(Path(path).name))
    except (FileNotFoundError, NotAFileError):
        return None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


# ── The journal ─────────────────────────────────────────────────────────────────────────────────────────────


def _dump(steps: Sequence[_Step]) -> bytes:
    listed = [
        {
            "path": step.path,
            "before": step.before,
            "data": None if step.data is None else b64encode(step.data).decode(),
            "to": step.to,
        }
        for step in steps
    ]
    return json.dumps({"steps": listed}).encode()


def _load(journal: bytes) -> list[_Step]:
    """The steps in a journal; raises one of DAMAGE if it is not valid."""
    return [_step(**each) for each in json.loads(journal)["steps"]]


def _step(path: Any, before: Any, data: Any, to: Any) -> _Step:
    for each in (path, to):
        if each is not None and not _is_allowed(each):
            raise ValueError(each)
    return _Step(path, before, None if data is None else b64decode(data, validate=True), to)


def _is_allowed(path: str) -> bool:
    parts = path.split("/")
    return len(parts) > 1 and parts[0] in FOLDERS and not {"", ".", ".."} & set(parts) and "\\" not in path


__all__ = ["JOURNAL", "EditedError", "change", "complete"]

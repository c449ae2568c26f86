"""Writing files: one whole or not at all, and a generated tree, of which none is put in its place before all are made."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from briefings.processes import each

T = TypeVar("T")
N = TypeVar("N")

Make = Callable[[T], tuple[str, bytes, N]]
"""Makes a file of one thing: its path below the folder, what is in it, and what else came of it."""


@dataclass(frozen=True, slots=True)
class Written(Generic[N]):
    """What was done to a tree."""

    notes: Mapping[str, N]
    """By path, for every file that was made: what else came of it."""
    changed: int
    """How many of them were new or had other content before."""

    @property
    def paths(self) -> frozenset[str]:
        """Every file that was made."""
        return frozenset(self.notes)


def write_tree(
    folder: Path, things: Sequence[T], make: Make[T, N], *, done: Callable[[int], None] = lambda count: None, cores: int = 0
) -> Written[N]:
    """Makes a file of each thing and then puts all into the folder, each by rename.

    What `make` raises is raised, and the folder is as it was. `done` is told how many are made; `cores` is how many processes
    to use, or 0 for as many as there are cores.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))

    def stage(n: int, thing: T) -> tuple[str, bool, N]:
        """Makes a file where it waits, unless its content is in place already; tells whether it waits."""
        path, data, note = make(thing)
        try:
            if (folder / path).read_bytes() == data:
                return path, False, note
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            pass
        (staging / str(n)).write_bytes(data)
        return path, True, note

    try:
        made = each(things, stage, done=done, cores=cores)
        for n, (path, waits, _) in enumerate(made):
            if waits:
                _put(staging / str(n), folder, path)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Written({path: note for path, _, note in made}, sum(waits for _, waits, _ in made))


def _put(staged: Path, folder: Path, path: str) -> None:
    """Puts a file in its place, also where a folder stands, or a file where its folder belongs."""
    target = folder / path
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        for above in (folder / part for part in reversed(Path(path).parents)):
            if not above.is_dir():
                above.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(target)


def remove_stale(folder: Path, keep: Collection[str]) -> int:
    """Removes the files of a generated tree that are not to be there, and folders left empty."""
    removed = 0
    if not folder.is_dir():
        return 0
    for file in sorted(folder.rglob("*"), reverse=True):
        if file.is_dir() and not file.is_symlink():
            if not any(file.iterdir()):
                file.rmdir()
        elif file.relative_to(folder).as_posix() not in keep:
            file.unlink()
            removed += 1
    return removed


def replace(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Puts a file in place of another at once, so that a reader, or a crash, finds the old or the new one, never half.

    The data may come in pieces, which need not be in memory at the same time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner may read; these are for everybody, within the umask.
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, data: bytes) -> bool:
    """Writes a file whole, unless it has just this content already; tells whether it did."""
    try:
        if path.read_bytes() == data:
            return False
    except (FileNotFoundError, NotADirectoryError):
        pass
    replace(path, data)
    return True


__all__ = ["Written", "remove_stale", "replace", "write_if_changed", "write_tree"]

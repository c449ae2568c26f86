"""Writing files: one whole or not at all, and a generated tree, of which none is put in its place before all are made by all cores."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TypeVar, cast

T = TypeVar("T")

Make = Callable[[T], tuple[str, bytes]]
"""Makes a file of one thing: its path below the folder, and what is in it."""

FEW = 40
"""Things. So few are made before a second process would have begun."""

BATCH = 8
"""Things after which a process tells how far it is."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was done to a tree."""

    paths: frozenset[str]
    """Every file that was made."""
    changed: int
    """How many of them were new or had other content before."""


def write_tree(
    folder: Path, things: Sequence[T], make: Make[T], *, done: Callable[[int], None] = lambda count: None, cores: int = 0
) -> Written:
    """Makes a file of each thing and then puts all into the folder, each by rename.

    What `make` raises is raised, and the folder is as it was. `done` is told how many are made; `cores` is how many processes
    to use, or 0 for as many as there are cores.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        processes = min(cores or _cores(), len(things))
        apart = processes > 1 and (cores > 0 or len(things) > FEW) and _may_fork()
        made = _apart(folder, staging, things, make, done, processes) if apart else None
        if made is None:
            # Also after a failure in another process: made here again, it is raised as it was.
            made = [_stage(folder, staging, n, thing, make, done) for n, thing in enumerate(things)]
        changed = [(path, staged) for path, staged in made if staged is not None]
        for path, staged in changed:
            _put(staging / staged, folder, path)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Written(frozenset(path for path, _ in made), len(changed))


Staged = tuple[str, str | None]
"""A file's path, and its name while it waits; None if its content is in place already."""


def _stage(folder: Path, staging: Path, n: int, thing: T, make: Make[T], done: Callable[[int], None]) -> Staged:
    path, data = make(thing)
    done(n + 1)
    try:
        if (folder / path).read_bytes() == data:
            return path, None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        pass
    (staging / str(n)).write_bytes(data)
    return path, str(n)


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


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    # A fork takes the sheets along as they are, without a copy. With other threads about, it may wait for ever.
    return sys.platform == "linux" and threading.active_count() == 1


def _apart(
    folder: Path, staging: Path, things: Sequence[T], make: Make[T], done: Callable[[int], None], processes: int
) -> list[Staged] | None:
    """As `_stage` for all things, in several processes; None if one of them failed."""
    context = multiprocessing.get_context("fork")
    # What stands in memory is not looked through for garbage there: looking would copy it.
    gc.freeze()
    connections: list[Connection] = []
    workers = []
    try:
        for share in range(processes):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(folder, staging, things, make, share, processes, theirs), daemon=True)
            worker.start()
            theirs.close()
            connections.append(ours)
            workers.append(worker)
        return _gather(connections, len(things), done)
    finally:
        gc.unfreeze()
        for worker in workers:
            worker.terminate()
            worker.join()


def _gather(connections: list[Connection], of: int, done: Callable[[int], None]) -> list[Staged] | None:
    """What all processes made, in the order of the things; None if one broke off."""
    made: list[Staged | None] = [None] * of
    count = 0
    open_ = list(connections)
    while open_:
        for connection in wait(open_):
            assert isinstance(connection, Connection)
            try:
                batch: list[tuple[int, Staged]] = connection.recv()
            except EOFError:
                open_.remove(connection)
                continue
            for n, staged in batch:
                made[n] = staged
            count += len(batch)
            done(count)
    return cast("list[Staged]", made) if count == of else None


def _work(folder: Path, staging: Path, things: Sequence[T], make: Make[T], share: int, of: int, connection: Connection) -> None:
    """Every `of`-th thing, beginning with the one whose number is `share`."""
    batch: list[tuple[int, Staged]] = []
    try:
        for n in range(share, len(things), of):
            batch.append((n, _stage(folder, staging, n, things[n], make, lambda count: None)))
            if len(batch) == BATCH:
                connection.send(batch)
                batch = []
        connection.send(batch)
    except BaseException:  # whatever it is: the parent meets it again, and can say it
        os._exit(1)
    finally:
        connection.close()
    # Nothing of the parent's is tidied up here.
    os._exit(0)


def replace(path: Path, data: bytes) -> None:
    """Puts a file in place of another at once, so that a reader, or a crash, finds the old or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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


__all__ = ["Written", "replace", "write_if_changed", "write_tree"]

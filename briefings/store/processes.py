"""The same work for many things, by all cores: in forked processes, which take along what stands in memory as
it is."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is. What it raises ends the work."""

T = TypeVar("T")
R = TypeVar("R")

FEW = 40
"""Things. So few are done before a second process would have begun."""

BATCH = 8
"""Things after which a process tells what came of them."""


def no_progress(stage: str, done: int, of: int) -> None:
    """Tells nobody."""


def each(
    things: Sequence[T],
    work: Callable[[int, T], R],
    *,
    done: Callable[[int], None] = lambda count: None,
    cores: int = 0,
    few: int = FEW,
) -> list[R]:
    """What comes of each thing, in their order; `work` is given a thing's number and the thing.

    What `work` raises is raised. What it returns must be small, for it comes from another process; what it
    changes in memory is lost. `done` is told how many are done; `cores` is how many processes to use, or 0
    for as many as there are cores, and one for `few` things or fewer.
    """
    processes = min(cores or available_cores(), len(things))
    apart = processes > 1 and (cores > 0 or len(things) > few) and _may_fork()
    found = _apart(things, work, done, processes) if apart else None
    if found is not None:
        return found
    # Also after a failure in another process: met here again, it is raised as it was.
    results = []
    for n, thing in enumerate(things):
        results.append(work(n, thing))
        done(n + 1)
    return results


def available_cores() -> int:
    """How many processes can work at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    # A fork takes the sheets along as they are, without a copy. With other threads about, it may wait for
    # ever.
    return sys.platform == "linux" and threading.active_count() == 1


def _apart(
    things: Sequence[T], work: Callable[[int, T], R], done: Callable[[int], None], processes: int
) -> list[R] | None:
    """The work in several processes; None if one of them failed."""
    context = multiprocessing.get_context("fork")
    # What stands in memory is not looked through for garbage there: looking would copy it.
    gc.freeze()
    connections: list[Connection] = []
    workers = []
    try:
        for share in range(processes):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(things, work, share, processes, theirs), daemon=True)
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


def _gather(connections: list[Connection], of: int, done: Callable[[int], None]) -> list[R] | None:
    """What came of all things, in their order; None if one process broke off."""
    found: dict[int, R] = {}
    open_ = list(connections)
    while open_:
        for connection in wait(open_):
            assert isinstance(connection, Connection)
            try:
                batch: list[tuple[int, R]] = connection.recv()
            except EOFError:
                open_.remove(connection)
                continue
            found.update(batch)
            done(len(found))
    return [found[n] for n in range(of)] if len(found) == of else None


def _work(
    things: Sequence[T], work: Callable[[int, T], R], share: int, of: int, connection: Connection
) -> None:
    """Every `of`-th thing, beginning with the one whose number is `share`."""
    # Whatever the parent does at a signal is for the parent alone.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    batch: list[tuple[int, R]] = []
    try:
        for n in range(share, len(things), of):
            batch.append((n, work(n, things[n])))
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

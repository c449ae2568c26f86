"""Runs a function on many items with all cores, in forked processes, which inherit all objects in memory."""

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
"""Called with the stage, how much of it is done, and how much there is. An exception from it ends the
work."""

T = TypeVar("T")
R = TypeVar("R")

FEW = 40
"""Items that are done before a second process would have started."""

BATCH = 8
"""Items after which a process sends their results."""

SHARES = 64
"""Into how many shares items are divided for each process."""

MOST_SHARES = 512
"""And for all together: their numbers must fit into a pipe, and the smallest holds 4 KB."""


def no_progress(stage: str, done: int, of: int) -> None:
    """Ignore progress."""


def each(
    things: Sequence[T],
    work: Callable[[int, T], R],
    *,
    done: Callable[[int], None] = lambda count: None,
    cores: int = 0,
    few: int = FEW,
) -> list[R]:
    """The results of `work` for each item, in order; `work` is given an item's number and the item.

    Results should be small, since processes send them; other changes that `work` makes in memory are lost.
    `done` is called with the number of items that are done. `cores` is the number of processes; 0 means one
    for each core, or a single one for `few` items or fewer.
    """
    processes = min(cores or available_cores(), len(things))
    if processes > 1 and (cores > 0 or len(things) > few) and _may_fork():
        found = _in_processes(things, work, done, processes)
        if found is not None:
            return found
    # Also after a failure in another process, so that its exception is raised here.
    results = []
    for n, thing in enumerate(things):
        results.append(work(n, thing))
        done(n + 1)
    return results


def available_cores() -> int:
    """How many processes can run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    # A forked process of a program with other threads may deadlock.
    return sys.platform == "linux" and threading.active_count() == 1


def _in_processes(
    things: Sequence[T], work: Callable[[int, T], R], done: Callable[[int], None], processes: int
) -> list[R] | None:
    """The work in several processes; None if one of them failed."""
    context = multiprocessing.get_context("fork")
    # Garbage collection in the new processes would touch, and so copy, all memory.
    gc.freeze()
    connections: list[Connection] = []
    workers = []
    shares = _shares(len(things), processes)
    try:
        for _ in range(processes):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(things, work, shares, theirs), daemon=True)
            worker.start()
            theirs.close()
            connections.append(ours)
            workers.append(worker)
        return _gather(connections, len(things), done)
    finally:
        gc.unfreeze()
        os.close(shares)
        for worker in workers:
            worker.terminate()
            worker.join()


def _shares(items: int, processes: int) -> int:
    """A pipe, by its descriptor, from which processes take the numbers of the items to work on next, so that
    all of them end at about the same time: where each share begins and ends, in four bytes each."""
    size = -(-items // min(processes * SHARES, MOST_SHARES))
    ends = (number.to_bytes(4, "big") for n in range(0, items, size) for number in (n, min(n + size, items)))
    reader, writer = os.pipe()
    os.write(writer, b"".join(ends))
    os.close(writer)
    return reader


def _gather(connections: list[Connection], of: int, done: Callable[[int], None]) -> list[R] | None:
    """The results of all items, in order; None if a process failed."""
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


def _work(things: Sequence[T], work: Callable[[int, T], R], shares: int, connection: Connection) -> None:
    """Work on shares of the items until none is left, and send the results."""
    # The parent's signal handlers are for the parent alone.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    batch: list[tuple[int, R]] = []
    try:
        while share := os.read(shares, 8):
            for n in range(int.from_bytes(share[:4], "big"), int.from_bytes(share[4:], "big")):
                batch.append((n, work(n, things[n])))
                if len(batch) == BATCH:
                    connection.send(batch)
                    batch = []
        connection.send(batch)
    except BaseException:  # the parent repeats the work, and raises it
        os._exit(1)
    finally:
        connection.close()
    # Skip the parent's exit handlers.
    os._exit(0)

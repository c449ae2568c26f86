"""Runs a function on many items with all cores, in forked processes, which inherit all objects in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done, and how much there is. An exception from it ends the
work."""

T = TypeVar("T")
R = TypeVar("R")

FEW = 40
"""Items that are done before a second process would have started."""

SHARES = 64
"""Into how many shares items are divided for each process, so that all end at about the same time."""

_inherited: tuple[Sequence[Any], Callable[[int, Any], Any]]
"""The items, and the work on each of them: forked processes have them without being sent them."""


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
    """The work in several processes; None if it failed in one of them."""
    global _inherited
    _inherited = things, work
    # Garbage collection in the new processes would touch, and so copy, all memory: with 100 briefings, each
    # would have 43 MB of its own, not 14.
    gc.freeze()
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), initializer=_begin)
    results: list[R] = []
    try:
        share = 1 + len(things) // (processes * SHARES)
        coming = pool.map(_work, range(len(things)), chunksize=share)
        while len(results) < len(things):
            try:
                results.append(next(coming))
            except Exception:
                return None
            done(len(results))
        return results
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
        del _inherited


def _begin() -> None:
    """Prepare a process: it must not outlive its parent, whose signal handlers are not for it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # It has inherited the parent's locks, for which other commands wait.
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(number: int) -> Any:
    things, work = _inherited
    return work(number, things[number])

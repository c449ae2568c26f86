"""Runs a function on many items with all cores, in forked processes, which inherit all objects in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
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
    """The results of `work` for each item, in order. `done` is called with the number of items that are done;
    for the rest, see `coming`."""
    results: list[R] = []
    with coming(things, work, cores=cores, few=few) as found:
        for result in found:
            results.append(result)
            done(len(results))
    return results


@contextmanager
def coming(
    things: Sequence[T], work: Callable[[int, T], R], *, cores: int = 0, few: int = FEW
) -> Iterator[Iterator[R]]:
    """The results of `work` for each item, in order, as they come; `work` is given an item's number and the
    item. Other processes work ahead, so this one can do something else first.

    Results should be small, since processes send them; other changes that `work` makes in memory are lost.
    `cores` is the number of processes; 0 means one for each core, or only this one for `few` items or fewer.
    """
    processes = min(cores or available_cores(), len(things))
    if processes > 1 and (cores > 0 or len(things) > few) and _may_fork():
        with _in_processes(things, work, processes) as found:
            yield found
    else:
        yield (work(n, thing) for n, thing in enumerate(things))


def available_cores() -> int:
    """How many processes can run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    # A forked process of a program with other threads may deadlock.
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _in_processes(things: Sequence[T], work: Callable[[int, T], R], processes: int) -> Iterator[Iterator[R]]:
    global _inherited
    _inherited = things, work
    # Garbage collection in the new processes would touch, and so copy, all memory: with 100 briefings, each
    # would have 43 MB of its own, not 14.
    gc.freeze()
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), initializer=_begin)
    try:
        share = 1 + len(things) // (processes * SHARES)
        yield _or_here(pool, pool.map(_work, range(len(things)), chunksize=share), things, work)
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
        del _inherited


def _or_here(
    pool: ProcessPoolExecutor, theirs: Iterator[R], things: Sequence[T], work: Callable[[int, T], R]
) -> Iterator[R]:
    """The results of other processes; where one fails, those of this process, so that its exception is raised
    here. By then the others have ended: two must not write the same file."""
    count = 0
    with suppress(Exception):
        for result in theirs:
            yield result
            count += 1
    pool.shutdown(cancel_futures=True)
    for n in range(count, len(things)):
        yield work(n, things[n])


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

"""Runs a function on many items with all cores: in this process and in forked ones, which inherit all objects
in memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
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

_BYTES, _MOST = 4, 1 << 14
"""How many bytes the number of a share has in a pipe, and how many numbers a pipe takes."""

_inherited: tuple[Sequence[Any], Callable[[int, Any], Any], int, int]
"""The items, the work on each of them, the size of a share, and a pipe with the numbers of the shares that
nobody has taken: forked processes have them without being sent them."""

_Taken = tuple[int, list[Any]]
"""The number of a share, and the results."""


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
    item. Other processes begin at once, so this one can do something else before it takes part.

    Results should be small, since processes send them; other changes that `work` makes in memory can be lost.
    `cores` is the number of processes with this one; 0 means one for each core, or only this one for `few`
    items or fewer.
    """
    processes = min(cores or available_cores(), len(things), _MOST // SHARES)
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
    size = 1 + len(things) // (processes * SHARES)
    shares = range(-(-len(things) // size))
    # To read a number is to take that share. Unlike a lock, a pipe does not stay held by a killed process.
    untaken, numbers = os.pipe()
    os.write(numbers, b"".join(number.to_bytes(_BYTES) for number in shares))
    os.close(numbers)
    _inherited = things, work, size, untaken
    # Garbage collection in the new processes would touch, and so copy, all memory: with 100 briefings, each
    # would have 43 MB of its own, not 14.
    gc.freeze()
    sent: list[Connection] = []
    others: list[BaseProcess] = []
    context = multiprocessing.get_context("fork")
    try:
        for _ in range(processes - 1):
            receiving, sending = context.Pipe(duplex=False)
            sent.append(receiving)
            others.append(context.Process(target=_take_part, args=(sent, sending)))
            others[-1].start()
            sending.close()  # the other process has the last copy, so its end is noticed
        yield _together(sent, shares)
    finally:
        _take_the_rest()
        for connection in sent:
            connection.close()
        for other in others:
            other.join()
        os.close(untaken)
        gc.unfreeze()
        del _inherited


def _together(sent: Sequence[Connection], shares: Iterable[int]) -> Iterator[Any]:
    """The results of this process and of others; where one fails, those of this process, so that its
    exception is raised here. By then the others have ended: two must not write the same file."""
    known: dict[int, list[Any]] = {}
    working = [*sent]
    for number in shares:
        while number not in known:
            taken = None if wait(working, timeout=0) else _take()
            if taken is not None:
                known |= [taken]
            elif working:
                known |= _next(working)
            else:
                known[number] = _results(number)
        yield from known.pop(number)


def _next(working: list[Connection]) -> Iterator[_Taken]:
    """What other processes send next. Those that have ended are removed."""
    wait(working)
    for connection in [*working]:
        try:
            if connection.poll():
                yield connection.recv()
        except (EOFError, OSError):
            working.remove(connection)


def _take_part(sent: Iterable[Connection], sending: Connection) -> None:
    """Take shares in another process. One that fails leaves none to the others, so that its exception is soon
    raised in the first process."""
    _begin()
    for connection in sent:
        connection.close()  # else a full pipe would stay full once the first process has left
    results = SimpleQueue[bytes | None]()
    # A full pipe must not keep this process from its next share while the first one does something else.
    threading.Thread(target=_send, args=(results, sending)).start()
    try:
        while (taken := _take()) is not None:
            results.put(pickle.dumps(taken))
    except Exception:
        _take_the_rest()
    finally:
        results.put(None)


def _send(results: SimpleQueue[bytes | None], sending: Connection) -> None:
    with suppress(OSError):  # the first process no longer receives them
        for each in iter(results.get, None):
            sending.send_bytes(each)


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


def _take() -> _Taken | None:
    """The results of a share that nobody had taken; None if there is none."""
    number = os.read(_inherited[-1], _BYTES)
    return (share := int.from_bytes(number), _results(share)) if number else None


def _take_the_rest() -> None:
    """Leave no share to anybody."""
    while os.read(_inherited[-1], 1 << 16):
        pass


def _results(share: int) -> list[Any]:
    things, work, size, _ = _inherited
    numbers = range(len(things))[share * size : (share + 1) * size]
    return [work(number, things[number]) for number in numbers]

"""How long something takes, so that a test of it fails only where it is slow, whatever else the machine does.

What disturbs a measurement only adds to it: another program, the collector of a process that a thousand tests have
filled. So it is measured again before it counts as slow, and what is slow in itself is slow each time."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

ATTEMPTS = 5


def assert_soon(work: Callable[[], object], limit: float) -> None:
    """Fails if `work` takes more than so many seconds of the processor.

    The limit is for what grows with the square of its input, which takes minutes. It is many times what `work`
    needs."""
    taken: list[float] = []
    while len(taken) < ATTEMPTS:
        taken.append(seconds(work))
        if taken[-1] < limit:
            return
    raise AssertionError(f"{min(taken):.1f} s, not {limit}")


def assert_linear(work: Callable[[int], object], size: int, times: int = 10) -> None:
    """Fails if `work` takes more than twice as long for each character of an input so many times as long.

    `work` makes its input itself, and gets another size each time, so that nothing is remembered. Quadratic work
    takes `times` as long for each."""
    short, long = float("inf"), float("inf")
    for attempt in range(ATTEMPTS):
        now = size * (10 + attempt) // 10
        short = min(short, seconds(lambda now=now: work(now)) / now)  # type: ignore[misc]
        long = min(long, seconds(lambda now=now: work(times * now)) / (times * now))  # type: ignore[misc]
        if long < 2 * short or long * times * now < 0.02:
            return
    raise AssertionError(f"{short * 1e6:.3f}, then {long * 1e6:.3f} seconds for a million characters")


def seconds(work: Callable[[], object]) -> float:
    """The time of the processor that `work` takes, without pauses of the collector."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        begins = process_time()
        work()
        return process_time() - begins
    finally:
        if was_on:
            gc.enable()

"""Attacks on functions and whole builds, in turns, until the time is over.

Each input follows from the seed, the target's name and a number. What is found is written to build/fuzz/,
in a form that can be run again.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType, TracebackType

from playwright.sync_api import Page

from tests.fuzz import product
from tests.fuzz.browser import judge, judging
from tests.fuzz.engine import engine, replay
from tests.fuzz.targets import TARGETS, Failure, Finding, Input, Target

PROJECT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).parent / "kept"
FOUND = PROJECT / "build" / "fuzz"
STALLED = 60
"""Seconds after which a run ends with what it is at: some code does not listen to signals."""
ROUND = 3
"""Seconds of attacks on functions between two builds."""


class TooSlowError(Exception):
    """An input took more of the processor's time than it may."""


# ── One input ──


def attempt(target: Target, given: Input, made_by: str, page: Page | None) -> Failure | None:
    """What comes of an input. A browser judges the pages that are made of it."""
    try:
        with _bounded(target.seconds):
            fragments = target.run(given)
        if wrong := [found for fragment in fragments for found in judge(page, fragment)]:
            return Failure(target.name, made_by, given, wrong[0].split(":")[0], "\n".join(wrong))
    except Finding as finding:
        what = str(finding).split("\n")[0].split(":")[0]
        return Failure(target.name, made_by, given, what, str(finding))
    except Exception as error:
        details = "".join(traceback.format_exception(error))[-6000:]
        return Failure(target.name, made_by, given, _where(error), details)
    return None


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Raises TooSlowError after so much of the processor's time; in the main thread only."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {seconds:g} seconds of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _where(error: BaseException) -> str:
    """The kind of error and the last place in the package: two inputs with the same are one fault."""
    step: TracebackType | None = error.__traceback__
    place = ""
    while step is not None:
        code = step.tb_frame.f_code
        if (
            f"{os.sep}briefings{os.sep}" in code.co_filename
            and f"{os.sep}site-packages{os.sep}" not in code.co_filename
        ):
            place = f" in {code.co_filename.rpartition(os.sep + 'briefings' + os.sep)[2]}, {code.co_name}"
        step = step.tb_next
    return f"{type(error).__name__}{place}"


def shrunk(failure: Failure, page: Page | None, seconds: float = 3) -> Failure:
    """The same fault by a smaller input, as far as the time goes."""
    target, best = TARGETS[failure.target], failure
    end = time.monotonic() + seconds
    if "TooSlow" in failure.what:
        return failure
    for name in sorted(target.shrinks & failure.input.keys(), key=lambda each: -len(failure.input[each])):
        size = max(1, len(best.input[name]) // 2)
        while size and time.monotonic() < end:
            at = 0
            while at < len(best.input[name]) and time.monotonic() < end:
                words = best.input[name]
                tried = attempt(
                    target, {**best.input, name: words[:at] + words[at + size :]}, best.made_by, page
                )
                if tried is not None and tried.what == failure.what:
                    best = tried
                else:
                    at += size
            size //= 2
    return best


# ── Many ──


class Run:
    """Attacks with one seed, and the faults that they found."""

    def __init__(self, seed: str, page: Page | None) -> None:
        self._seed, self._page = seed, page
        self.inputs = 0
        self.faults: dict[str, Failure] = {}
        """By the file's name; of each fault the first."""
        self.times: Counter[str] = Counter()
        """How often each fault came."""

    def attack(self, targets: Sequence[Target], seconds: float, most: float) -> None:
        """Attack functions for so long, or with so many inputs in all."""
        turns = [target for target in targets for _ in range(target.share)]
        end = time.monotonic() + seconds
        while self.inputs < most and time.monotonic() < end:
            target = turns[self.inputs % len(turns)]
            made_by = f"{self._seed} {target.name} {self.inputs}"
            faulthandler.dump_traceback_later(STALLED, exit=True)
            failure = attempt(target, target.make(Random(made_by)), made_by, self._page)
            faulthandler.cancel_dump_traceback_later()
            self.inputs += 1
            if failure is not None:
                self.add(failure)

    def add(self, failure: Failure) -> None:
        """Count a failure; if its fault is new, print it and write it down."""
        self.times[failure.name] += 1
        if failure.name in self.faults:
            return
        if failure.target in TARGETS:
            failure = shrunk(failure, self._page)
        self.faults[failure.name] = failure
        print(f"FOUND {failure.target}: {failure.what}\n  REPLAY={_shown(failure.write(FOUND))}", flush=True)


# ── The command ──


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m tests.fuzz`: 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--inputs", type=float, default=float("inf"), help="at most so many, for functions")
    parser.add_argument("--builds", type=float, default=float("inf"), help="at most so many projects")
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--only", nargs="*", default=[*TARGETS, "engine"], choices=[*TARGETS, "engine"])
    parser.add_argument("--replay", type=Path, nargs="+", help="files that an earlier run wrote")
    given = parser.parse_args(arguments)
    if given.replay:
        with judging() as page:
            return max(_replay(file, page) for file in given.replay)
    targets = [TARGETS[name] for name in given.only if name != "engine"]
    inputs, builds = given.inputs * bool(targets), given.builds * ("engine" in given.only)
    return _rounds(given.seed, targets, given.seconds, inputs, builds)


def _replay(file: Path, page: Page | None) -> int:
    failure = Failure.read(file)
    if failure.target == "engine":
        again = replay(failure, page)
    else:
        again = attempt(TARGETS[failure.target], failure.input, failure.made_by, page)
    if again is None:
        print(f"{file.name}: nothing is wrong any more; then: {failure.what}")
        return 0
    print(f"{file.name}: {again.what}\n{again.details}")
    for name, text in failure.input.items():
        print(f"── {name}\n{text[:3000]!r}")
    return 1


def _rounds(seed: str, targets: Sequence[Target], seconds: float, inputs: float, builds: float) -> int:
    print(f"seed {seed}: SEED={seed} makes the same again", flush=True)
    product.ready()
    started = time.monotonic()
    with judging() as page, engine(seed, page) as whole:
        run = Run(seed, page)
        while (left := started + seconds - time.monotonic()) > 0 and (
            run.inputs < inputs or whole.builds < builds
        ):
            run.attack(targets, min(ROUND, left), inputs)
            if whole.builds < builds:
                for failure in whole.round():
                    run.add(failure)
            line = f"{time.monotonic() - started:6.0f} s  {run.inputs:,} inputs, {whole}, {len(run.faults)} faults"
            print(
                f"\r{line}" if sys.stdout.isatty() else line,
                end="" if sys.stdout.isatty() else "\n",
                flush=True,
            )
    print()
    for name, failure in run.faults.items():
        print(f"{run.times[name]:>5} × {failure.target}: {failure.what} ({_shown(FOUND / name)})")
    print(f"{len(run.faults)} faults were found" if run.faults else "nothing was found")
    return int(bool(run.faults))


def _shown(path: Path) -> str:
    return os.path.relpath(path, PROJECT)


def kept() -> Iterable[Path]:
    """The findings that are run again with every test."""
    return sorted(KEPT.glob("*.json"))

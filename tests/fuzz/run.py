"""Attacks on functions and whole builds, in turns, until the time is over.

Each input follows from the seed, the target's name and a number. What is found is written to build/fuzz/,
in a form that can be run again.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import select
import signal
import struct
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from itertools import count
from pathlib import Path
from random import Random
from types import FrameType, TracebackType
from typing import IO

from playwright.sync_api import Page

from tests.fuzz import product
from tests.fuzz.targets import TARGETS, Finding, Fragment, Input, Target

PROJECT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).parent / "kept"
FOUND = PROJECT / "build" / "fuzz"
STALLED = 60
"""Seconds after which a process that makes no progress is ended: some code does not listen to signals."""
ROUND = 3
"""Seconds of attacks on functions between two builds."""
MOST_FRAGMENTS = 300
"""Of one round: a browser judges about a hundred pages a second."""


class TooSlowError(Exception):
    """An input took more of the processor's time than it may."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input and what came of it."""

    target: str
    made_by: str
    """What the input was made from by chance; empty for one that was written down."""
    input: Input
    what: str
    """In one line: the same fault has the same line."""
    details: str = ""

    @property
    def name(self) -> str:
        """Of the file that it is written to; the same for the same fault."""
        digest = blake2b(self.what.encode("utf-8", "surrogatepass"), digest_size=4)
        return f"{self.target}-{digest.hexdigest()}.json"

    def write(self, folder: Path) -> Path:
        """Write it down, to be run again."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / self.name
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=True) + "\n", encoding="utf-8")
        return file

    @classmethod
    def read(cls, file: Path) -> Failure:
        """One that was written down."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))


# ── One input ──


def attempt(target: Target, given: Input, made_by: str = "") -> tuple[Failure | None, list[Fragment]]:
    """What comes of an input: a failure, or the pages that a browser has yet to judge."""
    try:
        with _bounded(target.seconds):
            return None, target.run(given)
    except Finding as finding:
        what = str(finding).split("\n")[0].split(":")[0]
        return Failure(target.name, made_by, given, what, str(finding)), []
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return Failure(
            target.name, made_by, given, _where(error), "".join(traceback.format_exception(error))[-6000:]
        ), []


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


def shrunk(failure: Failure, seconds: float = 3) -> Failure:
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
                tried, _ = attempt(
                    target, {**best.input, name: words[:at] + words[at + size :]}, best.made_by
                )
                if tried is not None and tried.what == failure.what:
                    best = tried
                else:
                    at += size
            size //= 2
    return best


# ── Many ──


@dataclass(slots=True)
class Report:
    """What was run, and what came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Failure] = field(default_factory=dict)
    """By the file's name; of each fault the first."""
    times: Counter[str] = field(default_factory=Counter)
    """How often each fault came."""
    fragments: list[tuple[Fragment, Failure]] = field(default_factory=list)
    """Pages that wait for a browser, each with a failure to be if it finds something."""
    judged: int = 0

    def add(self, failure: Failure) -> bool:
        """Note a failure; whether its fault is new."""
        self.times[failure.name] += 1
        return self.failures.setdefault(failure.name, failure) is failure


def functions(
    seed: str, start: int, seconds: float, report: Report, only: Sequence[str], most: int | None
) -> int:
    """Attack functions for so long, or so often, in a child process; the number to go on with."""
    known = set(report.failures)
    # The child says in shared memory what it is at, in case that it never comes back.
    progress = mmap.mmap(-1, 16)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as stream:
            _attack(_Attack(seed, start, seconds, only, known, most), progress, stream)
        os._exit(0)
    os.close(writer)
    lines = _lines(reader, child, progress)
    last = start
    for line in lines:
        said = json.loads(line)
        if "failure" in said:
            report.add(Failure(**said["failure"]))
        elif "fragment" in said:
            report.fragments.append((Fragment(**said["fragment"]), Failure(**said["from"])))
        elif "stalled" in said:
            number, index = said["stalled"]
            name = list(TARGETS)[index]
            given = TARGETS[name].make(Random(f"{seed} {name} {number}"))
            report.add(
                Failure(name, f"{seed} {name} {number}", given, "hangs and does not listen to signals", "")
            )
            last = max(last, number)
        else:
            report.counts.update(said["counts"])
            report.times.update(said["again"])
            last = said["last"]
    os.waitpid(child, 0)
    return last + 1


def _lines(reader: int, child: int, progress: mmap.mmap) -> Iterator[str]:
    """What the child says, until it ends or stalls."""
    before, since, rest = b"", time.monotonic(), b""
    while True:
        if select.select([reader], [], [], 1)[0]:
            data = os.read(reader, 1 << 20)
            if not data:
                break
            *whole, rest = (rest + data).split(b"\n")
            yield from (line.decode("utf-8") for line in whole)
        if progress[:16] != before:
            before, since = progress[:16], time.monotonic()
        elif time.monotonic() - since > STALLED:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            yield json.dumps({"stalled": struct.unpack("qq", progress[:16])})
            break
    os.close(reader)


@dataclass(frozen=True, slots=True)
class _Attack:
    seed: str
    start: int
    seconds: float
    only: Sequence[str]
    known: set[str]
    """Faults that were told already."""
    most: int | None


def _attack(how: _Attack, progress: mmap.mmap, stream: IO[str]) -> None:
    turns = [
        target
        for target in TARGETS.values()
        if not how.only or target.name in how.only
        for _ in range(target.share)
    ]
    counts: Counter[str] = Counter()
    again: Counter[str] = Counter()
    end, last = time.monotonic() + how.seconds, how.start
    for number in count(how.start):
        if time.monotonic() >= end or (how.most is not None and number >= how.start + how.most):
            break
        last, target = number, turns[number % len(turns)]
        progress[:16] = struct.pack("qq", number, list(TARGETS).index(target.name))
        made_by = f"{how.seed} {target.name} {number}"
        given = target.make(Random(made_by))
        failure, made = attempt(target, given, made_by)
        counts[target.name] += 1
        if failure is not None and failure.name in how.known:
            again[failure.name] += 1
        elif failure is not None:
            how.known.add(failure.name)
            stream.write(json.dumps({"failure": asdict(shrunk(failure))}) + "\n")
        for fragment in made[: max(0, MOST_FRAGMENTS - counts["fragments"])]:
            counts["fragments"] += 1
            stream.write(
                json.dumps(
                    {
                        "fragment": asdict(fragment),
                        "from": asdict(Failure(target.name, made_by, given, "", "")),
                    }
                )
                + "\n"
            )
    del counts["fragments"]
    stream.write(json.dumps({"counts": counts, "again": again, "last": last}) + "\n")


# ── The command ──


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a run ends: after so many seconds, or once both numbers are reached, where they are given."""

    seconds: float
    inputs: int | None
    builds: int | None

    def functions(self, done: int) -> bool:
        """Whether functions are attacked on."""
        return done < self.inputs if self.inputs is not None else self.builds is None

    def engine(self, done: int) -> bool:
        """Whether projects are built on."""
        return done < self.builds if self.builds is not None else self.inputs is None


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m tests.fuzz`: 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--inputs", type=int, help="attack functions with so many inputs, and stop")
    parser.add_argument("--builds", type=int, help="build so many projects, and stop")
    parser.add_argument("--seed", default="")
    parser.add_argument("--only", nargs="*", default=[], choices=[*TARGETS, "engine"])
    parser.add_argument("--replay", type=Path, nargs="+", help="files that an earlier run wrote")
    given = parser.parse_args(arguments)
    if given.replay:
        return max(map(_replay, given.replay))
    return _rounds(
        given.seed or str(int(time.time())), Bounds(given.seconds, given.inputs, given.builds), given.only
    )


def _replay(file: Path) -> int:
    from tests.fuzz.browser import judge, judging
    from tests.fuzz.engine import replay

    failure = Failure.read(file)
    if failure.target == "engine":
        again = replay(failure)
    else:
        again, fragments = attempt(TARGETS[failure.target], failure.input, failure.made_by)
        if again is None and fragments:
            with judging() as page:
                wrong = [found for fragment in fragments for found in judge(page, fragment)]
            again = (
                Failure(failure.target, failure.made_by, failure.input, wrong[0], "\n".join(wrong))
                if wrong
                else None
            )
    if again is None:
        print(f"{file.name}: nothing is wrong any more; then: {failure.what}")
        return 0
    print(f"{file.name}: {again.what}\n{again.details}")
    for name, text in failure.input.items():
        print(f"── {name}\n{text[:3000]!r}")
    return 1


def _rounds(seed: str, bounds: Bounds, only: Sequence[str]) -> int:
    from tests.fuzz.browser import judging
    from tests.fuzz.engine import engine

    print(f"seed {seed}: SEED={seed} makes the same again", flush=True)
    report = Report()
    product.ready()
    started = time.monotonic()
    number = told = 0
    names = [name for name in only if name != "engine"]
    with judging() as page, engine(seed, page) as whole:
        while (left := started + bounds.seconds - time.monotonic()) > 0:
            attacks = bounds.functions(number) and (bool(names) or not only)
            builds = bounds.engine(whole.builds) and (not only or "engine" in only)
            if not attacks and not builds:
                break
            if attacks:
                most = bounds.inputs - number if bounds.inputs is not None else None
                number = functions(seed, number, min(ROUND, left), report, names, most)
                _judge(report, page)
            if builds:
                for failure in whole.round():
                    report.add(failure)
            for failure in list(report.failures.values())[told:]:
                told += 1
                print(
                    f"FOUND {failure.target}: {failure.what}\n  REPLAY={_shown(failure.write(FOUND))}",
                    flush=True,
                )
            _tell(report, whole, time.monotonic() - started)
    print()
    for name, failure in report.failures.items():
        print(f"{report.times[name]:>5} × {failure.target}: {failure.what} ({_shown(FOUND / name)})")
    print(f"{len(report.failures)} faults were found" if report.failures else "nothing was found")
    return int(bool(report.failures))


def _judge(report: Report, page: Page | None) -> None:
    """Have the browser judge the pages that wait for it."""
    from tests.fuzz.browser import judge

    for fragment, origin in report.fragments:
        report.judged += 1
        if wrong := judge(page, fragment):
            report.add(
                Failure(origin.target, origin.made_by, origin.input, wrong[0].split(":")[0], "\n".join(wrong))
            )
    report.fragments.clear()


def _tell(report: Report, whole: object, seconds: float) -> None:
    done = sum(report.counts.values())
    rate = done / max(seconds, 1)
    line = f"{seconds:6.0f} s  {done:,} inputs ({rate:,.0f}/s), {report.judged:,} pages judged, {whole}"
    line += f", {len(report.failures)} faults"
    print(f"\r{line}" if sys.stdout.isatty() else line, end="" if sys.stdout.isatty() else "\n", flush=True)


def _shown(path: Path) -> str:
    return os.path.relpath(path, PROJECT)


def kept() -> Iterable[Path]:
    """The findings that are run again with every test."""
    return sorted(KEPT.glob("*.json"))

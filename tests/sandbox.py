"""Commands of `briefings` run as from a shell, each in a process of its own, with bounds on time and memory, and
if wanted on a disk that fails.

A program started once has everything imported and forks for each command, which then costs milliseconds.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent

SECONDS = 10
"""Of the processor: what a small project needs by far, and an attack must not exceed."""
LONGEST = 60
"""On the clock, for what waits without working, as for a pipe that nobody writes to."""
MEMORY = 3_000_000_000
LARGEST_FILE = 300_000_000

DAY = "1764028800"
"""25 November 2025, for commands that write a day."""

COUNTED = 100
"""The descriptor by which a command tells what it did to the disk."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    command: str
    status: int
    """Its exit code; negative where a signal ended it."""
    out: str
    """Both its streams, or the first if they are kept apart."""
    seconds: float
    err: str = ""
    events: Sequence[str] = ()
    """What it did to the disk, if that was counted and it came to its end; see `tests.faults.disk`."""

    @property
    def ended(self) -> str:
        """Why it did not end by itself; empty where it did."""
        if self.status == -signal.SIGXCPU or (self.status == -signal.SIGKILL and self.seconds < LONGEST):
            return f"used its {SECONDS} seconds"
        return (
            "" if self.status >= 0 else f"was ended by signal {-self.status} after {self.seconds:.0f} seconds"
        )


class Sandbox:
    """The program that forks."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(
        self,
        root: Path,
        command: Sequence[str],
        *,
        seconds: int = SECONDS,
        env: Mapping[str, str] | None = None,
        fault: tuple[str, int] | None = None,
        killed_after: float | None = None,
        program: str = "briefings",
        apart: bool = False,
    ) -> None:
        """Have `briefings` or `mkdocs` run with these arguments in a folder; `end` waits for it.

        An empty variable in `env` is one that the command does not have. `fault` says how the disk fails, and at which
        change. With `apart`, the two streams are."""
        assert self._process.stdin is not None
        request = {
            "root": str(root), "command": list(command), "seconds": seconds, "env": dict(env or {}), "fault": fault,
            "longest": LONGEST if killed_after is None else killed_after, "program": program, "apart": apart,
        }  # fmt: skip
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def end(self) -> Ran:
        """What the command that was begun left behind."""
        assert self._process.stdout is not None
        return Ran(**json.loads(self._process.stdout.readline()))

    def run(self, root: Path, command: Sequence[str], **options: Any) -> Ran:
        """Run a command to its end, with options as of `begin`."""
        self.begin(root, command, **options)
        return self.end()


@contextmanager
def sandbox() -> Iterator[Sandbox]:
    """A sandbox, closed at the end."""
    command = [sys.executable, "-m", "tests.sandbox"]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | {"TMPDIR": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            yield Sandbox(process)
        finally:
            # It may not even have started yet, and keeps nothing.
            process.kill()


def _warm_up() -> None:
    """Have what commands import late, and work out once in each process, in memory before the first."""
    from briefings import cli
    from tests.hostile.case_files import base
    from tests.hostile.play import write_project

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        write_project(root, base())
        os.chdir(root)
        for command in ("verify", "check", "build"):
            sys.argv = ["briefings", command]
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()), suppress(SystemExit):
                cli.main()
        os.chdir(PROJECT)


@functools.cache
def _build_the_wheel_once() -> None:
    """Have `init` and `upgrade` copy the wheel of this clone, which takes seconds to build."""
    from briefings.desk import tool

    ((path, wheel),) = tool.from_checkout(PROJECT).files.items()

    def build(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        Path(command[-1], Path(path).name).write_bytes(wheel)
        return subprocess.CompletedProcess(command, 0)

    known = SimpleNamespace(run=build, TimeoutExpired=subprocess.TimeoutExpired)
    setattr(tool, "subprocess", known)  # noqa: B010


def _serve() -> None:
    """Answer each line."""
    _warm_up()
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a command. After some seconds, its process group is killed."""
    if {"init", "upgrade"} & {*request["command"]}:
        _build_the_wheel_once()
    # Pipes, since a full disk does not hold what a command says.
    said, saying = os.pipe()
    counted, counting = os.pipe()
    errors = os.memfd_create("errors") if request["apart"] else saying
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            _confine(request, saying, errors, counting)
            os._exit(_run(request))
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(98)
    os.close(saying)
    os.close(counting)
    killer = threading.Timer(request["longest"], _kill, [child])
    killer.start()
    with open(said, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123  # it is a pipe
        out = stream.read()
    with open(counted, encoding="ascii") as stream:  # noqa: PTH123
        events = stream.read()
    _, status = os.waitpid(child, 0)
    killer.cancel()
    err = ""
    if request["apart"]:
        os.lseek(errors, 0, os.SEEK_SET)
        with open(errors, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123
            err = stream.read()
    return {
        "command": " ".join(request["command"]), "status": os.waitstatus_to_exitcode(status), "out": out, "err": err,
        "seconds": time.monotonic() - started, "events": json.loads(events or "[]"),
    }  # fmt: skip


def _kill(child: int) -> None:
    """End a command with all that it started. It may not have made its group yet, or have ended already."""
    for end in (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):
            end(child, signal.SIGKILL)


def _confine(request: Mapping[str, Any], saying: int, errors: int, counting: int) -> None:
    """In the child: its own group, bounds, streams and environment."""
    os.setsid()
    seconds = request["seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    for old, new in ((os.open(os.devnull, os.O_RDONLY), 0), (saying, 1), (errors, 2), (counting, COUNTED)):
        os.dup2(old, new)
    os.close(saying)
    os.close(counting)
    os.environ.pop("BRIEFINGS_TRACEBACK", None)
    os.environ.update({"SOURCE_DATE_EPOCH": DAY, "NO_COLOR": "1"} | request["env"])
    for name in [name for name, value in request["env"].items() if value == ""]:
        del os.environ[name]
    os.chdir(request["root"])


def _run(request: Mapping[str, Any]) -> int:
    """In the child: the command, and its exit code."""
    from mkdocs.__main__ import cli as mkdocs

    from briefings import cli
    from tests.faults.disk import Disk

    disk = Disk(*request["fault"]) if request["fault"] else None
    if disk is not None:
        disk.install()
    sys.argv = [request["program"], *request["command"]]
    status = 99
    try:
        mkdocs() if request["program"] == "mkdocs" else cli.main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 99
    sys.stdout.flush()
    sys.stderr.flush()
    with open(COUNTED, "w", encoding="ascii") as pipe:
        json.dump(disk.events if disk is not None else [], pipe)
    return status


if __name__ == "__main__":
    _serve()

"""Commands of `briefings` run as from a shell, each in a process of its own, with bounds on time and memory.

A program started once has everything imported and forks for each command, which then costs milliseconds.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parent.parent

SECONDS = 10
"""Of the processor: what a small project needs by far, and an attack must not exceed."""
LONGEST = 60
"""On the clock, for what waits without working, as for a pipe that nobody writes to."""
MEMORY = 3_000_000_000
LARGEST_FILE = 300_000_000

DAY = "1764028800"
"""25 November 2025, for commands that write a day."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    command: str
    status: int
    """Its exit code; negative where a signal ended it."""
    out: str
    """Both its streams."""
    seconds: float

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

    def run(
        self, root: Path, command: Sequence[str], *, seconds: int = SECONDS, env: dict[str, str] | None = None
    ) -> Ran:
        """Run `briefings` with these arguments in a folder."""
        assert self._process.stdin is not None and self._process.stdout is not None
        request = {"root": str(root), "command": list(command), "seconds": seconds, "env": env or {}}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Ran(" ".join(command), answer["status"], answer["out"], answer["seconds"])


@contextmanager
def sandbox() -> Iterator[Sandbox]:
    """A sandbox, closed at the end."""
    command = [sys.executable, "-m", "tests.sandbox"]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Sandbox(process)
        finally:
            # It may not even have started yet, and keeps nothing.
            process.kill()


def _warm_up() -> None:
    """Have what commands import late, and work out once in each process, in memory before the first."""
    import mkdocs.commands.build  # noqa: F401

    from briefings import cli
    from tests.hostile.case_files import base
    from tests.hostile.play import write_project

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        write_project(root, base())
        os.chdir(root)
        for command in ("verify", "check"):
            sys.argv = ["briefings", command]
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()), suppress(SystemExit):
                cli.main()
        os.chdir(PROJECT)


def _serve() -> None:
    from briefings import cli

    _warm_up()
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryFile() as output:
            started = time.monotonic()
            child = os.fork()
            if child == 0:
                try:
                    _confine(request, output)
                    sys.argv = ["briefings", *request["command"]]
                    cli.main()
                except SystemExit as ended:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(ended.code if isinstance(ended.code, int) else 99)
                finally:
                    os._exit(98)
            status = _wait(child, LONGEST)
            seconds = time.monotonic() - started
            output.seek(0)
            out = output.read(5_000_000).decode("utf-8", "replace")
        print(json.dumps({"status": status, "out": out, "seconds": seconds}), flush=True)


def _confine(request: dict[str, object], output: IO[bytes]) -> None:
    """In the child: its own group, bounds, streams and environment."""
    os.setsid()
    seconds = int(str(request["seconds"]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    os.environ.pop("BRIEFINGS_TRACEBACK", None)
    given = request["env"]
    assert isinstance(given, dict)
    os.environ.update({"SOURCE_DATE_EPOCH": DAY, "NO_COLOR": "1"} | given)
    os.chdir(str(request["root"]))


def _wait(child: int, longest: float) -> int:
    """The exit code of a child, which is ended with all its group after so many seconds."""
    handle = os.pidfd_open(child)
    try:
        if not select.select([handle], [], [], longest)[0]:
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(handle)
    # What it may have left running.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    _serve()

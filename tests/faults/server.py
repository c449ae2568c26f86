"""Runs commands in forked processes, where all modules are imported already, and makes the Nth change to the
disk fail.

Reads one task a line, as JSON; see `tests.faults.running`.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from typing import Any

from briefings import cli
from briefings.desk import starter, upgrade
from briefings.desk.manifest import digest

CHANGES = frozenset(
    {
        "os.rename",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.utime",
        "fsync",
    }
)
"""Besides opening a file to write in it."""

CREATES = frozenset({"open", "os.mkdir", "os.link", "os.symlink"})
"""What a full disk does not allow."""


OLD = b"old\n"
"""What an older version wrote in its files, as far as these commands know."""

COUNTED = 100
"""The descriptor by which a command tells what it did."""


class Disk:
    """Counts the changes that a process makes to the disk, and fails at the Nth, or from the Nth on."""

    def __init__(self, how: str, at: int) -> None:
        self.how = how
        self.at = at
        self.count = 0
        self.events: list[str] = []
        """The kind of each change: `writing` in a scratch folder, `removing` anywhere, or else the audit
        event."""

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook."""
        if event in CHANGES or (event == "open" and _to_write(*arguments)):
            self.count += 1
            self.events.append(_kind(event, *map(str, arguments[:2])))
            if self.count == self.at or (self.count > self.at and self.how == "full"):
                self.fail(event, str(arguments[0]))

    def fail(self, event: str, name: str) -> None:
        if self.how == "kill":
            os.killpg(0, signal.SIGKILL)
        if self.how == "broken":
            raise OSError(errno.EIO, os.strerror(errno.EIO), name)
        if self.how == "full":
            # Open files cannot be written to any more either; pipes can.
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            if event in CREATES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)

    def install(self) -> None:
        """Count from now on, also calls that Python does not audit itself."""
        # These faults are not power failures, so nothing need reach the disk.
        for name in ("fsync", "sync"):
            setattr(os, name, lambda *descriptor: sys.audit("fsync", "fsync"))
        sys.addaudithook(self.hook)


def _kind(event: str, path: str, other: str = "") -> str:
    if any(place in path or (event == "os.link" and place in other) for place in ("/new/", "/work/")):
        return "writing"
    return "removing" if event in ("os.remove", "os.rmdir") else event


def _to_write(path: Any, mode: str | None, flags: int) -> bool:
    return (
        not isinstance(path, int)
        and path != os.devnull
        and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    )


def run(root: str, arguments: list[str], how: str, at: int) -> int:
    """A command, as from a shell in a folder; how many things it did to the disk."""
    os.chdir(root)
    os.environ["SITE_URL"] = "https://example.org/"  # with an address, pictures are drawn
    sys.argv = ["briefings", *arguments]
    known = {path: digests | {digest(OLD)} for path, digests in starter.released().items()}
    setattr(upgrade, "released", lambda: {**known, "old.txt": {digest(OLD)}})  # noqa: B010
    disk = Disk(how, at)
    disk.install()
    status = 0
    try:
        cli.main()
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    with open(COUNTED, "w", encoding="ascii") as pipe:
        json.dump(disk.events, pipe)
    return status


def answer(root: str, arguments: list[str], how: str, at: int, seconds: float | None) -> dict[str, Any]:
    """What came of a command: its exit code, what it did and what it said. After some seconds it is
    killed."""
    said, saying = os.pipe()
    counted, counting = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        # Above those that the files of the first commands have.
        for old, new in ((saying, 1), (saying, 2), (counting, COUNTED)):
            os.dup2(old, new)
        os.close(saying)
        os.close(counting)
        try:
            os._exit(run(root, arguments, how, at))
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(71)
    os.close(saying)
    os.close(counting)
    if seconds is not None:
        time.sleep(seconds)
        # The group is there as long as the child was not waited for, and the child has made it.
        os.kill(child, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    with open(said, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123  # it is a pipe
        text = stream.read()
    with open(counted, encoding="ascii") as stream:  # noqa: PTH123
        events = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"status": status, "events": json.loads(events or "[]"), "text": text}


def warm_up(root: str) -> None:
    """Have what is worked out once in each process, such as templates, in memory before the first command."""
    os.chdir(root)
    for command in ("verify", "build"):
        sys.argv = ["briefings", command]
        try:
            cli.main()
        except SystemExit as stopped:
            assert not stopped.code


def main() -> None:
    """Answer each line."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warm_up(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()

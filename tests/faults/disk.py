"""A disk on which the Nth change that a command makes fails."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

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
        known = {path: digests | {digest(OLD)} for path, digests in starter.released().items()}
        setattr(upgrade, "released", lambda: {**known, "old.txt": {digest(OLD)}})  # noqa: B010
        sys.addaudithook(self.hook)


def _kind(event: str, path: str, other: str = "") -> str:
    folders = {*Path(path).parent.parts, *(Path(other).parent.parts if event == "os.link" else ())}
    if folders & {"new", "work"}:
        return "writing"
    return "removing" if event in ("os.remove", "os.rmdir") else event


def _to_write(path: Any, mode: str | None, flags: int) -> bool:
    return (
        not isinstance(path, int)
        and path != os.devnull
        and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    )

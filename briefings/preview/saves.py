"""Watches files for saves by looking at them again and again, as MkDocs does. Saves in quick succession are
one, and a save counts only if it changes the content of a file."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from briefings.store import reading
from briefings.text import limits

PAUSE = 0.1
"""The least number of seconds between two looks."""

SHARE = 10
"""A pause is at least so many times as long as a look takes: with thousands of sheets, watching takes a tenth
of a core."""

QUIET = 0.06
"""Seconds without a save after which saving is considered complete: editors write, rename and set modes in
turn."""

LONGEST = 0.5
"""Seconds that a snapshot waits for that."""

FRESH = 2 * 10**9
"""Nanoseconds within which a file may be written again without a change of its times, which on FAT have a
resolution of two seconds."""

Snapshot = dict[str, bytes]
"""The digest of each file's content, by path."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file as it was when last checked."""

    times: tuple[int, int, int]
    settled: bool
    """Whether a later change would change the times."""
    digest: bytes


class Saves:
    """Watches files and folders, which need not exist yet, for changed content."""

    def __init__(self, watched: Sequence[Path]) -> None:
        self._watched = [path.absolute() for path in watched]
        self._closed = threading.Event()
        self._files: dict[str, _Checked] = {}
        self._snapshot: Snapshot | None = None
        """The last one that was returned; None if something was saved since."""
        self._pause = PAUSE
        self._next = 0.0
        """When to look again."""

    @property
    def closed(self) -> bool:
        """Whether nobody waits for saves any more."""
        return self._closed.is_set()

    def now(self) -> Snapshot:
        """Take a snapshot, and remember it."""
        self._snapshot = self._take()
        return self._snapshot

    def changed(self) -> bool:
        """Whether anything differs from the last snapshot. Looks only if the last look was a pause ago."""
        if time.monotonic() >= self._next and self._take() != self._snapshot:
            self._snapshot = None
        return self._snapshot is None

    def wait(self) -> Snapshot | None:
        """Wait until files have changed and saving is complete; return a snapshot, or None once closed."""
        while not self._closed.wait(self._pause):
            snapshot = self._take()
            if snapshot == self._snapshot:
                continue
            patience = time.monotonic() + LONGEST
            while time.monotonic() < patience and not self._closed.wait(QUIET):
                earlier, snapshot = snapshot, self._take()
                if snapshot == earlier:
                    break
            # An editor may have moved a file away and back.
            if snapshot != self._snapshot:
                self._snapshot = snapshot
                return snapshot
        return None

    def close(self) -> None:
        """Stop watching, even before it began."""
        self._closed.set()

    def _take(self) -> Snapshot:
        began = time.thread_time()
        # Set before reading: a file written after this instant is not settled.
        settled = time.time_ns() - FRESH
        files: dict[str, _Checked] = {}
        for path, status in _files(self._watched):
            times = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            before = self._files.get(path)
            if before is not None and before.settled and before.times == times:
                files[path] = before
                continue
            try:
                digest = blake2b(reading.read(Path(path), largest=limits.MEDIA)).digest()
            except reading.ReadError:
                continue
            files[path] = _Checked(times, max(times[:2]) < settled, digest)
        self._files = files
        self._pause = max(PAUSE, SHARE * (time.thread_time() - began))
        self._next = time.monotonic() + self._pause
        return {path: file.digest for path, file in files.items()}


def _files(watched: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """The watched files, and the files in watched folders except editors' own; files removed meanwhile are
    skipped."""
    for path in watched:
        with suppress(OSError):
            if path.is_dir():
                yield from _files_in(str(path))
            else:
                yield str(path), path.stat()


def _files_in(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    # Path would take several times as long, and thousands of sheets are checked again and again.
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_editors_own(entry.name):
                continue
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    yield from _files_in(entry.path)
                else:
                    yield entry.path, entry.stat()


def _is_editors_own(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913"

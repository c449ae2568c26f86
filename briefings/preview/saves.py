"""Watches files for saves. Bursts of events become one, and an event is only a hint: a save counts only if it
changes the content of a file."""

from __future__ import annotations

import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from briefings.store import reading
from briefings.text import limits

QUIET = 0.06
"""Seconds without an event after which a save is considered complete: editors write, rename and set modes in
turn."""

LONGEST = 0.5
"""Seconds after which files are checked even though events keep coming."""

FRESH = 2 * 10**9
"""Nanoseconds within which a file may be written again without a change of its times, which on FAT have a
resolution of two seconds."""

# Without events for reading, since a build reads every sheet.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent, DirCreatedEvent,
    DirMovedEvent, DirDeletedEvent,
]  # fmt: skip

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
        self._bell = threading.Condition()
        self._first: float | None = None
        """When the first unanswered event came; None if there is none."""
        self._last = 0.0
        self.closed = False
        self._files: dict[str, _Checked] = {}
        self._snapshot: Snapshot = {}
        # watchdog sees a new folder twice if files are written to it at once, and warns of what does no harm.
        warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
        self._observer = Observer()
        self._listening: dict[Path, tuple[int, ObservedWatch]] = {}

    def now(self) -> Snapshot:
        """Take a snapshot, and remember it."""
        self._snapshot = self._take()
        return self._snapshot

    def changed(self) -> bool:
        """Whether anything differs from the last snapshot. Cheap as long as there are no events."""
        with self._bell:
            heard = self._first
        if heard is None or self._take() != self._snapshot:
            return heard is not None
        with self._bell:
            if self._first == heard and time.monotonic() - self._last > QUIET:
                self._first = None
        return False

    def start(self) -> None:
        """Begin to watch. Raises OSError if the system allows no more watches."""
        self._listen()
        with self._bell:
            if not self.closed:
                self._observer.start()
        # Something may have been saved since the last snapshot.
        self.ring()

    def wait(self) -> Snapshot | None:
        """Wait until files have changed and a burst of saves is over; return a snapshot, or None once
        closed."""
        while self._await_events():
            self._listen()
            snapshot = self._take()
            if snapshot != self._snapshot:
                self._snapshot = snapshot
                return snapshot
        return None

    def close(self) -> None:
        """Stop watching, even before it began."""
        with self._bell:
            self.closed = True
            self._bell.notify_all()
        if self._observer.is_alive():
            self._observer.stop()

    def ring(self) -> None:
        """Note an event: something may have been saved."""
        with self._bell:
            self._last = time.monotonic()
            if self._first is None:
                self._first = self._last
            self._bell.notify_all()

    def _await_events(self) -> bool:
        """Wait for events, then until they pause; return False once closed."""
        with self._bell:
            while self._first is None and not self.closed:
                self._bell.wait()
            while (
                not self.closed
                and (rest := min(self._last + QUIET, (self._first or 0.0) + LONGEST) - time.monotonic()) > 0
            ):
                self._bell.wait(rest)
            self._first = None
            return not self.closed

    def _listen(self) -> None:
        """Listen to the watched folders and their parents: editors may replace folders as they replace
        files."""
        within = {path.parent: False for path in self._watched}
        for folder, whole in (within | {path: True for path in self._watched if path.is_dir()}).items():
            try:
                number = folder.stat().st_ino
            except OSError:
                number = 0
            heard = self._listening.get(folder)
            if heard is not None and heard[0] != number:
                self._observer.unschedule(self._listening.pop(folder)[1])
            if number and folder not in self._listening:
                try:
                    watch = self._observer.schedule(
                        _Bell(self.ring), str(folder), recursive=whole, event_filter=_EVENTS
                    )
                except FileNotFoundError:
                    # It was just removed; its parent will report when it comes back.
                    continue
                self._listening[folder] = (number, watch)

    def _take(self) -> Snapshot:
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
        return {path: file.digest for path, file in files.items()}


class _Bell(FileSystemEventHandler):
    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._ring()


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
    # Path would take several times as long, and thousands of sheets are checked after each save.
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

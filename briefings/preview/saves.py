"""What was saved: many events become one, and an event is only a hint. What counts is whether files hold
something else than before."""

from __future__ import annotations

import os
import threading
import time
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
"""Seconds without an event after which a save is taken to be over: editors write, rename and set modes one
after the other."""

LONGEST = 0.5
"""Seconds after which the events so far are looked at, though more keep coming."""

FRESH = 2 * 10**9
"""Nanoseconds during which a file may be written again without its times showing it: on FAT they count in
steps of two seconds."""

# Those of files that are only read are left out, so that a build that reads every sheet does not wake us for
# each.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent, DirCreatedEvent,
    DirMovedEvent, DirDeletedEvent,
]  # fmt: skip

Snapshot = dict[str, bytes]
"""Files by their paths, each with a digest of what it holds."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file when it was last looked at."""

    times: tuple[int, int, int]
    settled: bool
    """Whether a later change would show in the times."""
    digest: bytes


class Saves:
    """Watches files and folders, which need not be there yet, and says when they hold something new."""

    def __init__(self, watched: Sequence[Path]) -> None:
        self._watched = [path.absolute() for path in watched]
        self._bell = threading.Condition()
        self._first: float | None = None
        """When the first of the events rang that were not answered yet."""
        self._last = 0.0
        self._closed = False
        self._seen: dict[str, _Seen] = {}
        self._snapshot: Snapshot = {}
        self._observer = Observer()
        self._listening: dict[Path, tuple[int, ObservedWatch]] = {}

    def now(self) -> Snapshot:
        """What is there."""
        self._snapshot = self._look()
        return self._snapshot

    def still(self, files: Snapshot) -> bool:
        """Whether that is what is there."""
        return self._look() == files

    def changed(self) -> bool:
        """Whether something else is there than what was there last. Cheap as long as nothing was heard."""
        with self._bell:
            heard = self._first
        if heard is None or self._look() != self._snapshot:
            return heard is not None
        with self._bell:
            if self._first == heard and time.monotonic() - self._last > QUIET:
                self._first = None
        return False

    def start(self) -> None:
        """Begin to watch. Raises OSError where the system lets no more files be watched."""
        self._listen()
        with self._bell:
            if not self._closed:
                self._observer.start()
        # Something may have been saved since the files were last looked at.
        self.ring()

    def wait(self) -> Snapshot | None:
        """What is there, as soon as it is not what was there before; None once closed. Waits until a burst of
        saves is over."""
        while self._rung():
            self._listen()
            found = self._look()
            if found != self._snapshot:
                self._snapshot = found
                return found
        return None

    def close(self) -> None:
        """Stop watching, also before it began."""
        with self._bell:
            self._closed = True
            self._bell.notify_all()
        if self._observer.is_alive():
            self._observer.stop()

    def ring(self) -> None:
        """Something may have been saved."""
        with self._bell:
            self._last = time.monotonic()
            if self._first is None:
                self._first = self._last
            self._bell.notify_all()

    def _rung(self) -> bool:
        """Wait for events, and then until they rest; false once closed."""
        with self._bell:
            while self._first is None and not self._closed:
                self._bell.wait()
            while (
                not self._closed
                and (rest := min(self._last + QUIET, (self._first or 0.0) + LONGEST) - time.monotonic()) > 0
            ):
                self._bell.wait(rest)
            self._first = None
            return not self._closed

    def _listen(self) -> None:
        """Listen to the watched folders, and to those that they lie in: a folder may be put in another's
        place, as files are."""
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
                    # It went as we looked, and will ring again when it comes back.
                    continue
                self._listening[folder] = (number, watch)

    def _look(self) -> Snapshot:
        # Taken before the files are: what is written after this instant must not pass for settled.
        settled = time.time_ns() - FRESH
        seen: dict[str, _Seen] = {}
        for path, status in _files(self._watched):
            times = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            before = self._seen.get(path)
            if before is not None and before.settled and before.times == times:
                seen[path] = before
                continue
            try:
                digest = blake2b(reading.read(Path(path), largest=limits.MEDIA)).digest()
            except reading.ReadError:
                continue
            seen[path] = _Seen(times, max(times[:2]) < settled, digest)
        self._seen = seen
        return {path: file.digest for path, file in seen.items()}


class _Bell(FileSystemEventHandler):
    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._ring()


def _files(watched: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """The watched files, and all in the watched folders but editors' own. What goes while one looks is left
    out."""
    for path in watched:
        with suppress(OSError):
            if path.is_dir():
                yield from _files_in(str(path))
            else:
                yield str(path), path.stat()


def _files_in(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    # Not by way of Path, which takes several times as long; thousands of sheets are looked at after each
    # save.
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

"""Generated folders: each is written beside the old one, takes its place, and lists its files in a manifest.

Files that the manifest does not list are foreign: they are never removed, and their folder is not replaced.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Generic, Literal, TypeVar

from briefings.store.files import FolderError, holds, locked, real_folder, replace
from briefings.store.processes import each
from briefings.store.reading import ReadError, read

T = TypeVar("T")
N = TypeVar("N")

MANIFEST = ".briefings"
"""The file that lists all others in a generated folder. It is hidden, so engines ignore it. In a scratch
folder, it is an empty folder: that marks it as ours, with everything in it."""

LARGEST = 500_000_000
"""Bytes of a manifest. One with a million files has 60,000,000."""

FORMAT = 1

Content = Literal["markdown", "search", "site"]
"""What a generated folder contains. It is never replaced by one with another kind of content."""

HOLDS_FOREIGN = "is replaced as a whole, but holds files that were not generated"

_NEW, _OLD, _WORK = "new", "old", "work"
"""Parts of a scratch folder: the new folder, the one whose place it takes, and temporary files."""


# ── Manifests ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the generator wrote in a folder."""

    content: str
    files: frozenset[str]
    """Paths below the folder, without the manifest itself."""

    def encode(self) -> bytes:
        """The content of the file: a head line with the number of files, then a path per line, as JSON."""
        head = f"briefings {FORMAT} {self.content} {len(self.files)}"
        return "".join(f"{line}\n" for line in (head, *map(json.dumps, sorted(self.files)))).encode("ascii")

    @classmethod
    def decode(cls, data: bytes) -> Manifest | None:
        """The manifest in a file; None if it is damaged, incomplete or of another format."""
        head, *lines = data.splitlines() or [b""]
        try:
            name, form, content, count = head.decode("ascii").split(" ")
            files = frozenset(json.loads(b"[%b]" % b",".join(lines)))
        except (ValueError, TypeError):
            return None
        is_whole = (name, form, count) == ("briefings", str(FORMAT), str(len(lines)))
        return cls(content, files) if is_whole and len(files) == len(lines) else None


def manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None if it has none, or a damaged one."""
    try:
        return Manifest.decode(read(folder / MANIFEST, largest=LARGEST, root=folder))
    except ReadError:
        return None


def foreign_files(folder: Path, content: Content, *, inside: Path | None = None) -> list[str]:
    """The files in a folder that the generator did not write, sorted.

    Without a manifest of this content, these are all its files. Raises FolderError and OSError.
    """
    try:
        files = _files_in(real_folder(folder, inside=inside))
    except FileNotFoundError:
        return []
    known = manifest(folder)
    return sorted(files - known.files if known is not None and known.content == content else files)


def _files_in(folder: Path) -> frozenset[str]:
    """The paths of all files below a folder, except its manifest. Links are listed, not followed."""
    return frozenset(_walk(folder)) - {MANIFEST}


def _walk(folder: Path) -> Iterator[str]:
    def fail(error: OSError) -> None:
        raise error

    start = len(f"{folder}{os.sep}")
    for place, folders, names in os.walk(folder, onerror=fail):
        links = (name for name in folders if Path(place, name).is_symlink())
        for name in (*names, *links):
            yield f"{place}{os.sep}{name}"[start:].replace(os.sep, "/")


# ── New folders ─────────────────────────────────────────────────────────────────────────────────────────────


class Scratch:
    """A private folder beside `target`, removed at the end of the `with` block, or swept after a crash."""

    def __init__(self, target: Path, *, inside: Path | None = None) -> None:
        self.target = target
        self._inside = inside

    def __enter__(self) -> Scratch:
        above = real_folder(self.target.parent, inside=self._inside, make=True)
        self._folder = above / f".{self.target.name}-{secrets.token_hex(4)}"
        self._folder.mkdir(0o700)
        with ExitStack() as held:
            # The lock keeps other processes from sweeping it.
            held.enter_context(locked(self._folder))
            held.callback(self._remove)
            (self._folder / MANIFEST).mkdir()
            self.path.mkdir()
            self._held = held.pop_all()
        return self

    @property
    def path(self) -> Path:
        """The folder to write in; empty at first."""
        return self._folder / _NEW

    @property
    def work(self) -> Path:
        """A folder for temporary files."""
        path = self._folder / _WORK
        path.mkdir(exist_ok=True)
        return path

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def _remove(self) -> None:
        left: list[Path] = []
        # The next start sweeps what cannot be removed now.
        with suppress(OSError):
            left = _remove_scratch(self._folder)
        if left:
            files = list_files([str(path) for path in left])
            raise FolderError(self.target, f"was replaced; files added meanwhile were kept: {files}")


class NewFolder(Scratch):
    """The next version of the folder `target`, written in `path` until `put` lets it take the place.

    `target` must be a real folder with generated files only, or not exist. Raises FolderError and OSError.
    """

    def __init__(self, target: Path, content: Content, *, inside: Path | None = None) -> None:
        super().__init__(target, inside=inside)
        self._content = content

    def __enter__(self) -> NewFolder:
        refuse_foreign_files(self.target, self._content, inside=self._inside)
        self._replaces = self.target.exists()
        super().__enter__()
        return self

    def add(self, path: str, data: bytes) -> bool:
        """Write a file, or share that of the old folder if it has the same content; whether it was
        written."""
        old, new = self.target / path, self.path / path
        if self._replaces and holds(old, data) and share(old, new):
            return False
        # A worker process that died may have linked it to the old file: never write into that.
        if new.exists():
            new.unlink()
        if not new.parent.is_dir():
            new.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(data)
        return True

    def keep(self, paths: Iterable[str]) -> None:
        """Share these files of the old folder. Raises FolderError if one is gone."""
        for path in paths:
            if not share(self.target / path, self.path / path):
                raise FolderError(self.target / path, "was removed while the site was being built")

    def has_same_files(self, files: Collection[str]) -> bool:
        """Whether the manifest of the old folder lists exactly these files."""
        return manifest(self.target) == Manifest(self._content, frozenset(files))

    def put(self) -> None:
        """Let the new folder take the place of the old one.

        After a crash between the two renames there is no folder; the next start restores the old one.
        """
        own = Manifest(self._content, _files_in(self.path))
        replace(self.path / MANIFEST, own.encode())
        refuse_foreign_files(self.target, self._content, inside=self._inside)
        old = self._folder / _OLD
        if self.target.exists():
            if manifest(self.target) is None:
                # It is empty. This manifest keeps files that are added from now on.
                replace(self.target / MANIFEST, Manifest(self._content, frozenset()).encode())
            self.target.rename(old)
        try:
            self.path.rename(self.target)
        except OSError:
            if old.exists():
                old.rename(self.target)
            raise


def refuse_foreign_files(folder: Path, content: Content, *, inside: Path | None = None) -> None:
    """Raise FolderError if a folder holds files that the generator did not write."""
    if files := foreign_files(folder, content, inside=inside):
        raise FolderError(folder, f"{HOLDS_FOREIGN}: {list_files(files)}")


def list_files(files: Sequence[str]) -> str:
    """`a, b and c`; `a, b, c and 12 more`."""
    shown = [*files[:3], f"{len(files) - 3:,} more"] if len(files) > 3 else list(files)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def share(file: Path, target: Path) -> bool:
    """Hard-link a file to a second path, or copy it if that is impossible; False if it is no regular file."""
    try:
        if not S_ISREG(file.lstat().st_mode):
            return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.unlink()
    try:
        os.link(file, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, target, follow_symlinks=False)
    return True


# ── A tree of pages ─────────────────────────────────────────────────────────────────────────────────────────


Make = Callable[[T], tuple[str, bytes | None, N]]
"""Makes a file from an item; returns its path below the folder, its content and a note. Without content, the
item has a note but no file."""


@dataclass(frozen=True, slots=True)
class TreeResult(Generic[N]):
    """The result of writing a tree."""

    notes: Mapping[str, N]
    """The note of each item, by path."""
    changed: int
    """How many of these files are new or have new content."""
    removed: int
    """How many files of the old tree the new one does not have."""


def write_tree(
    folder: NewFolder,
    things: Sequence[T],
    make: Make[T, N],
    *,
    keep: Collection[str] = (),
    done: Callable[[int], None] = lambda count: None,
    cores: int = 0,
) -> TreeResult[N]:
    """Make a file from each item, reuse the old files in `keep`, and put the folder unless nothing has
    changed.

    If `make` raises, the old folder stays as it was. For `done` and `cores`, see `processes.each`.
    """

    def stage(number: int, thing: T) -> tuple[str, bool | None, N]:
        path, data, note = make(thing)
        return path, None if data is None else folder.add(path, data), note

    before = manifest(folder.target)
    results = each(things, stage, done=done, cores=cores)
    folder.keep(keep)
    paths = Counter([*(path for path, is_changed, _ in results if is_changed is not None), *keep])
    if twice := [path for path, count in paths.items() if count > 1]:
        raise FolderError(folder.target / twice[0], "would be written twice: two pages have the same address")
    changed = sum(is_changed is True for _, is_changed, _ in results)
    removed = len(before.files - paths.keys()) if before is not None else 0
    if changed or not folder.has_same_files(paths):
        folder.put()
    return TreeResult({path: note for path, _, note in results}, changed, removed)


# ── Crashes and other processes ─────────────────────────────────────────────────────────────────────────────


def sweep(target: Path, *, inside: Path | None = None) -> list[Path]:
    """Remove the scratch folders that dead processes left beside a folder; returns the foreign files in them.

    If a process died between the two renames of `put`, the old folder is restored.
    """
    left: list[Path] = []
    leftover = re.compile(rf"\.{re.escape(target.name)}-[0-9a-f]{{8}}")
    with suppress(FileNotFoundError, FolderError):
        above = real_folder(target.parent, inside=inside)
        for scratch in sorted(above.iterdir()):
            if not leftover.fullmatch(scratch.name):
                continue
            # The next start tries again to remove what cannot be removed now.
            with suppress(OSError), locked(scratch) as is_ours:
                if not is_ours:
                    continue
                if not os.path.lexists(target) and _is_scratch(scratch):
                    with suppress(FileNotFoundError):
                        (scratch / _OLD).rename(target)
                left += _remove_scratch(scratch)
    return left


def _is_scratch(folder: Path) -> bool:
    mark = folder / MANIFEST
    return mark.is_dir() and not mark.is_symlink()


def _remove_scratch(scratch: Path) -> list[Path]:
    """Remove a scratch folder; returns the foreign files in it, which stay."""
    left: list[Path] = []
    # Without the mark it is foreign, or empty, since its process died before marking it.
    if _is_scratch(scratch):
        parts = [scratch / part for part in (_NEW, _OLD, _WORK)]
        for part in parts:
            left += _remove_generated(part)
        # The mark stays for the next start as long as there is anything to remove.
        if left or any(map(os.path.lexists, parts)):
            return left
        (scratch / MANIFEST).rmdir()
    scratch.rmdir()
    return left


def _remove_generated(folder: Path) -> list[Path]:
    """Remove the files that a folder's manifest lists, or all if it has none; returns the files that stay."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    known = manifest(folder)
    files = _files_in(folder)
    left = files - (files if known is None else known.files)
    for file in files - left:
        (folder / file).unlink()
    if not left:
        # Last of the files, so that the next start can continue after a crash.
        (folder / MANIFEST).unlink(missing_ok=True)
    for place, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(place).rmdir()
    return [folder / file for file in sorted(left)]


@contextmanager
def project_lock(root: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Lock a project against other commands that write, if the system has locks; calls `waiting` if it has to
    wait for one."""
    with locked(root) as is_free:
        if is_free is not False:
            yield
            return
    waiting()
    with locked(root, wait=True):
        yield

"""Generated folders: each is written beside the old one, exchanged with it, and lists its files in a
manifest.

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
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from types import TracebackType
from typing import Generic, Literal, TypeVar

from briefings.store.files import Folder, FolderError, flush, holds, read
from briefings.store.processes import each

T = TypeVar("T")
N = TypeVar("N")

MANIFEST = ".briefings"
"""The file that lists all others in a generated folder. It is hidden, so engines ignore it."""

LARGEST = 500_000_000
"""Bytes of a manifest. One with a million files has 60,000,000."""

FORMAT = 1

Content = Literal["markdown", "search", "site"]
"""What a generated folder contains. It is never replaced by one with another kind of content."""

HOLDS_FOREIGN = "is replaced as a whole, but holds files that were not generated"

MANY = 1000
"""Foreign files after which no more are looked for."""

_NEW, _OLD, _WORK = "new", "old", "work"
"""Parts of a scratch folder: the new folder, which is exchanged with the old one; the old folder, if the
system cannot exchange folders; and temporary files."""


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
        name, _, rest = head.partition(b" ")
        form, _, rest = rest.partition(b" ")
        content, _, count = rest.partition(b" ")
        if (name, form, count) == (b"briefings", b"%d" % FORMAT, b"%d" % len(lines)):
            with suppress(ValueError, TypeError):
                # All at once, which is three times as fast as line by line.
                files = json.loads(b"[%b]" % b",".join(lines))
                if len(files) == len(lines):
                    return cls(content.decode("ascii"), frozenset(files))
        return None


_SCRATCH = Manifest("scratch", frozenset()).encode()
"""Marks a scratch folder, which may be removed with everything in it."""


def manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None if it has none, or a damaged one."""
    try:
        return Manifest.decode(read(folder / MANIFEST, largest=LARGEST))
    except OSError:
        return None


def foreign_files(folder: Path, content: Content, *, inside: Path | None = None) -> list[str]:
    """The files in a folder that the generator did not write, sorted, and no more than `MANY` + 1.

    Without a manifest of this content, these are all its files. Raises FolderError and OSError.
    """
    try:
        held = Folder.at(folder, inside=inside)
    except FileNotFoundError:
        return []
    with held:
        known = _manifest_in(held)
        ours = known.files if known is not None and known.content == content else frozenset()
        return list(islice((file for file in _listing(held) if file not in ours), MANY + 1))


def _manifest_in(folder: Folder) -> Manifest | None:
    try:
        return Manifest.decode(folder.read(MANIFEST, largest=LARGEST))
    except OSError:
        return None


def _listing(folder: Folder, above: str = "") -> Iterator[str]:
    """The paths of all files below a folder, except its manifest. Links are listed, not followed."""
    for name, kind in folder.entries():
        if kind == "folder":
            with folder.folder(name) as inner:
                yield from _listing(inner, f"{above}{name}/")
        elif above or name != MANIFEST:
            yield above + name


# ── New folders ─────────────────────────────────────────────────────────────────────────────────────────────


class Scratch:
    """A private folder beside `target`, removed at the end of the `with` block, or swept after a crash."""

    def __init__(self, target: Path, *, inside: Path | None = None) -> None:
        self.target = target
        self._inside = inside

    def __enter__(self) -> Scratch:
        self._name = f".{self.target.name}-{secrets.token_hex(4)}"
        with ExitStack() as held:
            self._above = held.enter_context(Folder.at(self.target.parent, inside=self._inside, make=True))
            self._scratch = held.enter_context(self._above.folder(self._name, make=True, mode=0o700))
            held.callback(self._remove)
            self._scratch.lock()
            self._scratch.write(MANIFEST, _SCRATCH)
            self._scratch.make(_NEW)
            self._held = held.pop_all()
        return self

    @property
    def path(self) -> Path:
        """The folder to write in; empty at first."""
        return self._scratch.path / _NEW

    @property
    def work(self) -> Path:
        """A folder for temporary files."""
        path = self._scratch.path / _WORK
        path.mkdir(exist_ok=True)
        return path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def _remove(self) -> None:
        left: list[Path] = []
        # The next start sweeps what cannot be removed now.
        with suppress(OSError):
            left = _remove_scratch(self._above, self._scratch, self._name)
        if left:
            files = list_files([str(path) for path in left])
            raise FolderError(self.target, f"was replaced; files added meanwhile were kept: {files}")


class NewFolder(Scratch):
    """The next version of the folder `target`, written in `path` until `put` exchanges the two.

    `target` must be a real folder with generated files only, or not exist. Raises FolderError and OSError.
    """

    def __init__(
        self, target: Path, content: Content, *, inside: Path | None = None, durable: bool = True
    ) -> None:
        super().__init__(target, inside=inside)
        self._content = content
        self._durable = durable
        """Whether the folder must survive a power failure after `put`."""

    def __enter__(self) -> NewFolder:
        refuse_foreign_files(self.target, self._content, inside=self._inside)
        self._replaces = self.target.exists()
        super().__enter__()
        return self

    def add(self, path: str, data: bytes) -> bool:
        """Write a file, or share that of the old folder if it has the same content; whether it was
        written."""
        if self._replaces and holds(self.target / path, data) and share(self.target / path, self.path / path):
            return False
        file = self.path / path
        try:
            _create(file, data)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            _create(file, data)
        except FileExistsError:
            # A worker process that died may have linked it to the old file: never write into that.
            file.unlink()
            _create(file, data)
        return True

    def keep(self, paths: Iterable[str]) -> None:
        """Share these files of the old folder. Raises FolderError if one is gone."""
        # With plain text, as thousands of files are shared at once: with `Path`, it took three times as long.
        old, new = f"{self.target}{os.sep}", f"{self.path}{os.sep}"
        made: set[str] = set()
        for path in paths:
            folder = os.path.dirname(path)  # noqa: PTH120
            if folder not in made:
                os.makedirs(new + folder, exist_ok=True)  # noqa: PTH103
                made.add(folder)
            try:
                is_file = S_ISREG(os.lstat(old + path).st_mode)
            except (FileNotFoundError, NotADirectoryError):
                is_file = False
            if not is_file:
                raise FolderError(self.target / path, "was removed while the site was being built")
            try:
                os.link(old + path, new + path, follow_symlinks=False)
            except OSError:
                share(self.target / path, self.path / path)

    def has_same_files(self, files: Collection[str]) -> bool:
        """Whether the manifest of the old folder lists exactly these files."""
        return manifest(self.target) == Manifest(self._content, frozenset(files))

    def put(self) -> None:
        """Exchange the new folder with the old one, atomically if the system can."""
        with Folder.at(self.path) as new:
            files = frozenset(_listing(new))
            new.write(MANIFEST, Manifest(self._content, files).encode())
        refuse_foreign_files(self.target, self._content, inside=self._inside)
        if self._durable:
            flush(self.path)
        if self._above.kind(self.target.name) is None:
            self._scratch.move(_NEW, self._above, self.target.name)
        else:
            with self._above.folder(self.target.name) as old:
                if _manifest_in(old) is None:
                    # It is empty. This manifest keeps files that are added from now on.
                    old.replace(MANIFEST, Manifest(self._content, frozenset()).encode())
            if not self._scratch.exchange(_NEW, self._above, self.target.name):
                self._put_in_two_steps()
        if self._durable:
            self._above.sync()

    def _put_in_two_steps(self) -> None:
        # After a crash in between there is no folder; the next start restores the old one.
        self._above.move(self.target.name, self._scratch, _OLD)
        try:
            self._scratch.move(_NEW, self._above, self.target.name)
        except OSError:
            self._scratch.move(_OLD, self._above, self.target.name)
            raise


def _create(file: Path, data: bytes) -> None:
    with file.open("xb") as stream:
        stream.write(data)


def refuse_foreign_files(folder: Path, content: Content, *, inside: Path | None = None) -> None:
    """Raise FolderError if a folder holds files that the generator did not write."""
    if files := foreign_files(folder, content, inside=inside):
        raise FolderError(folder, f"{HOLDS_FOREIGN}: {list_files(files)}")


def list_files(files: Sequence[str], most: int = 3) -> str:
    """`a, b and c`; `a, b, c and 12 more`."""
    over = f"over {MANY:,}" if len(files) > MANY else f"{len(files) - most:,}"
    shown = [*files[:most], f"{over} more"] if len(files) > most else list(files)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def share(file: Path, target: Path) -> bool:
    """Hard-link a file to a second path, or copy it if that is impossible; False if it is no regular file."""
    if file.is_symlink() or not file.is_file():
        return False
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, target, follow_symlinks=False)
    except FileExistsError:
        target.unlink()
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
    every = [*(path for path, is_changed, _ in results if is_changed is not None), *keep]
    paths = frozenset(every)
    if len(paths) < len(every):
        twice = min(path for path, count in Counter(every).items() if count > 1)
        raise FolderError(folder.target / twice, "would be written twice: two pages have the same address")
    changed = sum(is_changed is True for _, is_changed, _ in results)
    removed = len(before.files - paths) if before is not None else 0
    if changed or not folder.has_same_files(paths):
        folder.put()
    return TreeResult({path: note for path, _, note in results}, changed, removed)


# ── Crashes and other processes ─────────────────────────────────────────────────────────────────────────────


def sweep(target: Path, *, inside: Path | None = None) -> list[Path]:
    """Remove the scratch folders that dead processes left beside a folder; returns the foreign files in them.

    If a process died between the two steps of an exchange, the old folder is restored.
    """
    left: list[Path] = []
    leftover = re.compile(rf"\.{re.escape(target.name)}-[0-9a-f]{{8}}")
    with suppress(FileNotFoundError, FolderError), Folder.at(target.parent, inside=inside) as above:
        names = [name for name, kind in above.entries() if kind == "folder" and leftover.fullmatch(name)]
        for name in names:
            # The next start tries again to remove what cannot be removed now.
            with suppress(OSError), above.folder(name) as scratch:
                if scratch.lock() is not True:
                    continue
                has_old = _is_scratch(scratch) and scratch.kind(_OLD) == "folder"
                if has_old and above.kind(target.name) is None:
                    scratch.move(_OLD, above, target.name)
                left += _remove_scratch(above, scratch, name)
    return left


def _is_scratch(folder: Folder) -> bool:
    try:
        mark = folder.read(MANIFEST, largest=len(_SCRATCH))
    except OSError:
        return False
    # A process may have died while it wrote the mark, before it added anything else.
    return mark == _SCRATCH or (_SCRATCH.startswith(mark) and list(folder.entries()) == [(MANIFEST, "file")])


def _remove_scratch(above: Folder, scratch: Folder, name: str) -> list[Path]:
    """Remove a scratch folder; returns the foreign files in it, which stay."""
    if not _is_scratch(scratch):
        # Either it is empty, since its process died before marking it, or it is foreign.
        with suppress(OSError):
            above.rmdir(name)
        return []
    left: list[Path] = []
    for part in (_NEW, _OLD, _WORK):
        if scratch.kind(part) == "folder":
            left += _remove_folder(scratch, part)
    if not left:
        scratch.unlink(MANIFEST)
        above.rmdir(name)
    return left


def _remove_folder(above: Folder, name: str) -> list[Path]:
    """Remove the files that a folder's manifest lists, or all if it has none; returns the files that stay."""
    with above.folder(name) as folder:
        known = _manifest_in(folder)
        left = _remove_files(folder, None if known is None else known.files)
        if not left:
            # Last, so that the next start can continue after a crash.
            with suppress(FileNotFoundError):
                folder.unlink(MANIFEST)
            above.rmdir(name)
    return left


def _remove_files(folder: Folder, ours: frozenset[str] | None, above: str = "") -> list[Path]:
    left: list[Path] = []
    for name, kind in folder.entries():
        path = above + name
        if kind == "folder":
            with folder.folder(name) as inner:
                found = _remove_files(inner, ours, f"{path}/")
            left += found
            if not found:
                folder.rmdir(name)
        elif path == MANIFEST:
            continue
        elif ours is None or path in ours:
            folder.unlink(name)
        else:
            left.append(folder.path / name)
    return left


@contextmanager
def project_lock(root: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Lock a project against other commands that write, if the system has locks; calls `waiting` if it has to
    wait for one."""
    with Folder.at(root) as folder:
        if folder.lock() is False:
            waiting()
            folder.lock(wait=True)
        yield

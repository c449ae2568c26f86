"""Writes files atomically, and never through a link.

All writing of the package goes through this module and `folders`; tests/store/test_writing.py lists the
exceptions.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal

from briefings import BriefingsError

if sys.platform != "win32":
    import fcntl

HAS_DESCRIPTORS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Whether the system can work in an open folder by its descriptor; if not (Windows), each path is checked
just before its use."""

TEMPORARY = ".briefings-tmp"
"""The suffix of files that are being written. Their writers lock them, so `sweep` removes unlocked ones
only."""

_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
# Non-blocking, since opening a pipe without a writer would wait forever.
_READ_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))

_EXCHANGE = 2
"""RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS."""

Kind = Literal["file", "folder", "link", "other"]


class FolderError(BriefingsError, OSError):
    """The generator must not write at `path`; `why` completes a sentence that begins with the path."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(errno.EPERM, why, str(path))
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"{self.path} {self.why}"


class NotAFileError(OSError):
    """A path leads to a folder, a pipe, a device or the like; `mode` says to which."""

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(errno.EINVAL, "is not a regular file", str(path))
        self.mode = mode


class Folder:
    """A real folder, held open. All operations stay in it, even if its path is replaced by a link
    meanwhile."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def at(cls, path: Path, *, inside: Path | None = None, make: bool = False) -> Folder:
        """Open the folder at `path`; with `make`, create it and its parents. Raises FolderError and OSError.

        No component below `inside` may be a link. Outside of it, only the last component is checked: whoever
        names a folder elsewhere decides how it is reached.
        """
        top = inside if inside is not None and path.is_relative_to(inside) else path.parent
        if make and not top.is_dir():
            top.mkdir(parents=True, exist_ok=True)
        folder = cls(top, os.open(top, os.O_RDONLY | os.O_DIRECTORY) if HAS_DESCRIPTORS else None)
        for name in path.relative_to(top).parts:
            with folder as above:
                folder = above.folder(name, make=make)
        return folder

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it, which also releases its lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def folder(self, name: str, *, make: bool = False, mode: int = 0o777) -> Folder:
        """Open a subfolder; with `make`, create it. Raises FolderError if it is a link or a file."""
        path = self.path / name
        kind = self.kind(name)
        if kind is None and make:
            with suppress(FileExistsError):
                self.make(name, mode)
            kind = self.kind(name)
        if kind is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if kind == "link":
            raise _is_link(path)
        if kind in ("file", "other"):
            raise FolderError(path, "is not a folder")
        if not HAS_DESCRIPTORS:
            return Folder(path, None)
        try:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            with _full_path(path):
                return Folder(path, os.open(self._name(name), flags, dir_fd=self._descriptor))
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                raise _is_link(path) from error
            raise

    # ── Reading ──

    def kind(self, name: str) -> Kind | None:
        """The kind of an entry, without following links; None if there is no such entry."""
        try:
            return _kind(os.lstat(self._name(name), dir_fd=self._descriptor).st_mode)
        except FileNotFoundError:
            return None

    def entries(self) -> Iterator[tuple[str, Kind]]:
        """All entries with their kinds, sorted by name."""
        with os.scandir(self.path if self._descriptor is None else self._descriptor) as entries:
            listed = [(entry.name, _kind_of(entry)) for entry in entries]
        yield from sorted(listed)

    def open(self, name: str) -> BufferedReader:
        """Open a regular file for reading; links are not followed."""
        return _open_regular(self._name(name), self._descriptor, self.path / name)

    def read(self, name: str, *, largest: int) -> bytes:
        """The content of a regular file; links are not followed. Raises OSError if it is larger."""
        with self.open(name) as file:
            return _limited(file, self.path / name, largest)

    # ── Writing ──

    def make(self, name: str, mode: int = 0o777) -> None:
        """Create a subfolder."""
        with _full_path(self.path / name):
            os.mkdir(self._name(name), mode, dir_fd=self._descriptor)

    def write(self, name: str, data: bytes) -> None:
        """Create a file; FileExistsError if there is one."""
        with self._new(name) as file:
            file.write(data)

    def replace(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """Write a file atomically: readers see the old or the new content, even after a crash."""
        with self.temporary(name) as (file, temporary):
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
            if not HAS_DESCRIPTORS:
                file.close()
            self.move(temporary, self, name)
        self.sync()

    @contextmanager
    def temporary(self, name: str) -> Iterator[tuple[BinaryIO, str]]:
        """A new file named after another one, with its own name; removed afterwards unless it was moved."""
        own = f".{name}.{secrets.token_hex(4)}{TEMPORARY}"
        file = self._new(own)
        try:
            with file:
                # The lock keeps other processes from sweeping it.
                _lock(file.fileno())
                yield file, own
        finally:
            if self.kind(own) is not None:
                with suppress(OSError):
                    self.unlink(own)

    def move(self, name: str, to: Folder, new: str) -> None:
        """Rename an entry, possibly into another folder; replaces a file of the new name."""
        old = self._name(name)
        with _full_path(to.path / new):
            os.replace(old, to._name(new), src_dir_fd=self._descriptor, dst_dir_fd=to._descriptor)

    def exchange(self, name: str, other: Folder, name_there: str) -> bool:
        """Exchange two entries atomically; False if the system or the file system cannot."""
        rename = _exchange_function()
        if rename is None or self._descriptor is None or other._descriptor is None:
            return False
        one, two = os.fsencode(name), os.fsencode(name_there)
        if rename(self._descriptor, one, other._descriptor, two, _EXCHANGE) == 0:
            return True
        code = ctypes.get_errno()
        if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
            return False
        raise OSError(code, os.strerror(code), str(other.path / name_there))

    def unlink(self, name: str) -> None:
        """Remove a file or a link, never a link's target."""
        with _full_path(self.path / name):
            os.unlink(self._name(name), dir_fd=self._descriptor)

    def rmdir(self, name: str) -> None:
        """Remove an empty folder."""
        with _full_path(self.path / name):
            os.rmdir(self._name(name), dir_fd=self._descriptor)

    def lock(self, *, wait: bool = False) -> bool | None:
        """Lock it until it is closed; False if another process holds the lock, None if there are no locks."""
        return None if self._descriptor is None else _lock(self._descriptor, wait=wait)

    def sync(self) -> None:
        """Flush its entries to the disk."""
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def _name(self, name: str) -> str:
        return name if self._descriptor is not None else str(self.path / name)

    def _new(self, name: str) -> BinaryIO:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with _full_path(self.path / name):
            return os.fdopen(os.open(self._name(name), flags, 0o666, dir_fd=self._descriptor), "wb")


# ── Single files ────────────────────────────────────────────────────────────────────────────────────────────


def replace(path: Path, data: bytes | Iterable[bytes], *, inside: Path | None = None) -> None:
    """Write a file atomically, all at once or in pieces; creates the folders above it. For `inside`, see
    `Folder.at`."""
    with Folder.at(path.parent, inside=inside, make=True) as folder:
        folder.replace(path.name, data)


def write_if_changed(path: Path, data: bytes, *, inside: Path | None = None) -> bool:
    """Write a file atomically unless it has this content already; returns whether it was written."""
    if holds(path, data):
        return False
    replace(path, data, inside=inside)
    return True


def write_new(root: Path, files: Mapping[str, bytes]) -> None:
    """Write new files below a folder, in this order; if one fails, remove those that were written before it.

    A file that has its content already is left alone, so a call that was killed can be repeated. The caller
    makes sure that there is no other file of these names.
    """
    written: list[Path] = []
    made: list[Path] = []
    try:
        for path, data in files.items():
            file = root / path
            made += [above for above in reversed(file.parents) if not above.exists()]
            sweep(file.parent, inside=root)
            written.append(file)
            if holds(file, data):
                written.pop()
            else:
                replace(file, data, inside=root)
    except BaseException:
        for file in written:
            with suppress(OSError):
                remove(file, inside=root)
        for folder in reversed(made):
            with suppress(OSError), Folder.at(folder.parent) as above:
                above.rmdir(folder.name)
        raise


def remove(path: Path, *, inside: Path) -> None:
    """Remove a file, never through a link. For `inside`, see `Folder.at`."""
    with Folder.at(path.parent, inside=inside) as folder:
        folder.unlink(path.name)


def holds(path: Path, data: bytes) -> bool:
    """Whether a path is a regular file with exactly this content."""
    try:
        with open_file(path) as file:
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except OSError:
        return False


def read(path: Path, *, largest: int) -> bytes:
    """The content of a regular file. Raises OSError for a link, a pipe or a device, and if it is larger."""
    with open_file(path) as file:
        return _limited(file, path, largest)


def _limited(file: BufferedReader, path: Path, largest: int) -> bytes:
    if os.fstat(file.fileno()).st_size > largest:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return file.read(largest)


def open_file(path: Path, *, follow: bool = False) -> BufferedReader:
    """Open a regular file for reading; with `follow`, also through links. Raises OSError for anything
    else."""
    return _open_regular(str(path), None, path, follow=follow)


@contextmanager
def temporary(path: Path, data: bytes) -> Iterator[Path]:
    """A temporary file beside `path`; swept if the process dies."""
    with Folder.at(path.parent) as folder, folder.temporary(path.name) as (file, name):
        file.write(data)
        file.flush()
        yield folder.path / name


def sweep(folder: Path, *, inside: Path | None = None) -> None:
    """Remove temporary files that dead processes left in a folder. For `inside`, see `Folder.at`."""
    with suppress(OSError), Folder.at(folder, inside=inside) as held:
        for name, kind in held.entries():
            if kind == "file" and name.startswith(".") and name.endswith(TEMPORARY):
                with suppress(OSError), held.open(name) as file:
                    if _lock(file.fileno()):
                        held.unlink(name)


def flush(folder: Path) -> None:
    """Flush the whole file system of a folder, which is faster than syncing thousands of files one by one."""
    syncfs = getattr(_library(), "syncfs", None) if sys.platform == "linux" else None
    if syncfs is None:
        if sys.platform != "win32":
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


# ── The system ──────────────────────────────────────────────────────────────────────────────────────────────


def _is_link(path: Path) -> FolderError:
    return FolderError(path, "is a symbolic link, and the generator writes to real folders only")


def _kind(mode: int) -> Kind:
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def _kind_of(entry: os.DirEntry[str]) -> Kind:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"


def _open_regular(name: str, folder: int | None, path: Path, *, follow: bool = False) -> BufferedReader:
    with _full_path(path):
        if not (follow or _NO_FOLLOW) and stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        descriptor = os.open(name, _READ_FLAGS | (0 if follow else _NO_FOLLOW), dir_fd=folder)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise NotAFileError(path, mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _lock(descriptor: int, *, wait: bool = False) -> bool | None:
    """Lock an open file or folder until it is closed or its process ends; see `Folder.lock`."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextmanager
def _full_path(path: Path) -> Iterator[None]:
    """Put the full path in errors: calls with a descriptor know only the name."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _library() -> ctypes.CDLL | None:
    return None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)


def _exchange_function() -> Callable[..., int] | None:
    """The system call that exchanges two entries; None if there is none."""
    names = {"linux": "renameat2", "darwin": "renameatx_np"}
    return getattr(_library(), names[sys.platform], None) if sys.platform in names else None

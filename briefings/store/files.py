"""Writes files atomically, and never through a link.

All writing of the package goes through this module and `folders`; tests/store/test_writing.py lists the
exceptions.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from briefings import BriefingsError

if sys.platform != "win32":
    import fcntl

TEMPORARY = ".briefings-tmp"
"""The suffix of files that are being written. Their writers lock them, so `sweep` removes unlocked ones
only."""

_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
# Non-blocking, since opening a pipe without a writer would wait forever.
_READ_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))


class FolderError(BriefingsError, OSError):
    """The generator must not write at `path`; `why` completes a sentence that begins with the path."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(errno.EPERM, why, str(path))
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"{self.path} {self.why}"


class ChangedError(BriefingsError):
    """Somebody changed files after a command had read them; none was written."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"{', '.join(paths)}: changed while this command ran, so nothing of it was written; run it again"
        )


class NotAFileError(OSError):
    """A path leads to a folder, a pipe, a device or the like; `mode` says to which."""

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(errno.EINVAL, "is not a regular file", str(path))
        self.mode = mode


def real_folder(path: Path, *, inside: Path | None = None, make: bool = False) -> Path:
    """The folder at `path`; with `make`, it is created with its parents. Raises FolderError and OSError.

    No component below `inside` may be a link. Outside of it, only the last component is checked: whoever
    names a folder elsewhere decides how it is reached.
    """
    folder = inside if inside is not None and path.is_relative_to(inside) else path.parent
    if make and not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
    for name in path.relative_to(folder).parts:
        folder /= name
        if make and not os.path.lexists(folder):
            with suppress(FileExistsError):
                folder.mkdir()
        mode = folder.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise FolderError(folder, "is a symbolic link, and the generator writes to real folders only")
        if not stat.S_ISDIR(mode):
            raise FolderError(folder, "is not a folder")
    return folder


def replace(
    path: Path,
    data: bytes | Iterable[bytes],
    *,
    inside: Path | None = None,
    mode: int | None = None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write a file atomically, all at once or in pieces: readers see the old or the new content, even after a
    crash. Creates the folders above it, and keeps the mode of a file that is there; `mode` is that of a new
    one. For `inside`, see `real_folder`; `check` may raise an error just before the new content takes its
    place."""
    folder = real_folder(path.parent, inside=inside, make=True)
    temporary = folder / f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}"
    try:
        with temporary.open("xb") as file:
            # The lock keeps other processes from sweeping it.
            lock(file.fileno())
            kept = mode_of(path) or mode
            if kept is not None and sys.platform != "win32":
                os.fchmod(file.fileno(), kept)
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                file.close()
            check()
            temporary.replace(path)
        sync(folder)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink()
        # A full disk names no file, and other errors the temporary one.
        if isinstance(error, OSError) and error.errno and error.filename in (None, str(temporary)):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def mode_of(path: Path) -> int | None:
    """The permissions of a regular file; None if there is none."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        return mode & 0o777 if stat.S_ISREG(mode) else None
    return None


def write_if_changed(
    path: Path, data: bytes, *, inside: Path | None = None, check: Callable[[], None] = lambda: None
) -> bool:
    """Write a file atomically unless it has this content already; returns whether it was written. For the
    options, see `replace`."""
    if holds(path, data):
        return False
    replace(path, data, inside=inside, check=check)
    return True


def check_unchanged(path: Path, before: bytes | None) -> None:
    """Raise ChangedError unless a file still has the content that was read; None if there was no file."""
    if os.path.lexists(path) if before is None else not holds(path, before):
        raise ChangedError([path.name])


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
            if not holds(file, data):
                written.append(file)
                replace(file, data, inside=root)
    except BaseException:
        for file in written:
            with suppress(OSError):
                file.unlink()
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def remove(path: Path, *, inside: Path) -> None:
    """Remove a file, never through a link. For `inside`, see `real_folder`."""
    real_folder(path.parent, inside=inside)
    path.unlink()


def holds(path: Path, data: bytes) -> bool:
    """Whether a path is a regular file with exactly this content."""
    try:
        with open_file(path) as file:
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except OSError:
        return False


def open_file(path: Path, *, follow: bool = False) -> BufferedReader:
    """Open a regular file for reading; with `follow`, also through links. Raises OSError for anything
    else."""
    if not (follow or _NO_FOLLOW) and path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    descriptor = os.open(path, _READ_FLAGS | (0 if follow else _NO_FOLLOW))
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise NotAFileError(path, mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def sweep(folder: Path, *, inside: Path | None = None) -> None:
    """Remove temporary files that dead processes left in a folder. For `inside`, see `real_folder`."""
    with suppress(OSError):
        for file in real_folder(folder, inside=inside).glob(f".*{TEMPORARY}"):
            with suppress(OSError), open_file(file) as opened:
                if lock(opened.fileno()):
                    file.unlink()


def lock(descriptor: int, *, wait: bool = False) -> bool | None:
    """Lock an open file or folder until it is closed or its process ends; False if another process holds the
    lock, None if the system has no locks."""
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
def locked(folder: Path, *, wait: bool = False) -> Iterator[bool | None]:
    """Lock a folder inside the block; for the value, see `lock`."""
    if sys.platform == "win32":
        yield None
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield lock(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def sync(folder: Path) -> None:
    """Flush the names of its files to the disk."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

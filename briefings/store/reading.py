"""Reads files that strangers may have written: only regular files of a limited size, and none through a link.

The only place that opens content. Links are refused, since they may lead out of the project, in a circle or
to an endless device, and Git on Windows and ZIP archives do not preserve them.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from briefings.store.files import NotAFileError, open_file

Parts = tuple[str, ...]
"""A path relative to a folder, as its components."""


class ReadError(Exception):
    """A file or folder that is not read. The message completes a sentence that begins with its name."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint
        """How to fix it; may be empty."""


class MissingError(ReadError):
    """There is no such file."""

    def __init__(self) -> None:
        super().__init__("does not exist")


class TooLargeError(ReadError):
    """A file is larger than the limit."""

    def __init__(self, size: int, largest: int) -> None:
        super().__init__(f"has {size:,} bytes; at most {largest:,} are read")
        self.size = size


def read(path: Path, *, largest: int, root: Path | None = None) -> bytes:
    """The content of a regular file of at most `largest` bytes; raises ReadError. For `root`, see
    `open_content`."""
    with open_content(path, root=root) as file:
        size = os.fstat(file.fileno()).st_size
        if size > largest:
            raise TooLargeError(size, largest)
        try:
            # Python allocates what it is asked for, so ask for the size of the file first.
            data = file.read(size + 1)
            if len(data) > size:  # it has grown, or is a file of the system that reports no size
                data += file.read(largest - size)
        except OSError as error:
            raise _unreadable(error) from error
    if len(data) > largest:
        raise TooLargeError(len(data), largest)
    return data


def open_content(path: Path, *, root: Path | None = None) -> BufferedReader:
    """Open a regular file for reading; raises ReadError.

    With `root`, the file must lie inside that folder, and no part of its path below it may be a link.
    Without, links are followed: for files whose place the host chose.
    """
    try:
        if root is not None:
            _refuse_links_above(path, root)
        return open_file(path, follow=root is None)
    except NotAFileError as error:
        raise _wrong_kind(error.mode) from error
    except OSError as error:
        if error.errno == errno.ELOOP and root is not None:
            raise _link_error() from error
        raise _unreadable(error) from error


def walk(folder: Path, *, root: Path) -> Iterator[tuple[Parts, ReadError | None]]:
    """All files below a folder in order, by path, each with an error if it cannot be read.

    Hidden files and folders belong to editors and systems and are left out; a name of dots alone is not
    hidden. A folder that does not exist is empty.
    """
    try:
        _refuse_links_above(folder, root)
        mode = os.lstat(folder).st_mode
        if not stat.S_ISDIR(mode):
            raise _wrong_kind(mode, wanted="a folder")
    except FileNotFoundError:
        return
    except (OSError, ReadError) as error:
        yield (), error if isinstance(error, ReadError) else _unreadable(error)
        return
    yield from sorted(_below(folder), key=lambda item: item[0])


def _below(folder: Path) -> Iterator[tuple[Parts, ReadError | None]]:
    waiting: list[Parts] = [()]
    while waiting:
        above = waiting.pop()
        try:
            entries = list(os.scandir(folder.joinpath(*above)))
        except OSError as error:
            yield above, _unreadable(error)
            continue
        for entry in entries:
            if entry.name.startswith(".") and entry.name.strip("."):
                continue
            parts = (*above, entry.name)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(parts)
            elif entry.is_file(follow_symlinks=False):
                yield parts, None
            else:
                try:
                    yield parts, _wrong_kind(entry.stat(follow_symlinks=False).st_mode)
                except OSError as error:
                    yield parts, _unreadable(error)


def printable(name: str) -> str:
    """A file's name with U+FFFD for line breaks, control characters and bytes that are not text."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def _wrong_kind(mode: int, wanted: str = "a regular file") -> ReadError:
    if stat.S_ISLNK(mode):
        return _link_error()
    return ReadError(f"is {_KINDS.get(stat.S_IFMT(mode), 'no file')}, and must be {wanted}")


def _link_error() -> ReadError:
    return ReadError("is a link, and links are not followed", "put the file or folder itself there")


def _refuse_links_above(path: Path, root: Path) -> None:
    """Raise ReadError if a file is not inside a folder, or only through a link."""
    # On strings, which is much faster than with Path, since every file is checked.
    above, inner = str(root), str(path)
    if not inner.startswith(f"{above}{os.sep}"):
        raise ReadError("lies outside of the project")
    for name in inner[len(above) + 1 :].split(os.sep)[:-1]:  # noqa: PTH206  # see above
        if name == os.pardir:
            raise ReadError("lies outside of the project")
        above = f"{above}{os.sep}{name}"
        if stat.S_ISLNK(os.lstat(above).st_mode):
            within = os.path.relpath(above, root).replace(os.sep, "/")
            raise ReadError(f"is not read: `{printable(within)}` {_link_error()}", _link_error().hint)


def _unreadable(error: OSError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return MissingError()
    return ReadError(f"cannot be read: {error.strerror or error}")

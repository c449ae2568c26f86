"""Reading files that strangers may have written: regular files only, of a limited size, and none by way of a
link.

The one place that opens content. A link may lead out of the project, to a device that never ends or in a
circle, and Git on Windows and ZIP archives do not keep links; so what lies in content/ are plain files and
folders.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

Parts = tuple[str, ...]
"""The names that lead to a file from a folder."""


class ReadError(Exception):
    """A file or folder that is not read. Says why, in words that follow its name."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint
        """What to do; may be empty."""


class MissingError(ReadError):
    """There is nothing by that name."""

    def __init__(self) -> None:
        super().__init__("does not exist")


class TooLargeError(ReadError):
    """A file has more bytes than are read."""

    def __init__(self, size: int, largest: int) -> None:
        super().__init__(f"has {size:,} bytes; at most {largest:,} are read")
        self.size = size


def read(path: Path, *, largest: int, root: Path | None = None) -> bytes:
    """The content of a regular file of at most `largest` bytes.

    With `root`, the file must lie inside that folder, and no part of its path below it may be a link.
    Without, links are followed: for files whose place the host chose. Raises ReadError.
    """
    with open_file(path, root=root) as file:
        size = os.fstat(file.fileno()).st_size
        if size > largest:
            raise TooLargeError(size, largest)
        try:
            # It may have grown since, or be one of the system's files that tell no size.
            data = file.read(largest + 1)
        except OSError as error:
            raise _unreadable(error) from error
    if len(data) > largest:
        raise TooLargeError(len(data), largest)
    return data


def open_file(path: Path, *, root: Path | None = None) -> BufferedReader:
    """A regular file, opened to be read, with `root` as for `read`. Never waits for another process. Raises
    ReadError."""
    try:
        if root is not None:
            _refuse_links_above(path, root)
        if root is None or not _NO_LINK:
            _refuse_all_but_files(path.stat(follow_symlinks=root is None).st_mode)
        descriptor = os.open(path, _FLAGS if root is None else _FLAGS | _NO_LINK)
    except OSError as error:
        if error.errno == errno.ELOOP and root is not None:
            raise _link_error() from error
        raise _unreadable(error) from error
    try:
        _refuse_all_but_files(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def walk(folder: Path, *, root: Path) -> Iterator[tuple[Parts, ReadError | None]]:
    """What lies below a folder, by the names that lead there, in order: every file, and with an error
    whatever is not read.

    Hidden files and folders belong to editors and systems, and are left out; a name of dots alone hides
    nothing. A folder that does not exist holds nothing.
    """
    try:
        _refuse_links_above(folder, root)
        mode = os.lstat(folder).st_mode
        if not stat.S_ISDIR(mode):
            raise (
                _link_error() if stat.S_ISLNK(mode) else ReadError(f"is {_kind(mode)}, and must be a folder")
            )
    except FileNotFoundError:
        return
    except OSError as error:
        yield (), _unreadable(error)
        return
    except ReadError as error:
        yield (), error
        return
    yield from sorted(_below(folder), key=lambda found: found[0])


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
                yield parts, _error_of(entry)


def _error_of(entry: os.DirEntry[str]) -> ReadError:
    try:
        _refuse_all_but_files(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        return _unreadable(error)
    except ReadError as error:
        return error
    return ReadError("changed while it was read", "run the command again")


def printable(name: str) -> str:
    """A file's name as it can be shown: with U+FFFD for line breaks, for what acts on terminals, and for
    bytes that are no text."""
    return (
        name
        if name.isprintable()
        else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    )


_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def _kind(mode: int) -> str:
    return _KINDS.get(stat.S_IFMT(mode), "no file")


def _refuse_all_but_files(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise _link_error()
    if not stat.S_ISREG(mode):
        raise ReadError(f"is {_kind(mode)}, and must be a regular file")


def _link_error() -> ReadError:
    return ReadError("is a link, and links are not followed", "put the file or folder itself there")


def _refuse_links_above(path: Path, root: Path) -> None:
    """Raises ReadError if a file does not lie in a folder, or a link leads to it from there."""
    # As text, which is much faster than with paths: this is done for each file.
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

"""Files that hold what is remembered between runs: lines of text and, at the end, a digest of them all.

Anything could have happened to such a file. One that is incomplete, was changed, or was written for another
purpose or by other code is not used; then everything is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from briefings.store.files import replace

DAMAGE = (
    OSError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, MemoryError,
)  # fmt: skip
"""What reading a damaged file may raise, and using what it holds."""

LONGEST = 100_000_000
"""Bytes of a line that is read. The longest, with the problems of a large site, have a few million."""


def write(file: Path, head: str, lines: Iterable[bytes], *, inside: Path | None = None) -> None:
    """Write a file atomically. `head` says what it is for and which code wrote it. No line has a newline."""
    replace(file, _sealed(head, lines), inside=inside)


def read(stream: IO[bytes], head: str) -> Iterator[bytes]:
    """The lines of a file with their newlines, one by one, since some files are large. ValueError at the
    beginning if the head is another, at a line that is too long, or at the end if the seal is wrong."""
    first = _line(head.encode("utf-8", "surrogateescape"))
    if stream.readline(len(first)) != first:
        raise ValueError("the file is for something else")
    seal = _seal(head)
    for line in iter(partial(stream.readline, LONGEST + 1), b""):
        if len(line) > LONGEST:
            raise ValueError("a line is too long")
        if line == seal.hexdigest().encode():
            return
        seal.update(line)
        yield line
    raise ValueError("the seal is missing or wrong")


def _sealed(head: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    yield _line(head.encode("utf-8", "surrogateescape"))
    seal = _seal(head)
    for line in map(_line, lines):
        seal.update(line)
        yield line
    yield seal.hexdigest().encode()


def _seal(head: str) -> hashlib.blake2b:
    """The digest of the lines, begun with the head."""
    return hashlib.blake2b(head.encode("utf-8", "surrogateescape"), digest_size=20)


def _line(data: bytes) -> bytes:
    return data + b"\n"

"""What was worked out before and need not be again: JSON that is kept in a file between runs, or nothing; and
anything in this process."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar, cast

from briefings.store.files import open_file, replace

FORMAT = 1
"""Of the file; one of another format is as good as none."""

T = TypeVar("T")


class Kept:
    """Data by the text that they were read from, in a file, and whatever this process remembers.

    The file is read and written once: a process that goes on remembers the rest by itself. One that is
    damaged, half written, or of another stamp is none, and nobody need be told. It holds JSON only, for it
    may come from elsewhere.

    Its lines stay on the disk, and each is read when it is asked for: all of them would take as much memory
    as the sheets.
    """

    def __init__(self, file: Path | None = None, stamp: str = "", *, inside: Path | None = None) -> None:
        self._file = file
        self._inside = inside
        self._stamp = stamp
        """Of whatever makes the data; with another one they might be others."""
        self._lines: _Lines | None = None
        """Those of the file, once it was read."""
        self._used: set[str] = set()
        self._new: _Lines | None = None
        """Those that were put, in a file without a name."""
        self._remembered: dict[object, tuple[object, object]] = {}

    def recall(self, name: object, made_from: object, make: Callable[[], T]) -> T:
        """What was made under this name from the same before in this process, or else what `make` makes
        now."""
        found = self._remembered.get(name)
        if found is None or found[0] != made_from:
            found = self._remembered[name] = (made_from, make())
        return cast("T", found[1])

    def get(self, text: str) -> Any | None:
        """The data that were put for this very text, or None."""
        if self._file is None:
            return None
        if self._lines is None:
            self._lines = _read(self._file, self._stamp)
        key = _digest((text.encode("utf-8", "surrogatepass"),))
        data = _decoded(self._lines.line(key)) if key in self._lines.where else None
        if data is not None:
            self._used.add(key)
        return data

    def put(self, text: str, data: Any) -> None:
        """Keeps the data of a text, if JSON brings them back as they are."""
        if self._file is not None:
            with suppress(_NotPlainError, UnicodeEncodeError, OSError):
                key, line = _digest((text.encode("utf-8"),)), _encoded(data).encode("utf-8")
                if self._new is None:
                    self._new = _Lines(TemporaryFile())  # noqa: SIM115  # closed by `save`, or when it goes
                self._new.add(key, line)

    def save(self) -> None:
        """Writes the file with all that was asked for or put, unless it says just that already. Nothing more
        is kept in it afterwards."""
        lines, new = self._lines or _Lines(), self._new or _Lines()
        with (
            suppress(OSError),
            lines.file,
            new.file,
        ):  # where nothing can be written, the next run reads the sheets again
            if self._file is not None and (new.where or len(self._used) < len(lines.where)):
                left = dict.fromkeys(self._used, lines) | dict.fromkeys(new.where, new)
                _write(self._file, self._stamp, [(key, left[key]) for key in sorted(left)], self._inside)
        self._file, self._lines, self._used, self._new = None, None, set(), None


# ── The file ────────────────────────────────────────────────────────────────────────────────────────────────


class _Lines:
    """Lines in an open file, by their keys."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self.file = file if file is not None else BytesIO()
        self.where: dict[str, tuple[int, int]] = {}
        """Where each begins in the file, and its length."""

    def __del__(self) -> None:
        # What was only read from need not be saved.
        self.file.close()

    def line(self, key: str) -> bytes:
        start, length = self.where[key]
        self.file.seek(start)
        return self.file.read(length)

    def add(self, key: str, line: bytes) -> None:
        start = self.file.seek(0, os.SEEK_END)
        self.file.write(line)
        self.where[key] = start, len(line)


def _read(file: Path, stamp: str) -> _Lines:
    """The lines of a file; none if they are not what was written with this stamp."""
    try:
        lines = _Lines(open_file(file))
        head, digest = lines.file.readline(), hashlib.blake2b(digest_size=20)
        start = len(head)
        for line in lines.file:
            digest.update(line)
            gap = line.find(b" ") + 1
            lines.where[line[: gap - 1].decode("latin-1")] = start + gap, len(line) - gap - 1
            start += len(line)
    except OSError:
        return _Lines()
    return lines if head == _head(stamp, digest.hexdigest()) else _Lines()


def _write(file: Path, stamp: str, lines: Sequence[tuple[str, _Lines]], inside: Path | None) -> None:
    def written() -> Iterator[bytes]:
        return (b"%s %s\n" % (key.encode(), where.line(key)) for key, where in lines)

    replace(file, chain((_head(stamp, _digest(written())),), written()), inside=inside)


def _head(stamp: str, digest: str) -> bytes:
    return json.dumps({"format": FORMAT, "stamp": stamp, "digest": digest}).encode() + b"\n"


def _digest(data: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in data:
        digest.update(part)
    return digest.hexdigest()


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────


class _NotPlainError(Exception):
    """Something that JSON would not bring back as it is."""


def _encoded(data: Any) -> str:
    """Data as JSON, with the paths of what stands in it as text and is a decimal number."""
    decimals: list[list[str | int]] = []
    plain = data if _is_plain(data) else _plain(data, [], decimals)
    return json.dumps([plain, decimals], ensure_ascii=False, separators=(",", ":"))


def _decoded(line: bytes) -> Any | None:
    """What was encoded; None if this was not."""
    try:
        data, decimals = json.loads(str(line, "utf-8"))
        for *above, last in decimals:
            holder = data
            for step in above:
                holder = holder[step]
            holder[last] = _decimal(holder[last])
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return None
    return data


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


_SCALARS = frozenset({str, int, bool})


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return all(
            (type(inner) in _SCALARS or _is_plain(inner)) and type(key) is str for key, inner in value.items()
        )
    if kind is list:
        return all(type(inner) in _SCALARS or _is_plain(inner) for inner in value)
    return kind in _SCALARS


def _plain(value: Any, path: list[str | int], decimals: list[list[str | int]]) -> Any:
    """A value with its decimal numbers as text, and their paths noted."""
    if type(value) is dict and all(type(key) is str for key in value):
        return {key: _plain(inner, [*path, key], decimals) for key, inner in value.items()}
    if type(value) is list:
        return [_plain(inner, [*path, n], decimals) for n, inner in enumerate(value)]
    if type(value) is Decimal:
        decimals.append(path)
        return str(value)
    if type(value) not in _SCALARS:
        raise _NotPlainError(path)
    return value

"""The cache of parsed texts: JSON in a file between runs, and any object within this process."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar, cast

from briefings.store import sealed
from briefings.store.files import open_file

FORMAT = 1
"""The format of the file; one of another format is ignored."""

T = TypeVar("T")


class ParseCache:
    """Caches the data of texts in a file, and other results in this process.

    The file is read and written once; a damaged one, or one with another stamp, is ignored. It holds JSON,
    not pickles, since it may come from elsewhere. Its lines are read one by one as they are needed: all of
    them would take as much memory as the sheets.
    """

    def __init__(self, file: Path | None = None, stamp: str = "", *, inside: Path | None = None) -> None:
        self._file = file
        self._inside = inside
        self._stamp = stamp
        """Identifies the code that parses texts: other code might read other data from them."""
        self._lines: _Lines | None = None
        """The lines of the file; None before it is read."""
        self._used: set[str] = set()
        self._new: _Lines | None = None
        """The lines that were added, in an unnamed file."""
        self._results: dict[object, tuple[object, object]] = {}

    def memoize(self, name: object, inputs: object, make: Callable[[], T]) -> T:
        """The cached result of `make` for this name and equal inputs, in this process."""
        result = self.recall(name, inputs)
        if result is None:
            result = make()
            self.remember(name, inputs, result)
        return cast("T", result)

    def remember(self, name: object, inputs: object, result: object) -> None:
        """Cache a result for this name and equal inputs, in this process."""
        self._results[name] = (inputs, result)

    def recall(self, name: object, inputs: object) -> Any | None:
        """The cached result for this name and equal inputs, in this process; None if there is none."""
        result = self._results.get(name)
        return result[1] if result is not None and result[0] == inputs else None

    def get(self, text: str) -> Any | None:
        """The data of this text, or None."""
        if self._file is None:
            return None
        if self._lines is None:
            self._lines = _read(self._file, self._stamp)
        key = _key(text.encode("utf-8", "surrogatepass"))
        data = _decoded(self._lines.line(key)) if key in self._lines.where else None
        if data is not None:
            self._used.add(key)
        return data

    def put(self, text: str, data: Any) -> None:
        """Cache the data of a text, if JSON can represent it."""
        if self._file is not None:
            with suppress(_NotPlainError, UnicodeEncodeError, OSError):
                key, line = _key(text.encode("utf-8")), _encoded(data).encode("utf-8")
                if self._new is None:
                    self._new = _Lines(TemporaryFile())  # noqa: SIM115  # closed by `save`, or when it goes
                self._new.add(key, line)

    def save(self) -> None:
        """Write the file with all data that was read or added, if it changed. The file is not used
        afterwards."""
        lines, new = self._lines or _Lines(), self._new or _Lines()
        # If the cache cannot be written, the next run parses all texts again.
        with suppress(OSError), lines.file, new.file:
            if self._file is not None and (new.where or len(self._used) < len(lines.where)):
                sources = dict.fromkeys(self._used, lines) | dict.fromkeys(new.where, new)
                found = (b"%s %s" % (key.encode(), sources[key].line(key)) for key in sorted(sources))
                sealed.write(self._file, _head(self._stamp), found, inside=self._inside)
        self._file, self._lines, self._used, self._new = None, None, set(), None


# ── The file ────────────────────────────────────────────────────────────────────────────────────────────────


class _Lines:
    """Lines of an open file, by key."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self.file = file if file is not None else BytesIO()
        self.where: dict[str, tuple[int, int]] = {}
        """The offset of each in the file, and its length."""

    def __del__(self) -> None:
        # `save` is not called after a read-only use.
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
    """The lines of a file; none if it is damaged or was written by other code."""
    try:
        lines = _Lines(open_file(file))
        head = _head(stamp)
        start = len(head.encode()) + 1
        for line in sealed.read(lines.file, head):
            gap = line.find(b" ") + 1
            lines.where[line[: gap - 1].decode("latin-1")] = start + gap, len(line) - gap - 1
            start += len(line)
    except sealed.DAMAGE:
        return _Lines()
    return lines


def _head(stamp: str) -> str:
    return f"briefings sheets {FORMAT} {stamp}"


def _key(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=20).hexdigest()


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────


class _NotPlainError(Exception):
    """A value that JSON would not restore exactly."""


def _encoded(data: Any) -> str:
    """Data as JSON with its decimal numbers as texts, and the paths of these."""
    decimals: list[list[str | int]] = []
    plain = data if _is_plain(data) else _plain(data, [], decimals)
    return json.dumps([plain, decimals], ensure_ascii=False, separators=(",", ":"))


def _decoded(line: bytes) -> Any | None:
    """The data of a line; None if it is damaged."""
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
    """A value with its decimal numbers as texts, whose paths are added to `decimals`."""
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

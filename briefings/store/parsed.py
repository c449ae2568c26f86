"""The cache of parsed texts: JSON in a file between runs, and any object within this process."""

from __future__ import annotations

import hashlib
import json
import sys
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import cache as once
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar, cast

from briefings.store.files import replace
from briefings.store.reading import ReadError, read

T = TypeVar("T")

LARGEST = 500_000_000
"""Bytes of a file that is read. With 5,000 briefings, it has 90 million."""


class ParseCache:
    """Caches the data of texts in a file, and other results in this process.

    The file is read and written once; a damaged line, or a file that other code wrote, is ignored. It
    holds JSON, not pickles, since it may come from elsewhere.
    """

    def __init__(self, file: Path | None = None, *, inside: Path | None = None) -> None:
        self._file = file
        self._inside = inside
        self._lines: dict[str, str] | None = None
        """The lines of the file by key; None before it is read."""
        self._current: dict[str, str] = {}
        """Those that were read or added since."""
        self._results: dict[object, tuple[object, object]] = {}

    def memoize(self, name: object, inputs: object, make: Callable[[], T]) -> T:
        """The cached result of `make` for this name and equal inputs, in this process."""
        cached = self._results.get(name)
        if cached is None or cached[0] != inputs:
            cached = self._results[name] = inputs, make()
        return cast("T", cached[1])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in the file."""
        return not self._known()

    def lacks(self, text: str) -> bool:
        """Whether the file is to have the data of this text, and does not yet."""
        return self._file is not None and (self.is_empty or _key(text) not in self._known())

    def get(self, text: str) -> Any | None:
        """The data of this text, or None."""
        if self._file is None:
            return None
        key = _key(text)
        line = self._known().get(key)
        data = None if line is None else decoded(line)
        if line is not None and data is not None:
            self._current[key] = line
        return data

    def put(self, text: str, data: Any, line: str | None = None) -> None:
        """Cache the data of a text, or the line that `encoded` has made of it."""
        if self._file is None:
            return
        if line is None:
            line = encoded(data)
            # Not if JSON would give other keys or other types back.
            if line is None or decoded(line) != data:
                return
        self._current[_key(text)] = line

    def _known(self) -> dict[str, str]:
        if self._lines is None:
            self._lines = {} if self._file is None else _read(self._file, self._inside)
        return self._lines

    def save(self) -> None:
        """Write the file with all data that was read or added, if it changed. The file is not used
        afterwards."""
        if self._file is not None and self._current != (self._lines or {}):
            # In pieces, because a line can have megabytes.
            lines = ((key, " ", line, "\n") for key, line in sorted(self._current.items()))
            texts = chain((_head(), "\n"), chain.from_iterable(lines))
            pieces = (text.encode("ascii", "backslashreplace") for text in texts)
            # If the cache cannot be written, the next run parses all texts again.
            with suppress(OSError):
                replace(self._file, pieces, inside=self._inside)
        self._file, self._lines, self._current = None, None, {}


@once
def _head() -> str:
    """The first line, with a digest of all code that is installed: other code might give other data."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=20)
    for path in sorted(Path(__file__).parents[1].rglob("*.[pt]*")):
        if path.suffix in (".py", ".toml"):
            digest.update(path.read_bytes())
    for path in sorted(Path(sysconfig.get_paths()["purelib"]).glob("*-info")):
        digest.update(path.name.encode())
    return f"briefings cache {digest.hexdigest()}"


def _read(file: Path, inside: Path | None) -> dict[str, str]:
    """The lines of a file by key; none if it was written by other code."""
    try:
        first, *lines = read(file, largest=LARGEST, root=inside).decode("ascii").splitlines()
    except (ReadError, ValueError):
        return {}
    keyed = (line.partition(" ") for line in lines)
    return {key: line for key, _, line in keyed} if first == _head() else {}


def encoded(data: Any) -> str | None:
    """The line of this data in the file; None if JSON cannot represent it."""
    try:
        return json.dumps(data, default=_marked, separators=(",", ":"))
    except (TypeError, ValueError):
        return None


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


_DECIMAL = "\0"
"""The key that marks a decimal number. No sheet has it, since control characters are refused."""


def _marked(value: object) -> dict[str, str]:
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return {_DECIMAL: str(value)}


def _unmarked(mapping: dict[str, Any]) -> Any:
    return Decimal(mapping[_DECIMAL]) if _DECIMAL in mapping else mapping


def decoded(line: str) -> Any | None:
    """The data of a line; None if it is damaged."""
    try:
        # Most sheets have no such number, and reading them without a hook takes half as long.
        return json.loads(line, object_hook=_unmarked if r'"\u0000"' in line else None)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None

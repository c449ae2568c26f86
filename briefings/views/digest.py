"""Digests of views and of what files are made from, by which builds decide what to reuse.

A digest covers all fields of a value and of everything in it, and nothing else: two views that a template
could tell apart have different digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from briefings.catalog.catalog import Catalog, RelationEntry
from briefings.catalog.entries import Entry
from briefings.evidence import Proofs
from briefings.model.dates import Date
from briefings.sheets.load import Sheet

_SIZE = 16
"""In bytes."""
_SMALL = 3
"""Objects with at most so many fields are digested each time, which takes less than remembering them."""

_NOT_IN_VIEWS = frozenset({Catalog, Entry, Proofs, RelationEntry, Sheet})
"""They lead to more than a page says."""

Add = Callable[[Any, list[str]], None]
"""Adds what tells a value from others."""


class Digester:
    """Digests values. Views share most of their parts, so the digest of each object is computed once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}
        """By the id of an object."""
        self._kept: list[object] = []
        """These objects, so that the id of each stays its own."""
        self._by_type: dict[type, Add] = {}

    def of(self, value: object) -> str:
        """The digest of a value."""
        parts: list[str] = []
        self._add(value, parts)
        return digest_of(parts)

    def _add(self, value: object, parts: list[str]) -> None:
        kind = type(value)
        add = self._by_type.get(kind)
        if add is None:
            add = self._by_type[kind] = self._adding(kind)
        add(value, parts)

    def _adding(self, kind: type) -> Add:
        """What adds values of a type."""
        if issubclass(kind, str):
            return _add_text
        if issubclass(kind, int | float | None | Decimal | date):
            return lambda value, parts: parts.append(repr(value))
        if issubclass(kind, Date):
            return lambda value, parts: parts.append(value.text)
        if hasattr(kind, "_fields"):
            return self._adding_object(kind, kind._fields)
        if issubclass(kind, tuple | list):
            return self._add_each
        if issubclass(kind, Mapping):
            return lambda value, parts: self._add_each([*value.items()], parts)
        if issubclass(kind, frozenset):
            return lambda value, parts: self._add_each(sorted(map(self.of, value)), parts)
        if kind not in _NOT_IN_VIEWS and is_dataclass(kind):
            return self._adding_object(kind, tuple(field.name for field in fields(kind)))
        raise TypeError(f"cannot digest {kind.__name__}")

    def _adding_object(self, kind: type[Any], every: tuple[str, ...]) -> Add:
        """What adds objects of a class, with all of their fields."""

        def add(value: object, parts: list[str]) -> None:
            parts.append(kind.__name__)
            for name in every:
                self._add(getattr(value, name), parts)

        if len(every) <= _SMALL:
            return add
        return lambda value, parts: parts.append(self._remembered(value, add))

    def _remembered(self, value: object, add: Add) -> str:
        found = self._known.get(id(value))
        if found is None:
            parts: list[str] = []
            add(value, parts)
            found = self._known[id(value)] = digest_of(parts)
            self._kept.append(value)
        return found

    def _add_each(self, values: Iterable[object], parts: list[str]) -> None:
        parts.append("(")
        for each in values:
            self._add(each, parts)
        parts.append(")")


def _add_text(text: str, parts: list[str]) -> None:
    # The length keeps adjacent texts apart: `a`, `bc` is not `ab`, `c`.
    parts.append(f"{len(text)}'{text}")


def digest_of(parts: Iterable[str]) -> str:
    """The digest of some texts, which must not be ambiguous together."""
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_SIZE).hexdigest()

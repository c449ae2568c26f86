"""What a page was made from: its context, and whatever else was read while it was made. All of it told by
content, in digests.

A page whose context and whose reads give the same digests again would come out the same, so it need not be
made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MethodType
from typing import Any, cast

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.evidence import Proofs
from briefings.evidence.prove import Proof
from briefings.model.base import Model
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.sheets.load import Sheet

_WHOLE = "*"
"""In the name of a read: all of a mapping, or what is no mapping."""
_PROOFS = "proofs"
_BETWEEN = "\0"
_SIZE = 16
"""Bytes of a digest."""


class Ground:
    """What all pages are made from, and the digests of its parts, each worked out once."""

    def __init__(self, catalog: Catalog, proofs: Proofs, **others: object) -> None:
        self.catalog = catalog
        self.proofs = proofs
        self._others = others
        """What is worked out from the whole catalog, by the name that `Trace.note` gives it."""
        self._read: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._tokens: dict[int, tuple[object, str]] = {}
        """By the identity of a sheet, an entry or a context, each kept here, so that no other can take its
        identity."""

    def trace(self) -> Trace:
        """A view of the catalog and the proofs that notes what is read."""
        return Trace(self)

    def digest(self, value: object) -> str:
        """A digest of a context, or of any value that contexts hold."""
        out: list[str] = []
        self._tell(value, out)
        return _digest(out)

    def named(self, *reads: str) -> tuple[str, ...]:
        """The names of reads, sorted, each of them one text in memory however many pages have it."""
        names = {name for each in reads if each for name in each.split(_BETWEEN)}
        return tuple(self._names.setdefault(name, name) for name in sorted(names))

    def seen(self, reads: Iterable[str]) -> str:
        """A digest of what these reads give now."""
        return _digest(self.read(name) for name in reads)

    def read(self, name: str) -> str:
        """A digest of what one read gives now."""
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = self.digest(self._look(name))
        return found

    def _look(self, name: str) -> object:
        part, _, key = name.partition("/")
        if part == _PROOFS:
            source, _, passage = key.partition("/")
            return self.proofs.passages.get((source, passage))
        if part in self._others:
            return self._others[part]
        value = getattr(self.catalog, part)
        return value if key == _WHOLE else value.get(key)

    def _tell(self, value: object, out: list[str]) -> None:
        """Adds everything that tells a value from another. What holds a part of a sheet holds the sheet, too,
        which says it all."""
        kind = type(value)
        if isinstance(value, str):
            # With its length before it, no text can pass for two.
            out.append(f"{len(value)}'{value}")
        elif value is None or kind in (int, bool, float):
            out.append(repr(value))
        elif kind in (tuple, list):
            out.append("(")
            for each in cast("tuple[object, ...]", value):
                # Most of what pages hold is held by several.
                known = self._tokens.get(id(each))
                if known is not None:
                    out.append(known[1])
                else:
                    self._tell(each, out)
            out.append(")")
        elif isinstance(value, Entry):
            # All that an entry says is in its sheet, except which other briefings show it. There are too many
            # entries to remember a digest of each.
            out.append(f"{self._known(value.sheet, ())} {value.path} {value.also_in}")
        elif isinstance(value, Sheet):
            out.append(self._known(value, ()))
        elif isinstance(value, Model | Citation):
            out.append(kind.__name__)
        elif isinstance(value, Date):
            out.append(value.text)
        elif is_dataclass(kind):
            names = _fields(kind)
            parts = [getattr(value, name) for name in names]
            if any(isinstance(part, Sheet) for part in parts):
                out.append(self._known(value, parts))
            else:
                out.append(kind.__name__)
                for part in parts:
                    self._tell(part, out)
        elif isinstance(value, Mapping):
            self._tell(list(value.items()), out)
        elif isinstance(value, Decimal | date):
            out.append(f"{kind.__name__} {value}")
        else:
            raise TypeError(f"a page was given {kind.__name__}, which nothing here can tell from another")

    def _known(self, value: object, parts: Sequence[object]) -> str:
        found = self._tokens.get(id(value))
        if found is None:
            out = [type(value).__name__]
            for part in (value.kind, value.path, value.digest) if isinstance(value, Sheet) else parts:
                self._tell(part, out)
            found = self._tokens[id(value)] = (value, _digest(out))
        return found[1]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()


class Trace:
    """Notes what is read, by whoever takes `catalog` and `proofs` from here."""

    def __init__(self, ground: Ground) -> None:
        self._reads: dict[str, None] = {}
        self.catalog = cast(Catalog, _WatchedCatalog(ground.catalog, self._reads))
        self.proofs = cast(Proofs, _WatchedProofs(ground.proofs, self._reads))

    def note(self, name: str) -> None:
        """Notes the use of something that the ground knows by this name."""
        self._reads[f"{name}/{_WHOLE}"] = None

    @property
    def reads(self) -> str:
        """What was read, by name, as one text: it is on its way from one process to another, for thousands of
        pages."""
        return _BETWEEN.join(self._reads)


class _WatchedCatalog:
    """A catalog, each of whose parts notes what is asked of it."""

    def __init__(self, catalog: Catalog, reads: dict[str, None]) -> None:
        self._catalog = catalog
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._catalog, name)
        if isinstance(value, MethodType):
            # Called on the watched catalog, so that each read of the method is noted.
            return MethodType(value.__func__, self)
        if isinstance(value, Mapping):
            value = _WatchedMapping(name, value, self._reads)
            # Asked for again, it is there.
            setattr(self, name, value)
            return value
        self._reads[f"{name}/{_WHOLE}"] = None
        return value


class _WatchedMapping(Mapping[str, Any]):
    """A mapping that notes the keys asked for, also those that it has not."""

    def __init__(self, name: str, mapping: Mapping[str, Any], reads: dict[str, None]) -> None:
        self._name = name
        self._mapping = mapping
        self._reads = reads

    def __getitem__(self, key: str) -> Any:
        if not isinstance(key, str):
            raise TypeError(f"{self._name} is asked for {key!r}, which no name of a read can hold")
        self._reads[f"{self._name}/{key}"] = None
        return self._mapping[key]

    def __contains__(self, key: object) -> bool:
        self._reads[f"{self._name}/{key}"] = None
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._reads[f"{self._name}/{_WHOLE}"] = None
        return iter(self._mapping)

    def __len__(self) -> int:
        self._reads[f"{self._name}/{_WHOLE}"] = None
        return len(self._mapping)


class _WatchedProofs:
    """Proofs that note which are asked for."""

    def __init__(self, proofs: Proofs, reads: dict[str, None]) -> None:
        self._proofs = proofs
        self._reads = reads

    def of(self, source: str, passage: str) -> Proof:
        self._reads[f"{_PROOFS}/{source}/{passage}"] = None
        return self._proofs.of(source, passage)


__all__ = ["Ground", "Trace"]

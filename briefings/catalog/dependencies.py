"""Dependencies of pages, by which a build decides which pages to reuse.

A page depends on its context and on what it reads of the catalog and the proofs while it is rendered. Both
are digested. A page whose digests are unchanged is reused.
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
from briefings.catalog.coverage import Covered
from briefings.catalog.entries import Entry
from briefings.evidence import Proofs
from briefings.evidence.prove import Proof
from briefings.model.base import Model
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.sheets.load import Sheet

_WHOLE = "*"
"""The key, in the name of a read, for a whole mapping or for a value that is not a mapping."""
_PROOFS = "proofs"
_SEPARATOR = "\0"
_DIGEST_SIZE = 16
"""In bytes."""


class Digests:
    """Digests of contexts and of everything that pages can read, each computed once."""

    def __init__(self, catalog: Catalog, proofs: Proofs, **others: object) -> None:
        self.catalog = catalog
        self.proofs = proofs
        self._others = others
        """Values computed from the whole catalog, by the names that `ReadRecorder.record` gets."""
        self._reads: dict[str, str] = {}
        """By the name of a read."""
        self._names: dict[str, str] = {}
        self._shared: dict[int, tuple[object, str]] = {}
        """By the id of an object that several contexts contain: the object, so that its id stays its own, and
        its digest."""

    def recorder(self) -> ReadRecorder:
        """A new recorder for the reads of one page."""
        return ReadRecorder(self)

    def of(self, value: object) -> str:
        """The digest of a context, or of any value in a context."""
        parts: list[str] = []
        self._add(value, parts)
        return _digest(parts)

    def names_of(self, *reads: str) -> tuple[str, ...]:
        """The sorted names in texts of `ReadRecorder.reads`. Equal names of several pages are one object."""
        names = {name for each in reads if each for name in each.split(_SEPARATOR)}
        return tuple(self._names.setdefault(name, name) for name in sorted(names))

    def of_reads(self, names: Iterable[str]) -> str:
        """The digest of the current values of several reads."""
        return _digest(self.of_read(name) for name in names)

    def of_read(self, name: str) -> str:
        """The digest of the current value of a read."""
        digest = self._reads.get(name)
        if digest is None:
            digest = self._reads[name] = self.of(self._value(name))
        return digest

    def _value(self, name: str) -> object:
        part, _, key = name.partition("/")
        if part == _PROOFS:
            source, _, passage = key.partition("/")
            return self.proofs.passages.get((source, passage))
        if part in self._others:
            return self._others[part]
        value = getattr(self.catalog, part)
        return value if key == _WHOLE else value.get(key)

    def _add(self, value: object, parts: list[str]) -> None:
        """Adds the parts that distinguish a value from others. For a part of a sheet the type is enough,
        because contexts with parts of a sheet also contain the sheet."""
        kind = type(value)
        if isinstance(value, str):
            # The length distinguishes one text from two.
            parts.append(f"{len(value)}'{value}")
        elif value is None or kind in (int, bool, float):
            parts.append(repr(value))
        elif kind in (tuple, list):
            parts.append("(")
            for each in cast("tuple[object, ...]", value):
                # Most values are in the contexts of several pages.
                shared = self._shared.get(id(each))
                if shared is not None:
                    parts.append(shared[1])
                else:
                    self._add(each, parts)
            parts.append(")")
        elif isinstance(value, Entry):
            # Besides its sheet, an entry depends on which other briefings show it and on the dates of its
            # sources. There are too many entries to store a digest of each.
            parts.append(f"{self._shared_digest(value.sheet)} {value.path} {value.also_in} {value.announced}")
        elif isinstance(value, Sheet):
            parts.append(self._shared_digest(value))
        elif isinstance(value, Model | Citation):
            parts.append(kind.__name__)
        elif isinstance(value, Date):
            parts.append(value.text)
        elif isinstance(value, Covered):
            parts.append(_shown(value))
        elif is_dataclass(kind):
            values = [getattr(value, name) for name in _fields(kind)]
            if any(isinstance(each, Sheet) for each in values):
                parts.append(self._shared_digest(value, values))
            else:
                parts.append(kind.__name__)
                for each in values:
                    self._add(each, parts)
        elif isinstance(value, Mapping):
            self._add(list(value.items()), parts)
        elif isinstance(value, Decimal | date):
            parts.append(f"{kind.__name__} {value}")
        else:
            raise TypeError(f"cannot digest {kind.__name__} in the context of a page")

    def _shared_digest(self, value: object, values: Sequence[object] = ()) -> str:
        """The digest of a sheet, or of an object with these values. It is stored, because several contexts
        contain the object."""
        shared = self._shared.get(id(value))
        if shared is None:
            parts = [type(value).__name__]
            for each in (value.kind, value.path, value.digest) if isinstance(value, Sheet) else values:
                self._add(each, parts)
            shared = self._shared[id(value)] = (value, _digest(parts))
        return shared[1]


def _shown(fact: Covered) -> str:
    """What pages show of the coverage of a fact. Its readings of numbers and dates follow from the words."""
    findings = [
        (f.particular.kind, f.particular.key, f.particular.words, f.state, f.lacks, f.passage, f.span)
        for f in fact.findings
    ]
    return repr((fact.path, fact.sentence, fact.own, fact.cited, findings))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b(
        "\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_SIZE
    ).hexdigest()


class ReadRecorder:
    """Records which values a page reads of `catalog` and `proofs`."""

    def __init__(self, digests: Digests) -> None:
        self._reads: dict[str, None] = {}
        self.catalog = cast(Catalog, _RecordingCatalog(digests.catalog, self._reads))
        self.proofs = cast(Proofs, _RecordingProofs(digests.proofs, self._reads))

    def record(self, name: str) -> None:
        """Records a read of another value that `Digests` was given by this name."""
        self._reads[f"{name}/{_WHOLE}"] = None

    @property
    def reads(self) -> str:
        """The names of all reads, as one text, which is faster to send between processes."""
        return _SEPARATOR.join(self._reads)


class _RecordingCatalog:
    """A catalog that records reads of its mappings and other attributes."""

    def __init__(self, catalog: Catalog, reads: dict[str, None]) -> None:
        self._catalog = catalog
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._catalog, name)
        if isinstance(value, MethodType):
            # Bound to the recording catalog, so that reads in the method are recorded.
            return MethodType(value.__func__, self)
        if isinstance(value, Mapping):
            value = _RecordingMapping(name, value, self._reads)
            # Later accesses find the attribute and do not call `__getattr__`.
            setattr(self, name, value)
            return value
        self._reads[f"{name}/{_WHOLE}"] = None
        return value


class _RecordingMapping(Mapping[str, Any]):
    """A mapping that records the keys read, including missing ones."""

    def __init__(self, name: str, mapping: Mapping[str, Any], reads: dict[str, None]) -> None:
        self._name = name
        self._mapping = mapping
        self._reads = reads

    def __getitem__(self, key: str) -> Any:
        if not isinstance(key, str):
            raise TypeError(f"cannot record a read of {self._name}[{key!r}]: the key must be text")
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


class _RecordingProofs:
    """Proofs that record which of them are read."""

    def __init__(self, proofs: Proofs, reads: dict[str, None]) -> None:
        self._proofs = proofs
        self._reads = reads

    def of(self, source: str, passage: str) -> Proof:
        self._reads[f"{_PROOFS}/{source}/{passage}"] = None
        return self._proofs.of(source, passage)


__all__ = ["Digests", "ReadRecorder"]

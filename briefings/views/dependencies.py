"""Dependencies of files for programs and of search documents, by which a build decides which to reuse.

They depend on what they are about and on what they read of the catalog and the proofs while they are made.
Both are digested. Pages depend on their views only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MethodType
from typing import Any, cast

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.evidence import Proofs
from briefings.evidence.prove import Proof
from briefings.sheets.load import Sheet
from briefings.views.digest import Add, Digester, digest_of

_WHOLE = "*"
"""The key, in the name of a read, for a whole mapping or for a value that is not a mapping."""
_PROOFS = "proofs"
_SEPARATOR = "\0"


class Digests(Digester):
    """Digests of views, of what files are about, and of everything that files can read."""

    def __init__(self, catalog: Catalog, proofs: Proofs, **others: object) -> None:
        super().__init__()
        self.catalog = catalog
        self.proofs = proofs
        self._others = others
        """Values computed from the whole catalog, by the names that `ReadRecorder.record` gets."""
        self._reads: dict[str, str] = {}
        """By the name of a read."""
        self._names: dict[str, str] = {}

    def recorder(self) -> ReadRecorder:
        """A new recorder for the reads of one page."""
        return ReadRecorder(self)

    def names_of(self, *reads: str) -> tuple[str, ...]:
        """The sorted names in texts of `ReadRecorder.reads`. Equal names of several pages are one object."""
        names = {name for each in reads if each for name in each.split(_SEPARATOR)}
        return tuple(self._names.setdefault(name, name) for name in sorted(names))

    def of_reads(self, names: Iterable[str]) -> str:
        """The digest of the current values of several reads."""
        return digest_of(self.of_read(name) for name in names)

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

    def _adding(self, kind: type) -> Add:
        if kind is Sheet:
            return self._once(self._adding_object(Sheet, ("kind", "path", "digest")))
        if kind is Entry:
            # Besides its sheet, an entry depends on which other briefings show it and on the dates of its
            # sources.
            return self._adding_object(Entry, ("sheet", "path", "also_in", "announced"))
        return super()._adding(kind)


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

"""What a person is shown of a fact who reads it against its sources, and which readings still hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, entries, parts
from briefings.catalog.labels import whose
from briefings.evidence import Proofs
from briefings.evidence.readings import Answer, Line, ReadingsLock, ReadRecord
from briefings.model import FOLDERS, SheetModel
from briefings.model.base import KeyPath, Model, Prose, Ref
from briefings.model.briefing import Statement
from briefings.model.written import declared, plain_value
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain
from briefings.text.prose import Kind

Name = Callable[[Kind, str], str]
"""The title of a sheet."""

_NOT_READ = frozenset(("id", "anchor", "cite", "drafted", "media", "milestone", "key", "tags"))
"""Keys that no passage can support. Editing them leaves a reading valid."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A fact that cites passages, as a person reads it against them."""

    entry: Entry[Any]
    says: Mapping[str, Any]
    """Its keys with the names of what they refer to, and whom an actor's sheet is about or, of a statement
    that a source makes itself, its publisher."""
    passages: tuple[tuple[tuple[str, str], ...], ...]
    """The sources and passages of each of its parts, or else of the whole."""
    texts: Mapping[str, str | None]
    """The digest of the text of each of these sources, by its id; None if no text of it was ever saved."""

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read it against."""
        return any(self.texts.values())

    @property
    def digest(self) -> str:
        """Differs as soon as the fact, a passage or a text does. The order of passages does not matter, nor
        do the ids of sheets."""
        text = {source: digest or "" for source, digest in self.texts.items()}
        cited = [sorted({(words, text[source]) for source, words in own}) for own in self.passages]
        read = json.dumps([self.says, cited], sort_keys=True).encode()
        return blake2b(read, digest_size=16).hexdigest()


def readable(entry: Entry[Any], catalog: Catalog, proofs: Proofs) -> Readable | None:
    """What a person is shown of an entry; None if it cites no passage."""
    cited = tuple(
        tuple((each.source, each.passage) for each in part.citations if each.passage is not None)
        for part in parts(entry)
    )
    if not any(cited):
        return None
    if entry.sheet.kind == "actor":
        who = entry.sheet.data.headline
    else:
        who = whose(entry, catalog) if isinstance(entry.item, Statement) and entry.item.source else None
    about = {} if who is None else {"who": who}
    statuses = {source: proofs.sources[source] for own in cited for source, _ in own}
    texts: dict[str, str | None] = {id_: each.sha256 or each.recorded for id_, each in statuses.items()}
    return Readable(entry, about | _says(entry.item, catalog.name), cited, texts)


def _says(model: Model, name: Name) -> dict[str, Any]:
    return {
        key: _value(value, name)
        for field_name, key, default in declared(type(model))
        if key not in _NOT_READ and (value := getattr(model, field_name)) != default
    }


def _value(value: Any, name: Name) -> Any:
    if isinstance(value, Model):
        return _says(value, name)
    if isinstance(value, tuple):
        return [_value(each, name) for each in value]
    if isinstance(value, Prose):
        return plain(value, name)
    if isinstance(value, Ref) and value.kind in FOLDERS:
        return name(value.kind, value)
    return plain_value(value, exact=True)


def address_of(entry: Entry[Any]) -> str:
    """The address of an entry in the lock."""
    return f"{FOLDERS[entry.sheet.kind]}/{entry.sheet.id}#{entry.name}"


def _addresses(entry: Entry[Any], catalog: Catalog) -> Iterator[str]:
    """The address of an entry, and those that it had before, the latest first."""
    yield address_of(entry)
    former = reversed(entry.sheet.data.moved_from)
    yield from (f"{FOLDERS[entry.sheet.kind]}/{old}#{entry.name}" for old in former)
    for each in catalog.former[entry.sheet.id, entry.name]:
        yield f"{FOLDERS[each.sheet.kind]}/{each.sheet.id}#{each.name}"


@dataclass(frozen=True)
class Readings:
    """The readings of the facts of a site."""

    catalog: Catalog
    proofs: Proofs
    lock: ReadingsLock = field(default_factory=ReadingsLock)
    hidden: frozenset[str] = frozenset()
    """The addresses of sheets that the catalog lacks, such as drafts. Nothing is known of their readings."""

    def of(self, sheet: Sheet[SheetModel], path: KeyPath) -> ReadRecord | None:
        """The latest reading of the entry at this path in a sheet that holds, if there is one."""
        lines = self._holding.get((sheet.path, path))
        # Of two on one day, the one at the later address.
        return max(lines.values(), key=lambda record: record.day) if lines else None

    def readable(self) -> Iterator[Readable]:
        """The facts of the site that cite passages."""
        for sheet in self.catalog.sheets():
            for entry in entries(sheet):
                if (fact := readable(entry, self.catalog, self.proofs)) is not None:
                    yield fact

    @property
    def counts(self) -> Mapping[Answer, int]:
        """How many readings hold, by their answers."""
        latest = (max(lines.values(), key=lambda record: record.day) for lines in self._holding.values())
        return Counter(record.answer for record in latest)

    @property
    def void(self) -> Mapping[str, Line]:
        """The lines that hold for no fact, by address."""
        holding = {address for lines in self._holding.values() for address in lines}
        return {
            address: line
            for address, line in self.lock.lines.items()
            if address not in holding and address.partition("#")[0] not in self.hidden
        }

    @cached_property
    def _holding(self) -> Mapping[tuple[str, KeyPath], Mapping[str, ReadRecord]]:
        """The readings that hold, by sheet and path of the entry and by address: an entry that was renamed
        since a reading may have one for each of its addresses."""
        found: dict[tuple[str, KeyPath], dict[str, ReadRecord]] = {}
        for sheet in self.catalog.sheets() if self.lock.lines else ():
            for entry in entries(sheet):
                for address in _addresses(entry, self.catalog):
                    line = self.lock.lines.get(address)
                    fact = None if line is None else readable(entry, self.catalog, self.proofs)
                    if line is not None and fact is not None and fact.has_text and line.holds(fact.digest):
                        found.setdefault((sheet.path, entry.path), {})[address] = line.record
        return found

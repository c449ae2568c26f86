"""What is cited from each source, and how records follow a source to a new id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from briefings.evidence.records import (
    ComparedRecord,
    FoundRecord,
    GoneRecord,
    Lock,
    Origin,
    Record,
    SourceRecord,
    UncheckedRecord,
)
from briefings.languages import REFERENCE


@dataclass(frozen=True, slots=True)
class SourceCitations:
    """What sheets cite from one source."""

    passages: tuple[str, ...] = ()
    """Each once; none if only the source as a whole is cited."""
    language: str = REFERENCE
    """The language of its text (BCP 47)."""
    earlier_ids: tuple[str, ...] = ()
    """The ids that it had before; its text and records may still be under one of them."""
    title: str = ""
    """The title in its sheet."""
    origin: Origin | None = None


Citations = Mapping[str, SourceCitations]
"""By the id of the source."""


@dataclass(frozen=True, slots=True)
class RenamedLock:
    """A lock whose entries are under the current ids of their sources."""

    lock: Lock
    moved: Mapping[str, str]
    """From the ids in the file to the current ones."""
    replaced: Mapping[str, Origin]
    """Whose article a source was when the lock was made, if its sheet is now about another one."""
    left_out: Mapping[str, str]
    """From the ids in the file of entries about such articles to the current ids."""


def apply_renames(lock: Lock, cited: Citations) -> RenamedLock:
    """Moves entries under an earlier id of a source to its current id; leaves out proofs of other articles.

    If the current id has an entry of another text, the earlier entry stays: its passages were in that text.
    """
    sources = dict(lock.sources)
    moved: dict[str, str] = {}
    replaced: dict[str, Origin] = {}
    left_out: dict[str, str] = {}
    for source, citing in cited.items():
        for id_ in (source, *citing.earlier_ids):
            origin = sources[id_].origin if id_ in sources and (id_ == source or id_ not in cited) else None
            if origin is not None and citing.origin is not None and origin.is_another(citing.origin):
                replaced[source], left_out[id_] = origin, source
                del sources[id_]
    for source, citing in cited.items():
        for earlier in citing.earlier_ids:
            if earlier in sources and earlier not in cited:
                entry = sources.get(source, SourceRecord())
                if _same_text(entry, sources[earlier]):
                    sources[source] = join(entry, sources.pop(earlier))
                    moved[earlier] = source
    renamed = replace(lock, sources=sources) if moved or replaced else lock
    return RenamedLock(renamed, moved, replaced, left_out)


def _same_text(entry: SourceRecord, earlier: SourceRecord) -> bool:
    if entry.reading is None or earlier.reading is None:
        return True
    return entry.reading.sha256 == earlier.reading.sha256


def join(entry: SourceRecord, earlier: SourceRecord) -> SourceRecord:
    """Merges two entries; of two records of a passage, keeps the one that proves more."""
    passages = dict(earlier.passages)
    for passage, record in entry.passages.items():
        if passage not in passages or _rank(record) >= _rank(passages[passage]):
            passages[passage] = record
    return SourceRecord(passages, entry.reading or earlier.reading, entry.origin or earlier.origin)


def _rank(record: Record) -> int:
    """How much a record proves: a passage found in a text outranks a comparison by reading."""
    return (UncheckedRecord, ComparedRecord, GoneRecord, FoundRecord).index(type(record))

"""What is cited, by source; and how what is known of a source follows it to a new id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefings.evidence.records import (
    ComparedRecord,
    Entry,
    FoundRecord,
    GoneRecord,
    Lock,
    Record,
    UncheckedRecord,
)


@dataclass(frozen=True, slots=True)
class SourceCitations:
    """One source, as sheets cite it."""

    passages: tuple[str, ...] = ()
    """Each once; none where it is cited as a whole, or not at all."""
    language: str = "en"
    """Of its text (BCP 47)."""
    earlier_ids: tuple[str, ...] = ()
    """The ids that it had before, for what is recorded or saved under them."""


Citations = Mapping[str, SourceCitations]
"""All sources, by id."""


@dataclass(frozen=True, slots=True)
class RenamedLock:
    """A lock whose entries are under the ids that their sources have now."""

    lock: Lock
    moved: Mapping[str, str]
    """By the id in the file: the id now."""


def apply_renames(lock: Lock, cited: Citations) -> RenamedLock:
    """Brings what is recorded under a source's earlier id to the id that it has now.

    If that has an entry with a text of its own, the earlier one stays where it is: its passages stood in
    another text.
    """
    sources = dict(lock.sources)
    moved: dict[str, str] = {}
    for source, citing in cited.items():
        for earlier in citing.earlier_ids:
            if (
                earlier in cited
                or earlier not in sources
                or not _takes(sources.get(source), sources[earlier])
            ):
                continue
            sources[source] = _joined(sources.get(source), sources.pop(earlier))
            moved[earlier] = source
    return RenamedLock(Lock(sources, lock.outdated) if moved else lock, moved)


def _takes(entry: Entry | None, earlier: Entry) -> bool:
    if entry is None or entry.reading is None or earlier.reading is None:
        return True
    return entry.reading.sha256 == earlier.reading.sha256


def _joined(entry: Entry | None, earlier: Entry) -> Entry:
    if entry is None:
        return earlier
    passages = dict(earlier.passages)
    for passage, record in entry.passages.items():
        if passage not in passages or _worth(record) >= _worth(passages[passage]):
            passages[passage] = record
    return Entry(passages, entry.reading or earlier.reading)


def _worth(record: Record) -> int:
    """How much a record tells: what is found in a text outranks a comparison by eye, and that outranks
    nothing."""
    return (UncheckedRecord, ComparedRecord, GoneRecord, FoundRecord).index(type(record))


__all__ = ["Citations", "RenamedLock", "SourceCitations", "apply_renames"]

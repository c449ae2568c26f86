"""What becomes of seeds/quotes.lock: `verify` looks every passage up and records it, `compare` what people
compared.

No proof leaves the lock unnoticed. What the texts on this disk cannot show again is named, and stays unless
it is pruned on purpose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefings.evidence import lock as locks
from briefings.evidence.citations import Citations, SourceCitations, apply_renames
from briefings.evidence.lookup import Lookup, SourceMatches, found_record, look_up_all
from briefings.evidence.passages import Match
from briefings.evidence.prove import Proofs, StaleRecord, judge
from briefings.evidence.records import (
    UNCHECKED,
    ComparedRecord,
    Entry,
    FoundRecord,
    GoneRecord,
    Lock,
    Reading,
    Record,
    UncheckedRecord,
)
from briefings.evidence.seeds import Seeds, Text


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found and wrote."""

    proofs: Proofs
    lock: Lock
    at_risk: tuple[StaleRecord, ...]
    """Proofs of what no sheet cites any more, which no text on this disk could show again. They are in the
    lock still."""
    pruned: tuple[StaleRecord, ...]
    """The same, where they were to be pruned: they are in the lock no more."""


def verify(
    cited: Citations,
    folder: Path,
    lock: Lock,
    *,
    today: date,
    unpublished: Citations | None = None,
    comparisons: Mapping[str, Mapping[str, ComparedRecord]] | None = None,
    prune: bool = False,
) -> Verification:
    """Looks each passage up, writes the lock if that changes it, and judges by the lock as it is then.

    `unpublished` is what sheets cite that are recorded but not judged; `comparisons`, by source and passage,
    are new ones to be recorded.
    """
    unpublished = unpublished or {}
    every = _merged(cited, unpublished)
    before = _with(apply_renames(lock, every).lock, comparisons or {})
    looked = look_up_all(every, folder)
    entries = {
        source: _renewed(at, before.sources.get(source), today) for source, at in looked.sources.items()
    }
    leaving = _leaving(before, looked, Seeds(folder).ids)
    if not prune:
        entries = _put_back(entries, before, leaving)
    renewed = Lock(
        {source: entry for source, entry in entries.items() if entry.passages or entry.reading is not None}
    )
    locks.write(folder / locks.NAME, renewed)
    proofs = judge(_only(looked, cited), renewed, unpublished=unpublished)
    return Verification(proofs, renewed, () if prune else leaving, leaving if prune else ())


def _merged(cited: Citations, unpublished: Citations) -> Citations:
    merged = dict(unpublished)
    for source, citing in cited.items():
        more = unpublished.get(source, SourceCitations()).passages
        merged[source] = replace(citing, passages=tuple(dict.fromkeys((*citing.passages, *more))))
    return merged


def _only(looked: Lookup, cited: Citations) -> Lookup:
    """The same for these passages alone."""
    sources = {
        source: replace(
            looked.sources[source],
            found={p: looked.sources[source].found[p] for p in sorted(set(citing.passages))},
        )
        for source, citing in sorted(cited.items())
    }
    return Lookup(sources, looked.problems)


# ── One source ──────────────────────────────────────────────────────────────────────────────────────────────


def _renewed(at: SourceMatches, before: Entry | None, today: date) -> Entry:
    """What is recorded of the passages that are cited of a source."""
    earlier = before.passages if before is not None else {}
    if at.text is None or at.normal is None:
        return Entry(
            {p: earlier.get(p, UNCHECKED) for p in at.found}, before.reading if before is not None else None
        )
    passages: dict[str, Record] = {}
    for passage, match in at.found.items():
        if isinstance(match, Match):
            passages[passage] = found_record(passage, match, at.normal)
        elif (record := _unfound(earlier.get(passage), at.text, before, today)) is not None:
            passages[passage] = record
    after = Entry(passages, Reading(at.text.sha256, at.text.length, today))
    return _with_old_date(after, before)


def _with_old_date(after: Entry, before: Entry | None) -> Entry:
    # A check that finds what was found before makes no line of diff; neither does one that only drops what is
    # cited no more.
    if before is None or before.reading is None or after.reading is None:
        return after
    same = after.reading.sha256 == before.reading.sha256 and after.passages.items() <= before.passages.items()
    return Entry(after.passages, before.reading) if same else after


def _unfound(record: Record | None, text: Text, before: Entry | None, today: date) -> Record | None:
    """What is recorded of a passage that the text on this disk does not have; None if nothing may be."""
    if isinstance(record, GoneRecord | ComparedRecord):
        # Somebody compared it, which stays true, and is of no use as long as the text is here: the passage is
        # missing.
        return record
    reading = before.reading if before is not None else None
    # From the very text that is here it was never found: whoever recorded it did so by hand.
    if isinstance(record, FoundRecord) and reading is not None and text.sha256 != reading.sha256:
        return GoneRecord(reading.checked, today)
    return None


# ── What leaves ─────────────────────────────────────────────────────────────────────────────────────────────


def _leaving(before: Lock, looked: Lookup, held: Collection[str]) -> tuple[StaleRecord, ...]:
    """Proofs that no sheet needs any more, of texts that are not here."""
    leaving: list[StaleRecord] = []
    for source, entry in sorted(before.sources.items()):
        at = looked.sources.get(source)
        if (at is not None and at.text is not None) or (at is None and source in held):
            continue
        cited = at.found if at is not None else ()
        proofs = (
            p for p, record in sorted(entry.passages.items()) if not isinstance(record, UncheckedRecord)
        )
        leaving += [StaleRecord(source, passage) for passage in proofs if passage not in cited]
    return tuple(leaving)


def _put_back(
    entries: Mapping[str, Entry], before: Lock, records: Collection[StaleRecord]
) -> dict[str, Entry]:
    after = dict(entries)
    for each in records:
        earlier = before.sources[each.source]
        entry = after.get(each.source, Entry({}, earlier.reading))
        if each.passage is not None:
            record = earlier.passages[each.passage]
            after[each.source] = Entry(
                {**entry.passages, each.passage: record}, entry.reading or earlier.reading
            )
    return after


# ── Changes of the lock ─────────────────────────────────────────────────────────────────────────────────────


def new_records(before: Lock, after: Lock, kind: type[Record]) -> Iterator[tuple[str, str]]:
    """Sources and passages of which the lock says this now and did not before."""
    for source, entry in sorted(after.sources.items()):
        earlier = before.sources[source].passages if source in before.sources else {}
        for passage, record in sorted(entry.passages.items()):
            if isinstance(record, kind) and not isinstance(earlier.get(passage), kind):
                yield source, passage


# ── Comparisons ─────────────────────────────────────────────────────────────────────────────────────────────


def _with(lock: Lock, comparisons: Mapping[str, Mapping[str, ComparedRecord]]) -> Lock:
    sources = dict(lock.sources)
    for source, compared in comparisons.items():
        entry = sources.get(source, Entry())
        sources[source] = Entry({**entry.passages, **compared}, entry.reading)
    return Lock(sources, lock.outdated)


def passages_to_compare(cited: Citations, source: str, lock: Lock) -> tuple[str, ...]:
    """The cited passages of a source that are neither found in its text nor known to have been in it: those
    to compare."""
    entry = apply_renames(lock, cited).lock.sources.get(source, Entry())
    return tuple(
        p
        for p in sorted(cited[source].passages)
        if not isinstance(entry.passages.get(p), FoundRecord | GoneRecord)
    )


__all__ = ["Verification", "new_records", "passages_to_compare", "verify"]

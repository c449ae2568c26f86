"""Updates seeds/quotes.lock: `verify` looks up every passage and records the results.

A proof that the texts on this disk cannot reproduce stays in the lock unless it is pruned on request.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefings.evidence import lock as locks
from briefings.evidence.citations import Citations, SourceCitations, apply_renames
from briefings.evidence.fetched import FetchResult
from briefings.evidence.lookup import Lookup, SourceMatches, found_record, look_up_all
from briefings.evidence.passages import Match
from briefings.evidence.prove import Confirms, Proofs, StaleRecord, judge, unconfirmed
from briefings.evidence.records import (
    UNCHECKED,
    ComparedRecord,
    FoundRecord,
    GoneRecord,
    Lock,
    Origin,
    PageRecord,
    Reading,
    Record,
    SourceRecord,
    UncheckedRecord,
)
from briefings.evidence.seeds import Seeds, Text
from briefings.grammar.names import NO_NAMES, KnownNames
from briefings.store.reading import ReadError


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found and wrote."""

    proofs: Proofs
    lock: Lock
    at_risk: tuple[StaleRecord, ...]
    """Proofs that no sheet needs and no text on this disk can reproduce; they are still in the lock."""
    pruned: tuple[StaleRecord, ...]
    """Such proofs that were removed from the lock on request."""
    replaced: Mapping[str, Origin]
    """Whose article a source was whose proofs were removed, because its sheet is now about another one."""
    set_aside: Mapping[str, Origin]
    """The same of sources whose proofs are still in the lock and do not count, as no text here has them."""


def verify(
    cited: Citations,
    folder: Path,
    lock: Lock,
    *,
    today: date,
    unpublished: Citations | None = None,
    comparisons: Mapping[str, Mapping[str, ComparedRecord]] | None = None,
    prune: bool = False,
    known: KnownNames = NO_NAMES,
    confirms: Confirms = unconfirmed,
    fetched: Iterable[FetchResult] = (),
) -> Verification:
    """Looks up each passage, updates the lock, and judges the passages by it.

    `unpublished` are citations to record but not to judge; `comparisons` are new comparisons to record, by
    source and passage. `confirms` looks up in the history of the lock what it says of earlier texts. What
    was `fetched` says of which pages were there.
    """
    unpublished = unpublished or {}
    every = _merge(cited, unpublished)
    renamed = apply_renames(lock, every)
    before = _with_comparisons(renamed.lock, comparisons or {})
    lookup = look_up_all(every, folder, known)
    entries = {
        source: _updated(
            source,
            at,
            before.sources.get(source, SourceRecord()),
            every[source],
            today,
            confirms,
            compared=(comparisons or {}).get(source, ()),
        )
        for source, at in lookup.sources.items()
    }
    at_risk = _at_risk(before, lookup, folder)
    of_others = _of_other_articles(lock, renamed.left_out, lookup)
    if not prune:
        _restore(entries, before, at_risk, today)
    renewed = Lock(
        {source: entry for source, entry in entries.items() if entry.passages or entry.reading is not None},
        pages=_looked_at(lock, every, fetched, today),
    )
    proofs = judge(_only(lookup, cited), renewed, unpublished=unpublished, replaced=renamed.replaced)
    kept = {each.source: lock.sources[each.source] for each in (() if prune else of_others)}
    renewed = replace(renewed, sources={**renewed.sources, **kept})
    locks.write(folder / locks.NAME, renewed)
    set_aside = {renamed.left_out[id_]: renamed.replaced[renamed.left_out[id_]] for id_ in kept}
    dropped = {source: was for source, was in renamed.replaced.items() if source not in set_aside}
    at_risk, pruned = ((), (*at_risk, *of_others)) if prune else (at_risk, ())
    return Verification(proofs, renewed, at_risk, pruned, dropped, set_aside)


def _looked_at(
    lock: Lock, cited: Citations, fetched: Iterable[FetchResult], today: date
) -> Mapping[str, PageRecord]:
    """What is known of the pages of sources after another look; those of other sources are left out."""
    sights = {each.source: each.page for each in fetched if each.page is not None}
    pages: dict[str, PageRecord] = {}
    for source, citing in cited.items():
        before = next((lock.pages[id_] for id_ in (source, *citing.earlier_ids) if id_ in lock.pages), None)
        sight = sights.get(source)
        page = before if sight is None else (before or PageRecord()).after(sight, today)
        if page is not None:
            pages[source] = page
    return pages


def _merge(cited: Citations, unpublished: Citations) -> Citations:
    merged = dict(unpublished)
    for source, citing in cited.items():
        more = unpublished.get(source, SourceCitations()).passages
        merged[source] = replace(citing, passages=tuple(dict.fromkeys((*citing.passages, *more))))
    return merged


def _only(lookup: Lookup, cited: Citations) -> Lookup:
    """The lookup without the passages that are not cited here."""
    sources: dict[str, SourceMatches] = {}
    for source, citing in sorted(cited.items()):
        at = lookup.sources[source]
        sources[source] = replace(at, matches={p: at.matches[p] for p in sorted(set(citing.passages))})
    return Lookup(sources, lookup.problems)


# ── One source ──────────────────────────────────────────────────────────────────────────────────────────────


def _updated(
    source: str,
    at: SourceMatches,
    before: SourceRecord,
    citing: SourceCitations,
    today: date,
    confirms: Confirms,
    *,
    compared: Collection[str],
) -> SourceRecord:
    """The new entry of a source, of which some passages have just been `compared`."""

    def was_found(passage: str) -> bool:
        ids = (source, *citing.earlier_ids)
        return at.text is not None and confirms(ids, passage, at.text.sha256)

    entry = _looked_up(at, before, today, was_found)
    proved = {p: record for p, record in entry.passages.items() if record is not UNCHECKED}
    is_new = all(
        p in compared or (at.text is not None and isinstance(record, FoundRecord))
        for p, record in proved.items()
    )
    # Proofs that were not made again keep the publisher and the address that they were made with.
    origin = citing.origin if is_new or before.origin is None else before.origin
    return replace(entry, origin=origin if proved else None)


def _looked_up(
    at: SourceMatches, before: SourceRecord, today: date, was_found: Callable[[str], bool]
) -> SourceRecord:
    if at.text is None or at.normal is None:
        return SourceRecord({p: before.passages.get(p, UNCHECKED) for p in at.matches}, before.reading)
    passages: dict[str, Record] = {}
    for passage, match in at.matches.items():
        record = before.passages.get(passage)
        if isinstance(match, Match):
            passages[passage] = found_record(passage, match, at.normal, at.around[passage])
        elif isinstance(record, ComparedRecord):
            # Still true, though it does not count as long as this text is here.
            passages[passage] = record
        # Anybody can write into the lock that an earlier text had the passage.
        elif isinstance(record, GoneRecord) and was_found(passage):
            passages[passage] = record
        elif isinstance(record, FoundRecord) and before.reading and was_found(passage):
            passages[passage] = GoneRecord(before.reading.checked, today)
    reading = Reading(at.text.sha256, at.text.length, today, at.titled)
    earlier = before.reading
    if earlier and earlier.sha256 == reading.sha256 and passages.items() <= before.passages.items():
        # A check with the same results keeps the date, so that it makes no diff.
        reading = replace(reading, checked=earlier.checked)
    return SourceRecord(passages, reading)


# ── Proofs at risk ──────────────────────────────────────────────────────────────────────────────────────────


def _at_risk(before: Lock, lookup: Lookup, folder: Path) -> tuple[StaleRecord, ...]:
    """Proofs that no sheet needs any more, and that no text here can reproduce."""
    at_risk: list[StaleRecord] = []
    for source, entry in sorted(before.sources.items()):
        at = lookup.sources.get(source)
        uncited = {p: r for p, r in sorted(entry.passages.items()) if at is None or p not in at.matches}
        text = at.text if at is not None else _text(folder, source) if uncited else None
        at_risk += [
            StaleRecord(source, passage)
            for passage, record in uncited.items()
            if not _is_dispensable(record, entry.reading, text)
        ]
    return tuple(at_risk)


def _of_other_articles(lock: Lock, left_out: Mapping[str, str], lookup: Lookup) -> tuple[StaleRecord, ...]:
    """Proofs of the articles that sources were before, if no text here can reproduce them."""
    return tuple(
        StaleRecord(id_, passage)
        for id_, source in sorted(left_out.items())
        for passage, record in sorted(lock.sources[id_].passages.items())
        if record is not UNCHECKED
        and not _is_repeated(passage, record, lock.sources[id_], lookup.sources[source])
    )


def _is_repeated(passage: str, record: Record, entry: SourceRecord, at: SourceMatches) -> bool:
    if passage in at.matches:
        return isinstance(at.matches[passage], Match)
    return _is_dispensable(record, entry.reading, at.text)


def _text(folder: Path, source: str) -> Text | None:
    try:
        return Seeds(folder).read(source)
    except ReadError:
        return None


def _is_dispensable(record: Record, reading: Reading | None, text: Text | None) -> bool:
    """Whether the record of a passage that no sheet cites can be removed: only the text counts where there is
    one."""
    if text is None:
        return isinstance(record, UncheckedRecord)
    if isinstance(record, FoundRecord):
        return reading is not None and reading.sha256 == text.sha256
    return not isinstance(record, GoneRecord)


def _restore(
    entries: dict[str, SourceRecord], before: Lock, records: Collection[StaleRecord], today: date
) -> None:
    """Puts records of the earlier lock back. What was found in a text that has been replaced is gone."""
    for each in records:
        earlier = before.sources[each.source]
        entry = entries.get(each.source, SourceRecord({}, earlier.reading))
        if each.passage is not None:
            record = earlier.passages[each.passage]
            if isinstance(record, FoundRecord) and _is_replaced(earlier.reading, entry.reading):
                record = GoneRecord(earlier.reading.checked if earlier.reading else today, today)
            passages = {**entry.passages, each.passage: record}
            origin = entry.origin or earlier.origin
            entries[each.source] = SourceRecord(passages, entry.reading or earlier.reading, origin)


def _is_replaced(before: Reading | None, after: Reading | None) -> bool:
    return before is not None and after is not None and before.sha256 != after.sha256


# ── Changes of the lock ─────────────────────────────────────────────────────────────────────────────────────


def new_records(before: Lock, after: Lock, kind: type[Record]) -> Iterator[tuple[str, str]]:
    """Sources and passages that have a record of this kind now and had none before."""
    for source, entry in sorted(after.sources.items()):
        earlier = before.sources[source].passages if source in before.sources else {}
        for passage, record in sorted(entry.passages.items()):
            if isinstance(record, kind) and not isinstance(earlier.get(passage), kind):
                yield source, passage


# ── Comparisons ─────────────────────────────────────────────────────────────────────────────────────────────


def _with_comparisons(lock: Lock, comparisons: Mapping[str, Mapping[str, ComparedRecord]]) -> Lock:
    sources = dict(lock.sources)
    for source, compared in comparisons.items():
        entry = sources.get(source, SourceRecord())
        sources[source] = replace(entry, passages={**entry.passages, **compared})
    return replace(lock, sources=sources)


def passages_to_compare(cited: Citations, source: str, lock: Lock) -> tuple[str, ...]:
    """The cited passages of a source that were never found in its text."""
    entry = apply_renames(lock, cited).lock.sources.get(source, SourceRecord())
    return tuple(
        p
        for p in sorted(cited[source].passages)
        if not isinstance(entry.passages.get(p), FoundRecord | GoneRecord)
    )

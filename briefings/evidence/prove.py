"""Judges each cited passage by the saved texts and the lock. Writes nothing; `update` writes the lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefings.evidence.citations import Citations, apply_renames
from briefings.evidence.fragments import TextDirective, is_of, text_directive
from briefings.evidence.lookup import (
    Lookup,
    SourceMatches,
    found_record,
    has_omission,
    look_up_source,
    read_texts,
)
from briefings.evidence.passages import MOST_WORK, Match, Normalized, is_short, nearest, normalize
from briefings.evidence.records import (
    ComparedRecord,
    FoundRecord,
    GoneRecord,
    Inside,
    Lock,
    Origin,
    PageRecord,
    Record,
    SourceRecord,
)
from briefings.evidence.seeds import Text
from briefings.evidence.verification import Refusal
from briefings.grammar.names import NO_NAMES, KnownNames
from briefings.grammar.zones import Surroundings
from briefings.problems.problem import Problem
from briefings.store.parsed import ParseCache

State = Literal["verified", "compared", "not-checked", "changed", "missing", "refused", "unrecorded"]
"""verified: the passage is in the saved text or, if the text is not on this disk, the lock says so.
compared: the text is not here; the lock says who compared the passage with the page by reading.
not-checked: the text is not here; the lock says that nobody has compared the passage.
changed: according to the lock, an earlier text had the passage; the latest text does not.
missing: the text on this disk does not have it.
refused: its words are in the text on this disk, but prove nothing (`Proof.refusal`).
unrecorded: the lock must have the passage and does not, or has it at another place in the same text."""

Level = Literal["verified", "omissions", "compared", "not_checked", "changed", "not_proved"]
"""What readers are told about a passage; `omissions` is verified with words left out."""

MOST_HINTS = 200
"""The most missing passages that get a hint; a wrong text can have thousands, and needs no more."""

_LEVELS: Mapping[State, Level] = {
    "verified": "verified",
    "compared": "compared",
    "not-checked": "not_checked",
    "changed": "changed",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of one cited passage."""

    state: State
    directive: TextDirective
    """For links to the passage. It does not depend on whether the text is here, so neither do built pages."""
    offset: int | None = None
    """Where it begins in the saved text, in code points; None if it was not found."""
    occurrences: int = 0
    """How often it occurs in the text."""
    omissions: bool = False
    """Whether words of the text are left out in it."""
    short: bool = False
    """Whether it has so few characters that it proves little."""
    negation: str = ""
    """The word in the rest of its sentence that may deny or limit it: "not" for "a wish" in "not a wish"."""
    inside: Inside = ""
    """Which of its ends are inside a sentence, where the text or the lock says so."""
    respelled: str = ""
    """A word as the text has it, if it is divided at the end of a line there, or stretched by a tatweel."""
    recorded: bool = True
    """False if it was found in the text, but the lock does not say so or disagrees."""
    refusal: Refusal | None = None
    nearest: str | None = None
    """The most similar stretch of the text, with the differences, for a missing passage."""
    compared: ComparedRecord | None = None
    gone: date | None = None
    """When a changed passage was first missing, if the lock says so."""
    around: Surroundings | None = None
    """The numbers, dates and names around it; None if it was not found."""
    is_claimed: bool = False
    """Whether the lock claims that an earlier text had a missing passage, unconfirmed by its history."""

    @property
    def level(self) -> Level:
        """What readers are told."""
        if self.state == "verified" and self.omissions:
            return "omissions"
        return _LEVELS.get(self.state, "not_proved")

    @property
    def is_doubtful(self) -> bool:
        """Whether there is something to report to the curator."""
        if self.state in {"missing", "refused", "unrecorded"}:
            return True
        remarks = self.short, self.occurrences > 1, self.negation, self.respelled
        return self.state == "verified" and any(remarks)

    @property
    def begins_inside(self) -> bool:
        """Whether the passage begins inside a sentence, so that `…` belongs before it."""
        return self.inside in {"start", "both"}

    @property
    def ends_inside(self) -> bool:
        """Whether it ends inside a sentence, so that `…` belongs after it."""
        return self.inside in {"end", "both"}


@dataclass(frozen=True, slots=True)
class TextStatus:
    """What is known of one cited source's text."""

    sha256: str | None
    """The digest of the text on this disk; None if it is not here."""
    recorded: str | None
    """The digest of the text that the lock was made from."""
    saved_as: str | None = None
    """The earlier id of the source, if the text is still saved under that."""
    lost: tuple[str, ...] = ()
    """Passages found in the text that the lock was made from, but not in this one."""
    heading: str = ""
    """The first line of the text, if none of its first lines has the title in the sheet."""
    titled: str | None = None
    """What its first lines have of the title in the sheet or, where the text is not here, of the one that the
    sheet had; None if nothing is known."""
    retitled: bool = False
    """Whether the lock says something else of the title."""
    replaced: Origin | None = None
    """Whose article the lock has proofs of, if that is another one than the sheet's."""

    @property
    def changed(self) -> bool:
        """Whether the text on this disk differs from the one that the lock was made from."""
        return self.sha256 is not None and self.recorded is not None and self.sha256 != self.recorded


@dataclass(frozen=True, slots=True, order=True)
class StaleRecord:
    """Something that the lock records and no sheet cites."""

    source: str
    passage: str | None
    """None if the whole source is no longer cited."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """All cited passages and their sources, judged."""

    passages: _ByPassage
    sources: Mapping[str, TextStatus]
    stale: tuple[StaleRecord, ...]
    orphans: Mapping[str, str]
    """From passages to the source that the lock has them under, for sources that no sheet cites any more."""
    moved: Mapping[str, str]
    """From the ids in the lock to the ids that the sources have now."""
    problems: tuple[Problem, ...]
    """Saved texts that cannot be read; their passages are judged as if there were no text."""
    doubtful: Mapping[str, frozenset[str]]
    """By source: the passages with something to report to the curator."""
    unrecorded: Mapping[str, tuple[str, ...]]
    """By source: passages found in a text on this disk, but not recorded so, and thus unproved elsewhere."""
    misrecorded: Mapping[str, tuple[str, ...]]
    """By source: passages of whose surroundings the lock says something else than the text on this disk."""
    pages: Mapping[str, PageRecord]
    """What is known of the pages of sources on the web, by the id of the source."""
    lock_digest: str = ""
    """The digest of the file of the lock."""

    def of(self, source: str, passage: str) -> Proof:
        """The proof of one passage."""
        return self.passages[source, passage]

    def around(self, source: str, passage: str) -> Surroundings | None:
        """What surrounds a passage that its text has or once had; None if no text is known to have it."""
        return self.passages.around(source, passage)

    def counts(self) -> Counter[State]:
        """How many passages are in each state."""
        return Counter(proof.state for proof in self.passages.values())

    def levels(self) -> Counter[Level]:
        """How many passages are at each level."""
        return Counter(proof.level for proof in self.passages.values())


Confirms = Callable[[Collection[str], str, str], bool]
"""Whether an earlier version of the lock has a passage of a source, given by its ids, as found, from before
the text with this digest was recorded."""


def unconfirmed(ids: Collection[str], passage: str, sha256: str) -> bool:
    """Confirms nothing; used where there is no history."""
    return False


# ── Judging ─────────────────────────────────────────────────────────────────────────────────────────────────


def prove(
    cited: Citations,
    folder: Path,
    lock: Lock,
    cache: ParseCache | None = None,
    *,
    unpublished: Citations | None = None,
    lock_required: bool = False,
    known: KnownNames = NO_NAMES,
    confirms: Confirms = unconfirmed,
) -> Proofs:
    """Judges each cited passage by the texts in the folder and by the lock.

    `confirms` looks up in the history of the lock what it says of earlier texts, because anybody can write
    that. `unpublished` are citations that are not judged, but whose records in the lock are not stale. With
    `lock_required`, a passage found in a text must be in the lock, too. `cache` remembers results in this
    process, so that only sources with a new text, passage or entry are searched, and what surrounds passages.
    """
    cache = cache if cache is not None else ParseCache()
    hints = _Hints(cache)
    renamed = apply_renames(lock, cited)
    texts, problems = read_texts(cited, folder)

    def proofs_of(source: str, text: Text | None, saved_as: str | None) -> _SourceProofs:
        citing, entry = cited[source], renamed.lock.sources.get(source)
        digest = known.digest if text is not None else None
        sha256 = text.sha256 if text is not None else None
        replaced = renamed.replaced.get(source)
        made_from = (sha256, saved_as, citing, entry, replaced, lock_required, digest)
        judged = cache.memoize(
            ("source", source),
            made_from,
            lambda: _judge(
                look_up_source(citing, text, saved_as, known, cache), entry, lock_required, replaced
            ),
        )
        return _confirmed(judged, (source, *citing.earlier_ids), text, confirms)

    every = {source: hints.add(source, proofs_of(source, *text), text[0]) for source, text in texts.items()}
    return _combine(every, renamed.lock, renamed.moved, problems, unpublished or {})


def judge(
    lookup: Lookup,
    lock: Lock,
    *,
    unpublished: Citations | None = None,
    replaced: Mapping[str, Origin] | None = None,
) -> Proofs:
    """Judges passages that were already looked up in the texts; `replaced` as in `RenamedLock`."""
    hints = _Hints(ParseCache())
    others = replaced or {}
    every = {
        source: hints.add(source, _judge(at, lock.sources.get(source), False, others.get(source)), at.text)
        for source, at in lookup.sources.items()
    }
    return _combine(every, lock, {}, lookup.problems, unpublished or {})


@dataclass(frozen=True)
class _SourceProofs:
    """One source and the passages cited from it."""

    status: TextStatus
    passages: tuple[str, ...]
    entry: SourceRecord | None
    looked_up: Mapping[str, Proof] | None
    """By passage; None if there is no text."""
    missing: tuple[str, ...]
    """The passages that the text on this disk does not have."""

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """By passage. Without a text they are made on demand, as a check needs few of them."""
        if self.looked_up is not None:
            return self.looked_up
        return {passage: _proof_by_record(passage, self._record(passage)) for passage in self.passages}

    def around(self, passage: str) -> Surroundings | None:
        """What surrounds a passage. Without a text, no proof is made for it, as a check asks for many."""
        if self.looked_up is not None:
            proof = self.looked_up[passage]
            return proof.around if proof.state in ("verified", "unrecorded") else None
        record = self._record(passage)
        return record.around if isinstance(record, FoundRecord) else None

    def _record(self, passage: str) -> Record | None:
        return self.entry.passages.get(passage) if self.entry is not None else None

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The passages with something to report to the curator."""
        if self.looked_up is not None:
            return frozenset(passage for passage, proof in self.looked_up.items() if proof.is_doubtful)
        return frozenset(passage for passage in self.passages if _is_doubtful(passage, self._record(passage)))

    def unrecorded(self, *, found: bool) -> tuple[str, ...]:
        """Passages that are verified by the text on this disk, and `found` in the lock with something else
        around them, or not at all."""
        proofs = self.looked_up or {}
        return tuple(
            passage
            for passage, proof in proofs.items()
            if proof.state == "verified"
            and not proof.recorded
            and isinstance(self._record(passage), FoundRecord) is found
        )


def _is_doubtful(passage: str, record: Record | None) -> bool:
    if isinstance(record, FoundRecord):
        remarks = record.times > 1, record.negation, record.respelled, _leads_astray(passage, record)
        return any(remarks) or is_short(passage)
    return record is None


def _leads_astray(passage: str, record: FoundRecord) -> bool:
    """Whether a record would send readers to other words: only editing the lock by hand does that."""
    return record.directive is not None and not is_of(passage, record.directive)


def _confirmed(
    judged: _SourceProofs, ids: Collection[str], text: Text | None, confirms: Confirms
) -> _SourceProofs:
    """The proofs of a source; what the text here lacks and no history of the lock confirms is missing."""
    if text is None or judged.looked_up is None:
        return judged
    claimed = {
        passage: replace(proof, state="missing", gone=None, is_claimed=True)
        for passage, proof in judged.looked_up.items()
        if proof.state == "changed" and not confirms(ids, passage, text.sha256)
    }
    if not claimed:
        return judged
    lost = tuple(passage for passage in judged.status.lost if passage not in claimed)
    return replace(
        judged, looked_up={**judged.looked_up, **claimed}, status=replace(judged.status, lost=lost)
    )


def _judge(
    at: SourceMatches, entry: SourceRecord | None, lock_required: bool, replaced: Origin | None = None
) -> _SourceProofs:
    reading = entry.reading if entry is not None else None
    proofs: dict[str, Proof] | None = None
    missing: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    if at.text is not None and at.normal is not None:
        proofs = {
            p: _proof_by_text(p, at.text, at.normal, match, entry, lock_required, at.around.get(p))
            for p, match in at.matches.items()
        }
        missing = tuple(passage for passage, match in at.matches.items() if match is None)
        lost = tuple(p for p, proof in proofs.items() if proof.state == "changed" and proof.gone is None)
    status = TextStatus(
        sha256=at.text.sha256 if at.text is not None else None,
        recorded=reading.sha256 if reading is not None else None,
        saved_as=at.saved_as,
        lost=lost,
        heading=at.heading,
        titled=at.titled if at.text is not None or reading is None else reading.titled,
        retitled=at.text is not None and reading is not None and reading.titled not in (None, at.titled),
        replaced=replaced,
    )
    return _SourceProofs(status, tuple(at.matches), entry, proofs, missing)


def _proof_by_text(
    passage: str,
    text: Text,
    normal: Normalized,
    match: Match | Refusal | None,
    entry: SourceRecord | None,
    lock_required: bool,
    around: Surroundings | None,
) -> Proof:
    """The proof of a passage by the text on this disk."""
    record = entry.passages.get(passage) if entry is not None else None
    another_text = entry is not None and entry.reading is not None and entry.reading.sha256 != text.sha256
    if not isinstance(match, Match):
        if isinstance(record, GoneRecord):
            return Proof("changed", text_directive(passage), gone=record.gone)
        if isinstance(record, FoundRecord) and another_text:
            return Proof("changed", text_directive(passage))
        return Proof("missing" if match is None else "refused", text_directive(passage), refusal=match)
    around = around if around is not None else Surroundings()
    if not isinstance(record, FoundRecord):
        result, recorded = found_record(passage, match, normal, around), False
    elif another_text:
        result, recorded = found_record(passage, match, normal, around), True
    else:
        result = _as_in_text(record, passage, match, normal, around)
        recorded = result == record
    is_recorded = isinstance(record, FoundRecord) and (another_text or _same_place(record, result))
    # Only editing the lock by hand can record another place in the same text.
    is_forged = isinstance(record, FoundRecord) and not is_recorded
    state: State = "unrecorded" if is_forged or (lock_required and not is_recorded) else "verified"
    return replace(_proof_of_found(passage, result, state), recorded=recorded)


def _as_in_text(
    record: FoundRecord, passage: str, match: Match, text: Normalized, around: Surroundings
) -> FoundRecord:
    """What the text says of a passage. Making a directive is slow, so none is made if the record has none."""
    found = found_record(passage, match, text, around, with_directive=False)
    return record if record == found else found_record(passage, match, text, around)


def _same_place(record: FoundRecord, found: FoundRecord) -> bool:
    """Whether two records are of the same words. The remarks in one may be from an earlier version."""
    return (record.offset, record.times, record.verbatim) == (found.offset, found.times, found.verbatim)


def _proof_of_found(passage: str, record: FoundRecord, state: State) -> Proof:
    return Proof(
        state,
        directive=record.directive if record.directive is not None else text_directive(passage),
        offset=record.offset,
        occurrences=record.times,
        omissions=not record.verbatim and has_omission(passage),
        short=is_short(passage),
        negation=record.negation,
        inside=record.inside,
        respelled=record.respelled,
        around=record.around,
    )


def _proof_by_record(passage: str, record: Record | None) -> Proof:
    """The proof of a passage by the lock alone."""
    match record:
        case FoundRecord() if _leads_astray(passage, record):
            return _proof_of_found(passage, record._replace(directive=None), "unrecorded")
        case FoundRecord():
            return _proof_of_found(passage, record, "verified")
        case GoneRecord(_, gone):
            return Proof("changed", text_directive(passage), gone=gone)
        case ComparedRecord():
            return Proof("compared", text_directive(passage), compared=record)
        case _:
            return Proof("unrecorded" if record is None else "not-checked", text_directive(passage))


class _Hints:
    """Adds the nearest stretch of text to missing passages, up to a limit of work."""

    def __init__(self, cache: ParseCache) -> None:
        self._cache = cache
        self._left = MOST_HINTS
        self._work = MOST_WORK

    def add(self, source: str, judged: _SourceProofs, text: Text | None) -> _SourceProofs:
        """The proofs of a source with hints."""
        if not judged.missing or text is None:
            return judged
        chosen: list[str] = []
        for passage in judged.missing[: self._left]:
            self._work -= len(passage) * text.length
            if self._work < 0:
                break
            chosen.append(passage)
        self._left -= len(chosen)

        def with_hints() -> _SourceProofs:
            normal = normalize(text.content)
            hinted = {p: replace(judged.proofs[p], nearest=nearest(p, normal)) for p in chosen}
            return replace(judged, looked_up={**judged.proofs, **hinted})

        return self._cache.memoize(("hints", source), (text.sha256, tuple(chosen), judged), with_hints)


def _combine(
    judged: Mapping[str, _SourceProofs],
    lock: Lock,
    moved: Mapping[str, str],
    problems: tuple[Problem, ...],
    unpublished: Citations,
) -> Proofs:
    stale: list[StaleRecord] = []
    orphans: dict[str, str] = {}
    for source, entry in lock.sources.items():
        if source not in judged and source not in unpublished:
            stale.append(StaleRecord(source, None))
            orphans.update(dict.fromkeys(entry.passages, source))
        else:
            cited = set(unpublished[source].passages) if source in unpublished else set()
            cited.update(judged[source].passages if source in judged else ())
            stale += [StaleRecord(source, passage) for passage in entry.passages if passage not in cited]
    return Proofs(
        passages=_ByPassage(judged),
        sources={source: each.status for source, each in judged.items()},
        stale=tuple(sorted(stale, key=lambda s: (s.source, s.passage or ""))),
        orphans=orphans,
        moved=moved,
        problems=problems,
        doubtful={source: each.doubtful for source, each in judged.items() if each.doubtful},
        unrecorded={id_: p for id_, each in judged.items() if (p := each.unrecorded(found=False))},
        misrecorded={id_: p for id_, each in judged.items() if (p := each.unrecorded(found=True))},
        pages=lock.pages,
        lock_digest=lock.digest,
    )


class _ByPassage(Mapping[tuple[str, str], Proof]):
    """The proofs of all sources, by source and passage."""

    def __init__(self, judged: Mapping[str, _SourceProofs]) -> None:
        self._judged = judged

    def __getitem__(self, key: tuple[str, str]) -> Proof:
        source, passage = key
        return self._judged[source].proofs[passage]

    def around(self, source: str, passage: str) -> Surroundings | None:
        """What surrounds a passage."""
        return self._judged[source].around(passage)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((source, passage) for source, each in self._judged.items() for passage in each.passages)

    def __len__(self) -> int:
        return sum(len(each.passages) for each in self._judged.values())

    def __repr__(self) -> str:
        # Shows the proofs, so that tests can compare the results of two checks.
        return repr(dict(self))

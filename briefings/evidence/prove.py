"""Citations against the saved texts and the lock: how far each passage is proved. Only reads; `record`
writes.

Knows no catalog: it is given passages by source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefings.evidence.citations import Citations, SourceCitations, apply_renames
from briefings.evidence.fragments import TextDirective, text_directive
from briefings.evidence.lookup import (
    Lookup,
    SourceMatches,
    found_record,
    has_omission,
    look_up_source,
    read_texts,
)
from briefings.evidence.passages import MOST_WORK, Match, Nearest, Normalized, is_short, nearest, normalize
from briefings.evidence.records import ComparedRecord, Entry, FoundRecord, GoneRecord, Lock, Record
from briefings.evidence.seeds import Text
from briefings.evidence.verification import Refusal
from briefings.problems.problem import Problem
from briefings.store.parsed import Kept

State = Literal["verified", "compared", "not-checked", "changed", "missing", "refused", "unrecorded"]
"""verified: the saved text has the passage; where the text is not on this disk, the lock says that it has.
compared: the text is not here, and the lock says who compared the passage with the page by reading.
not-checked: the text is not here, and the lock says that nobody has compared the passage. changed: an earlier
text of the source had it, as the lock records; the text last looked at does not. missing: the text on this
disk does not have it. refused: the text on this disk has its words, but not so that they prove anything
(`Proof.refusal`). unrecorded: the lock does not have it, and must: there is no text here to look it up in, or
the lock is demanded. Also: the lock says of the very text that is here that the passage stands elsewhere in
it."""

Level = Literal["verified", "omissions", "compared", "not_checked", "changed", "not_proved"]
"""What readers are told of a passage: verified, verified with omissions, and so on."""

MOST_HINTS = 200
"""So many missing passages get a hint, and fewer of long texts; a wrong text, with thousands of them, needs
no more."""

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
    """What a link to it looks for. With and without the text it is the same, so that the built pages are."""
    offset: int | None = None
    """Where it begins in the saved text, in code points; None where it was not found."""
    occurrences: int = 0
    """How often it stands there."""
    omissions: bool = False
    """True if words of the text are left out in it."""
    short: bool = False
    """True if it has so few characters that it proves little."""
    negation: str = ""
    """The negation right beside it in the text, as in "not a wish"."""
    recorded: bool = True
    """False if it was found in the text, and the lock does not say so (or says it otherwise)."""
    refusal: Refusal | None = None
    nearest: Nearest | None = None
    """The most similar stretch, for a passage that the text on this disk does not have."""
    compared: ComparedRecord | None = None
    gone: date | None = None
    """When a changed passage was first missed; None as long as the lock does not say it."""

    @property
    def level(self) -> Level:
        """What readers are told."""
        return (
            "omissions"
            if self.state == "verified" and self.omissions
            else _LEVELS.get(self.state, "not_proved")
        )

    @property
    def doubtful(self) -> bool:
        """Whether a curator has to hear of it."""
        if self.state in {"missing", "refused", "unrecorded"}:
            return True
        return self.state == "verified" and (self.short or self.occurrences > 1 or self.negation != "")


@dataclass(frozen=True, slots=True)
class TextStatus:
    """What is known of one cited source's text."""

    is_saved: bool
    """True if the text is on this disk."""
    sha256: str | None
    """Of the text on this disk."""
    recorded: str | None
    """Of the text that the lock was made from."""
    checked: date | None
    """When what the lock says was found."""
    under: str | None = None
    """The earlier id of the source, where the text is still saved under that."""
    lost: tuple[str, ...] = ()
    """Passages that the lock says were found, and that this other text does not have."""

    @property
    def changed(self) -> bool:
        """Whether the text on this disk is another than the one that the lock was made from."""
        return self.sha256 is not None and self.recorded is not None and self.sha256 != self.recorded


@dataclass(frozen=True, slots=True, order=True)
class StaleRecord:
    """Something that the lock records and no sheet cites."""

    source: str
    passage: str | None
    """None for the source as a whole."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """All cited passages and their sources, judged."""

    passages: Mapping[tuple[str, str], Proof]
    sources: Mapping[str, TextStatus]
    stale: tuple[StaleRecord, ...]
    orphans: Mapping[str, str]
    """By passage: the source that the lock records it of, and that no sheet cites any more."""
    moved: Mapping[str, str]
    """By the id in the lock: the id that the source has now."""
    problems: tuple[Problem, ...]
    """Saved texts that cannot be read; their passages are judged as if no text were there."""
    doubtful: Mapping[str, frozenset[str]]
    """By source: the passages that a curator has to hear of; sources without any are left out."""
    unrecorded: Mapping[str, tuple[str, ...]]
    """By source: passages found in a text on this disk that the lock does not have so; fine here, and not
    elsewhere."""

    def of(self, source: str, passage: str) -> Proof:
        """The proof of one passage."""
        return self.passages[source, passage]

    def counts(self) -> Counter[State]:
        """How many passages are in each state."""
        return Counter(proof.state for proof in self.passages.values())

    def levels(self) -> Counter[Level]:
        """How many passages are at each level."""
        return Counter(proof.level for proof in self.passages.values())


# ── Judging ─────────────────────────────────────────────────────────────────────────────────────────────────


def prove(
    cited: Citations,
    folder: Path,
    lock: Lock,
    kept: Kept | None = None,
    *,
    unpublished: Citations | None = None,
    lock_required: bool = False,
) -> Proofs:
    """Judges each cited passage by the texts in the folder and by the lock. Writes nothing.

    `unpublished` is what sheets cite that are not judged, so that the lock's records of it are not stale.
    With `lock_required`, a passage that the text has must be in the lock, too. With what is kept in this
    process, only those sources are looked through of which something is new: text, passages or entry.
    """
    kept = kept if kept is not None else Kept()
    hints = _Hints(kept)
    followed = apply_renames(lock, cited)
    texts, problems = read_texts(cited, folder)

    def judged(source: str, text: Text | None, under: str | None) -> _Judged:
        citing, entry = cited[source], followed.lock.sources.get(source)
        made_from = (text.sha256 if text is not None else None, under, citing, entry, lock_required)
        return kept.recall(
            ("source", source),
            made_from,
            lambda: _judge(look_up_source(citing, text, under), entry, lock_required),
        )

    every = {source: hints.added(source, judged(source, *text), text[0]) for source, text in texts.items()}
    return _together(every, followed.lock, followed.moved, problems, unpublished or {})


def judge(looked: Lookup, lock: Lock, *, unpublished: Citations | None = None) -> Proofs:
    """What texts that were looked through and a lock together prove."""
    hints = _Hints(Kept())
    judged = {
        source: hints.added(source, _judge(at, lock.sources.get(source), False), at.text)
        for source, at in looked.sources.items()
    }
    return _together(judged, lock, {}, looked.problems, unpublished or {})


@dataclass(frozen=True)
class _Judged:
    """What is known of one source, and of the passages that are cited of it."""

    holding: TextStatus
    passages: tuple[str, ...]
    entry: Entry | None
    looked_up: Mapping[str, Proof] | None
    """By passage; None where there is no text."""
    missed: tuple[str, ...]
    """Those that the text on this disk does not have."""

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """By passage. Without a text they are made when they are asked for: a check need not know each of
        them."""
        if self.looked_up is not None:
            return self.looked_up
        return {passage: _recorded(passage, self._record(passage)) for passage in self.passages}

    def _record(self, passage: str) -> Record | None:
        return self.entry.passages.get(passage) if self.entry is not None else None

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The passages that a curator has to hear of."""
        if self.looked_up is not None:
            return frozenset(passage for passage, proof in self.looked_up.items() if proof.doubtful)
        return frozenset(passage for passage in self.passages if _is_doubtful(passage, self._record(passage)))

    @cached_property
    def unrecorded(self) -> tuple[str, ...]:
        """Passages that the text on this disk has, and the lock need not have."""
        proofs = self.looked_up or {}
        return tuple(p for p, proof in proofs.items() if proof.state == "verified" and not proof.recorded)

    def stale(self, unpublished: SourceCitations | None) -> tuple[str, ...]:
        """Passages that the lock records and no sheet cites."""
        cited = {*self.passages, *(unpublished.passages if unpublished is not None else ())}
        return (
            tuple(passage for passage in self.entry.passages if passage not in cited)
            if self.entry is not None
            else ()
        )


def _is_doubtful(passage: str, record: Record | None) -> bool:
    if isinstance(record, FoundRecord):
        return record.times > 1 or record.negation != "" or is_short(passage)
    return record is None


def _judge(at: SourceMatches, entry: Entry | None, lock_required: bool) -> _Judged:
    reading = entry.reading if entry is not None else None
    proofs: dict[str, Proof] | None = None
    missed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    if at.text is not None and at.normal is not None:
        proofs = {
            p: _looked_up(p, at.text, at.normal, match, entry, lock_required) for p, match in at.found.items()
        }
        missed = tuple(passage for passage, match in at.found.items() if match is None)
        lost = tuple(p for p, proof in proofs.items() if proof.state == "changed" and proof.gone is None)
    return _Judged(
        holding=TextStatus(
            is_saved=at.text is not None,
            sha256=at.text.sha256 if at.text is not None else None,
            recorded=reading.sha256 if reading is not None else None,
            checked=reading.checked if reading is not None else None,
            under=at.under,
            lost=lost,
        ),
        passages=tuple(at.found),
        entry=entry,
        looked_up=proofs,
        missed=missed,
    )


def _looked_up(
    passage: str,
    text: Text,
    normal: Normalized,
    match: Match | Refusal | None,
    entry: Entry | None,
    lock_required: bool,
) -> Proof:
    """The proof of a passage by a text on this disk."""
    record = entry.passages.get(passage) if entry is not None else None
    another = entry is not None and entry.reading is not None and entry.reading.sha256 != text.sha256
    if not isinstance(match, Match):
        if isinstance(record, GoneRecord) or (isinstance(record, FoundRecord) and another):
            return Proof(
                "changed",
                text_directive(passage),
                gone=record.gone if isinstance(record, GoneRecord) else None,
            )
        return Proof("missing" if match is None else "refused", text_directive(passage), refusal=match)
    # What a link looks for takes longer to find out than the rest, and proves nothing: where the rest agrees,
    # the
    # lock's will do. In another text the passage may stand elsewhere; in the same one it stands where the
    # lock says.
    agrees = isinstance(record, FoundRecord) and not another and _agrees(record, passage, match, normal)
    found = record if agrees and isinstance(record, FoundRecord) else found_record(passage, match, normal)
    recorded = agrees or (isinstance(record, FoundRecord) and another)
    # Another place in the very text that it was found in was written into the lock by hand.
    forged = isinstance(record, FoundRecord) and not another and record.offset != found.offset
    proof = _found(passage, found, "unrecorded" if forged or (lock_required and not recorded) else "verified")
    return proof if recorded else replace(proof, recorded=False)


def _agrees(record: FoundRecord, passage: str, match: Match, text: Normalized) -> bool:
    verbatim = len(match.spans) == 1 and has_omission(passage)
    of_text = (text.origin(match.start), match.times, verbatim, match.negation)
    return of_text == (record.offset, record.times, record.verbatim, record.negation)


def _found(passage: str, found: FoundRecord, state: State) -> Proof:
    return Proof(
        state,
        directive=found.directive if found.directive is not None else text_directive(passage),
        offset=found.offset,
        occurrences=found.times,
        omissions=not found.verbatim and has_omission(passage),
        short=is_short(passage),
        negation=found.negation,
    )


def _recorded(passage: str, record: Record | None) -> Proof:
    """The proof of a passage by the lock alone."""
    match record:
        case FoundRecord():
            return _found(passage, record, "verified")
        case GoneRecord(_, gone):
            return Proof("changed", text_directive(passage), gone=gone)
        case ComparedRecord():
            return Proof("compared", text_directive(passage), compared=record)
        case None:
            return Proof("unrecorded", text_directive(passage))
        case _:
            return Proof("not-checked", text_directive(passage))


class _Hints:
    """Adds the nearest stretch of text to passages that are not found, as long as there are not too many."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._left = MOST_HINTS
        self._work = MOST_WORK

    def added(self, source: str, judged: _Judged, text: Text | None) -> _Judged:
        """The same with hints."""
        if not judged.missed or text is None:
            return judged
        missed: list[str] = []
        for passage in judged.missed[: self._left]:
            self._work -= len(passage) * text.length
            if self._work < 0:
                break
            missed.append(passage)
        self._left -= len(missed)
        made_from = (text.sha256, tuple(missed), judged)
        return self._kept.recall(("hints", source), made_from, lambda: self._with(judged, missed, text))

    @staticmethod
    def _with(judged: _Judged, missed: Iterable[str], text: Text) -> _Judged:
        normal = normalize(text.content)
        hinted = {
            passage: replace(judged.proofs[passage], nearest=nearest(passage, normal)) for passage in missed
        }
        return replace(judged, looked_up={**judged.proofs, **hinted})


def _together(
    judged: Mapping[str, _Judged],
    lock: Lock,
    moved: Mapping[str, str],
    problems: tuple[Problem, ...],
    unpublished: Citations,
) -> Proofs:
    stale: list[StaleRecord] = []
    orphans: dict[str, str] = {}
    for source, entry in lock.sources.items():
        if source in judged:
            stale += [
                StaleRecord(source, passage) for passage in judged[source].stale(unpublished.get(source))
            ]
        elif source not in unpublished:
            stale.append(StaleRecord(source, None))
            orphans.update(dict.fromkeys(entry.passages, source))
        else:
            cited = set(unpublished[source].passages)
            stale += [StaleRecord(source, passage) for passage in entry.passages if passage not in cited]
    return Proofs(
        passages=_ByPassage(judged),
        sources={source: each.holding for source, each in judged.items()},
        stale=tuple(sorted(stale, key=lambda s: (s.source, s.passage or ""))),
        orphans=orphans,
        moved=moved,
        problems=problems,
        doubtful={source: each.doubtful for source, each in judged.items() if each.doubtful},
        unrecorded={source: each.unrecorded for source, each in judged.items() if each.unrecorded},
    )


class _ByPassage(Mapping[tuple[str, str], Proof]):
    """The proofs of all sources, by source and passage."""

    def __init__(self, judged: Mapping[str, _Judged]) -> None:
        self._judged = judged

    def __getitem__(self, key: tuple[str, str]) -> Proof:
        source, passage = key
        return self._judged[source].proofs[passage]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((source, passage) for source, each in self._judged.items() for passage in each.passages)

    def __len__(self) -> int:
        return sum(len(each.passages) for each in self._judged.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(self) == dict(other)

    def __repr__(self) -> str:
        return repr(dict(self))


__all__ = [
    "Level",
    "Proof",
    "Proofs",
    "StaleRecord",
    "State",
    "TextStatus",
    "judge",
    "prove",
]  # fmt: skip

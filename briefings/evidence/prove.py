"""Citations against the saved texts and the lock: what is proved, what is not, and what the lock would say.

`prove` only reads; `verify` also writes the lock. Neither knows the catalog: both take passages by source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefings import codes
from briefings.evidence import lock as locks
from briefings.evidence.fragments import Find, find, find_match
from briefings.evidence.lock import Entry, Found, Gone, Lock
from briefings.evidence.passages import Match, Nearest, Normalized, is_short, nearest, normalize, search
from briefings.evidence.seeds import Seeds, Text, TextError
from briefings.kept import Kept
from briefings.problems import Place, Problem, problem

State = Literal["verified", "changed", "missing", "unrecorded", "not-held"]
"""verified: the lock records the passage, and the text, where it is on this disk, has it at that place.
changed: an earlier text of the source had it, as the lock records; the text last looked at does not.
missing: the text on this disk does not have it, and no earlier one is recorded as having had it.
unrecorded: the lock does not record it (or not as the text has it), though the text is here or the source is in the lock: run `verify`.
not-held: there is neither a text on this disk nor an entry in the lock."""

Cited = Mapping[str, Collection[str]]
"""The passages that are cited, by the id of their source; a source cited without a passage may be there with none."""

MOST_HINTS = 200
"""So many missing passages get a hint; a wrong text, with thousands of them, needs no more."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of one cited passage."""

    state: State
    offset: int | None
    """Where it begins in the saved text, in code points; None where it was not found."""
    occurrences: int
    """How often it stands there; 0 where it was not found."""
    nearest: Nearest | None
    """The most similar stretch, for a passage that the text on this disk does not have."""
    short: bool
    """True if it has so few characters that it proves little."""
    cut: bool
    """True if it begins or ends inside a word or number, as `than 3` does in "than 30"."""
    find: Find
    """What a link to it looks for. With and without the text it is the same, so that the built pages are."""
    gone: date | None = None
    """When a changed passage was first missed; None as long as the lock does not say it."""

    @property
    def doubtful(self) -> bool:
        """Whether it is not proved, or proves little."""
        if self.state in {"missing", "unrecorded"}:
            return True
        return self.state == "verified" and (self.short or self.cut or self.occurrences > 1)


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known of one cited source's text."""

    held: bool
    """True if the text is on this disk."""
    sha256: str | None
    """Of the text on this disk."""
    recorded: str | None
    """Of the text that the lock was made from."""
    checked: date | None
    """When what the lock says was found."""

    @property
    def changed(self) -> bool:
        """Whether the text on this disk is another than the one that the lock was made from."""
        return self.sha256 is not None and self.recorded is not None and self.sha256 != self.recorded


@dataclass(frozen=True, slots=True, order=True)
class Stale:
    """Something that the lock records and no sheet cites."""

    source: str
    passage: str | None
    """None for the source as a whole."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """All cited passages and their sources, judged."""

    passages: Mapping[tuple[str, str], Proof]
    sources: Mapping[str, Holding]
    stale: tuple[Stale, ...]
    problems: tuple[Problem, ...]
    """Saved texts that cannot be read; their passages are judged as if no text were there."""
    doubtful: Mapping[str, frozenset[str]]
    """By source: the passages whose proofs are doubtful; sources that have none are left out."""

    def of(self, source: str, passage: str) -> Proof:
        """The proof of one passage."""
        return self.passages[source, passage]

    def counts(self) -> Counter[State]:
        """How many passages are in each state."""
        return Counter(proof.state for proof in self.passages.values())


@dataclass(frozen=True, slots=True)
class Looked:
    """One cited source after its text was looked through."""

    text: Text | None
    normal: Normalized | None
    found: Mapping[str, Match | None]
    """Each cited passage; None where there is no text, or the text does not have it."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """All cited sources, looked through once; what `judge` and `record` work on."""

    sources: Mapping[str, Looked]
    problems: tuple[Problem, ...]


def prove(cited: Cited, seeds: Path, lock: Lock, kept: Kept | None = None) -> Proofs:
    """Judges each cited passage by the texts in the folder and by the lock. Writes nothing.

    With what is kept in this process, only those sources are looked through of which something is new: text, passages or entry.
    """
    kept = kept if kept is not None else Kept()
    hints = _Hints(kept)
    texts, problems = _read(cited, seeds)

    def judged(source: str, text: Text | None) -> _Judged:
        passages, entry = sorted(set(cited[source])), lock.sources.get(source)
        made_from = (text.sha256 if text is not None else None, passages, entry)
        return kept.recall(("source", source), made_from, lambda: _judge(_look(text, passages), entry))

    return _together({source: hints.added(source, judged(source, text), text) for source, text in texts.items()}, lock, problems)


def verify(cited: Cited, seeds: Path, lock: Lock, *, today: date) -> tuple[Proofs, Lock]:
    """Looks each passage up, writes the lock if that changes it, and judges by the lock as it is then."""
    looked = look_up(cited, seeds)
    renewed = record(looked, lock, today=today)
    locks.write(seeds / locks.NAME, renewed)
    return judge(looked, renewed), renewed


def look_up(cited: Cited, folder: Path) -> LookedUp:
    """Reads the texts of cited sources and finds the passages in them."""
    texts, problems = _read(cited, folder)
    return LookedUp({source: _look(text, sorted(set(cited[source]))) for source, text in texts.items()}, problems)


def _read(cited: Cited, folder: Path) -> tuple[dict[str, Text | None], tuple[Problem, ...]]:
    """The text of each cited source, None where there is none or it cannot be read."""
    seeds = Seeds(folder)
    texts: dict[str, Text | None] = {}
    problems: list[Problem] = []
    for source in sorted(cited):
        try:
            texts[source] = seeds.read(source)
        except TextError as error:
            texts[source] = None
            problems.append(problem(codes.UNREADABLE, f"the saved text seeds/{source}.txt {error}", Place(f"seeds/{source}.txt")))
    return texts, tuple(problems)


def _look(text: Text | None, passages: Iterable[str]) -> Looked:
    if text is None:
        return Looked(None, None, dict.fromkeys(passages))
    normal = normalize(text.content)
    return Looked(text, normal, {passage: search(passage, normal) for passage in passages})


def _found(passage: str, match: Match, text: Normalized) -> Found:
    sought = find_match(match, text)
    return Found(text.origin(match.start), match.times, match.cut, None if sought == find(passage, None) else sought)


def record(looked: LookedUp, lock: Lock, *, today: date) -> Lock:
    """The lock after a check on that day. What is not cited any more leaves it; sources without a text on this disk stay as they are."""
    entries: dict[str, Entry] = {}
    for source, at in looked.sources.items():
        before = lock.sources.get(source)
        if at.text is None or at.normal is None:
            if before is not None:
                kept = {passage: where for passage, where in before.passages.items() if passage in at.found}
                entries[source] = Entry(before.sha256, before.length, before.checked, kept)
            continue
        passages: dict[str, Found | Gone] = {}
        for passage, match in at.found.items():
            where = _gone(passage, at.text, before, today) if match is None else _found(passage, match, at.normal)
            if where is not None:
                passages[passage] = where
        after = Entry(at.text.sha256, at.text.length, today, passages)
        entries[source] = after if before is None else _with_old_date(after, before)
    return Lock(entries)


def _with_old_date(after: Entry, before: Entry) -> Entry:
    # A check that finds what was found before makes no line of diff; neither does one that only drops what is cited no more.
    same = after.sha256 == before.sha256 and after.passages.items() <= before.passages.items()
    return Entry(after.sha256, after.length, before.checked, after.passages) if same else after


def _gone(passage: str, text: Text, before: Entry | None, today: date) -> Gone | None:
    recorded = before.passages.get(passage) if before is not None else None
    if before is None or recorded is None:
        return None
    if isinstance(recorded, Gone):
        return recorded
    # From the very text that is here it was never found: whoever recorded it did so by hand.
    return Gone(before.checked, today) if text.sha256 != before.sha256 else None


def judge(looked: LookedUp, lock: Lock) -> Proofs:
    """What the texts and a lock together prove."""
    hints = _Hints(Kept())
    judged = {source: hints.added(source, _judge(at, lock.sources.get(source)), at.text) for source, at in looked.sources.items()}
    return _together(judged, lock, looked.problems)


@dataclass(frozen=True)
class _Judged:
    """What is known of one source, and of the passages that are cited of it."""

    holding: Holding
    passages: tuple[str, ...]
    entry: Entry | None
    looked_up: Mapping[str, Proof] | None
    """By passage; None where there is no text."""
    missed: tuple[str, ...]
    """Those that the text on this disk does not have."""

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """By passage. Without a text they are made when they are asked for: a check need not know each of them."""
        if self.looked_up is not None:
            return self.looked_up
        return {passage: _proof(passage, _NO_TEXT, None, self.entry) for passage in self.passages}

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The passages whose proofs are doubtful."""
        if self.looked_up is not None:
            return frozenset(passage for passage, proof in self.looked_up.items() if proof.doubtful)
        if self.entry is None:
            return frozenset()
        recorded = ((passage, self.entry.passages.get(passage)) for passage in self.passages)
        return frozenset(
            passage
            for passage, where in recorded
            if where is None or (isinstance(where, Found) and (where.times > 1 or where.cut or is_short(passage)))
        )

    @cached_property
    def stale(self) -> tuple[str, ...]:
        """Passages that the lock records and no sheet cites."""
        cited = set(self.passages)
        return tuple(passage for passage in self.entry.passages if passage not in cited) if self.entry is not None else ()


def _judge(at: Looked, entry: Entry | None) -> _Judged:
    return _Judged(
        holding=Holding(
            held=at.text is not None,
            sha256=at.text.sha256 if at.text is not None else None,
            recorded=entry.sha256 if entry is not None else None,
            checked=entry.checked if entry is not None else None,
        ),
        passages=tuple(at.found),
        entry=entry,
        looked_up={p: _proof(p, at, match, entry) for p, match in at.found.items()} if at.text is not None else None,
        missed=tuple(passage for passage, match in at.found.items() if match is None) if at.text is not None else (),
    )


class _Hints:
    """Adds the nearest stretch of text to passages that are not found, as long as there are not too many."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._left = MOST_HINTS

    def added(self, source: str, judged: _Judged, text: Text | None) -> _Judged:
        """The same with hints."""
        missed = judged.missed[: self._left]
        if not missed or text is None:
            return judged
        self._left -= len(missed)
        return self._kept.recall(("hints", source), (text.sha256, missed, judged), lambda: self._with(judged, missed, text))

    @staticmethod
    def _with(judged: _Judged, missed: Iterable[str], text: Text) -> _Judged:
        normal = normalize(text.content)
        hinted = {passage: replace(judged.proofs[passage], nearest=nearest(passage, normal)) for passage in missed}
        return replace(judged, looked_up={**judged.proofs, **hinted})


def _together(judged: Mapping[str, _Judged], lock: Lock, problems: tuple[Problem, ...]) -> Proofs:
    stale = [Stale(source, None) for source in lock.sources if source not in judged]
    stale += [Stale(source, passage) for source, each in judged.items() for passage in each.stale]
    return Proofs(
        passages=_ByPassage(judged),
        sources={source: each.holding for source, each in judged.items()},
        stale=tuple(sorted(stale, key=lambda s: (s.source, s.passage or ""))),
        problems=problems,
        doubtful={source: each.doubtful for source, each in judged.items() if each.doubtful},
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


_NO_TEXT = Looked(None, None, {})


def _proof(passage: str, at: Looked, match: Match | None, entry: Entry | None) -> Proof:
    recorded = entry.passages.get(passage) if entry is not None else None
    state = _state(at, match, entry, recorded)
    found: Found | None = None
    if match is not None and at.normal is not None:
        # What a link looks for takes longer to find out than the rest, and proves nothing: where the rest agrees, the lock's will do.
        same = entry is not None and at.text is not None and entry.sha256 == at.text.sha256
        found = recorded if state == "verified" and same and isinstance(recorded, Found) else _found(passage, match, at.normal)
    elif state == "verified" and isinstance(recorded, Found):
        found = recorded
    short = is_short(passage)
    if found is None:
        gone = recorded.gone if isinstance(recorded, Gone) and state == "changed" else None
        return Proof(state, offset=None, occurrences=0, nearest=None, short=short, cut=False, find=find(passage, None), gone=gone)
    sought = found.find if found.find is not None else find(passage, None)
    return Proof(state, offset=found.offset, occurrences=found.times, nearest=None, short=short, cut=found.cut, find=sought)


def _state(at: Looked, match: Match | None, entry: Entry | None, recorded: Found | Gone | None) -> State:
    if at.text is None or at.normal is None:
        if entry is None:
            return "not-held"
        if recorded is None:
            return "unrecorded"
        return "changed" if isinstance(recorded, Gone) else "verified"
    another = entry is not None and entry.sha256 != at.text.sha256
    if match is None:
        return "changed" if isinstance(recorded, Gone) or (recorded is not None and another) else "missing"
    # In another text the passage may stand elsewhere; in the same one it stands where the lock says, or the lock was edited.
    return "verified" if isinstance(recorded, Found) and (another or _agrees(recorded, match, at.normal)) else "unrecorded"


def _agrees(recorded: Found, match: Match, text: Normalized) -> bool:
    return (recorded.offset, recorded.times, recorded.cut) == (text.origin(match.start), match.times, match.cut)


__all__ = ["Cited", "Holding", "LookedUp", "Proof", "Proofs", "Stale", "State", "judge", "look_up", "prove", "record", "verify"]

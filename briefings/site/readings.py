"""Shows facts beside their passages to a person, and records what that person answers.

The seam for all that asks: `questions` is what to show, and `answer` records what was said of one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from briefings import BriefingsError
from briefings.catalog.readings import Readable, Readings, address_of
from briefings.evidence import readings as locks
from briefings.evidence.passages import Match, Normalized, normalize
from briefings.evidence.readings import Answer, ReadingsLock, ReadRecord
from briefings.evidence.records import wrong_name
from briefings.evidence.seeds import Seeds
from briefings.evidence.verification import look_up
from briefings.model.source import Source
from briefings.problems.problem import ContentError, Place
from briefings.sheets.load import Sheet
from briefings.store.reading import ReadError


class ReadingError(BriefingsError):
    """A reading that cannot be recorded, with the reason."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage that a fact cites, in the text of its source."""

    publisher: str
    title: str
    passage: str
    text: tuple[str, str, str] | None
    """The text before the passage, the passage as the text has it, and what follows; None if the text is not
    here or does not have it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact and its passages, for a person who reads the one against the others."""

    fact: str
    """Its address in the lock."""
    digest: str
    """Of what is shown; `answer` needs it, so that the answer holds for nothing else."""
    kind: str
    place: Place
    says: Mapping[str, Any]
    """Its keys in words: texts, lists and mappings of these."""
    passages: tuple[Quoted, ...]
    read: ReadRecord | None
    """The reading that holds now."""

    @property
    def is_answerable(self) -> bool:
        """Whether there is a text to read it against."""
        return any(each.text is not None for each in self.passages)


def questions(readings: Readings, seeds: Path, sheets: Iterable[str] = ()) -> Iterator[Question]:
    """The facts that cite passages, of all sheets or of those with these paths."""
    texts, wanted = Seeds(seeds), frozenset(sheets)

    @cache
    def normal(source: str) -> Normalized | None:
        try:
            text = texts.read(readings.proofs.sources[source].saved_as or source)
        except ReadError:
            return None
        return None if text is None else normalize(text.content)

    def quoted(fact: Readable) -> Iterator[Quoted]:
        for source, passage in dict.fromkeys(each for own in fact.passages for each in own):
            sheet: Sheet[Source] = readings.catalog.sources[source]
            text = normal(source)
            match = None if text is None else look_up(passage, text, sheet.data.language)
            found = _around(text, match) if text is not None and isinstance(match, Match) else None
            yield Quoted(sheet.data.publisher, sheet.data.headline, passage, found)

    for fact in readings.readable():
        entry = fact.entry
        if not wanted or entry.sheet.path in wanted:
            yield Question(
                address_of(entry),
                fact.digest,
                entry.kind,
                entry.sheet.place(entry.path),
                fact.says,
                tuple(quoted(fact)),
                readings.of(entry.sheet, entry.path),
            )


LEAST_AROUND = 300
"""Of a text, so many characters before and after a passage are shown, and the rest of their paragraphs."""
MOST_AROUND = 1_200


def _around(text: Normalized, match: Match) -> tuple[str, str, str]:
    content = text.original
    start, end = text.origin(match.start), text.origin(match.end - 1) + 1
    first = content.rfind("\n", 0, max(0, start - LEAST_AROUND)) + 1
    last = content.find("\n", end + LEAST_AROUND)
    before, after = content[first:start], content[end : last if last >= 0 else None]
    return before[-MOST_AROUND:].lstrip("\n"), content[start:end], after[:MOST_AROUND].rstrip("\n")


def answer(seeds: Path, fact: str, digest: str, given: Answer, reader: str, day: date) -> ReadRecord:
    """Record a person's answer to a question. The caller holds the lock of the project."""
    if wrong := wrong_name(reader):
        raise ReadingError(f"the name of the reader takes {wrong}")
    record = ReadRecord(given, reader, day)
    locks.write(seeds / locks.NAME, _undamaged(seeds).add(fact, digest, record))
    return record


def prune(seeds: Path, void: Iterable[str]) -> None:
    """Remove readings that hold no more, given by their addresses."""
    locks.write(seeds / locks.NAME, _undamaged(seeds).without(void))


def _undamaged(seeds: Path) -> ReadingsLock:
    lock = locks.read(seeds / locks.NAME)
    if lock.problems:
        raise ContentError(lock.problems)
    return lock

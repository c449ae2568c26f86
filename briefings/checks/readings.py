"""Readings of facts by people: those that no longer hold, those that deny a fact, and facts that lack one."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.catalog.readings import Readable, Readings, address_of
from briefings.evidence.readings import Line
from briefings.problems import codes
from briefings.problems.problem import Problem, problem


def reading_problems(readings: Readings, *, every: bool) -> Iterator[Problem]:
    """Each line of the lock is the reading of a fact as it stands, and no reader denies a fact. With `every`,
    a person has read each fact that cites passages."""
    yield from readings.lock.problems
    yield from (_void(*each) for each in readings.void.items())
    for fact in readings.readable() if every or readings.lock.lines else ():
        entry = fact.entry
        read = readings.of(entry.sheet, entry.path)
        if read is not None and read.answer == "does-not":
            message = f"{read.reader} read this against its source on {read.day}: it does not say this"
            hint = "correct the fact or cite other words, then read it again"
            yield problem(codes.READING_DENIES, message, entry.sheet.place(entry.path), hint)
        elif read is None and every:
            yield _missing(fact)


def replaced_readings(before: Readings, now: Readings) -> Iterator[Problem]:
    """What a person answered earlier about a fact that is as it was stays: `before` has the earlier lock."""
    for fact in before.readable() if before.lock.lines else ():
        entry = fact.entry
        was, read = (each.of(entry.sheet, entry.path) for each in (before, now))
        if was is not None and read != was:
            then = f"{was.reader} read this on {was.day} and answered “{was.answer}”"
            since = f"{read.reader} has answered “{read.answer}” instead" if read else "the answer is gone"
            hint = f"ask why: nothing that {was.reader} read has changed"
            yield problem(codes.READING_CHANGED, f"{then}; {since}", entry.sheet.place(entry.path), hint)


def _void(address: str, line: Line) -> Problem:
    read = line.record
    message = (
        f"`{address}` is not what {read.reader} read on {read.day}: the fact, a passage, a text or this line"
        " was edited"
    )
    hint = "`briefings read` asks again about the fact; `briefings read --prune` drops the line"
    return problem(codes.READING_VOID, message, line.place, hint)


def _missing(fact: Readable) -> Problem:
    sheet = fact.entry.sheet
    message = f"nobody has read `{address_of(fact.entry)}` against its source"
    hint = "save the text of a source that it cites, then run" if not fact.has_text else "run"
    place = sheet.place(fact.entry.path)
    return problem(codes.READING_MISSING, message, place, f"{hint} `briefings read {sheet.path}`")

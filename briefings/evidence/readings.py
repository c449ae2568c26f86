"""seeds/readings.lock: which facts a person has read against their sources, one a line.

A line has the address of the fact, the answer, the day, a seal and the reader's name. The seal covers the
answer, the day, the name and everything that the reader was shown, so any edit of these makes it void.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Literal, get_args

from briefings.evidence.records import wrong_name
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.text import limits

NAME = "readings.lock"
SHOWN = f"seeds/{NAME}"
"""How problems name the file."""

HEADER = (
    "# Who read which fact against its sources, one fact a line. Written by `briefings read`, not edited by"
    " hand.\n"
)

Answer = Literal["supports", "weaker", "does-not"]
"""supports: the passages say what the fact says; weaker: they say less; does-not: they do not say it."""
ANSWERS: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A person's answer to whether the passages of a fact say what the fact says."""

    answer: Answer
    reader: str
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the lock."""

    record: ReadRecord
    seal: str
    place: Place = field(default=Place(SHOWN), compare=False)

    def holds(self, digest: str) -> bool:
        """Whether it is about what has this digest, and is as it was written."""
        return self.seal == _seal(digest, self.record)


def _seal(digest: str, record: ReadRecord) -> str:
    sealed = "\0".join((digest, record.answer, record.day.isoformat(), record.reader))
    return blake2b(sealed.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadingsLock:
    """The whole file."""

    lines: Mapping[str, Line] = field(default_factory=dict)
    """By the address of a fact: `briefings/second-tram-line#event-the-depot-opens`."""
    problems: tuple[Problem, ...] = ()
    """Lines that no program wrote. What they say does not count."""

    def add(self, fact: str, digest: str, record: ReadRecord) -> ReadingsLock:
        """The lock with the reading of a fact, which replaces an earlier one."""
        return replace(self, lines={**self.lines, fact: Line(record, _seal(digest, record))})

    def without(self, facts: Iterable[str]) -> ReadingsLock:
        """The lock without the readings of some facts."""
        dropped = {*facts}
        return replace(self, lines={fact: line for fact, line in self.lines.items() if fact not in dropped})


def read(path: Path) -> ReadingsLock:
    """The lock as it stands; empty if there is none."""
    try:
        data = reading.read(path, largest=limits.IDS, root=path.parent.parent)
    except reading.MissingError:
        return ReadingsLock()
    except reading.ReadError as error:
        return ReadingsLock(problems=(_damaged(f"{error}", Place(SHOWN), error.hint),))
    return parse(data.decode("utf-8-sig", "replace"))


def write(path: Path, lock: ReadingsLock) -> bool:
    """Writes the file if its content changes; returns whether it did."""
    lines = (
        f"{fact} {line.record.answer} {line.record.day} {line.seal} {line.record.reader}\n"
        for fact, line in sorted(lock.lines.items())
    )
    return write_if_changed(path, "".join((HEADER, *lines)).encode())


_LINE = re.compile(rf"(\S+) ({'|'.join(ANSWERS)}) (\d{{4}}-\d\d-\d\d) ([0-9a-f]{{32}}) (.+)")


def parse(text: str) -> ReadingsLock:
    """The lock in a file's text."""
    lines: dict[str, Line] = {}
    problems: list[Problem] = []
    for number, written in enumerate(text.splitlines(), start=1):
        if written.startswith("#") or not written.strip():
            continue
        place = Place(SHOWN, number, 1, written, len(written))
        line = _LINE.fullmatch(written)
        if line is None or wrong_name(line[5]) or (day := _day(line[3])) is None:
            hint = "restore it as `briefings read` wrote it, or delete it and read the fact again"
            problems.append(_damaged("has a line that is not a reading", place, hint))
        elif line[1] in lines:
            message = f"has two readings of `{line[1]}`"
            problems.append(_damaged(message, place, "keep one of the two lines"))
        else:
            answer = next(each for each in ANSWERS if each == line[2])
            lines[line[1]] = Line(ReadRecord(answer, line[5], day), line[4], place)
    return ReadingsLock(lines, tuple(problems))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _damaged(what: str, place: Place, hint: str) -> Problem:
    return problem(codes.BAD_LOCK, f"{SHOWN} {what}", place, hint)

"""What can be wrong in a sheet, and where: `Place`, `Problem`, `ContentError`. Knows no other module but the
codes and limits."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings.problems.codes import MORE_PROBLEMS, Code, Level, Severity
from briefings.text import limits


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file, as editors count: lines and columns start at 1."""

    path: str
    """Relative to the project's root, with forward slashes."""
    line: int = 1
    column: int = 1
    text: str = ""
    """The line itself, without its end; empty where the file has no such line."""
    width: int = 1
    """How many characters the caret underlines."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, where it is, what must hold, and how to correct it."""

    code: Code
    message: str
    """What must hold, with the offending value named."""
    place: Place
    hint: str = ""
    """What to do; often a "did you mean"."""
    severity: Severity = "error"

    @property
    def order(self) -> tuple[Place, str, str]:
        """Problems are listed by file, line and column, so that two runs list them alike."""
        return (self.place, self.code.id, self.message)


def problem(code: Code, message: str, place: Place, hint: str = "") -> Problem:
    """A problem of the severity its code has by default; a warning where the code is off unless the host sets
    it."""
    severity: Severity = "warning" if code.level == "off" else code.level
    return Problem(code=code, message=message, place=place, hint=hint, severity=severity)


def level(code: Code, chosen: Mapping[str, Level]) -> Level:
    """What a rule is set to, by a host's choices or by default.

    Errors cannot be weakened: what follows a gate relies on what it refused.
    """
    return "error" if code.level == "error" else chosen.get(code.id, code.level)


def with_severity(problems: Iterable[Problem], chosen: Mapping[str, Level]) -> list[Problem]:
    """The problems as the host wants them, one code at a time, sorted by place; those of codes that are off
    are left out."""
    kept: list[Problem] = []
    for each in problems:
        wanted = level(each.code, chosen)
        if wanted == each.severity:
            kept.append(each)
        elif wanted != "off":
            kept.append(replace(each, severity=wanted))
    return sorted(kept, key=lambda p: p.order)


def first_of_each_file(problems: Iterable[Problem], most: int = limits.PROBLEMS) -> list[Problem]:
    """So many problems of each file, errors before others, and where there are more one that counts the rest;
    sorted by place."""
    files: defaultdict[str, list[Problem]] = defaultdict(list)
    for found in sorted(problems, key=lambda p: (p.severity != "error", p.severity != "warning", p.order)):
        files[found.place.path].append(found)
    shown = [found for ranked in files.values() for found in ranked[:most]]
    shown += [_rest(ranked[most - 1].place, ranked[most:]) for ranked in files.values() if len(ranked) > most]
    return sorted(shown, key=lambda p: p.order)


def _rest(last: Place, rest: Sequence[Problem]) -> Problem:
    kinds = ", ".join(
        f"{number:,} × {code}" for code, number in Counter(found.code.id for found in rest).most_common()
    )
    message = f"{len(rest):,} more problem{'' if len(rest) == 1 else 's'} of this file not shown ({kinds})"
    after = Place(last.path, last.line, last.column + 1)
    counted = problem(
        MORE_PROBLEMS, message, after, "correct those that are shown first; one mistake often causes many"
    )
    return replace(counted, severity=rest[0].severity)


def strict(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, with each warning an error."""
    return [replace(each, severity="error") if each.severity == "warning" else each for each in problems]


def did_you_mean(word: str, known: Iterable[str], synonyms: Mapping[str, Sequence[str]] | None = None) -> str:
    """A hint that offers the known words that are probably meant, or nothing where none is near.

    Those that differ in capitals or hyphens only come first, then synonyms (given by words in small letters),
    then those of nearly the same letters, then those that have the same parts and more, as
    `reuters-waic-2025` for `reuters-2025`.
    """
    choices = {each: _plain(each) for each in sorted(known)}
    plain = _plain(word)
    meant = [each for each, letters in choices.items() if letters == plain]
    meant = meant or [each for each in (synonyms or {}).get(plain, ()) if each in choices]
    meant = meant or _nearest(plain, choices) or _of_the_same_parts(plain, choices)
    return f"did you mean {or_list(meant)}?" if meant else ""


MOST_OFFERED = 3


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.lower()).strip("-")


def _nearest(plain: str, choices: Mapping[str, str]) -> list[str]:
    """The words that are a slip of the finger away: in a short word one letter, in a long one up to three."""
    found = process.extract(plain, choices, scorer=OSA.distance, score_cutoff=3, limit=2 * MOST_OFFERED)
    near = [
        (distance, each)
        for letters, distance, each in found
        if distance <= _slips(max(len(letters), len(plain)))
    ]
    return [each for _, each in sorted(near)[:MOST_OFFERED]]


def _slips(length: int) -> int:
    # Of three letters one is a third: `uk` is not `us`, and `amd` is not `and`.
    return 0 if length <= 3 else min(3, 1 + (length - 1) // 5)


def _of_the_same_parts(plain: str, choices: Mapping[str, str]) -> list[str]:
    parts = set(plain.split("-"))

    def alike(letters: str) -> bool:
        others = set(letters.split("-"))
        return (parts <= others or others <= parts) and any(
            len(part) > 3 and not part.isdecimal() for part in parts & others
        )

    return [each for each, letters in choices.items() if alike(letters)][:MOST_OFFERED]


def or_list(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


class ContentError(Exception):
    """The content has problems; carries all of them that the gate saw."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in the content")
        self.problems = tuple(problems)


__all__ = [
    "ContentError", "Level", "Place", "Problem", "Severity", "did_you_mean", "level", "or_list", "problem",
    "strict", "with_severity",
]  # fmt: skip

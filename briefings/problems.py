"""What can be wrong in a sheet, and where: `Place`, `Problem`, `ContentError`. Knows no other module but the codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from briefings.codes import Code

Severity = Literal["error", "warning"]


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
    """One thing wrong, where it is, what must hold, and how to mend it."""

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
    """A problem of the severity its code has by default."""
    return Problem(code=code, message=message, place=place, hint=hint, severity=code.severity)


def with_severity(problems: Iterable[Problem], chosen: dict[str, Severity | Literal["off"]]) -> list[Problem]:
    """The problems as the host wants them: a warning made an error (or silenced), one code at a time.

    Errors cannot be weakened: what follows a gate relies on what it refused.
    """
    kept: list[Problem] = []
    for found in problems:
        wanted = chosen.get(found.code.id, found.severity)
        if found.code.severity == "error" or wanted == found.severity:
            kept.append(found)
        elif wanted != "off":
            kept.append(replace(found, severity=wanted))
    return sorted(kept, key=lambda p: p.order)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that offers the nearest known words, or nothing where none is near."""
    near = get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f"did you mean {or_list(near)}?" if near else ""


def or_list(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


class ContentError(Exception):
    """The content has problems; carries all of them that the gate saw."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in the content")
        self.problems = tuple(problems)

"""Problems in sheets and where they are: `Place`, `Problem`, `ContentError`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefings import BriefingsError
from briefings.problems.codes import MORE_PROBLEMS, Code, Level, Severity
from briefings.text import limits


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; lines and columns start at 1."""

    path: str
    """Relative to the project's root, with forward slashes."""
    line: int = 1
    column: int = 1
    text: str = ""
    """The content of the line; empty if the file has no such line."""
    width: int = 1
    """How many characters the caret underlines."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, where it is, and how to correct it."""

    code: Code
    message: str
    """What is wrong, naming the value."""
    place: Place
    hint: str = ""
    """What to do; often "did you mean …?"."""
    severity: Severity = "error"
    is_in_draft: bool = False
    """Whether it is in a sheet that is marked as a draft. There, an error is a notice and stops nothing."""

    @property
    def order(self) -> tuple[Place, str, str]:
        """The sort key: file, line and column first."""
        return (self.place, self.code.id, self.message)


def problem(code: Code, message: str, place: Place, hint: str = "") -> Problem:
    """A problem with the default severity of its code; a warning if the code is off by default."""
    severity: Severity = "warning" if code.level == "off" else code.level
    return Problem(code=code, message=message, place=place, hint=hint, severity=severity)


def level(code: Code, chosen: Mapping[str, Level]) -> Level:
    """The level of a rule, by the host's settings or by default.

    Errors cannot be weakened, because later stages rely on earlier ones.
    """
    return "error" if code.level == "error" else chosen.get(code.id, code.level)


def with_severity(problems: Iterable[Problem], chosen: Mapping[str, Level]) -> list[Problem]:
    """The problems with the severities that the host has set, without those of codes that are off; sorted."""
    levels = ((each, level(each.code, chosen)) for each in problems)
    shown = [
        each if severity == each.severity else replace(each, severity=severity)
        for each, severity in levels
        if severity != "off"
    ]
    published = [each for each in shown if not each.is_in_draft]
    drafted = in_draft(each for each in shown if each.is_in_draft)
    return sorted([*published, *drafted], key=lambda p: p.order)


def in_draft(problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a draft, whose errors are notices."""
    return [
        replace(each, is_in_draft=True, severity="notice" if each.severity == "error" else each.severity)
        for each in problems
    ]


def first_of_each_file(problems: Iterable[Problem], most: int = limits.PROBLEMS) -> list[Problem]:
    """The first problems of each file, errors before others, and one more that counts the rest; sorted."""
    files: defaultdict[str, list[Problem]] = defaultdict(list)
    for each in sorted(problems, key=lambda p: (p.severity != "error", p.severity != "warning", p.order)):
        files[each.place.path].append(each)
    shown = [each for ranked in files.values() for each in ranked[:most]]
    shown += [_rest(ranked[most - 1].place, ranked[most:]) for ranked in files.values() if len(ranked) > most]
    return sorted(shown, key=lambda p: p.order)


def _rest(last: Place, rest: Sequence[Problem]) -> Problem:
    counts = Counter(each.code.id for each in rest).most_common()
    kinds = ", ".join(f"{number:,} × {code}" for code, number in counts)
    message = f"{counted(len(rest), 'more problem')} in this file not shown ({kinds})"
    after = Place(last.path, last.line, last.column + 1)
    hint = "correct the ones shown first; one mistake often causes many"
    more = problem(MORE_PROBLEMS, message, after, hint)
    return replace(more, severity=rest[0].severity, is_in_draft=rest[0].is_in_draft)


def strict(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with warnings turned into errors."""
    return [replace(each, severity="error") if each.severity == "warning" else each for each in problems]


def did_you_mean(word: str, known: Iterable[str], synonyms: Mapping[str, Sequence[str]] | None = None) -> str:
    """A hint that offers the known words that are probably meant; empty if none is similar.

    Tried in turn: words that differ only in case, accents or hyphens, synonyms (by words in lower case),
    words with nearly the same letters, words with the same parts and more (`gazette-tram-2025` for
    `gazette-2025`).
    """
    choices = {each: _plain(each) for each in sorted(known)}
    plain = _plain(word)
    meant = [each for each, letters in choices.items() if letters == plain]
    meant = meant or [each for each in (synonyms or {}).get(plain, ()) if each in choices]
    meant = meant or _nearest(plain, choices) or _of_the_same_parts(plain, choices)
    return f"did you mean {or_list(meant)}?" if meant else ""


MOST_OFFERED = 3


def _plain(word: str) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return re.sub(r"[\s_-]+", "-", letters).strip("-")


def _nearest(plain: str, choices: Mapping[str, str]) -> list[str]:
    """The words that a typo may explain: one wrong letter in a short word, up to three in a long one."""
    similar = process.extract(plain, choices, scorer=OSA.distance, score_cutoff=3, limit=2 * MOST_OFFERED)
    near = sorted(
        (distance, each)
        for letters, distance, each in similar
        if distance <= _typos(max(len(letters), len(plain)))
    )
    return [each for _, each in near[:MOST_OFFERED]]


def _typos(length: int) -> int:
    # None in up to three letters: `uk` is not `us`, and `amd` is not `and`.
    return 0 if length <= 3 else min(3, 1 + (length - 1) // 5)


def _of_the_same_parts(plain: str, choices: Mapping[str, str]) -> list[str]:
    parts = set(plain.split("-"))

    def alike(letters: str) -> bool:
        others = set(letters.split("-"))
        return (parts <= others or others <= parts) and any(
            len(part) > 3 and not part.isdecimal() for part in parts & others
        )

    return [each for each, letters in choices.items() if alike(letters)][:MOST_OFFERED]


def counted(number: int, noun: str) -> str:
    """`1 file`, `1,200 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def or_list(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


class ContentError(BriefingsError):
    """The content has problems, listed in `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{counted(len(problems), 'problem')} in the content")
        self.problems = tuple(problems)

"""Words by language that announce something, and dates in prose: for plans whose date is past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from briefings.model.dates import Date


@dataclass(frozen=True, slots=True)
class Plans:
    """How a language announces something. Each is a pattern for whole words; case does not matter."""

    planned: tuple[str, ...]
    """Says by itself that something is planned: "is to", "is due"."""
    future: tuple[str, ...]
    """Only says so with a date after it: "will"."""
    speech: tuple[str, ...] = ()
    """Between a date and an announcement: somebody says then that something is planned for later."""
    spaced: bool = True
    """Whether the language puts spaces between words."""


PLANS: dict[str, Plans] = {
    "en": Plans(
        planned=(
            r"(?:is|are) (?:still |also |now |again )?to(?= )(?! (?:blame|date|what|which|say)\b)",
            r"(?:is|are) (?:still |also |now )?(?:due|expected|planned|scheduled|slated|set|supposed|about) "
            r"(?:to|for|by|on|in|at)",
            r"(?:is|are) going to",
            r"(?:plans?|intends?|expects?) to",
        ),
        future=("will", "shall", "upcoming", "forthcoming"),
        speech=(
            "said?",
            "says",
            "that",
            "announce[sd]?",
            "promise[sd]?",
            "wrote",
            "writes",
            "report(?:s|ed)",
        ),
    ),
    "de": Plans(
        planned=(
            "soll(?:en)?",
            "(?:wird|werden) (?:voraussichtlich|demnächst|erwartet)",
            "(?:ist|sind) (?:noch |auch |jetzt )?(?:geplant|vorgesehen|angesetzt)",
            "(?:steht|stehen) bevor",
        ),
        future=("wird", "werden"),
        speech=("sagte?", "dass", "kündigte?", "erklärte?", "versprach", "schrieb", "meldete?"),
    ),
    "fr": Plans(
        planned=(
            "doi(?:t|vent)",
            "devrai(?:t|ent)",
            "(?:est|sont) (?:encore |aussi |désormais )?(?:prévu|attendu|programmé)e?s?",
            r"(?:va|vont)(?= )(?! (?:bien|mal)\b)",
        ),
        future=(
            r"\w+(?:era|eront|ira|iront)",
            "(?:au|dev|pour|viend|tiend|prend|entend|rend|mett|abat)r(?:a|ont)",
        ),
        speech=("dit", "déclar(?:e|é)", "annonc(?:e|é)", "que", "qu", "promet", "promis", "écrit"),
    ),
    "es": Plans(
        planned=(
            "debe(?:n)?",
            "(?:está|están) (?:aún |también |ya )?(?:previst|programad)[oa]s?",
            "se espera(?:n)?",
            "(?:va|van) a",
        ),
        future=(r"\w+[aei]rán?", r"(?:hab|pod|quer|sab|tend|vend|pond|sald|dir|har|cab|vald)rán?", "harán?"),
        speech=("dij(?:o|eron)", "que", "anunci(?:a|ó)", "declar(?:a|ó)", "promet(?:e|ió)", "escribió"),
    ),
    "zh": Plans(
        planned=("计划", "預計", "预计", "预定", "預定", "拟于", "定于", "将于", "將於"),
        future=("将会", "將會", "将(?!军|領|领|来)", "將(?!軍|領|來)"),
        speech=("说", "表示", "宣布", "称", "承诺"),
        spaced=False,
    ),
}
"""By language. In other languages, only the dates of events are looked at."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An announcement in a sentence, and the date that it is about."""

    words: str
    """From the announcement to the date, or from the date to the announcement."""
    date: Date
    written: str
    """The date as the sentence writes it."""
    start: int
    """Where the date begins in the text."""


def plans(text: str, language: str) -> Iterator[Mention]:
    """The announcements in a text, each with the date that it is about. Words in quotation marks are left
    out, because nobody may bring them up to date."""
    base = language.partition("-")[0]
    if base not in PLANS:
        return
    patterns = _patterns(base)
    cleaned = _QUOTED.sub(_blank, text)
    for start, end in _sentences(cleaned):
        announced = [match.span() for match in patterns.announcement.finditer(cleaned, start, end)]
        dates = list(_dates(cleaned, start, end, base)) if announced else []
        used: set[int] = set()
        for n, (first, last) in enumerate(announced):
            following = announced[n + 1][0] if n + 1 < len(announced) else end
            after = [each for each in dates if last <= each[0] < following]
            before = [each for each in dates if each[1] <= first]
            if after:
                begin, stop, date = after[-1]
            elif before and patterns.is_of(cleaned[before[-1][1] : first]):
                begin, stop, date = before[-1]
            else:
                continue
            if begin in used:
                continue
            used.add(begin)
            words = " ".join(text[min(begin, first) : max(stop, last)].split())
            yield Mention(words, date, cleaned[begin:stop], begin)


def announces(title: str, language: str) -> bool:
    """Whether a short title says that something is planned."""
    base = language.partition("-")[0]
    return base in PLANS and _patterns(base).planned.search(_QUOTED.sub(_blank, title)) is not None


LONGEST_GAP = 40
"""The most characters between a date and the announcement that follows it, as in "On 2 August 2026 the rules
will"."""

_QUOTED = re.compile(r"“[^“”]*+”|„[^„“”]*+[“”]|«[^«»]*+»|「[^「」]*+」|\[@[^\[\]\s]*+\]")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


# A full stop may belong to a date: "2. August 2026", "Nov. 18".
_SENTENCE_END = re.compile(
    r"(?:(?<![0-9])[.!?;]|(?<=[0-9])[.!?;](?!\s+\w+ [0-9]{4}))(?=\s+(?:[^\Wa-z0-9_]|[\[“„«(])|\s*$)"
    r"|[。！？；]|\n\n"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    planned: re.Pattern[str]
    announcement: re.Pattern[str]
    speech: re.Pattern[str]
    date: re.Pattern[str]

    def is_of(self, between: str) -> bool:
        """Whether an announcement is about the date before it."""
        return len(between) <= LONGEST_GAP and self.speech.search(between) is None


@cache
def _patterns(base: str) -> _Patterns:
    words = PLANS[base]

    def whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
        joined = "|".join(patterns) or "(?!)"
        return re.compile(rf"\b(?:{joined})(?!\w)" if words.spaced else joined, re.IGNORECASE)

    return _Patterns(
        whole(words.planned), whole((*words.planned, *words.future)), whole(words.speech), _date_pattern(base)
    )


_ISO = r"(?P<iso>(?<![\w-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w-]))"
_CHINESE = r"(?P<zy>[0-9]{4})\s?年(?:\s?(?P<zm>[0-9]{1,2})\s?月(?:\s?(?P<zd>[0-9]{1,2})\s?[日号])?)?"
_YEAR = r"(?P<year>(?<![\w.,/#&-])(?:19|20)[0-9]{2}(?![\w/%-]|[.,][0-9]))"


@cache
def _months(base: str) -> dict[str, int]:
    """The names of months in a language, in lower case."""
    try:
        locale = Locale(base)
    except UnknownLocaleError:
        return {}
    return {
        name.lower().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, locale).items()
    }


def _date_pattern(base: str) -> re.Pattern[str]:
    if base == "zh":
        return re.compile(f"{_ISO}|{_CHINESE}")
    names = "|".join(sorted(map(re.escape, _months(base)), key=len, reverse=True))
    of = r"(?:\s+de|\s+del)?"
    day_first = (
        rf"(?:(?<![\w.])(?P<d1>[0-9]{{1,2}})(?:\.|er|º|st|nd|rd|th)?{of}\s+)?"
        rf"\b(?P<m1>{names})\b\.?{of}\s+(?P<y1>[0-9]{{4}})\b"
    )
    month_first = rf"\b(?P<m2>{names})\b\.?\s+(?P<d2>[0-9]{{1,2}}),?\s+(?P<y2>[0-9]{{4}})\b"
    return re.compile(f"{_ISO}|{month_first}|{day_first}|{_YEAR}", re.IGNORECASE)


def _dates(text: str, start: int, end: int, base: str) -> Iterator[tuple[int, int, Date]]:
    for match in _patterns(base).date.finditer(text, start, end):
        found = {key: value for key, value in match.groupdict().items() if value is not None}
        try:
            yield match.start(), match.end(), Date.parse(_edtf(found, base))
        except ValueError:
            continue


def _edtf(found: dict[str, str], base: str) -> str:
    """The groups of a match as an EDTF date."""
    if "iso" in found:
        return found["iso"]
    year = found.get("year") or found.get("zy") or found.get("y1") or found["y2"]
    name = found.get("m1") or found.get("m2")
    month = found.get("zm")
    if name is not None:
        month = str(_months(base)[name.lower()])
    day = found.get("zd") or found.get("d1") or found.get("d2")
    parts = [year, *(f"{int(each):02}" for each in (month, day) if each is not None)]
    return "-".join(parts)


__all__ = ["PLANS", "Mention", "announces", "plans"]

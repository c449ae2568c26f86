"""Finds words that may change the meaning of a sentence, by the lists in `languages.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefings.evidence.languages import LANGUAGES, OTHER_PARTICLES, Language

Kind = Literal["negation", "speech", "hedge", "clause"]
"""negation: reverses the meaning; speech: tells who says, thinks or wants something;
hedge: limits or supposes; clause: begins another clause, perhaps with another subject."""

_TOKEN = re.compile(r"\w+(?:'\w+)*")
_TATWEEL = "\u0640"


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """Words in lower case and without accents, for comparison with the lists."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c) and c != _TATWEEL)


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words, some given by their beginning only."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, *lists: str) -> Words:
        """The words of some lists, each separated by spaces; `fail*` is every word that begins so."""
        words = {fold(word) for each in lists for word in each.split()}
        beginnings = tuple(sorted(word.removesuffix("*") for word in words if word.endswith("*")))
        return cls(frozenset(word for word in words if not word.endswith("*")), beginnings)

    def __contains__(self, token: str) -> bool:
        return token in self.whole or token.startswith(self.beginnings)


_SPACED = [language for language in LANGUAGES.values() if language.spaced]
_UNSPACED = [language for language in LANGUAGES.values() if not language.spaced]
_NEGATION = Words.of(*(f"{each.particles} {each.negation}" for each in _SPACED), OTHER_PARTICLES)
_SPEECH = Words.of(*(each.speech for each in _SPACED))
_PIECES: dict[Kind, tuple[str, ...]] = {
    "negation": tuple(f"{each.particles} {each.negation}" for each in _UNSPACED),
    "speech": tuple(each.speech for each in _UNSPACED),
}
_PIECES = {kind: tuple(" ".join(lists).split()) for kind, lists in _PIECES.items()}
_MONTHS = Words.of("january february march april may june july august september october november december")
_ARABIC_PREFIX = re.compile(r"^(?:[وف]?(?:ال|[بلك](?:ال)?)|[وف])(?=.{2})")


def primary(language: str) -> str:
    """The first part of a language's code: `zh` of `zh-Hans`."""
    return language.partition("-")[0].casefold()


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that may change the meaning of a sentence."""

    kind: Kind | Literal["name", "script"]
    word: str
    """As it is in the text."""


def cues(words: str, language: str) -> Iterator[Cue]:
    """Every word of a stretch that may change its meaning, by the lists of its language and of English.

    Negations and reporting verbs of all languages count, as a source's language may be given wrongly. The
    language must have lists.
    """
    known = LANGUAGES[primary(language)]
    tokens = [(match.group(), fold(match.group())) for match in _TOKEN.finditer(words)]
    for n, (written, token) in enumerate(tokens):
        for kind in _kinds(token, primary(language)):
            yield Cue(kind, written)
        near = [each for _, each in tokens[max(n - 1, 0) : n + 2]]
        if known.names and written[0].isupper() and not _is_month(token, near):
            yield Cue("name", written)
    for kind, pieces in _pieces(known).items():
        yield from (Cue(kind, piece) for piece in pieces if piece in words)
    strange = (letter for letter in words if letter.isalpha() and not _in_scripts(letter, known.scripts))
    yield from (Cue("script", letter) for letter in strange)


def _kinds(token: str, language: str) -> Iterator[Kind]:
    known = LANGUAGES[language]
    forms = {token, *token.split("'")}
    if "ARABIC" in known.scripts:
        forms |= {_ARABIC_PREFIX.sub("", form) for form in forms}
    forms -= set(known.plain.split())
    if token.endswith("n't"):
        yield "negation"
    hedge, clause = _own(language)
    lists: tuple[tuple[Kind, Words], ...]
    lists = (("negation", _NEGATION), ("speech", _SPEECH), ("hedge", hedge), ("clause", clause))
    yield from (kind for kind, words in lists if any(form in words for form in forms))


@lru_cache(maxsize=32)
def _own(language: str) -> tuple[Words, Words]:
    """The hedges and the clause words of a language and of English."""
    lists = [LANGUAGES["en"], *([LANGUAGES[language]] if LANGUAGES[language].spaced else [])]
    return Words.of(*(each.hedge for each in lists)), Words.of(*(each.clause for each in lists))


def _pieces(known: Language) -> dict[Kind, tuple[str, ...]]:
    if known.spaced:
        return _PIECES
    return {**_PIECES, "hedge": tuple(known.hedge.split()), "clause": tuple(known.clause.split())}


def _is_month(token: str, near: Iterable[str]) -> bool:
    """Whether a word is a month next to a number: a date is not a subject."""
    return token in _MONTHS and any(each.isdecimal() for each in near)


def refers_back(sentence: str, language: str) -> str:
    """The first word of a sentence if it may refer to the one before, "" otherwise. The language must have
    lists."""
    known = LANGUAGES[primary(language)]
    first = _TOKEN.search(sentence)
    if first is None:
        return ""
    # `It's` and `c'est` begin with pronouns, too.
    refers = known.drops_subjects or fold(first[0]).split("'")[0] in _pronouns(primary(language))
    return first[0] if refers else ""


@lru_cache(maxsize=32)
def _pronouns(language: str) -> Words:
    return Words.of(LANGUAGES[language].pronouns)


_EVERYWHERE = frozenset({"LATIN", "FEMININE", "MASCULINE", "MICRO", "DEGREE"})


@lru_cache(maxsize=4096)
def _in_scripts(letter: str, scripts: tuple[str, ...]) -> bool:
    script = unicodedata.name(letter, "?").partition(" ")[0]
    return script in scripts or script in _EVERYWHERE


_STOPS = re.compile(r"[\W_]")
_NEAR = 40
"""Characters next to a passage that are searched for a negation."""
_NEAR_UNSPACED = 5


def negation_beside(text: str, start: int, end: int, language: str) -> str:
    """The plain negation right before or after a stretch of a text, "" if there is none: `not` for "a wish"
    in "not a wish", `nicht` for "Der Rat billigt das" in "Der Rat billigt das nicht"."""
    known = LANGUAGES.get(primary(language), LANGUAGES["en"])
    if not known.spaced:
        pieces = known.particles.split()
        after = _STOPS.split(text[end : end + _NEAR_UNSPACED], maxsplit=1)[0]
        before = next((piece for piece in pieces if text.endswith(piece, 0, start)), "")
        return before or next((piece for piece in pieces if piece in after), "")
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    words = [
        before[:-1].rpartition(" ")[2].lstrip("\"'([") if before.endswith(" ") else "",
        after[1:].partition(" ")[0].rstrip(".,;:!?\"')]") if after.startswith(" ") else "",
    ]
    particles = _particles(primary(language))
    if before.endswith("'"):
        words[0] = before[:-1].rpartition(" ")[2].lstrip("\"'([")  # `n` of "n'accepte"
    return next((word for word in words if fold(word).endswith("n't") or fold(word) in particles), "")


@lru_cache(maxsize=32)
def _particles(language: str) -> Words:
    return Words.of(LANGUAGES["en"].particles, LANGUAGES[language].particles if language in LANGUAGES else "")


__all__ = ["Cue", "Kind", "cues", "fold", "negation_beside", "primary", "refers_back"]

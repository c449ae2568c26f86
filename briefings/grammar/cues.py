"""Finds words that may change the meaning of a sentence, by the lists of `languages.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from briefings.grammar.languages import Language, languages, others
from briefings.languages import REFERENCE

Kind = Literal["negation", "speech", "hedge", "clause"]
"""negation: reverses the meaning; speech: says who says, thinks or wants something;
hedge: limits or supposes; clause: begins another clause, perhaps with another subject."""

_TOKEN = re.compile(r"\w+(?:'\w+)*")
_TATWEEL = "\u0640"
JOINED = "_"
"""Between the words of a phrase in a list."""


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """Words in lower case and without accents, for comparison with the lists."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c) and c != _TATWEEL)


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words, some given only by their beginning."""

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


@cache
def _everywhere(*names: str) -> Words:
    """The words of some lists of all languages with spaces, as a source's language may be given wrongly."""
    spaced = (getattr(each, name) for each in languages().values() if each.spaced for name in names)
    return Words.of(*spaced, *(others().get(name, "") for name in names))


@cache
def _pieces_everywhere(*names: str) -> tuple[str, ...]:
    """The words of some lists of all languages without spaces."""
    unspaced = (getattr(each, name) for each in languages().values() if not each.spaced for name in names)
    return tuple(" ".join(unspaced).split())


@cache
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
    known = languages()[primary(language)]
    tokens = [(match.group(), fold(match.group())) for match in _TOKEN.finditer(words)]
    for n, (written, token) in enumerate(tokens):
        near = [each for _, each in tokens[max(n - 1, 0) : n + 2]]
        is_name = known.names and written[0].isupper()
        if is_name and _is_date(token, near):
            continue
        for kind in _kinds(token, primary(language)):
            yield Cue(kind, written)
        if is_name:
            yield Cue("name", written)
    for kind, pieces in _pieces(known).items():
        yield from (Cue(kind, piece) for piece in pieces if piece in words)
    scripts = _EVERYWHERE.union(known.scripts)
    yield from (
        Cue("script", letter) for letter in words if letter.isalpha() and script(letter) not in scripts
    )


def is_negated(token: str) -> bool:
    """Whether the end of a folded word negates it: `isn't`."""
    return token.endswith(tuple(_everywhere("endings").whole))


def forms(token: str, language: str) -> set[str]:
    """The forms of a folded word that lists may have: without prefixes, or a part beside an apostrophe."""
    known = languages()[language]
    found = {token, *token.split("'")}
    if known.prefixes:
        found |= {re.sub(rf"^(?:{known.prefixes})(?=.{{2}})", "", form) for form in found}
    return found - set(known.plain.split())


def _kinds(token: str, language: str) -> Iterator[Kind]:
    if is_negated(token):
        yield "negation"
    own = forms(token, language)
    hedge, clause = _own(language)
    lists: tuple[tuple[Kind, Words], ...] = (
        ("negation", _everywhere("particles", "negation")),
        ("speech", _everywhere("speech")),
        ("hedge", hedge),
        ("clause", clause),
    )
    yield from (kind for kind, words in lists if any(form in words for form in own))


@lru_cache(maxsize=32)
def _own(language: str) -> tuple[Words, Words]:
    """The hedges and the clause words of a language and of English."""
    own = languages()[language]
    lists = [languages()[REFERENCE], *([own] if own.spaced else [])]
    return Words.of(*(each.hedge for each in lists)), Words.of(*(each.clause for each in lists))


def _pieces(known: Language) -> dict[Kind, tuple[str, ...]]:
    pieces: dict[Kind, tuple[str, ...]] = {
        "negation": _pieces_everywhere("particles", "negation"),
        "speech": _pieces_everywhere("speech"),
    }
    if known.spaced:
        return pieces
    return {**pieces, "hedge": tuple(known.hedge.split()), "clause": tuple(known.clause.split())}


def _is_date(token: str, near: Iterable[str]) -> bool:
    """Whether a word with a capital is a weekday or a month; `May` and `March` are also other words."""
    return token in _everywhere("dates") and (
        token not in _everywhere("other_words")
        or any(each.isdecimal() or each in _everywhere("before_dates") for each in near)
    )


def refers_back(sentence: str, language: str) -> str:
    """The first word of a sentence if it may refer to the one before, "" otherwise. The language must have
    lists."""
    known = languages()[primary(language)]
    first = _TOKEN.search(sentence)
    if first is None:
        return ""
    # `It's` and `c'est` begin with pronouns, too.
    refers = known.drops_subjects or fold(first[0]).split("'")[0] in _pronouns(primary(language))
    return first[0] if refers else ""


@lru_cache(maxsize=32)
def _pronouns(language: str) -> Words:
    return Words.of(languages()[language].pronouns)


_EVERYWHERE = frozenset({"LATIN", "FEMININE", "MASCULINE", "MICRO", "DEGREE"})


@lru_cache(maxsize=4096)
def script(letter: str) -> str:
    """The first word of a letter's name in Unicode."""
    return unicodedata.name(letter, "?").partition(" ")[0]


__all__ = [
    "JOINED",
    "Cue",
    "Kind",
    "Words",
    "cues",
    "fold",
    "forms",
    "is_negated",
    "primary",
    "refers_back",
    "script",
]

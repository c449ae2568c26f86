"""Words by language that may change a sentence's meaning: negations, reporting verbs, hedges, conjunctions.

They guard omissions and err on the long side: a word too many costs a curator a second passage, a word
too few costs readers the truth. Case and accents do not matter; `fail*` is every word that begins so. They
are in the tables `traits`, `cues` and `boundaries` of a language's `reading.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from briefings.languages import FOLDER, parsed, readings


@dataclass(frozen=True, slots=True)
class Language:
    """The traits of one language, and its lists of words, separated by spaces."""

    scripts: tuple[str, ...]
    """The first words of the Unicode names of its letters."""
    particles: str
    """Plain negations of adjacent words."""
    negation: str
    """All other words that deny, refuse or exclude."""
    speech: str
    hedge: str
    clause: str
    spaced: bool = True
    """False if the language is written without spaces; the lists are then searched for anywhere in a text."""
    names: bool = True
    """Whether a capital inside a sentence begins a name."""
    pronouns: str = ""
    """Words that refer to somebody or something in the sentence before."""
    drops_subjects: bool = False
    """Whether a sentence can be about the subject of the one before without such a word: "Fue arrestado"."""
    prefixes: str = ""
    """A pattern for what is written together with the word that follows."""
    plain: str = ""
    """Harmless words of this language that are in the lists of another."""
    denial: str = ""
    """Words that deny the rest of their sentence, anywhere in it."""
    condition: str = ""
    """Words that make the rest of their sentence depend on something."""
    that: str = ""
    """Words that begin what somebody believes, says or denies: a negation before them is about it."""
    endings: str = ""
    """What negates the word that it ends."""
    dates: str = ""
    """Weekdays and months, where they have capitals; they are not names."""
    other_words: str = ""
    """Those of them that are also other words, unless a number or one of `before_dates` is beside them."""
    before_dates: str = ""


@cache
def languages() -> Mapping[str, Language]:
    """By the first part of the language code. Sources in other languages cannot have verified omissions."""
    return {code: _language(data) for code, data in readings().items() if "cues" in data}


def _language(data: Mapping[str, Any]) -> Language:
    given = {**data["traits"], **data["cues"], "scripts": tuple(data["traits"]["scripts"])}
    return Language(**{each.name: given[each.name] for each in fields(Language) if each.name in given})


@cache
def others() -> Mapping[str, str]:
    """Words of languages without lists, in case a source's language is given wrongly: negations
    (`particles`), pieces of words that negate, words `between` two others, and `of` before a month."""
    return parsed(FOLDER / "others.toml")


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Words that show where a number or a word ends, of all languages together, in lower case."""

    numbers: frozenset[str]
    """Numbers that are written with spaces."""
    magnitudes: frozenset[str]
    """Words that multiply the digits before them: `million`."""
    joined: frozenset[str]
    """Numbers that another one may follow after `and`: `treinta` in "treinta y uno"."""
    ands: frozenset[str]
    minus: frozenset[str]
    between: frozenset[str]
    """Words after the hyphen of a word that a later one completes: "short- and long-term"."""
    contractions: frozenset[str]
    """The ends of words after an apostrophe that are words of their own: "can't"."""
    abbreviations: frozenset[str]
    """Words whose full stop does not end a sentence, as they are written."""
    inflections: frozenset[str]
    """The endings of adjectives that names begin with."""


@cache
def boundaries() -> Boundaries:
    """The words of all languages."""
    words = {each.name: frozenset(_listed(each.name)) for each in fields(Boundaries) if each.name != "ands"}
    numbers = words.pop("numbers") | words["magnitudes"] | words["joined"]
    return Boundaries(numbers=numbers, ands=frozenset(_listed("and")), **words)


def _listed(name: str) -> Iterator[str]:
    for data in (*readings().values(), {"boundaries": others()}):
        yield from data.get("boundaries", {}).get(name, "").split()


__all__ = ["Boundaries", "Language", "boundaries", "languages", "others"]

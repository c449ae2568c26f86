"""Finds words beside a passage that may deny or limit what it says, in the rest of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefings.grammar.cues import JOINED, Words, fold, forms, is_negated, primary
from briefings.grammar.languages import Language, languages, others
from briefings.grammar.sentences import Rest
from briefings.languages import REFERENCE

WORDS_BEFORE_THAT = 5
"""How many words before "that" are searched for a negation: "Nobody in the council believes that"."""

WORDS_NEAR = 8
"""How many words on either side of a passage are searched for words about the whole sentence. Farther away,
most are about something else."""

LONGEST_PHRASE = 4
"""The most words of a phrase that is a cue: "a no ser que"."""

CHARACTERS_AFTER = 5
"""How many characters after a passage are searched for a negation, in scripts without spaces."""

_MARKS = ".,:!?\"'`´()[]{}*_-/|•"
_STOPS = re.compile(r"[\W_]")


def word_beside(rest: Rest, language: str) -> str:
    """The word in the rest of a passage's sentence that may deny or limit it; "" if there is none.

    Right beside the passage any negation counts. Farther away only words about the whole sentence do: "Nobody
    believes that", "he denied", "unless".
    """
    code = _known(language)
    known = languages()[code]
    farther = _farther_words(rest, code) if known.spaced else _farther_pieces(rest, known)
    return negation_beside(rest, language) or next(farther, "")


def negation_beside(rest: Rest, language: str) -> str:
    """The negation right beside a passage: `not` for "a wish" in "not a wish"."""
    code = _known(language)
    if not languages()[code].spaced:
        pieces = languages()[code].particles.split()
        after = _STOPS.split(rest.after[:CHARACTERS_AFTER], maxsplit=1)[0]
        return next((piece for piece in pieces if rest.before.endswith(piece) or piece in after), "")
    before = _words(rest.before)
    is_answer = len(before) == 1 and rest.before.rstrip().endswith(",")  # `No, I did` denies another sentence
    beside = *(() if is_answer else before[-1:]), *_words(rest.after)[:1]
    return next((word for word in beside if _is_negation(word, _particles(code), code)), "")


def _known(language: str) -> str:
    """The code of a language with lists: of the reference, if this one has none."""
    code = primary(language)
    return code if code in languages() else REFERENCE


def _farther_words(rest: Rest, language: str) -> Iterator[str]:
    before = _words(rest.before.rpartition(";")[2])
    after = _words(rest.after.partition(";")[0])
    if before and fold(before[-1]) in _list("that", language):
        own = _list("particles", language)
        yield from (word for word in before[-1 - WORDS_BEFORE_THAT : -1] if _is_negation(word, own, language))
    sought = _list("denial", language), _list("condition", language)
    for near in (before[-WORDS_NEAR:], after[:WORDS_NEAR]):
        for phrase in _phrases(near, language):
            folded = fold(phrase).replace(" ", JOINED)
            if any(form in words for words in sought for form in forms(folded, language)):
                yield phrase


def _phrases(words: list[str], language: str) -> Iterator[str]:
    """Each word, and what may be a phrase that begins with it: `en cas de` of "qu'en cas de grève"."""
    for n, word in enumerate(words):
        yield word
        first = word.rpartition("'")[2]
        if fold(first) in _beginnings(language):
            ends = range(n + 2, n + 1 + LONGEST_PHRASE)
            yield from (" ".join((first, *words[n + 1 : end])) for end in ends)


@lru_cache(maxsize=64)
def _beginnings(language: str) -> frozenset[str]:
    """The first words of phrases."""
    lists = _list("denial", language), _list("condition", language)
    every = (word for words in lists for word in (*words.whole, *words.beginnings))
    return frozenset(word.partition(JOINED)[0] for word in every if JOINED in word)


def _words(stretch: str) -> list[str]:
    words = (word.strip(_MARKS) for word in stretch.split())
    return [word for word in words if word]


def _is_negation(word: str, particles: Words, language: str) -> bool:
    folded = fold(word).replace("`", "'")
    if is_negated(folded) or any(piece in word for piece in others()["pieces"].split()):
        return True
    return (not word[0].isupper() or folded in _list("particles", language)) and any(
        form in particles for form in forms(folded, language)
    )


def _farther_pieces(rest: Rest, known: Language) -> Iterator[str]:
    """In scripts without spaces."""
    farther = f"{known.denial} {known.condition}".split()
    yield from (piece for piece in farther if piece in rest.before or piece in rest.after)


@lru_cache(maxsize=64)
def _list(name: str, language: str) -> Words:
    return Words.of(*(getattr(languages()[code], name) for code in (REFERENCE, language)))


@lru_cache(maxsize=32)
def _particles(language: str) -> Words:
    """The negations of all languages, as a source's language may be given wrongly, but for those that are
    other words in this one."""
    own = languages()[language]
    spaced = (each.particles for each in languages().values() if each.spaced)
    every = " ".join([*spaced, others()["particles"]])
    plain = Words.of(own.clause, own.hedge, own.speech, own.pronouns, own.plain)
    foreign = (word for word in every.split() if len(word) > 1 and fold(word).removesuffix("*") not in plain)
    return Words.of(own.particles, languages()[REFERENCE].particles, " ".join(foreign))

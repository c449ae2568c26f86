"""Numbers in words, by the lists of each language in its `reading.toml`.

A number is read word by word: `two hundred and thirty-one thousand`. In languages that write numbers as one
word (`zweihunderteinunddreißig`), the word is divided first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from briefings.grammar.cues import fold, primary
from briefings.grammar.lexicon import lexicon, one_of

Readings = frozenset[Decimal]
"""The possible values of a number in a text."""

MOST_WORDS = 6
"""The most words of a fraction or the like: `three quarters of a million`."""

LONGEST = 10
"""The most words of a number: `nine hundred ninety-nine thousand nine hundred and ninety-nine`."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words for numbers of one language, folded."""

    values: Mapping[str, int]
    """Words for 0 to 99 and, where a language has words for them, hundreds; ordinals have the same values."""
    ordinals: frozenset[str]
    hundred: frozenset[str]
    thousand: frozenset[str]
    joins: frozenset[str]
    """`and` between the parts of a number."""
    others: Mapping[tuple[str, ...], Readings]
    """Fractions, dozens and the like, as the words of a phrase. Fractions have their percentage, too."""
    compound: bool
    """Whether a number is written as one word, with the ones before the tens."""
    written: frozenset[str]
    """Words in lower case of which every number has one. A single 1 is not read as a number."""
    endings: tuple[str, ...]
    """What turns a number in one word into an ordinal."""

    @property
    def first(self) -> frozenset[str]:
        """The words that a number may begin with; a number in one word may begin otherwise."""
        phrases = (*self.values, *self.hundred, *self.thousand)
        return frozenset((*(each.split()[0] for each in phrases), *(words[0] for words in self.others)))


@cache
def number_words(language: str) -> NumberWords | None:
    """The words of a language (without region); None if they are not known."""
    data = lexicon(language).number_words
    if not data:
        return None
    values: dict[str, int] = {}
    for start, step, name in ((0, 1, "units"), (20, 10, "tens"), (100, 100, "hundreds")):
        for n, forms in enumerate(str(data.get(name, "")).split()):
            values.update(dict.fromkeys(map(fold, forms.split("/")), start + step * n))
    values |= _listed(data, "more")
    ordinals = _listed(data, "ordinals")
    others = {
        tuple(fold(phrase).split()): frozenset(map(Decimal, readings.split()))
        for phrase, readings in dict(data.get("others", {})).items()
    }
    ones = [word for word, value in values.items() if value == 1]
    # `une douzaine`
    others = {(one, *phrase): each for phrase, each in others.items() for one in ones} | others
    values |= ordinals
    # Without `of`, which most sentences have.
    alone = {phrase[0] for phrase in others if len(phrase) == 1}
    function = lexicon(language).function.whole - values.keys() - alone
    small = {*function, *_set(data, "and"), *(word for word, value in values.items() if value == 1)}
    return NumberWords(
        values=values,
        ordinals=frozenset(ordinals),
        hundred=_set(data, "hundred"),
        thousand=_set(data, "thousand"),
        joins=_set(data, "and"),
        others=others,
        compound=bool(data.get("compound", False)),
        written=frozenset(
            word.lower()
            for key, listed in data.items()
            for each in re.split(r"[\s/-]", " ".join(listed) if isinstance(listed, dict) else str(listed))
            if key not in ("articles", "doubtful", "endings", "point", "decimals")
            if fold(word := each.partition("=")[0]) not in small
        ),
        endings=tuple(str(data.get("endings", "")).split()),
    )


@cache
def ones(language: str) -> re.Pattern[str]:
    """The words of a language (BCP 47) for one, most of which are articles, too."""
    known = number_words(primary(language))
    words = [] if known is None else [word for word, value in known.values.items() if value == 1]
    articles = str(lexicon(language).number_words.get("articles", "")).split()
    spaced = (
        rf"(?<!\w){one_of((*words, *articles))}(?!\w)"
        if words
        else "[一1](?![一二三四五六七八九十百千万亿0-9])"
    )
    return re.compile(spaced, re.IGNORECASE)


def _listed(data: Mapping[str, object], name: str) -> dict[str, int]:
    """The values of `word=2 word=3`."""
    pairs = (pair.partition("=") for pair in str(data.get(name, "")).split())
    return {fold(word.replace("-", " ")): int(value) for word, _, value in pairs}


def _set(data: Mapping[str, object], name: str) -> frozenset[str]:
    return frozenset(map(fold, str(data.get(name, "")).split()))


def read(words: Sequence[str], known: NumberWords) -> tuple[int, Readings] | None:
    """The number at the beginning of some folded words, as long as possible: how many words it has, and its
    values. None if there is no number but 1, whose words are mostly articles."""
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        readings = known.others.get(tuple(words[:length]))
        if readings is not None:
            return length, readings
    if known.compound:
        value = _compound(words[0], known)
        return None if value is None or value == 1 else (1, frozenset((Decimal(value),)))
    length, value = _spaced(words, known)
    return None if length == 0 or value == 1 else (length, frozenset((Decimal(value),)))


def _spaced(words: Sequence[str], known: NumberWords) -> tuple[int, int]:
    """How many words the number has, and its value."""
    total = group = end = n = 0
    is_open = True
    """Whether the number can go on: nothing follows an ordinal."""
    while n < len(words):
        pair = " ".join(words[n : n + 2])
        # `quatre vingt`
        word, length = (pair, 2) if " " in pair and pair in known.values else (words[n], 1)
        value = known.values.get(word)
        if word in known.joins and n == end > 0:
            n += 1
            continue
        if value is not None and is_open and _fits(value, group, total, end):
            group += value
            # `cuadragésima octava`
            is_open = word not in known.ordinals or (value >= 20 and value % 10 == 0)
        elif word in known.hundred and group < 100:
            group = (group or 1) * 100
        elif word in known.thousand and group < 1000 and total == 0:
            total, group = (group or 1) * 1000, 0
        else:
            break
        n += length
        end = n
    return end, total + group


def _fits(value: int, group: int, total: int, end: int) -> bool:
    """Whether a word can follow the words before it in one number."""
    if group == 0:
        return total > 0 or end == 0
    if value >= 100:
        return False
    if group % 100 == 0:
        return True
    # `soixante et onze` and `quatre-vingt-dix-neuf` count on to the next score.
    return (group % 10 == 0 and group % 100 >= 20 and value < 10) or (group % 100 in (60, 80) and value < 20)


def _compound(word: str, known: NumberWords) -> int | None:
    """The value of a number in one word: `zweitausenddreihundert`."""
    forms = (word, *(word.removesuffix(ending) for ending in known.endings if word.endswith(ending)))
    for form in forms:
        for thousand in known.thousand:
            many, found, rest = form.partition(thousand)
            if found:
                thousands = _below_thousand(many, known) if many else 1
                remainder = _below_thousand(rest, known) if rest else 0
                if thousands is not None and remainder is not None:
                    return 1000 * thousands + remainder
        value = _below_thousand(form, known)
        if value is not None:
            return value
    return None


def _below_thousand(word: str, known: NumberWords) -> int | None:
    for join in known.joins:
        word = word.removeprefix(join)
    for hundred in known.hundred:
        many, found, rest = word.partition(hundred)
        if found:
            hundreds = known.values.get(many) if many else 1
            remainder = _below_thousand(rest, known) if rest else 0
            return None if hundreds is None or remainder is None else 100 * hundreds + remainder
    if (value := known.values.get(word)) is not None:
        return value
    for join in known.joins:
        ones, found, tens = word.partition(join)
        while found:
            a, b = known.values.get(ones), known.values.get(tens)
            if a is not None and b is not None and 0 < a < 10 and b % 10 == 0:
                return a + b
            head, found, tens = tens.partition(join)
            ones += join + head
    return None


__all__ = ["LONGEST", "NumberWords", "Readings", "number_words", "ones", "read"]

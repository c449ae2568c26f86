"""Numbers in words, in English and German."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

Readings = frozenset[Decimal]
"""The possible values of a number in a text."""

_SMALL: Mapping[str, str] = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve "
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    ),
    "de": (
        "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
        "dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
    ),
}
_TENS: Mapping[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
"""By language, in lower case and with `ss` for `ß`: the words for 0 to 19, and for 20, 30 … 90."""

LANGUAGES = frozenset(_SMALL)

LONGEST_PHRASE = 5
"""The most words of a phrase: `nine hundred and ninety nine`."""

_OTHERS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "both": "2", "pair": "2", "couple": "2", "twice": "2", "double": "2", "doubled": "2", "triple": "3",
        "tripled": "3",
        "half": "0.5 50", "half a": "0.5", "one and a half": "1.5", "quarter": "0.25 25",
        "three quarters": "0.75 75",
        "third": "3 33 33.3 33.33", "two thirds": "66 67 66.7 66.67", "dozen": "12", "hundred": "100",
        "hundreds": "100",
        "thousand": "1e3", "million": "1e6", "billion": "1e9", "trillion": "1e12",
    },
    "de": {
        "zwo": "2", "beide": "2", "beiden": "2", "paar": "2", "doppelt": "2", "verdoppelt": "2",
        "dreifach": "3",
        "hälfte": "0.5 50", "halbe": "0.5 50", "halben": "0.5 50", "anderthalb": "1.5", "eineinhalb": "1.5",
        "zweieinhalb": "2.5",
        "drittel": "33 33.3 33.33", "zwei drittel": "66 67 66.7 66.67", "viertel": "0.25 25",
        "drei viertel": "0.75 75",
        "dreiviertel": "0.75 75", "dutzend": "12", "hundert": "100", "hunderte": "100", "tausend": "1e3",
        "million": "1e6",
        "milliarde": "1e9", "billion": "1e12",
    },
}  # fmt: skip
"""By language: other words for numbers; for shares, the percentage too."""

_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_ORDINAL_STEMS = {3: "dritte", 7: "siebte", 8: "achte"}


@cache
def phrases(base: str) -> Mapping[str, Readings]:
    """The values of phrases in lower case: numbers from 2 to 999, and other words for numbers.

    Empty for a language (without region) whose words are not known.
    """
    if base not in LANGUAGES:
        return {}
    english = base == "en"
    small, tens = _SMALL[base].split(), _TENS[base].split()
    below: dict[int, str] = dict(enumerate(small))
    for n, ten in enumerate(tens, 2):
        below[10 * n] = ten
        for one in range(1, 10):
            below[10 * n + one] = f"{ten} {small[one]}" if english else f"{small[one]}und{ten}"
    values: dict[str, Readings] = {}
    # Not 1, whose words are mostly articles.
    for number in range(2, 1000):
        hundreds, rest = divmod(number, 100)
        head, tail = small[hundreds] if hundreds else "", below[rest] if rest else ""
        for phrase in _with_hundreds(base, head, tail):
            ordinals = _english_ordinals(phrase) if english else _german_ordinals(phrase, number)
            values.update(dict.fromkeys((phrase, *ordinals), _readings(str(number))))
    return values | {word: _readings(numbers) for word, numbers in _OTHERS[base].items()}


@cache
def first_words(base: str) -> frozenset[str]:
    """The first words of all phrases."""
    return frozenset(phrase.partition(" ")[0] for phrase in phrases(base))


def _readings(numbers: str) -> Readings:
    return frozenset(Decimal(number) for number in numbers.split())


def _with_hundreds(base: str, hundreds: str, rest: str) -> Iterator[str]:
    """The ways to say a number below 1,000."""
    if not hundreds:
        yield rest
    elif base == "en":
        for head in (f"{hundreds} hundred", "a hundred") if hundreds == "one" else (f"{hundreds} hundred",):
            yield from (f"{head} {rest}", f"{head} and {rest}") if rest else (head,)
    else:
        for head in ("einhundert", "hundert") if hundreds == "ein" else (f"{hundreds}hundert",):
            yield from (f"{head}{rest}", f"{head}und{rest}") if rest else (head,)


def _english_ordinals(phrase: str) -> tuple[str]:
    head, space, last = phrase.rpartition(" ")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return (f"{head}{space}{_ORDINALS.get(last, regular)}",)


def _german_ordinals(phrase: str, number: int) -> Iterator[str]:
    stem = _ORDINAL_STEMS.get(number, f"{phrase}{'t' if number % 100 in range(1, 20) else 'st'}e")
    yield from (f"{stem}{ending}" for ending in ("", "r", "n", "m", "s"))


def german_compound(word: str) -> Readings | None:
    """`zweitausenddreihundert` is 2300; None for a word without `tausend` between numbers."""
    thousands, tausend, rest = word.partition("tausend")
    known = phrases("de")
    if not tausend or (thousands and thousands not in known) or (rest and rest not in known):
        return None
    many = known[thousands] if thousands else _readings("1")
    more = known[rest] if rest else _readings("0")
    return frozenset(1000 * a + b for a in many for b in more)


__all__ = ["LANGUAGES", "LONGEST_PHRASE", "Readings", "first_words", "german_compound", "phrases"]

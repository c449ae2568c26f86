"""Tells quickly whether a text can have a number or a date. Most have none, and to read them takes 50 times
as long (benchmarks/README.md)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from briefings.grammar.boundaries import IDEOGRAPHS
from briefings.grammar.cues import primary
from briefings.grammar.date_forms import AGO, ahead, date_words
from briefings.grammar.lexicon import lexicon
from briefings.grammar.number_words import number_words


def may_count(text: str, language: str) -> bool:
    """Whether a text has a digit, or a word that can be a number or a part of a date."""
    if _SIGNS.search(text) is not None or any(sign in text for sign in lexicon(language).date_signs):
        return True
    words, inside = _words(primary(language))
    return not words.isdisjoint(words_in(text)) or (inside is not None and inside.search(text) is not None)


@lru_cache(maxsize=1 << 14)
def may_date(text: str, language: str) -> bool:
    """Whether a text has a year, a date in numerals, a lone day, or a word or sign that other dates have."""
    is_numeral = _NUMERALS.search(text) is not None
    if is_numeral or text.isdecimal():
        return is_numeral
    known = lexicon(language)
    if known.lone_day.search(text) is not None or any(sign in text for sign in known.date_signs):
        return True
    language = primary(language)
    words = words_in(text)
    if not date_words(language).isdisjoint(words):
        return True
    return not _units(language).isdisjoint(words) and ahead(language).search(text) is not None


@cache
def _units(language: str) -> frozenset[str]:
    """Days, weeks, months and years, which are in `in two weeks`."""
    return frozenset(word.lower() for name in AGO for word in lexicon(language).ago.get(name, ()))


# Starting with the digit makes it six times as fast as starting with a lookbehind.
_NUMERALS = re.compile(r"\d(?:(?<!\d\d)(?:(?<=1)[5-9]|(?<=2)0)\d\d(?!\d)|(?<!\d\d)\d{3}-\d|[./]\d)")
_SIGNS = re.compile(rf"[\d½⅓⅔¼¾{IDEOGRAPHS}]")


@lru_cache(maxsize=1 << 10)
def words_in(text: str) -> frozenset[str]:
    """The words of a text in small letters: it is asked for many things whether the text can have them.
    `str.translate` takes three times as long."""
    text = text.lower()
    for sign in _BESIDE_ASCII if text.isascii() else _BESIDE_WORDS:
        text = text.replace(sign, " ")
    return frozenset(text.split())


_BESIDE_WORDS = ".,;:!?¡¿()[]{}«»‹›“”„‚\"'’‘–—-/…·•*_#%&+=<>|~@$€£¥，。、；：！？（）「」"
_BESIDE_ASCII = "".join(filter(str.isascii, _BESIDE_WORDS))


@cache
def _words(language: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """The words to look for, and what to look for inside words where numbers are written as one."""
    known = number_words(language)
    if known is None:
        return date_words(language), None
    inside = "|".join(map(re.escape, sorted(word for word in known.written if len(word) > 3)))
    magnitudes = frozenset(phrase.split()[0] for phrase in lexicon(language).magnitudes)
    return known.written | date_words(language) | magnitudes, re.compile(
        inside, re.I
    ) if known.compound else None


__all__ = ["may_count", "may_date", "words_in"]

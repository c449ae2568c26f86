"""Reads numbers in running text, in digits or words.

An ambiguous number has several readings, any of which may match: in English `1.200` may be 1200 or 1.2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import pairwise
from math import prod
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import get_group_symbol

from briefings.grammar.boundaries import IDEOGRAPHIC_MYRIADS, IDEOGRAPHS
from briefings.grammar.cues import fold, primary
from briefings.grammar.lexicon import NOTHING, lexicon, one_of
from briefings.grammar.number_words import LONGEST, NumberWords, Readings, number_words, read
from briefings.grammar.trigger import words_in
from briefings.languages import readings


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text."""

    text: str
    """As written, with its scale: `412 million`."""
    readings: Readings
    """Its possible values."""
    in_digits: bool
    """False for a number in words."""
    start: int = field(compare=False)
    end: int = field(compare=False)
    """Where it is in the text."""
    shares_scale: bool = field(default=False, compare=False)
    """Whether it takes its scale from the next number: `565 to 640 million`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A word that multiplies the number before it, such as `million`."""

    factor: Decimal
    certain: bool
    """False for a letter such as `m`, which may also be a unit."""


def numerals(text: str, language: str) -> tuple[Numeral, ...]:
    """All numbers in a text of a language (BCP 47), in order."""
    if text.isdecimal():  # as the lock keeps many of them
        return (Numeral(text, frozenset(_decimal(text)), True, 0, len(text)),)
    spots: list[_Spot] = []
    candidates = [*_digits(text, language), *_ideographs(text, language), *_words(text, language)]
    for spot in sorted(candidates, key=lambda spot: spot.start):
        # The word in `412 million` is not a number of its own.
        if not spots or spot.start >= spots[-1].end:
            spots.append(spot)
    base = primary(language)
    spots = _thousands(_decimals(spots, text, base), text)
    return tuple(spot.numeral(text) for spot in _ranges(spots, text, base))


@lru_cache(maxsize=1 << 13)
def scales_in(words: str, language: str) -> tuple[Scale, ...]:
    """The scales in a unit: `million euros` has `million`."""
    base = primary(language)
    if _has_ideographs(base):  # the unit follows without a space: 亿元
        factors = (prod(map(_sign, match["big"])) for match in _patterns(base).big.finditer(words))
        return tuple(Scale(Decimal(factor), certain=True) for factor in factors)
    if (money := _OF_MONEY.search(words)) is not None:
        return (_scale_of(money),)
    return tuple(_scales(base)[_plain(match[0])] for match in _scales_alone(base).finditer(words))


def without_scales(words: str, language: str) -> str:
    """A unit without its scales: `euros` in `million euros`."""
    base = primary(language)
    pattern = _patterns(base).big if _has_ideographs(base) else _scales_alone(base)
    return pattern.sub("", words).strip(f"{_SPACES}.-")


@cache
def _scales_alone(base: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){_scale_pattern(base).pattern}", re.IGNORECASE)


@dataclass(slots=True)
class _Spot:
    """A number being read, and its position."""

    start: int
    end: int
    readings: set[Decimal]
    in_digits: bool
    scale: Scale | None = None
    shares_scale: bool = False

    def numeral(self, text: str) -> Numeral:
        written = " ".join(text[self.start : self.end].split())
        readings = frozenset(self.readings)
        return Numeral(written, readings, self.in_digits, self.start, self.end, self.shares_scale)


# ── Digits ──────────────────────────────────────────────────────────────────────────────────────────────────

_SPACES = " \u00a0\u2007\u2009\u202f"
_SIGNS = ".,'’٫٬·"
_SEPARATOR = re.compile(f"[{_SIGNS}{_SPACES}]")
_NUMBER = re.compile(rf"\d+(?:[{_SIGNS}]\d+|[{_SPACES}]\d{{3}}(?!\d)){{0,9}}[½⅓⅔¼¾]?|[½⅓⅔¼¾]")
_DECIMAL_SIGNS = ".,٫·"


_FRACTION = re.compile(
    r"(?=\d)(?<![\d/.,-])(?:(?P<whole>\d{1,3})[ -])?(\d)(?<![\d/.,].)\s?[/⁄∕]\s?([2-9]|10)(?![\d/]|[.,]\d)"
)


def _digits(text: str, language: str) -> Iterator[_Spot]:
    for match in _FRACTION.finditer(text):
        share = Decimal(match[2]) / Decimal(match[3])
        if match["whole"] is not None and share < 1:
            yield _Spot(match.start(), match.end(), {int(match["whole"]) + share}, in_digits=True)
            continue
        shares = {share.quantize(Decimal(1).scaleb(-places)) for places in (1, 2, 4)}
        percent = {(100 * share).quantize(Decimal(1).scaleb(-places)) for places in (0, 1, 2)}
        if share < 1:
            yield _Spot(match.start(), match.end(), shares | percent | {share}, in_digits=False)
    base = primary(language)
    marks = lexicon(base).number_words.get("decimals", "")
    for match in _NUMBER.finditer(text):
        readings = _readings(match[0], _group_sign(base), marks)
        yield _scaled(_Spot(match.start(), match.end(), readings, in_digits=True), text, language)


@cache
def _group_sign(base: str) -> str:
    """The thousands separator of a language, by CLDR; empty if unknown."""
    try:
        return get_group_symbol(Locale.parse(base))
    except (UnknownLocaleError, ValueError):
        return ""


def _readings(token: str, group: str, marks: str) -> set[Decimal]:
    """The possible values of digits with separators, which may group digits (`group` always does), mark
    decimals, or separate numbers. Some of the `marks` of a language are no decimal signs elsewhere."""
    if token.isdecimal():
        return _decimal(token)
    fraction = Decimal(0)
    if not token[-1].isdecimal():
        fraction = Decimal(repr(round(unicodedata.numeric(token[-1]), 4)))
        token = token[:-1]
    pieces, signs = _SEPARATOR.split(token), _SEPARATOR.findall(token)
    values: set[Decimal] = set()
    if _are_groups(pieces, signs):
        values |= _decimal("".join(pieces) or "0")
    # French groups with a narrow space, and a text may have any other.
    groups = set(_SPACES) if group in _SPACES and group else {group}
    rest = signs[1:] if signs[:1] in (["'"], ["’"]) else signs  # 1’396.342 in Colombia
    is_grouped = bool(values) and bool(rest) and groups.issuperset(rest)
    known = _DECIMAL_SIGNS + (marks if not values else "")
    ends_in_decimals = signs and signs[-1] in known and signs[-1] not in signs[:-1]
    if not is_grouped and ends_in_decimals and _are_groups(pieces[:-1], signs[:-1]):
        values |= _decimal(f"{''.join(pieces[:-1])}.{pieces[-1]}")
    if not values or (not is_grouped and any(sign in _SPACES for sign in signs)):
        values = values.union(*map(_decimal, pieces))
    return {number + fraction for number in values}


def _are_groups(pieces: list[str], signs: list[str]) -> bool:
    """Whether pieces are groups of digits of one number: `1,200`, `12 000 000`, in India `1,20,000`, in
    Colombia `1’200.000`."""
    inner = [len(piece) for piece in pieces[1:]]
    return (
        (len(set(signs)) <= 1 or (signs[0] in "'’" and len({*signs[1:]}) == 1))
        and len(pieces[0]) <= (3 if inner else 40)
        and all(n in (2, 3) for n in inner)
        and inner[-1:] in ([], [3])
    )


def _decimal(digits: str) -> set[Decimal]:
    try:
        return {Decimal(digits)} if len(digits) <= 40 else set()
    except InvalidOperation:
        return set()


# ── Scales ──────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _scales(base: str) -> Mapping[str, Scale]:
    """The scales of a language by word, from CLDR's patterns such as `0 million` and `0M`."""
    scales: dict[str, Scale] = {}
    try:
        forms: Mapping[str, Any] = Locale.parse(base).compact_decimal_formats
    except (UnknownLocaleError, ValueError):
        forms = {}
    for style in ("short", "long"):
        for plurals in forms[style].values() if style in forms else ():
            for size, pattern in plurals.items():
                letters = re.sub("[0'’¤]", "", pattern.pattern)
                written = _plain("".join(c for c in letters if unicodedata.category(c) != "Cf"))
                word = written.rstrip(".")
                zeros = pattern.pattern.count("0")
                if word and zeros:
                    certain = len(word) > 1 or not word.isascii()
                    scales[word] = scales[written] = Scale(Decimal(size) / 10 ** (zeros - 1), certain)
    for word, factor in lexicon(base).scales.items():
        scales[_plain(word)] = Scale(Decimal(factor), certain=True)
    return scales


def _plain(words: str) -> str:
    return " ".join(words.strip(f"{_SPACES}-").split()).casefold()


@cache
def _scale_pattern(base: str) -> re.Pattern[str]:
    words = sorted(_scales(base), key=len, reverse=True)
    spaced = "|".join(re.escape(word).replace(r"\ ", rf"[{_SPACES}]+") for word in words)
    return re.compile(rf"[{_SPACES}-]?(?:{spaced or '(?!)'})(?![^\W\d_]|(?<=[A-Za-z])\d)", re.IGNORECASE)


_SIGN = "[€$£¥]"
_LETTERS = {"k": 10**3, "m": 10**6, "md": 10**9, "mrd": 10**9, "bn": 10**9, "b": 10**9, "t": 10**3}
_GAP = f"[{_SPACES}]?"
_OF_MONEY = re.compile(
    rf"(?<![^\W\d_]){_GAP}(?:(k|K|M|Md|Mrd|bn){_GAP}(?={_SIGN}|(?:EUR|USD|GBP|CHF)\b)|(m)(?={_SIGN})|(T)(?=€|EUR))"
)
"""A letter that multiplies for certain, as it stands before the sign of a currency: `2,3 M€`, `350 k€`."""
_AFTER_SIGN = re.compile(rf"(?:{_GAP}(k|K|M|Md|Mrd|bn)|([mbB]))(?![^\W_])")
"""One after a number behind the sign: `€2.3M`."""


def _scale_of(letters: re.Match[str]) -> Scale:
    return Scale(Decimal(_LETTERS[letters[letters.lastindex or 0].lower()]), certain=True)


def _of_money(spot: _Spot, text: str) -> re.Match[str] | None:
    """The letter that multiplies an amount of money in digits."""
    if not spot.in_digits:
        return None
    if re.search(rf"{_SIGN}[{_SPACES}]?$", text[max(0, spot.start - 2) : spot.start]):
        return _AFTER_SIGN.match(text, spot.end)
    return _OF_MONEY.match(text, spot.end)


MOST_SCALES = 3
"""The most scales after a number, as in `two hundred thousand million`."""


def _scaled(spot: _Spot, text: str, language: str) -> _Spot:
    """The number multiplied by the scales after it, of which `two hundred thousand` has two, and with a half:
    `two and a half million`, `two million and a half`."""
    base = primary(language)
    _add_half(spot, text, base)
    if (letters := _of_money(spot, text)) is not None:
        spot.scale, spot.end = _scale_of(letters), letters.end(letters.lastindex or 0)
        spot.readings = {number * spot.scale.factor for number in spot.readings}
        return spot
    for _ in range(MOST_SCALES):
        match = _scale_pattern(base).match(text, spot.end)
        if match is None:
            break
        scale = _scales(base)[_plain(match[0])]
        # The half in `eine halbe Million` is not 50 percent.
        shares = {number for number in spot.readings if 0 < number < 1}
        scaled = {number * scale.factor for number in shares or spot.readings}
        spot.readings = scaled if scale.certain else spot.readings | scaled
        spot.scale, spot.end = scale, match.end()
    _add_half(spot, text, base)
    if spot.in_digits and _has_ideographs(base):
        _add_groups(spot, text, _patterns(base))
    return spot


def _add_half(spot: _Spot, text: str, base: str) -> None:
    half = lexicon(base).and_half.match(text, spot.end)
    if half is not None:
        spot.readings = {number + _half_of(number) for number in spot.readings}
        spot.end = half.end()


def _half_of(number: Decimal) -> Decimal:
    """Half of the scale that a number has: of `two million and a half`, half a million."""
    scales = (scale for scale in (10**9, 10**6, 10**3) if number >= scale and number % scale == 0)
    return Decimal(next(scales, 1)) / 2


def _add_groups(spot: _Spot, text: str, signs: _Ideographs) -> None:
    """Multiplies by the signs after digits, and adds groups of lower value: 1.5亿, 1亿2千万. The last sign
    of 3万5千亿 multiplies both."""
    least = int(spot.scale.factor) if spot.scale is not None else 0
    match = (signs.more if least else signs.big).match(text, spot.end)
    while match is not None:
        small = match["big"].rstrip(IDEOGRAPHIC_MYRIADS)
        factor, group = prod(map(_sign, match["big"])), prod(map(_sign, small))
        if not least:
            spot.readings = {number * factor for number in spot.readings}
            spot.scale = Scale(Decimal(factor), certain=True)
        elif factor < least:
            spot.readings = {number + int(match["more"]) * factor for number in spot.readings}
        elif group < least < factor:
            common = factor // group
            spot.readings = {(number + int(match["more"]) * group) * common for number in spot.readings}
        else:
            return
        spot.end, least = match.end(), factor
        match = signs.more.match(text, spot.end)
    if least == 10**4 and (rest := _REST.match(text, spot.end)) is not None:
        spot.readings = {number + int(rest[0]) for number in spot.readings}
        spot.end = rest.end()


_REST = re.compile(r"\d{3,4}(?![\d.,])")
"""The last digits of 2万4801."""


def _decimals(spots: list[_Spot], text: str, base: str) -> list[_Spot]:
    """Joins the words of a decimal number: `six point two five`, `seis coma cinco millones`."""
    point = _point(base)
    joined: list[_Spot] = []
    places = 0
    for spot in spots:
        last = joined[-1] if joined else spot
        factor = spot.scale.factor if spot.scale is not None else Decimal(1)
        digits = min(spot.readings, default=Decimal(0)) / factor
        gap = text[last.end : spot.start]
        is_next = places > 0 and gap == " " and digits < 10
        if last is spot or spot.in_digits or last.in_digits or last.scale or digits % 1:
            is_joined = False
        else:
            is_joined = is_next or point.fullmatch(gap) is not None
        places = places * is_next + len(f"{digits:.0f}") if is_joined else 0
        if is_joined:
            both = {(one + digits.scaleb(-places)) * factor for one in last.readings}
            joined[-1] = _Spot(last.start, spot.end, both, False, spot.scale)
        else:
            joined.append(spot)
    return joined


@cache
def _point(base: str) -> re.Pattern[str]:
    words = lexicon(base)
    point = one_of(tuple(words.number_words.get("point", "").split())) if words.spaced else NOTHING
    return re.compile(rf"\s+{point}\s+", re.IGNORECASE)


def _thousands(spots: list[_Spot], text: str) -> list[_Spot]:
    """Joins thousands and the rest of a number: `7 mil 952 millones`, `un millón 800 mil`, `3 millions
    500 000`."""
    joined: list[_Spot] = []
    for spot in spots:
        last = joined[-1] if joined else spot
        factor = spot.scale.factor if spot.scale is not None else Decimal(1)
        most = max(spot.readings, default=0)
        is_rest = last.scale is not None and last.scale.factor == 1000 != factor and most < 1000 * factor
        is_thousands = factor == 1000 or (
            last.scale is not None and _GROUPS.fullmatch(text, spot.start, spot.end)
        )
        if is_thousands and most < 10**6 and _are_millions(last):
            is_rest, factor = True, Decimal(1)
        if is_rest and text[last.end : spot.start] == " ":
            both = {factor * one + other for one in last.readings for other in spot.readings}
            joined[-1] = _Spot(last.start, spot.end, both, spot.in_digits, spot.scale)
        else:
            joined.append(spot)
    return joined


_GROUPS = re.compile(r"\d{1,3}\D\d{3}")


def _are_millions(spot: _Spot) -> bool:
    return len(spot.readings) > 0 and all(each >= 10**6 and each % 10**6 == 0 for each in spot.readings)


@cache
def between_numbers(base: str) -> re.Pattern[str]:
    """What is between the ends of a range: `300 to 3,000`. Words for "and" are, too."""
    words = "|".join(readings().get(base, {}).get("boundaries", {}).get("between", "").split())
    return re.compile(rf"\s*(?:[-–—/~]|{words or '(?!)'})\s*\W?\s*")


@cache
def _steps(base: str) -> re.Pattern[str]:
    """What is between two numbers of which one becomes the other."""
    return re.compile(rf"\s*{one_of(lexicon(base).steps)}\s*")


def _ranges(spots: list[_Spot], text: str, base: str) -> list[_Spot]:
    """Applies the scale of a range or a change to both numbers: `565 to 640 million`."""
    between = between_numbers(base)
    steps = _steps(base)
    for one, other in pairwise(spots):
        gap = one.end, other.start
        if one.scale is not None or other.scale is None:
            continue
        if between.fullmatch(text, *gap) or steps.fullmatch(text, *gap):
            scaled = {number * other.scale.factor for number in one.readings}
            if _are_near(one.readings, other.readings):
                continue  # `from 900,000 to 1.2 million`
            is_sure = other.scale.certain and _are_near(scaled, other.readings)
            one.readings = scaled if is_sure else one.readings | scaled
            one.shares_scale = True
    return spots


def _are_near(some: set[Decimal], others: set[Decimal]) -> bool:
    """Whether numbers are of a size, so that a range may have both."""
    return any(a <= 20 * b and b <= 20 * a for a in some for b in others if a and b)


# ── Ideographic numerals ────────────────────────────────────────────────────────────────────────────────────


@cache
def _has_ideographs(base: str) -> bool:
    """Whether a language writes numbers with ideographs, by CLDR: only these have other ones for money."""
    try:
        return "finance" in Locale.parse(base).other_numbering_systems
    except (UnknownLocaleError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class _Ideographs:
    """Patterns for the ideographic numerals of a language."""

    big: re.Pattern[str]
    """Signs after digits that multiply them, unless they begin a unit: 500万, but not 5千米 or 5百分点."""
    more: re.Pattern[str]
    """Further digits with such signs: 2千万 after 1亿."""
    number: re.Pattern[str]
    beyond: re.Pattern[str]
    """Signs for “more than” inside a number: 十多亿."""


@cache
def _patterns(base: str) -> _Ideographs:
    words = lexicon(base).number_words
    beyond = f"[{words['beyond']}]" if "beyond" in words else NOTHING
    unit = one_of(tuple(words.get("begin_units", "").split()))
    # Many texts have a space before the unit: 340 亿.
    big = f" ?(?:{beyond})? ?(?P<big>(?:(?!{unit})[十百千{IDEOGRAPHIC_MYRIADS}]){{1,6}})"
    return _Ideographs(
        big=re.compile(big),
        more=re.compile(rf" ?(?P<more>\d{{1,4}}){big}"),
        number=re.compile(f"[{IDEOGRAPHS}]{{1,20}}(?:{beyond}[百千{IDEOGRAPHIC_MYRIADS}]{{1,3}})?"),
        beyond=re.compile(beyond),
    )


def _ideographs(text: str, language: str) -> Iterator[_Spot]:
    base = primary(language)
    if not _has_ideographs(base):
        return
    for match in _patterns(base).number.finditer(text):
        # After digits they are a scale.
        if match.start() == 0 or not text[match.start() - 1].isdecimal():
            signs = _patterns(base).beyond.sub("", match[0])
            other = _other(signs)
            middle = match.start() + other
            if other and (one := _ideographic(signs[:other] + signs[other + 1 :])):
                yield _Spot(match.start(), middle, one, in_digits=False, shares_scale=True)
            if number := _ideographic(signs[: other - 1] + signs[other:] if other else signs):
                myriads = signs[len(signs.rstrip(IDEOGRAPHIC_MYRIADS)) :]
                scale = Scale(Decimal(prod(map(_sign, myriads))), certain=True) if myriads else None
                spot = _Spot(middle, match.end(), number, in_digits=False, scale=scale)
                _add_half(spot, text, base)
                yield spot


def _other(signs: str) -> int:
    """Where the other of two numbers begins: 三四十 is 30 or 40; 0 if there is one."""
    values = [_sign(sign) for sign in signs]
    if len(values) > 2 and max(values) < 10:
        return 0  # 二三四五
    pairs = [(n, n + 1) for n in range(1, 9)]
    places = (n for n, pair in enumerate(pairwise(values), start=1) if pair in pairs)
    return next(places, int(values[:2] == [3, 5]))  # 三五年, but not 十三五


def _ideographic(signs: str) -> set[Decimal]:
    """三十 is 30, 二〇二五 is 2025, 一亿两千万 is 120,000,000, 两万五 is 25,000. 十三五 is no number."""
    values = [_sign(sign) for sign in signs]
    if all(value < 10 for value in values):
        return _decimal("".join(map(str, values)))
    if any(0 < one < 10 > other for one, other in pairwise(values)):
        return set()
    total = part = digit = 0
    for value in values:
        if value < 10:
            digit = value
        elif value < 10**4:
            part += (digit or 1) * value
            digit = 0
        elif value == 10**4:
            total += (part + digit or 1) * value
            part = digit = 0
        else:
            total = (total + part + digit or 1) * value
            part = digit = 0
    if digit and values[-2] >= 100:
        digit *= values[-2] // 10
    return {Decimal(total + part + digit)}


def _sign(sign: str) -> int:
    return int(unicodedata.numeric(sign, 2))  # Unicode gives no number for 两 and 兩


# ── Numbers in words ────────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"[^\W\d_]+")


def _words(text: str, language: str) -> Iterator[_Spot]:
    """Numbers in words, as long as possible."""
    known = number_words(primary(language))
    if known is None:
        return
    first = _first_words(primary(language))
    if not known.compound and first.isdisjoint(map(fold, words_in(text))):
        return
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    end = 0
    for n, word in enumerate(words):
        if word.start() < end or not (folded[n] in first or known.compound):
            continue
        phrase = _phrase(words, folded, n, text)
        number = read(phrase, known) if phrase[0] in first or _may_be_compound(phrase[0], known) else None
        if number is not None:
            length, readings = number
            spot = _Spot(word.start(), words[n + length - 1].end(), set(readings), in_digits=False)
            end = _scaled(spot, text, language).end
            yield spot


@cache
def _first_words(base: str) -> frozenset[str]:
    known = number_words(base)
    return known.first if known is not None else frozenset()


def _phrase(words: list[re.Match[str]], folded: list[str], n: int, text: str) -> list[str]:
    """The words from one on, as long as only spaces and hyphens are between them."""
    last = n + 1
    while last < min(len(words), n + LONGEST) and text[words[last - 1].end() : words[last].start()] in _GAPS:
        last += 1
    return folded[n:last]


_GAPS = frozenset((" ", "-", "\u00a0", "\u2010", "\u2011", "\n"))


def _may_be_compound(word: str, known: NumberWords) -> bool:
    return known.compound and 5 < len(word) <= LONGEST_COMPOUND


LONGEST_COMPOUND = 100
"""Letters of a number in one word. No longer one is read: reading takes a call for each of its parts."""


__all__ = ["Numeral", "Scale", "between_numbers", "numerals", "scales_in"]

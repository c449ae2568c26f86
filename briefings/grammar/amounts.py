"""Reads numbers with their units and qualifiers: `more than 300 million euros`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from briefings.grammar.cues import fold
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import NOTHING, Lexicon, lexicon, one_of
from briefings.grammar.number_words import number_words, ones
from briefings.grammar.numbers import Numeral, between_numbers, numerals
from briefings.grammar.trigger import may_count, words_in
from briefings.grammar.units import NO_UNIT, Unit, of_currency, stem, unit_after, unit_before, with_rate

UP = frozenset(("at least", "more than"))
DOWN = frozenset(("up to", "less than", "nearly"))
"""Qualifiers that say on which side of the number the true one is."""
STRICT = frozenset(("more than", "less than"))
"""Those that leave the number itself out."""
HUNDREDS = "hundreds"
"""The qualifier of a number of which only the magnitude is said."""


class Amount(NamedTuple):
    """A number in a text, with its unit and qualifier."""

    text: str
    """As written, with its qualifier and unit."""
    readings: frozenset[Decimal]
    unit: Unit = NO_UNIT
    qualifier: str = ""
    in_digits: bool = True
    is_doubtful: bool = False
    """Whether its word is a number only sometimes: `second`, `quarter`."""
    label: str = ""
    """The stem of the word before it, if it is not a small word: `Route` in `Route 66`."""
    start: int = 0
    end: int = 0
    """Where the number itself is, without qualifier and unit."""
    bound: str = ""
    """The qualifier that it amounts to as an end of a range: `up to` for 30 in `20 to 30`."""

    def gives(self, other: Amount) -> bool:
        """Whether a text with this amount says that of a fact: the same number or, as far as the qualifier
        of the fact allows, one that it rounds."""
        readings = self.readings
        is_number = other.unit.kind in ("count", "measure", "money") and not _may_be_a_share(other)
        if is_number and _may_be_a_share(self):
            readings = frozenset(n for n in readings if n < 10)  # two thirds are 66.7 percent, not 66 seats
        converted = [self.unit.converted(each, other.unit) for each in readings]
        given = [each for each in converted if each is not None]
        if not given and other.unit.contradicts(self.unit) and not self.unit.may_be_called(other.unit):
            return False
        if _contradict(self.qualifier or self.bound, other.qualifier):
            return False
        if self.lacks_limit_of(other):
            return False
        if other.unit.kind == "points" and not self.unit.kind:
            return False  # a quarter is 25 percent
        if HUNDREDS in (self.qualifier, other.qualifier):
            return self._is_of_magnitude(other)
        # What is a limit already is hardly near another number.
        is_limit = other.qualifier == "nearly" and self.qualifier in DOWN
        qualifier = "" if is_limit else other.qualifier
        is_sided = self.qualifier == "about" and qualifier in (*UP, *DOWN)
        return any(
            rounds(wanted, each, qualifier)
            for wanted in other.readings
            for each in given or readings
            if not (is_sided and wanted == each)  # around 1,000 may be less or more
        )

    def _is_of_magnitude(self, other: Amount) -> bool:
        """Whether a source has hundreds, or some of them, where a fact does."""
        if self.qualifier == HUNDREDS:
            return other.qualifier in (HUNDREDS, *UP) and self.has_number_of(other)
        return any(wanted < each < 10 * wanted for wanted in other.readings for each in self.readings)

    def lacks_limit_of(self, other: Amount) -> bool:
        """Whether the other has a limit that is missing here: 40 is not more than 40."""
        is_exact = (self.qualifier or self.bound) in ("", "about")
        return is_exact and other.qualifier in STRICT and self.has_number_of(other)

    @property
    def is_precise(self) -> bool:
        """Whether it can hardly be the same as another number by chance."""
        return all(_significant(reading) > 1 for reading in self.readings)

    def is_of_same(self, other: Amount) -> bool:
        """Whether it is certain enough that both count the same: by their units or, if the other has none,
        by a number that it can hardly have by chance."""
        if not other.unit.kind:
            return not self.unit.kind or other.is_precise
        return self.unit.is_same(other.unit) or self.unit.converted(Decimal(1), other.unit) is not None

    def has_number_of(self, other: Amount) -> bool:
        """Whether the numbers are the same, whatever their units."""
        return not self.readings.isdisjoint(other.readings)


def _may_be_a_share(amount: Amount) -> bool:
    readings = amount.readings
    return not amount.in_digits and len(readings) > 1 and any(each % 1 for each in readings)


def _significant(number: Decimal) -> int:
    return len("".join(map(str, number.normalize().as_tuple().digits)).strip("0"))


def _contradict(one: str, other: str) -> bool:
    return (one in UP and other in DOWN) or (one in DOWN and other in UP)


def _is_share(number: Numeral) -> bool:
    return not number.in_digits and len(number.readings) > 1 and any(0 < each < 1 for each in number.readings)


def rounds(wanted: Decimal, given: Decimal, qualifier: str) -> bool:
    """Whether a number with a qualifier may stand for a given one: `about 10,000` for 9,870, `more than 300`
    for 312."""
    if wanted == given:
        return True
    if not qualifier or not wanted or not given or (wanted < 0) != (given < 0):
        return False
    if (qualifier in UP and given < wanted) or (qualifier in DOWN and given > wanted):
        return False
    digits = _significant(wanted)
    if digits >= _significant(given):
        return False  # a rounded number is shorter
    step = Decimal(1).scaleb(given.adjusted() - digits + 1)
    down, up = (given // step) * step, (given // step + 1) * step
    nearest = given.quantize(step, ROUND_HALF_UP) if step.adjusted() < 28 else down
    return wanted == nearest if qualifier == "about" else wanted in (down, up)


@lru_cache(maxsize=1 << 13)
def amounts(text: str, language: str) -> tuple[Amount, ...]:
    """All numbers in a text, in order, each with what it counts."""
    if text.isdecimal():
        return tuple(Amount(text, each.readings, end=each.end) for each in numerals(text, language))
    words = lexicon(language)
    numbers = numerals(text, language)
    found = [*times(text, words), *_shares(text, language, words), *_ratios(text, numbers, words)]
    found += (*_magnitudes(text, numbers, words), *_one_and_a_half(text, words))
    # `12 of 31` has both numbers, too.
    taken = [(each.start, each.end) for each in found if not each.is_doubtful]
    taken += (match.span() for match in words.uncounted.finditer(text))
    end = 0
    lower: Amount | None = None
    counted: list[_Placed] = []
    last: Numeral | None = None
    for number in numbers:
        if number.start < end or any(a < number.end and number.start < b for a, b in taken):
            continue  # `ciento` in `12 por ciento`
        is_range = last is not None and _is_range(text, last, end, number, words)
        amount, end = _amount(text, number, language, words)
        if lower is not None:
            counted[-1] = counted[-1]._replace(amount=_in_range(lower, amount, number, text))
        if is_range and last is not None and counted and counted[-1].amount.start == last.start:
            counted[-1] = counted[-1]._replace(amount=counted[-1].amount._replace(bound="at least"))
            amount = amount._replace(bound="up to")
        lower, last = None, number
        is_attached = _IN_A_WORD.search(text, max(0, number.start - 7), number.start) is not None
        is_scaled = any(map(str.isalpha, number.text))  # `Q150 millones`
        if amount.unit.kind == "money" or is_scaled or GROUPED.search(number.text) or not is_attached:
            counted.append(_placed(text, amount, end, words))
            lower = amount if number.shares_scale else None
    return tuple(sorted((*found, *_joined(text, counted, words)), key=lambda each: each.start))


class _Placed(NamedTuple):
    """An amount, and where its unit ends."""

    amount: Amount
    unit: Unit
    """Its unit as a part of a measure: minutes in 三小时二十分."""
    end: int


def _placed(text: str, amount: Amount, end: int, words: Lexicon) -> _Placed:
    for part in words.units.get("parts", ()) if not amount.unit.kind else ():
        sign, _, name = part.partition("=")
        if text.startswith(sign, end):
            return _Placed(amount, Unit("measure", frozenset((name,)), sign), end + len(sign))
    ending = _LETTERS.match(text, end if words.spaced and amount.unit.text else len(text))
    return _Placed(amount, amount.unit, end if ending is None else ending.end())


_LETTERS = re.compile(r"[^\W\d_]{1,20}")
"""What is left of a unit in the dative: the n of `Jahren`."""


def _joined(text: str, placed: list[_Placed], words: Lexicon) -> Iterator[Amount]:
    """Joins the parts of one measure: `three hours and twenty minutes` are 200 minutes."""
    ones = [one for each in placed if words.spaced for one in _ones_beside(text, each, words)]
    joined: list[_Placed] = []
    for each in sorted((*placed, *ones), key=lambda each: each.amount.start):
        larger = joined[-1] if joined else each
        size = larger.unit.converted(Decimal(1), each.unit) or 0
        is_less = max(each.amount.readings, default=size) < size
        if is_less and _and().fullmatch(text, larger.end, each.amount.start):
            sign = "" if larger.amount.unit.kind else larger.unit.text
            written = " ".join(f"{larger.amount.text}{sign}{text[larger.end : each.end]}".split())
            sums = frozenset(n * size + rest for n in larger.amount.readings for rest in each.amount.readings)
            whole = larger.amount._replace(text=written, readings=sums, unit=each.unit, end=each.amount.end)
            joined[-1] = _Placed(whole, each.unit, each.end)
        else:
            joined.append(each)
    yield from (each.amount for each in joined if each not in ones)


@cache
def _and() -> re.Pattern[str]:
    """A pattern for what is between the parts of one measure."""
    return re.compile(rf",?\s*(?:[〇零又]|{one_of(tuple(boundaries().ands))}(?!\w))?\s*")


def _ones_beside(text: str, placed: _Placed, words: Lexicon) -> Iterator[_Placed]:
    """The measures of one beside an amount: `an hour and twenty minutes`, `four years and a month`."""
    if placed.unit.kind != "measure":
        return
    start, one_of_them = placed.amount.start, ones(words.language)
    gap = _and().match(text, placed.end)
    after = one_of_them.match(text, gap.end() if gap is not None else placed.end)
    before = one_of_them.finditer(text, max(0, start - _LONGEST_ONE), start)
    for match in (*before, *filter(None, (after,))):
        unit = unit_after(text, match.end(), words.language)
        if unit.kind == "measure" and (begin := text.find(unit.text, match.end())) >= 0:
            end = begin + len(unit.text)
            one = frozenset((Decimal(1),))
            amount = Amount(text[match.start() : end], one, unit, start=match.start(), end=match.end())
            yield _placed(text, amount, end, words)


_LONGEST_ONE = 40
"""The most letters between the beginning of `one hour and` and what follows."""


def _in_range(lower: Amount, upper: Amount, number: Numeral, text: str) -> Amount:
    """The lower end of a range, with the scale and unit that it shares: `14` in `14 to 11 million euros`. Its
    words alone would be another number."""
    rest = upper.text.partition(number.text)[2]
    written = " ".join(f"{lower.text}{text[lower.end : number.end]}{rest}".split())
    return lower._replace(text=written, unit=lower.unit if lower.unit.kind else upper.unit)


def _is_range(text: str, one: Numeral, end: int, other: Numeral, words: Lexicon) -> bool:
    """Whether two numbers are the ends of a range by what is between them: `20 to 30`, `between 20 and 30`,
    二三十. The unit of the first ends at `end`."""
    if min(one.readings) >= max(other.readings):
        return False
    gaps = text[one.end : other.start], text[end : other.start]
    if gaps[1].strip() in boundaries().ands or gaps[0].strip() in boundaries().ands:
        return _between(words.language).search(text, max(0, one.start - 20), one.start) is not None
    is_between = any(map(between_numbers(words.language).fullmatch, gaps))
    return is_between or (not words.spaced and gaps[0] == "")


@cache
def _between(language: str) -> re.Pattern[str]:
    words = one_of(lexicon(language).relative.get("between", ()))
    return re.compile(rf"(?<!\w){words}\W+$", re.IGNORECASE)


def written(text: str, found: Sequence[Amount], language: str) -> Iterator[tuple[int, str]]:
    """Where amounts of a text are, and their words alone. The ends of a range are in one piece."""
    lower: Amount | None = None
    for amount in found:
        words, start = amount.text, amount.start
        if lower is not None and amount.bound == "up to":
            lead = _between(language).search(text, max(0, lower.start - 20), lower.start)
            start = lower.start if lead is None else lead.start()
            rest = amount.text.rpartition(text[amount.start : amount.end])[2]
            words = " ".join(f"{text[start : amount.end]}{rest}".split())
        elif lower is not None:
            yield lower.start, lower.text
        lower = amount if amount.bound == "at least" else None
        if lower is None:
            yield start, words
    if lower is not None:
        yield lower.start, lower.text


_NEAR_EDGE, _REACH = 20, 50
"""How many characters beside an edge are searched for a number, and how many are read if there is one."""

_KEEPS_UNIT = frozenset(("percent", "points"))
"""The kinds of units that a number may not lose. The others are compared with the sentence (`coverage`)."""


def parts_amount(text: str, start: int, end: int, language: str) -> bool:
    """Whether a stretch begins or ends inside a number, or ends before its percent: `a million` in "half a
    million", `It rose 5` in "It rose 5 per cent"."""
    return any(_parts_amount(text, edge, language, is_end=edge == end) for edge in (start, end))


def _parts_amount(text: str, edge: int, language: str, *, is_end: bool) -> bool:
    near = text[max(0, edge - _NEAR_EDGE) : edge] if is_end else text[edge : edge + _NEAR_EDGE]
    if not may_count(near, language):
        return False
    begin = max(0, edge - _REACH)
    window, place = text[begin : edge + _REACH], edge - begin
    if f"{window[:place].rstrip()[-1:]}{window[place:].lstrip()[:1]}".isdecimal():
        return False  # `splits` knows whether `2024 500` is one number
    last: Amount | None = None
    for each in amounts(window, language):
        if each.start < place < each.end and not each.is_doubtful:
            return is_end or not _is_same_without(each, window, place, language)
        if is_end and each.end <= place and each.unit.kind in _KEEPS_UNIT:
            following = window[each.end :].lstrip()
            ends = len(window) - len(following) + len(each.unit.text)
            if place < ends and following.startswith(each.unit.text):
                return True
        if last is not None and last.end <= place <= each.start and _goes_on_with(last, each, window):
            return True
        last = each
    return False


def _is_same_without(amount: Amount, text: str, begin: int, language: str) -> bool:
    """Whether the rest of an amount is the same or none: `fifth` of "a fifth", `p.m.` of "5 p.m."."""
    rest = [each for each in amounts(text[begin:], language) if each.start < amount.end - begin]
    return all((each.readings, each.unit.kind) == (amount.readings, amount.unit.kind) for each in rest)


def _goes_on_with(one: Amount, other: Amount, text: str) -> bool:
    """Whether two numbers are parts of one: `two million five hundred thousand`, `a quarter of a million`, or
    `three to five million`."""
    gap = text[one.end : other.start]
    if one.bound == "at least" and text[other.start : other.end] in one.text:
        return "-" not in gap  # may have been a dash
    if other.in_digits or not text[one.end - 1].isalpha():
        return False
    if gap != " ":
        return 0 < min(one.readings) < 1 and min(other.readings) >= 1000 and len(gap.split()) <= 2
    return max(one.readings) > max(other.readings)


def times(text: str, words: Lexicon) -> Iterator[Amount]:
    """Times of day, in minutes: `5:42 a.m.`, `17 Uhr`, `13.40 h`."""
    for match in words.clock.finditer(text):
        written = match["hour"] or match["oclock"] or match["full"]
        hour, minute = _hour(written, words.language), int(match["minute"] or 0)
        suffix = (match["suffix"] or match["after"] or "").strip().casefold()
        lead = text[max(0, match.start() - 4) : match.start()].rstrip()
        # `21.00` alone is a number, and `las 21.00` a time.
        is_time = suffix or match["sign"] != "." or lead.endswith(words.units.get("at", ()))
        if hour > 24 or (match["hour"] and not is_time):
            continue
        part = next(filter(lead.endswith, (*words.afternoon, *words.morning)), "")
        at = f"{text[: match.start()].split()[-1]} " if match["full"] else ""
        is_later = suffix in words.afternoon or part in words.afternoon
        minutes = Decimal(hour * 60 + minute)
        is_early = suffix in words.morning or part in words.morning
        if hour == 12 and is_early:
            minutes -= 720
        halves = {minutes + 720 if is_later and hour < 12 else minutes}
        # `9 h 30` is of 24 hours, and `9:30` perhaps of twelve.
        is_half = (not suffix or words.afternoon) and match["full"] is None and match["sign"] != "h"
        if is_half and hour <= 12 and not is_later and not is_early:
            halves.add(minutes % 720 + (720 if hour < 12 else 0))
        yield Amount(
            at + part + " ".join(match[0].split()),
            frozenset(halves),
            Unit("time", frozenset(("time",)), match[0]),
            is_doubtful=match["full"] is not None,
            start=match.start(),
            end=match.end(),
        )


def _hour(written: str, language: str) -> int:
    if written.isdecimal():
        return int(written)
    return max((int(value) for each in numerals(written, language) for value in each.readings), default=0)


def _shares(text: str, language: str, words: Lexicon) -> Iterator[Amount]:
    """Shares in languages that write them around the number: 百分之十二, 三分之二, 七成."""
    matches = [(match, percent) for form, percent in words.shares for match in form.finditer(text)]
    end = 0
    for match, percent in sorted(matches, key=lambda each: each[0].start()):
        given = match.groupdict()
        parts, wholes = (_plain_numbers(given.get(name) or "1", language) for name in ("a", "b"))
        if not parts or len(wholes) != 1 or 0 in wholes or match.start() < end:
            continue  # 百分之四 has no hundred
        kind = Unit("percent", frozenset(("percent",)), match[0]) if "b" not in given else NO_UNIT
        tenths, last = _tenths(text, match.end(), words)
        values: set[Decimal] = set()
        for share in ((part + tenths) * percent / wholes[0] for part in parts):
            values |= {share, *(share.quantize(Decimal(1).scaleb(-places)) for places in (0, 1, 2))}
        values |= {value / 100 for value in values} if "b" in given else set()
        before, begins = qualifier_before(text[: match.start()], words)
        shift, after = qualifier_after(text[last : last + LONGEST_AFTER], words)
        end = last + shift
        which = before or after
        yield Amount(text[begins:end], frozenset(values), kind, which, False, start=match.start(), end=end)


def _tenths(text: str, end: int, words: Lexicon) -> tuple[Decimal, int]:
    """What follows the unit of a number and is a decimal of it, as in 两块五, and where that ends."""
    match = words.tenths.match(text, end)
    if match is None:
        return Decimal(0), end
    digits = (f"{unicodedata.numeric(sign, 5):.0f}" for sign in match["tenths"])  # 半 is five tenths
    return Decimal(f"0.{''.join(digits)}"), match.end()


def _magnitudes(text: str, numbers: Sequence[Numeral], words: Lexicon) -> Iterator[Amount]:
    """Words such as `hundreds` and `tens of thousands`, unless they are the scale of a number."""
    if not _may_have(tuple(words.magnitudes), text, words):
        return
    for match in _magnitude(words.language).finditer(text):
        start, end = match.span()
        if any(number.start < start < number.end for number in numbers):
            continue
        unit = unit_after(text, end, words.language)
        last = text.find(unit.text, end) + len(unit.text) if unit.kind else end
        value = Decimal(words.magnitudes[" ".join(match[0].lower().split())])
        written = " ".join(text[start:last].split())
        yield Amount(written, frozenset((value,)), unit, HUNDREDS, False, start=start, end=end)


def _one_and_a_half(text: str, words: Lexicon) -> Iterator[Amount]:
    """Measures such as `a year and a half`: one of them, and a half."""
    for half in words.and_half.finditer(text) if words.spaced else ():
        lead = _ONE_BEFORE.search(text, max(0, half.start() - _LONGEST_ONE), half.start())
        if lead is not None and ones(words.language).fullmatch(lead[1]) is not None:
            unit = unit_after(text, lead.end(1), words.language)
            if unit.kind == "measure":
                written, value = (
                    " ".join(text[lead.start() : half.end()].split()),
                    frozenset((Decimal("1.5"),)),
                )
                yield Amount(written, value, unit, start=lead.start(), end=half.end())


_ONE_BEFORE = re.compile(r"(?<!\w)(\w+)\s+\w+$")


@cache
def _magnitude(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(tuple(lexicon(language).magnitudes))}(?!\w)", re.IGNORECASE)


def _ratios(text: str, numbers: Sequence[Numeral], words: Lexicon) -> Iterator[Amount]:
    """Shares such as `one in ten`, `two out of three` and `every third`. Where their numbers may also count,
    as in `12 of 31`, the share is doubtful."""
    if not words.spaced or not words.units.get("ratio"):
        return
    after_one, after_number, every = _ratio(words.language)
    for last, number in zip((None, *numbers), numbers, strict=False):
        whole = min((n for n in number.readings if n > 1), default=Decimal(0))
        if whole % 1 or not 2 <= whole <= 1000:
            continue
        part, is_sure = Decimal(1), True
        match = every.search(text, max(0, number.start - 20), number.start)
        if match is None or not _is_ordinal(text, number, words):
            match = after_one.search(text, max(0, number.start - 60), number.start)
            if match is None and last is not None:
                match = after_number.fullmatch(text, last.end, number.start)
                part = min(last.readings)
            if match is None or part % 1 or not 0 < part < whole:
                continue
        unit = unit_after(text, number.end, words.language)
        if unit.kind not in ("", "count"):
            continue
        if match.re is not every:
            each = fold(match["ratio"]) in words.units.get("each", ())
            is_one = match.re is after_one and fold(match["ratio"]) not in words.lists["genitives"]
            is_sure = each or (is_one and (match["noun"] is None or unit is NO_UNIT))
        start = last.start if last is not None and match.re is after_number else match.start()
        qualifier, begins = qualifier_before(text[:start], words)
        is_sure |= bool(qualifier) and match.re is after_one
        share = part / whole
        values = {(100 * share).quantize(Decimal(1).scaleb(-places)) for places in (0, 1, 2)}
        values |= {share.quantize(Decimal(1).scaleb(-places)) for places in (2, 4)}
        written = " ".join(text[begins : number.end].split())
        yield Amount(
            written, frozenset(values), NO_UNIT, qualifier, False, not is_sure, "", start, number.end
        )


def _is_ordinal(text: str, number: Numeral, words: Lexicon) -> bool:
    """Whether a number is `third` or `3rd`."""
    if not number.in_digits:
        return words.ordinals.search(fold(number.text)) is not None
    sign = re.compile(rf"\.?(?:{words.ordinal_signs or NOTHING})(?!\w)")
    return sign.match(text, number.end) is not None


@cache
def _ratio(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words, known = lexicon(language), number_words(language)
    one = [word for word, value in known.values.items() if value == 1] if known is not None else []
    ratio = one_of((*words.units["ratio"], *words.lists["genitives"]))
    of = rf"(?P<noun>\s+[^\W\d_]+)?\s+(?P<ratio>{ratio})\s+"
    return (
        re.compile(rf"(?<!\w){one_of(tuple(one))}(?!\w){of}$", re.IGNORECASE),
        re.compile(of, re.IGNORECASE),
        re.compile(rf"(?<!\w){one_of(words.units.get('every', ()))}\s+$", re.IGNORECASE),
    )


def _plain_numbers(written: str, language: str) -> list[Decimal]:
    """The values of a number alone, as in 十二点五; 三四十 has two."""
    whole, _, rest = written.partition(lexicon(language).number_words.get("point", "."))
    if ones(language).fullmatch(whole) is not None:
        return [Decimal(1)]
    values = [value for each in numerals(whole, language) for value in each.readings]
    digits = [next(iter(each.readings)) for sign in rest for each in numerals(sign, language)]
    fraction = Decimal("0.0" if not digits else "0." + "".join(f"{digit:.0f}" for digit in digits))
    return [value + fraction for value in values]


GROUPED = re.compile(r"\d[.,]\d{3}(?!\d)")
"""What a number has that is no code, even beside a letter: `M50,000`."""

_IN_A_WORD = re.compile(r"[A-Za-z](?:-|\d{1,5}\+)?$")
"""Before the number in `G7`, `Covid-19` and `K216+400`, which counts nothing."""


def _amount(text: str, number: Numeral, language: str, words: Lexicon) -> tuple[Amount, int]:
    sign = unit_before(text, number.start, language)
    lead = number.start if sign is NO_UNIT else text.rindex(sign.text, 0, number.start)
    qualifier, begins = qualifier_before(text[:lead], words)
    if sign is NO_UNIT and qualifier:
        sign = unit_before(text, begins, language)  # 人民币近500万元
        begins = begins if sign is NO_UNIT else text.rindex(sign.text, 0, begins)
    last = number.end
    if not qualifier:
        shift, qualifier = qualifier_after(text[number.end : number.end + LONGEST_AFTER], words)
        last += shift
    if not qualifier and not words.spaced:
        qualifier = qualifier_in(number.text, words)
    unit = unit_after(text, last, language)
    if sign is not NO_UNIT:
        # Of `$24 millones de pesos`, the word says more than the sign.
        unit = of_currency(unit, sign) if unit.kind == "money" else sign
    rate = None if words.spaced else _rate_before(words.language).search(text, max(0, begins - 6), begins)
    if rate is not None and unit.kind:
        begins, unit = rate.start(), with_rate(unit, rate[0], language)  # 每秒1200立方米
    if unit.kind == "count" and _is_share(number):
        unit = NO_UNIT  # a tenth of the harbor is 10 percent
    if unit is not sign and unit.text and (place := text.find(unit.text, last)) >= 0:
        last = place + len(unit.text)
    readings = number.readings
    loose = words.units.get("loosely", ())
    if not number.in_digits and loose and (named := f"{fold(number.text)} {fold(unit.text)}="):
        readings |= {Decimal(each.partition("=")[2]) for each in loose if each.startswith(named)}
    if "decade" in unit.names:
        # `the 60s` may be those of any century
        readings |= {n + century for n in readings if 10 <= n < 100 for century in _CENTURIES}
    if not words.spaced and "year" in unit.names and 100 <= min(readings) < 3000:
        unit = NO_UNIT  # 公元前512年
    if (half := words.and_half.match(text, last)) is not None and not _goes_on(text, half, language):
        readings = frozenset(reading + Decimal("0.5") for reading in readings)
        last = half.end()
    tenths, last = _tenths(text, last, words)
    readings = frozenset(reading + tenths for reading in readings) if tenths else readings
    if not qualifier:
        shift, qualifier = qualifier_after(text[last : last + LONGEST_AFTER], words)
        last += shift
    if not qualifier and (trailing := _trailing(words.language).match(text, last)) is not None:
        qualifier, last = list(words.trailing)[(trailing.lastindex or 1) - 1], trailing.end()
    if not qualifier and not words.spaced:
        # 90名以上厨师
        qualifier = qualifier_in(text[number.end : last], words, words.after_numbers)
    if words.limits_follow and (limit := _limit_around(text, number, words)) is not None:
        qualifier, first, verb_end = limit
        begins, last = min(begins, first), max(last, verb_end)
    vague = _vague(words.language).search(text, max(0, number.start - 15), number.start)
    if vague is not None and not qualifier and not number.in_digits and min(readings) >= 10:
        qualifier, begins = HUNDREDS, vague.start()  # `several hundred`, 数百
    if unit.names & DEGREES or unit is NO_UNIT:
        minus, of_range, below = _below_zero(words.language)
        near = max(0, begins - _LONGEST_MINUS), begins
        signs = ("-", "−", "–", *words.units.get("minus", ()))
        may_be = not qualifier and any(sign in text[slice(*near)].lower() for sign in signs)
        before = minus.search(text, *near) or of_range.search(text, *near) if may_be else None
        after = below.match(text, last)
        if before is not None or after is not None:
            # Without a unit, and in `minus 5 to 10 degrees`, it is not sure what is below zero.
            is_sure = unit is not NO_UNIT and (before is None or before.re is minus)
            begins = begins if before is None else before.start()
            last = last if after is None else after.end()
            readings = frozenset((*(-n for n in readings), *(() if is_sure else readings)))
    written = " ".join(text[begins:last].split()) if last - begins < 80 else number.text
    label = "" if qualifier else _label(text[max(0, number.start - 30) : number.start], words)
    is_doubtful = not number.in_digits and fold(number.text) in words.doubtful
    if not words.spaced and unit.kind not in ("", "count") and readings != {Decimal(1)}:
        is_doubtful = False  # 三年
    amount = Amount(
        written, readings, unit, qualifier, number.in_digits, is_doubtful, label, number.start, number.end
    )
    # The words of a noun may have numbers of their own: `two of the five`.
    return amount, number.end if unit.kind == "count" else last


def _goes_on(text: str, half: re.Match[str], language: str) -> bool:
    """Whether a half is that of another number: `dos perros y medio centenar de gatos`."""
    start, end = half.span()
    found = numerals(text[start : end + _LONGEST_ONE], language)
    return any(each.start < end - start < each.end for each in found)


_LONGEST_MINUS = 40
"""The most letters from what makes a number negative to the number, with the lower end of its range."""


@cache
def _below_zero(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns for what makes a number negative: right before it, before the range that it ends, and after
    its unit."""
    units, lead = lexicon(language).units, r"(?<!\w)" if lexicon(language).spaced else ""
    sign = r"(?<![0-9A-Za-z%°])(?<![\d%°]\s)[-−–]|(?<!\d\s)−\s"
    minus = rf"(?:{lead}{one_of(units.get('minus', ()))}\s?|{sign})"
    lower = rf"\d[\d.,]{{0,5}}\s?(?:°C?)?{between_numbers(language).pattern}"
    after = rf"\s?{one_of(units.get('below', ()))}(?!\w)"
    patterns = (re.compile(form, re.IGNORECASE) for form in (f"{minus}$", f"{minus}{lower}$", after))
    first, second, third = patterns
    return first, second, third


@cache
def _vague(language: str) -> re.Pattern[str]:
    words = lexicon(language)
    if words.spaced:
        return re.compile(rf"(?<!\w){one_of(tuple(words.vague.whole))}\s+$", re.IGNORECASE)
    return re.compile(f"{one_of(words.units.get('vague', ()))}$")


@cache
def _trailing(language: str) -> re.Pattern[str]:
    forms = "|".join(f"({one_of(phrases)})" for phrases in lexicon(language).trailing.values())
    return re.compile(rf"\s+(?:{forms or NOTHING})(?!\w|\s+\d)", re.IGNORECASE)


@cache
def _rate_before(language: str) -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon(language).rate.pattern})$")


def _label(before: str, words: Lexicon) -> str:
    word = _WORD_BEFORE.search(before)
    if word is None or not words.spaced or fold(word[1]) in words.function:
        return ""
    return stem(fold(word[1]))


_WORD_BEFORE = re.compile(r"([^\W\d_]{3,})\s$")

_CENTURIES = tuple(range(1000, 2100, 100))

DEGREES = frozenset(("celsius", "fahrenheit", "kelvin", "degree"))
"""Measures whose sign says more than a direction."""


def qualifier_before(before: str, words: Lexicon) -> tuple[str, int]:
    """The qualifier right before a number, and where it begins."""
    near = before[-60:]
    last = _LAST_WORD.search(near.rstrip().rstrip("$€£¥").rstrip()) if words.spaced else None
    if last is not None and last[0].casefold() not in _ends_of_qualifiers(words.language):
        return "", len(before)
    match = _qualified(words.language).search(near.rstrip())
    if match is None:
        return "", len(before)
    name = next(name for name, phrase in match.groupdict().items() if phrase is not None)
    return list(words.qualifiers)[int(name[1:])], match.start() + len(before) - len(near)


_LAST_WORD = re.compile(r"[\w.]+$")


@cache
def _ends_of_qualifiers(language: str) -> frozenset[str]:
    """The words with which qualifiers end. They are looked for first, since most numbers follow others."""
    words = lexicon(language)
    phrases = (*words.determiners, *words.limits, *chain.from_iterable(words.qualifiers.values()))
    ends = (_LAST_WORD.search(phrase.casefold()) for phrase in phrases)
    return frozenset(end[0] for end in ends if end is not None)


@cache
def _qualified(language: str) -> re.Pattern[str]:
    """A pattern for the qualifiers of a language at the end of a text. The groups have their numbers."""
    words = lexicon(language)
    start, end = (r"(?<!\w)", r"\s*[$€£¥]?$") if words.spaced else ("", "$")
    end = rf"\s*{one_of(words.determiners)}?{end}"
    before = [
        tuple(phrase for phrase in phrases if phrase not in words.after_numbers)
        for phrases in words.qualifiers.values()
    ]
    limits = [tuple(verb for verb, each in words.limits.items() if each == name) for name in words.qualifiers]
    forms = [f"(?P<q{n}>{one_of((*before[n], *limits[n]))}){end}" for n in range(len(before))]
    if not words.spaced:
        # A verb or noun may be between: 最多可运送3000名乘客.
        for n, phrases in enumerate(before):
            longer = one_of(tuple(phrase for phrase in phrases if len(phrase) > 1))
            forms.append(f"(?P<v{n}>{longer})[\u4e00-\u9fff]{{0,5}}$")
    return re.compile(f"{start}(?:{'|'.join(forms) or NOTHING})", re.IGNORECASE)


def _limit_around(text: str, number: Numeral, words: Lexicon) -> tuple[str, int, int] | None:
    """The qualifier by a verb that ends the clause of a number, `43 Millionen Euro übersteigen`, or whose
    denial does, `übersteigen 43 Millionen Euro nicht`; and from where to where they are."""
    if not _may_have(tuple(words.limits), text, words):
        return None
    before, after = _limits_around(words.language)
    said, begins = after.match(text, number.end), number.start
    if said is None:
        first = before.search(text, max(0, number.start - 60), number.start)
        qualifier = words.limits.get(" ".join(first["limit"].casefold().split())) if first else None
        return (qualifier, first.start(), number.end) if first and qualifier else None
    limit = said["limit"]
    if limit == words.denial:
        first = before.search(text, max(0, number.start - 60), number.start)
        if first is None:
            return None
        limit, begins = f"{limit} {first['limit']}", first.start()
    qualifier = words.limits.get(" ".join(limit.casefold().split()))
    return (qualifier, begins, said.end("limit")) if qualifier else None


def _may_have(phrases: tuple[str, ...], text: str, words: Lexicon) -> bool:
    """Whether a text may have one of some phrases: a quick test, since few have."""
    return not words.spaced or not _longest_words(phrases).isdisjoint(words_in(text))


@cache
def _longest_words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(max(words_in(phrase), key=len) for phrase in phrases)


@cache
def _limits_around(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon(language)
    # `übersteigen nach Angaben der Stadt 12 Millionen`, but not `übersteigen die Einnahmen um 12 Millionen`
    between = rf"(?:(?:[^\W\d_]+\s+){{0,4}}(?-i:[^\W\d_a-zß-ÿ])\w+\s+)?(?:{one_of(words.determiners)}\s+)?"
    before = rf"(?<!\w)(?P<limit>{one_of(tuple(words.limits))})\s+{between}[$€£¥]?$"
    limit = one_of((words.denial, *words.limits))
    after = rf"\s*[%€$]?(?:\s+[^\W\d]+){{0,4}}?\s+(?P<limit>{limit})(?:\s+[^\W\d]+)?\s*(?:[^\w\s]|$)"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


def qualifier_in(written: str, words: Lexicon, among: Sequence[str] = ()) -> str:
    """A qualifier inside a number, as in 340余万; or one of more than one sign `among` some."""
    known = {
        name: [p for p in each if not among or (p in among and len(p) > 1)]
        for name, each in words.qualifiers.items()
    }
    return next((name for name, phrases in known.items() if any(p in written for p in phrases)), "")


LONGEST_AFTER = 6
"""The characters after a number in which a qualifier is that follows it."""


def qualifier_after(after: str, words: Lexicon) -> tuple[int, str]:
    """A qualifier that follows its number, like 30多, and its length."""
    if not after.startswith(words.after_numbers):
        return 0, ""
    pairs = ((phrase, name) for name, phrases in words.qualifiers.items() for phrase in phrases)
    found = next((len(p), name) for p, name in pairs if p in words.after_numbers and after.startswith(p))
    return found if not after[found[0] : found[0] + 1].isalnum() or not words.spaced else (0, "")


__all__ = [
    "DEGREES",
    "GROUPED",
    "Amount",
    "amounts",
    "qualifier_after",
    "qualifier_before",
    "qualifier_in",
    "rounds",
    "times",
    "written",
]

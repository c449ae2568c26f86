"""Units beside numbers: money, percent and percentage points, measures, and the noun that is counted.

Names of units and currencies are those of CLDR in the language of the text; its lexicon adds what CLDR lacks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from briefings.grammar.cues import fold
from briefings.grammar.lexicon import NOTHING, Lexicon, lexicon, one_of, plain, readable
from briefings.languages import REFERENCE

Kind = Literal["money", "percent", "points", "measure", "time", "count", "code", ""]
"""points are percentage points; time is a time of day; count is a noun that says what is counted; code is the
letters of a name such as `G8801`; empty if nothing is said."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts or measures."""

    kind: Kind = ""
    names: frozenset[str] = frozenset()
    """Currencies by their codes (`dollars` may be those of several countries), measures by their names in
    CLDR, or the noun that is counted, folded."""
    text: str = ""
    """As written."""
    per: frozenset[str] = frozenset()
    """Of a rate: the name of the time it is for, such as `day`."""

    @property
    def things(self) -> frozenset[str]:
        """What the noun stands for, if it is known: `=person`."""
        return frozenset(name for name in self.names if name.startswith("="))

    def contradicts(self, other: Unit) -> bool:
        """Whether two numbers with these units cannot be the same: euros and dollars, percent and people.

        Two nouns contradict each other only if they are known to count different things: `states` may be
        `countries`, and many nouns are persons.
        """
        if not self.kind or not other.kind:
            return False
        if self._is_other_rate(other):
            return True
        if self.kind != other.kind:
            pairs = (self, other), (other, self)
            return not any(_may_be_an_age(*pair) or _may_be_a_time(*pair) for pair in pairs)
        if self.kind == "count":
            one, two = self.things or {_PERSON}, other.things or {_PERSON}
            return self.names.isdisjoint(other.names) and one.isdisjoint(two)
        return self.names.isdisjoint(other.names)

    def _is_other_rate(self, other: Unit) -> bool:
        """Whether one is for a day and the other for a year. What flows in a second is no amount, while
        `a year` is often left out."""
        if self.per and other.per:
            return self.per.isdisjoint(other.per)
        return self.kind == other.kind == "measure" and not _FLOW.isdisjoint(self.per | other.per)

    def is_same(self, other: Unit) -> bool:
        """Whether two numbers count the same, by the same name."""
        if not self.kind or not other.kind:
            return False
        return self.kind == other.kind and not self.names.isdisjoint(other.names)

    def may_be_called(self, other: Unit) -> bool:
        """Whether money of a currency is named by its noun alone: that of 新台币300万元, 元."""
        return _BARE in other.names and self.kind == "money" and self.text.startswith(other.text)

    def is_like(self, other: Unit) -> bool:
        """Whether two numbers may count the same thing, so that one can have taken the place of the other."""
        if not self.kind or not other.kind:
            return True
        if self.kind != "count" or other.kind != "count":
            return self.kind == other.kind or {self.kind, other.kind} == {"percent", "points"}
        return True

    def converted(self, number: Decimal, other: Unit) -> Decimal | None:
        """A number of these in another measure, such as 14 days for two weeks; None unless both measure
        the same thing."""
        if self.kind != "measure" or other.kind != "measure" or self._is_other_rate(other):
            return None
        for sizes in _SIZES:
            one = next((sizes[name] for name in self.names if name in sizes), None)
            others = next((sizes[name] for name in other.names if name in sizes), None)
            if one is not None and others is not None:
                return number * one / others
        return None


_FLOW = frozenset(("second", "minute", "hour"))

_SIZES: tuple[Mapping[str, Decimal], ...] = tuple(
    {name: Decimal(size) for name, size in sizes.items()}
    for sizes in (
        {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600},
        {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200},
        {"millimeter": 1, "centimeter": 10, "meter": 1000, "li": 500_000, "kilometer": 10**6},
        {"square-meter": 3, "mu": 2000, "hectare": 3 * 10**4, "square-kilometer": 3 * 10**6},
        {"square-meter": 121, "ping": 400, "jia": 2934 * 400, "hectare": 121 * 10**4},
        {"milligram": 1, "gram": 1000, "jin": 500_000, "catty": 600_000, "kilogram": 10**6, "tonne": 10**9},
        {"watt": 1, "kilowatt": 1000, "megawatt": 10**6, "gigawatt": 10**9},
        {"kilowatt-hour": 1, "megawatt-hour": 1000, "gigawatt-hour": 10**6, "terawatt-hour": 10**9},
        {"milliliter": 1, "centiliter": 10, "liter": 1000, "hectoliter": 10**5, "cubic-meter": 10**6},
    )
)
"""The sizes of measures of the same thing, by their names in CLDR."""


def _may_be_an_age(years: Unit, noun: Unit) -> bool:
    """Whether a number of years can be that of `a driver of 15 killed`."""
    if years.names != {"year"} or noun.kind != "count":
        return False
    return not noun.things


def _may_be_a_time(minutes: Unit, time: Unit) -> bool:
    """Whether a number of minutes can be that of `he won in 2:46`, which reads like a time of day."""
    return "minute" in minutes.names and time.kind == "time"


_PERSON = "=person"

NO_UNIT = Unit()

_LETTER = r"[^\W\d_]"
_NOUN = re.compile(f"{_LETTER}+")


def unit_after(text: str, end: int, language: str) -> Unit:
    """The unit that follows a number: `%`, `million euros` without the million, `km`, `states`, or one of a
    rate, `euros a day`."""
    words = lexicon(language)
    known = _known(words.language)
    match = _unit_after(text, end, known)
    if match is None or _is_a_word(match["unit"]):
        unit = _counted(text, end, known)
        begin = text.find(unit.text, end) if unit.kind else -1
    else:
        unit, begin = known.unit(match["unit"]), match.start("unit")
        named = _unit_after(text, match.end(), known) if _BARE in unit.names else None
        if named is not None and (currency := known.unit(named["unit"])).kind == "money":
            unit = of_currency(replace(unit, text=text[begin : named.end()]), currency)  # 500万元港币
    if begin < 0:
        return unit
    last = begin + len(unit.text)
    per = _PER.match(text, last) if unit.kind == "measure" else None
    if per is None and unit.kind in ("measure", "money") and text.startswith("/", last):
        per = _unit_at(text, last + 1, known)  # 公里/小时
    per = per or words.rate.match(text, last + text.startswith(" ", last))
    return unit if per is None else replace(unit, text=text[begin : per.end()], per=known.time(per[0]))


def _unit_at(text: str, place: int, known: _Known) -> re.Match[str] | None:
    """The unit that begins at a place."""
    pattern = known.beginning(_first_letter(text[place : place + 1]))
    return pattern.match(text, place) if pattern is not None else None


def _first_letter(name: str) -> str:
    return name[:1].casefold()[:1]


def _unit_after(text: str, end: int, known: _Known) -> re.Match[str] | None:
    """The unit after a number that ends at a place."""
    lead = known.lead.match(text, end)
    assert lead is not None  # it may be empty
    # What looks like a filler or an ordinal sign may be a unit.
    places = dict.fromkeys((lead.end(), *((lead.start("filler"),) if lead["filler"] else ()), end))
    found = (_unit_at(text, place, known) for place in places)
    return next((match for match in found if match is not None), None)


def _units(text: str, known: _Known) -> Iterator[re.Match[str]]:
    """All units in a text. Where words have spaces between them, none begins inside a word, except money."""
    place = 0
    while place < len(text):
        is_inside = known.spaced and place > 0 and _NOUN.match(text, place - 1) is not None
        match = _unit_at(text, place, known) if not is_inside or text[place] in "$€£¥" else None
        if match is not None:
            yield match
        place = match.end() if match is not None else place + 1


_BARE = "bare"
"""A name of money whose noun says no currency."""


def of_currency(unit: Unit, currency: Unit) -> Unit:
    """The money that a noun means beside a currency: 元 in 新台币300万元."""
    return Unit("money", currency.names, unit.text) if _BARE in unit.names else unit


_PER = re.compile(r"/(?:[A-Za-zµ]{1,3}[²³]?(?!\w)|[\u4e00-\u9fff]{1,2})")
"""What a unit such as `mg/kg` is divided by. Of it only times are compared."""

_TIMES = {"/s": "second", "/min": "minute", "/h": "hour", "/d": "day", "/a": "year"}
"""The signs of times that are no units alone."""


def _is_a_word(written: str) -> bool:
    """Whether what reads like the code of a currency is a word, or its ending: `den 1970ern`."""
    return len(written) == 3 and written.upper() in _in_use() and not written.isupper()


MOST_NOUNS = 3
"""The words after a number among which what it counts is looked for: `seven flooded cellars`."""

LONGEST_NOUN = 60
"""The most letters of one of them that are read."""


def _counted(text: str, end: int, known: _Known) -> Unit:
    """The noun that a number counts, with the words before it. In a language whose words are not read, what
    follows may be no noun: `12 per cento`."""
    if not known.is_read:
        return NO_UNIT
    if not known.spaced:
        match = known.classified.match(text, end + text.startswith(" ", end))
        if match is None:
            return NO_UNIT
        written = match["noun"] or match["after"] or match[0]
        return Unit("count", _things(written, known), written)
    sign = known.sign.match(text, end)
    match = known.noun.match(text, end if sign is None else sign.end())
    if match is None or (match["link"] and known.elides and text[end - 1].isdecimal()):
        return NO_UNIT  # `de 12 a 15 de cárcel`, but `dos millones de personas`
    begin = last = match.start("noun")
    for word in _NOUN.finditer(text, *match.span("noun")):
        if fold(word[0]) in known.function:
            break
        last = word.end()
    nouns = text[begin:last]
    if known.capital and nouns == nouns.lower():
        return NO_UNIT  # `1999 gründete er`
    return Unit("count", _things(nouns, known), nouns) if nouns else NO_UNIT


def _things(nouns: str, known: _Known) -> frozenset[str]:
    """The names of what some nouns count: their stems and, where it is known, what they stand for."""
    words = [fold(noun) for noun in _NOUN.findall(nouns)]
    stems = {stem(word) if known.spaced else word for word in words if word not in known.function}
    return frozenset(stems | {known.counted[word] for word in words if word in known.counted})


def is_named(noun: str, unit: Unit, words: str, language: str) -> bool:
    """Whether a unit counts what a noun says, or words name it, perhaps in a longer one: `Kunden` in
    `Stromkunden`. Nouns for persons may stand for each other."""
    wanted = _things(noun, _known(lexicon(language).language))
    if not wanted.isdisjoint(unit.names):
        return True
    long = fold(words)
    return any(each in long for each in wanted if not each.startswith("="))


def stem(word: str) -> str:
    """The beginning of a word, which its forms have in common."""
    return word[: min(max(4, len(word) - 2), 5)]


def unit_before(text: str, start: int, language: str) -> Unit:
    """The currency before a number: `$`, `HK$`, `EUR `, 港币."""
    known = _known(lexicon(language).language)
    match = currency_before(text, start, language) or _SIGN_BEFORE.search(text, max(0, start - 8), start)
    if match is None:
        return NO_UNIT
    written = match[0].strip()
    if written in _LETTERS_BEFORE and _LARGE.match(text, start) is not None:
        return Unit("money", _LETTERS_BEFORE[written], written)
    return known.unit(written)


def currency_before(text: str, start: int, language: str) -> re.Match[str] | None:
    """The name of a currency before a number, in languages without spaces: 港币 in 港币500万元."""
    before = _known(lexicon(language).language).before
    return before.search(text, max(0, start - LONGEST_CURRENCY), start)


LONGEST_CURRENCY = 8
"""Characters before a number in which the name of its currency is looked for."""


def with_rate(unit: Unit, rate: str, language: str) -> Unit:
    """The unit for each time that the words of a rate name."""
    return replace(unit, per=_known(lexicon(language).language).time(rate))


@lru_cache(maxsize=1 << 10)
def unit_in(words: str, language: str) -> Unit:
    """The unit that some words name: `million euros`, `percent of all households`."""
    spoken = lexicon(language)
    known = _known(spoken.language)
    if words in _LETTERS_BEFORE:
        return Unit("money", _LETTERS_BEFORE[words], words)
    # The day of `passengers a day` is not what is counted.
    rates = [*spoken.rate.finditer(words), *_PER.finditer(words)]
    units = [*_units(words, known)]
    # 元 means 港币 in 元港币.
    for match in sorted(units, key=lambda match: match["unit"] in spoken.units.get("bare_money", ())):
        begin, end = match.span("unit")
        if not any(rate.start() <= begin and end <= rate.end() for rate in rates):
            # Not the hour of `km/h`, which is a unit of its own.
            per = [known.time(rate[0]) for rate in rates if not begin < rate.end() <= end]
            return replace(known.unit(match["unit"]), per=frozenset().union(*per))
    names = _things(words, known)
    return Unit("count", names, words) if names else NO_UNIT


_LETTERS_BEFORE = {
    "R": frozenset(("ZAR",)),
    "Q": frozenset(("GTQ",)),
    "RM": frozenset(("MYR",)),
    "Rp": frozenset(("IDR",)),
    "Rs": frozenset(("INR", "PKR", "LKR", "NPR")),
    "KSh": frozenset(("KES",)),
}
"""Signs of currencies that CLDR has only for their own countries."""
_LARGE = re.compile(r"\d[\d.,]\d")
"""A number that is hardly that of a road: `R5.5bn`, and not `R5`."""

_SIGN_BEFORE = re.compile(
    rf"(?:[A-Z]{{1,3}}[$£¥]|[$€£¥₹₩₽₺₫₪₴]|\b[A-Z]{{3}}|\b{one_of(tuple(_LETTERS_BEFORE))}(?=$))[\s\u00a0\u202f]?$"
)


@dataclass(frozen=True)
class _Known:
    """The units of one language."""

    units: Mapping[str, Unit]
    """By folded name."""
    beginning: Callable[[str], re.Pattern[str] | None]
    """A pattern for those that begin with a letter. One for all would take longer to compile than a short
    text takes to read."""
    lead: re.Pattern[str]
    """What may be between a number and its unit: `consecutive` in `12 consecutive days`."""
    noun: re.Pattern[str]
    before: re.Pattern[str]
    """The name of a currency before a number, without spaces."""
    sign: re.Pattern[str]
    """What follows an ordinal number in digits."""
    function: frozenset[str]
    is_read: bool
    spaced: bool
    capital: bool
    """Whether nouns have a capital."""
    elides: bool
    """Whether what follows digits after `de` is not what they count."""
    classified: re.Pattern[str]
    """Without spaces: a noun after a classifier, or one that needs none."""
    counted: Mapping[str, str]
    """By noun: `=person` and the like, for nouns that certainly count different things."""

    def unit(self, words: str) -> Unit:
        folded = _folded(words)
        known = self.units.get(folded)
        if known is None:
            return NO_UNIT
        return Unit(known.kind, known.names, " ".join(words.split()))

    def time(self, rate: str) -> frozenset[str]:
        """The time in the words of a rate: `a day`, `/h`."""
        if rate in _TIMES:
            return frozenset((_TIMES[rate],))
        named = next(_units(rate, self), None)
        return self.unit(named["unit"]).names if named is not None else frozenset()


def _folded(words: str) -> str:
    return " ".join(plain(words).split())


_MEASURES = (
    "acceleration", "angle-degree", "area", "digital", "duration", "electric", "energy", "frequency",
    "length", "mass", "power", "pressure", "speed", "temperature", "volume",
)  # fmt: skip
"""The groups of CLDR's units that articles use."""

_RARE = re.compile(
    r"milliwatt|person|point|night|quarter|furlong|fathom|parsec|solar|earth|stone|grain|dalton|jigger|pinch|drop|dram"
    r"|spoon|cup|therm|atmosphere|bar$|scandinavian|light-speed|generic|mile-per-gallon|picometer"
)
"""Units that CLDR has and whose words mean something else in articles."""


@cache
def _known(base: str) -> _Known:
    words = lexicon(base)
    units: dict[str, Unit] = {}
    named = _names(base, words)
    for name, (kind, codes) in named.items():
        units[_folded(name)] = Unit(kind, codes)
    by_letter: dict[str, list[str]] = defaultdict(list)
    for name in named:
        by_letter[_first_letter(name)].append(name)
    # `Jahren`, `Kilometern`: an ending of a noun that CLDR does not list.
    ending = f"(?:{words.units['endings'][0]})?" if words.units.get("endings") else ""
    ending = rf"{ending}(?:(?<!{_LETTER})|(?!{_LETTER}))" if words.spaced else ""

    @cache
    def beginning(letter: str) -> re.Pattern[str] | None:
        names = by_letter.get(letter, ())
        # `m` is a meter; the M of `M€` is not.
        alone = one_of(tuple(name for name in names if len(name) == 1))
        longer = one_of(tuple(name for name in names if len(name) > 1))
        return re.compile(f"(?P<unit>(?i:{longer})|{alone}){ending}") if names else None

    links = tuple(words.units.get("links", ()))
    linked, filled = one_of(links), one_of((*links, *words.units.get("fillers", ())))
    sign = rf"(?:\.?(?:{words.ordinal_signs})(?!\w))?" if words.ordinal_signs else ""
    gap = rf"[\s-]*(?P<link>{linked}(?:(?<=['’])|(?!\w))\s*)?"
    filling = rf"[\s-]*(?P<filler>{filled}(?:(?<=['’])|(?!\w))\s*)?"
    word = f"{_LETTER}{{2,{LONGEST_NOUN}}}"
    noun = rf"{gap}(?P<noun>{word}(?:[\s-]+{word}){{0,{MOST_NOUNS - 1}}})"
    alone = tuple(noun for nouns in words.counted.values() for noun in nouns)
    classifiers = one_of(words.units.get("classifiers", ()))
    bare = words.units.get("bare_money", ())
    currencies = (name for name, (kind, _) in named.items() if kind == "money" and not name.isascii())
    before = NOTHING if words.spaced else f"{one_of(tuple(n for n in currencies if n not in bare))} ?$"
    beyond = f"{one_of(tuple(each for each in words.after_numbers if len(each) > 1))}?"
    return _Known(
        units,
        beginning,
        re.compile(sign + filling),
        re.compile(noun),
        re.compile(before),
        re.compile(sign),
        frozenset(fold(word) for word in words.function.whole),
        base in readable(),
        words.spaced,
        words.capitalizes_nouns,
        words.noun == "first",
        re.compile(
            rf"{classifiers}?(?P<noun>{one_of(alone)})|{classifiers}{beyond}(?P<after>[\u4e00-\u9fff]{{0,2}})"
        ),
        {fold(noun): f"={thing}" for thing, nouns in words.counted.items() for noun in nouns},
    )


def _names(base: str, words: Lexicon) -> Mapping[str, tuple[Kind, frozenset[str]]]:
    """The names of all units of a language, as written."""
    named: dict[str, tuple[Kind, frozenset[str]]] = {}
    for locale in (base, *words.units.get("locales", ())):
        for name, code in _measures(locale):
            kind, known = named.get(name, ("measure", frozenset[str]()))
            named[name] = kind, known | {code}
    for name, codes in _currencies(base, words).items():
        named[name] = "money", codes
    for code, names in words.measures.items():
        for name in names:
            # `tons` may be metric or not.
            others = frozenset[str]() if code.isupper() else named.get(name, ("", frozenset[str]()))[1]
            named[name] = "money" if code.isupper() else "measure", others | {code}
    named |= _SIGNS_OF_MEASURES
    named |= {name: ("money", named[name][1] | {_BARE}) for name in words.units.get("bare_money", ())}
    for name in (*words.units.get("percent", ()), "%", "％", "٪"):
        named[name] = "percent", frozenset(("percent",))
    for name in words.units.get("points", ()):
        named[name] = "points", frozenset(("points",))
    return named


_SIGNS_OF_MEASURES: Mapping[str, tuple[Kind, frozenset[str]]] = {
    "℃": ("measure", frozenset(("celsius",))),
    "℉": ("measure", frozenset(("fahrenheit",))),
    "m2": ("measure", frozenset(("square-meter",))),
    "m3": ("measure", frozenset(("cubic-meter",))),
    "km2": ("measure", frozenset(("square-kilometer",))),
    "MWh": ("measure", frozenset(("megawatt-hour",))),
    "GWh": ("measure", frozenset(("gigawatt-hour",))),
    "TWh": ("measure", frozenset(("terawatt-hour",))),
    "°": ("measure", frozenset(("degree", "celsius", "fahrenheit"))),
}


@cache
def _measures(base: str) -> tuple[tuple[str, str], ...]:
    """The names and signs of measures, with the name of each in CLDR."""
    try:
        patterns = Locale.parse(base)._data["unit_patterns"]
    except (UnknownLocaleError, ValueError, KeyError):
        return ()
    found: set[tuple[str, str]] = set()
    for unit in patterns:
        if not unit.startswith(_MEASURES) or _RARE.search(unit):
            continue
        for width in ("long", "short"):
            for form, pattern in dict(patterns[unit].get(width, {})).items():
                name = " ".join(str(pattern).replace("{0}", " ").split()) if form != "per" else ""
                # A single letter may be anything, such as the `a` of years.
                if len(name) > 1 or (name and (not name.isascii() or name in "ghlmtL")):
                    found.add((name, unit.partition("-")[2]))
    function = lexicon(base.partition("_")[0]).function  # `in` is also short for inches
    return tuple(sorted(each for each in found if fold(each[0]) not in function))


@cache
def _in_use() -> frozenset[str]:
    """The codes of currencies that some country uses today."""
    territories = get_global("territory_currencies").values()
    return frozenset(code for each in territories for code, _, end, tender in each if end is None and tender)


def _currencies(base: str, words: Lexicon) -> Mapping[str, frozenset[str]]:
    """Currencies by code, sign, full name and bare noun: `USD`, `$`, `US dollars` and `dollars`."""
    named: dict[str, set[str]] = defaultdict(set)
    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        return {}
    signs = Locale.parse(REFERENCE).currency_symbols
    plurals: Mapping[str, Mapping[str, str]] = locale._data["currency_names_plural"]
    for code in _in_use():
        named[code].add(code)
        for sign in (signs.get(code, ""), locale.currency_symbols.get(code, "")):
            for each in {sign, re.sub("[A-Z]", "", sign)}:
                if each and not each.isalpha():
                    named[each].add(code)
                    named[f"{code[:2]}{each}"].add(code)  # `US$`
        names = {locale.currencies.get(code, ""), *dict(plurals.get(code, {})).values()} - {""}
        for name in names:
            named[name].add(code)
            if (noun := _noun(name, words)) not in _OTHER_NOUNS:
                named[noun].add(code)
    return {name: frozenset(codes) for name, codes in named.items() if len(name) > 1 or not name.isalpha()}


_OTHER_NOUNS = frozenset(
    (
        "won",
        "real",
        "reais",
        "som",
        "leone",
        "sol",
        "soles",
        "lei",
        "real brasileño",
        "ouguiya",
        "nuevo",
        "nuevos",
        "nouveau",
        "nouveaux",
    )
)
"""Bare names of currencies that are more often other words."""


def _noun(name: str, words: Lexicon) -> str:
    """The noun in the name of a currency: `dollars` in `US dollars` and in `dollars américains`."""
    if not words.spaced:
        return name
    parts = re.split(r"[\s-]", name)
    return parts[0] if words.noun == "first" else parts[-1]


__all__ = [
    "NO_UNIT",
    "Kind",
    "Unit",
    "currency_before",
    "is_named",
    "of_currency",
    "unit_after",
    "unit_before",
    "unit_in",
    "with_rate",
]

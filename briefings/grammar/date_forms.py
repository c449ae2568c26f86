"""The forms in which languages write dates, as one pattern for each language.

Each form is a named group of the pattern (`match.lastgroup` says which matched), with named groups for its
parts. `dates.py` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from babel import Locale, UnknownLocaleError

from briefings.grammar.cues import fold
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import NOTHING, Lexicon, lexicon, one_of
from briefings.grammar.number_words import number_words
from briefings.languages import month_names

AGO = ("day", "week", "month", "year")
YEARS = ("last_year", "this_year", "next_year")
WEEKS = ("last_week", "next_week", "this_week")
WEEKENDS = ("last_weekend", "next_weekend", "this_weekend")
RELATIVE = (
    "elsewhere", "sometime", "perhaps_tomorrow", "perhaps_today", "after_tomorrow", "before_yesterday",
    *reversed(YEARS), "next_month", "last_month", *WEEKENDS, *WEEKS, "tomorrow", "yesterday", "today",
)  # fmt: skip
"""Words relative to the day of publication; `today` is the last, as longer phrases contain it. Those for
`elsewhere` are relative to another day, like `the next year`, and `sometime` has seasons and feasts."""

ISO = r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])"
_NUMBER = r"\d{1,2}"
_WORD = r"(?<![^\W\d_])"


@cache
def pattern(language: str) -> re.Pattern[str]:
    """The pattern for all dates of a language (BCP 47, without region)."""
    words = lexicon(language)
    forms = dict(_spaced(words) if words.spaced else _unspaced(words))
    forms |= {"ago": _ago(words, "form", ""), "ahead": _ago(words, "ahead", "2")}
    forms["relative"] = _relative(words)
    joined = "|".join(f"(?P<{name}>{form})" for name, form in forms.items())
    # No date begins inside a word. To say so first is five times as fast.
    return re.compile(f"{_WORD}(?:{joined})" if words.spaced else joined, re.IGNORECASE)


@cache
def date_words(language: str) -> frozenset[str]:
    """The words of a language (without region) of which every date without digits has one, in lower case."""
    words = lexicon(language)
    phrases = {*months(language), *weekdays(language)}
    phrases.update(word for name in RELATIVE for word in words.relative.get(name, ()))
    # `Samstagabend`
    phrases.update(day + end for day in weekdays(language) for end in words.relative.get("day_ending", ()))
    # The other words of `three days ago` are frequent beside numbers that date nothing.
    phrases.update(re.sub("[NU]", " ", form).split()[0] for form in words.ago.get("form", ()))
    phrases.update(word for names in words.seasons.values() for word in names)
    return frozenset(re.split(r"[\s'’-]", phrase.lower())[-1] for phrase in phrases)


@cache
def ahead(language: str) -> re.Pattern[str]:
    """`In two weeks`, whose words are too frequent to look for alone."""
    return re.compile(_ago(lexicon(language), "ahead", ""), re.IGNORECASE)


def _spaced(words: Lexicon) -> Iterator[tuple[str, str]]:
    """The forms of languages with spaces between words, longer ones first."""
    relative = words.relative
    month = one_of(tuple(months(words.language)))
    weekday = one_of(tuple(weekdays(words.language)))
    article = rf"(?:{one_of(relative.get('article', ()))}\s+)?"
    of = rf"(?:\s+{one_of(relative['of'])})?"
    # `les 28, 29 avril`; in English, a number after a comma is another
    listed = "" if words.month_first else r",(?=\s)|"
    to = rf"(?:{listed}[-–—]|{one_of((*relative.get('to', ()), *sorted(boundaries().ands)))}(?!\w))"
    years = one_of(tuple(word for name in YEARS for word in relative.get(name, ())))
    that = one_of(relative.get("that_year", ()))
    ordinals = relative.get("ordinals", ())
    ordinal = f"(?:{one_of(ordinals)}|[.º°])?"
    lead = rf"(?:{weekday}[,.]?\s+{article})?"

    def year(n: str) -> str:
        known = rf"(?:,|{of})?\s*(?P<y{n}>\d{{4}})(?!\d)|{of}\s+(?P<r{n}>{years})(?!\w)"
        return rf"(?:{known}|,?\s+(?P<t{n}>{that})(?!\w))"

    def day_month(n: str) -> str:
        return rf"(?P<d{n}>{_NUMBER}){ordinal}{of}\s+(?P<m{n}>{month})\.?(?![^\W\d_]){year(n)}?"

    first = rf"(?:{day_month('1')}|(?P<d0>{_NUMBER}){ordinal})\s*(?P<to1>{to})\s*{article}{lead}"
    yield "iso", ISO
    yield "day_month", rf"{lead}(?<![\d.,])(?:{first})?(?<!\d){day_month('2')}"
    if words.month_first:
        day = rf"{_NUMBER}){one_of(ordinals)}?(?![\d:])"
        other = rf"{lead}(?:(?P<m4>{month})\.?\s+)?(?P<d4>{day}(?:,?\s+(?P<y4>\d{{4}})(?!\d))?"
        named = rf"{_WORD}(?P<m3>{month})\.?\s+(?P<d3>{day}(?:,?\s+(?P<y3>\d{{4}})(?!\d))?"
        yield "month_day", rf"{lead}{named}(?:,?\s*(?P<to3>{to})\s*{other})?"
    numeric = rf"(?P<n1>{_NUMBER})(?P<sign>[./-])(?P<n2>{_NUMBER})(?P=sign)(?P<n3>\d{{4}})"
    yield "numeric", rf"(?<![\d.,/]){numeric}(?!\d)"
    if relative.get("numeric"):
        # `am 6.2.`, `el 6/2`; 6.2 without a point after it is a number.
        short = rf"(?P<n4>{_NUMBER})(?:\.(?P<n5>{_NUMBER})\.|/(?P<n6>{_NUMBER}))(?![\d/])"
        yield "short", rf"{_WORD}{one_of(relative['numeric'])}\s+{short}"
    leads = one_of((*relative.get("between", ()), *relative.get("from", ())))
    until = one_of((*relative.get("to", ()), *sorted(boundaries().ands)))
    span = rf"{_WORD}{leads}\s+(?:{article}){{0}}(?:\s*[-–—]\s*|\s+{until}\s+)(?:{article}){{1}}"
    some_year = r"(?P<y{0}>(?:1[5-9]|20)\d{{2}})(?![\d\w%]|[.,:/-]\d)"
    yield "years", span.format(some_year.format(8), some_year.format(9))
    one = rf"(?P<m10>{month})\.?(?:{of}\s+(?P<y10>\d{{4}}))?"
    yield "months", span.format(one, rf"(?P<m11>{month})\.?(?![^\W\d_]){year('11')}?")
    joined = rf"(?:\s*[-–—]\s*|\s+{one_of(relative.get('to', ()))}\s+)(?:{article})"
    yield "months_to", rf"{_WORD}(?P<m20>{month})\.?{joined}(?P<m21>{month})\.?(?![^\W\d_]){year('21')}"
    yield "month_year", rf"{_WORD}(?P<m5>{month})\.?{year('5')}"
    seasons = one_of(tuple(word for names in words.seasons.values() for word in names))
    yield "season_year", rf"{_WORD}(?P<season>{seasons}){of}\s+(?P<y6>\d{{4}})(?!\d)"
    number = r"\d" if words.month_first else r"\d{4}"
    in_month = (
        rf"{_WORD}(?P<in>{one_of(relative.get('in', ()))})\s+{article}(?P<m7>{month})(?![\w-])"
        rf"(?!\.?(?:,|{of}(?!\w))?\s+(?:{number}|{years}))"
    )
    yield "in_month", in_month
    ahead = one_of(relative.get("next", ()))
    end = rf"(?:{one_of(relative.get('day_ending', ()))})?(?!\w)"
    week = one_of((*relative.get("last_week", ()), *relative.get("next_week", ())))
    after = rf"(?:\s+(?:(?P<week>{week})|(?P<next2>{ahead})))?"
    yield "weekday", rf"(?<!\w)(?:(?P<next>{ahead})\s+)?(?P<wd>{weekday}){end}{after}"
    yield "year", r"(?<![\d.,/:§€$£#-])(?:1[5-9]|20)\d{2}(?![\d\w%]|[.,:/-]\d)"


def _unspaced(words: Lexicon) -> Iterator[tuple[str, str]]:
    """The forms of a language without spaces, which are in its lexicon."""
    relative = words.relative
    listed = {
        "YEARS": (word for name in YEARS for word in relative.get(name, ())),
        "MONTHS": (word for name in ("last_month", "next_month") for word in relative.get(name, ())),
        "SEASONS": (word for names in words.seasons.values() for word in names),
        "ERAS": (each.partition("=")[0] for each in relative.get("eras", ())),
    }
    known = {name: one_of(tuple(each)) for name, each in listed.items()}
    yield "iso", ISO
    for name, form in words.dates.items():
        yield name, re.sub("|".join(known), lambda match: known[match[0]], form)


def _ago(words: Lexicon, key: str, n: str) -> str:
    """A form such as `three days ago`, by the lexicon's pattern `N U ago`, or `in three days`."""
    if key not in words.ago:
        return NOTHING
    units = one_of(tuple(word for name in AGO for word in words.ago.get(name, ())))
    (number,) = words.ago.get("number", (r"\w+",))
    begin, end = (r"(?<!\w)", r"(?!\w)") if words.spaced else ("", "")
    form = words.ago[key][0].replace(" ", r"\s+")
    return begin + form.replace("N", f"(?P<many{n}>{number})").replace("U", f"(?P<unit{n}>{units})") + end


def _relative(words: Lexicon) -> str:
    names = "|".join(f"(?P<{name}>{one_of(words.relative.get(name, ()))})" for name in RELATIVE)
    # `El próximo mes de noviembre` is no next month, and `in the spring of 2027` names its year.
    of = one_of(words.relative["of"])
    month = rf"(?!\s+{of}\s+{one_of(tuple(months(words.language)))}(?!\w)|\s+(?:{of}\s+)?\d{{4}}(?!\d))"
    return rf"(?<!\w)(?:{names})(?!\w){month}" if words.spaced else names


# ── Names of months and days ────────────────────────────────────────────────────────────────────────────────


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def months(language: str) -> Mapping[str, int]:
    """The numbers of months by their names and abbreviations, folded and unfolded."""
    names: dict[str, int] = {}
    words = lexicon(language)
    known = number_words(language)
    numbers = known.values if known is not None else {}
    locales = map(_locale, (language, *words.units.get("locales", ()), *words.relative.get("locales", ())))
    for locale, width in product(filter(None, locales), ("wide", "abbreviated")):
        for number, name in locale.months["format"][width].items():
            for form in (name, month_names(str(locale), width).get(number, name)):
                plain = form.strip(".").lower()
                # Months that are numbers (`5月`) are read by other rules, and the French `sept` is a seven.
                if plain and not plain[0].isdecimal() and plain not in numbers:
                    names[plain] = names[fold(plain)] = number
    return names


@cache
def weekdays(language: str) -> Mapping[str, int]:
    """The days of the week, Monday being 0, by their whole names, also those that CLDR lacks."""
    locale = _locale(language)
    names = [] if locale is None else [*locale.days["format"]["wide"].items()]
    names += ((int(n), name) for n, name in lexicon(language).weekdays.items())
    return {key: n for n, name in names for key in (name.lower(), fold(name))}


@cache
def capital_months(language: str) -> bool:
    """Whether months are written with a capital, so that `may` and `march` are verbs."""
    locale = _locale(language)
    return locale is not None and locale.months["format"]["wide"][1][:1].isupper()


__all__ = ["AGO", "RELATIVE", "WEEKENDS", "WEEKS", "YEARS", "capital_months", "months", "pattern", "weekdays"]

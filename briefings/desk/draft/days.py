"""Finds dates in running text, in words and numerals, and gives them as EDTF.

Dates such as "on Monday" or "26 July" need the day of publication; without it, they are left alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from babel import Locale, UnknownLocaleError

from briefings.desk.draft.article import clause
from briefings.desk.draft.lexicon import Lexicon, one_of
from briefings.evidence.cues import fold


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date in a text."""

    start: int
    end: int
    edtf: str
    begins: int
    """Where the words that belong to it begin: "on" in "on 26 July"."""


class Calendar:
    """Reads the dates of one language, relative to a day of publication."""

    def __init__(self, lexicon: Lexicon, published: date | None) -> None:
        self._lexicon = lexicon
        self._published = published

    def dates(self, text: str, start: int, end: int) -> Iterator[DatedSpan]:
        """All dates in a sentence, in order."""
        position = start
        for match in self._pattern.finditer(text, start, end):
            if match.start() < position:
                continue
            first, last = clause(text, (start, end), match.span())
            edtf = self._read(match, self._is_future(text[first:last]))
            if edtf is not None:
                position = match.end()
                yield DatedSpan(match.start(), match.end(), edtf, self._begin(text, start, match.start()))

    def day(self, words: str) -> str | None:
        """A text that is a date as a whole, like a line below a title."""
        match = self._pattern.search(words)
        if match is None:
            return None
        edtf = self._read(match, future=False)
        return edtf if edtf is not None and len(edtf) == 10 else None

    def _begin(self, text: str, start: int, place: int) -> int:
        """Where the preposition before a date begins."""
        before = text[start:place]
        words = re.search(rf"(?:(?<!\w){one_of(self._before)}\s+){{1,3}}$", before, re.IGNORECASE)
        return place if words is None else start + words.start()

    @cached_property
    def _before(self) -> tuple[str, ...]:
        articles = (
            "on",
            "the",
            "am",
            "dem",
            "den",
            "le",
            "la",
            "l'",
            "el",
            "du",
            "del",
            "early",
            "late",
            "mid",
        )
        return (*self._lexicon.relative.get("in", ()), *articles)

    def _is_future(self, sentence: str) -> bool:
        if not self._lexicon.spaced:
            return any(word in sentence for word in self._lexicon.lists.get("future", ()))
        return any(fold(word) in self._lexicon.future for word in re.findall(r"[^\W\d_]+", sentence))

    # ── Patterns ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self._forms()), re.IGNORECASE)

    def _forms(self) -> Iterator[str]:
        """The forms of dates, longer ones first."""
        yield r"(?<![\d-])(?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])"
        relative = self._lexicon.relative
        if not self._lexicon.spaced:
            yield (
                r"(?:(?P<zy>\d{4})年|(?P<zrel>去年|今年|明年))?(?P<zm>\d{1,2})月(?:(?P<zd>\d{1,2})日?)?"
                r"(?:[至到—–-](?:(?P<zm2>\d{1,2})月)?(?P<zd2>\d{1,2})日)?(?!\d)"
            )
            yield r"(?<![\d月])(?P<zday>\d{1,2})日(?!\d)"
            yield r"(?<!\d)(?P<zyear>\d{4})年(?!\d)"
        else:
            month = one_of(tuple(_months(self._lexicon.language)))
            spring = one_of(tuple(word for words in self._lexicon.seasons.values() for word in words))
            days = one_of(tuple(_weekdays(self._lexicon.language)))
            weekday = rf"(?:{days}[,.]?\s+(?:(?:the|le|den|dem)\s+)?)?"
            of = r"(?:\s+(?:of|de|del))?"
            day = r"(?<![\d.,])(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?"
            to = r"\s*(?:[-–—]|to|until|bis|und|and|au|et|al|y|a)\s*"
            yield (
                rf"{weekday}(?:(?:{day.format('d1')}){to})?{day.format('d2')}{of}\s+(?P<m1>{month})\.?(?![^\W\d_])"
                rf"(?:(?:,|{of})?\s*(?P<y1>\d{{4}})(?!\d))?"
            )
            yield (
                rf"{weekday}(?<![^\W\d_])(?P<m2>{month})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
                rf"(?:{to}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<y2>\d{{4}})(?!\d))?"
            )
            yield r"(?<![\d.,/])(?P<nd>\d{1,2})(?P<sep>[./])(?P<nm>\d{1,2})(?P=sep)(?P<ny>\d{4})(?!\d)"
            yield rf"(?<![^\W\d_])(?P<m3>{month})\.?(?:{of}\s+|,\s+)(?P<y3>\d{{4}})(?!\d)"
            yield rf"(?<![^\W\d_])(?P<season>{spring}){of}\s+(?P<ys>\d{{4}})(?!\d)"
            preposition = one_of(relative.get("in", ()))
            yield rf"(?<=\s)(?P<prep>{preposition})\s+(?P<m4>{month})(?![\w-])(?!\.?,?\s+\d)"
            ahead = one_of(relative.get("next", ()))
            one = "".join(rf"(?<!\b{word} )" for word in _ANY)
            yield (
                rf"(?<!\w){one}(?:(?P<next>{ahead})\s+)?(?P<wd>{days})(?:{ENDINGS})?(?!\w)"
                rf"(?:\s+(?P<next2>{ahead}))?"
            )
            yield r"(?<![\d.,/:§€$£#-])(?P<year>(?:1[5-9]|20)\d{2})(?![\d\w%]|[.,:/-]\d)"
        for name in (
            "today",
            "yesterday",
            "tomorrow",
            "last_month",
            "next_month",
            "last_year",
            "this_year",
            "next_year",
        ):
            words = one_of(relative.get(name, ()))
            yield rf"(?<!\w)(?P<{name}>{words})(?!\w)" if self._lexicon.spaced else f"(?P<{name}>{words})"

    # ── Reading ─────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, match: re.Match[str], future: bool) -> str | None:
        """The EDTF of a match; None if it is no date, or needs the day of publication."""
        given: Mapping[str, str | None] = match.groupdict()

        def number(name: str) -> int | None:
            value = given.get(name)
            return None if value is None else int(value)

        try:
            if iso := given.get("iso"):
                return date.fromisoformat(iso).isoformat()
            if given.get("d2") is not None:
                first, last = number("d1"), number("d2")
                if first is None:
                    first, last = last, None
                return self._range(first, last, self._month(given["m1"]), number("y1"), future)
            if given.get("d3") is not None:
                return self._range(number("d3"), number("d4"), self._month(given["m2"]), number("y2"), future)
            if given.get("nd") is not None:
                day, month = int(given["nd"] or 0), int(given["nm"] or 0)
                if given["sep"] == "/" and (day <= 12 or self._lexicon.language == "en"):
                    return None  # 3/4/2025 is another day in another country
                return date(int(given["ny"] or 0), month, day).isoformat()
            if given.get("m3") is not None:
                return f"{number('y3'):04d}-{self._month(given['m3']):02d}"
            if season := given.get("season"):
                code = next(
                    code
                    for code, words in self._lexicon.seasons.items()
                    if fold(season) in {fold(word) for word in words}
                )
                return f"{given['ys']}-{code}"
            if given.get("m4") is not None:
                year = self._near_month(self._month(given["m4"]), future)
                return None if year is None else f"{year:04d}-{self._month(given['m4']):02d}"
            if given.get("wd") is not None:
                return self._weekday(given["wd"] or "", bool(given["next"] or given["next2"]), future)
            if year_text := given.get("year"):
                return self._year(match, year_text)
            if not self._lexicon.spaced and (read := self._chinese(given, future)) is not None:
                return read
            return self._relative(given)
        except (ValueError, OverflowError):
            return None

    def _year(self, match: re.Match[str], year: str) -> str | None:
        """A year by itself: "in 2019"; not "since 2019", and in English not without a word before it."""
        before = [
            fold(word)
            for word in re.findall(r"[^\W\d_]+|\d+", match.string[max(0, match.start() - 30) : match.start()])
        ]
        if not before or before[-1] in self._lexicon.since:
            return None
        known = {fold(word) for phrase in self._lexicon.relative.get("in", ()) for word in phrase.split()}
        if before[-1] in known or (self._lexicon.noun == "capital" and not before[-1].isdecimal()):
            return year
        return None

    def _month(self, name: str | None) -> int:
        return _months(self._lexicon.language)[fold(name or "").rstrip(".")]

    def _range(
        self, first: int | None, last: int | None, month: int, year: int | None, future: bool
    ) -> str | None:
        if first is None:
            return None
        if year is None:
            year = self._near_day(month, first, future)
        if year is None:
            return None
        start = date(year, month, first).isoformat()
        return start if last is None or last <= first else f"{start}/{date(year, month, last).isoformat()}"

    def _near_day(self, month: int, day: int, future: bool) -> int | None:
        """The year of a day without one: the last such day, or the next one if the sentence is about what
        will be."""
        if self._published is None:
            return None
        that = date(self._published.year, month, min(day, monthrange(self._published.year, month)[1]))
        if future:
            return that.year + (that < self._published)
        # What is said of a day some weeks ahead, in whatever tense, is said of this year.
        return that.year - (that > self._published + timedelta(days=120))

    def _near_month(self, month: int, future: bool) -> int | None:
        if self._published is None:
            return None
        year, now = self._published.year, self._published.month
        if future:
            return year + (month < now)
        return year - (month > now)

    def _weekday(self, name: str, ahead: bool, future: bool) -> str | None:
        if self._published is None:
            return None
        day = _weekdays(self._lexicon.language)[fold(name)]
        back = (self._published.weekday() - day) % 7
        if ahead or (future and back > 0):
            back -= 7
        return (self._published - timedelta(days=back)).isoformat()

    def _relative(self, given: Mapping[str, str | None]) -> str | None:
        now = self._published
        if now is None:
            return None
        month = now.year * 12 + now.month - 1
        values = {
            "today": now.isoformat(),
            "yesterday": (now - timedelta(days=1)).isoformat(),
            "tomorrow": (now + timedelta(days=1)).isoformat(),
            "last_month": f"{(month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}",
            "next_month": f"{(month + 1) // 12:04d}-{(month + 1) % 12 + 1:02d}",
            "last_year": f"{now.year - 1:04d}",
            "this_year": f"{now.year:04d}",
            "next_year": f"{now.year + 1:04d}",
        }
        return next((value for name, value in values.items() if given.get(name) is not None), None)

    def _chinese(self, given: Mapping[str, str | None], future: bool) -> str | None:
        """Dates such as 2025年7月26日, 7月26日 and 26日."""

        def value(name: str) -> int | None:
            text = given.get(name)
            return None if text is None else int(text)

        if (month := value("zm")) is not None:
            year = value("zy")
            if year is None and (word := given.get("zrel")) is not None and self._published is not None:
                year = self._published.year + {"去年": -1, "今年": 0, "明年": 1}[word]
            day = value("zd")
            if year is None:
                year = self._near_month(month, future) if day is None else self._near_day(month, day, future)
            if year is None:
                return None
            if day is None:
                date(year, month, 1)
                return f"{year:04d}-{month:02d}"
            start = date(year, month, day).isoformat()
            last = value("zd2")
            if last is None:
                return start
            return f"{start}/{date(year, value('zm2') or month, last).isoformat()}"
        if (day := value("zday")) is not None:
            if self._published is None:
                return None
            month = self._published.year * 12 + self._published.month - 1
            month += (future and day < self._published.day) - (not future and day > self._published.day)
            return date(month // 12, month % 12 + 1, day).isoformat()
        if (year := value("zyear")) is not None and 1500 <= year < 2100:
            return str(year)
        return None


_ANY = ("a", "single", "every", "each", "jeden", "jeder", "einem", "chaque", "un", "cada")
"""Words before a day of the week that is not a certain one."""

ENDINGS = "abend|abends|morgen|mittag|nachmittag|nacht|früh"
"""What German puts after a day of the week, in one word."""


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _months(language: str) -> Mapping[str, int]:
    """The numbers of months by their names and abbreviations, folded and unfolded."""
    names: dict[str, int] = {}
    locale = _locale(language)
    for width in ("wide", "abbreviated") if locale is not None else ():
        assert locale is not None
        for number, name in locale.months["format"][width].items():
            for form in (name, locale.months["stand-alone"][width].get(number, name)):
                plain = form.strip(".").lower()
                # Chinese months are numbers (`5月`), which other rules read.
                if plain and not plain[0].isdecimal():
                    names[plain] = names[fold(plain)] = number
    return names


@cache
def _weekdays(language: str) -> Mapping[str, int]:
    """The days of the week, Monday being 0, by their whole names."""
    locale = _locale(language)
    names = {} if locale is None else locale.days["format"]["wide"]
    return {key: n for n, name in names.items() for key in (name.lower(), fold(name))}

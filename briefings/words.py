"""The fixed words of the site in one language, and its dates, numbers and lists in words.

No other module contains words that readers see; they are in the folder of each language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from briefings import plugin
from briefings.collation import Collation
from briefings.languages import FOLDER, REFERENCE, words_in
from briefings.model.dates import Date, End, Part, Span, Unit
from briefings.model.days import CalendarDay, Clock
from briefings.model.places import GeoPoint
from briefings.model.verdicts import Given
from briefings.problems.codes import BAD_SETTING
from briefings.problems.problem import (
    MOST_OFFERED,
    ContentError,
    Place,
    Problem,
    did_you_mean,
    or_list,
    problem,
)
from briefings.sheets.yaml_text import place_at, place_of, read_settings
from briefings.text import limits

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
"""The names that CLDR has for them, in its order."""
_DEEPEST = 6
_MOST_DIGITS = 9999
"""Later years, and earlier ones BCE, have separators between their digits."""
_LONGEST_NUMBER = 40
"""A number of more digits than this is shown as it was written."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words under one key."""

    path: str
    """The file that has them."""
    written: str = field(repr=False)
    """What is in the file."""
    at: int
    """Where their key is in it."""
    key: str
    text: str = ""
    """Empty if there are plural forms."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """CLDR's plural forms, `one` and `other` in English."""

    @property
    def place(self) -> Place:
        """The place of their key, for problems with them."""
        return place_at(self.path, self.written, self.at, len(self.key))

    @property
    def general(self) -> str:
        """The text, or the general plural form."""
        return self.forms.get("other", "") if self.forms else self.text

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces; ValueError if braces do not match."""
        texts = self.forms.values() if self.forms else [self.text]
        fields = [field for text in texts for field in Formatter().parse(text)]
        return frozenset(name for _, name, _, _ in fields if name is not None)

    def repeats(self, other: Phrase) -> bool:
        """Whether it has the same words as another phrase, and any besides its values."""
        same = (self.text, self.forms) == (other.text, other.forms)
        return same and re.search(r"[^\W\d_]{3}", re.sub(r"\{\w*\}", "", self.general)) is not None

    @property
    def is_well_formed(self) -> bool:
        """Whether all braces match and contain names."""
        try:
            return all(name.isidentifier() for name in self.placeholders)
        except ValueError:
            return False


class Words:
    """The words of one language: `words("standing.sources", n=11)` is "11 sources"."""

    def __init__(self, language: str, locale: Locale, entries: Mapping[str, Phrase]) -> None:
        self.language = language
        """BCP 47, for `<html lang>`."""
        self.locale = locale
        self.is_right_to_left: bool = locale.text_direction == "rtl"
        """Whether the language is written from right to left."""
        self._entries = entries
        self._dates: dict[str, str] = {}
        self._numbers: dict[tuple[str, type], str] = {}
        self._list_patterns: dict[tuple[int, str], str] = {}

    @classmethod
    def load(cls, language: str, folders: Sequence[Path]) -> Words:
        """Read a language's words from each folder and, after the first, from those of plugins; later ones
        override earlier ones. Raises ContentError with all problems."""
        of_plugins = [*plugin.folders("words")]
        # A language is one that the site has; the words of plugins only add to it.
        is_known = _files(language, folders) != []
        folders = [*folders[:1], *of_plugins, *folders[1:]]
        entries, problems = _read(language, folders if is_known else [])
        borrowed: dict[str, Phrase] = {}
        if language != REFERENCE and not problems:
            reference, problems = _read(REFERENCE, folders)
            # A plugin need not know all languages.
            own, _ = _read(REFERENCE, of_plugins) if of_plugins else ({}, [])
            borrowed = {key: entry for key, entry in own.items() if key not in entries}
            problems = [*problems, *_compare({**entries, **borrowed}, reference)]
        locale = _locale(entries.get("locale"))
        if locale is not None:
            problems = [*problems, *_malformed(entries, locale)]
        elif "locale" in entries:
            message = f"`locale` must be a locale of CLDR, not `{entries['locale'].text}`"
            problems = [*problems, _problem(message, entries["locale"].place, "write it like en-GB")]
        if problems or locale is None:
            raise ContentError(sorted(problems, key=lambda p: p.order))
        return cls(language, locale, {**borrowed, **entries})

    @staticmethod
    def languages(folders: Iterable[Path]) -> list[str]:
        """The languages that have a file of words in any of the folders, sorted."""
        return sorted({language for folder in folders for language in words_in(folder)})

    @staticmethod
    def untranslated(language: str, folders: Sequence[Path]) -> list[str]:
        """The keys whose words are still those of the reference, letter for letter."""
        (own, _), (reference, _) = (_read(each, folders) for each in (language, REFERENCE))
        codes = ("alphabet", "locale", "dates.patterns.")
        return [
            key
            for key, entry in own.items()
            if key in reference and not key.startswith(codes) and entry.repeats(reference[key])
        ]

    @cached_property
    def collation(self) -> Collation:
        """The order of names."""
        return Collation(str(self.locale), self._entry("alphabet").text)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        """All keys, in the files' order."""
        return iter(self._entries)

    def template(self, key: str) -> str:
        """The words under a key with their placeholders; the general one of plural forms."""
        return self._entry(key).general

    def forms(self, key: str) -> Mapping[str, str]:
        """The plural forms of the words under a key, with their placeholders."""
        return self._entry(key).forms

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key with these values. `n` selects the plural form; numbers are localized.

        If a value is markup, so is the result, and everything else is escaped.
        """
        entry = self._entry(key)
        text = entry.text if not entry.forms else entry.forms[self._form(entry, key, values)]
        filled = dict(values)
        for name, value in values.items():
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                filled[name] = self.number(value)
        has_markup = any(hasattr(value, "__html__") for value in values.values())
        try:
            return (escape(text) if has_markup else text).format(**filled)
        except KeyError as error:
            raise KeyError(f"the words `{key}` need a value for {error}") from None

    def _entry(self, key: str) -> Phrase:
        try:
            return self._entries[key]
        except KeyError:
            hint = did_you_mean(key, self._entries)
            raise KeyError(f"there are no words `{key}`; {hint}".rstrip("; ")) from None

    def _form(self, entry: Phrase, key: str, values: Mapping[str, object]) -> str:
        n = values.get("n")
        if not isinstance(n, int | Decimal):
            raise KeyError(f"the words `{key}` have plural forms and need the number n")
        form = self.locale.plural_form(n)
        return form if form in entry.forms else "other"

    def number(self, value: int | Decimal) -> str:
        """A number with the language's separators and all its digits: 5.50 keeps its zero."""
        # The same numbers are on many pages. The key is a text, since 5.50 equals 5.5.
        key = (str(value), type(value))
        if key not in self._numbers:
            self._numbers[key] = self._number(value)
        return self._numbers[key]

    def amount(self, given: Given) -> str:
        """A number, or the range from one to another."""
        if given.low == given.high:
            return self.number(given.low)
        return self("figures.range", low=given.low, high=given.high)

    def _number(self, value: int | Decimal) -> str:
        pattern: str = self.locale.decimal_formats[None].pattern.partition(".")[0]
        if isinstance(value, Decimal):
            exponent = value.as_tuple().exponent
            if not isinstance(exponent, int) or max(abs(exponent), abs(value.adjusted())) > _LONGEST_NUMBER:
                return str(value)
            pattern += f".{'0' * -exponent}" if exponent < 0 else ""
        text: str = format_decimal(value, pattern, locale=self.locale)
        return text

    def coordinates(self, point: GeoPoint) -> str:
        """A point on the Earth: "31.23° N, 121.47° E"."""
        sides = {
            name: self(f"coordinates.{positive if degrees >= 0 else negative}", degrees=abs(degrees))
            for name, degrees, positive, negative in (
                ("latitude", point.latitude, "north", "south"),
                ("longitude", point.longitude, "east", "west"),
            )
        }
        return self("coordinates.both", **sides)

    def list(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """A list in words: `a, b and c`. If an item is markup, so is the result, and the others are
        escaped."""
        texts = [*items]
        has_markup = any(hasattr(item, "__html__") for item in texts)
        key = (len(texts), style)
        if key not in self._list_patterns:
            fields = [f"{{{n}}}" for n in range(len(texts))]
            self._list_patterns[key] = format_list(fields, style=style, locale=self.locale)
        pattern = self._list_patterns[key]
        return Markup(pattern).format(*texts) if has_markup else pattern.format(*texts)

    @property
    def comma(self) -> str:
        """What separates the names of a list without “and”: `, ` or `、`."""
        middle: str = self.locale.list_patterns["standard"]["middle"]
        return middle.removeprefix("{0}").removesuffix("{1}")

    def language_name(self, code: str) -> str:
        """The name of a language: `zh-Hans` is "Chinese (Simplified)"; the code if it has no name."""
        try:
            name = Locale.parse(code, sep="-").get_display_name(self.locale)
        except (UnknownLocaleError, ValueError):
            name = self.locale.languages.get(code.partition("-")[0])
        return name or code

    def country_name(self, code: str) -> str:
        """The name of an ISO 3166 country; the code if it has no name."""
        name: str = self.locale.territories.get(code, code)
        return name

    def date(self, date: Date) -> str:
        """A date in words: "26–28 July 2025"."""
        # The same few dates are on thousands of pages.
        if date.text not in self._dates:
            self._dates[date.text] = _DateWords(self, markup=False).date(date)
        return self._dates[date.text]

    def day_of_month(self, date: Date) -> str:
        """A date below the name of its month: "26–28"; empty for the month, and in full if it has days of
        other months."""
        return _DateWords(self, markup=False).below_month(date)

    def day(self, date: Date) -> Markup:
        """A date in words, of which the day and month, or all if it is not a single day, are in `<b>`."""
        if not date.is_day:
            return Markup("<b>{}</b>").format(self.date(date))
        return _DateWords(self, markup=False).day(date.parts[0])

    def gap(self, before: Date, after: Date) -> str:
        """How long after one date another follows: "8 months later"; empty if that is less than two months,
        or not certain."""
        months = before.months_until(after)
        if months is None or months < _LONG_GAP:
            return ""
        return self("gaps.months", n=months) if months < _IN_YEARS else self("gaps.years", n=months // 12)

    def span(self, start: Date | None, end: Date | None) -> str:
        """A time span in words, of which the start or the end can be missing."""
        return _DateWords(self, markup=False).span(start, end)

    def announced(self, date: Date | None = None) -> str:
        """That something is announced and no report of it was read, with its date where the language can put
        it into the sentence: not "since 26 July 2025" or "between 2 and 3 May"."""
        part = None if date is None or date.form != "single" else date.parts[0]
        if date is None or part is None or date.is_qualified or part.some or part.unit < Unit.YEAR:
            return self("announced.undated")
        kind = "day" if part.unit >= Unit.DAY else "other"
        return self(f"announced.{kind}", date=self.date(date))

    def year(self, year: int) -> str:
        """A year with its era where it needs one: "2025", "44 BCE", "14 CE"; 44 BCE is -43."""
        digits = self.year_digits(year)
        return digits if year >= _CERTAIN_ERA else self("dates.bce" if year < 1 else "dates.ce", year=digits)

    def year_digits(self, year: int) -> str:
        """A year without its era: -43 is 44."""
        counted = 1 - year if year < 1 else year
        return str(counted) if counted <= _MOST_DIGITS else self.number(counted)

    def time(self, date: Date) -> Markup:
        """A date in words as HTML: in `<time>`, if HTML has a value for it."""
        return Markup(_DateWords(self, markup=True).date(date))


# ── Dates in words ──────────────────────────────────────────────────────────────────────────────────────────

_LONG_GAP = 2
_IN_YEARS = 24
"""In months."""

_Shape = Literal["full", "same_year", "same_month"]
"""How much of a date is written; a part that follows in the next date is left out."""

_Case = Literal["since", "until", "from", "to"]
"""The prepositions that a date follows. After `between` it is as after `since`."""

_PATTERNS: Mapping[tuple[Unit, _Shape], str] = {
    (Unit.DAY, "full"): "day",
    (Unit.DAY, "same_year"): "day_of_year",
    (Unit.DAY, "same_month"): "day_of_month",
    (Unit.MONTH, "full"): "month",
    (Unit.MONTH, "same_year"): "month_of_year",
    (Unit.YEAR, "full"): "year",
}

_CERTAIN_ERA = 100
"""A year from here on needs no era: "476" can be no day or number of people."""


_DAY = re.compile(r"('[^']*')|d+")
"""Quoted text, or the day, in a date pattern."""


@dataclass(frozen=True, slots=True)
class _DateWords:
    """Writes a date in words, as plain text or as markup."""

    words: Words
    markup: bool

    def date(self, date: Date) -> str:
        if date.form in ("one-of", "all-of"):
            return self._set(date)
        member = date.members[0]
        return self._interval(member) if isinstance(member, Span) else self._alone(member)

    def below_month(self, date: Date) -> str:
        """A date of which a heading says the month."""
        parts, first = date.parts, date.parts[0]
        member = date.members[0] if date.form not in ("one-of", "all-of") else None
        if any(part.some is not None or _shape_before(first, part) != "same_month" for part in parts):
            is_month = isinstance(member, Part) and first.unit is Unit.MONTH and not _qualifier(first)
            return "" if is_month else self.date(date)
        if isinstance(member, Part):
            return self._part(member, "same_month")
        if not isinstance(member, Span) or len(parts) < 2 or any(map(_qualifier, parts)):
            return self.date(date)
        start, end = (self._part(part, "same_month") for part in parts)
        return self._put("dates.range_close", start=start, end=end)

    def _alone(self, part: Part) -> str:
        """A single date: "some day in July 2025", "in the 2020s"."""
        if part.approximate or part.uncertain:
            return self._part(part)
        if part.some is not None:
            units = f"{part.some.name}_of_{part.unit.name}".lower()
            return self._timed(self.words(f"dates.some.{units}", date=self._plain(part, "full")), part)
        if part.unit in (Unit.DECADE, Unit.CENTURY):
            return self._put(f"dates.{_coarse(part)}.alone", **self._years(part))
        return self._part(part)

    def day(self, part: Part) -> Markup:
        """A day with its year, as the language writes it, and all but the year in `<b>`."""
        day = self._calendar(part.first, "day_of_year")
        before, found, after = self._calendar(part.first, "day").partition(day)
        return Markup("{}<b>{}</b>{}").format(*((before, day, after) if found else ("", before, "")))

    def _interval(self, span: Span) -> str:
        start, end = span.start, span.end
        if isinstance(start, Part) and isinstance(end, Part):
            return self._part(start) if start == end else self._from_to(start, end)
        if isinstance(start, Part):
            key = "since" if end is End.OPEN else "from_unknown"
            return self._put(f"dates.{key}", start=self._case("since", start))
        assert isinstance(end, Part)
        key = "until" if start is End.OPEN else "until_unknown"
        return self._put(f"dates.{key}", end=self._case("until", end))

    def span(self, start: Date | None, end: Date | None) -> str:
        """From one date to another, of which one can be missing: "from 2019 to June 2023"."""
        if start is not None and end is not None:
            return self._put("dates.from_to", start=self._side("from", start), end=self._side("to", end))
        if start is not None:
            return self._put("dates.since", start=self._side("since", start))
        return self._put("dates.until", end=self._side("until", end)) if end is not None else ""

    def _side(self, case: _Case, date: Date) -> str:
        member = date.members[0]
        if date.form == "single" and isinstance(member, Part):
            return self._case(case, member)
        return self._put(f"dates.cases.other.{case}", date=self.date(date))

    def _case(self, case: _Case, part: Part, shape: _Shape = "full") -> str:
        """A date as it follows a preposition. In some languages it then has an article, or merges with both:
        "desde el verano", "du 1er mai"."""
        return self._put(f"dates.cases.{self._kind(part)}.{case}", date=self._part(part, shape))

    def _kind(self, part: Part) -> str:
        """The kind of date that decides on its article."""
        qualifier = _qualifier(part)
        if qualifier and not self.words.template(f"dates.{qualifier}").startswith("{date}"):
            return "other"
        if part.unit is Unit.SEASON:
            return str(part.season)
        if part.unit is Unit.DECADE and _coarse(part) == "decade":
            return "decade"
        return "day" if part.unit >= Unit.DAY else "other"

    def _from_to(self, start: Part, end: Part) -> str:
        clocks = start.clock, end.clock
        if clocks[0] is not None and clocks[1] is not None and start.first == end.first:
            is_plain = not any(part.approximate or part.uncertain for part in (start, end))
            if is_plain and clocks[0].offset == clocks[1].offset:
                return self._on_one_day(start, end)
        shape = _shape_before(start, end)
        sides = dict(zip(("start", "end"), self._parts([start, end], shape), strict=True))
        era = _era(start)
        if era and era == _era(end) and self.words.template(era).startswith("{year}"):
            # The era of the second year serves both: "44–30 BCE".
            sides["start"] = self._timed(self.words.year_digits(start.first.year), start)
            era = ""
        qualified = any(part.approximate or part.uncertain for part in (start, end))
        if qualified or start.unit is not end.unit or start.unit < Unit.YEAR or start.clock is not None:
            first, last = self._shapes(2, shape)
            return self._put(
                "dates.from_to", start=self._case("from", start, first), end=self._case("to", end, last)
            )
        # A dash has spaces around it if a side has several words.
        single_words = shape == "same_month" or (start.unit is Unit.YEAR and not era)
        close = single_words or (shape == "same_year" and start.unit is not Unit.DAY)
        return self._put("dates.range_close" if close else "dates.range_wide", **sides)

    def _set(self, date: Date) -> str:
        style: Literal["standard", "or"] = "or" if date.form == "one-of" else "standard"
        plain = [m for m in date.members if isinstance(m, Part) and not (m.approximate or m.uncertain)]
        if len(plain) < len(date.members):
            return self._list([self._member(member, date) for member in date.members], style)
        shapes = {_shape_before(a, b) for a, b in pairwise(plain)}
        shape: _Shape = shapes.pop() if len(shapes) == 1 else "same_year" if "full" not in shapes else "full"
        return self._list(self._parts(plain, shape), style)

    def _member(self, member: Part | Span, date: Date) -> str:
        if isinstance(member, Part):
            return self._part(member)
        if date.form == "all-of":
            return self._interval(member)
        if isinstance(member.start, Part) and isinstance(member.end, Part):
            first, last = self._shapes(2, _shape_before(member.start, member.end))
            start, end = self._case("since", member.start, first), self._case("since", member.end, last)
            return self._put("dates.between", start=start, end=end)
        if isinstance(member.start, Part):
            return self._put("dates.or_later", start=self._part(member.start))
        assert isinstance(member.end, Part)
        return self._put("dates.or_earlier", end=self._part(member.end))

    def _parts(self, parts: Sequence[Part], shape: _Shape) -> list[str]:
        """Dates one after another."""
        shapes = self._shapes(len(parts), shape)
        return [self._part(part, shape) for part, shape in zip(parts, shapes, strict=True)]

    def _shapes(self, count: int, shape: _Shape) -> list[_Shape]:
        """How much is written of dates one after another: of the last all, or of the first where the language
        begins with the year."""
        full = 0 if self.words("dates.patterns.day").startswith("y") else count - 1
        return ["full" if n == full else shape for n in range(count)]

    def _part(self, part: Part, shape: _Shape = "full") -> str:
        text = self._plain(part, shape)
        if key := _qualifier(part):
            text = self.words(f"dates.{key}", date=text)
        return self._timed(text, part)

    def _plain(self, part: Part, shape: _Shape) -> str:
        if part.unit in (Unit.DECADE, Unit.CENTURY):
            return self.words(f"dates.{_coarse(part)}.inside", **self._years(part))
        if part.unit is Unit.SEASON:
            group = "seasons" if shape == "full" else "seasons_of_year"
            return self.words(f"dates.{group}.{part.season}", **self._years(part))
        if part.clock is not None:
            day = self._calendar(part.first, "day")
            return self._zoned(self.words("dates.moment", date=day, time=self._clock(part.clock)), part.clock)
        return self._calendar(part.first, _PATTERNS[part.unit, shape])

    def _calendar(self, day: CalendarDay, name: str) -> str:
        """A day, month or year by one of the patterns."""
        pattern = self.words(f"dates.patterns.{name}")
        if day.day == 1:
            pattern = _DAY.sub(lambda match: match[1] or self.words("dates.patterns.first_day"), pattern)
        if not _CERTAIN_ERA <= day.year <= _MOST_DIGITS:
            # Babel cannot format years before 1, and lacks names of eras in some languages. So the pattern
            # contains the year as quoted text.
            year = self.words.year(day.year).replace("'", "''")
            pattern = _YEAR_FIELD.sub(lambda match: match[1] or f"'{year}'", pattern)
        return format_date(day.in_python, pattern, locale=self.words.locale)

    def _clock(self, clock: Clock) -> str:
        """A time of day, without its zone."""
        pattern = self.words(f"dates.patterns.{'time' if clock.second is None else 'time_with_seconds'}")
        return format_time(
            time(clock.hour, clock.minute, clock.second or 0), pattern, locale=self.words.locale
        )

    def _zoned(self, text: str, clock: Clock) -> str:
        """A time followed by its zone, if that is known."""
        if clock.offset is None:
            return text
        zone = self.words("dates.zone", offset=clock.zone)
        return self._put("dates.zoned", time=text, zone=zone)

    def _on_one_day(self, start: Part, end: Part) -> str:
        """From one time to another on the same day and in the same zone: "26 July 2025, 14:05–15:30"."""
        assert start.clock is not None
        assert end.clock is not None
        sides = {
            name: self._timed(self._clock(part.clock), part)
            for name, part in (("start", start), ("end", end))
            if part.clock is not None
        }
        time = self._put("dates.range_close", **sides)
        day = self._calendar(start.first, "day")
        return self._zoned(self._put("dates.moment", date=day, time=time), start.clock)

    def _years(self, part: Part) -> dict[str, str]:
        # As text, since years have no thousands separator.
        first, last = self.words.year(part.first.year), self.words.year(part.last.year)
        has_era = part.first.year < _CERTAIN_ERA
        return {
            "first": first,
            "last": last,
            "last_short": last if has_era else f"{part.last.year % 100:02}",
        }

    def _timed(self, text: str, part: Part) -> str:
        value = part.datetime_attribute
        if not self.markup or value is None:
            return text
        return Markup('<time datetime="{}">{}</time>').format(value, text)

    def _put(self, key: str, **values: str) -> str:
        if not self.markup:
            return self.words(key, **values)
        return self.words(key, **{name: Markup(escape(value)) for name, value in values.items()})

    def _list(self, items: Sequence[str], style: Literal["standard", "or"]) -> str:
        return self.words.list([Markup(escape(item)) for item in items] if self.markup else items, style)


_YEAR_FIELD = re.compile(r"('[^']*')|y+")


def _era(part: Part) -> str:
    """The key of the era that a plain year is shown with; empty for other dates, and without an era."""
    year = part.first.year
    if part.unit is not Unit.YEAR or part.approximate or part.uncertain or year >= _CERTAIN_ERA:
        return ""
    return "dates.bce" if year < 1 else "dates.ce"


def _coarse(part: Part) -> str:
    """The words for a decade or century. Decades are named only from 100 on: "the 40s" are not years BCE."""
    return "decade" if part.unit is Unit.DECADE and part.first.year >= _CERTAIN_ERA else "century"


def _qualifier(part: Part) -> str:
    """The key of the words for an approximate or uncertain date; empty for others."""
    qualifiers = {"approximate": part.approximate, "uncertain": part.uncertain}
    return "_".join(name for name, applies in qualifiers.items() if applies)


def _shape_before(part: Part, following: Part) -> _Shape:
    """How much of a date to write if another one follows in full."""
    if part.clock is not None or following.clock is not None:
        return "full"
    has_winter = Unit.SEASON in (part.unit, following.unit) and 12 in (
        part.first.month,
        following.first.month,
    )
    is_coarse = part.unit < Unit.SEASON or following.unit < Unit.SEASON
    if has_winter or is_coarse or part.first.year != following.first.year:
        return "full"
    both_days = part.unit is following.unit is Unit.DAY
    return "same_month" if both_days and part.first.month == following.first.month else "same_year"


# ── Reading the files ───────────────────────────────────────────────────────────────────────────────────────

_problem = partial(problem, BAD_SETTING)


def _read(language: str, folders: Sequence[Path]) -> tuple[dict[str, Phrase], list[Problem]]:
    entries: dict[str, Phrase] = {}
    problems: list[Problem] = []
    present = _files(language, folders)
    if not present:
        hint = f"copy {words_in(FOLDER)[REFERENCE]} there, and translate the copy"
        place = Place(f"theme/locales/{language}.yml")
        return {}, [_problem(f"the language `{language}` has no file of words", place, hint)]
    for path in present:
        state = path.stat()
        phrases, wrong = _read_file(path, (state.st_ino, state.st_size, state.st_mtime_ns))
        entries |= phrases
        problems += wrong
    return entries, problems


def _files(language: str, folders: Sequence[Path]) -> list[Path]:
    """The files of words of a language."""
    found = (words_in(folder).get(language) for folder in folders)
    return [path for path in found if path is not None and path.is_file()]


# A file has a thousand words. A preview needs them after each save: 3 ms, and without this cache 30.
@lru_cache(maxsize=32)
def _read_file(path: Path, state: tuple[int, ...]) -> tuple[Mapping[str, Phrase], Sequence[Problem]]:
    """The words in a file, and the problems with it; `state` makes the cache notice changes."""
    shown = path.as_posix()
    read = read_settings(path, shown, largest=limits.WORDS)
    if isinstance(read, list):
        return {}, read
    text, root = read
    phrases: dict[str, Phrase] = {}
    return phrases, [*_phrases(root, (), shown, text, phrases)]


def _phrases(
    node: yaml.Node | None, above: tuple[str, ...], shown: str, text: str, phrases: dict[str, Phrase]
) -> Iterator[Problem]:
    """Add the words below a node to `phrases`."""
    if not isinstance(node, yaml.MappingNode) or len(above) >= _DEEPEST:
        place = Place(shown) if node is None else place_of(shown, text, node)
        yield _problem("words must be lines of `key: words`, in groups", place)
        return
    seen: set[str] = set()
    for key_node, value in node.value:
        key = str(key_node.value)
        if key in seen:
            yield _problem(f"the key `{key}` is there twice", place_of(shown, text, key_node))
        seen.add(key)
        name, at = ".".join((*above, key)), key_node.start_mark.index
        pairs = value.value if isinstance(value, yaml.MappingNode) else []
        if isinstance(value, yaml.ScalarNode):
            phrases[name] = Phrase(shown, text, at, key, text=value.value)
        elif pairs and all(str(form.value) in PLURAL_FORMS for form, _ in pairs):
            forms = {str(form.value): str(words.value) for form, words in pairs}
            phrases[name] = Phrase(shown, text, at, key, forms=forms)
        else:
            yield from _phrases(value, (*above, key), shown, text, phrases)


# ── Checking them ───────────────────────────────────────────────────────────────────────────────────────────


def _locale(entry: Phrase | None) -> Locale | None:
    try:
        return None if entry is None else Locale.parse(entry.text, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _compare(entries: Mapping[str, Phrase], reference: Mapping[str, Phrase]) -> Iterator[Problem]:
    """A translation has exactly the keys of the reference, and no other placeholders."""
    top = Place(next(iter(entries.values())).path) if entries else Place("")
    for key in reference.keys() - entries.keys():
        hint = f"in {REFERENCE}/words.yml: {reference[key].general}"
        yield _problem(f"the words `{key}` are missing", top, hint)
    for key, entry in entries.items():
        if key not in reference:
            last = key.rpartition(".")[2]
            elsewhere = [other for other in reference if other.rpartition(".")[2] == last]
            meant = f"did you mean {or_list(elsewhere)}?" if 0 < len(elsewhere) <= MOST_OFFERED else ""
            yield _problem(f"there are no words `{key}`", entry.place, did_you_mean(key, reference) or meant)
        elif entry.is_well_formed and reference[key].is_well_formed:
            extra = entry.placeholders - reference[key].placeholders
            if extra:
                names = ", ".join(sorted(f"{{{name}}}" for name in extra))
                hint = f"in {REFERENCE}/words.yml: {reference[key].general}"
                yield _problem(f"the words `{key}` have no value {names}", entry.place, hint)


def _malformed(entries: Mapping[str, Phrase], locale: Locale) -> Iterator[Problem]:
    """Words are not empty, braces match, plural forms are those of the language, and patterns are LDML."""
    plural_forms = {*locale.plural_form.tags, "other"}
    for key, entry in entries.items():
        if not entry.text.strip() and not entry.forms:
            yield _problem(f"the words `{key}` are empty", entry.place)
        if not entry.is_well_formed:
            hint = "write a value as {name}, a brace as {{"
            yield _problem(f"the braces in `{key}` must match, and contain a name", entry.place, hint)
        if entry.forms and entry.forms.keys() != plural_forms:
            needed = ", ".join(sorted(plural_forms))
            forms = "forms" if len(plural_forms) > 1 else "form"
            yield _problem(f"`{key}` must have the plural {forms} of its language: {needed}", entry.place)
        if key.startswith("dates.patterns.") and not _is_pattern(entry.text):
            message = f"`{key}` must be a date pattern of Unicode's LDML, like d MMMM y"
            yield _problem(message, entry.place)


def _is_pattern(text: str) -> bool:
    try:
        parse_pattern(text)
    except ValueError:
        return False
    return True

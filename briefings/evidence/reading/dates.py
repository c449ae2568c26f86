"""Finds dates in running text, in words and numerals.

`Calendar.dates` gives the most probable reading of each as EDTF, for drafts. `Calendar.mentions` gives all
that the words can mean, for comparisons: "on Monday" is the last Monday or the next one. Both need the day of
publication for words that are relative to it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from briefings.evidence.cues import fold
from briefings.evidence.reading import date_forms
from briefings.evidence.reading.date_forms import AGO, RELATIVE, YEARS
from briefings.evidence.reading.lexicon import AND, Lexicon, one_of, plain
from briefings.evidence.reading.numbers import numerals
from briefings.evidence.reading.units import unit_after


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date in a text."""

    start: int
    end: int
    edtf: str
    begins: int
    """Where the words that belong to it begin: "on" in "on 26 July"."""


class Point(NamedTuple):
    """A day, month or year that words can mean; None for what they do not say."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return 3 if self.day is not None else 2 if self.month is not None else 1


Ends = tuple[Point, ...]
"""What a date names: one day, month or year, or the first and the last one of two. The month may be the EDTF
code of a season."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text, with all that it can mean."""

    text: str
    """As written."""
    start: int = field(compare=False)
    end: int = field(compare=False)
    readings: tuple[frozenset[Point], ...] = ()
    """The days, months or years that it names; a range names two. Each is a set of alternatives."""
    is_today: bool = False
    """Whether it is a word for the day of publication."""


class Calendar:
    """Reads the dates of one language, relative to a day of publication."""

    def __init__(self, lexicon: Lexicon, published: date | None) -> None:
        self._lexicon = lexicon
        self._published = published
        self._pattern = date_forms.pattern(lexicon.language)

    def dates(self, text: str, start: int, end: int) -> Iterator[DatedSpan]:
        """The dates of a sentence that can be offered to a curator, in order."""
        years: set[int] = set()
        for match in self._pattern.finditer(text, start, end):
            if any(match.groupdict().get(name) for name in _PERHAPS) or self._is_a_name(match):
                continue
            first, last = self._clause(text, (start, end), match.span())
            future = self._is_future(text[first : match.start()], text[match.end() : last])
            for ends in self._offered(match, future, years):
                begins = self._begin(text, start, match.start())
                yield DatedSpan(match.start(), match.end(), "/".join(map(_edtf, ends)), begins)

    def _offered(self, match: re.Match[str], future: bool, years: set[int]) -> Iterator[Ends]:
        """What a match certainly says. A past day without a year is one of the year up to publication, but
        not where the sentence has named another year, of which it may be."""
        alternatives = list(self._read(match, future))
        if len(alternatives) != 1:
            return
        ends = self._with_years(alternatives[0], future)
        if ends is None:
            return
        named = {point.year for point in alternatives[0] if point.year is not None}
        dated = {point.year for point in ends if point.year is not None}
        if not named and not future and (years.isdisjoint(dated) if years else self._is_soon(ends)):
            return
        if match.lastgroup not in _RELATED:
            years |= named
        yield from [ends] if _is_range(match, ends, self._lexicon) else [(point,) for point in ends]

    def _is_soon(self, ends: Ends) -> bool:
        """Whether a past day or month may be one some weeks ahead: `the ferry opens on 3 May`."""
        first, now = ends[0], self._published
        if now is None or first.month is None:
            return False
        months = (first.month - now.month) % 12
        return months <= MOST_MONTHS_AHEAD and (months, first.day or 0) > (0, now.day)

    def mentions(self, text: str) -> Iterator[DateMention]:
        """All dates in a text, in order, with all that each can mean."""
        found = [
            DateMention(" ".join(match[0].split()), *match.span(), readings, _is_today(match))
            for match in self._pattern.finditer(text)
            if not self._is_a_name(match) and (readings := self._readings(match))
        ]
        yield from sorted((*found, *self._lone_days(text, found)), key=lambda each: each.start)

    def _readings(self, match: re.Match[str]) -> tuple[frozenset[Point], ...]:
        """The alternatives for each end of a date, in the past and in the future."""
        read = [(future, ends) for future in (False, True) for ends in self._read(match, future)]
        dated = [full for future, ends in read if (full := self._with_years(ends, future)) is not None]
        # Nothing tells the year.
        known = dated or [ends for _, ends in read if all(map(_exists, ends))]
        return tuple(
            frozenset(_without_season(ends[n]) for ends in known if n < len(ends))
            for n in range(max(map(len, known), default=0))
        )

    def _lone_days(self, text: str, taken: Sequence[DateMention]) -> Iterator[DateMention]:
        """Days whose month is named elsewhere: `on the 14th`, of a month near that of publication."""
        if self._published is None:
            return
        for match in self._lexicon.lone_day.finditer(text):
            if any(each.start < match.end() and match.start() < each.end for each in taken):
                continue
            near = (self._month_from_now(shift) for shift in (-1, 0, 1))
            days = (Point(year, month, int(match["lone"])) for year, month in near)
            if points := frozenset(filter(_exists, days)):
                yield DateMention(match[0], match.start(), match.end(), (points,))

    def day(self, words: str) -> str | None:
        """A text that is a day as a whole, like a line below a title."""
        match = self._pattern.search(words)
        if match is None:
            return None
        days = [self._with_years(ends, future=False) for ends in self._read(match, future=False)]
        if len(days) != 1 or days[0] is None or len(days[0]) > 1 or days[0][0].day is None:
            return None
        return _edtf(days[0][0])

    # ── Around a date ───────────────────────────────────────────────────────────────────────────────────

    def _clause(self, text: str, sentence: tuple[int, int], core: tuple[int, int]) -> tuple[int, int]:
        """The clause that a date is in, which alone tells whether it is about the future."""
        first, last = clause(text, sentence, core)
        for word in re.finditer(rf"(?<!\w){one_of(tuple(AND))}(?!\w)", text[first:last], re.IGNORECASE):
            if first + word.end() <= core[0]:
                first += word.end()
                return first, self._clause(text, (first, last), core)[1]
            if first + word.start() >= core[1]:
                return first, first + word.start()
        if last < sentence[1] and len(text[first : core[0]].split()) + len(text[core[1] : last].split()) <= 1:
            last = clause(text, sentence, (last + 1, last + 1))[1]  # `On Wednesday, the ministers …`
        return first, last

    def _is_future(self, before: str, after: str) -> bool:
        """Whether the words of a clause before and after a date say that it is in the future: not if they say
        that somebody said something then of the future, as in `said on Tuesday that it will rain`."""
        if not self._lexicon.spaced:
            return any(word in before + after for word in self._lexicon.lists.get("future", ()))
        if any(self._future_words(before)):
            return True
        following = list(self._future_words(after))
        if True not in following:
            return False
        said = [fold(word) in self._lexicon.reporting for word in _LETTERS.findall(f"{before} {after}")]
        until = len(said) - len(following) + following.index(True)
        return not any(said[:until])

    def _future_words(self, words: str) -> Iterator[bool]:
        """For each word, whether it is one of the future."""
        tokens = _LETTERS.findall(words)
        for one, other in zip_longest(tokens, tokens[1:], fillvalue=""):
            known = {fold(one), f"{fold(one)}-{fold(other)}"} & self._lexicon.future.whole
            yield bool(known) or self._lexicon.future_endings.search(one) is not None

    def _begin(self, text: str, start: int, place: int) -> int:
        """Where the preposition before a date begins."""
        words = self._preposition.search(text[max(start, place - _NEAR) : place])
        return place if words is None else place - len(words[0])

    @cached_property
    def _preposition(self) -> re.Pattern[str]:
        words = [
            word
            for key in ("in", "article", "between", "next")
            for word in self._lexicon.relative.get(key, ())
        ]
        return re.compile(rf"(?:(?<!\w){one_of(tuple(words))}\s+){{1,3}}$", re.IGNORECASE)

    def _is_a_name(self, match: re.Match[str]) -> bool:
        """Whether words are a name, or no certain day: `Plaza de Mayo`, `the Today show`, `on a Monday`."""
        given = match.groupdict()
        word = next((given[name] for name in _WORDS if given.get(name)), None)
        if word is None or not self._lexicon.spaced:
            return False
        before = match.string[max(0, match.start() - _NEAR) : match.start()]
        if self._follows("any_day" if match.lastgroup == "weekday" else "named_after", before):
            return True
        capital = date_forms.capital_months(self._lexicon.language)
        if fold(given.get("in") or "") in self._lexicon.relative.get("naming", ()):
            after = match.string[match.end() : match.end() + 3]
            # `by April Jones`, `Domingo de mayo`
            if re.match(r"\s+[A-ZÀ-Þ]", after) if capital else re.search(r"[A-ZÀ-Þ]\w+\s+$", before):
                return True
        if capital and match.lastgroup != "relative":
            return match.lastgroup != "weekday" and word.islower()  # `they march 10 miles`
        if not word[0].isupper() or word.isupper() or any(given.get(f"y{n}") for n in range(1, 12)):
            return False
        lead = before + match[0][: match[0].index(word)]
        return re.search(r"[\w,;:)’'”»-]\s*$", lead) is not None

    def _follows(self, key: str, before: str) -> bool:
        """Whether one of the lexicon's phrases stands right before a date."""
        phrases = self._lexicon.relative.get(key)
        if not phrases:
            return False
        return re.search(rf"(?<!\w){one_of(phrases)}\s+$", before, re.IGNORECASE) is not None

    # ── What a match says ───────────────────────────────────────────────────────────────────────────────

    def _read(self, match: re.Match[str], future: bool) -> Iterator[Ends]:
        """All that a match can mean; without a year where the words do not give it."""
        try:
            match match.lastgroup:
                case "iso":
                    yield (_point(date.fromisoformat(match[0])),)
                case "day_month":
                    yield self._day_month(match)
                case "month_day":
                    yield self._month_day(match)
                case "in_words":
                    yield (self._written(match, "3" if match["m3"] else "7"),)
                case "numeric":
                    yield from self._numeric(match)
                case "years" if self._is_year(match):
                    yield Point(int(match["y8"])), Point(int(match["y9"]))
                case "months":
                    yield self._written(match, "10"), self._written(match, "11")
                case "month_year":
                    yield (self._written(match, "5"),)
                case "season_year":
                    yield (Point(int(match["y6"]), self._season(match["season"])),)
                case "in_month":
                    yield (Point(None, self._month(match["m7"])),)
                case "year" if (year := self._year(match)) is not None:
                    yield (Point(year),)
                case name if name in _RELATED and self._published is not None:
                    yield from self._related(match, self._published, future)
        except (ValueError, OverflowError):
            return

    def _written(self, match: re.Match[str], n: str) -> Point:
        """The year, month and day in the groups with one number."""
        given = match.groupdict()
        year, month, day = (given.get(f"{part}{n}") for part in "ymd")
        number = None if year is None else self._number(year)
        if (relative := given.get(f"r{n}")) is not None and self._published is not None:
            number = self._published.year + self._years_away(relative)
        return Point(
            number,
            None if month is None else self._month(month),
            None if day is None else self._number(day),
        )

    def _number(self, written: str) -> int:
        if written.isdecimal():
            return int(written)
        (number,) = numerals(written, self._lexicon.language)
        return int(max(number.readings))

    def _day_month(self, match: re.Match[str]) -> Ends:
        """`26 July`, `26 to 28 July`, `26 July to 3 August`, 7月26日至28日."""
        if not self._lexicon.spaced:
            one, other = self._written(match, "1"), self._written(match, "2")
            if other == Point(None):
                return (one,)
            return one, other._replace(month=other.month or one.month)
        last = self._written(match, "2")
        if match["m1"] is not None:
            return self._written(match, "1"), last
        if match["d0"] is None or last.day is None or int(match["d0"]) >= last.day:
            return (last,)
        return last._replace(day=int(match["d0"])), last

    def _month_day(self, match: re.Match[str]) -> Ends:
        """`July 26`, `July 26-28`, `June 3 to July 5`."""
        one, other = self._written(match, "3"), self._written(match, "4")
        if other.day is None or (other.month is None and (match["y3"] or other.day <= (one.day or 0))):
            return (one,)
        return one, other._replace(month=other.month or one.month)

    def _numeric(self, match: re.Match[str]) -> Iterator[Ends]:
        """`26.7.2024` and `26/7/2024`. `3/4/2024` is another day in another country."""
        one, other, year = int(match["n1"]), int(match["n2"]), int(match["n3"])
        orders = [(other, one)] if match["sign"] == "." else [(other, one), (one, other)]
        points = dict.fromkeys(Point(year, month, day) for month, day in orders)
        yield from ((point,) for point in points if _exists(point))

    def _month(self, name: str) -> int:
        if not self._lexicon.spaced:
            return self._number(name)
        return date_forms.months(self._lexicon.language)[fold(name).rstrip(".")]

    def _season(self, name: str) -> int:
        seasons = self._lexicon.seasons.items()
        return next(int(code) for code, words in seasons if fold(name) in map(fold, words))

    def _years_away(self, words: str) -> int:
        """-1 for `last year`, 0 for `this year`, 1 for `next year`."""
        known = ({plain(each) for each in self._lexicon.relative.get(name, ())} for name in YEARS)
        return next(n for n, phrases in enumerate(known, -1) if plain(" ".join(words.split())) in phrases)

    def _year(self, match: re.Match[str]) -> int | None:
        """A year by itself: `in 2019`; not `since 2019`, and in English not without a word before it."""
        if not self._lexicon.spaced:
            year = self._number(match["y5"])
            return year if 1500 <= year < 2100 else None
        text = match.string
        if text == match[0]:
            return int(text)  # as the lock keeps it
        before = [fold(word) for word in _WORD.findall(text[max(0, match.start() - 30) : match.start()])]
        if not before or before[-1] in self._lexicon.since or not self._is_year(match):
            return None
        known = {fold(word) for phrase in self._lexicon.relative.get("in", ()) for word in phrase.split()}
        unit = unit_after(text, match.end(), self._lexicon.language)
        if before[-1] in ("of", "de") and unit.kind == "count":
            return None  # `a survey of 1709 schoolchildren`
        if self._lexicon.noun == "capital" and not before[-1].isdecimal():
            # `mit 1600 Besuchern`
            return None if before[-1] not in known and unit.text[:1].isupper() else int(match[0])
        return int(match[0]) if before[-1] in known else None

    def _is_year(self, match: re.Match[str]) -> bool:
        """Whether nothing after a number says that it is money, a measure or people."""
        unit = unit_after(match.string, match.end(), self._lexicon.language)
        if unit.kind not in ("", "count") or any(name.startswith("=") for name in unit.names):
            return False
        return re.match(r"\s?[€$£¥₹%]", match.string[match.end() : match.end() + 2]) is None

    # ── Relative to the day of publication ──────────────────────────────────────────────────────────────

    def _with_years(self, ends: Ends, future: bool) -> Ends | None:
        """Days and months with their years, that of the publication where no other is given; None if there
        is no such day, or nothing tells the year."""
        first, last = ends[0], ends[-1]
        if last.year is None:
            year = self._near(last, future) if first.year is None else first.year
            if year is None:
                return None
            last = last._replace(year=year + (first.year is not None and _in_year(last) < _in_year(first)))
        assert last.year is not None
        if first.year is None:
            first = first._replace(year=last.year - (_in_year(first) > _in_year(last)))
        full = (first, last)[-len(ends) :]
        return full if all(map(_exists, full)) else None

    def _near(self, point: Point, future: bool) -> int | None:
        """The year of a day or month without one: the last such day, or the next one if the sentence is about
        what will be."""
        now = self._published
        if now is None or point.month is None or not _exists(point):
            return None
        if point.day is None:
            return now.year + (point.month < now.month if future else -(point.month > now.month))
        that = date(now.year, point.month, min(point.day, monthrange(now.year, point.month)[1]))
        return now.year + (that < now if future else -(that > now))

    def _month_from_now(self, shift: int) -> tuple[int, int]:
        """The year and month some months from that of publication."""
        assert self._published is not None
        year, month = divmod(self._published.year * 12 + self._published.month - 1 + shift, 12)
        return year, month + 1

    def _related(self, match: re.Match[str], now: date, future: bool) -> Iterator[Ends]:
        """The date of words that mean something only on a certain day: `yesterday`, `Monday`, 26日."""
        match match.lastgroup:
            case "weekday" if self._lexicon.spaced:
                ahead = bool(match["next"] or match["next2"])
                back = (now.weekday() - date_forms.weekdays(self._lexicon.language)[fold(match["wd"])]) % 7
                yield (_point(now - timedelta(days=back - 7 * (ahead or (future and back > 0)))),)
            case "weekday":
                week = {"上": -7, "下": 7}.get(match["week"] or "", 0)
                shift = "一二三四五六日".index(match["wd"].replace("天", "日")) + week - now.weekday()
                if match["week"] is None and not future and shift > 0:
                    shift -= 7
                yield (_point(now + timedelta(days=shift)),)
            case "that_month":
                shift = {"上": -1, "下": 1}.get(match[0][0], 0)
                yield (Point(*self._month_from_now(shift), int(match["d6"])),)
            case "lone_day":
                day = int(match["d4"])
                shift = (future and day < now.day) - (not future and day > now.day)
                first = Point(*self._month_from_now(shift), day)
                yield (first,) if match["d5"] is None else (first, first._replace(day=int(match["d5"])))
            case "ago":
                yield from self._ago(match["many"], match["unit"], now)
            case "relative":
                yield (self._relative(next(name for name in RELATIVE if match[name] is not None), now),)

    def _relative(self, name: str, now: date) -> Point:
        """What a word such as `yesterday` means, by its name in the lexicon."""
        if name in YEARS:
            return Point(now.year + YEARS.index(name) - 1)
        if name in _MONTHS_AWAY:
            return Point(*self._month_from_now(_MONTHS_AWAY[name]))
        return _point(now + timedelta(days=_DAYS_AWAY[name]))

    def _ago(self, number: str, unit: str, now: date) -> Iterator[Ends]:
        """`Three days ago`, counted from the day of publication."""
        many = next((n for each in numerals(number, self._lexicon.language) for n in each.readings), None)
        if many is None and fold(number) in (*self._lexicon.articles.whole, *_ONE):
            many = Decimal(1)
        if many is None or many > MOST_AGO:
            return
        name = next(name for name in AGO if fold(unit) in map(fold, self._lexicon.ago.get(name, ())))
        if name == "year":
            yield (Point(now.year - int(many)),)
        elif name == "month":
            yield (Point(*self._month_from_now(-int(many))),)
        else:
            yield (_point(now - timedelta(days=int(many) * (7 if name == "week" else 1))),)


MOST_MONTHS_AHEAD = 4
"""In other words than those of the future, one speaks of days of the next few months."""

MOST_AGO = 100
"""`Three days ago` is not said of more."""

_ONE = ("one", "ein", "einem", "einer", "一")
_DAYS_AWAY = {
    "before_yesterday": -2, "yesterday": -1, "today": 0, "perhaps_today": 0, "tomorrow": 1,
    "perhaps_tomorrow": 1, "after_tomorrow": 2,
}  # fmt: skip
_MONTHS_AWAY = {"last_month": -1, "next_month": 1}

_PERHAPS = ("perhaps_today", "perhaps_tomorrow")
"""Words that may also mean nowadays, or the morning: read in comparisons, not in drafts."""

_RELATED = frozenset(("weekday", "that_month", "lone_day", "ago", "relative"))
"""The forms that mean something only on a certain day."""

_WORDS = ("m1", "m2", "m3", "m5", "m7", "m10", "m11", "wd", *RELATIVE)
"""The groups with the words that could be names."""

_NEAR = 40
"""The characters before a date that can make a name of it."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_LETTERS = re.compile(r"[^\W\d_]+")


def _is_today(match: re.Match[str]) -> bool:
    given = match.groupdict()
    return any(given.get(name) is not None for name in ("today", "perhaps_today"))


def _is_range(match: re.Match[str], ends: Ends, lexicon: Lexicon) -> bool:
    """Whether two days are the ends of a period. `On 3 and 9 May` names two; `on 3 and 4 May`, one event."""
    if len(ends) < 2:
        return True
    given = match.groupdict()
    join = fold(given.get("to1") or given.get("to3") or "-")
    if join not in AND:
        return True
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    articles = one_of(lexicon.relative.get("article", ()))
    between = rf"(?<!\w){one_of(lexicon.relative.get('between', ()))}\s+(?:{articles}\s+)?$"
    first, last = ends
    are_consecutive = _in_year(last) == (first.month or 0, (first.day or 0) + 1)
    return are_consecutive or re.search(between, before, re.IGNORECASE) is not None


def _point(day: date) -> Point:
    return Point(day.year, day.month, day.day)


def _in_year(point: Point) -> tuple[int, int]:
    return point.month or 0, point.day or 0


def _exists(point: Point) -> bool:
    """Whether there is such a day, in some year if none is given."""
    year, month, day = point
    if month is None:
        return True
    if day is None:
        return 1 <= month <= 12 or 21 <= month <= 24
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]


def _edtf(point: Point) -> str:
    return "-".join((f"{point.year:04d}", *(f"{part:02d}" for part in point[1 : point.precision])))


def _without_season(point: Point) -> Point:
    return Point(point.year) if point.month is not None and point.month > 12 else point


_CLAUSE_END = re.compile(r"[,;:—–]\s|[，；：。]|\s[-–—]\s")


def clause(text: str, sentence: tuple[int, int], core: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence, between commas or the like, that contains a stretch."""
    start, end = sentence
    for mark in _CLAUSE_END.finditer(text, start, end):
        if mark.end() <= core[0]:
            start = mark.end()
        elif mark.start() >= core[1]:
            end = mark.start()
            break
    return start, end


__all__ = ["Calendar", "DateMention", "DatedSpan", "Ends", "Point", "clause"]

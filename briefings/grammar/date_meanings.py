"""What the words and numbers of a date mean: the years, months and days that they give.

`date_forms.py` finds the words; `dates.py` decides which of several meanings is the probable one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from briefings.grammar import date_forms
from briefings.grammar.cues import fold
from briefings.grammar.date_forms import AGO, RELATIVE, WEEKENDS, WEEKS, YEARS
from briefings.grammar.lexicon import Lexicon, plain
from briefings.grammar.number_words import ones
from briefings.grammar.numbers import numerals
from briefings.grammar.units import unit_after


class Point(NamedTuple):
    """A day, month or year that words can mean; None for what they leave out."""

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


class Meanings:
    """Reads matches of the pattern for dates in one language, relative to a day of publication."""

    def __init__(self, lexicon: Lexicon, published: date | None) -> None:
        self._lexicon = lexicon
        self._published = published

    def read(self, match: re.Match[str], future: bool) -> Iterator[Ends]:
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
                    first, last = (
                        self._written(match, "3" if match["m3"] else "7"),
                        self._written(match, "18"),
                    )
                    yield (
                        (first,)
                        if last == Point(None)
                        else (first, last._replace(year=last.year or first.year))
                    )
                case "numeric":
                    yield from self._numeric(match)
                case "short":
                    yield (Point(None, int(match["n5"] or match["n6"]), int(match["n4"])),)
                case "months_to":
                    yield self._written(match, "20"), self._written(match, "21")
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
                case "era":
                    eras = dict(each.split("=") for each in self._lexicon.relative["eras"])
                    point = self._written(match, "30")
                    yield (point._replace(year=(point.year or 0) + int(eras[match["reign"]])),)
                case "year" if (year := self._year(match)) is not None:
                    yield (Point(year),)
                case "lone_day" | "that_month" if self._published is None:
                    yield tuple(
                        Point(None, None, int(day)) for n in "456" if (day := match.groupdict().get(f"d{n}"))
                    )
                case name if name in RELATED and self._published is not None:
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
        """`26.7.2024` and `26/7/2024`. In English, `3/4/2024` is another day in another country."""
        one, other, year = int(match["n1"]), int(match["n2"]), int(match["n3"])
        orders = [(other, one)] if match["sign"] == "." else [(other, one), (one, other)]
        points = dict.fromkeys(Point(year, month, day) for month, day in orders)
        days = [(point,) for point in points if exists(point)]
        yield from days if self._lexicon.month_first else days[:1]

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
        if not before and self._lexicon.capitalizes_nouns:
            # `2012 verabschiedete die Stadt`, but `2012 Menschen`
            return int(match[0]) if text[match.end() : match.end() + 2].strip().islower() else None
        if not before or before[-1] in self._lexicon.since or not self._is_year(match):
            return None
        known = {fold(word) for phrase in self._lexicon.relative.get("in", ()) for word in phrase.split()}
        unit = unit_after(text, match.end(), self._lexicon.language)
        if before[-1] in self._lexicon.relative["of"] and unit.kind == "count":
            return None  # `a survey of 1709 schoolchildren`
        if self._lexicon.capitalizes_nouns and not before[-1].isdecimal():
            # `mit 1600 Besuchern`
            return None if before[-1] not in known and unit.text[:1].isupper() else int(match[0])
        return int(match[0]) if before[-1] in known or self._ends_at(match, before) else None

    def _ends_at(self, match: re.Match[str], before: list[str]) -> bool:
        """Whether a period ends with a year: `until 2031`, `from May 2027 to 2031`."""
        known, months = self._lexicon.relative, date_forms.months(self._lexicon.language)
        following = re.match(r"\s+(\w+)", match.string[match.end() :])
        if following is not None and fold(following[1]) not in self._lexicon.function:
            return False
        *others, last = before
        is_period = bool(others) and len(others[-1]) == _YEAR and any(each in months for each in others[-3:])
        return last in map(fold, (*known.get("until", ()), *(known.get("to", ()) if is_period else ())))

    def _is_year(self, match: re.Match[str]) -> bool:
        """Whether nothing after a number says that it is money, a measure or people."""
        unit = unit_after(match.string, match.end(), self._lexicon.language)
        if unit.kind not in ("", "count") or any(name.startswith("=") for name in unit.names):
            return False
        return re.match(r"\s?[€$£¥₹%]", match.string[match.end() : match.end() + 2]) is None

    # ── Relative to the day of publication ──────────────────────────────────────────────────────────────

    def with_years(self, ends: Ends, future: bool) -> Ends | None:
        """Days and months with their years, or the year of publication where none is given; None if there is
        no such day, or nothing tells the year."""
        first, last = ends[0], ends[-1]
        if last.year is None:
            year = self._near(last, future) if first.year is None else first.year
            if year is None:
                return None
            last = last._replace(year=year + (first.year is not None and in_year(last) < in_year(first)))
        assert last.year is not None
        if first.year is None:
            first = first._replace(year=last.year - (in_year(first) > in_year(last)))
        full = (first, last)[-len(ends) :]
        return full if all(map(exists, full)) else None

    def _near(self, point: Point, future: bool) -> int | None:
        """The year of a day or month without one: the last such day, or the next one if the sentence is about
        what will be."""
        now = self._published
        if now is None or point.month is None or not exists(point):
            return None
        if point.day is None:
            return now.year + (point.month < now.month if future else -(point.month > now.month))
        that = date(now.year, point.month, min(point.day, monthrange(now.year, point.month)[1]))
        return now.year + (that < now if future else -(that > now))

    def month_from_now(self, shift: int) -> tuple[int, int]:
        """The year and month some months from that of publication."""
        assert self._published is not None
        year, month = divmod(self._published.year * 12 + self._published.month - 1 + shift, 12)
        return year, month + 1

    def _related(self, match: re.Match[str], now: date, future: bool) -> Iterator[Ends]:
        """The date of words that mean something only on a certain day: `yesterday`, `Monday`, 26日."""
        match match.lastgroup:
            case "weekday" if self._lexicon.spaced and match["week"]:
                day = date_forms.weekdays(self._lexicon.language)[fold(match["wd"])]
                shift = day + 7 * self._away(match["week"], "week") - now.weekday()
                yield (_point(now + timedelta(days=shift)),)
            case "weekday" if self._lexicon.spaced:
                ahead = bool(match["next"] or match["next2"])
                back = (now.weekday() - date_forms.weekdays(self._lexicon.language)[fold(match["wd"])]) % 7
                yield (_point(now - timedelta(days=back - 7 * (ahead or (future and back > 0)))),)
            case "weekday":
                days = self._lexicon.relative.get("weekdays", ())
                day = next(n for n, names in enumerate(days) if match["wd"] in names)
                shift = day + 7 * self._away(match["week"], "week") - now.weekday()
                if match["week"] is None and shift and future != (shift > 0):
                    shift += 7 if future else -7
                yield (_point(now + timedelta(days=shift)),)
            case "that_month":
                shift = self._away(match["month"], "month")
                yield (Point(*self.month_from_now(shift), int(match["d6"])),)
            case "lone_day" if match.groupdict().get("near"):
                near = (now + timedelta(days=n) for n in range(-2, 2))
                yield from ((_point(that),) for that in near if that.day == int(match["d4"]))
            case "lone_day":
                day = int(match["d4"])
                shift = (future and day < now.day) - (not future and day > now.day)
                first = Point(*self.month_from_now(shift), day)
                yield (first,) if match["d5"] is None else (first, first._replace(day=int(match["d5"])))
            case "ago":
                yield from self._ago(match["many"], match["unit"], now)
            case "ahead":
                yield from self._ahead(match["many2"], match["unit2"], now)
            case "relative" if match["elsewhere"] is None and match["sometime"] is None:
                name = next(name for name in RELATIVE if match[name] is not None)
                if name in (*WEEKS, *WEEKENDS):
                    yield from ((_point(now + timedelta(days=days)),) for days in _week(name, now.weekday()))
                else:
                    yield (self._relative(name, now),)

    def _away(self, word: str | None, unit: str) -> int:
        """-1 for a word for the last week or month, 1 for the next one, 0 for this one."""
        last, ahead = (
            {*map(plain, self._lexicon.relative.get(f"{name}_{unit}", ()))} for name in ("last", "next")
        )
        phrase = plain(" ".join((word or " ").split()) or "-")
        return any(each.startswith(phrase) for each in ahead) - any(each.startswith(phrase) for each in last)

    def _relative(self, name: str, now: date) -> Point:
        """What a word such as `yesterday` means, by its name in the lexicon."""
        if name in YEARS:
            return Point(now.year + YEARS.index(name) - 1)
        if name in _MONTHS_AWAY:
            return Point(*self.month_from_now(_MONTHS_AWAY[name]))
        return _point(now + timedelta(days=_DAYS_AWAY[name]))

    def _is_one(self, word: str) -> bool:
        """Whether a word is the number one, or an article."""
        return ones(self._lexicon.language).fullmatch(word) is not None

    def _many(self, number: str) -> Decimal:
        """The number in `three days ago`; 0 if there is none, or two, as in 两三年前."""
        found = numerals(number, self._lexicon.language)
        if not found:
            return Decimal(self._is_one(number))
        many = next(iter(found[0].readings), Decimal(0)) if len(found) == 1 else Decimal(0)
        return many if many <= MOST_AGO else Decimal(0)

    def _unit(self, unit: str) -> str:
        return next(name for name in AGO if fold(unit) in map(fold, self._lexicon.ago.get(name, ())))

    def _ago(self, number: str, unit: str, now: date) -> Iterator[Ends]:
        """`Three days ago`, counted from the day of publication."""
        many, name = self._many(number), self._unit(unit)
        if not many:
            return
        if many % 1:  # eighteen months, but not ten or eleven days
            if name == "year":
                yield (Point(*self.month_from_now(-int(12 * many))),)
        elif name == "year":
            yield (Point(now.year - int(many)),)
        elif name == "month":
            yield (Point(*self.month_from_now(-int(many))),)
        else:
            yield (_point(now - timedelta(days=int(many) * (7 if name == "week" else 1))),)

    def _ahead(self, number: str, unit: str, now: date) -> Iterator[Ends]:
        """`In three days`, more or less."""
        many, name = int(self._many(number)), self._unit(unit)
        if not many:
            return
        if name == "year":
            yield (Point(now.year + many),)
        elif name == "month":
            yield (Point(*self.month_from_now(many)),)
        else:
            days, more = (7 * many, 3) if name == "week" else (many, 1)
            yield from ((_point(now + timedelta(days=n)),) for n in range(days - more, days + more + 1))


def _week(name: str, weekday: int) -> Iterator[int]:
    """The days of a week or weekend, counted from a day of the week. `The weekend` may be the last one or the
    next, and `next weekend` the one after that."""
    if name in WEEKS:
        shift = {"last_week": -7, "this_week": 0, "next_week": 7}[name]
        yield from range(shift - weekday, shift - weekday + 7)
    else:
        shifts = {"last_weekend": (-7,), "this_weekend": (-7, 0), "next_weekend": (0, 7)}[name]
        yield from (shift + day - weekday for shift in shifts for day in (5, 6))


MOST_AGO = 100
"""`Three days ago` is not said of more."""

_DAYS_AWAY = {
    "before_yesterday": -2, "yesterday": -1, "today": 0, "perhaps_today": 0, "tomorrow": 1,
    "perhaps_tomorrow": 1, "after_tomorrow": 2,
}  # fmt: skip
_MONTHS_AWAY = {"last_month": -1, "next_month": 1}

RELATED = frozenset(("weekday", "that_month", "lone_day", "ago", "ahead", "relative"))
"""The forms that mean something only on a certain day."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_YEAR = 4


def _point(day: date) -> Point:
    return Point(day.year, day.month, day.day)


def in_year(point: Point) -> tuple[int, int]:
    return point.month or 0, point.day or 0


def exists(point: Point) -> bool:
    """Whether there is such a day, in some year if none is given."""
    year, month, day = point
    if month is None:
        return day is None or 1 <= day <= 31
    if day is None:
        return 1 <= month <= 12 or 21 <= month <= 24
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]


def edtf(point: Point) -> str:
    return "-".join((f"{point.year:04d}", *(f"{part:02d}" for part in point[1 : point.precision])))


def first_day(point: Point) -> date:
    """The first day of a date with a year; of a season, that of its year."""
    month = point.month if point.month is not None and point.month <= 12 else 1
    return date(point.year or 1, month, point.day or 1)


def day_before(point: Point) -> Point:
    """The day before a day that has its year."""
    year, month, day = point
    if year is None or month is None or day is None or not exists(point):
        return point
    return _point(date(year, month, day) - timedelta(days=1)) if (year, month, day) > (1, 1, 1) else point


def without_season(point: Point) -> Point:
    return Point(point.year) if point.month is not None and point.month > 12 else point


__all__ = [
    "RELATED",
    "Ends",
    "Meanings",
    "Point",
    "day_before",
    "edtf",
    "exists",
    "in_year",
    "without_season",
]

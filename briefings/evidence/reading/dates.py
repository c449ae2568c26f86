"""Finds dates in running text, in words and numerals.

`Calendar.dates` gives the most probable reading of each as EDTF, for drafts. `Calendar.mentions` gives all
that the words can mean, for comparisons: "on Monday" is the last Monday or the next one. Both need the day of
publication for words that are relative to it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from briefings.evidence.cues import fold
from briefings.evidence.reading.lexicon import AND, Lexicon, lexicon, one_of
from briefings.evidence.reading.numbers import numerals


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

    @property
    def precision(self) -> int:
        """How precise it is: 1 for a year, 2 for a month, 3 for a day."""
        return max((point.precision for reading in self.readings for point in reading), default=0)


class Calendar:
    """Reads the dates of one language, relative to a day of publication."""

    def __init__(self, lexicon: Lexicon, published: date | None) -> None:
        self._lexicon = lexicon
        self._published = published

    def dates(self, text: str, start: int, end: int) -> Iterator[DatedSpan]:
        """All dates in a sentence, in order."""
        position = start
        for match in self._pattern.finditer(text, start, end):
            if match.start() < position or any(match.groupdict().get(name) for name in _PERHAPS):
                continue
            first, last = self._clause(text, (start, end), match.span())
            edtf = None if self._is_a_name(match) else self._read(match, self._is_future(text[first:last]))
            if edtf is not None:
                position = match.end()
                yield DatedSpan(match.start(), match.end(), edtf, self._begin(text, start, match.start()))

    def mentions(self, text: str) -> Iterator[DateMention]:
        """All dates in a text, in order, with all that each can mean."""
        found = list(self._mentions(text))
        yield from sorted((*found, *self._lone_days(text, found)), key=lambda each: each.start)

    def _mentions(self, text: str) -> Iterator[DateMention]:
        position = 0
        for match in self._pattern.finditer(text):
            if match.start() < position or self._is_a_name(match):
                continue
            found = self._nearer(
                {edtf for future in (False, True) if (edtf := self._read(match, future)) is not None}
            )
            if found:
                ends = [_points(edtf) for edtf in sorted(found)]
                readings = tuple(
                    frozenset(each[n] for each in ends if n < len(each)) for n in range(max(map(len, ends)))
                )
            else:
                readings = self._without_year(match)
            if readings:
                position = match.end()
                today = any(match.groupdict().get(name) for name in ("today", "perhaps_today"))
                yield DateMention(" ".join(match[0].split()), match.start(), match.end(), readings, today)

    def _nearer(self, found: set[str]) -> set[str]:
        """Readings without one far from publication if another is near: 10 June is that of the same year."""
        if self._published is None or len(found) < 2:
            return found
        far = {edtf: abs((_first_day(edtf) - self._published).days) for edtf in found}
        return {edtf for edtf in found if far[edtf] <= FAR or min(far.values()) > NEAR}

    def _lone_days(self, text: str, taken: Sequence[DateMention]) -> Iterator[DateMention]:
        """Days whose month is named elsewhere: `on the 14th`, of a month near that of publication."""
        if self._published is None:
            return
        month = self._published.year * 12 + self._published.month - 1
        for match in self._lexicon.lone_day.finditer(text):
            if any(each.start < match.end() and match.start() < each.end for each in taken):
                continue
            shifts = (0, 1) if self._is_future(text) else (-2, -1, 0)
            day, months = int(match["lone"]), [divmod(month + shift, 12) for shift in shifts]
            points = frozenset(Point(y, m + 1, day) for y, m in months if 1 <= day <= monthrange(y, m + 1)[1])
            if points:
                yield DateMention(match[0], match.start(), match.end(), (points,))

    def _without_year(self, match: re.Match[str]) -> tuple[frozenset[Point], ...]:
        """What a day or month says where nothing tells its year, or which of its numbers is the month."""
        given = match.groupdict()
        if given.get("nd") is not None:
            one, other, year = int(given["nd"]), int(given["nm"]), int(given["ny"])
            pairs = [
                (m, d) for m, d in ((other, one), (one, other)) if m <= 12 and d <= monthrange(year, m)[1]
            ]
            return (frozenset(Point(year, m, d) for m, d in pairs),) if pairs else ()
        month = given.get("m1") or given.get("m2")
        days = [given.get(name) for name in ("d1", "d2") if given.get("m1")]
        days += [given.get(name) for name in ("d3", "d4") if given.get("m2")]
        if month is not None:
            points = [Point(None, self._month(month), int(day)) for day in days if day is not None]
        elif given.get("m4") is not None:
            points = [Point(None, self._month(given["m4"]))]
        elif given.get("zm") is not None and given.get("zrel") is None:
            ends = [given.get(name) for name in ("zd", "zd2")]
            first = int(given["zm"] or 0)
            months = [first, int(given.get("zm2") or first)]
            points = [
                Point(None, m, int(day)) for m, day in zip(months, ends, strict=True) if day is not None
            ]
            points = points or [Point(None, first)]
        else:
            points = []
        fitting = [p for p in points if 1 <= (p.month or 1) <= 12 and 1 <= (p.day or 1) <= 31]
        return tuple(frozenset((point,)) for point in fitting)

    def _clause(self, text: str, sentence: tuple[int, int], core: tuple[int, int]) -> tuple[int, int]:
        """The clause that a date is in, which alone tells whether it is about the future."""
        first, last = clause(text, sentence, core)
        for word in re.finditer(rf"(?<!\w){one_of(tuple(AND))}(?!\w)", text[first:last], re.IGNORECASE):
            if first + word.end() <= core[0]:
                first += word.end()
                return first, self._clause(text, (first, last), core)[1]
            if first + word.start() >= core[1]:
                return first, first + word.start()
        return first, last

    def _is_a_name(self, match: re.Match[str]) -> bool:
        """Whether a month or day is part of a name, as in `Plaza de Mayo` and `NBC's Today show`."""
        given = match.groupdict()
        word = next(
            (given[name] for name in ("m1", "m2", "m3", "m4", "wd", *_RELATIVE) if given.get(name)), None
        )
        if word is None or not self._lexicon.spaced:
            return False
        if given.get("m4") and re.search(r"[A-ZÀ-Þ]\w+\s+$", match.string[: match.start()]):
            return fold(given["prep"] or "") == "de"  # `Domingo de mayo`
        if not word[0].isupper():
            return False
        inside = (
            re.search(r"[\w,;:)’'”»-]\s*$", match.string[: match.start() + match[0].index(word)]) is not None
        )
        written_small = self._lexicon.small_months or any(given.get(name) for name in _RELATIVE)
        return inside and written_small and not word.isupper()

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
        words = re.findall(r"[^\W\d_]+", sentence)
        pairs = (f"{one}-{other}" for one, other in pairwise(words))
        return any(fold(word) in self._lexicon.future for word in (*words, *pairs)) or any(
            self._lexicon.future_endings.search(word) for word in words
        )

    # ── Patterns ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _pattern_of(self._lexicon.language)

    def _forms(self) -> Iterator[str]:
        """The forms of dates, longer ones first."""
        yield r"(?<![\d-])(?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])"
        relative = self._lexicon.relative
        if not self._lexicon.spaced:
            yield (
                r"(?:(?P<zy>\d{4})年|(?P<zrel>去年|今年|明年))?(?P<zm>\d{1,2})月(?:(?P<zd>\d{1,2})日?)?"
                r"(?:[至到—–-](?:(?P<zm2>\d{1,2})月)?(?P<zd2>\d{1,2})日)?(?!\d)"
            )
            yield r"(?P<zmrel>上个月|上個月|上月|本月|当月|當月|下个月|下個月|下月)(?P<zmd>\d{1,2})日"
            yield r"(?<![\d月])(?P<zday>\d{1,2})日(?!\d)"
            yield r"(?<!\d)(?P<zyear>\d{4})年(?!\d)"
            yield r"(?P<zweek>[上这這本下])?(?:周|週|星期|礼拜|禮拜)(?P<zwd>[一二三四五六日天])"
        else:
            month = one_of(tuple(_months(self._lexicon.language)))
            spring = one_of(tuple(word for words in self._lexicon.seasons.values() for word in words))
            days = one_of(tuple(_weekdays(self._lexicon.language)))
            weekday = rf"(?:{days}[,.]?\s+(?:(?:the|le|den|dem)\s+)?)?"
            of = r"(?:\s+(?:of|de|del))?"
            day = r"(?<![\d.,])(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?"
            to = r"\s*(?:[-–—]|to|until|bis|und|and|au|et|al|y|a)\s*"
            to_many = r"\s*(?:[-–—]|to|until|through|bis|und|and|au|et|al|hasta|y|a)\s+"
            article = r"(?:(?:the|le|el|dem|den)\s+)?"
            yield (
                rf"{day.format('da')}{of}\s+(?P<ma>{month})\.?(?:(?:,|{of})?\s*(?P<ya>\d{{4}})(?!\d))?{to_many}"
                rf"{article}{weekday}{day.format('db')}{of}\s+(?P<mb>{month})\.?(?![^\W\d_])"
                rf"(?:(?:,|{of})?\s*(?P<yb>\d{{4}})(?!\d))?"
            )
            if self._lexicon.month_first:
                yield (
                    rf"(?<![^\W\d_])(?P<mc>{month})\.?\s+(?P<dc>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<yc>\d{{4}}))?"
                    rf"{to_many}(?P<md>{month})\.?\s+(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
                    rf"(?:,?\s+(?P<yd>\d{{4}})(?!\d))?"
                )
            yield (
                rf"{weekday}(?:(?:{day.format('d1')}){to})?{day.format('d2')}{of}\s+(?P<m1>{month})\.?(?![^\W\d_])"
                rf"(?:(?:,|{of})?\s*(?P<y1>\d{{4}})(?!\d))?"
            )
            if self._lexicon.month_first:
                yield (
                    rf"{weekday}(?<![^\W\d_])(?P<m2>{month})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
                    rf"(?:{to}(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<y2>\d{{4}})(?!\d))?"
                )
            yield r"(?<![\d.,/])(?P<nd>\d{1,2})(?P<sep>[./])(?P<nm>\d{1,2})(?P=sep)(?P<ny>\d{4})(?!\d)"
            yield rf"(?<![^\W\d_])(?P<m3>{month})\.?(?:{of}\s+|,\s+)(?P<y3>\d{{4}})(?!\d)"
            yield rf"(?<![^\W\d_])(?P<season>{spring}){of}\s+(?P<ys>\d{{4}})(?!\d)"
            preposition = one_of(relative.get("in", ()))
            number = r"\d" if self._lexicon.month_first else r"\d{4}"
            yield (
                rf"(?<=\s)(?P<prep>{preposition})\s+(?P<m4>{month})(?![\w-])"
                rf"(?!\.?(?:,|{of}(?!\w))?\s+{number})"
            )
            ahead = one_of(relative.get("next", ()))
            one = "".join(rf"(?<!\b{word} )" for word in _ANY)
            yield (
                rf"(?<!\w){one}(?:(?P<next>{ahead})\s+)?(?P<wd>{days})(?:{ENDINGS})?(?![\w])"
                rf"(?:\s+(?P<next2>{ahead}))?"
            )
            yield r"(?<![\d.,/:§€$£#-])(?P<year>(?:1[5-9]|20)\d{2})(?![\d\w%]|[.,:/-]\d)"
        if self._lexicon.ago:
            yield self._ago()
        for name in reversed(_RELATIVE):
            words = one_of(relative.get(name, ()))
            yield rf"(?<!\w)(?P<{name}>{words})(?!\w)" if self._lexicon.spaced else f"(?P<{name}>{words})"

    def _ago(self) -> str:
        """A pattern such as `three days ago`."""
        units = one_of(tuple(word for name in _AGO for word in self._lexicon.ago.get(name, ())))
        number = r"\w+" if self._lexicon.spaced else r"[\d一二两兩三四五六七八九十]+"
        begin, end = (r"(?<!\w)", r"(?!\w)") if self._lexicon.spaced else ("", "")
        form = self._lexicon.ago["form"][0].replace(" ", r"\s+")
        return begin + form.replace("N", f"(?P<ago>{number})").replace("U", f"(?P<agounit>{units})") + end

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
            for one, other in (("a", "b"), ("c", "d")):
                if given.get(f"d{one}") is not None:
                    return self._across(given, one, other, future)
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
            if given.get("ago") is not None:
                return self._before_publication(given["ago"] or "", given["agounit"] or "")
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
        if re.match(r"\s?[€$£¥₹%]", match.string[match.end() :]):
            return None
        following = re.match(r"\s+([^\W\d_]+)", match.string[match.end() :])
        if (
            before[-1] in ("of", "de")
            and following is not None
            and fold(following[1]) not in self._lexicon.function
        ):
            return None  # `a survey of 1709 schoolchildren` counts
        known = {fold(word) for phrase in self._lexicon.relative.get("in", ()) for word in phrase.split()}
        if before[-1] in known or (self._lexicon.noun == "capital" and not before[-1].isdecimal()):
            return year
        return None

    def _across(self, given: Mapping[str, str | None], one: str, other: str, future: bool) -> str | None:
        """A range from a day of one month to a day of another; the first has the year of the second."""
        months = [self._month(given[f"m{each}"]) for each in (one, other)]
        days = [int(given[f"d{each}"] or 0) for each in (one, other)]
        last = given.get(f"y{other}")
        end = int(last) if last is not None else self._near_day(months[1], days[1], future)
        if end is None:
            return None
        start = int(given[f"y{one}"] or end - (months[0] > months[1]))
        return f"{date(start, months[0], days[0]).isoformat()}/{date(end, months[1], days[1]).isoformat()}"

    def _before_publication(self, number: str, unit: str) -> str | None:
        """`three days ago`, counted from the day of publication."""
        if self._published is None:
            return None
        many = next((n for each in numerals(number, self._lexicon.language) for n in each.readings), None)
        if many is None:
            words = (*self._lexicon.articles.whole, "one", "ein", "einem", "einer", "一")
            many = Decimal(1) if fold(number) in words else None
        if many is None or many > MOST_AGO:
            return None
        name = next(name for name in _AGO if fold(unit) in map(fold, self._lexicon.ago.get(name, ())))
        if name in ("day", "week"):
            return (self._published - timedelta(days=int(many) * (7 if name == "week" else 1))).isoformat()
        if name == "year":
            return f"{self._published.year - int(many):04d}"
        month = self._published.year * 12 + self._published.month - 1 - int(many)
        return f"{month // 12:04d}-{month % 12 + 1:02d}"

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
            "before_yesterday": (now - timedelta(days=2)).isoformat(),
            "after_tomorrow": (now + timedelta(days=2)).isoformat(),
            "perhaps_today": now.isoformat(),
            "perhaps_tomorrow": (now + timedelta(days=1)).isoformat(),
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
        if (word := given.get("zmrel")) is not None:
            if self._published is None:
                return None
            shift = {"上": -1, "下": 1}.get(word[0], 0)
            year, month = divmod(self._published.year * 12 + self._published.month - 1 + shift, 12)
            return date(year, month + 1, value("zmd") or 1).isoformat()
        if (weekday := given.get("zwd")) is not None:
            if self._published is None:
                return None
            monday = self._published - timedelta(days=self._published.weekday())
            shift = {"上": -7, "下": 7}.get(given.get("zweek") or "", 0)
            that = monday + timedelta(days="一二三四五六日".index(weekday.replace("天", "日")) + shift)
            if given.get("zweek") is None and not future and that > self._published:
                that -= timedelta(days=7)
            return that.isoformat()
        if (day := value("zday")) is not None:
            if self._published is None:
                return None
            month = self._published.year * 12 + self._published.month - 1
            month += (future and day < self._published.day) - (not future and day > self._published.day)
            return date(month // 12, month % 12 + 1, day).isoformat()
        if (year := value("zyear")) is not None and 1500 <= year < 2100:
            return str(year)
        return None


@cache
def _pattern_of(language: str) -> re.Pattern[str]:
    """The forms of dates of a language (without region), longer ones first."""
    forms = "|".join(Calendar(lexicon(language), None)._forms())
    # No date begins inside a word. To say so first is five times as fast.
    begins = r"(?<![^\W\d_])" if lexicon(language).spaced else ""
    return re.compile(f"{begins}(?:{forms})", re.IGNORECASE)


@cache
def date_words(language: str) -> frozenset[str]:
    """The words of a language (without region) of which every date without digits has one, in lower case."""
    words = lexicon(language)
    names = {*_months(language), *_weekdays(language)}
    for key, phrases in (*words.relative.items(), *words.ago.items(), *words.seasons.items()):
        names.update(phrases if key not in ("in", "next", "form") else ())
    return frozenset(re.split(r"[\s'’]", name.lower())[-1] for name in names)


@lru_cache(maxsize=1 << 12)
def calendar(language: str, published: date | None) -> Calendar:
    """The calendar of a language (BCP 47) for texts of a day."""
    return Calendar(lexicon(language), published)


MOST_AGO = 100
"""`Three days ago` is not said of more."""

NEAR, FAR = 100, 200
"""In days. A reading beyond the second is none if there is one within the first."""

_AGO = ("day", "week", "month", "year")
_RELATIVE = (
    "today", "yesterday", "tomorrow", "last_month", "next_month", "last_year", "this_year", "next_year",
    "before_yesterday", "after_tomorrow", "perhaps_today", "perhaps_tomorrow",
)  # fmt: skip


_PERHAPS = ("perhaps_today", "perhaps_tomorrow")
"""Words that may also mean nowadays, or the morning: read in comparisons, not in drafts."""


def _first_day(edtf: str) -> date:
    """The first day of a date that `Calendar` reads."""
    year, month, day = (*map(int, edtf.split("/")[0].split("-")), 1, 1)[:3]
    return date(year, month if month <= 12 else 1, day)


def _points(edtf: str) -> list[Point]:
    """The days, months or years of a date that `Calendar` reads; a season says its year."""
    points = []
    for end in edtf.split("/"):
        numbers = [int(piece) for piece in end.split("-")]
        points.append(Point(*(numbers if len(numbers) < 2 or numbers[1] <= 12 else numbers[:1])))
    return points


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


_ANY = ("a", "single", "every", "each", "jeden", "jeder", "einem", "chaque", "un", "cada", "un día")
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

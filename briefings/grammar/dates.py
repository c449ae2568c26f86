"""Finds dates in running text, in words and numerals.

`Calendar.dates` gives the most probable reading of each as EDTF, for drafts. `Calendar.mentions` gives all
that the words can mean, for comparisons: "on Monday" is the last Monday or the next one. Both need the day of
publication for words that are relative to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import zip_longest

from briefings.grammar import date_forms
from briefings.grammar.cues import fold
from briefings.grammar.date_forms import RELATIVE, WEEKENDS, WEEKS
from briefings.grammar.date_meanings import (
    RELATED,
    Ends,
    Meanings,
    Point,
    day_before,
    edtf,
    exists,
    first_day,
    in_year,
    without_season,
)
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import Lexicon, lexicon, one_of


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date in a text."""

    start: int
    end: int
    edtf: str
    begins: int
    """Where the words that belong to it begin: "on" in "on 26 July"."""


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
    reckoned: int = field(default=0, compare=False)
    """How much of it follows only from the day of publication: 1 for the year, 2 for the month, too, and 3
    for all of a day, as of "on Monday"."""
    is_vague: bool = field(default=False, compare=False)
    """Whether it is one of several days, and nobody knows which: "next week", "in the spring"."""

    @property
    def precision(self) -> int:
        """How precise it is: 1 for a year, 2 for a month or week, 3 for a day."""
        most = max((point.precision for reading in self.readings for point in reading), default=0)
        return min(most, 2) if self.is_vague else most


class Calendar:
    """Reads the dates of one language, relative to a day of publication."""

    def __init__(self, lexicon: Lexicon, published: date | None) -> None:
        self._lexicon = lexicon
        self._published = published
        self._meanings = Meanings(lexicon, published)
        self._pattern = date_forms.pattern(lexicon.language)

    def dates(self, text: str, start: int, end: int) -> Iterator[DatedSpan]:
        """The dates of a sentence that can be offered to a curator, in order; `Monday to Friday` is one."""
        found: list[DatedSpan] = []
        for each in self._single(text, start, end):
            if found and self._is_period(text, found[-1], each):
                first = found.pop()
                each = DatedSpan(first.start, each.end, f"{first.edtf}/{each.edtf}", first.begins)
            found.append(each)
        # Half a range names no day: `between Monday noon and 3 p.m.`
        yield from (each for each in found if "/" in each.edtf or not self._is_between(text, each))

    def _is_period(self, text: str, first: DatedSpan, last: DatedSpan) -> bool:
        """Whether two dates are the ends of one event: `Monday to Wednesday`, `Saturday and Sunday`."""
        is_alike = len(first.edtf) == len(last.edtf) or not self._lexicon.spaced
        if "/" in first.edtf + last.edtf or first.edtf >= last.edtf or not is_alike:
            return False
        gap = text[first.end : last.start]
        if self._joins.fullmatch(gap) is not None:
            return True
        has_and = any(word in boundaries().ands for word in re.findall(r"[^\W\d_]+", fold(gap)))
        if len(gap) > _BESIDE or not has_and or len(last.edtf) != len(first.edtf):
            return False
        if len(last.edtf) != _DAY:
            return self._is_between(text, first)
        days = (date.fromisoformat(last.edtf) - date.fromisoformat(first.edtf)).days
        return self._is_between(text, first) or (days == 1 and len(gap.split()) < 2)

    def _is_between(self, text: str, found: DatedSpan) -> bool:
        between = one_of(self._lexicon.relative.get("between", ()))
        return re.match(rf"{between}(?!\w)", text[found.begins : found.start], re.IGNORECASE) is not None

    @cached_property
    def _joins(self) -> re.Pattern[str]:
        """What is between the first day and the last."""
        to, article = (one_of(self._lexicon.relative.get(key, ())) for key in ("to", "article"))
        if not self._lexicon.spaced:
            return re.compile("[初底末）)]?(?:[\u4e00-\u9fff]{0,2}[至到]|[—–-])")
        return re.compile(rf"\s*(?:[-–—]|{to})\s*(?:{article}\s+)?", re.IGNORECASE)

    def _single(self, text: str, start: int, end: int) -> Iterator[DatedSpan]:
        years: set[int] = set()
        before: Point | None = None
        lead = end
        decided: re.Match[str] | None = None
        ahead = is_left_out = False
        matches = [each for each in self._pattern.finditer(text, start, end) if not _is_vague(each)]
        for n, match in enumerate(matches):
            given = match.groupdict()
            if any(given.get(name) for name in _PERHAPS) or self._is_a_name(match) or _is_of_that_year(match):
                continue
            if match.lastgroup == "year" and _LAST_DIGITS.match(text, match.end()) is not None:
                continue  # `from 2024–26`
            if _is_explained(match, matches[max(0, n - 1) : n], matches[n + 1 : n + 2]):
                lead = min(lead, match.start())
                before = None  # `Monday (29)` is a day of this month, whatever was named before
                continue
            # `They meet next Thursday, 20 April`: the date belongs to the clause of the weekday.
            core, lead = (min(lead, match.start()), match.end()), end
            whole = self._clause(text, (start, end), core)
            first, last = self._part(text, whole, core)
            future = self._is_future(text[first : match.start()], text[match.end() : last])
            is_end = n > 0 and match.start() - matches[n - 1].end() < _BESIDE
            is_divided = future and self._is_divided(text[first : match.start()])
            if match.lastgroup == "weekday":
                # `Next Friday or on Monday`: the second day of a pair goes with the first.
                if decided is not None and self._are_a_pair(decided, match):
                    future = ahead
                    is_unclear = is_left_out
                else:
                    other = next((m for m in matches[n + 1 : n + 2] if self._are_a_pair(match, m)), None)
                    is_unclear = self._is_unclear(match, other, (start, end), whole, future)
                    is_unclear |= not future and not is_end and self._is_deadline(match)
                decided, ahead, is_left_out = match, future or _is_next(match), is_unclear
                if is_unclear:
                    continue
            for ends in self._offered(match, (start, end), future, years, before):
                if is_divided and str(ends[0].year) not in match[0]:
                    continue
                number = _DAY_OF_MONTH.match(text, match.end()) if match.lastgroup == "weekday" else None
                if number is not None and int(number[1]) != ends[0].day:
                    continue  # `El martes 3 cerró`
                before = ends[-1]
                begins = self._begin(text, start, match.start())
                yield DatedSpan(match.start(), match.end(), "/".join(map(edtf, ends)), begins)

    def _are_a_pair(self, one: re.Match[str], other: re.Match[str]) -> bool:
        """Whether two weekdays are joined: `Monday and Tuesday`, `from Monday to Friday`, 周三或周四."""
        if one.lastgroup != "weekday" or other.lastgroup != "weekday":
            return False
        gap = one.string[one.end() : other.start()]
        if not self._lexicon.spaced:
            return gap in boundaries().ands | boundaries().between or self._joins.fullmatch(gap) is not None
        words = [fold(word) for word in _LETTERS.findall(gap)]
        known = self._lexicon.relative
        to, *small = (set(map(fold, known.get(key, ()))) for key in ("to", "in", "article"))
        joins = to | boundaries().ands | boundaries().between
        return "," not in gap and not joins.isdisjoint(words) and joins.union(*small).issuperset(words)

    def _is_unclear(
        self,
        match: re.Match[str],
        other: re.Match[str] | None,
        sentence: tuple[int, int],
        clause: tuple[int, int],
        future: bool,
    ) -> bool:
        """Whether a weekday may be the last one or the next: `flights due to depart to Spain and Italy on
        Sunday`, `the vote on Thursday` without a verb in the past, `last Monday`, said on a Tuesday, and
        本周一, said on a Sunday."""
        text, known = match.string, self._lexicon.relative
        if self._is_future(text[clause[0] : match.start()], text[match.end() : clause[1]]) != future:
            return True
        past, is_named = self._lexicon.past, _is_named(match)
        days = [self._days_ahead(each, future) for each in (match, other) if each is not None]
        if len(days) > 1 and days[0] > days[1] and not is_named:
            return True  # `from Monday to Friday`, said on a Tuesday
        if not is_named and (nearest := min(map(abs, days))) >= _FAR_WEEKDAY:
            # The next one is nearer than the last, or the other way round.
            if past is None or nearest == _SIX_DAYS:
                return True
            if self._is_told(match, sentence) if future else past.search(text, *clause) is None:
                return True
        if future:
            return False
        if not is_named and self._is_present(match, clause):
            return True
        if past is not None and not is_named and past.search(text, *sentence) is None:
            return True
        if clause[0] == sentence[0] and clause[1] < sentence[1]:
            following = self._clause(text, sentence, (clause[1] + 1, clause[1] + 1))
            # `… on Tuesday, later than planned` is past.
            after = re.sub(
                rf"(?<!\w){one_of(tuple(self._lexicon.since.whole))}\s+\w+", "", text[slice(*following)]
            )
            if self._is_future(text[slice(*clause)], after):
                return True  # `Subject to a vote on Tuesday, these measures will …`
        near = text[max(0, match.start() - _NEAR) : match.end() + _BESIDE]
        edge = r"\b" if self._lexicon.spaced else ""
        if re.search(rf"{edge}{one_of(known.get('unclear', ()))}{edge}", near, re.IGNORECASE) is not None:
            return True
        if self._published is None or not self._lexicon.spaced:
            is_this_week = match.groupdict().get("week") is not None
            return is_this_week and self._published is not None and self._published.weekday() == _SUNDAY
        last = one_of(known.get("last", ()))
        before, after = text[max(0, match.start() - _BESIDE) : match.start()], text[match.end() :][:_BESIDE]
        if re.search(rf"\b{last}\s+$", before, re.I) or re.match(rf"\s+{last}\b", after, re.I):
            day = date_forms.weekdays(self._lexicon.language)[fold(match["wd"])]
            return day <= self._published.weekday()
        return False

    def _is_told(self, match: re.Match[str], sentence: tuple[int, int]) -> bool:
        """Whether no word of the future is nearer to a date than the verbs in the past: `She had expected it
        on Wednesday`, but not `She said it will come on Wednesday`."""

        def gap(word: re.Match[str]) -> int:
            return max(match.start() - word.end(), word.start() - match.end())

        text, past = match.string, self._lexicon.past
        is_ahead = self._future_words(text[slice(*sentence)])
        words = [word for word in _LETTERS.finditer(text, *sentence) if next(is_ahead)]
        told = [
            verb
            for verb in (() if past is None else past.finditer(text, *sentence))
            if not any(0 < verb.start() - word.end() < _PASSIVE for word in words)
        ]
        return min(map(gap, told), default=len(text)) <= min(map(gap, words), default=len(text) - 1)

    def _days_ahead(self, match: re.Match[str], future: bool) -> int:
        """How many days after publication a weekday is."""
        read = next(self._meanings.read(match, future), None)  # none beyond the calendar
        return 0 if read is None or self._published is None else (first_day(read[0]) - self._published).days

    def _is_present(self, match: re.Match[str], clause: tuple[int, int]) -> bool:
        """Whether a verb in the present follows a weekday that begins a clause: `Am Sonntag stehen`."""
        text, past = match.string, self._lexicon.past
        if text[clause[0] : self._begin(text, clause[0], match.start())].strip():
            return False
        verb = self._lexicon.present.match(text, match.end(), clause[1])
        return verb is not None and (past is None or past.search(verb[0]) is None)

    def _is_deadline(self, match: re.Match[str]) -> bool:
        """Whether a weekday follows a word such as `by` or `until`."""
        return self._follows("deadline", match.string[max(0, match.start() - _BESIDE) : match.start()])

    def _offered(
        self,
        match: re.Match[str],
        sentence: tuple[int, int],
        future: bool,
        years: set[int],
        before: Point | None,
    ) -> Iterator[Ends]:
        """What a match certainly says. A past day without a year is one of the year up to publication, but
        not where the sentence has named another year, of which it may be. A day without a month is one of the
        month that the sentence has named before."""
        alternatives = list(self._meanings.read(match, future))
        if alternatives and match.lastgroup == "lone_day" and before is not None and before.day is not None:
            alternatives = [
                tuple(point._replace(year=before.year, month=before.month) for point in alternatives[0])
            ]
        if len(alternatives) != 1:
            return  # where the month may come first, 3/4/2024 is one of two days
        ends = self._meanings.with_years(alternatives[0], future)
        if ends is None:
            return
        named = {point.year for point in alternatives[0] if point.year is not None}
        if len(ends) > 1 and not named and not future and self._is_soon(ends[-1:]):
            ahead = self._meanings.with_years(alternatives[0], future=True)
            if ahead is None or self._published is None or first_day(ahead[0]) > self._published:
                return
            ends = ahead  # it has begun: `from 25 July until 31 July`, said on 26 July
        dated = {point.year for point in ends if point.year is not None}
        if not named and not future and (years.isdisjoint(dated) if years else self._is_soon(ends)):
            return
        is_past = not named and not future and match.lastgroup not in RELATED
        if is_past and (self._may_be_older(match, ends) or self._is_timeless(match, sentence, ends)):
            return
        # 将 may also be no word of the future; and one says `next September` of the next year.
        now = self._published if future and not named else None
        days = 0 if now is None else (first_day(ends[0]) - now).days
        if days > _FAR or (days > _HALF_A_YEAR and self._is_told(match, sentence)):
            return
        if match.lastgroup not in RELATED:
            years |= named
        yield from [ends] if _is_range(match, ends, self._lexicon) else [(point,) for point in ends]

    def _is_soon(self, ends: Ends) -> bool:
        """Whether a past day or month may be one some weeks ahead: `the ferry opens on 3 May`."""
        first, now = ends[0], self._published
        if now is None or first.month is None:
            return False
        months = (first.month - now.month) % 12
        return months <= MOST_MONTHS_AHEAD and (months, first.day or 0) > (0, now.day)

    def _may_be_older(self, match: re.Match[str], ends: Ends) -> bool:
        """Whether a day or month long before publication may be of another year, which its paragraph names
        before, or the text with that month: `the riots of July 2021 … on 8 July`."""
        if self._published is None or (self._published - first_day(ends[0])).days <= MOST_DAYS_BACK:
            return False
        paragraph = match.string.rfind("\n", 0, match.start()) + 1
        years = [point.year or 0 for point in ends]
        return any(
            place < match.start()
            and point.year not in years
            and (point.month == ends[0].month or (place >= paragraph and (point.year or 0) < years[0] - 1))
            for place, point in _years_named(match.string, self)
        )

    def _is_timeless(self, match: re.Match[str], sentence: tuple[int, int], ends: Ends) -> bool:
        """Whether nothing in the past is said with a day or month some time back: `a show on 12 September`
        may be ahead, and so may `the fair will open on 3 May, and on 12 September a second one`."""
        past, text = self._lexicon.past, match.string
        if self._published is None or past is None:
            return False
        is_ahead = self._is_future(text[slice(*sentence)], "")
        within = self._clause(text, sentence, match.span()) if is_ahead else sentence
        days = (self._published - first_day(ends[0])).days
        return days > MOST_DAYS_SINCE and past.search(text, *within) is None

    def years_named(self, text: str) -> Iterator[tuple[int, Point]]:
        """Each date that names its year, with its place."""
        for match in self._pattern.finditer(text):
            for ends in () if match.lastgroup in RELATED else self._meanings.read(match, future=False):
                yield from ((match.start(), point) for point in ends if point.year is not None)

    def mentions(self, text: str) -> Iterator[DateMention]:
        """All dates in a text, in order, with all that each can mean."""
        matches = list(self._pattern.finditer(text))
        may_tell = any(match.lastgroup in ("weekday", "relative") for match in matches)
        sides, told = self._sides(text) if may_tell else ({}, ())
        found = [
            DateMention(
                " ".join(match[0].split()),
                *match.span(),
                readings,
                _is_today(match),
                self._reckoned(match),
                _is_vague(match),
            )
            for match in matches
            if not self._is_a_name(match)
            and ((readings := self._told(match, sides, told)) or _is_sometime(match))
            if match.lastgroup != "ahead" or self._is_ahead(match)
        ]
        yield from sorted((*found, *self._lone_days(text, found)), key=lambda each: each.start)

    def _readings(self, match: re.Match[str]) -> tuple[frozenset[Point], ...]:
        """The alternatives for each end of a date, in the past and in the future."""
        read = [(future, ends) for future in (False, True) for ends in self._meanings.read(match, future)]
        dated = [
            full for future, ends in read if (full := self._meanings.with_years(ends, future)) is not None
        ]
        if _is_of_that_year(match):
            dated = []
        # Nothing tells the year.
        known = self._nearer(dated) or [ends for _, ends in read if all(map(exists, ends))]
        return tuple(
            frozenset(without_season(ends[n]) for ends in known if n < len(ends))
            for n in range(max(map(len, known), default=0))
        )

    def _told(
        self, match: re.Match[str], sides: Mapping[int, Point], told: Sequence[tuple[int, int]]
    ) -> tuple[frozenset[Point], ...]:
        """The readings of a date, or the one that the verbs of its sentence leave."""
        readings, point = self._readings(match), sides.get(match.start())
        if point is not None and any(point in reading for reading in readings):
            readings = (frozenset((point,)),)
        if match.lastgroup == "relative" and any(start <= match.start() < end for start, end in told):
            readings = tuple(frozenset(p for p in each if not self._is_next(p, each)) for each in readings)
        if self._follows("night_before", match.string[max(0, match.start() - _NEAR) : match.start()]):
            return tuple(reading | {*map(day_before, reading)} for reading in readings)
        return readings

    def _is_next(self, point: Point, points: Set[Point]) -> bool:
        """Whether a day is of the next weekend, where `the weekend` may be that or the last one."""
        if self._published is None or point.precision < 3 or not exists(point):
            return False
        day = first_day(point)
        before = day - timedelta(weeks=1)
        return (day - self._published).days > 1 and Point(before.year, before.month, before.day) in points

    def _sides(self, text: str) -> tuple[dict[int, Point], list[tuple[int, int]]]:
        """The days of weekdays that are certainly past or ahead, by their places: those of whole sentences in
        which nobody announces anything; and which of these sentences are past."""
        found: dict[int, Point] = {}
        told: list[tuple[int, int]] = []
        past = self._lexicon.past
        for sentence in _SENTENCE.finditer(text) if past is not None else ():
            words = _LETTERS.findall(sentence[0])
            nouns = filter(str.istitle, words) if self._lexicon.capitalizes_nouns else ()
            verbs = {*map(fold, words)} - {*map(fold, nouns)}
            if sentence[0][:1].isupper() and not any(verb in self._lexicon.reporting for verb in verbs):
                if past is not None and past.search(sentence[0]) and not self._is_future(sentence[0], ""):
                    told.append(sentence.span())
                for each in self.dates(text, *sentence.span()):
                    if len(each.edtf) == _DAY:
                        day = date.fromisoformat(each.edtf)
                        found[each.start] = Point(day.year, day.month, day.day)
        return found, told

    def _is_ahead(self, match: re.Match[str]) -> bool:
        """Whether `in two weeks` is not how long something took."""
        before, after = match.string[: match.start()], match.string[match.end() :]
        past = self._lexicon.past
        return past is None or self._is_future(before, after) or past.search(before + after) is None

    def _reckoned(self, match: re.Match[str]) -> int:
        points = [point for ends in self._meanings.read(match, future=False) for point in ends]
        if match.lastgroup in ("lone_day", "that_month"):
            return 2
        if match.lastgroup in RELATED:
            precision = max((point.precision for point in points), default=1)
            return precision if precision == 3 else precision - 1  # `last year` names its year
        return int(all(point.year is None for point in points))

    def _nearer(self, read: list[Ends]) -> list[Ends]:
        """Readings without one far from publication if another is near it: 10 June is of the same year. One
        speaks of a month of the last year rather than of the next."""
        if self._published is None or len(read) < 2:
            return read
        ahead = [(first_day(ends[0]) - self._published).days for ends in read]
        least = min(map(abs, ahead))
        return [
            ends
            for ends, days in zip(read, ahead, strict=True)
            if (days <= 2 * least + AHEAD if days > 0 else -days <= FAR or least > NEAR)
        ]

    def _lone_days(self, text: str, taken: Sequence[DateMention]) -> Iterator[DateMention]:
        """Days whose month is named elsewhere: `on the 14th`, of a month near that of publication."""
        for match in self._lexicon.lone_day.finditer(text):
            begin, end = match.span("lone")
            if any(each.start < end and begin < each.end for each in taken):
                continue
            if _ORDINAL.match(text, match.end()) is not None:
                continue  # `le 3e budget`
            shifts = (0, 1) if self._is_future(text, "") else (-2, -1, 0)
            near: Iterable[tuple[int | None, int | None]] = ((None, None),)
            if self._published is not None:
                near = map(self._meanings.month_from_now, shifts)
            days = (Point(year, month, int(match["lone"])) for year, month in near)
            if points := frozenset(filter(exists, days)):
                yield DateMention(match[0], match.start(), match.end(), (points,), reckoned=2)

    def day(self, words: str) -> str | None:
        """A text that is a day as a whole, like a line below a title."""
        found = self.whole_day(words)
        return None if found is None else found[2]

    def whole_day(self, words: str) -> tuple[int, int, str] | None:
        """The same, with where the date is."""
        match = self._pattern.search(words)
        if match is None:
            return None
        days = [
            self._meanings.with_years(ends, future=False) for ends in self._meanings.read(match, future=False)
        ]
        if len(days) != 1 or days[0] is None or len(days[0]) > 1 or days[0][0].day is None:
            return None
        return *match.span(), edtf(days[0][0])

    # ── Around a date ───────────────────────────────────────────────────────────────────────────────────

    def _clause(self, text: str, sentence: tuple[int, int], core: tuple[int, int]) -> tuple[int, int]:
        """The clause that a date is in: only it tells whether the date is in the future."""
        first, last = clause(text, sentence, core)
        beside = [*text[first : core[0]].split(), *text[core[1] : last].split()]
        words = [word for word in beside if fold(word) not in self._lexicon.function]
        most = MOST_LEAD if self._lexicon.spaced else 1
        if last < sentence[1] and len(words) <= 1 and len(beside) <= most:
            last = clause(text, sentence, (last + 1, last + 1))[1]  # `On Wednesday, the ministers …`
        return first, last

    def _part(self, text: str, clause: tuple[int, int], core: tuple[int, int]) -> tuple[int, int]:
        """The part of a clause that a date is in, between words for "and"."""
        first, last = clause
        for word in re.finditer(
            rf"(?<!\w){one_of(tuple(boundaries().ands))}(?!\w)", text[first:last], re.IGNORECASE
        ):
            if clause[0] + word.end() <= core[0]:
                first = clause[0] + word.end()
            elif clause[0] + word.start() >= core[1]:
                return first, clause[0] + word.start()
        return first, last

    def _is_future(self, before: str, after: str) -> bool:
        """Whether the words of a clause before and after a date say that it is in the future: not if they say
        that somebody said something then of the future, as in `said on Tuesday that it will rain`."""
        if not self._lexicon.spaced:
            return any(word in before + after for word in self._lexicon.lists.get("future", ()))
        hearsay = one_of(self._lexicon.relative.get("hearsay", ()))
        if re.search(rf"{hearsay}(?!\w)", after) is not None:
            return False
        if any(self._future_words(before)):
            return True
        following = list(self._future_words(after))
        if True not in following:
            return False
        said = [fold(word) in self._lexicon.reporting for word in _LETTERS.findall(f"{before} {after}")]
        until = len(said) - len(following) + following.index(True)
        return not any(said[:until])

    def _is_divided(self, before: str) -> bool:
        """Whether another clause begins between the future and a date: `expected to return after having her
        son in August`."""
        words = [fold(word) for word in _LETTERS.findall(before)]
        last = max((n for n, is_one in enumerate(self._future_words(before)) if is_one), default=len(words))
        # The last word may belong to the date: `until 8 November`.
        others = (word for word in words[last + 1 : -1] if word not in boundaries().ands)
        return any(word in self._lexicon.clauses for word in others)

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


@lru_cache(maxsize=1)
def _years_named(text: str, calendar: Calendar) -> tuple[tuple[int, Point], ...]:
    """The dates of an article that name their year, with their places."""
    return tuple(calendar.years_named(text))


@lru_cache(maxsize=1 << 12)
def calendar(language: str, published: date | None) -> Calendar:
    """The calendar of a language (BCP 47) for texts of a day."""
    return Calendar(lexicon(language), published)


NEAR, FAR = 45, 300
"""In days. A past reading beyond the second is none if there is one within the first."""

AHEAD = 60
"""In days. A future reading is none if it is as much farther than twice as far as another."""

MOST_MONTHS_AHEAD = 5
"""In other words than those of the future, one speaks of days of the next few months."""

MOST_DAYS_BACK = 90
"""Up to so many days back, dates need no year, even in an article about another year."""

MOST_DAYS_SINCE = 30
"""Up to so many days back, dates are past in sentences without a verb in the past."""

_DAY = len("2025-01-01")
_SUNDAY = 6
_ORDINAL = re.compile(r"\.?[^\W\d_]")
_DIGIT = re.compile(r"\d")

MOST_LEAD = 3
"""Words beside a date at the beginning of a sentence, before the comma: `As of Wednesday,`."""

_BESIDE = 25
"""Characters between two dates of one event."""

_PERHAPS = ("perhaps_today", "perhaps_tomorrow")
"""Words that may also mean nowadays, or the morning: read in comparisons, not in drafts."""

_WORDS = ("m1", "m2", "m3", "m5", "m7", "m10", "m11", "wd", *RELATIVE)
"""The groups with the words that could be names."""

_FAR = 240
"""Days ahead of which a day or month without a year is not said."""

_HALF_A_YEAR = 183
"""A date more days ahead is left out beside a verb in the past, as the last such day is nearer."""

_FAR_WEEKDAY = 5
"""From so many days on, the next or last weekday of the same name is at most two days away."""

_PASSIVE = 12
"""Characters after a word of the future in which a participle belongs to it: `will be shut`."""

_LAST_DIGITS = re.compile(r"\s?[–—-]\s?\d{2}(?!\d)")

_SENTENCE = re.compile(r"\S.*?(?:[.!?…](?=\s)|$)", re.DOTALL)

_SIX_DAYS = 6
"""The last weekday with tomorrow's name, and the next one with yesterday's, are so many days away."""

_NEAR = 40
"""The characters before a date that can make a name of it."""

_LETTERS = re.compile(r"[^\W\d_]+")


def _is_of_that_year(match: re.Match[str]) -> bool:
    """Whether a date is one of a year that was named before: `10 August of that year`."""
    return any(value and name[0] == "t" and name[1:].isdigit() for name, value in match.groupdict().items())


def _is_named(match: re.Match[str]) -> bool:
    """Whether a weekday is said to be of a certain week: `next Monday`, 上周一."""
    return any(match.groupdict().get(key) for key in ("week", "next", "next2"))


def _is_next(match: re.Match[str]) -> bool:
    return any(match.groupdict().get(key) for key in ("next", "next2"))


def _is_today(match: re.Match[str]) -> bool:
    given = match.groupdict()
    return any(given.get(name) is not None for name in ("today", "perhaps_today"))


def _is_vague(match: re.Match[str]) -> bool:
    """Whether words name no certain day, month or year: read in comparisons, not in drafts."""
    given = match.groupdict()
    return match.lastgroup == "ahead" or any(given.get(name) for name in (*WEEKS, *WEEKENDS, "sometime"))


def _is_sometime(match: re.Match[str]) -> bool:
    return match.groupdict().get("sometime") is not None


def _is_range(match: re.Match[str], ends: Ends, lexicon: Lexicon) -> bool:
    """Whether two days are the ends of a period. `On 3 and 9 May` names two; `on 3 and 4 May`, one event."""
    if len(ends) < 2:
        return True
    given = match.groupdict()
    join = fold(given.get("to1") or given.get("to3") or "-")
    if join not in boundaries().ands and join != ",":
        return True
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    articles = one_of(lexicon.relative.get("article", ()))
    between = rf"(?<!\w){one_of(lexicon.relative.get('between', ()))}\s+(?:{articles}\s+)?$"
    first, last = ends
    are_consecutive = in_year(last) == (first.month or 0, (first.day or 0) + 1)
    return are_consecutive or re.search(between, before, re.IGNORECASE) is not None


def _is_explained(
    match: re.Match[str], before: Sequence[re.Match[str]], after: Sequence[re.Match[str]]
) -> bool:
    """Whether a weekday or the like is that of a date beside it: `Monday and Tuesday, 10 and 11 August`,
    `tomorrow, Sunday`, 5月21日（星期四）."""
    if match.lastgroup not in ("weekday", "relative"):
        return False
    text = match.string
    for each in after:
        is_beside = each.start() - match.end() < _BESIDE and _DIGIT.search(each[0]) is not None
        if is_beside and _ENDS.search(text, match.end(), each.start()) is None:
            return True
    is_apposed = any(_APPOSED.fullmatch(text, each.end(), match.start()) for each in before)
    return match.lastgroup == "weekday" and is_apposed


_DAY_OF_MONTH = re.compile(r"\s(\d{1,2})(?![\w:%]|[.,]\d|\.\s[A-ZÀ-Þ])")
_APPOSED = re.compile(r"\s*[(（,，]\s*(?:[^\W\d_]{1,3}\s+)?")
_ENDS = re.compile(r"[.。;；]\s?")

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


__all__ = ["Calendar", "DateMention", "DatedSpan", "Ends", "Point", "calendar", "clause"]

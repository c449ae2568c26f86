"""Whether passages give a date, and which other date they give instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import inf
from typing import Literal

from briefings.evidence.coverage.numbers import as_year
from briefings.evidence.coverage.terms import Finding, Particular, Passage
from briefings.grammar.amounts import Amount
from briefings.grammar.cues import fold
from briefings.grammar.dates import DateMention, Point
from briefings.grammar.lexicon import lexicon, one_of
from briefings.model.dates import Part, Unit
from briefings.model.days import CalendarDay


def find_date(each: Particular, passages: Sequence[Passage]) -> Finding:
    if each.is_spoken and (other := _published_before(each, passages)) is not None:
        return other
    findings: list[Finding] = []
    for span in each.dates:
        found = _dated(each, span, passages)
        if found is None:
            return Finding(each, "not-found")
        findings.append(found)
    # Of a period, what is farther away decides.
    return max(findings, key=lambda finding: finding.state == "near", default=Finding(each, "not-found"))


def may_be_dated(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether sources may have another date for a fact, or were published at another time."""
    if any(passage.may_be_dated for passage in passages):
        return True
    is_of_entry = each.is_spoken or each.key in ("date", "as_of")
    return is_of_entry and any((_published_before(each, passages), _long_after(each, passages)))


def _dated(each: Particular, span: tuple[Point, Point], passages: Sequence[Passage]) -> Finding | None:
    for n, passage in enumerate(passages):
        for zone in passage.close():
            is_said = zone is passage.said
            given = (m for m in zone.dates if _gives(each, m, span, passage))
            mention = next((m for m in given if not (is_said and _is_dateline(each, m, span, passage))), None)
            if mention is not None:
                place = (mention.start, mention.end) if is_said else None
                return Finding(each, "in-passage", passage=n, span=place)
    for n, passage in enumerate(passages):
        is_then = passage.day is None or _is_of_weekday(each, Point(*passage.day.timetuple()[:3]))
        if is_then and _is_published_on(passage, span) and not _has_other_date(each, passage, span):
            return Finding(each, "in-passage", passage=n)
    for n, passage in enumerate(passages):
        if any(
            _gives(each, m, span, passage) and not _is_dateline(each, m, span, passage)
            for m in passage.beside
        ):
            return Finding(each, "near", passage=n)
    is_of_entry = each.key == "date" and not each.is_spoken
    for n, passage in enumerate(passages):
        if any(
            _gives(each, m, span, passage) and not _is_incidental(m, span, passage)
            for m in passage.paragraph.dates
        ):
            if is_of_entry and _is_published_on(passage, span) and _has_other_date(each, passage, span):
                continue  # where it was written, not when it happened
            return Finding(each, "near", passage=n)
    return None


def _gives(each: Particular, mention: DateMention, span: tuple[Point, Point], passage: Passage) -> bool:
    """Whether words give a date, and not only because the source is of that year."""
    if mention.is_vague and span[0].precision == 3:
        return _spans(mention, each.dates)
    if not _names(mention, span) or _is_of_another_year(mention, span, passage):
        return False
    if not any(_is_of_weekday(each, point) for reading in mention.readings for point in reading):
        return False
    return each.key != "as_of" or not _is_incidental(mention, span, passage)


def _is_of_weekday(each: Particular, point: Point) -> bool:
    """Whether a day can be that of a text, which may also say which day of the week it is."""
    if each.weekday is None or point.year is None or point.precision < 3:
        return True
    return (_ordinal(point) - 1) % 7 == each.weekday


def _spans(mention: DateMention, dates: Sequence[tuple[Point, Point]]) -> bool:
    """Whether a period is a week or weekend, from its first day to its last."""
    if len(dates) != 2:
        return False
    days = {_ordinal(point) for reading in mention.readings for point in reading}
    first, last = _ordinal(dates[0][0]), _ordinal(dates[1][1])
    return days.issuperset(range(first, last + 1)) and days.isdisjoint((first - 1, last + 1))


def _is_incidental(mention: DateMention, span: tuple[Point, Point], passage: Passage) -> bool:
    """Whether words have a year or month only as they are relative to the day of publication, while the
    sentence of the passage names another one: `profits in 2025`, and `on Monday` below."""
    precision = span[0].precision
    return precision <= min(mention.reckoned, 2) and any(
        m.reckoned < precision <= m.precision and _contradicts(m, span)
        for zone in (passage.said, passage.sentence)
        for m in zone.dates
    )


def _is_dateline(each: Particular, mention: DateMention, span: tuple[Point, Point], passage: Passage) -> bool:
    """Whether the day of publication stands before a report that dates an event otherwise: it says when the
    report was written."""
    if each.key != "date" or each.is_spoken or mention.reckoned > 2 or not _is_published_on(passage, span):
        return False
    said = next((m for m in passage.said.dates if m == mention), None)
    if said is not None:
        telegram = one_of(lexicon(passage.language).head.get("telegram", ()))
        ends = re.compile(rf"\.?\s*(?:{telegram}|(?:[(（][^()（）]*[)）]\s*)?[-–—:：])")
        if said.start > LONGEST_PLACE or ends.match(passage.words, said.end) is None:
            return False
    elif mention is not passage.sentence.dates[0]:
        return False
    return any(m.precision == 3 and _contradicts(m, span) for m in passage.said.dates)


def _is_of_another_year(mention: DateMention, span: tuple[Point, Point], passage: Passage) -> bool:
    """Whether a day or month without a year is that of a fact only if its year is not one that the text
    names."""
    points = [point for reading in mention.readings for point in reading]
    if span[0].year is None or any(point.year is not None for point in points):
        return False
    zones = (passage.said, *passage.nearby())
    years = {p.year for zone in zones for m in zone.dates for r in m.readings for p in r} - {None}
    return span[0].year not in years


def _names(mention: DateMention, span: tuple[Point, Point]) -> bool:
    """Whether words can name a date at its precision."""
    if mention.is_vague and span[0].precision == 3:
        return False
    return any(_agrees(point, span) for reading in mention.readings for point in reading)


def _agrees(point: Point, span: tuple[Point, Point]) -> bool:
    first, last = span
    if point.precision < first.precision:
        return False
    if point.year is None or first.year is None:
        # One of them says no year, so only month and day can agree, or the day alone.
        rest = slice(1 if first.month is not None else 2, None)
        return first.precision > 1 and (
            _cut(first, first.precision)[rest]
            <= _cut(point, first.precision)[rest]
            <= _cut(last, first.precision)[rest]
        )
    return _cut(first, first.precision) <= _cut(point, first.precision) <= _cut(last, first.precision)


def _cut(point: Point, precision: int) -> tuple[int, ...]:
    return tuple(value or 0 for value in point[:precision])


def _is_published_on(passage: Passage, span: tuple[Point, Point]) -> bool:
    """Whether the source was published at that date, which its own sheet says."""
    if passage.published is None or passage.published.form != "single":
        return False
    part = passage.published.parts[0]
    point = point_of(part)
    return point is not None and point.precision >= span[0].precision and _agrees(point, span)


def _has_other_date(each: Particular, passage: Passage, span: tuple[Point, Point]) -> bool:
    """Whether the sentence of a passage gives a date, so that the day of publication need not be meant."""
    zones = passage.said, passage.sentence
    return any(
        mention.precision >= span[0].precision or _contradicts(mention, span)
        for zone in zones
        for mention in zone.dates
        if not (each.is_spoken and _is_spoken_of(mention, passage))
    ) or (not each.is_spoken and any(map(_is_decade, (a for zone in zones for a in zone.amounts))))


def _is_decade(amount: Amount) -> bool:
    """Whether a number is a decade, as in `the 1990s`, not how many there are."""
    return "decade" in amount.unit.names and min(amount.readings) > MOST_DECADES


def _is_spoken_of(mention: DateMention, passage: Passage) -> bool:
    """Whether a date can only be what somebody speaks of: a year, a day after publication or, in news, one
    long before."""
    if mention.precision < 3 or passage.day is None:
        return mention.precision < 3
    if _dates_the_saying(mention, passage):
        return False
    points = [point for reading in mention.readings for point in reading]
    is_old = passage.is_news and all(_is_long_before(point, passage.day) for point in points)
    return is_old or all(_is_later(point, passage.day, 0) for point in points)


def _dates_the_saying(mention: DateMention, passage: Passage) -> bool:
    """Whether a day in a passage is that of a verb of saying: `On 12 September, Ana Kolb said`, or `Ana Kolb
    said on 12 September that`."""
    said = next((m for m in passage.said.dates if m == mention), None)
    if said is None or mention.precision < 3:
        return False
    words = lexicon(passage.language)
    before, after = passage.words[: said.start], passage.words[said.end :]
    if not words.spaced:
        told = one_of(words.lists["reporting"])
        return re.match(r"[^，。；]{0,2}$", before) is not None and (
            re.match(rf"，?[^，。；：]{{0,{MOST_LETTERS}}}?{told}", after) is not None
        )
    lead, rest = re.findall(r"\w+", before), re.match(r",?[^,.;:]*", after)
    following = re.findall(r"\w+", rest[0] if rest is not None else "")
    if len(lead) <= MOST_LEAD and all(fold(word) in words.function for word in lead):
        verb = next((n for n, word in enumerate(following) if fold(word) in words.reporting), MOST_WORDS)
        between = [word for word in following[:verb] if fold(word) not in words.lists["perfect"]]
        return verb < MOST_WORDS and not any(map(words.past.search, between) if words.past else ())
    while lead and fold(lead[-1]) in words.function:
        lead.pop()
    is_told = bool(lead) and fold(lead[-1]) in words.reporting
    return is_told and (not after[:1].isspace() or not following or fold(following[0]) in words.clauses)


def _is_long_before(point: Point, day: date) -> bool:
    """Whether a day is one that news of another day would date."""
    year, month, number = point
    return (
        year is not None and CalendarDay(year, month or 12, number or 28).toordinal() + LONG < day.toordinal()
    )


def _is_later(point: Point, day: date, most: int = 1) -> bool:
    """Whether a day, month or year begins more than a day after another day, in case of another time zone."""
    year, month, number = point
    if year is None:
        return False
    month = month if month is not None and month <= 12 else 1
    return CalendarDay(year, month, number or 1).toordinal() > day.toordinal() + most


def _published_before(each: Particular, passages: Sequence[Passage]) -> Finding | None:
    """The finding that all sources were published before a date."""
    days = [(passage.day, n) for n, passage in enumerate(passages)]
    if not days or any(
        day is None or not all(_is_later(span[0], day) for span in each.dates) for day, _ in days
    ):
        return None
    return _publication(each, passages)


def _long_after(each: Particular, passages: Sequence[Passage]) -> Finding | None:
    """The finding that all sources are news from long after a statement, and that nothing else dates it."""
    if not each.is_spoken or any(span[0].precision == 1 for span in each.dates):
        return None
    for passage in passages:
        if not passage.is_news or passage.day is None:
            return None
        for span in each.dates:
            if _has_other_date(each, passage, span) or not all(_is_long_before(p, passage.day) for p in span):
                return None
    return _publication(each, passages)


MOST_DECADES = 10
"""`Ten decades` are no name of one."""

MOST_LEAD, MOST_WORDS, MOST_LETTERS = 2, 7, 12
"""Words before a day with which a sentence begins, and words and letters between it and the verb."""

LONGEST_PLACE = 40
"""The most characters before the day in a dateline."""

LONG = 7
"""The days after which news names the day of a statement that it reports."""


def _publication(each: Particular, passages: Sequence[Passage]) -> Finding:
    published = passages[0].published
    assert published is not None
    return Finding(each, "differs", published.text, 0, is_publication=True)


def missing_part(each: Particular, passages: Sequence[Passage]) -> Literal["", "day", "month"]:
    """The only missing part of a date: the day, if its month is given, or the month, if only its year is."""
    return next((lacks for span in each.dates if (lacks := _lacking(span, passages))), "")


def _lacking(span: tuple[Point, Point], passages: Sequence[Passage]) -> Literal["", "day", "month"]:
    first = span[0]
    coarser: tuple[tuple[int, Literal["day", "month"]], ...] = ((2, "day"), (1, "month"))
    zones = [zone for passage in passages for zone in (*passage.close(), *passage.nearby())]
    for precision, name in coarser:
        if precision >= first.precision:
            continue
        coarse = Point(*first[:precision]), Point(*span[1][:precision])
        points = (p for zone in zones for m in zone.dates for reading in m.readings for p in reading)
        if any(point.precision == precision and _agrees(point, coarse) for point in points):
            return name
        vague = (m for zone in zones for m in zone.dates if m.is_vague and first.precision == 3)
        if precision == 2 and any(not _contradicts(mention, span) for mention in vague):
            return name  # of its week, too
        years = (as_year(amount) for zone in zones for amount in zone.amounts)
        if precision == 1 and first.year and first.year in years:
            return name
    return ""


def other_date(
    each: Particular, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    """A date that contradicts that of a fact, in a passage or its sentence."""
    is_of_entry, is_day = each.key in ("date", "as_of"), all(span[0].precision == 3 for span in each.dates)
    # A title with another day than its sources is not explained by the date beside it, nor this by a title.
    others = [
        span
        for particular in explained
        if particular.key == each.key or not is_day or (is_of_entry and particular.key != "title")
        for span in particular.dates
    ]
    mentions = [(mention, n) for n, passage in enumerate(passages) for mention in passage.said.dates]
    mentions += [(mention, n) for n, passage in enumerate(passages) for mention in passage.beside]
    for mention, n in mentions:
        is_explained = any(_names(mention, span) for span in others)
        is_told = each.is_spoken and _dates_the_saying(mention, passages[n])
        if not is_explained and any(
            _contradicts(mention, span) and (is_told or _is_near_miss(mention, span)) for span in each.dates
        ):
            return mention.text, n
    return _reported_day(each, passages) if each.key == "date" and not others else None


def nearer_date(
    each: Particular, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    """The date of a passage or its sentence that the date of an entry, or the year of a figure, has changed
    places with: it stands only in another sentence, and differs in a day, month or year."""
    is_meant = each.key == "date" or (each.key == "as_of" and each.dates[0][0].precision == 1)
    if not is_meant or any(_names(m, span) for p in passages for m in p.beside for span in each.dates):
        return None
    others = [span for particular in explained for span in particular.dates]
    for zone in ("said", "sentence"):
        like = {
            mention.text: (mention, n)
            for n, passage in enumerate(passages)
            for mention in getattr(passage, zone).dates
            if mention.precision == each.dates[0][0].precision
            if not any(_names(mention, span) for span in others)
            if all(_contradicts(mention, span) for span in each.dates)
        }
        if len(like) == 1:
            ((mention, n),) = like.values()
            if any(_is_near_miss(mention, span) for span in each.dates):
                return mention.text, n
    return None


def _reported_day(each: Particular, passages: Sequence[Passage]) -> tuple[str, int] | None:
    """The only day in a passage of news, if it is one of the week before publication: news reports what
    happened on it."""
    for n, passage in enumerate(passages):
        said = [mention for mention in passage.said.dates if not mention.is_vague]
        if passage.day is None or not passage.is_news or len(said) != 1:
            continue
        (mention,) = said
        days = [_days_before(passage.day, point) for reading in mention.readings for point in reading]
        # On Tuesday, but not on the 14th, which may be of any month.
        is_recent = any(each >= 0 for each in days) and all(abs(each) <= LONG for each in days)
        if is_recent and all(_contradicts(mention, span) for span in each.dates):
            return mention.text, n
    return None


def _ordinal(point: Point) -> int:
    return CalendarDay(point.year or 1, point.month or 1, point.day or 1).toordinal()


def _days_before(day: date, point: Point) -> float:
    """How many days before another a day is; infinite if it is no certain day."""
    year, month, number = point
    if year is None or month is None or number is None:
        return inf
    return day.toordinal() - CalendarDay(year, month, number).toordinal()


def _contradicts(mention: DateMention, span: tuple[Point, Point]) -> bool:
    """Whether no reading of some words is the date of a fact."""
    first, last = span
    for reading in mention.readings:
        for point in reading:
            if point.year is None or first.year is None:
                if point.precision < first.precision or _agrees(point, span):
                    return False
                continue
            if mention.is_today and _are_close(point, span):
                return False  # agencies count from their dateline, which may be the day before publication
            precision = min(point.precision, first.precision)
            if _cut(first, precision) <= _cut(point, precision) <= _cut(last, precision):
                return False
    return True


def _is_near_miss(mention: DateMention, span: tuple[Point, Point]) -> bool:
    """Whether words name a date as precise as that of a fact, with another day, month or year, but not two of
    these: then they date something else."""
    first = span[0]
    points = [point for reading in mention.readings for point in reading]
    return mention.precision == first.precision and any(
        sum(a != b for a, b in zip(point, first, strict=True) if a and b) == 1 for point in points
    )


def _are_close(point: Point, span: tuple[Point, Point]) -> bool:
    """Whether the day of a fact is the one before."""
    days = [
        CalendarDay(each.year, each.month, each.day).toordinal()
        for each in (point, *span)
        if each.year is not None and each.month is not None and each.day is not None
    ]
    return len(days) == 3 and days[1] <= days[0] - 1 <= days[2]


def point_of(part: Part) -> Point | None:
    """The day, month or year that a part of a date names; None for seasons, decades and centuries."""
    match part.unit:
        case Unit.DAY | Unit.TIME:
            return Point(*part.first)
        case Unit.MONTH:
            return Point(part.first.year, part.first.month)
        case Unit.YEAR:
            return Point(part.first.year)
        case _:
            return None


def undated(finding: Finding, passages: Sequence[Passage]) -> Finding:
    """The finding about a date, if sources whose texts are known and name no end of it were published at
    another time."""
    each = finding.particular
    if any(_dated(each, span, passages) is not None for span in each.dates):
        return finding
    if each.key not in ("date", "as_of") or any(passage.around is None for passage in passages):
        return finding
    other = _published_before(each, passages) or _long_after(each, passages)
    if other is None or missing_part(each, passages) or _name_season(each, passages):
        return finding
    return other


def _name_season(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether a text names a month or season of the year of a date, as in `spring 2027`, or of no year."""
    if any(not mention.readings for p in passages for mention in (*p.said.dates, *p.sentence.dates)):
        return True  # `before Christmas`
    years = {point.year for span in each.dates for point in span}
    zones = (zone for passage in passages for zone in (*passage.close(), *passage.nearby()))
    named = (point for zone in zones for mention in zone.dates for each in mention.readings for point in each)
    return any(point.year in years for point in named if point.precision == 2)


__all__ = ["find_date", "may_be_dated", "missing_part", "nearer_date", "other_date", "point_of", "undated"]

"""Holds the particulars of a fact against the passages that it cites.

A particular is a number, date, speaker, name or quoted word in a published sentence. The comparison says what
the passages and the words around them give; it does not say whether a fact is true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Literal, TypeAlias

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from briefings.evidence.beside import negation_beside
from briefings.evidence.passages import normalize, occurrences
from briefings.evidence.reading.amounts import Amount, rounds
from briefings.evidence.reading.dates import DateMention, Point
from briefings.evidence.reading.lexicon import lexicon
from briefings.evidence.reading.names import KnownNames, speakers
from briefings.evidence.reading.number_words import ones
from briefings.evidence.reading.sentences import rest_of_sentence
from briefings.evidence.reading.units import unit_after
from briefings.evidence.reading.zones import Surroundings, Zone, read_zone
from briefings.languages import REFERENCE
from briefings.model.dates import Date, Part, Unit
from briefings.model.days import CalendarDay

State = Literal["in-passage", "near", "counted", "derived", "not-found", "differs"]
"""in-passage: a cited passage, or the sheet of its source, gives it, in any usual spelling.
near: the same paragraph of the saved text gives it, or one of the two before.
counted: the curator counted it, and its note says how. derived: it is computed from cited figures.
differs: no passage gives it, and the sentence of a passage has another one of the same kind.
not-found: none of these."""

Kind = Literal["number", "date", "speaker", "name", "quote"]

COVERED: frozenset[State] = frozenset(("in-passage", "near", "counted", "derived"))


@dataclass(frozen=True, slots=True)
class Particular:
    """Something in a published sentence that a source can give."""

    kind: Kind
    key: str
    """The key of the entry that it is in: `title`, `date`, `value` …"""
    words: str
    """As the sheet has it."""
    amount: Amount | None = None
    dates: tuple[tuple[Point, Point], ...] = ()
    """For each date that must be given, the first and the last one that it can mean."""
    is_spoken: bool = False
    """Whether it is the day of a statement, which a source can report only later."""
    actors: frozenset[str] = frozenset()
    """The actors that a name can mean; of a speaker, the one who is said to speak."""
    is_counted: bool = False
    """Whether the curator counted it, so that a source need not have it."""
    language: str = ""
    """The language of a quotation; a passage in another one cannot have its words."""
    start: int = field(default=0, compare=False)
    """Where it begins in the text of its key."""


@dataclass(frozen=True)
class Passage:
    """A passage that a fact cites, with what is known of its source."""

    words: str
    language: str
    published: Date | None = None
    """When its source was published."""
    own: str = ""
    """What else the sheet of its source says: title, publisher, authors."""
    actors: frozenset[str] = frozenset()
    """The actors that the source's sheet names as its publisher."""
    around: Surroundings | None = None
    """What stands around it; None if the text was never at hand."""
    is_news: bool = False
    """Whether its source reports what is new, and so dates what is not."""

    @cached_property
    def day(self) -> date | None:
        """The day of publication, if it is certain."""
        if self.published is None or not self.published.is_day:
            return None
        first = self.published.parts[0].first
        return date(*first) if 1 <= first.year <= date.max.year else None

    @cached_property
    def said(self) -> Zone:
        """What the passage itself gives."""
        return read_zone((self.words,), self.language, self.day)

    @cached_property
    def owned(self) -> Zone:
        """What the sheet of its source gives."""
        return read_zone((self.own,), self.language, None)

    @cached_property
    def sentence(self) -> Zone:
        """What the sentence around it gives."""
        pieces = self.around.sentence if self.around is not None else ()
        return read_zone(pieces, self.language, self.day)

    @cached_property
    def paragraph(self) -> Zone:
        """What the rest of its paragraph gives, and the two paragraphs before."""
        pieces = self.around.paragraph if self.around is not None else ()
        return read_zone(pieces, self.language, self.day)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a particular."""

    particular: Particular
    state: State
    instead: str = ""
    """What differs from it in the source: the other number, date or name as written there."""
    passage: int | None = None
    """Which passage gives it or differs."""
    lacks: Literal["", "day", "month"] = ""
    """What alone is missing: the day of a date whose month is given, the month of one whose year is."""
    span: tuple[int, int] | None = None
    """Where the words that give it are in the passage; None if they are around it."""
    is_publication: bool = False
    """Whether `instead` is the day on which the source was published, and its text has no other."""

    @property
    def is_covered(self) -> bool:
        """Whether a source gives it."""
        return self.state in COVERED


def cover(
    particulars: Sequence[Particular],
    passages: Sequence[Passage],
    known: KnownNames,
    *,
    own: bool = True,
    in_detail: bool = True,
) -> tuple[Finding, ...]:
    """The state of each particular of one fact, in their order.

    Without `own`, the passages are not the fact's own but those of its whole sheet; then nothing differs, as
    it cannot be known which of them should give it. `in_detail` says which part of a date is missing.
    """
    findings = [_finding(each, passages, known) for each in particulars]
    if own:
        findings = _compared([_misquoted(f, passages) for f in findings], passages)
    else:
        findings = [f if f.state != "differs" else Finding(f.particular, "not-found") for f in findings]
    if in_detail:
        findings = [_with_missing_part(f, passages) for f in findings]
    return tuple(findings)


def _compared(findings: Sequence[Finding], passages: Sequence[Passage]) -> list[Finding]:
    """The findings, with what the passages have in the place of what they do not give."""
    explained = [f.particular for f in findings if f.is_covered]
    return [
        f if f.is_covered or f.state == "differs" else _difference(f, passages, explained, findings)
        for f in findings
    ]


def _with_missing_part(finding: Finding, passages: Sequence[Passage]) -> Finding:
    if finding.particular.kind != "date" or finding.state != "not-found":
        return finding
    return replace(finding, lacks=_missing_part(finding.particular, passages))


def _finding(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    match each.kind:
        case "number":
            return _number(each, passages)
        case "date":
            return _date(each, passages)
        case "speaker":
            return _speaker(each, passages, known)
        case "name":
            return _name(each, passages, known)
        case "quote":
            return _quote(each, passages)


def _misquoted(finding: Finding, passages: Sequence[Passage]) -> Finding:
    """A quotation that no passage contains differs from them all: its words should be there."""
    each = finding.particular
    if each.key != "quote" or finding.is_covered or finding.state == "differs" or not passages:
        return finding
    return Finding(each, "differs", passages[0].words, 0)


def _difference(
    finding: Finding,
    passages: Sequence[Passage],
    explained: Sequence[Particular],
    findings: Sequence[Finding],
) -> Finding:
    """The finding, if a source has something else of the same kind where the particular should be."""
    each = finding.particular
    match each.kind:
        case "number" if _may_be_computed(each, passages):
            other = None
        case "number":
            other = (
                _in_its_place(each, passages, findings)
                or _other_number(each, passages, explained)
                or _only_other(each, passages, findings)
            )
        case "date":
            other = _other_date(each, passages, explained)
            if other is not None and _missing_part(each, [replace(p, around=None) for p in passages]):
                return finding  # a passage names its month, and what else it dates is something else
            if other is None:
                return _undated(finding, passages)
        case _:
            other = None
    if other is None:
        return finding
    instead, passage = other
    return Finding(each, "differs", instead, passage)


def _undated(finding: Finding, passages: Sequence[Passage]) -> Finding:
    """The finding about a date, if sources whose texts are known and do not name it were published at another
    time."""
    each = finding.particular
    if each.key not in ("date", "as_of") or any(passage.around is None for passage in passages):
        return finding
    other = _published_before(each, passages) or _long_after(each, passages)
    if other is None or _missing_part(each, passages) or _name_season(each, passages):
        return finding
    return other


def _name_season(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether a text names a month or season of the year of a date, as in `spring 2027`."""
    years = {point.year for span in each.dates for point in span}
    zones = (zone for passage in passages for zone in (*_close(passage), *_nearby(passage)))
    named = (point for zone in zones for mention in zone.dates for each in mention.readings for point in each)
    return any(point.year in years for point in named if point.precision == 2)


# ── Numbers ─────────────────────────────────────────────────────────────────────────────────────────────────


MEASURED = frozenset(("value", "from", "to"))
"""The keys of numbers that are facts by themselves."""


def _number(each: Particular, passages: Sequence[Passage]) -> Finding:
    wanted = each.amount
    assert wanted is not None
    places: tuple[tuple[State, Callable[[Passage], Iterator[Zone]]], ...]
    places = (("in-passage", _close), ("near", _nearby))
    for state, zones in places:
        for n, passage in enumerate(passages):
            for zone in zones(passage):
                given = (amount for amount in zone.amounts if amount.gives(wanted))
                amount = next((amount for amount in given if not _goes_on(amount, wanted, passage)), None)
                if amount is not None or _gives_year(zone, wanted):
                    span = (amount.start, amount.end) if amount is not None and zone is passage.said else None
                    return Finding(each, state, passage=n, span=span)
    if (year := _as_year(wanted)) is not None:
        for n, passage in enumerate(passages):
            if passage.published is not None and passage.published.year == year:
                return Finding(each, "in-passage", passage=n)
    if wanted.readings == {Decimal(1)}:
        for n, passage in enumerate(passages):
            if (span := _one(passage, wanted)) is not None:
                return Finding(each, "in-passage", passage=n, span=span)
    return Finding(each, "not-found")


def _one(passage: Passage, wanted: Amount) -> tuple[int, int] | None:
    """Where a passage says one in words, which are mostly articles: `a centimeter`."""
    for match in ones(passage.language).finditer(passage.words):
        unit = unit_after(passage.words, match.end(), passage.language)
        if unit.is_same(wanted.unit) or not (
            unit.contradicts(wanted.unit) or wanted.unit.kind in ("", "measure")
        ):
            return match.span()
    return None


def _goes_on(amount: Amount, wanted: Amount, passage: Passage) -> bool:
    """Whether a passage ends with a number whose other unit follows in the sentence."""
    is_cut = not amount.unit.kind and not passage.words[amount.end :].strip()
    return is_cut and any(
        whole.has_number_of(amount) and wanted.unit.contradicts(whole.unit)
        for whole in passage.sentence.amounts
    )


def _close(passage: Passage) -> Iterator[Zone]:
    yield passage.said
    yield passage.owned


def _nearby(passage: Passage) -> Iterator[Zone]:
    yield passage.sentence
    yield passage.paragraph


def _as_year(amount: Amount) -> int | None:
    """The year that a number can be."""
    if amount.unit.kind or len(amount.readings) != 1:
        return None
    (value,) = amount.readings
    return int(value) if value == value.to_integral_value() and 1000 <= value <= 2999 else None


def _gives_year(zone: Zone, amount: Amount) -> bool:
    year = _as_year(amount)
    return year is not None and any(
        point.year == year for mention in zone.dates for reading in mention.readings for point in reading
    )


def _other_number(
    each: Particular, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    wanted = each.amount
    assert wanted is not None
    candidates: list[tuple[int, str, int]] = []
    for n, passage in enumerate(passages):
        for distance, zone in enumerate((passage.said, passage.sentence)):
            for amount in zone.amounts:
                is_explained = any(p.amount is not None and amount.gives(p.amount) for p in explained)
                if amount.is_doubtful or is_explained:
                    continue
                rank = _likeness(wanted, amount)
                is_given = each.key in MEASURED and not each.is_counted
                if not rank and is_given and wanted.unit.is_like(amount.unit):
                    rank = 1  # a value is what its passage gives
                if rank:
                    candidates.append((distance * 10 - rank, amount.text, n))
    if not candidates:
        for n, passage in enumerate(passages):
            for amount in passage.paragraph.amounts:
                is_same = wanted.is_precise and amount.has_number_of(wanted)
                if is_same and wanted.unit.contradicts(amount.unit):
                    return amount.text, n
                if not wanted.unit.is_same(amount.unit) or any(
                    p.amount is not None and amount.gives(p.amount) for p in explained
                ):
                    continue
                if any(_is_mistyped(a, b) for a in wanted.readings for b in amount.readings):
                    return amount.text, n
        return None
    _, text, n = min(candidates, key=lambda candidate: candidate[0])
    return text, n


def _may_be_computed(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether a number in a text is the sum or difference of two in the sentence, and large or precise enough
    not to be so by chance. Computed values are declared, so only texts are looked at."""
    if each.amount is None or each.key in MEASURED:
        return False
    values = {value for value in each.amount.readings if value >= 100 or value % 1}
    for passage in passages if values else ():
        given = {n for a in (*passage.said.amounts, *passage.sentence.amounts) for n in a.readings}
        sums = {n for one, other in combinations(given, 2) for n in (one + other, abs(one - other))}
        if values & sums - given:
            return True
    return False


def _in_its_place(
    each: Particular, passages: Sequence[Passage], findings: Sequence[Finding]
) -> tuple[str, int] | None:
    """The number that a passage has beside one that the fact gives beside this one: of `8 of 5 charges`,
    the two in `two of the five charges`."""
    siblings = [f for f in findings if f.particular.kind == "number" and f.particular.key == each.key]
    n = next((n for n, f in enumerate(siblings) if f.particular is each), None)
    if n is None:
        return None
    covered = [f.particular.amount for f in siblings if f.is_covered and f.particular.amount is not None]
    for shift in (1, -1):
        if not 0 <= n + shift < len(siblings) or not siblings[n + shift].is_covered:
            continue
        beside, wanted = siblings[n + shift].particular.amount, each.amount
        for number, passage in enumerate(passages):
            if beside is None or wanted is None:
                continue
            given = passage.said.amounts
            at = next((k for k, amount in enumerate(given) if amount.gives(beside)), None)
            if at is None or not 0 <= at - shift < len(given) or given[at - shift].is_doubtful:
                continue
            other = given[at - shift]
            between = abs(given[at].start - other.start)
            is_other = wanted.unit.is_like(other.unit) and not any(map(other.gives, covered))
            is_score = max(*wanted.readings, *other.readings) < 100
            if between <= BESIDE and is_other and (is_score or _are_of_one_size(wanted, other)):
                return other.text, number
    return None


def _only_other(
    each: Particular, passages: Sequence[Passage], findings: Sequence[Finding]
) -> tuple[str, int] | None:
    """The only number of a passage that the fact does not give, if both have equally many numbers and it is
    not ten times as large or small."""
    siblings = [f for f in findings if f.particular.kind == "number" and f.particular.key == each.key]
    are_others_missing = any(not f.is_covered and f.particular is not each for f in siblings)
    if each.amount is None or each.is_counted or are_others_missing:
        return None
    covered = [f.particular.amount for f in siblings if f.is_covered and f.particular.amount is not None]
    for n, passage in enumerate(passages):
        others = [a for a in passage.said.amounts if not any(map(a.gives, covered))]
        is_even = len(passage.said.amounts) == len(siblings) and len(others) == 1
        if not is_even or others[0].is_doubtful or not each.amount.unit.is_like(others[0].unit):
            continue
        if _are_of_one_size(each.amount, others[0]):
            return others[0].text, n
    return None


def _are_of_one_size(one: Amount, other: Amount) -> bool:
    """Whether neither of two numbers is more than ten times as large as the other."""
    return any(a < 11 * b and b < 11 * a for a in one.readings for b in other.readings)


BESIDE = 40
"""The most characters between two numbers that belong together, such as the ends of a range."""


def _likeness(wanted: Amount, given: Amount) -> int:
    """How likely it is that a given number should be the wanted one; 0 if it counts something else."""
    if wanted.has_number_of(given):
        return 5  # the same number of something else, or with the opposite qualifier
    if not wanted.unit.is_like(given.unit):
        return 0
    if any(rounds(a, b, "about") for a in wanted.readings for b in given.readings):
        return 4  # rounded, and not to the side that the qualifier says
    if _is_share(wanted) and _is_share(given):
        return 3
    if wanted.label and wanted.label == given.label:
        return 4  # `Route 66` and `Route 67`
    same_unit = wanted.unit.is_same(given.unit)
    mistyped = any(_is_mistyped(a, b) for a in wanted.readings for b in given.readings)
    if same_unit or mistyped:
        return 3 + same_unit
    is_same_limit = wanted.qualifier and wanted.qualifier == given.qualifier
    if is_same_limit and not (wanted.unit.kind and given.unit.kind):
        return 2  # `more than 81,000` and `more than a thousand`
    if wanted.unit.kind in ("money", "percent", "points") and wanted.unit.kind == given.unit.kind:
        return 2
    return 0


def _is_share(amount: Amount) -> bool:
    """Whether it is a fraction in words: `two thirds`."""
    return not amount.in_digits and (
        len(amount.readings) > 1 or any(0 < each < 1 for each in amount.readings)
    )


def _is_mistyped(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers differ in one digit or in their magnitude. Of a single digit, nothing can be
    said."""
    a, b = _digits(one), _digits(other)
    if len(a.strip("0")) < 2 or len(b.strip("0")) < 2:
        return False
    if a.strip("0") == b.strip("0"):
        return True
    if len(a) != len(b):
        return len(a) > 2 and len(b) > 2 and Levenshtein.distance(a, b) == 1
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1 or sorted(a) == sorted(b)


def _digits(number: Decimal) -> str:
    return f"{abs(number):f}".replace(".", "").lstrip("0")


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────


def _date(each: Particular, passages: Sequence[Passage]) -> Finding:
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


def _dated(each: Particular, span: tuple[Point, Point], passages: Sequence[Passage]) -> Finding | None:
    for n, passage in enumerate(passages):
        for zone in _close(passage):
            mention = next((mention for mention in zone.dates if _names(mention, span)), None)
            if mention is not None:
                place = (mention.start, mention.end) if zone is passage.said else None
                return Finding(each, "in-passage", passage=n, span=place)
    for n, passage in enumerate(passages):
        if _is_published_on(passage, span) and not _has_other_date(each, passage, span):
            return Finding(each, "in-passage", passage=n)
    for n, passage in enumerate(passages):
        if any(_names(mention, span) for mention in passage.sentence.dates):
            return Finding(each, "near", passage=n)
    is_dateline = each.key == "date" and not each.is_spoken
    for n, passage in enumerate(passages):
        if any(_names(mention, span) for mention in passage.paragraph.dates):
            if is_dateline and _is_published_on(passage, span) and _has_other_date(each, passage, span):
                continue  # where it was written, not when it happened
            return Finding(each, "near", passage=n)
    return None


def _names(mention: DateMention, span: tuple[Point, Point]) -> bool:
    """Whether words can name a date at its precision."""
    return any(_agrees(point, span) for reading in mention.readings for point in reading)


def _agrees(point: Point, span: tuple[Point, Point]) -> bool:
    first, last = span
    if point.precision < first.precision:
        return False
    if point.year is None or first.year is None:
        # One of them says no year, so only month and day can agree.
        return (
            _cut(first, first.precision)[1:]
            <= _cut(point, first.precision)[1:]
            <= _cut(last, first.precision)[1:]
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
    mentions = (mention for zone in (passage.said, passage.sentence) for mention in zone.dates)
    return any(
        mention.precision >= span[0].precision or _contradicts(mention, span)
        for mention in mentions
        if not (each.is_spoken and _is_spoken_of(mention, passage))
    )


def _is_spoken_of(mention: DateMention, passage: Passage) -> bool:
    """Whether a date can only be what somebody speaks of: a year, a day after publication or, in news, one
    long before."""
    if mention.precision < 3 or passage.day is None:
        return mention.precision < 3
    points = [point for reading in mention.readings for point in reading]
    is_old = passage.is_news and all(_is_long_before(point, passage.day) for point in points)
    return is_old or all(_is_later(point, passage.day, 0) for point in points)


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
    """The finding that all sources are news from long after a date, and that nothing in the sentence is
    dated. Years and decades are given in too many ways."""
    if any(span[0].precision == 1 for span in each.dates):
        return None
    for passage in passages:
        if not passage.is_news or passage.day is None or passage.said.dates or passage.sentence.dates:
            return None
        for span in each.dates:
            year, month, day = span[1]
            last = CalendarDay(year or passage.day.year, min(month or 12, 12), day or 28)
            if last.toordinal() + LONG > passage.day.toordinal():
                return None
    return _publication(each, passages)


LONG = 60
"""The days after which news names the day of what it reports."""


def _publication(each: Particular, passages: Sequence[Passage]) -> Finding:
    published = passages[0].published
    assert published is not None
    return Finding(each, "differs", published.text, 0, is_publication=True)


def _missing_part(each: Particular, passages: Sequence[Passage]) -> Literal["", "day", "month"]:
    """What alone is missing of a date: the day, if its month is given, or the month, if its year is."""
    return next((lacks for span in each.dates if (lacks := _lacking(span, passages))), "")


def _lacking(span: tuple[Point, Point], passages: Sequence[Passage]) -> Literal["", "day", "month"]:
    first = span[0]
    coarser: tuple[tuple[int, Literal["day", "month"]], ...] = ((2, "day"), (1, "month"))
    zones = [zone for passage in passages for zone in (*_close(passage), *_nearby(passage))]
    for precision, name in coarser:
        if precision >= first.precision:
            continue
        coarse = Point(*first[:precision]), Point(*span[1][:precision])
        points = (p for zone in zones for m in zone.dates for reading in m.readings for p in reading)
        if any(point.precision == precision and _agrees(point, coarse) for point in points):
            return name
        if precision == 1 and any(
            _as_year(amount) == first.year for zone in zones for amount in zone.amounts
        ):
            return name
    return ""


def _other_date(
    each: Particular, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    """A date that contradicts that of a fact, in a passage or its sentence."""
    is_day_in_text = each.key not in ("date", "as_of") and all(span[0].precision == 3 for span in each.dates)
    # A title with another day than its sources is not explained by the date beside it.
    others = [
        span
        for particular in explained
        if particular.key == each.key or not is_day_in_text
        for span in particular.dates
    ]
    if any(
        _is_a_number(span, zone) for span in each.dates for p in passages for zone in (p.said, p.sentence)
    ):
        return None  # `the 1858 Treaty`
    mentions = [(mention, n) for n, passage in enumerate(passages) for mention in passage.said.dates]
    mentions += [(mention, n) for n, passage in enumerate(passages) for mention in passage.sentence.dates]
    for mention, n in mentions:
        is_explained = any(_names(mention, span) for span in others)
        # A year beside an event of a certain day is often that of something else.
        if not is_explained and any(
            mention.precision >= span[0].precision and _contradicts(mention, span) for span in each.dates
        ):
            return mention.text, n
    return None


def _is_a_number(span: tuple[Point, Point], zone: Zone) -> bool:
    """Whether a stretch has the year of a date as a number."""
    return span[0].precision == 1 and any(span[0].year in amount.readings for amount in zone.amounts)


def _contradicts(mention: DateMention, span: tuple[Point, Point]) -> bool:
    """Whether words name another date, at the precision of a fact's or coarser."""
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


# ── Speakers, names and quotations ──────────────────────────────────────────────────────────────────────────


def _speaker(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    """Whether a source presents the speaker as speaking or, if it names no speaker there, names them at
    all."""
    other: tuple[str, int] | None = None
    for n, passage in enumerate(passages):
        state, instead = _voice(each.actors, passage, known)
        if state in ("in-passage", "near"):
            return Finding(each, state, passage=n)
        if state == "differs" and other is None:
            other = instead, n
    if other is not None:
        return Finding(each, "differs", *other)
    return Finding(each, "not-found")


def _voice(actors: frozenset[str], passage: Passage, known: KnownNames) -> tuple[State, str]:
    """What one passage and its surroundings say of who speaks."""
    if not actors.isdisjoint(passage.actors):
        return "in-passage", ""
    words = lexicon(passage.language)
    spoken = [(mention.text, mention.actors) for mention in speakers(passage.words, known, words)]
    named = [(mention.text, mention.actors) for mention in known.mentions(passage.words)]
    around = passage.around
    said = _named(around.said, known) if around is not None else ()
    if (state := _among(actors, spoken, named, known)) is not None:
        others = () if spoken else _comparable(actors, said, known)
        if others and all(actors.isdisjoint(each) for _, each in said):
            return "differs", others[0][0]  # the passage only speaks of the one to whom the sheet gives it
        return "in-passage" if state[0] == "near" else "differs", state[1]
    if around is None:
        return "not-found", ""
    if (state := _among(actors, said, _named(around.sentence, known), known)) is not None:
        return state
    nearby, names = _named(around.said_nearby, known), _named(around.paragraph, known)
    present = _named(around.sentence, known)
    if (spoken or said) and known.persons(actors):
        is_named = any(not actors.isdisjoint(each) for _, each in (*nearby, *names))
        # An organization may speak through a person, who is then named.
        return ("not-found", "") if is_named else ("differs", (*spoken, *said)[0][0])
    # Nobody is named as speaking in the sentence: the one who speaks nearest does.
    if nearby and not any(not actors.isdisjoint(each) for _, each in (*nearby, *names)):
        return "differs", nearby[-1][0]
    if any(known.persons(each) for _, each in present):
        names = ()
    return _among(actors, nearby, names, known) or ("not-found", "")


Named: TypeAlias = Sequence[tuple[str, frozenset[str]]]


def _among(
    actors: frozenset[str], spoken: Named, named: Named, known: KnownNames
) -> tuple[State, str] | None:
    """Whether actors are among those who speak in a stretch or, if nobody does, among those it names."""
    if any(not actors.isdisjoint(each) for _, each in spoken):
        return "near", ""
    spoken = _comparable(actors, spoken, known)
    if spoken:
        return "differs", spoken[0][0]
    return ("near", "") if any(not actors.isdisjoint(each) for _, each in named) else None


def _comparable(actors: frozenset[str], others: Named, known: KnownNames) -> Named:
    """Those who can have been taken for the speaker. An organization may speak for a person, through whom it
    speaks, so only another person differs from a person."""
    if not known.persons(actors):
        return others
    return [(text, each) for text, each in others if known.persons(each)]


def _named(pieces: Iterable[str], known: KnownNames) -> Named:
    return [
        (mention.text, mention.actors)
        for piece in pieces
        for mention in known.mentions(piece)
        if mention.text == piece
    ]


def _name(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    for n, passage in enumerate(passages):
        for mention in known.mentions(passage.words):
            if not each.actors.isdisjoint(mention.actors):
                return Finding(each, "in-passage", passage=n, span=(mention.start, mention.end))
        owned = known.mentions(passage.own)
        if any(not each.actors.isdisjoint(actors) for actors in (passage.actors, *(m.actors for m in owned))):
            return Finding(each, "in-passage", passage=n)
    for n, passage in enumerate(passages):
        if passage.around is None:
            continue
        pieces = (*passage.around.sentence, *passage.around.paragraph)
        if any(not each.actors.isdisjoint(actors) for _, actors in _named(pieces, known)):
            return Finding(each, "near", passage=n)
    return Finding(each, "not-found")


def _quote(each: Particular, passages: Sequence[Passage]) -> Finding:
    for n, passage in enumerate(passages):
        if contains(passage.words, each.words) or contains(passage.own, each.words):
            return Finding(each, "in-passage", passage=n)
    words = _trimmed(each.words)
    for n, passage in enumerate(passages):
        alignment = fuzz.partial_ratio_alignment(words, normalize(passage.words).text, score_cutoff=NEAREST)
        if alignment is not None and len(words) >= 8:
            return Finding(each, "differs", passage.words, n)
    for n, passage in enumerate(passages):
        if (other := QUOTED.search(passage.words)) is not None:
            return Finding(each, "differs", other[0], n)
    return Finding(each, "not-found")


QUOTED = re.compile(
    r"“([^“”]{2,400})”|«\s?([^«»]{2,400}?)\s?»|„([^“”„]{2,400})[“”]|「([^「」]{2,400})」|\"([^\"]{2,400})\""
)
"""Words in quotation marks."""

NEAREST = 75
"""How similar a stretch of a passage is, out of 100, to be a quotation with other words."""


@lru_cache(maxsize=1 << 12)
def contains(passage: str, quote: str) -> bool:
    """Whether a quotation may stand for a passage: "a wish" is not what "not a wish" says."""
    if passage == quote:
        return True
    if _letters(quote) not in _letters(passage):
        return False  # as nearly always; to normalize both takes ten times as long
    words = _trimmed(quote)
    if words == _trimmed(passage):
        return True
    text = normalize(passage)
    spans = occurrences(words, text, whole=True) if words else iter(())
    return any(not negation_beside(rest_of_sentence(text, *span), REFERENCE) for span in spans)


@lru_cache(maxsize=1 << 12)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _trimmed(text: str) -> str:
    """A text as passages are compared, without punctuation around it: inside, a comma or an omission can turn
    the meaning."""
    return normalize(text).text.strip(" .,;:!?\"'-")


__all__ = [
    "COVERED", "QUOTED", "Finding", "Kind", "Particular", "Passage", "State", "contains", "cover", "point_of",
]  # fmt: skip

"""Whether passages give a number and, if not, which other number they have instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from briefings.evidence.coverage.terms import Finding, Particular, Passage, State
from briefings.grammar.amounts import Amount, rounds
from briefings.grammar.boundaries import IDEOGRAPHS
from briefings.grammar.cues import cues, primary
from briefings.grammar.languages import languages
from briefings.grammar.lexicon import readable
from briefings.grammar.number_words import ones
from briefings.grammar.units import is_named, unit_after
from briefings.grammar.votes import VOTES, may_be_votes, sides
from briefings.grammar.zones import Zone


def is_comparable(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether a name such as `G8801` has one with the same letters to be held against; others need
    none."""
    if each.amount is None or each.amount.unit.kind != "code":
        return True
    return any(code.unit.is_same(each.amount.unit) for passage in passages for code in passage.codes)


def find_number(each: Particular, passages: Sequence[Passage]) -> Finding:
    wanted = each.amount
    assert wanted is not None
    if each.side and (finding := _find_side(each, wanted, passages)) is not None:
        return finding
    if wanted.unit.kind == "code":
        for n, passage in enumerate(passages):
            for code in filter(wanted.has_number_of, passage.codes):
                if code.unit.is_same(wanted.unit):
                    return Finding(each, "in-passage", passage=n, span=(code.start, code.end))
        return Finding(each, "not-found")
    places: tuple[tuple[State, Callable[[Passage], Iterator[Zone]]], ...]
    places = (("in-passage", Passage.close), ("near", Passage.nearby))
    of_else: Amount | None = None
    for state, zones in places:
        for n, passage in enumerate(passages):
            for zone in zones(passage):
                given = [a for a in zone.amounts if a.gives(wanted) and not _counts_else(a, wanted, passage)]
                amount = next((a for a in given if not _is_called_else(a, each, passage)), None)
                if amount is not None or _gives_year(zone, wanted):
                    span = (amount.start, amount.end) if amount is not None and zone is passage.said else None
                    return Finding(each, state, passage=n, span=span)
                of_else = of_else or next(iter(given), None)
    if of_else is not None:
        return Finding(each, "not-found", of_else.text)
    if (year := as_year(wanted)) is not None:
        for n, passage in enumerate(passages):
            if passage.published is not None and passage.published.year == year:
                return Finding(each, "in-passage", passage=n)
    if wanted.readings == {Decimal(1)} and wanted.unit != VOTES:
        for n, passage in enumerate(passages):
            if (span := _one(passage, wanted)) is not None:
                return Finding(each, "in-passage", passage=n, span=span)
    return Finding(each, "not-found")


def says_same(each: Particular, passage: Passage) -> bool:
    """Whether the words of a passage give a number of the same things, not only the same number."""
    wanted = each.amount
    if wanted is None:
        return True
    told = sides(passage.words, passage.language) if each.side else ()
    if any(side == each.side and amount.gives(wanted) for side, amount in told):
        return True
    every = (*passage.said.amounts, *passage.codes)
    given = (amount for amount in every if amount.gives(wanted) and not amount.is_doubtful)
    return any(a.is_of_same(wanted) if wanted.unit.kind else not a.unit.kind for a in given)


def _find_side(each: Particular, wanted: Amount, passages: Sequence[Passage]) -> Finding | None:
    """Whether passages give a number of a vote, if they say which is whose."""
    told = [(side, a, n) for n, p in enumerate(passages) for side, a in sides(p.words, p.language)]
    is_vote = {"ayes", "noes"}.issubset(side for side, *_ in told)
    if not each.is_measured and not (is_vote and any(a.has_number_of(wanted) for _, a, _ in told)):
        return None  # a text may mean something else by `for`
    own = [(amount, n) for side, amount, n in told if side == each.side]
    for amount, n in own:
        if amount.has_number_of(wanted):
            return Finding(each, "in-passage", passage=n, span=(amount.start, amount.end))
    if len(own) == 1:
        return Finding(each, "differs", own[0][0].text, own[0][1])
    return Finding(each, "not-found") if any(a.has_number_of(wanted) for _, a, _ in told) else None


def _one(passage: Passage, wanted: Amount) -> tuple[int, int] | None:
    """Where a passage says one in words, which are mostly articles: `a centimeter`."""
    for match in ones(passage.language).finditer(passage.words):
        unit = unit_after(passage.words, match.end(), passage.language)
        if unit.is_same(wanted.unit) or not (
            unit.contradicts(wanted.unit) or wanted.unit.kind in ("", "measure")
        ):
            return match.span()
    return None


def _counts_else(amount: Amount, wanted: Amount, passage: Passage) -> bool:
    """Whether a number counts no votes where some are meant or, without a unit, has a different one elsewhere
    in the passage or, if the passage ends with it, in its sentence: the 19 of `19-year-old` is not that of 19
    months."""
    if not _may_be_meant(amount, wanted, passage.language):
        return True
    if amount.unit.kind or _is_share(amount):
        return False
    is_cut = not passage.words[amount.end :].strip()
    wholes = (*passage.said.amounts, *(passage.sentence.amounts if is_cut else ()))
    return any(whole.has_number_of(amount) and wanted.unit.contradicts(whole.unit) for whole in wholes)


def _is_called_else(amount: Amount, each: Particular, passage: Passage) -> bool:
    """Whether a passage says what it counts, and nowhere names what the unit of a fact does: `12 signatures`
    for 12 members."""
    if amount.unit.kind != "count" or not each.noun or each.language != primary(passage.language):
        return False
    words = f"{amount.text} {passage.words} {passage.title}"
    return not is_named(each.noun, amount.unit, words, each.language)


def _may_be_meant(amount: Amount, wanted: Amount, language: str) -> bool:
    return wanted.unit != VOTES or may_be_votes(amount.unit, language)


def as_year(amount: Amount) -> int | None:
    """The year that a number can be."""
    if amount.unit.kind or len(amount.readings) != 1:
        return None
    (value,) = amount.readings
    return int(value) if value == value.to_integral_value() and 1000 <= value <= 2999 else None


def _gives_year(zone: Zone, amount: Amount) -> bool:
    year = as_year(amount)
    return year is not None and any(
        point.year == year for mention in zone.dates for reading in mention.readings for point in reading
    )


def other_number(
    each: Particular, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    """The number that a source has where a fact has another one: by a slip or, if nothing like it is there,
    another number that nothing in the fact accounts for."""
    wanted = each.amount
    assert wanted is not None
    if _is_zero(each) and any(_is_denied(passage) for passage in passages):
        return None
    if wanted.unit.kind == "code":
        known = [other.amount for other in explained if other.amount is not None]
        given = ((code, n) for n, passage in enumerate(passages) for code in passage.codes)
        others = (
            (code.text, n)
            for code, n in given
            if code.unit.is_same(wanted.unit) and not any(map(code.gives, known))
        )
        return next(others, None)
    if any(a.lacks_limit_of(wanted) for p in passages for z in (p.said, *p.nearby()) for a in z.amounts):
        return None  # it has the number, perhaps with a limit in other words
    best: tuple[int, str, int] | None = None
    for n, passage in enumerate(passages):
        for distance, zone in enumerate((passage.said, passage.sentence, passage.paragraph)):
            for amount in _unexplained(zone, explained, wanted):
                likeness = _likeness(wanted, amount, is_around=distance == 2)
                candidate = distance * 10 - likeness, amount.text, n
                if likeness and (best is None or candidate[0] < best[0]):
                    best = candidate
    return _instead(each, wanted, passages, explained) if best is None else best[1:]


def nearer_number(
    each: Particular, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    """The only number of the same unit in the passages, if that of a fact stands only in another sentence."""
    wanted = each.amount
    assert wanted is not None
    if any(amount.gives(wanted) for passage in passages for amount in passage.sentence.amounts):
        return None
    said = [(a, n) for n, p in enumerate(passages) for a in _unexplained(p.said, explained, wanted)]
    return _only(_same(wanted, said))


def _unexplained(zone: Zone, explained: Sequence[Particular], wanted: Amount) -> list[Amount]:
    """The certain numbers of a stretch of a source that may be meant and are not those of a fact."""
    known = [each.amount for each in explained if each.amount is not None and each.amount.unit.kind != "code"]
    is_read = primary(zone.language) in readable()
    return [
        a
        for a in zone.amounts
        if not a.is_doubtful
        and not any(map(a.gives, known))
        and _may_be_meant(a, wanted, zone.language)
        # In a language whose words are not read, the unit is not sure.
        and (is_read or not a.has_number_of(wanted))
    ]


def _instead(
    each: Particular, wanted: Amount, passages: Sequence[Passage], explained: Sequence[Particular]
) -> tuple[str, int] | None:
    """The number that can only be meant by one that stands nowhere: one of the same unit, or the only one in
    the passages that may count the same."""

    def found(zone: str) -> list[tuple[Amount, int]]:
        return [
            (a, n)
            for n, passage in enumerate(passages)
            for a in _unexplained(getattr(passage, zone), explained, wanted)
            if zone != "said" or _GOES_ON.search(passage.words, 0, a.start) is None
        ]

    said, is_measure = found("said"), wanted.unit.kind in MEASURED
    same = _same(wanted, said)
    if (only := _only(same[:1] if is_measure else same)) is not None:
        return only
    if each.is_counted or len(passages) > 1 or wanted.unit.kind == "time" or _is_zero(each):
        return None
    like = [
        (a, n)
        for a, n in said
        if wanted.unit.is_like(a.unit) and _are_of_one_size(wanted, a)
        # 30 percent may be said as three readers in ten.
        if wanted.unit.kind == a.unit.kind or "percent" not in (wanted.unit.kind, a.unit.kind)
    ]
    for group in ([(a, n) for a, n in like if a.unit.kind == wanted.unit.kind], like):
        # `Two` and `a third` are said in too many ways to be held against digits.
        if (only := _only(group)) is not None and (
            wanted.in_digits or each.is_measured or not (group is like or group[0][0].in_digits)
        ):
            return only
    if like or not is_measure or not wanted.in_digits:
        return None
    around = _same(wanted, found("sentence"))
    if around:
        return _only(around[:1])
    if any(wanted.has_number_of(a) for p in passages for a in (*p.said.amounts, *p.sentence.amounts)):
        return None
    return _only(_same(wanted, found("paragraph")))


def _is_denied(passage: Passage) -> bool:
    """Whether a passage negates something, and so may give 0 in words."""
    known = primary(passage.language) in languages()
    return known and any(cue.kind == "negation" for cue in cues(passage.words, passage.language))


def may_be_unsaid(finding: Finding) -> bool:
    """Whether a number need not be looked for: sources give 0 in too many ways, as by `unanimously`."""
    return finding.state == "not-found" and _is_zero(finding.particular)


def _is_zero(each: Particular) -> bool:
    return each.is_measured and each.amount is not None and not any(each.amount.readings)


_GOES_ON = re.compile(rf"[\d{IDEOGRAPHS}][^\W\d_]?$")
"""Before the five in 3万5千亿 and 一米五, which may be a part of the number before it."""

MEASURED = ("percent", "points", "money", "measure")
"""The kinds of units that a number has for certain; a noun after it need not be what it counts."""


def _same(wanted: Amount, found: Sequence[tuple[Amount, int]]) -> list[tuple[Amount, int]]:
    return [(amount, n) for amount, n in found if _are_of_one_kind(wanted, amount)]


def _only(found: Sequence[tuple[Amount, int]]) -> tuple[str, int] | None:
    """The number in all of these places; None if they have more than one, or none at all."""
    if len({(amount.readings, amount.unit.names) for amount, _ in found}) != 1:
        return None
    return found[0][0].text, found[0][1]


def may_be_computed(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether a number in a text is the sum or difference of two in the sentence, and large or precise enough
    not to be so by chance. Computed values are declared, so only texts are looked at."""
    if each.amount is None or each.is_measured:
        return False
    values = {value for value in each.amount.readings if value >= 100 or value % 1}
    for passage in passages if values else ():
        near = (*passage.said.amounts, *passage.sentence.amounts)
        given = {n for a in near if each.amount.unit.is_like(a.unit) for n in a.readings}
        sums = {n for one, other in combinations(given, 2) for n in (one + other, abs(one - other))}
        if values & sums - given:
            return True
    return False


def _are_of_one_size(one: Amount, other: Amount) -> bool:
    """Whether neither of two numbers is more than a hundred times as large as the other."""
    return any(
        a <= 100 * max(b, Decimal(1)) and b <= 100 * max(a, Decimal(1))
        for a in one.readings
        for b in other.readings
    )


def _likeness(wanted: Amount, given: Amount, *, is_around: bool) -> int:
    """How likely it is that a source means this number by the given one, in the sentence of a passage or
    around it; 0 if it counts something else."""
    if wanted.has_number_of(given):
        kinds = {wanted.unit.kind, given.unit.kind}
        if kinds in ({"count", "measure"}, {"count", ""}):
            return 0  # the noun may not be what is counted: `360 unpaid hours`
        if kinds == {"count"} and not (wanted.unit.things and given.unit.things):
            return 0
        return 4 if not is_around or (wanted.is_precise and wanted.unit.contradicts(given.unit)) else 0
    converted = [given.unit.converted(b, wanted.unit) for b in given.readings]  # 1.34 km beside 1,430 meters
    numbers = [b.normalize() for b in converted if b is not None]
    is_same = bool(numbers) or _are_of_one_kind(wanted, given)
    if not (is_same if is_around else wanted.unit.is_like(given.unit)):
        return 0
    pairs = [(a, b) for a in wanted.readings for b in numbers or given.readings]
    if is_same and not is_around and any(rounds(a, b, "about") for a, b in pairs):
        return 3  # rounded, and not to the side that the qualifier says
    short = is_same and not is_around
    return 2 + is_same if any(_is_mistyped(a, b, even_short=short) for a, b in pairs) else 0


def _are_of_one_kind(one: Amount, other: Amount) -> bool:
    """Whether two numbers certainly count the same: people, the number of a route, or a share in words."""
    if one.unit.is_same(other.unit) or (_is_share(one) and _is_share(other)):
        return True
    return one.label != "" and one.label == other.label


def _is_share(amount: Amount) -> bool:
    return not amount.in_digits and (
        len(amount.readings) > 1 or any(0 < each < 1 for each in amount.readings)
    )


def _is_mistyped(one: Decimal, other: Decimal, *, even_short: bool) -> bool:
    """Whether two numbers differ in one digit, in their order or in their magnitude. Short ones do so by
    chance."""
    a, b = _digits(one), _digits(other)
    if not even_short and any(len(each) < 3 and len(each.strip("0")) < 2 for each in (a, b)):
        return False
    if a.strip("0") == b.strip("0"):
        return True
    if len(a) != len(b):
        return min(len(a), len(b)) > (1 if even_short else 2) and Levenshtein.distance(a, b) == 1
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1 or sorted(a) == sorted(b)


def _digits(number: Decimal) -> str:
    whole, _, rest = f"{abs(number):f}".partition(".")
    return whole + rest


__all__ = [
    "as_year", "find_number", "is_comparable", "may_be_computed", "may_be_unsaid", "nearer_number",
    "other_number", "says_same",
]  # fmt: skip

"""Finds the particulars of published sentences: numbers, dates, known names and words in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from briefings.evidence.coverage import QUOTED, Particular, point_of
from briefings.grammar.amounts import DEGREES, GROUPED, Amount, amounts
from briefings.grammar.codes import codes
from briefings.grammar.cues import fold, primary
from briefings.grammar.date_forms import weekdays
from briefings.grammar.dates import Point, calendar
from briefings.grammar.lexicon import NOTHING, lexicon
from briefings.grammar.names import EVER, Day, KnownNames, Office
from briefings.grammar.number_words import number_words
from briefings.grammar.numbers import scales_in, without_scales
from briefings.grammar.trigger import may_count, may_date
from briefings.grammar.units import Unit as Quantity
from briefings.grammar.units import unit_in
from briefings.grammar.votes import SIDES, VOTES, sides
from briefings.model.dates import Date, Part, Unit
from briefings.model.days import CalendarDay
from briefings.text.characters import as_seen


@lru_cache(maxsize=1 << 12)
def in_text(key: str, text: str, language: str) -> tuple[Particular, ...]:
    """The numbers, dates and quoted words in a plain text of the site's language."""
    text = as_seen(text)
    found = [*_numbers_and_dates(key, text, language)] if may_count(text, language) else []
    for match in QUOTED.finditer(text):
        words = next(group for group in match.groups() if group is not None)
        found.append(Particular("quote", key, words, language=primary(language), start=match.start()))
    return tuple(sorted(found, key=lambda each: each.start))


def _numbers_and_dates(key: str, text: str, language: str) -> Iterator[Particular]:
    dates = list(calendar(language, None).mentions(text)) if may_date(text, language) else []
    for mention in dates:
        points = [point for reading in mention.readings for point in sorted(reading, key=str)]
        if points:
            spans = tuple((point, point) for point in points)
            first = fold(re.split(r"[,.\s]", mention.text, maxsplit=1)[0])
            day = weekdays(primary(language)).get(first) if len(points) == 1 else None
            yield Particular("date", key, mention.text, dates=spans, weekday=day, start=mention.start)
    found = amounts(text, language)
    hours = {each.start for each in found if each.unit.kind == "time"}
    voted = sides(text, language)
    for code in codes(text):
        if not any(each.start < code.end and code.start < each.end for each in found):  # `RM900`
            yield Particular("number", key, code.text, code, start=code.start)
    for amount in found:
        if amount.start in hours and amount.unit.kind != "time":
            continue  # `at 20 hours` is said of a time
        if not any(each.start <= amount.start < each.end for each in dates) and _counts(
            amount, text, language
        ):
            side = whose[0] if len(whose := [side for side, a in voted if a == amount]) == 1 else ""
            yield Particular("number", key, amount.text, amount, side=side, start=amount.start)


def _counts(amount: Amount, text: str, language: str) -> bool:
    """Whether a number says something that a source can give: not `one`, nor the 7 in `G7`."""
    before, after = text[: amount.start][-2:], text[amount.end :][:2]
    if amount.readings == {Decimal(1)} and amount.in_digits and amount.unit.kind:
        return True
    if amount.readings <= {Decimal(0), Decimal(1)}:
        # Of a score such as `2-0`, they count.
        return re.search(r"\d[-–:]$", before) is not None or re.match(r"[-–:]\d", after) is not None
    if not amount.in_digits:
        first = fold(text[amount.start : amount.end]).split()[0]
        known = number_words(primary(language))
        # `several hundred thousand` is not a certain number.
        vague = known is not None and (first in known.hundred or first in known.thousand)
        vague &= fold(text[: amount.start].rstrip().rpartition(" ")[2]) in lexicon(language).vague
        return not vague and not amount.is_doubtful
    is_ordinal = re.match(rf"(?:{lexicon(language).ordinal_signs or NOTHING})(?!\w)", text[amount.end :])
    after = "" if is_ordinal else after[:1]
    attached = re.search(r"[^\W\d_]-?$|(?:^|\D)[#№§.,:/]$", before) is not None and not _is_unspaced(before)
    attached &= amount.unit.kind != "money" and GROUPED.search(amount.text) is None  # `RM900`
    return not attached and not (after.isalpha() and after.isascii() and not amount.unit.kind)


def _is_unspaced(before: str) -> bool:
    return re.search(r"[\u3000-\u9fff]-?$", before) is not None


def names_in(key: str, text: str, known: KnownNames) -> Iterator[Particular]:
    """The known names in a plain text."""
    for mention in known.mentions(text):
        yield Particular("name", key, mention.text, actors=mention.actors, start=mention.start)


def speaker(actor: str, known: KnownNames, date: Date | None = None) -> Particular:
    """The speaker of a statement, with its day."""
    named = known.actors.get(actor)
    words = named.names[0] if named is not None else actor
    spans = tuple(filter(None, map(_span, date.parts))) if date is not None else ()
    return Particular("speaker", "speaker", words, dates=spans, actors=frozenset((actor,)))


def office(
    title: str, organization: str | None, begin: Date | None, end: Date | None, *, is_sole: bool
) -> Office:
    """A role, which certainly has an actor only if it has one at a time, and since a known day."""
    first, last = map(_possible_days, (begin, end))
    certain = (first[1], last[0] if last else EVER[1]) if first and is_sole else None
    return Office(title, organization, certain, ((first or EVER)[0], (last or EVER)[1]))


def _possible_days(date: Date | None) -> tuple[Day, Day] | None:
    """The first and the last day that a date can mean."""
    parts = date.parts if date is not None else ()
    return (min(part.not_before for part in parts), max(part.not_after for part in parts)) if parts else None


def dated(key: str, date: Date, *, is_spoken: bool = False) -> Iterator[Particular]:
    """The date of an entry, perhaps that of a statement, and the times of day in it; nothing if it has no
    part that a source can give."""
    ends = (date.parts[0], date.parts[-1]) if date.is_interval else date.parts[:1]
    spans = tuple(dict.fromkeys(filter(None, map(_span, ends))))
    if spans:
        days = re.sub(r"T[^/]+", "", date.text) if "T" in date.text else date.text
        yield Particular("date", key, days, dates=spans, is_spoken=is_spoken)
    for clock in filter(None, (part.clock for part in ends)):
        words = f"{clock.hour:02}:{clock.minute:02}"
        minutes = frozenset((Decimal(clock.hour * 60 + clock.minute),))
        amount = Amount(words, minutes, Quantity("time", frozenset(("time",)), words))
        yield Particular("number", key, words, amount, is_measured=True)


def _span(part: Part) -> tuple[Point, Point] | None:
    """The first and the last day, month or year that a part of a date can mean."""
    precision = 3 if part.unit in (Unit.DAY, Unit.TIME) else 2 if part.unit is Unit.MONTH else 1
    if point_of(part) is None and part.unit is not Unit.SEASON:
        precision = 1
    first, last = (
        (part.not_before, part.not_after) if part.approximate or part.uncertain else (part.first, part.last)
    )
    if part.some is not None:
        precision = 2 if part.some is Unit.DAY and part.first.month == part.last.month else 1
    return _cut(first, precision), _cut(last, precision)


def _cut(day: CalendarDay, precision: int) -> Point:
    return Point(*day[:precision])


def measured(
    key: str, number: int | Decimal, unit: str, label: str, qualifier: str | None, language: str
) -> Particular:
    """The number of a key in its unit."""
    value, unit, label = Decimal(number), as_seen(unit), as_seen(label)
    scales = (*scales_in(unit, language), *scales_in(label, language))
    quantity = VOTES if key in SIDES else unit_in(unit, language)
    # A fall of 3 percent may be given as -3, and the text says 3.
    values = {value, value if quantity.names & DEGREES else abs(value)}
    wanted = frozenset({each * scale.factor for scale in scales for each in values} or values)
    if not any(scale.certain for scale in scales_in(unit, language)):
        wanted |= values  # 412 in million euros is not 412
    amount = Amount(f"{number} {unit}", wanted, quantity, qualifier or "")
    words = " ".join(filter(None, (qualifier, str(number), unit)))
    noun = without_scales(unit, language) if quantity.kind == "count" and key not in SIDES else ""
    return Particular(
        "number",
        key,
        words,
        amount,
        is_measured=True,
        language=primary(language) if noun else "",
        noun=noun,
        side=key if key in SIDES else "",
    )


def says_counted(note: str, language: str) -> bool:
    """Whether a note says that somebody counted."""
    words = lexicon(language)
    if not words.spaced:
        return any(word in note for word in words.counting.whole)
    return any(fold(word) in words.counting for word in re.findall(r"\w+", note))

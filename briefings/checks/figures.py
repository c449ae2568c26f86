"""Figures beside their passages: a number that was mistyped, or belongs to another passage, is in none of
them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, of_kind
from briefings.checks.numerals import Numeral, numerals, scales_in, spells_numbers, totals
from briefings.model import Briefing, Source
from briefings.model.briefing import Figure
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.sheets.load import Sheet, once

LEAST_DIGITS = 3
"""A number of so many significant digits is written in digits in any language."""

MOST_NAMED = 4
"""So many numbers of the passages are named in a message."""


def figure_problems(catalog: Catalog, language: str) -> Iterator[Problem]:
    """Where a value cites passages, one of them gives its number. Units are read in the site's language (BCP
    47)."""
    compared = _compared_in(language)
    for sheet in catalog.briefings.values():
        cited = dict.fromkeys(
            citation.source for entry in of_kind(sheet, "figure") for citation in entry.citations
        )
        if cited:
            yield from compared(sheet, *(catalog.sources[source] for source in cited))


@cache
def _compared_in(language: str) -> Callable[..., tuple[Problem, ...]]:
    """The comparison for sites in a language; it works once for each sheet and the sources that its figures
    cite."""

    @once
    def compared(sheet: Sheet[Briefing], *sources: Sheet[Source]) -> tuple[Problem, ...]:
        spoken = {source.id: source.data.language for source in sources}
        return tuple(
            found for entry in of_kind(sheet, "figure") for found in _problems(entry, spoken, language)
        )

    return compared


def _problems(entry: Entry[Figure], spoken: Mapping[str, str], language: str) -> Iterator[Problem]:
    for n, value in enumerate(entry.item.values):
        passages = [(c.passage, spoken[c.source]) for c in value.cite if c.passage is not None]
        if passages and not any(
            all(_gives(passage, tongue, number, entry.item, language) for number, _ in value.numbers)
            for passage, tongue in passages
        ):
            yield from _problem(entry, n, passages)


def _gives(passage: str, spoken: str, number: int | Decimal, figure: Figure, language: str) -> bool:
    """Whether a passage gives the number, or nobody can tell: numbers in words are known in few languages."""
    numbers = numerals(passage, spoken)
    wanted = abs(Decimal(number))
    if wanted in (0, 1):
        return True  # said in too many ways: no, an, the only …
    if not spells_numbers(spoken) and (
        _significant(wanted) < LEAST_DIGITS or not any(n.in_digits for n in numbers)
    ):
        return True
    wanted_readings = _wanted(wanted, figure, language, passage, spoken)
    given = {reading for number in numbers for reading in number.readings}
    return not wanted_readings.isdisjoint(given) or not wanted_readings.isdisjoint(totals(numbers))


def _wanted(number: Decimal, figure: Figure, language: str, passage: str, spoken: str) -> set[Decimal]:
    """What the passage may say for a number in its unit: 1500 in million euros is 1.5 billion."""
    of_unit = scales_in(figure.unit, language)
    wanted = {number * scale.factor for scale in (*of_unit, *scales_in(figure.label, language))}
    certain = {scale.factor for scale in of_unit if scale.certain}
    # Of `in millions: 412` the passage gives the scale, too, though not beside the number.
    if certain and certain.isdisjoint(scale.factor for scale in scales_in(passage, spoken)):
        return wanted
    return wanted | {number}


def _significant(number: Decimal) -> int:
    digits = "".join(map(str, number.as_tuple().digits))
    return len(digits.strip("0"))


def _problem(entry: Entry[Figure], n: int, passages: list[tuple[str, str]]) -> Iterator[Problem]:
    value = entry.item.values[n]
    given: list[Numeral] = [number for passage, spoken in passages for number in numerals(passage, spoken)]
    one = len(passages) == 1
    if given:
        named = ", ".join(dict.fromkeys(number.text for number in given[:MOST_NAMED])) + (
            " …" if len(given) > MOST_NAMED else ""
        )
        message = (
            f"{value.headline} {entry.item.unit}:"
            f" {f'its passage gives {named}' if one else f'its passages give {named}'}"
        )
        hint = "correct the number or its unit, or cite the words that give it"
    elif value.note is None and entry.item.note is None:
        message = (
            f"{value.headline} {entry.item.unit}: {'its passage gives' if one else 'its passages give'} no"
            " number"
        )
        hint = "cite the words that give it, or say in `note` how it was counted"
    else:
        return  # counted by the curator, and the note says how
    place = entry.sheet.place((*entry.path, "values", n, value.key))
    yield problem(codes.FIGURE_OUTSIDE_PASSAGE, message, place, hint)


__all__ = ["figure_problems"]

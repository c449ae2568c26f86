"""How the values of entries are written in YAML, each on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from briefings.grammar.numbers import numerals
from briefings.sheets.starter import flow, quoted

Value = str | int | Decimal | tuple[str, ...]

_PLAIN = frozenset(
    (
        "actor", "as_of", "body", "date", "drafted", "kind", "qualifier", "result", "source", "speaker",
        "status",
    )
)  # fmt: skip
"""Keys whose values need no quotation marks; texts always have some, so that they can be edited safely."""


NAMED = re.compile(r"(?P<name>.+?) ?[(（](?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)[)）]")
"""A name with its id beside it: 李明 (li-ming)."""

_DATE = re.compile(r"\d(?:[\dTZX/.:+~?-]*[\dZX.~?])?")
"""A date, which YAML may read as a number; sheets read it as it is."""

NUMBERS = ("value", "from", "to", "ayes", "noes", "abstentions")
"""Keys whose values are numbers."""

_UNCLEAR = re.compile(r"[-+]?[1-9]\d{0,2}\.\d\d0", re.ASCII)
"""A number whose point may group thousands, which sheets refuse."""


def read_value(key: str, words: str) -> Value:
    """A value as it is given on a command line: a list of ids has commas."""
    words = " ".join(words.split())
    if key == "actors" and words:
        return tuple(word.strip() for word in words.split(","))
    if key in NUMBERS and words:
        try:
            number = Decimal(words)
        except InvalidOperation:
            return words
        if not number.is_finite() or abs(number.adjusted()) >= LARGEST_POWER or _UNCLEAR.fullmatch(words):
            return words
        return _whole(number)
    return words


def number_in(words: str, languages: Sequence[str]) -> int | Decimal | None:
    """The number that words are in the first of some languages in which they can be only one: `18.500` is
    18500 in Spanish. None if they are none, or more than a number."""
    digits = words.removeprefix("-").removeprefix("\N{MINUS SIGN}")
    for language in languages:
        found = numerals(digits, language)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(digits)):
            numbers = [*found[0].readings]
            if len(numbers) == 1 and abs(numbers[0].adjusted()) < LARGEST_POWER:
                return _whole(numbers[0] if digits == words else -numbers[0])
    return None


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


LARGEST_POWER = 18
"""Digits of a number before or after its point; articles have no longer numbers."""


def written(key: str, value: Value) -> str:
    """The value of a key in YAML."""
    if isinstance(value, tuple):
        return flow(list(value))
    if isinstance(value, int | Decimal):
        whole = value == int(value)
        return str(int(value)) if whole else f"{Decimal(value).normalize():f}"
    if value == "":
        return ""
    if key in _PLAIN:
        is_date = key in ("date", "as_of") and _DATE.fullmatch(value) is not None
        return value if is_date else flow(value)
    if key in NUMBERS and _UNCLEAR.fullmatch(value):
        return value
    return quoted(value)

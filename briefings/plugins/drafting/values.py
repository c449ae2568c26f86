"""How the values of entries are written in YAML, each on one line."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

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
        if not number.is_finite() or abs(number.adjusted()) >= LARGEST_POWER:
            return words
        return int(number) if number == number.to_integral_value() else number
    return words


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
    return quoted(value)

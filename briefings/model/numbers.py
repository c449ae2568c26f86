"""Numbers with their digits as written, and hints for text that was meant as a number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.model.base import ReadBy
from briefings.text import limits

LARGEST_NUMBER = 10**18
"""Articles contain no larger numbers, and programs that read our data can represent smaller ones."""

_GROUPED = re.compile(r"[-+]?\d{1,3}(?:(?P<sign>[,.'’ \u00a0\u202f])\d{3})(?:(?P=sign)\d{3})*", re.ASCII)
_RANGE = re.compile(r"(?P<low>\d+(?:\.\d+)?)\s*(?:[-–—]|to|bis)\s*(?P<high>\d+(?:\.\d+)?)", re.ASCII)
_THREE_DECIMALS = re.compile(r"-?[1-9]\d{0,2}\.\d\d0")
_WITH_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_WITH_UNIT = re.compile(r"(?P<before>\D*?)(?P<number>[-+]?\d+(?:[.,]\d+)?)(?P<after>\D*)", re.ASCII)


def _number_hint(text: str) -> str:
    """Suggests what to write instead of text that was meant as a number."""
    text = text.strip()
    if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text, re.ASCII):
        plain = re.sub(r"^([-+]?)0+(?=\d)", r"\1", text)
        return f"write it without quotation marks: {text}" if plain == text else f"write {plain}"
    if (match := _RANGE.fullmatch(text)) is not None:
        return f"a range is written as `from: {match['low']}` and `to: {match['high']}`, instead of `value`"
    if _GROUPED.fullmatch(text):
        return f"a number has no thousands separators: write {re.sub('[^0-9+-]', '', text)}"
    if _WITH_COMMA.fullmatch(text):
        return f"decimals follow a point: write {text.replace(',', '.')}"
    if (match := _WITH_UNIT.fullmatch(text)) is not None and (
        match["before"].strip() or match["after"].strip()
    ):
        return (
            f"write {match['number'].replace(',', '.')}; what it counts goes into `unit`, and words such as"
            " “about” into `qualifier`"
        )
    return ""


def as_number(value: object) -> int | Decimal:
    """A number as it is written; raises an error with a hint for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        hint = _number_hint(value) if isinstance(value, str) and len(value) <= 60 else ""
        raise PydanticCustomError(
            "number", "a number is needed, without unit or separators, such as 4500 or 5.5", {"hint": hint}
        )
    if isinstance(value, Decimal) and _THREE_DECIMALS.fullmatch(str(value)):
        whole, many = f"{value.normalize():f}", str(value).replace(".", "")
        hint = f"a point separates decimals: write {many} if that is meant, else {whole}"
        raise PydanticCustomError(
            "number", "it is not clear whether the point groups thousands", {"hint": hint}
        )
    if not -LARGEST_NUMBER < value < LARGEST_NUMBER:
        raise PydanticCustomError(
            "number", "a number has at most 18 digits; write larger ones in another unit, such as billions"
        )
    if isinstance(value, Decimal):
        _, digits, exponent = value.as_tuple()
        if len(digits) > limits.DIGITS or (isinstance(exponent, int) and exponent < -limits.DIGITS):
            raise PydanticCustomError(
                "number", "a number has at most 18 digits, and at most 18 places after the point"
            )
    return value


Number = Annotated[int | Decimal, ReadBy(as_number), WithJsonSchema({"type": "number"})]
"""A number with its digits as written: 5.50 keeps its zero."""


def _as_count(value: object) -> int:
    number = as_number(value)
    if not isinstance(number, int) or number < 0:
        raise PydanticCustomError("number", "a count is a whole number, 0 or more", {"hint": ""})
    return number


Count = Annotated[int, ReadBy(_as_count), WithJsonSchema({"type": "integer", "minimum": 0})]
"""How many there are of something."""

"""Names made of capital letters and a number: `G8801`, `CR400`, `F-16`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefings.grammar.amounts import Amount
from briefings.grammar.units import Unit

_CODE = re.compile(r"(?<![A-Za-zÀ-ÿ0-9-])([A-Z]{1,4})-?(\d{1,5})(?![0-9]|[.,]\d)")


def codes(text: str) -> Iterator[Amount]:
    """Such names in a text, with their letters as the unit of the number."""
    for match in _CODE.finditer(text):
        unit = Unit("code", frozenset((match[1],)), match[1])
        yield Amount(match[0], frozenset((Decimal(match[2]),)), unit, start=match.start(), end=match.end())


__all__ = ["codes"]

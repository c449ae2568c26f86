"""What the values of a figure say together: whether sources agree, differ, count different things, or give
numbers for different times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Literal, Protocol, TypeVar

from briefings.model.dates import Date

Verdict = Literal["agree", "differ", "things", "grew", "fell", "changed"]
"""agree: the numbers are compatible; differ: sources disagree about the same thing at the same time; things:
they count different things; grew, fell, changed: the numbers are for different times."""

_CLOSE = Decimal("0.1")
"""Compatible numbers differ by at most this share: "more than 140" and 143."""


class Given(Protocol):
    """A number as given by sources."""

    @property
    def low(self) -> int | Decimal:
        """The number, or the lower end of a range."""

    @property
    def high(self) -> int | Decimal:
        """The number, or the upper end of a range."""

    @property
    def qualifier(self) -> str | None:
        """`more than`, `about` and so on."""

    @property
    def as_of(self) -> Date | None:
        """The date or period that the number applies to."""

    @property
    def note(self) -> str | None:
        """What it counts, if it differs from the others."""

    @property
    def forecast(self) -> bool:
        """Whether it is expected, not counted."""


G = TypeVar("G", bound=Given)


def things(values: Iterable[G]) -> list[tuple[G, ...]]:
    """The values by what they count, in order. Values with different notes count different things."""
    groups: dict[str, list[G]] = {}
    for value in values:
        groups.setdefault((value.note or "").casefold(), []).append(value)
    return [tuple(group) for group in groups.values()]


def verdict(values: Sequence[Given]) -> Verdict | None:
    """The verdict on all values of a figure; None for a single one."""
    if len(values) < 2:
        return None
    if all(_agree(a, b) for a, b in combinations(values, 2)):
        return "agree"
    groups = things(values)
    if any(_on_one_thing(group) == "differ" for group in groups):
        return "differ"
    return "things" if len(groups) > 1 else _on_one_thing(groups[0])


def _on_one_thing(values: Sequence[Given]) -> Verdict | None:
    """The verdict on values that count the same thing."""
    differing = [(a, b) for a, b in combinations(values, 2) if not _agree(a, b)]
    if not differing:
        return "agree" if len(values) > 1 else None
    if any(_at_one_time(a.as_of, b.as_of) for a, b in differing):
        return "differ"
    steps = [*_steps(values)]
    return "grew" if min(steps) >= 0 else "fell" if max(steps) <= 0 else "changed"


def _steps(values: Sequence[Given]) -> Iterator[Decimal]:
    """The differences from each dated value to the next."""
    dated = sorted(
        ((value.as_of.order, middle(value)) for value in values if value.as_of is not None),
        key=lambda pair: pair[0],
    )
    for (_, before), (_, after) in pairwise(dated):
        yield after - before


def _at_one_time(a: Date | None, b: Date | None) -> bool:
    """Whether two dates may be of the same time."""
    return a is None or b is None or not (a.ends_before(b) or a.starts_after(b))


def _agree(a: Given, b: Given) -> bool:
    """Whether two numbers are compatible, given their qualifiers, and close to each other; or whether ranges
    overlap."""
    low, high = sorted((middle(a), middle(b)))
    is_range = a.low != a.high or b.low != b.high
    if not is_range and high - low > _CLOSE * max(abs(low), abs(high)):
        return False
    (a_low, a_high), (b_low, b_high) = _range(a), _range(b)
    return max(a_low, b_low) <= min(a_high, b_high)


def _range(given: Given) -> tuple[Decimal, Decimal]:
    """The numbers that a qualified number or range can mean."""
    low, high = Decimal(given.low), Decimal(given.high)
    match given.qualifier:
        case "about":
            return low - abs(low) * _CLOSE, high + abs(high) * _CLOSE
        case "nearly":
            return low - abs(low) * _CLOSE, high
        case "at least" | "more than":
            return low, Decimal("Infinity")
        case "up to" | "less than":
            return Decimal("-Infinity"), high
    return low, high


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range, as several values give it together."""

    low: int | Decimal
    high: int | Decimal
    forecast: bool = False
    qualifier: str | None = None
    as_of: Date | None = None
    note: str | None = None


def together(values: Sequence[Given]) -> Given:
    """What values say of one number: the newest one if it changed, an exact one if they agree, and otherwise
    the range of all."""
    says = verdict(values)
    if says == "differ" or says == "things":
        low, high = min(each.low for each in values), max(each.high for each in values)
        return Amount(low, high, forecast=any(each.forecast for each in values))
    if says in ("grew", "fell", "changed"):
        dated = [(each.as_of.order, n) for n, each in enumerate(values) if each.as_of is not None]
        return values[max(dated)[1]]
    return next((each for each in values if each.qualifier is None), values[0])


def middle(given: Given) -> Decimal:
    """The number, or the middle of a range."""
    return (Decimal(given.low) + Decimal(given.high)) / 2

"""Pictures to draw in tests: typical and extreme ones."""

from __future__ import annotations

import random
from datetime import date

from briefings.model.dates import Date
from briefings.pictures.strip import Mark

AS_OF = Date.parse("2026-11-24")


def mark(when: str, tone: int = 1, *, doubted: bool = False, milestone: bool = False) -> Mark:
    """An event, which is announced if it is after `AS_OF`."""
    parsed = Date.parse(when)
    return Mark(parsed, tone, parsed.starts_after(AS_OF), doubted, milestone)


STORY = [
    mark("2023-10-18", milestone=True),
    mark("2023-11-01/2023-11-02", 3),
    mark("[2023-11-16,2023-11-17]", 3),
    mark("2024-07-01", 2, doubted=True),
    mark("2025-07-26/2025-07-28", milestone=True),
    mark("2025-07-26"),
    mark("2025-07-27~", doubted=True),
    mark("2025-08"),
    mark("2025-09~", 2),
    mark("2026-02-12?", 2),
    mark("2026-07-16/.."),
    mark("2026-07~/2026-09", doubted=True),
    mark("2027-12-02", 3),
]
"""Every kind of date that sheets have."""

SHORT = [mark("2025-07-26"), mark("2025-07-26", 2)]
DECADES = [mark("1964"), mark("198X"), *STORY]
ONE_DAY = [mark("2025-07-26", 1 + n % 3) for n in range(120)]
EDGES_OF_TIME = [mark("0001-01-01"), mark("9999-12-31"), mark("2025")]
OPEN = [mark("../2025-07-01"), mark("2025-06-01"), mark("2025-09/..", milestone=True), mark("2025-08-01")]


def many(count: int) -> list[Mark]:
    """Events over four years."""
    chance = random.Random(7)
    found = []
    for number in range(count):
        day = date.fromordinal(date(2022, 1, 1).toordinal() + chance.randrange(1461))
        end = date.fromordinal(day.toordinal() + chance.randint(2, 90))
        written = chance.choices(
            (f"{day}", f"{day}/{end}", f"{day:%Y-%m}", f"{day}~"), weights=(85, 8, 4, 3)
        )[0]
        found.append(mark(written, 1 + number % 8))
    return found


TIMELINES = {
    "story": STORY,
    "short": SHORT,
    "decades": DECADES,
    "one day": ONE_DAY,
    "edges of time": EDGES_OF_TIME,
    "open": OPEN,
    "many": many(120),
}

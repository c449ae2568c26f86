"""The time axis: days have a length, and ticks are round days with room for their names."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures.scale import Scale, ticks

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def scale(first: str, last: str, room: float = 700) -> Scale:
    return Scale(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal(), 0, room)


def test_days_are_adjacent() -> None:
    week = scale("2025-07-21", "2025-07-27")
    assert (week.start(date(2025, 7, 21)), week.end(date(2025, 7, 21))) == (0, 100)
    assert (week.start(date(2025, 7, 22)), week.end(date(2025, 7, 27))) == (100, 700)


@pytest.mark.parametrize(
    ("first", "last", "room", "expected"),
    [
        ("2025-07-25", "2025-07-28", 400, ["Jul 2025: 25", "26", "27", "28"]),
        ("2025-07-30", "2025-08-03", 700, ["Jul 2025: 30", "31", "Aug 2025: 1", "2", "3"]),
        ("2025-07-30", "2025-08-03", 152, ["30", "31", "Aug 2025: 1", "2", "3"]),
        ("2025-07-01", "2025-08-31", 320, ["Jul 2025: 7", "14", "21", "28", "Aug 2025: 4", "11", "18", "25"]),
        ("2025-01-01", "2025-12-31", 700, ["2025: Jan", *MONTHS[1:]]),
        ("2024-11-15", "2025-09-30", 700, ["2024: Dec", "2025: Jan", *MONTHS[1:9]]),
        ("2023-10-18", "2026-03-01", 700, ["2024: Jan", "Apr", "Jul", "Oct", "2025: Jan", "Apr", "Jul", "Oct", "2026: Jan"]),
        ("2024-09-15", "2026-02-01", 700, ["2024: Oct", "2025: Jan", "Apr", "Jul", "Oct", "2026: Jan"]),
        ("2022-09-01", "2026-07-20", 700, [n for y in range(2023, 2027) for n in (f"{y}: Jan", "Jul")]),
        ("2022-02-01", "2028-08-01", 700, ["2022: Jul", *(n for y in range(2023, 2029) for n in (f"{y}: Jan", "Jul"))]),
        ("2015-06-01", "2026-01-01", 700, [str(year) for year in range(2016, 2027)]),
        ("1964-01-01", "2026-01-01", 700, [str(year) for year in range(1965, 2026, 5)]),
        ("1000-01-01", "2000-01-01", 344, ["1000", "1500", "2000"]),
        ("0001-01-01", "9999-12-31", 344, [str(year) for year in range(1000, 10000, 1000)]),
    ],
)  # fmt: skip
def test_ticks_are_round_days(first: str, last: str, room: float, expected: list[str]) -> None:
    found = ticks(scale(first, last, room), MONTHS)
    assert [f"{tick.above}: {tick.label}" if tick.above else tick.label for tick in found] == expected


@given(st.dates(), st.integers(2, 40000), st.floats(150, 900))
def test_names_on_an_axis_have_room(first: date, days: int, room: float) -> None:
    last = min(first.toordinal() + days, date.max.toordinal() - 1)
    if last - first.toordinal() < 2:
        return
    found = ticks(Scale(first.toordinal(), last, 0, room), MONTHS)
    places = [tick.place for tick in found]
    assert all(0 <= place <= room for place in places)
    assert all(b - a >= 26 for a, b in pairwise(places))


def test_names_on_a_vertical_axis_may_be_closer() -> None:
    """On a horizontal axis they need room for their length."""
    year = scale("2025-01-01", "2025-12-31", 510)
    assert [tick.label for tick in ticks(year, MONTHS)] == ["Jan", "Apr", "Jul", "Oct"]
    assert [tick.label for tick in ticks(year, MONTHS, down=True)] == list(MONTHS)


def test_longer_names_of_months_are_farther_apart() -> None:
    year = scale("2025-01-01", "2025-12-31", 720)
    assert len(ticks(year, MONTHS)) == 12
    assert (
        len(
            ticks(
                year,
                (
                    "Januar",
                    "Februar",
                    "März",
                    "April",
                    "Mai",
                    "Juni",
                    "Juli",
                    "August",
                    "September",
                    "Oktober",
                    "x",
                    "x",
                ),
            )
        )
        == 4
    )

"""The time axis: slots are whole days, weeks, months or years, and ticks have room for their names."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model.dates import Date
from briefings.model.days import CalendarDay
from briefings.pictures.axis import NARROW, Axis

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", *MONTHS[8:])


def axis(first: str, last: str, *, mirrored: bool = False) -> Axis:
    days = [Date.parse(first).earliest, Date.parse(last).latest]
    return Axis.around([day for day in days if day is not None], mirrored=mirrored)


@pytest.mark.parametrize(
    ("first", "last", "step", "ends"),
    [
        ("2025-07-25", "2025-07-28", ("day", 1), ("2025-07-25", "2025-07-28")),
        ("2025-07-02", "2025-08-30", ("day", 7), ("2025-06-30", "2025-08-31")),
        ("2025-01-15", "2025-12-15", ("month", 1), ("2025-01-01", "2025-12-31")),
        ("2023-02-18", "2026-02-01", ("month", 3), ("2023-01-01", "2026-03-31")),
        ("2020-05-01", "2026-07-20", ("month", 6), ("2020-01-01", "2026-12-31")),
        ("2015-06-01", "2026-01-01", ("year", 1), ("2015-01-01", "2026-12-31")),
        ("0001-01-01", "9999-12-31", ("year", 1000), ("0000-01-01", "9999-12-31")),
        ("-0043", "0014", ("year", 5), ("-0045-01-01", "0014-12-31")),
        ("Y-17000", "2025", ("year", 5000), ("Y-20000", "4999-12-31")),
    ],
)
def test_slots_are_whole(first: str, last: str, step: tuple[str, int], ends: tuple[str, str]) -> None:
    found = axis(first, last)
    assert found.step == step
    assert tuple(CalendarDay.fromordinal(day).isoformat() for day in (found.first, found.end - 1)) == ends


@given(st.dates(), st.integers(0, 800_000))
def test_slots_have_room_for_a_number(first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    found = Axis.around([CalendarDay.of(first), CalendarDay.of(last)])
    assert found.first <= first.toordinal() <= last.toordinal() < found.end
    assert found.slots <= 18
    assert all(a < b for a, b in pairwise(found.edges))
    assert [found.slot(first.toordinal()), found.slot(last.toordinal())] == [0, found.slots - 1]


def test_places_are_in_order_and_mirrored_in_scripts_from_right_to_left() -> None:
    plain, mirrored = axis("2025-01-01", "2025-12-31"), axis("2025-01-01", "2025-12-31", mirrored=True)
    july, august = date(2025, 7, 1).toordinal(), date(2025, 8, 1).toordinal()
    assert 0 < plain.at(july) < plain.at(august) < 100
    assert mirrored.at(july) == 100 - plain.at(july)
    assert mirrored.extent(july, august) == pytest.approx(
        (100 - plain.at(august), plain.at(august) - plain.at(july))
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-07-25", "2025-07-28", ["25 Jul 2025", "26", "27", "28"]),
        ("2025-01-15", "2025-12-15", ["Jan 2025", "Apr", "Jul", "Oct"]),
        ("2024-11-15", "2025-09-30", ["Jan 2025", "Apr", "Jul"]),
        ("2023-10-18", "2026-03-01", ["Jan 2024", "Jul", "Jan 2025", "Jul", "Jan"]),
        ("1964-01-01", "2026-01-01", ["1960", "1970", "1980", "1990", "2000", "2010", "2020"]),
        ("0001-01-01", "9999-12-31", ["1", "5000"]),
        ("-0502", "0200", ["500 BCE", "1"]),
        ("-0003", "0002", ["4 BCE", "3 BCE", "2 BCE", "1 BCE", "1", "2"]),
    ],
)
def test_ticks_are_round_days(first: str, last: str, expected: list[str]) -> None:
    found = axis(first, last).ticks(MONTHS, lambda year: f"{1 - year} BCE" if year < 1 else str(year))
    assert [f"{tick.label} {tick.below}".strip() for tick in found if tick.label] == expected


@pytest.mark.parametrize("months", [MONTHS, LONG_MONTHS], ids=["short", "long"])
@given(first=st.dates(), days=st.integers(0, 40000))
def test_names_on_an_axis_have_room(months: tuple[str, ...], first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    found = Axis.around([CalendarDay.of(first), CalendarDay.of(last)]).ticks(months)
    places = [tick.place * NARROW / 100 for tick in found]
    assert all(0 <= place <= NARROW for place in places)
    assert all(b - a >= 25 for a, b in pairwise(places))

"""EDTF dates: meaning, messages about mistakes, order and comparison; checked against the `edtf` package."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from time import struct_time

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from briefings.model.dates import EDTF_PATTERN, Date, Part, Span, terms_overlap
from briefings.model.days import CalendarDay, Clock
from tests import tables

MEANINGS: dict[str, tuple[str | None, str | None, str, str | None]] = {
    "2025-07-26": ("2025-07-26", "2025-07-26", "d", "2025-07-26"),
    "2025-07-XX?": ("2025-07-01", "2025-07-31", "u", "2025-07"),
    "2025%": ("2025-01-01", "2025-12-31", "au", "2025"),
    "2025-21": ("2025-03-01", "2025-05-31", "", "2025"),
    "2025~/2026?": ("2025-01-01", "2026-12-31", "iau", "2025"),
    "202X/2025": ("2020-01-01", "2025-12-31", "i", None),
    "2026-07~/..": ("2026-07-01", None, "ia", "2026-07"),
    "/2025-07": (None, "2025-07-31", "i", None),
    "[..2023-11-17]": (None, "2023-11-17", "", None),
    "-0043-03-15": ("-0043-03-15", "-0043-03-15", "d", None),
    "2025-07-26T14:05:30-04": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05:30-04:00"),
    # The package ends a winter with its year; ours lasts three months.
    "2027-24": ("2027-12-01", "2028-02-29", "", "2027"),
    "9999-24": ("9999-12-01", "Y10000", "", "9999"),
    # The package cannot parse these two.
    "2025-22~": ("2025-06-01", "2025-08-31", "a", "2025"),
    "{2023,2024-05..}": ("2023-01-01", None, "", "2023"),
    # It swaps the first and the last day.
    "-0043-03-XX": ("-0043-03-01", "-0043-03-31", "", None),
    # It gives no days for years beyond Python's.
    "Y170000002": ("Y170000002", "Y170000002", "", "170000002"),
    "Y-17000/-9999": ("Y-17000", "-9999-12-31", "i", None),
    "-01XX": ("-0199-01-01", "-0100-12-31", "", None),
    "-0043-24": ("-0043-12-01", "-0042-02-28", "", None),
    # Times to the minute, inexact ones and those in intervals are our own addition.
    "2025-07-26T14:05+02:00": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05+02:00"),
    "2025-07-26T14:05Z~": ("2025-07-26", "2025-07-26", "a", "2025-07-26T14:05Z"),
    "2025-07-26T14:05Z/2025-07-26T15:30Z": ("2025-07-26", "2025-07-26", "i", "2025-07-26T14:05Z"),
}
"""The first and the last day, flags (d day, i interval, a approximate, u uncertain), and the value for HTML."""

AGREED = """
    2025-07-26 2024-02-29 0001-01-01 9999-12-31 2025-07 2024-02 2025 202X 20XX 2025-07-XX 2025-XX 2025-XX-XX
    2025-21 2025-22 2025-23 2025-07-26~ 2025-07? 2025% 202X~ 2025-07-XX? 2025-07-26/2025-07-28
    2025-07-26/2025-07-26 2025-07/2025-09 2025/2026-02 2025-07-26/2025-07 2025-07~/2025-09 2025~/2026?
    2025-21/2025-23 202X/2025 2025-07-XX/2025-09-XX 2026-07-16/.. 2026-07~/.. ../2026-07
    [2023-11-16,2023-11-17] [2023-11-17,2023-11-16] [2023-11-16..2023-11-18] [2023-11-16~,2023-11-17]
    [..2023-11-17] [2023-11-16..] [2021,2023..2025] {2023-11-16,2023-11-17} {2023..2025} 0476 0000 -0043
    -0043-03 -0043-03-15 -0043~ -0043/-0026 -0026/0014 ../-0043 -0043/.. [-0043,-0042] 000X 00XX
    2025-07-26T14:05:30 2025-07-26T14:05:30Z 2025-07-26T14:05:30-04 2025-07-26T14:05:30+04:30"""
"""Dates of which the package `edtf` says the same."""


def _flags(parsed: Date) -> str:
    named = {"d": parsed.is_day, "i": parsed.is_interval, "a": parsed.approximate, "u": parsed.uncertain}
    return "".join(letter for letter, holds in named.items() if holds)


def _iso(day: CalendarDay | None) -> str | None:
    return None if day is None else day.isoformat()


def test_meaning() -> None:
    for text, expected in MEANINGS.items():
        parsed = Date.parse(text)
        days = _iso(parsed.earliest), _iso(parsed.latest)
        first = parsed.members[0]
        start = first.start if isinstance(first, Span) else first
        html = start.datetime_attribute if isinstance(start, Part) else None
        assert (*days, _flags(parsed), html) == expected, text


def message(text: str) -> str:
    """What is said of a text that is not a date."""
    with pytest.raises(ValueError) as error:
        Date.parse(text)
    return str(error.value)


def test_refused(update_goldens: bool) -> None:
    tables.hold(
        "dates-refused.md", ["written", "message"], lambda text: [message(text)], update=update_goldens
    )
    assert message("9" * 200).startswith(f"{'9' * 100}…: dates are digits, year first")


def test_messages_offer_valid_dates() -> None:
    offers = [
        text
        for refused in tables.tried("dates-refused.md")
        for text in re.findall(r"(?:, | or |; write )([\[\d][^ ]*\d[^ ,]*)(?=$| or )", message(refused))
    ]
    assert len(offers) > 40
    for text in offers:
        assert Date.parse(f"[{text}]" if text == "2025..2026" else text)


LEVELS = {
    "level 0": """
        1985-04-12 1985-04 1985 1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04
        1985-04-12T23:20:30+04:30 1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02
        2004-02-01/2005 2005/2006-02""",
    "level 1": """
        Y170000002 Y-170000002 2001-21 2001-22 2001-23 2001-24 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX
        1985-04-XX 1985-XX-XX 1985-04-12/.. 1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 1985-04-12/
        1985-04/ 1985/ /1985-04-12 /1985-04 /1985 -1985 1984~/2004-06 1984/2004-06~ 1984~/2004~ 1984?/2004%
        1984-06?/2004-08? 1984-06-02?/2004-08-08~ 2003-22/2004-22""",
}
"""The examples of the specification by the Library of Congress."""


def test_levels_0_and_1_are_whole_and_editors_accept_every_date() -> None:
    for text in (*" ".join(LEVELS.values()).split(), *MEANINGS, *AGREED.split()):
        assert Date.parse(text).text == text
        assert re.fullmatch(EDTF_PATTERN, text), text


def _same_day(ours: CalendarDay | None, theirs: struct_time | float) -> bool:
    if ours is None:
        return isinstance(theirs, float)
    return isinstance(theirs, struct_time) and tuple(theirs[:3]) == (ours.year, ours.month, ours.day)


def test_editors_underline_what_has_not_the_form_of_a_date() -> None:
    """They know nothing of the calendar: a day that a month lacks, or an end before its start, is left to
    `check`."""
    refused = tables.tried("dates-refused.md")
    unnoticed = [text for text in refused if re.fullmatch(EDTF_PATTERN, text)]
    assert len(unnoticed) < len(refused) / 3
    digits = re.compile(r"[\[{]?(Y?-?[\dX]{4,}(-[\dX]{2})*(T[\d:+Z-]+)?|\.\.|[/,])+[\]}]?")
    assert all(digits.fullmatch(text) for text in unnoticed)


def test_the_edtf_package_agrees() -> None:
    for text in AGREED.split():
        parsed, theirs = Date.parse(text), parse_edtf(text)
        assert _same_day(parsed.earliest, theirs.lower_strict()), text
        assert _same_day(parsed.latest, theirs.upper_strict()), text


ORDER = [
    "../2025", "/2025", "../2020", "Y-17000", "-0099", "-0043-03", "-0043-03-15", "0476", "19XX", "2020/..", "202X", "2025/", "2025/2026", "2025", "2025-XX", "2025~", "2025-01",
    "2025-01-01/2025-01-03", "2025-01-01", "2025-01-01~", "2025-01-02", "2025-21", "2025-03", "[2025-03-02..2025-03-04]",
    "2025-07-23/2025-07-25", "2025-07-23", "[2025-07-23,2025-07-25]", "2025-07-24", "2025-12-31", "2026-07-16/..", "2026-07-16",
    # 8:05 in Tokyo is before 1:00 in London, though later in the day.
    "2026-07-16T00:30Z/2026-07-16T02:00Z", "2026-07-16T09:45+09:00", "2026-07-16T01:00Z", "2026-07-15T22:00-04:00",
    "2026-07-16T04:05", "2026-07-16T04:05:30Z",
]  # fmt: skip
"""By start; with the same start, the longest first and alternatives last."""


def test_order() -> None:
    assert [d.text for d in sorted(map(Date.parse, reversed(ORDER)), key=lambda d: d.order)] == ORDER


BEFORE = [
    ("2025-07-26", "2025-07-27"), ("2025-07", "2025-08-01"), ("2025-07~", "2025-09-01"), ("2025-07-26~", "2025-08-03"),
    ("2025-07-26", "2025-08-03~"), ("2023~", "2025-01-03"), ("../2025", "2026"), ("2025", "2026/.."),
    ("[2023-11-16,2023-11-18]", "2023-11-19"), ("-0043", "-0042"), ("-0043", "0014"), ("2026-07-16T23:59Z", "2026-07-17"),
    # By the moment, where both have a time and say as much of its zone.
    ("2026-10-27T08:00+01:00", "2026-10-27T18:00+01:00"), ("2026-10-27T08:00", "2026-10-27T08:01"),
    ("2026-10-27T08:00+01:00", "2026-10-27T18:00+01:00/2026-10-28"), ("2026-10-28T01:00+09:00", "2026-10-27T17:00Z"),
]  # fmt: skip
NOT_BEFORE = [
    ("2025-07-26", "2025-07-26"), ("2025-07", "2025-07-31"), ("2025-07~", "2025-08-01"), ("2025-07~", "2025-08-31"),
    ("2025-07?", "2025-08-15"), ("2025-07-26~", "2025-08-02"), ("2025-07-26", "2025-08-02~"), ("2024%", "2025"),
    ("2025-01/2025-03~", "2025-04-15"), ("2025-01/..", "2030"), ("2025-01/", "2030"), ("2025", "../2030"),
    ("2025", "/2030"), ("[2023-11-16,2023-11-18]", "2023-11-17"), ("-0043~", "-0042"), ("2026-07-16T23:59Z", "2026-07-16"),
    ("9999~", "9999"), ("0001", "0001~"),
    ("2026-10-27", "2026-10-27T18:00+01:00"), ("2026-10-27T08:00Z", "2026-10-27T18:00"),
    ("2026-10-27T18:00+01:00", "2026-10-27T18:00+01:00"), ("2026-10-27T18:00Z", "2026-10-27T13:30-05:00~"),
    ("2026-10-27T08:00Z/2026-10-27T19:00Z", "2026-10-27T18:00Z"), ("2026-10-27T18:00+01:00", "2026-10-27T18:30+02:00"),
    # At these moments the 17th has begun elsewhere.
    ("2026-07-16T23:59-04:00", "2026-07-17T01:00+09:00"),
]  # fmt: skip


def test_certainly_before() -> None:
    for pair in (*BEFORE, *NOT_BEFORE):
        first, second = map(Date.parse, pair)
        assert first.ends_before(second) is second.starts_after(first) is (pair in BEFORE), pair


OUTSIDE = [("1959-07-22", "1959-07-23", None), ("2021-01-01", "1950", "2020")]
INSIDE = [
    ("2025-07-26", "1959-07-23", None), ("1959-07", "1959-07-23", None), ("2020-12-31", "1950", "2020"),
    ("2021-06", "1950", "2020~"), ("2021", None, None),
]  # fmt: skip


def parsed(text: str | None) -> Date | None:
    return None if text is None else Date.parse(text)


def test_outside() -> None:
    for text, start, end in (*OUTSIDE, *INSIDE):
        is_outside = (text, start, end) in OUTSIDE
        assert Date.parse(text).outside(parsed(start), parsed(end)) is is_outside, text


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        (("2020-01-01", "2023-03-11"), ("2023-03-11", "2024-01-01"), False),
        (("2020-01-01", "2023-03-12"), ("2023-03-11", "2024-01-01"), True),
        (("2020", "2023-03"), ("2023-03", "2024"), False),
        (("2020", "2024"), ("2021", "2022-05"), True),
        (("2020", "2023-03-14~"), ("2023-03-11", "2024"), False),
        (("2020", "2023-03-19~"), ("2023-03-11", "2024"), True),
        (("2020", None), ("2021", "2022"), False),
        ((None, "2023"), ("2021", "2022"), False),
        (("2020-05", "2020-05"), ("2020", "2024"), False),
    ],
)
def test_terms_that_overlap(
    a: tuple[str | None, str | None], b: tuple[str | None, str | None], together: bool
) -> None:
    one, other = (parsed(a[0]), parsed(a[1])), (parsed(b[0]), parsed(b[1]))
    assert terms_overlap(one, other) is terms_overlap(other, one) is together


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
MARKS_ST = st.sampled_from(["", "~", "?", "%"])


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A single date of any shape."""
    day, mark = draw(DAYS.filter(lambda d: d.year >= 100)), draw(MARKS_ST)
    year, month = f"{day.year:04}", f"{day.month:02}"
    season = str(21 + day.month % 4)
    exact = [year, f"{year}-{month}", day.isoformat(), f"{year}-{season}"]
    vague = [f"{year[:3]}X", f"{year[:2]}XX", f"{year}-XX", f"{year}-XX-XX", f"{year}-{month}-XX"]
    return draw(st.sampled_from(exact + vague)) + mark


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A date of any supported shape."""
    items = sorted(
        draw(st.lists(pieces(), min_size=2, max_size=4, unique=True)), key=lambda t: Date.parse(t).order
    )
    ends = f"{items[0]}/{items[1]}"
    shapes = [items[0], ends, f"{items[0]}/..", f"../{items[0]}", f"{items[0]}/", f"/{items[0]}"]
    sets = [
        f"[{','.join(items)}]",
        f"{{{','.join(items)}}}",
        f"[{items[0]}..{items[1]}]",
        f"[..{items[0]}]",
        f"{{{items[0]}..}}",
    ]
    return draw(st.sampled_from(shapes + sets))


@given(st.integers(100, 9999), st.integers(1, 12), st.integers(0, 99))
def test_a_day_is_refused_exactly_if_the_calendar_lacks_it(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    if 1 <= day <= monthrange(year, month)[1]:
        assert Date.parse(text).earliest == CalendarDay(year, month, day)
    else:
        with pytest.raises(ValueError, match=f"^{text} is not a day: "):
            Date.parse(text)


@given(st.integers(-(10**12), 10**12))
def test_days_of_all_years_are_numbered(ordinal: int) -> None:
    day = CalendarDay.fromordinal(ordinal)
    assert day.toordinal() == ordinal
    assert CalendarDay.fromordinal(ordinal + 1) > day
    assert 1 <= day.month <= 12 and 1 <= day.day <= monthrange(2000 + day.year % 400, day.month)[1]


@given(st.integers(0, 23), st.integers(0, 59), st.one_of(st.none(), st.integers(-840, 840)))
def test_a_time_begins_as_python_s_does(hour: int, minute: int, offset: int | None) -> None:
    clock = Clock(hour, minute, offset=offset)
    text = f"2026-07-16{clock.datetime_attribute}"
    aware = datetime.fromisoformat(text if offset is not None else f"{text}+00:00")
    apart = aware - datetime(2026, 7, 16, tzinfo=UTC)
    parsed = Date.parse(text)
    assert parsed.parts[0].clock == clock
    assert parsed.parts[0].begins - Date.parse("2026-07-16").parts[0].begins == apart.total_seconds()


@given(texts(), texts())
def test_invariants_of_two_dates(a_text: str, b_text: str) -> None:
    a, b = Date.parse(a_text), Date.parse(b_text)
    assert (a.order == b.order) == (a == b)
    assert not (a.ends_before(b) and b.ends_before(a))
    if a.ends_before(b):
        assert a.order < b.order
        assert a.latest is not None and b.earliest is not None
        assert a.latest < b.earliest or all(part.clock for part in (a.parts[-1], b.parts[0]))

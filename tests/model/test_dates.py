"""EDTF dates: meaning, messages about mistakes, order and comparison; checked against the `edtf` package."""

from __future__ import annotations

import pickle
import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from time import struct_time

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from briefings.model.dates import EDTF_PATTERN, Date, End, Part, Span, Unit, terms_overlap
from briefings.model.days import CalendarDay, Clock
from tests import tables

# text: earliest, latest, flags (d day, i interval, a approximate, u uncertain), value for <time
# datetime>
MEANINGS: dict[str, tuple[str | None, str | None, str, str | None]] = {
    "2025-07-26": ("2025-07-26", "2025-07-26", "d", "2025-07-26"),
    "2024-02-29": ("2024-02-29", "2024-02-29", "d", "2024-02-29"),
    "0001-01-01": ("0001-01-01", "0001-01-01", "d", "0001-01-01"),
    "9999-12-31": ("9999-12-31", "9999-12-31", "d", "9999-12-31"),
    "2025-07": ("2025-07-01", "2025-07-31", "", "2025-07"),
    "2024-02": ("2024-02-01", "2024-02-29", "", "2024-02"),
    "2025": ("2025-01-01", "2025-12-31", "", "2025"),
    "202X": ("2020-01-01", "2029-12-31", "", None),
    "20XX": ("2000-01-01", "2099-12-31", "", None),
    "2025-07-XX": ("2025-07-01", "2025-07-31", "", "2025-07"),
    "2025-XX": ("2025-01-01", "2025-12-31", "", "2025"),
    "2025-XX-XX": ("2025-01-01", "2025-12-31", "", "2025"),
    "2025-21": ("2025-03-01", "2025-05-31", "", "2025"),
    "2025-22": ("2025-06-01", "2025-08-31", "", "2025"),
    "2025-23": ("2025-09-01", "2025-11-30", "", "2025"),
    "2025-07-26~": ("2025-07-26", "2025-07-26", "a", "2025-07-26"),
    "2025-07?": ("2025-07-01", "2025-07-31", "u", "2025-07"),
    "2025%": ("2025-01-01", "2025-12-31", "au", "2025"),
    "202X~": ("2020-01-01", "2029-12-31", "a", None),
    "2025-07-XX?": ("2025-07-01", "2025-07-31", "u", "2025-07"),
    "2025-07-26/2025-07-28": ("2025-07-26", "2025-07-28", "i", "2025-07-26"),
    "2025-07-26/2025-07-26": ("2025-07-26", "2025-07-26", "i", "2025-07-26"),
    "2025-07/2025-09": ("2025-07-01", "2025-09-30", "i", "2025-07"),
    "2025/2026-02": ("2025-01-01", "2026-02-28", "i", "2025"),
    "2025-07-26/2025-07": ("2025-07-26", "2025-07-31", "i", "2025-07-26"),
    "2025-07~/2025-09": ("2025-07-01", "2025-09-30", "ia", "2025-07"),
    "2025~/2026?": ("2025-01-01", "2026-12-31", "iau", "2025"),
    "2025-21/2025-23": ("2025-03-01", "2025-11-30", "i", "2025"),
    "202X/2025": ("2020-01-01", "2025-12-31", "i", None),
    "2025-07-XX/2025-09-XX": ("2025-07-01", "2025-09-30", "i", "2025-07"),
    "2026-07-16/..": ("2026-07-16", None, "i", "2026-07-16"),
    "2026-07~/..": ("2026-07-01", None, "ia", "2026-07"),
    "../2026-07": (None, "2026-07-31", "i", None),
    "2025-07/": ("2025-07-01", None, "i", "2025-07"),
    "/2025-07": (None, "2025-07-31", "i", None),
    "[2023-11-16,2023-11-17]": ("2023-11-16", "2023-11-17", "", "2023-11-16"),
    "[2023-11-17,2023-11-16]": ("2023-11-16", "2023-11-17", "", "2023-11-16"),
    "[2023-11-16..2023-11-18]": ("2023-11-16", "2023-11-18", "", "2023-11-16"),
    "[2023-11-16~,2023-11-17]": ("2023-11-16", "2023-11-17", "a", "2023-11-16"),
    "[..2023-11-17]": (None, "2023-11-17", "", None),
    "[2023-11-16..]": ("2023-11-16", None, "", "2023-11-16"),
    "[2021,2023..2025]": ("2021-01-01", "2025-12-31", "", "2021"),
    "{2023-11-16,2023-11-17}": ("2023-11-16", "2023-11-17", "", "2023-11-16"),
    "{2023..2025}": ("2023-01-01", "2025-12-31", "", "2023"),
    "0476": ("0476-01-01", "0476-12-31", "", "0476"),
    "0000": ("0000-01-01", "0000-12-31", "", None),
    "-0043": ("-0043-01-01", "-0043-12-31", "", None),
    "-0043-03": ("-0043-03-01", "-0043-03-31", "", None),
    "-0043-03-15": ("-0043-03-15", "-0043-03-15", "d", None),
    "-0043~": ("-0043-01-01", "-0043-12-31", "a", None),
    "-0043/-0026": ("-0043-01-01", "-0026-12-31", "i", None),
    "-0026/0014": ("-0026-01-01", "0014-12-31", "i", None),
    "../-0043": (None, "-0043-12-31", "i", None),
    "-0043/..": ("-0043-01-01", None, "i", None),
    "[-0043,-0042]": ("-0043-01-01", "-0042-12-31", "", None),
    "000X": ("0000-01-01", "0009-12-31", "", None),
    "00XX": ("0000-01-01", "0099-12-31", "", None),
    "2025-07-26T14:05:30": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05:30"),
    "2025-07-26T14:05:30Z": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05:30Z"),
    "2025-07-26T14:05:30-04": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05:30-04:00"),
    "2025-07-26T14:05:30+04:30": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05:30+04:30"),
}
BEYOND_THE_ORACLE: dict[str, tuple[str | None, str | None, str, str | None]] = {
    # The package ends a winter with its year; ours lasts three months.
    "2025-24": ("2025-12-01", "2026-02-28", "", "2025"),
    "2027-24": ("2027-12-01", "2028-02-29", "", "2027"),
    "9999-24": ("9999-12-01", "Y10000", "", "9999"),
    # The package cannot parse these two.
    "2025-22~": ("2025-06-01", "2025-08-31", "a", "2025"),
    "{2023,2024-05..}": ("2023-01-01", None, "", "2023"),
    # It swaps the first and the last day.
    "-0043-03-XX": ("-0043-03-01", "-0043-03-31", "", None),
    # It gives no days for years beyond Python's.
    "Y170000002": ("Y170000002", "Y170000002", "", "170000002"),
    "Y-170000002": ("Y-170000002", "Y-170000002", "", None),
    "Y-17000/-9999": ("Y-17000", "-9999-12-31", "i", None),
    "-004X": ("-0049-01-01", "-0040-12-31", "", None),
    "-01XX": ("-0199-01-01", "-0100-12-31", "", None),
    "-0043-24": ("-0043-12-01", "-0042-02-28", "", None),
    # Times to the minute, inexact ones and those in intervals are our own addition.
    "2025-07-26T14:05": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05"),
    "2025-07-26T14:05+02:00": ("2025-07-26", "2025-07-26", "", "2025-07-26T14:05+02:00"),
    "2025-07-26T14:05Z~": ("2025-07-26", "2025-07-26", "a", "2025-07-26T14:05Z"),
    "2025-07-26T14:05Z/2025-07-26T15:30Z": ("2025-07-26", "2025-07-26", "i", "2025-07-26T14:05Z"),
    "2025-07-26T23:05Z/..": ("2025-07-26", None, "i", "2025-07-26T23:05Z"),
}


def _flags(parsed: Date) -> str:
    named = {
        "d": parsed.is_day,
        "i": parsed.is_interval,
        "a": parsed.approximate,
        "u": parsed.uncertain,
    }
    return "".join(letter for letter, holds in named.items() if holds)


def _iso(day: CalendarDay | None) -> str | None:
    return None if day is None else day.isoformat()


@pytest.mark.parametrize(("text", "expected"), (MEANINGS | BEYOND_THE_ORACLE).items())
def test_meaning(text: str, expected: tuple[str | None, str | None, str, str | None]) -> None:
    parsed = Date.parse(text)
    assert parsed.text == text
    assert (_iso(parsed.earliest), _iso(parsed.latest), _flags(parsed), parsed.datetime_attribute) == expected
    assert parsed.year == (None if parsed.earliest is None else parsed.earliest.year)


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


@pytest.mark.parametrize("text", " ".join(LEVELS.values()).split())
def test_levels_0_and_1_are_whole(text: str) -> None:
    assert Date.parse(text).text == text
    assert parse_edtf(text)
    assert re.fullmatch(EDTF_PATTERN, text)


@pytest.mark.parametrize("text", MEANINGS | BEYOND_THE_ORACLE)
def test_editors_accept_every_date(text: str) -> None:
    assert re.fullmatch(EDTF_PATTERN, text)


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


@pytest.mark.parametrize(
    "text", [text for text in MEANINGS if not (text.startswith("/") or text.endswith("/"))]
)
def test_the_edtf_package_agrees(text: str) -> None:
    parsed, theirs = Date.parse(text), parse_edtf(text)
    assert _same_day(parsed.earliest, theirs.lower_strict())
    assert _same_day(parsed.latest, theirs.upper_strict())


def test_the_edtf_package_agrees_on_the_known_end() -> None:
    # The package assumes ten years for an unknown end, so only the known end is compared.
    assert _same_day(Date.parse("2025-07/").earliest, parse_edtf("2025-07/").lower_strict())
    assert _same_day(Date.parse("/2025-07").latest, parse_edtf("/2025-07").upper_strict())


def test_structure() -> None:
    july, september = Date.parse("2025-07~/2025-09").parts
    assert july == Part(Unit.MONTH, CalendarDay(2025, 7, 1), CalendarDay(2025, 7, 31), approximate=True)
    assert september == Part(Unit.MONTH, CalendarDay(2025, 9, 1), CalendarDay(2025, 9, 30))
    assert Date.parse("2025-07~/2025-09").members == (Span(july, september),)
    assert Date.parse("2025-07~/..").members == (Span(july, End.OPEN),)
    assert Date.parse("/2025-09").members == (Span(End.UNKNOWN, september),)
    assert Date.parse("[2025-09,..2025-07~]").members == (Span(End.OPEN, july), september)
    assert Date.parse("2025-XX-XX").parts[0].some is Unit.DAY
    assert Date.parse("2025-XX").parts[0].some is Unit.MONTH
    assert [Date.parse(f"2025-{n}").parts[0].season for n in (21, 22, 23, 24)] == [
        "spring",
        "summer",
        "autumn",
        "winter",
    ]


def test_a_date_is_a_value() -> None:
    assert Date.parse("2025-07") == Date.parse(" 2025-07 ") != Date.parse("2025-07-XX")
    assert len({Date.parse("2025-07"), Date.parse("2025-07"), Date.parse("2025")}) == 2
    assert pickle.loads(pickle.dumps(Date.parse("[2025..2027]"))) == Date.parse("[2025..2027]")
    assert Date.parse("2025-07-26") is Date.parse("2025-07-26"), "read once"


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


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2025-07-26", "2025-07-27", True),
        ("2025-07-26", "2025-07-26", False),
        ("2025-07", "2025-08-01", True),
        ("2025-07", "2025-07-31", False),
        ("2025-07~", "2025-08-01", False),
        ("2025-07~", "2025-08-31", False),
        ("2025-07~", "2025-09-01", True),
        ("2025-07?", "2025-08-15", False),
        ("2025-07-26~", "2025-08-02", False),
        ("2025-07-26~", "2025-08-03", True),
        ("2025-07-26", "2025-08-02~", False),
        ("2025-07-26", "2025-08-03~", True),
        ("2024%", "2025", False),
        ("2023~", "2025-01-03", True),
        ("2025-01/2025-03~", "2025-04-15", False),
        ("2025-01/..", "2030", False),
        ("2025-01/", "2030", False),
        ("2025", "../2030", False),
        ("2025", "/2030", False),
        ("../2025", "2026", True),
        ("2025", "2026/..", True),
        ("[2023-11-16,2023-11-18]", "2023-11-17", False),
        ("[2023-11-16,2023-11-18]", "2023-11-19", True),
        ("-0043", "-0042", True),
        ("-0043", "0014", True),
        ("-0043~", "-0042", False),
        ("2026-07-16T23:59Z", "2026-07-17", True),
        ("2026-07-16T23:59Z", "2026-07-16", False),
        # At these moments the 17th has begun elsewhere.
        ("2026-07-16T23:59-04:00", "2026-07-17T01:00+09:00", False),
        ("9999~", "9999", False),
        ("0001", "0001~", False),
    ],
)
def test_certainly_before(first: str, second: str, before: bool) -> None:
    assert Date.parse(first).ends_before(Date.parse(second)) is before
    assert Date.parse(second).starts_after(Date.parse(first)) is before


@pytest.mark.parametrize(
    ("text", "start", "end", "outside"),
    [
        ("2025-07-26", "1959-07-23", None, False),
        ("1959-07-22", "1959-07-23", None, True),
        ("1959-07", "1959-07-23", None, False),
        ("2021-01-01", "1950", "2020", True),
        ("2020-12-31", "1950", "2020", False),
        ("2021-06", "1950", "2020~", False),
        ("2021", None, None, False),
    ],
)
def test_outside(text: str, start: str | None, end: str | None, outside: bool) -> None:
    ends = [None if t is None else Date.parse(t) for t in (start, end)]
    assert Date.parse(text).outside(ends[0], ends[1]) is outside


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
    def term(texts: tuple[str | None, str | None]) -> tuple[Date | None, Date | None]:
        start, end = (None if t is None else Date.parse(t) for t in texts)
        return start, end

    assert terms_overlap(term(a), term(b)) is together
    assert terms_overlap(term(b), term(a)) is together


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


@given(DAYS)
def test_a_day_is_itself(day: date) -> None:
    parsed = Date.parse(day.isoformat())
    assert parsed.is_day
    assert parsed.earliest == parsed.latest == CalendarDay.of(day)


@given(DAYS.filter(lambda d: d.year > 999))
def test_a_month_includes_its_days(day: date) -> None:
    parsed = Date.parse(day.isoformat()[:7])
    assert (parsed.earliest, parsed.latest) == (
        CalendarDay(day.year, day.month, 1),
        CalendarDay(day.year, day.month, monthrange(day.year, day.month)[1]),
    )


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


@given(DAYS)
def test_days_are_numbered_as_python_numbers_them(day: date) -> None:
    assert CalendarDay.of(day).toordinal() == day.toordinal()
    assert CalendarDay.of(day).in_python == day


@given(st.integers(0, 23), st.integers(0, 59), st.one_of(st.none(), st.integers(-840, 840)))
def test_a_time_begins_as_python_s_does(hour: int, minute: int, offset: int | None) -> None:
    clock = Clock(hour, minute, offset=offset)
    text = f"2026-07-16{clock.datetime_attribute}"
    aware = datetime.fromisoformat(text if offset is not None else f"{text}+00:00")
    apart = aware - datetime(2026, 7, 16, tzinfo=UTC)
    parsed = Date.parse(text)
    assert parsed.parts[0].clock == clock
    assert parsed.parts[0].begins - Date.parse("2026-07-16").parts[0].begins == apart.total_seconds()


@given(texts())
def test_invariants_of_a_date(text: str) -> None:
    parsed = Date.parse(text)
    assert parsed.text == text
    assert parsed.earliest is None or parsed.latest is None or parsed.earliest <= parsed.latest
    assert not parsed.ends_before(parsed)


@given(texts(), texts())
def test_invariants_of_two_dates(a_text: str, b_text: str) -> None:
    a, b = Date.parse(a_text), Date.parse(b_text)
    assert (a.order == b.order) == (a == b)
    assert not (a.ends_before(b) and b.ends_before(a))
    if a.ends_before(b):
        assert a.order < b.order
        assert a.latest is not None and b.earliest is not None and a.latest < b.earliest


@given(DAYS.filter(lambda d: d < date(9000, 1, 1)), st.integers(0, 7))
def test_a_day_s_tolerance_is_a_week(day: date, days: int) -> None:
    near = Date.parse((day + timedelta(days)).isoformat())
    assert not Date.parse(f"{day.isoformat()}~").ends_before(near)
    assert Date.parse(f"{day.isoformat()}~").ends_before(Date.parse((day + timedelta(8)).isoformat()))


@given(st.one_of(st.text(), st.text("0123456789X~?%/.-[]{},TZYES+ ", max_size=24)))
def test_any_text_is_a_date_or_refused_with_a_message(text: str) -> None:
    try:
        parsed = Date.parse(text)
    except ValueError as error:
        assert re.search(r"[a-z]{2,} [a-z]", str(error)), "a sentence, not a traceback's"
        assert "invalid literal" not in str(error)
    else:
        assert parsed.text == text.strip()

"""Offices in texts, and who held them on a day."""

from __future__ import annotations

import pytest

from briefings.evidence.particulars import office
from briefings.grammar.names import KnownNames, NamedActor, Office
from briefings.grammar.offices import offices
from briefings.grammar.zones import surroundings
from briefings.model.dates import Date
from tests.rows import rows

LAND = {"en": "Norland", "de": "Nordland", "fr": "Norlande", "es": "Norlandia", "zh": "北地"}
HEALTH = {
    "en": "Minister of Health", "de": "Ministerin für Gesundheit", "fr": "ministre de la Santé",
    "es": "ministra de Sanidad", "zh": "卫生部部长",
}  # fmt: skip
PRESIDENT = {"en": "president", "de": "Präsident", "fr": "présidente", "es": "presidente", "zh": "总统"}


def held(titles: dict[str, str], of: str) -> tuple[Office, ...]:
    """An office in each language, held since 2020."""
    return tuple(office(each, of, Date.parse("2020-05-01"), None, is_sole=True) for each in titles.values())


KNOWN = KnownNames(
    (
        NamedActor(
            "roe", ("Jane Roe", "罗珍"), True, (*held(HEALTH, "land"), *held({"zh": "部长"}, "ministry"))
        ),
        NamedActor("ek", ("Bo Ek", "艾博"), True, held(PRESIDENT, "land")),
        NamedActor("land", (*LAND.values(), "Norlandic", "nordländische"), False),
        NamedActor("ministry", ("卫生部",), False),
    )
)


@rows
def test_who_speaks_by_an_office(language: str, text: str, speaks: str) -> None:
    text, start = f"{LAND[language]}\n{text}", len(LAND[language]) + 1
    said = surroundings(text, start, len(text), language, KNOWN).said_by_office
    every = (offices(KNOWN, language).holders(each, (2025, 3, 14), ()) for each in said)
    assert "|".join(sorted(frozenset().union(*every))) == speaks


def test_a_title_alone_names_nobody_where_the_organization_is_not_named() -> None:
    said = "The Minister of Health said so."
    assert surroundings(said, 0, len(said), "en", KNOWN).said_by_office == ()


@pytest.mark.parametrize(
    ("one", "other", "day", "holders"),
    [
        (("2020-05-01", "2024-06-30"), None, "2024-06-30", "one"),
        (("2020-05-01", "2024-06-30"), None, "2024-07-01", ""),
        (("2020-05-01", None), None, "2020-04-30", ""),
        (("2020", None), None, "2020-12-30", ""),  # it may have begun on the last day
        (("2020-05", "2024"), None, "2023-12-31", "one"),
        (("2020-05", "2024"), None, "2024-01-02", ""),
        ((None, None), None, "2024-01-02", ""),
        (("2020-05-01", "2024-06-30"), ("2024-06-30", None), "2024-06-29", "one"),
        (("2020-05-01", "2024-06-30"), ("2024-06-30", None), "2024-06-30", ""),  # both do
        (("2020-05-01", "2024-06-30"), ("2024-06-30", None), "2024-07-01", "other"),
        (("2020-05-01", None), (None, None), "2024-07-01", ""),  # the other may
    ],
)
def test_who_held_an_office(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None] | None, day: str, holders: str
) -> None:
    actors = [NamedActor("land", ("Norland",), False)]
    for name, term in {"one": one, "other": other}.items():
        begin, end = (None if each is None else Date.parse(each) for each in term or (None, None))
        role = (office("President", "land", begin, end, is_sole=True),) if term is not None else ()
        actors.append(NamedActor(name, (name,), True, role))
    year, month, of_month = map(int, day.split("-"))
    found = offices(KnownNames(actors), "en").holders("President of Norland", (year, month, of_month), ())
    assert "|".join(found) == holders


def test_an_office_of_several_names_nobody() -> None:
    role = office("Vice President", "land", Date.parse("2020"), None, is_sole=False)
    known = KnownNames((NamedActor("one", ("One",), True, (role,)), NamedActor("land", ("Norland",), False)))
    assert list(offices(known, "en").named("The Vice President of Norland said so.")) == []


def test_a_title_without_letters_names_nobody() -> None:
    role = office("—", "land", Date.parse("2020"), None, is_sole=True)
    known = KnownNames((NamedActor("one", ("One",), True, (role,)), NamedActor("land", ("Norland",), False)))
    assert list(offices(known, "en").named("— Norland said so.")) == []

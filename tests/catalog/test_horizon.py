"""Up to which day news was searched for, and how well later events are known."""

from __future__ import annotations

import pytest

from briefings.catalog.horizon import Horizon, horizon_of, horizon_of_site
from briefings.model.dates import Date
from tests.trees import catalog_of

SOURCES = {
    "sources/gazette.yml": "title: x\npublisher: The Gazette\nkind: news\n",
    "sources/unread.yml": "title: x\npublisher: The Port\nkind: primary\nunread: true\n",
    "sources/farm.yml": "title: x\npublisher: The Farm\nkind: weak\n",
}


def briefing(*events: tuple[str, str], checked: str = "2026-07-05", updated: str = "2026-11-26") -> str:
    listed = "".join(f"  - {{date: {date}, title: On {date}, cite: {cite}}}\n" for date, cite in events)
    return (
        f"title: The harbor\npublished: 2026-01-01\nupdated: {updated}\nsummary: It opened. [@gazette]\n"
        + (f"checked: {checked}\n" if checked else "")
        + (f"timeline:\n{listed}" if listed else "")
    )


def horizon(*events: tuple[str, str], checked: str = "2026-07-05") -> Horizon | None:
    text = briefing(*events, checked=checked)
    catalog = catalog_of(SOURCES | {"briefings/a.yml": text}, with_base=False)
    return horizon_of(catalog, catalog.briefings["a"], Date.parse("2026-06-01"))


BEFORE = ("2026-07-04", "gazette")


@pytest.mark.parametrize(
    ("events", "key", "latest"),
    [
        ([BEFORE], "none", "2026-06-01"),
        ([("2026-07-05", "unread")], "none", "2026-06-01"),
        ([("2026-07", "unread")], "none", "2026-06-01"),
        ([BEFORE, ("2026-07-06", "unread"), ("2026-07-17", "unread")], "second_hand", "2026-07-17"),
        ([("2026-07-17", "[unread, farm]")], "second_hand", "2026-07-17"),
        ([("2026-07-06", "unread"), ("2026-07-17", "gazette")], "open", "2026-07-17"),
        ([("2026-07-06", "gazette"), ("2026-07-17", "unread")], "open", "2026-07-17"),
        ([("2026-07-17", "farm")], "open", "2026-07-17"),
        ([("2027-01-01", "unread")], "none", "2026-06-01"),
    ],
)
def test_the_events_after_the_search_decide(events: list[tuple[str, str]], key: str, latest: str) -> None:
    found = horizon(*events)
    assert found is not None
    assert found.checked.text == "2026-07-05"
    assert (found.key, found.latest and found.latest.text) == (f"standing.horizon.{key}", latest)


def test_a_briefing_that_does_not_say_up_to_when_it_was_searched_has_no_horizon() -> None:
    assert horizon(("2026-07-17", "unread"), checked="") is None


def test_without_an_event_there_is_no_date_to_show() -> None:
    catalog = catalog_of(SOURCES | {"briefings/a.yml": briefing()}, with_base=False)
    found = horizon_of(catalog, catalog.briefings["a"])
    assert found is not None
    assert found.key == "standing.horizon.nothing"


def site(first: str, second: str) -> Horizon | None:
    files = {
        "briefings/a.yml": briefing(("2026-07-06", "unread"), checked=first),
        "briefings/b.yml": briefing(("2026-07-08", "unread"), checked=second),
    }
    return horizon_of_site(catalog_of(SOURCES | files, with_base=False), Date.parse("2026-07-08"))


def test_the_site_was_searched_up_to_the_first_day_of_all_briefings() -> None:
    found = site("2026-07-09", "2026-07-07")
    assert found is not None
    assert (found.checked.text, found.later, found.latest) == (
        "2026-07-07", "second_hand", Date.parse("2026-07-08"),
    )  # fmt: skip
    assert site("2026-07-09", "") is None
    assert site("", "") is None

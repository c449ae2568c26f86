"""What is announced has not happened: an event waits for a source that can report it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from briefings.catalog.announced import published_before
from briefings.catalog.catalog import Catalog
from briefings.model.briefing import CALLED_OFF, SETTLED
from briefings.model.dates import Date
from tests.trees import catalog_of

SOURCE = "title: The line\npublisher: The Gazette\nkind: news\n"


def sheets(event: str, *published: str | None, changed: str = "2026-11-01") -> dict[str, str]:
    """A briefing with one event that cites a source for each of these dates; None for a source without one."""
    days = ["" if day is None else f"published: {day}\n" for day in published]
    cited = ", ".join(f"s{n}" for n in range(len(days)))
    return {f"sources/s{n}.yml": SOURCE + day for n, day in enumerate(days)} | {
        "briefings/tram.yml": f"title: The tram\npublished: 2025-01-01\nupdated: {changed}\n"
        f"summary: x [@s0]\ntimeline:\n  - {{title: The line opens, cite: [{cited}], {event}}}\n"
    }


def is_announced(catalog: Catalog) -> bool:
    (entry,) = catalog.timelines["tram"]
    assert entry in catalog.chronology
    return entry.announced


ANNOUNCED: list[tuple[str, list[str | None]]] = [
    ("2026-10-27", ["2026-10-26"]), ("2026-10-27/2026-10-29", ["2026-10-26"]),
    # Partial dates that can be ordered.
    ("2026-10-27", ["2026-09"]), ("2026-10-27", ["2025"]), ("2026-10", ["2026-09-30"]), ("2026", ["2025-12-31"]),
    ("2026-10-27~", ["2026-10-12"]), ("'[2026-10-27,2026-10-29]'", ["2026-10-26"]), ("2026-10-27/..", ["2026-10-26"]),
    # A time on the same day.
    ("2026-10-27T18:00+01:00", ["2026-10-27T08:00+01:00"]),
    # A source without a date proves nothing.
    ("2026-10-27", [None, "2026-10-26"]),
]  # fmt: skip
REPORTED: list[tuple[str, list[str | None]]] = [
    ("2026-10-27", ["2026-10-27"]), ("2026-10-27", ["2026-10-28"]), ("2026-10-27", ["2026-10-26", "2026-10-28"]),
    ("2026-10-27/2026-10-29", ["2026-10-28"]), ("2026-10-27", ["2026-10"]), ("2026-10-27", ["2026"]),
    ("2026-10", ["2026-10-01"]), ("2026", ["2026-01"]),
    ("2026-10-27T18:00+01:00", ["2026-10-27"]), ("2026-10-27T18:00+01:00", ["2026-10-27T18:00Z"]),
    # Approximate days may be off by a week.
    ("2026-10-27~", ["2026-10-24"]), ("2026-10-27", ["2026-10-24?"]), ("'[2026-10-27,2026-10-29]'", ["2026-10-28"]),
    ("../2026-10-27", ["2026-10-26"]), ("2026-10-27", [None]), ("2026-10-27", [None, "2026-10-28"]),
]  # fmt: skip


def test_an_event_is_announced_until_a_later_source_is_cited() -> None:
    for event, published in (*ANNOUNCED, *REPORTED):
        found = is_announced(catalog_of(sheets(f"date: {event}", *published)))
        assert found is ((event, published) in ANNOUNCED), (event, published)


@pytest.mark.parametrize("instead", ["kind: weak", "kind: news\nunread: true"])
def test_a_weak_or_unread_source_reports_nothing_beside_another_with_a_date(instead: str) -> None:
    given = sheets("date: 2026-10-27", "2026-10-01", "2026-10-28")
    weak = {path: text.replace("kind: news", instead) for path, text in given.items()}
    assert is_announced(catalog_of(given | {"sources/s1.yml": weak["sources/s1.yml"]}))
    assert not is_announced(catalog_of(weak))


def test_a_reprint_is_as_old_as_its_original() -> None:
    """Whether the event cites the original, too, or only the reprint of a reprint."""
    given = sheets("date: 2026-10-27", "2026-10-01", "2026-10-28", "2026-10-29")
    assert not is_announced(catalog_of(given))
    for n, original in ((1, "s0"), (2, "s1")):
        given[f"sources/s{n}.yml"] += f"republishes: {original}\n"
    assert is_announced(catalog_of(given))
    alone = given["briefings/tram.yml"].replace("[s0, s1, s2]", "[s2]")
    assert is_announced(catalog_of(given | {"briefings/tram.yml": alone}))
    named = given["sources/s2.yml"].replace("republishes: s1", "republishes: The Herald")
    assert not is_announced(catalog_of(given | {"sources/s2.yml": named}))


def test_what_was_still_to_come_when_the_briefing_last_changed_is_announced() -> None:
    """Unless it cites a source that is dated later, and can report it."""
    for published in (None, "2027", "2027-04", "2027-05-02", "2026-12-01"):
        given = sheets("date: 2027-05-01", published, changed="2027-04-20")
        assert is_announced(catalog_of(given)) is (published != "2027-05-02"), published


def test_what_a_text_brings_about_has_happened_once_its_day_is_past() -> None:
    """The latest day on which any briefing was changed or checked stands for today."""
    law = sheets("date: 2026-08-02, takes_effect: true", "2024-07-12", changed="2025-01-01")
    assert is_announced(catalog_of(law))
    later = "title: Another\npublished: {}\nsummary: x [@s0]\n"
    assert is_announced(catalog_of(law | {"briefings/b.yml": later.format("2026-08-02")}))
    assert not is_announced(catalog_of(law | {"briefings/b.yml": later.format("2026-08-03")}))
    checked = later.format("2026-08-02") + "checked: 2026-08-03\n"
    assert not is_announced(catalog_of(law | {"briefings/b.yml": checked}))


@pytest.mark.parametrize("status", sorted(SETTLED))
def test_what_a_status_says_of_a_plan_ends_its_announcement(status: str) -> None:
    """It did not happen, either, unless a source can report it."""
    for published in ("2026-10-01", "2026-10-28"):
        given = sheets(f"date: 2026-10-27, status: {status}, note: The council says so.", published)
        (entry,) = catalog_of(given).timelines["tram"]
        assert (entry.announced, entry.called_off) == (
            False,
            published < "2026-10-27" or status in CALLED_OFF,
        )


def test_documents_can_be_announced_and_statements_cannot() -> None:
    given = sheets("date: 2026-10-27", "2026-10-01")
    given["briefings/tram.yml"] += (
        "documents:\n  - {title: The ordinance, date: 2026-10-27, kind: order, cite: s0}\n"
        "statements:\n  - {source: s0, text: It will open, date: 2026-10-27, cite: s0}\n"
    )
    own = {entry.kind: entry.announced for entry in catalog_of(given).by_sheet["briefing/tram"]}
    assert own == {"summary": False, "event": True, "statement": False, "document": True}


# ── Published before it began ───────────────────────────────────────────────────────────────────────────────


def days(text: str) -> tuple[date, date]:
    """The first and the last day that a date can mean, by the calendar."""
    exact = text.rstrip("~?%")
    pieces = [int(piece) for piece in exact.split("-")]
    first = date(*pieces, *[1] * (3 - len(pieces)))
    last = first
    if len(pieces) == 1:
        last = date(first.year, 12, 31)
    elif len(pieces) == 2:
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    off = timedelta(days={1: 366, 2: 31, 3: 7}[len(pieces)] if exact != text else 0)
    return first - off, last + off


DATES = [
    written + sign
    for written in (
        "2024", "2025", "2026", "2024-12", "2025-01", "2025-02", "2025-03",
        "2024-12-31", "2025-01-01", "2025-01-31", "2025-02-01", "2025-02-09", "2025-12-31", "2026-01-01",
    )
    for sign in ("", "~", "?", "%")
]  # fmt: skip
LATER = Date.parse("2030-01-01")


def test_a_source_is_older_if_all_its_days_are_before_all_days_of_the_event() -> None:
    """If its sheet last changed before the event, that only adds certainty: what is older stays older, and a
    source that is dated after the sheet is compared by its own date."""
    cited = Date.parse("2025-01-15")
    for event, source in product(DATES, DATES):
        begins, published = Date.parse(event), Date.parse(source)
        is_older = days(source)[1] < days(event)[0]
        assert published_before(begins, published, cited=LATER) is is_older, (event, source)
        older = published_before(begins, published, cited=cited)
        assert older or not is_older, (event, source)
        assert older == is_older or days(source)[0] <= date(2025, 1, 15), (event, source)

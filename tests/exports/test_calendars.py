"""Calendars, as icalendar reads them: each form of date, stable UIDs, and what a calendar program shows."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from briefings.text import escape
from tests import sites
from tests.exports.test_json_pages import HERRING

ADDRESS = "https://example.org/trams/"
PAGES = {name: text for name, text in HERRING.items() if name.startswith("pages/")}
TRAM = {
    **PAGES,
    "briefings/line.yml": """
title: Veldhaven votes for a second tram line
published: 2026-05-05
updated: 2026-06-30
topics: [transport]
summary: "The council voted. [@gazette]"
timeline:
  - {id: vote, date: 2026-05-04, title: The council votes, text: "[[hartog]] wins, by a vote. [@gazette]", actors: [hartog],
     place: "Town hall; room 2, Veldhaven", coordinates: [52.37, -4.890], tags: [vote], cite: [gazette, herald, gazette-2]}
  - {date: 2026-05-05T14:05+02:00, title: At a time, cite: gazette}
  - {date: 2026-05-06T23:30-02:00/2026-05-07T00:30:15-02:00, title: From time to time, cite: gazette}
  - {date: 2026-05-07T10:00, title: At a time without a zone, cite: gazette}
  - {date: 2026-05-08/2026-05-10, title: On three days, cite: gazette}
  - {date: 2026-04, title: In a month, cite: gazette}
  - {date: 2026-03-15~, title: About a day, cite: gazette}
  - {date: 2025-24, title: In winter, cite: gazette}
  - {date: 2026-02-01/.., title: Since a day, cite: gazette}
  - {date: ../2025-11-30, title: Until a day, cite: gazette}
  - {date: "[2025-10-01,2025-10-03]", title: On one of two days, cite: gazette}
  - {date: 2024-01-01/2025-06-30, title: For a year and a half, cite: gazette}
  - {date: 1912, title: In a year, cite: gazette}
  - {date: 0476-09-04, title: Long ago, cite: gazette}
  - {date: 2026-06-01, title: The mayor lies, status: disputed, cite: gazette}
  - {date: 2028-03, title: The line opens, actors: [hartog], cite: gazette}
  - {date: -0043-03-15, title: Before the common era, cite: gazette}
  - {date: 9999-12-31, title: On the last day, cite: gazette}
  - {date: Y12000, title: After the last day, cite: gazette}
documents:
  - {title: Ordinance on the tram, date: 2026-05-20, kind: order, actors: [hartog], cite: gazette}
""",
    "briefings/rome.yml": """
title: Rome
published: 2026-01-01
summary: "Caesar died. [@gazette]"
topics: [rome]
timeline: [{date: -0043-03-15, title: Caesar dies, actors: [caesar], cite: gazette}]
""",
    "actors/hartog.yml": "name: Ines Hartog\nkind: person\n",
    "actors/caesar.yml": "name: Caesar\nkind: person\n",
    "topics/transport.yml": "name: Public transport, trams; buses\n",
    "topics/rome.yml": "name: Rome\n",
    "sources/gazette.yml": "title: The vote\npublisher: The Gazette\nkind: news\n",
    "sources/gazette-2.yml": "title: More of the vote\npublisher: The Gazette\nkind: news\n",
    "sources/herald.yml": "title: A vote\npublisher: The Herald\nkind: news\n",
}
ONLY = "{json: false, csv: false, feeds: false, json-ld: false, followthemoney: false, citations: false, text: false, embeds: false}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("calendars") / "p", TRAM, exports=ONLY, address=ADDRESS)


def calendar(project: sites.Project, path: str = "timeline.ics") -> Any:
    return Calendar.from_ical(project.file(path))


def events(project: sites.Project, path: str = "timeline.ics") -> dict[str, Any]:
    """By the anchor of their entry."""
    return {str(event["URL"]).rpartition("#")[2]: event for event in calendar(project, path).walk("VEVENT")}


def day(text: str) -> date:
    return date.fromisoformat(text)


DATES: dict[str, tuple[date, date | None, str]] = {
    "event-vote": (day("2026-05-04"), day("2026-05-05"), "The council votes"),
    "event-at-a-time": (datetime(2026, 5, 5, 12, 5, tzinfo=UTC), None, "At a time"),
    "event-from-time-to-time": (
        datetime(2026, 5, 7, 1, 30, tzinfo=UTC),
        datetime(2026, 5, 7, 2, 30, 15, tzinfo=UTC),
        "From time to time",
    ),
    "event-at-a-time-without-a-zone": (datetime(2026, 5, 7, 10), None, "At a time without a zone"),
    "event-on-three-days": (day("2026-05-08"), day("2026-05-11"), "On three days"),
    "event-in-a-month": (day("2026-04-01"), day("2026-05-01"), "In a month (April 2026)"),
    "event-about-a-day": (day("2026-03-15"), day("2026-03-16"), "About a day (about 15 March 2026)"),
    "event-in-winter": (day("2025-12-01"), day("2026-03-01"), "In winter (winter 2025–26)"),
    "event-since-a-day": (day("2026-02-01"), day("2026-02-02"), "Since a day (since 1 February 2026)"),
    "event-until-a-day": (day("2025-11-30"), day("2025-12-01"), "Until a day (until 30 November 2025)"),
    "event-on-one-of-two-days": (
        day("2025-10-01"),
        day("2025-10-04"),
        "On one of two days (1 or 3 October 2025)",
    ),
    "event-for-a-year-and-a-half": (
        day("2024-01-01"),
        day("2024-01-02"),
        "For a year and a half (1 January 2024 – 30 June 2025)",
    ),
    "event-in-a-year": (day("1912-01-01"), day("1912-01-02"), "In a year (1912)"),
    "event-long-ago": (day("0476-09-04"), day("0476-09-05"), "Long ago"),
    "event-the-mayor-lies": (day("2026-06-01"), day("2026-06-02"), "Disputed: The mayor lies"),
    "event-the-line-opens": (
        day("2028-03-01"),
        day("2028-04-01"),
        "Announced: The line opens (March 2028)",
    ),
    "document-ordinance-on-the-tram": (day("2026-05-20"), day("2026-05-21"), "Ordinance on the tram"),
}


@pytest.mark.parametrize("anchor", DATES)
def test_each_form_of_date_is_an_event(project: sites.Project, anchor: str) -> None:
    start, end, summary = DATES[anchor]
    event = events(project)[anchor]
    assert event["DTSTART"].dt == start
    is_one_day = end is not None and end - start == timedelta(days=1)
    assert ("DTEND" in event and event["DTEND"].dt) == (False if end is None or is_one_day else end)
    assert str(event["SUMMARY"]) == summary
    # A day without a time is one in each time zone.
    assert event["DTSTART"].params.get("VALUE") == (None if isinstance(start, datetime) else "DATE")


def test_dates_that_calendars_cannot_have_are_left_out(project: sites.Project) -> None:
    assert events(project).keys() == DATES.keys()


def test_an_event_has_all_that_its_entry_has(project: sites.Project) -> None:
    vote = events(project)["event-vote"]
    address = f"{ADDRESS}briefings/line/#event-vote"
    assert re.fullmatch("[0-9a-f]{16}", vote["UID"])
    assert vote["DTSTAMP"].dt == datetime(2026, 6, 30, tzinfo=UTC)
    assert str(vote["DESCRIPTION"]) == (
        f"Ines Hartog wins, by a vote.\nSources: The Gazette and The Herald\n{address}"
    )
    assert str(vote["URL"]) == address
    assert str(vote["LOCATION"]) == "Town hall; room 2, Veldhaven"
    assert vote["GEO"].to_ical() == "52.37;-4.89"
    assert [str(each) for each in vote["CATEGORIES"].cats] == ["Event", "Public transport, trams; buses"]
    assert str(vote["TRANSP"]) == "TRANSPARENT"


def test_what_is_disputed_or_announced_is_tentative(project: sites.Project) -> None:
    statuses = {
        anchor: str(event["STATUS"]) for anchor, event in events(project).items() if "STATUS" in event
    }
    assert statuses == {"event-the-mayor-lies": "TENTATIVE", "event-the-line-opens": "TENTATIVE"}


def test_a_calendar_says_what_it_is_and_what_may_be_done_with_it(project: sites.Project) -> None:
    head = calendar(project, "actors/hartog.ics")
    assert str(head["NAME"]) == str(head["X-WR-CALNAME"]) == "Ines Hartog – AI Governance Briefings"
    assert str(head["URL"]) == f"{ADDRESS}actors/hartog/"
    assert head["SOURCE"].params["VALUE"] == "URI"
    assert str(head["SOURCE"]) == f"{ADDRESS}actors/hartog.ics"
    assert head["REFRESH-INTERVAL"].to_ical() == head["X-PUBLISHED-TTL"].to_ical() == b"P1D"
    assert "CC-BY-4.0" in head["DESCRIPTION"]
    assert "belong to their authors" in head["DESCRIPTION"]
    assert str(calendar(project)["NAME"]) == "AI Governance Briefings"


def test_actors_and_topics_have_their_own_events(project: sites.Project) -> None:
    assert events(project, "topics/transport.ics").keys() == DATES.keys()
    assert list(events(project, "actors/hartog.ics")) == [
        "event-the-line-opens",
        "document-ordinance-on-the-tram",
        "event-vote",
    ]
    # Caesar has only an event that no calendar can have.
    assert sorted(each.path for each in project.resources if each.format == "calendars") == [
        "actors/hartog.ics",
        "timeline.ics",
        "topics/transport.ics",
    ]


def test_an_event_has_the_same_uid_in_each_calendar(project: sites.Project) -> None:
    uids = {str(event["UID"]) for event in events(project).values()}
    assert len(uids) == len(DATES)
    for path in ("actors/hartog.ics", "topics/transport.ics"):
        assert {str(event["UID"]) for event in events(project, path).values()} <= uids


def test_uids_are_those_of_one_site(project: sites.Project, tmp_path: Path) -> None:
    uids = {str(event["UID"]) for event in events(project).values()}
    for n, (address, is_same) in enumerate(
        {"https://example.org/buses/": False, "http://example.org/trams/": True}.items()
    ):
        other = sites.make(tmp_path / f"{n}", TRAM, exports=ONLY, address=address)
        assert ({str(event["UID"]) for event in events(other).values()} == uids) is is_same


def test_another_event_changes_no_uid(project: sites.Project, tmp_path: Path) -> None:
    text = TRAM["briefings/line.yml"].replace(
        "timeline:\n", "timeline:\n  - {date: 2026-05-03, title: The eve, cite: gazette}\n"
    )
    more = sites.make(tmp_path / "p", TRAM | {"briefings/line.yml": text}, exports=ONLY, address=ADDRESS)
    before = {str(event["UID"]) for event in events(project).values()}
    after = {str(event["UID"]) for event in events(more).values()}
    assert before < after and len(after - before) == 1


def test_reading_and_writing_changes_nothing(project: sites.Project) -> None:
    for path in ("timeline.ics", "actors/hartog.ics", "topics/transport.ics"):
        read = calendar(project, path)
        again = Calendar.from_ical(read.to_ical())
        assert again == read
        assert [event.errors for event in again.walk()] == [[]] * len(again.walk())


def check_lines(data: bytes) -> None:
    assert data.endswith(b"\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert len(line) <= 75
        line.decode()
        assert not set(line) & ({*range(32), 127} - {9})
    for unfolded in data.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n"):
        assert re.match(r"[A-Z-]+[;:]", unfolded)


def test_lines_are_short_and_end_as_they_should(project: sites.Project) -> None:
    for path in ("timeline.ics", "actors/hartog.ics", "topics/transport.ics"):
        check_lines(project.file(path))


def test_no_date_is_that_of_the_build(project: sites.Project) -> None:
    stamps = {event["DTSTAMP"].dt for event in calendar(project).walk("VEVENT")}
    assert stamps == {datetime(2026, 6, 30, tzinfo=UTC)}
    assert project.file("timeline.ics") == project.file("timeline.ics")


def test_without_an_address_nothing_is_linked(tmp_path: Path) -> None:
    plain = sites.make(tmp_path / "p", TRAM, exports=ONLY)
    data = plain.file("timeline.ics").decode()
    assert not any(word in data for word in ("URL:", "SOURCE", "http"))
    uids = [str(event["UID"]) for event in calendar(plain).walk("VEVENT")]
    assert len(set(uids)) == len(DATES)
    page = (plain.settings.docs_dir / "timeline.md").read_text(encoding="utf-8")
    assert "[Calendar](timeline.ics)" in page
    assert "webcal" not in page


def many_events(n: int, announced: int) -> dict[str, str]:
    lines = [
        f"  - {{date: {1900 + k}-01-01, title: Event {k}, actors: [hartog], cite: gazette}}" for k in range(n)
    ]
    lines += [
        f"  - {{date: {2050 + k}-01-01, title: Plan {k}, actors: [hartog], cite: gazette}}"
        for k in range(announced)
    ]
    return TRAM | {
        "briefings/many.yml": "title: Many\npublished: 2026-01-01\nsummary: x [@gazette]\ntimeline:\n"
        + "\n".join(lines)
        + "\n"
    }


def test_a_calendar_has_the_newest_events_and_all_that_is_announced(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "p", many_events(60, 70), exports=ONLY)
    names = [str(event["SUMMARY"]) for event in calendar(project, "actors/hartog.ics").walk("VEVENT")]
    assert names[:71] == [
        *(f"Announced: Plan {k}" for k in range(69, 21, -1)),
        *names[48:71],
    ]
    assert len([name for name in names if name.startswith("Announced: ")]) == 71
    past = [name for name in names if not name.startswith("Announced: ")]
    assert len(past) == 20
    assert past[:3] == ["Ordinance on the tram", "The council votes", "Event 59"]
    assert past[-1] == "Event 42"


HOSTILE = [
    "=cmd|'/c calc'!A1 \";,:\\n \\; ]]> </script><img src=x onerror=alert(1)>",
    "END:VEVENT BEGIN:VALARM ATTACH;VALUE=URI:https://evil.example/ \\",
    "‏שלום‏ \u200e\u200f \U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301",
    "漢字" * 60,
    "x" * 9_900,
    "\\" * 200,
    "tab\there",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_arrive_intact(words: str, tmp_path: Path) -> None:
    text = json.dumps(words, ensure_ascii=False)
    sheets = {
        **PAGES,
        "briefings/b.yml": f"title: {text}\npublished: 2026-01-01\ntopics: [t]\nsummary: x [@s]\ntimeline:\n"
        f"  - id: e\n    date: 2025-01-01~\n    title: {text}\n    place: {text}\n    actors: [a]\n    cite: s\n",
        "actors/a.yml": f"name: {text}\nkind: person\n",
        "topics/t.yml": f"name: {text}\nsummary: x\n",
        "sources/s.yml": f"title: {text}\npublisher: {text}\nkind: news\n",
    }
    project = sites.make(tmp_path / "p", sheets, exports=ONLY, address=ADDRESS)
    shown = escape.one_line(words)
    for path in ("timeline.ics", "actors/a.ics", "topics/t.ics"):
        check_lines(project.file(path))
        (event,) = calendar(project, path).walk("VEVENT")
        assert str(event["SUMMARY"]) == f"{shown} (about 1 January 2025)"
        assert str(event["LOCATION"]) == shown
        assert str(event["DESCRIPTION"]).startswith(f"Sources: {shown}\n")
        assert [str(each) for each in event["CATEGORIES"].cats] == ["Event", shown]
        assert len(calendar(project, path).walk()) == 2
    # icalendar does not know this property, and leaves its text escaped.
    name = re.sub(r"\\(.)", r"\1", calendar(project, "actors/a.ics")["NAME"])
    assert name == f"{shown} – AI Governance Briefings"


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def built(project: sites.Project) -> Path:
    return project.build().site_dir


def test_pages_link_their_calendar_and_how_to_subscribe(built: Path) -> None:
    for page, path in (("timeline", "timeline.ics"), ("actors/hartog", "actors/hartog.ics")):
        html = (built / page / "index.html").read_text(encoding="utf-8")
        above = "../" * (page.count("/") + 1)
        assert re.search(
            rf'<a href="{above if page == "timeline" else "../"}{path.rpartition("/")[2]}">', html
        )
        assert f'<a href="webcal://example.org/trams/{path}">Subscribe</a>' in html
        assert 'type="text/calendar"' in html
        assert (built / path).is_file()
    assert "webcal" not in (built / "actors/caesar/index.html").read_text(encoding="utf-8")
    assert "timeline.ics" in (built / "data/index.html").read_text(encoding="utf-8")


def test_a_host_can_do_without_calendars(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "p", TRAM, exports="{calendars: false}", address=ADDRESS)
    assert [each for each in project.resources if each.format == "calendars"] == []
    assert "webcal" not in (project.settings.docs_dir / "timeline.md").read_text(encoding="utf-8")


def test_words_of_a_sheet_cannot_subscribe_anybody(tmp_path: Path) -> None:
    """Not even to a calendar of the site, and the words stay words."""
    line = TRAM["briefings/line.yml"].replace(
        'text: "[[hartog]] wins', 'text: "[Join](webcal://evil.example/a.ics) [[hartog]] wins'
    )
    with pytest.raises(AssertionError, match="a link to `webcal:` is not allowed"):
        sites.make(tmp_path / "p", TRAM | {"briefings/line.yml": line}, exports=ONLY, address=ADDRESS)

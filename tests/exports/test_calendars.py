"""Calendars, as icalendar reads them: each form of date, stable UIDs, and what a calendar program shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from briefings.text import escape
from tests import sites
from tests.goldens import compare
from tests.trees import sheets_in

ADDRESS = "https://example.org/trams/"
TRAM = sheets_in(Path(__file__).with_name("calendars.md"))
ONLY = "{json: false, csv: false, feeds: false, json-ld: false, followthemoney: false, citations: false, text: false, embeds: false}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("calendars") / "p", TRAM, exports=ONLY, address=ADDRESS)


def calendar(project: sites.Project, path: str = "timeline.ics") -> Any:
    return Calendar.from_ical(project.file(path))


def events(project: sites.Project, path: str = "timeline.ics") -> dict[str, Any]:
    """By the anchor of their entry."""
    return {str(event["URL"]).rpartition("#")[2]: event for event in calendar(project, path).walk("VEVENT")}


@pytest.mark.parametrize("path", ["timeline", "actors/hartog"])
def test_a_calendar_is_as_written_down(path: str, project: sites.Project, update_goldens: bool) -> None:
    """Each form of date; what calendars cannot have is left out. All that an entry has, and what is doubtful."""
    made = project.file(f"{path}.ics").decode().replace("\r\n ", "").replace("\r\n", "\n")
    compare(made, Path(__file__).parent / "golden" / "calendars" / f"{path}.ics", update=update_goldens)


def test_who_has_only_dates_that_calendars_cannot_have_has_none(project: sites.Project) -> None:
    assert sorted(each.path for each in project.resources if each.format == "calendars") == [
        "actors/hartog.ics",
        "timeline.ics",
        "topics/transport.ics",
    ]


def test_uids_are_those_of_one_site_and_another_event_changes_none(
    project: sites.Project, tmp_path: Path
) -> None:
    more = {
        "briefings/line.yml": TRAM["briefings/line.yml"].replace(
            "timeline:\n", "timeline:\n  - {date: 2026-05-03, title: The eve, cite: gazette}\n"
        )
    }
    buses, unsafe = (
        sites.make(tmp_path / name, TRAM | more, exports=ONLY, address=address)
        for name, address in (
            ("buses", "https://example.org/buses/"), ("unsafe", "http://example.org/trams/"),
        )
    )  # fmt: skip
    uids, others, same = (
        {str(event["UID"]) for event in events(each).values()} for each in (project, buses, unsafe)
    )
    assert not uids & others
    assert uids < same and len(same - uids) == 1


def test_an_event_has_the_same_uid_in_each_calendar(project: sites.Project) -> None:
    uids = {str(event["UID"]) for event in events(project).values()}
    assert len(uids) == len(events(project))
    for path in ("actors/hartog.ics", "topics/transport.ics"):
        assert {str(event["UID"]) for event in events(project, path).values()} <= uids


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


def test_without_an_address_nothing_is_linked(tmp_path: Path) -> None:
    plain = sites.make(tmp_path / "p", TRAM, exports=ONLY)
    data = plain.file("timeline.ics").decode()
    assert not any(word in data for word in ("URL:", "SOURCE", "http"))
    uids = [str(event["UID"]) for event in calendar(plain).walk("VEVENT")]
    assert len(set(uids)) == len(uids) > 10
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
    assert names[:71] == [*(f"Announced: Plan {k}" for k in range(69, 21, -1)), *names[48:71]]
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
    "x" * 9_800,
    "\\" * 200,
    "tab\there",
]


def test_hostile_words_arrive_intact(tmp_path: Path) -> None:
    sheets: dict[str, str] = {}
    for n, words in enumerate(HOSTILE):
        text = json.dumps(f"{n} {words}", ensure_ascii=False)
        sheets |= {
            f"briefings/b{n}.yml": f"title: {text}\npublished: 2026-01-01\ntopics: [t{n}]\nsummary: x [@s{n}]\ntimeline:\n"
            f"  - id: e{n}\n    date: 2025-01-01~\n    title: {text}\n    place: {text}\n    actors: [a{n}]\n    cite: s{n}\n",
            f"actors/a{n}.yml": f"name: {text}\nkind: person\n",
            f"topics/t{n}.yml": f"name: {text}\nsummary: x\n",
            f"sources/s{n}.yml": f"title: {text}\npublisher: {text}\nkind: news\n",
        }
    project = sites.make(tmp_path / "p", sheets, exports=ONLY, address=ADDRESS)
    check_lines(project.file("timeline.ics"))
    for n, words in enumerate(HOSTILE):
        shown = escape.one_line(f"{n} {words}")
        for path in (f"actors/a{n}.ics", f"topics/t{n}.ics"):
            check_lines(project.file(path))
            (event,) = calendar(project, path).walk("VEVENT")
            assert str(event["SUMMARY"]) == f"{shown} (about 1 January 2025)"
            assert str(event["LOCATION"]) == shown
            assert str(event["DESCRIPTION"]).startswith(f"Sources: {shown}\n")
            assert [str(each) for each in event["CATEGORIES"].cats] == ["Event", shown]
            assert len(calendar(project, path).walk()) == 2
        # icalendar does not know this property, and leaves its text escaped.
        name = re.sub(r"\\(.)", r"\1", calendar(project, f"actors/a{n}.ics")["NAME"])
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

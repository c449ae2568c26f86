"""Timelines for TimelineJS: what is in the file, what its importer reads again, and what TimelineJS itself
shows in a browser."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from briefings.plugins.exchange.imports import timelinejs
from briefings.text import escape
from tests import sites
from tests.exports.test_calendars import ADDRESS, ONLY, TRAM, many_events
from tests.serving import Served, serve

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
ERAS = """
eras:
  - {title: Preparation & study, from: 2024-03, to: 2026-05-04, cite: gazette}
  - {title: Still open, from: 2026-05-04, cite: gazette}
  - {title: Without an end, from: 2026-05-04, to: 2026-06/.., cite: gazette}
"""
DEPOT = """
title: The depot
published: 2026-06-01
summary: "It stands. [@gazette]"
timeline:
  - {event: vote}
  - {date: 2026-05-30, title: The depot stands, group: Depot & yards, actors: [hartog], cite: gazette,
     media: {file: depot.png, alt: "A \\"depot\\" <b>", caption: The depot & its yard, credit: Jane <i>Doe, licence: CC-BY-4.0}}
  - {date: 2026-05-31~, title: Done, group: "R&D", cite: gazette}
"""
SHEETS = TRAM | {
    "briefings/line.yml": TRAM["briefings/line.yml"] + ERAS.lstrip(),
    "briefings/depot.yml": DEPOT,
}


def make(folder: Path, sheets: dict[str, str], address: str = ADDRESS) -> sites.Project:
    media = folder / "content" / "media"
    media.mkdir(parents=True)
    (media / "depot.png").write_bytes(PIXEL)
    return sites.make(folder, sheets, exports=ONLY, address=address)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return make(tmp_path_factory.mktemp("timelinejs") / "p", SHEETS)


def timeline(project: sites.Project, path: str) -> Any:
    return json.loads(project.file(f"{path}.timeline.json"))


def events(project: sites.Project, path: str = "briefings/line") -> dict[str, Any]:
    return {event["unique_id"]: event for event in timeline(project, path)["events"]}


def day(year: int, *rest: int) -> dict[str, int]:
    return dict(zip(("year", "month", "day", "hour", "minute", "second"), (year, *rest), strict=False))


DATES: dict[str, tuple[dict[str, int], dict[str, int] | None, str | None]] = {
    "event-before-the-common-era": (day(-44, 3, 15), None, None),
    "event-long-ago": (day(476, 9, 4), None, None),
    "event-in-a-year": (day(1912), None, None),
    "event-for-a-year-and-a-half": (day(2024, 1, 1), day(2025, 6, 30), None),
    "event-on-one-of-two-days": (day(2025, 10, 1), day(2025, 10, 3), "1 or 3 October 2025"),
    "event-until-a-day": (day(2025, 11, 30), None, "until 30 November 2025"),
    "event-in-winter": (day(2025, 12), day(2026, 2), "winter 2025–26"),
    "event-since-a-day": (day(2026, 2, 1), None, "since 1 February 2026"),
    "event-about-a-day": (day(2026, 3, 15), None, "about 15 March 2026"),
    "event-in-a-month": (day(2026, 4), None, None),
    "event-vote": (day(2026, 5, 4), None, None),
    "event-at-a-time": (day(2026, 5, 5, 14, 5), None, "5 May 2026, 14:05 (UTC+2)"),
    "event-from-time-to-time": (
        day(2026, 5, 6, 23, 30),
        day(2026, 5, 7, 0, 30, 15),
        "from 6 May 2026, 23:30 (UTC−2) to 7 May 2026, 00:30:15 (UTC−2)",
    ),
    "event-at-a-time-without-a-zone": (day(2026, 5, 7, 10, 0), None, "7 May 2026, 10:00"),
    "event-on-three-days": (day(2026, 5, 8), day(2026, 5, 10), None),
    "document-ordinance-on-the-tram": (day(2026, 5, 20), None, None),
    "event-the-mayor-lies": (day(2026, 6, 1), None, None),
    "event-the-line-opens": (day(2028, 3), None, None),
    "event-on-the-last-day": (day(9999, 12, 31), None, None),
    "event-after-the-last-day": (day(12000), None, None),
}


def test_each_form_of_date_has_its_place(project: sites.Project) -> None:
    keys = ("start_date", "end_date", "display_date")
    assert {id_: tuple(map(event.get, keys)) for id_, event in events(project).items()} == DATES


def test_a_slide_has_the_text_and_its_sources(project: sites.Project) -> None:
    vote = events(project)["event-vote"]
    assert vote["text"] == {
        "headline": "The council votes",
        "text": '<p>Ines Hartog wins, by a vote.</p><p class="added">Sources: The Gazette and The Herald · '
        f'<a href="{ADDRESS}briefings/line/#event-vote">AI Governance Briefings</a></p>',
    }
    assert events(project)["event-the-mayor-lies"]["text"]["headline"] == "Disputed: The mayor lies"
    assert events(project)["event-the-line-opens"]["text"]["headline"] == "Announced: The line opens"


def test_the_first_slide_says_what_it_is_and_what_may_be_done_with_it(project: sites.Project) -> None:
    title = timeline(project, "briefings/line")["title"]["text"]
    assert title["headline"] == "Veldhaven votes for a second tram line"
    assert title["text"].startswith('<p>The council voted.</p><p class="added"><a href=')
    assert f'"{ADDRESS}briefings/line/"' in title["text"]
    assert "CC-BY-4.0" in title["text"] and "belong to their authors" in title["text"]


def test_an_era_has_a_start_and_an_end(project: sites.Project) -> None:
    assert timeline(project, "briefings/line")["eras"] == [
        {
            "unique_id": "era-preparation-study",
            "start_date": day(2024, 3),
            "end_date": day(2026, 5, 4),
            "text": {"headline": "Preparation &amp; study"},
        }
    ]
    assert "eras" not in timeline(project, "briefings/depot")


def test_a_picture_has_its_credit_and_licence(project: sites.Project, tmp_path: Path) -> None:
    assert events(project, "briefings/depot")["event-the-depot-stands"]["media"] == {
        "url": f"{ADDRESS}media/depot.png",
        "alt": 'A "depot" <b>',  # it is no HTML
        "credit": 'Jane &lt;i&gt;Doe · <a href="https://creativecommons.org/licenses/by/4.0/">CC-BY-4.0</a>',
        "caption": "The depot &amp; its yard",
    }
    # An address on a page of somebody else's would lead nowhere.
    plain = make(tmp_path / "p", SHEETS, address="")
    assert "media" not in events(plain, "briefings/depot")["event-the-depot-stands"]


def test_shared_events_and_those_of_actors_and_topics_are_there(project: sites.Project) -> None:
    assert list(events(project, "briefings/depot")) == ["event-vote", "event-the-depot-stands", "event-done"]
    assert list(events(project, "actors/hartog")) == [
        "line/event-vote",
        "line/document-ordinance-on-the-tram",
        "depot/event-the-depot-stands",
        "line/event-the-line-opens",
    ]
    assert events(project, "topics/transport").keys() == {f"line/{anchor}" for anchor in DATES}
    assert list(events(project, "actors/caesar")) == ["rome/event-caesar-dies"]


def test_actors_have_the_newest_events_and_all_that_is_announced(tmp_path: Path) -> None:
    many = make(tmp_path / "p", many_events(60, 70))
    names = [event["text"]["headline"] for event in timeline(many, "actors/hartog")["events"]]
    assert (len(names), names[0], names[-1]) == (20 + 71, "Event 42", "Announced: Plan 69")
    assert len(timeline(many, "briefings/many")["events"]) == 130


def test_briefings_without_events_have_no_timeline(tmp_path: Path) -> None:
    still = "title: Still\npublished: 2026-01-01\nsummary: x [@gazette]\n"
    project = make(tmp_path / "p", SHEETS | {"briefings/still.yml": still})
    assert "briefings/still.timeline.json" not in [each.path for each in project.resources]


def test_the_importer_reads_what_was_written(project: sites.Project) -> None:
    reading = timelinejs.read(project.file("briefings/depot.timeline.json").decode())
    (record,) = reading.records
    data = record.data
    assert data["title"] == "The depot"
    assert [(event["date"], event["title"]) for event in data["timeline"]] == [
        ("2026-05-04", "The council votes"),
        ("2026-05-30", "The depot stands"),
        ("2026-05-31", "Done"),
    ]
    assert data["timeline"][0]["text"] == "Ines Hartog wins, by a vote.", "without what the export added"
    assert data["summary"] == "It stands."
    assert data["timeline"][1]["group"] == "Depot & yards"
    assert sorted({loss.what for loss in reading.losses}) == ["`display_date`", "`media`"]


def test_the_status_of_an_event_is_not_part_of_its_title(project: sites.Project) -> None:
    (record,) = timelinejs.read(json.dumps(timeline(project, "briefings/line"))).records
    titles = [event["title"] for event in record.data["timeline"]]
    assert "The line opens" in titles, titles


def test_all_dates_that_it_can_say_come_back(project: sites.Project) -> None:
    reading = timelinejs.read(project.file("briefings/line.timeline.json").decode())
    read = {event["title"]: event["date"] for event in reading.records[0].data["timeline"]}
    assert {
        title: read[title]
        for title in ("In a year", "In a month", "On three days", "For a year and a half", "Long ago")
    } == {
        "In a year": "1912",
        "In a month": "2026-04",
        "On three days": "2026-05-08/2026-05-10",
        "For a year and a half": "2024-01-01/2025-06-30",
        "Long ago": "0476-09-04",
    }
    assert read["Before the common era"] == "-0043-03-15"
    assert reading.records[0].data["eras"] == [
        {"title": "Preparation & study", "from": "2024-03", "to": "2026-05-04"}
    ]


# ── TimelineJS itself ───────────────────────────────────────────────────────────────────────────────────────

PROGRAM = Path(__file__).resolve().parents[3] / "build/checkers/node_modules/@knight-lab/timelinejs/dist"
SHOWING = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A timeline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="css/timeline.css">
<div id="timeline" style="width: 100%; height: 700px"></div>
<script src="js/timeline.js"></script>
<script>
const name = new URLSearchParams(location.search).get("file");
window.timeline = new TL.Timeline("timeline", name, {hash_bookmark: true, duration: 1, font: null});
</script>
</html>
"""

HOSTILE = [
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "&lt;img src=x onerror=alert(1)&gt; &amp;lt;svg onload=alert(2)&amp;gt;",
    "&#60;img src=x onerror=alert(1)&#62; </p></div>",
    "www.x'onmouseover='alert(1)' a@b.example https://evil.example/'onclick='alert(2)",
    "\"><a href=javascript:alert(1)>x</a> ]]> =cmd|'/c calc'!A1 {{7*7}}",
    "\u200fשלום \U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301 漢字",
]


@pytest.fixture(scope="module")
def shown(
    browser: Browser, project: sites.Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    if not PROGRAM.exists():
        pytest.skip("needs TimelineJS from `make checkers`")
    folder = tmp_path_factory.mktemp("shown")
    shutil.copytree(PROGRAM / "js", folder / "js", ignore=shutil.ignore_patterns("*.map"))
    shutil.copytree(PROGRAM / "css", folder / "css", ignore=shutil.ignore_patterns("*.map"))
    (folder / "index.html").write_text(SHOWING, encoding="utf-8")
    for path in ("briefings/line", "briefings/depot", "actors/hartog", "topics/transport"):
        name = path.replace("/", "-")
        (folder / f"{name}.json").write_bytes(project.file(f"{path}.timeline.json"))
    for n, words in enumerate(HOSTILE):
        hostile = make(tmp_path_factory.mktemp("hostile") / "p", hostile_sheets(words))
        (folder / f"hostile-{n}.json").write_bytes(hostile.file("briefings/b.timeline.json"))
    with serve(folder) as served:
        yield served


def hostile_sheets(words: str) -> dict[str, str]:
    text = json.dumps(words, ensure_ascii=False)
    prose = json.dumps(escape.prose(words), ensure_ascii=False)
    return {
        "briefings/b.yml": f"""
title: {text}
published: 2026-01-01
summary: {prose}
media: {{file: depot.png, alt: {text}, caption: {text}, credit: {text}, licence: CC-BY-4.0}}
timeline:
  - {{date: 2025-01-01~, title: {text}, text: {prose}, group: {text}, cite: s, place: {text},
     media: {{file: depot.png, alt: {text}, caption: {text}, credit: {text}, licence: CC-BY-4.0}}}}
  - {{date: 2025-03-01, title: Last, group: {text}, cite: s}}
eras: [{{title: {text}, from: 2025-01, to: 2025-02, cite: s}}]
""",
        "sources/s.yml": f"title: {text}\npublisher: {text}\nkind: news\n",
    }


@pytest.fixture
def page(browser: Browser, shown: Served) -> Iterator[Page]:
    """A page on which a script's error, or a dialog that hostile words opened, fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    seen: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def watch(request: Request) -> None:
        if not request.url.startswith((shown.url, ADDRESS, "data:")):
            seen.append(f"asked: {request.url}")

    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", dismiss)
    page.on("request", watch)
    # The pictures are at the address of the site.
    page.route(f"{ADDRESS}**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    yield page
    page.close()
    assert seen == []


def open_timeline(page: Page, shown: Served, name: str) -> None:
    page.goto(f"{shown.url}?file={name}.json")
    page.wait_for_function("window.timeline?._loaded?.storyslider && window.timeline._loaded.timenav")
    assert page.evaluate("timeline.config.getErrors()") == []


def headlines(page: Page) -> list[str]:
    texts = page.locator(".tl-slide .tl-text .tl-headline").all_text_contents()
    return [" ".join(text.split()) for text in texts]


@pytest.mark.nightly
@pytest.mark.browser
@pytest.mark.parametrize("path", ["briefings/line", "briefings/depot", "actors/hartog", "topics/transport"])
def test_it_shows_all_events_from_the_first_to_the_last(
    page: Page, shown: Served, project: sites.Project, path: str
) -> None:
    written = timeline(project, path)
    open_timeline(page, shown, path.replace("/", "-"))
    # TimelineJS itself orders them: what was open until a day is there on that day.
    slides = sorted(written["events"], key=lambda event: tuple(event["start_date"].values()))
    expected = [unescape(slide["text"]["headline"]) for slide in (written["title"], *slides)]
    assert headlines(page) == expected
    for go, n in (("goToId(timeline.config.events[0].unique_id)", 1), ("goToEnd()", -1)):
        page.evaluate(f"timeline.{go}")
        slide = page.locator(".tl-slide .tl-text .tl-headline").nth(n)
        page.wait_for_function("(slide) => { const {left, right} = slide.getBoundingClientRect();"
            " return left >= 0 && right <= innerWidth }", arg=slide.element_handle())  # fmt: skip
        assert slide.text_content() == expected[n]


@pytest.mark.nightly
@pytest.mark.browser
def test_it_shows_dates_groups_eras_and_pictures(page: Page, shown: Served) -> None:
    open_timeline(page, shown, "briefings-line")
    dates = page.locator(".tl-slide .tl-headline-date").all_text_contents()
    assert "about 15 March 2026" in dates
    assert "44 BCE" in dates[1]
    assert page.locator(".tl-timeera").all_text_contents() == ["Preparation & study"]
    open_timeline(page, shown, "briefings-depot")
    assert set(page.locator(".tl-timegroup").all_text_contents()) >= {"Depot & yards", "R&D"}
    page.evaluate("timeline.goTo(2)")
    credit = page.locator(".tl-credit")
    credit.wait_for()
    assert credit.text_content() == "Jane <i>Doe · CC-BY-4.0"
    assert page.locator(".tl-caption").text_content() == "The depot & its yard"
    assert page.locator("img.tl-media-item").get_attribute("alt") == 'A "depot" <b>'


@pytest.mark.nightly
@pytest.mark.browser
@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_hostile_words_are_words(page: Page, shown: Served, n: int) -> None:
    open_timeline(page, shown, f"hostile-{n}")
    words = escape.one_line(HOSTILE[n])
    assert headlines(page) == [words, words, "Last"]
    for go in ("goTo(0)", "goTo(1)", "goToEnd()", "goTo(1)"):
        page.evaluate(f"timeline.{go}")
        page.wait_for_timeout(100)
    page.locator(".tl-credit").nth(1).wait_for(timeout=10_000)
    text = page.locator(".tl-slide .tl-text-content").nth(1).text_content() or ""
    assert text.startswith(words)
    assert words in [" ".join(each.split()) for each in page.locator(".tl-timegroup").all_text_contents()]
    assert page.locator(".tl-timeera").all_text_contents() == [words]
    assert page.locator(".tl-caption").all_text_contents() == [words, words]
    # Nothing but what TimelineJS and the file have themselves.
    links = page.eval_on_selector_all("a", "links => links.map((link) => link.href)")
    assert {link.partition("#")[0] for link in links} <= {
        f"{ADDRESS}briefings/b/",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://timeline.knightlab.com/",
    }
    assert page.evaluate(
        "[...document.querySelectorAll('#timeline *')].flatMap((each) => [...each.attributes])"
        ".filter((each) => each.name.startsWith('on')).map((each) => each.value)"
    ) == []  # fmt: skip
    assert page.locator("#timeline :is(script, svg, iframe), img:not(.tl-media-item)").count() == 0

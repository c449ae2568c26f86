"""What pictures are given: events with their colors, milestones, topics in rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from briefings.catalog.entries import Entry
from briefings.model.dates import Date
from briefings.pictures.illustrate import Illustrator, Rows, figure, marks_of
from briefings.views.maker import Maker
from briefings.views.milestones import milestones
from briefings.views.periods import Limits
from briefings.views.registers import TimelineView
from briefings.views.registers import timeline as timeline_pages
from tests.page_site import site_files
from tests.trees import catalog_of, maker_of

TODAY = Date.parse("2025-08-02")


def maker(language: str = "en", more: dict[str, str] | None = None) -> Maker:
    files = {
        path.removeprefix("content/"): data.decode()
        for path, data in site_files().items()
        if path.endswith(".yml") and "content/" in path
    }
    return maker_of(catalog_of(files | (more or {}), with_base=False), language)


def timeline(
    maker: Maker, events: Sequence[Entry[Any]], *, milestones: Sequence[str] = (), as_of: Date = TODAY
) -> str | None:
    """The picture of some events."""
    facts = maker.facts(events, events[0].sheet)
    marks = marks_of(facts, milestones)
    content = Illustrator(maker.words).timeline_content(marks, name="A", as_of=as_of, tones=maker.tones.names)
    return figure(content)


def rows(maker: Maker, *, without: str = "") -> Rows | None:
    """The rows of all events, or of those without a topic."""
    view = next(timeline_pages(maker, Limits())).view
    assert isinstance(view, TimelineView)
    shown = [*view.announced, *(each for section in view.sections for each in section.entries)]
    tones = {topic: tone for topic, (_, tone) in view.topics.items()}
    own = [each for each in shown if without not in each.topics]
    return Illustrator(maker.words).rows(own, tones, TODAY)


def test_a_timeline_takes_three_events() -> None:
    made = maker()
    events = made.catalog.by_kind["event"]
    assert timeline(made, events[:2]) is None
    picture = timeline(made, events)
    assert picture is not None
    assert 'aria-label="Timeline: A: 5 events"' in picture
    assert re.findall('class="key ([a-z0-9-]+)">([^<]*)<', picture) == [
        ("tone-1", "United States and China"),
        ("tone-2", "AI governance"),
        ("key--announced", "announced"),
        ("key--doubted", "disputed or unsupported"),
        ("key--today", "as of 2 August 2025"),
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("0900-03-01", "0950-06-01"), "900–904"),
        (("2025-01-05", "2025-01-09"), "5 January 2025"),
        (("2025-07-03", "2025-09-20"), "30 June – 6 July 2025"),
        (("2025-01-05", "2025-12-09"), "January 2025"),
        (("2020-01-05", "2025-12-09"), "January–June 2020"),
        (("9000-01-05", "9999-12-31"), "9000–9099"),
    ],
)
def test_the_time_of_a_dot_is_in_words(days: tuple[str, str], expected: str) -> None:
    events = "".join(event(day, f"E{n}") for n, day in enumerate((*days, days[0])))
    sheet = (
        f"title: A\npublished: 2025-08-01\nmatters: It does.\nsummary: S. [@wam-2025]\ntimeline:\n{events}"
    )
    made = maker(more={"briefings/a.yml": sheet})
    picture = timeline(made, made.catalog.timelines["a"], as_of=Date.parse("9999"))
    assert picture is not None
    assert f"<title>{expected}: 2 events</title>" in picture


def test_topics_share_an_axis_and_each_row_has_their_events() -> None:
    made = maker()
    drawn = rows(made)
    assert drawn is not None
    assert [(row.topic, row.tone) for row in drawn.rows] == [("us-china", 1), ("ai-governance", 2)]
    for row in drawn.rows:
        numbers = [
            n for entries in re.findall('data-entries="([^"]*)"', row.picture) for n in entries.split()
        ]
        chronology = enumerate(made.catalog.chronology, 1)
        expected = [n for n, entry in chronology if row.topic in entry.sheet.data.topics]
        assert sorted(map(int, numbers)) == expected
        assert row.n == len(expected)
    assert rows(made, without="ai-governance") is None


def test_many_topics_share_the_last_row() -> None:
    more = {f"topics/topic-{n}.yml": f"name: Topic {n}\n" for n in range(20)}
    more |= {
        f"briefings/on-{n}.yml": (
            f"title: On {n}\npublished: 2025-01-01\nmatters: It does.\ntopics: [topic-{n}]\nsummary: It is.\n"
            f"timeline: [{{date: 2024-01-0{1 + n % 9}, title: Event {n}, cite: wam-2025}}]\n"
        )
        for n in range(20)
    }
    drawn = rows(maker(more=more))
    assert drawn is not None
    assert [row.topic for row in drawn.rows[:2]] == ["us-china", "ai-governance"]
    assert (len(drawn.rows), drawn.rows[-1].topic, drawn.rows[-1].n) == (12, None, 11)


def milestone_titles(events: str) -> list[str]:
    """The milestones of a briefing with these events."""
    sheet = (
        f"title: A\npublished: 2025-08-01\nmatters: It does.\nsummary: S. [@wam-2025]\ntimeline:\n{events}"
    )
    catalog = maker(more={"briefings/a.yml": sheet}).catalog
    return [entry.title for entry in milestones(catalog.timelines["a"], catalog)]


def event(day: str, title: str, more: str = "cite: wam-2025") -> str:
    return f'  - {{date: "{day}", title: {title}, {more}}}\n'


def test_the_sheet_chooses_milestones() -> None:
    marked = "milestone: true, cite: wam-2025"
    events = event("2025-01-01", "A", marked) + event("2025-02-01", "B") + event("2025-09-01", "C", marked)
    assert milestone_titles(events) == ["A", "C"]


def test_milestones_are_well_supported_and_spread_in_time() -> None:
    crowd = "".join(event(f"2025-03-{n:02}", f"Crowd {n}") for n in range(1, 10))
    both = "cite: [wam-2025, reuters-2025]"
    events = (
        event("2024-01-05", "First") + crowd + event("2025-03-05", "Best", both) + event("2025-07-01", "Last")
        + event("2024-06-05", "Doubtful", f"status: disputed, {both}") + event("2026-01-01", "Announced", both)
    )  # fmt: skip
    found = milestone_titles(events)
    assert len(found) == 5
    assert {"First", "Best", "Last"} <= set(found)
    assert not {"Doubtful", "Announced"} & set(found)

"""The page of changes: what a reader is told of two versions of a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.settings import Settings
from briefings.versions.history import History, rows
from briefings.views.changes import ChangesView, changes, changes_of
from briefings.views.maker import Maker
from tests.trees import catalog_of, maker_of, sheets_of

BEFORE = """
title: The ferry
published: 2026-03-04
summary: "It runs. [@gazette]"
timeline:
  - {id: opening, date: 2026-03-01, title: The ferry opens, cite: gazette}
  - {id: rumor, date: 2026-03-02, title: The ferry is sold, cite: gazette}
figures:
  - {id: riders, label: Riders a day, unit: people, values: [{value: 29, cite: gazette}]}
"""
AFTER = """
title: The ferry
published: 2026-03-04
updated: 2026-04-08
summary: "It still runs. [@gazette]"
timeline:
  - {id: opening, date: 2026-03-02, title: The ferry opens, cite: gazette}
  - {id: strike, date: 2026-04-01, title: The crew strikes, cite: gazette}
figures:
  - {id: riders, label: Riders a day, unit: people, values: [{value: 37, qualifier: more than, cite: gazette}]}
corrections:
  - {date: 2026-04-08, text: "The ferry was not sold."}
"""
GAZETTE = "title: Gazette\npublisher: Gazette\nlanguage: en\nkind: news\npublished: 2026-03-03\n"


def files(briefing: str) -> dict[str, str]:
    return {"briefings/ferry.yml": briefing, "sources/gazette.yml": GAZETTE}


def maker(language: str = "en") -> Maker:
    """The site after the second version."""
    steps = [
        row._replace(when="2026-04-08T10:00:00Z")
        for row in rows(sheets_of(files(BEFORE), with_base=False), sheets_of(files(AFTER), with_base=False))
    ]
    made = maker_of(catalog_of(files(AFTER), with_base=False), language)
    made.history = History(changes=tuple(steps))
    return made


def view_of(made: Maker, settings: Settings) -> ChangesView:
    view = changes(made, settings).view
    assert isinstance(view, ChangesView)
    return view


def test_a_week_says_what_was_there_and_what_is(project_settings: Settings) -> None:
    (week,) = view_of(maker(), project_settings).weeks
    assert week.days.text == "2026-04-06/2026-04-12"
    told = {(each.what, each.place.title, each.values) for each in week.stories[0].changes}
    assert told == {
        ("corrected", "The ferry was not sold.", ("", "")),
        ("changed", "Riders a day", ("29 people", "more than 37 people")),
        ("changed", "The ferry opens", ("1 March 2026", "2 March 2026")),
        ("new", "The crew strikes", ("", "")),
        ("removed", "The ferry is sold", ("", "")),
    }
    assert week.smaller == 1


def test_another_apostrophe_is_no_change_of_a_title() -> None:
    before, after = (
        BEFORE.replace("The ferry opens", each) for each in ("The city's ferry", "The city’s ferry")
    )
    steps = [*rows(sheets_of(files(before), with_base=False), sheets_of(files(after), with_base=False))]
    made = maker_of(catalog_of(files(after), with_base=False), "en")
    made.history = History(changes=tuple(row._replace(when="2026-04-08T10:00:00Z") for row in steps))
    ferry = made.catalog.briefings["ferry"]
    assert [each for each in changes_of(made, ferry) if each.what == "renamed"] == []
    assert steps != []


def test_values_are_in_the_language_of_the_site(project_settings: Settings) -> None:
    (week,) = view_of(maker("de"), project_settings).weeks
    values = [each.values for each in week.stories[0].changes if each.kind == "figure"]
    assert values == [("29 people", "mehr als 37 people")]


def test_a_briefing_says_what_changed_in_it_besides_its_corrections() -> None:
    made = maker()
    listed = changes_of(made, made.catalog.briefings["ferry"])
    assert [each.what for each in listed] == ["changed", "changed", "removed", "new"]


def test_without_a_history_briefings_and_corrections_give_their_own_days(project_settings: Settings) -> None:
    made = maker()
    made.history = History()
    weeks = view_of(made, project_settings).weeks
    assert [
        (week.days.text[:10], each.what, each.place.title)
        for week in weeks
        for story in week.stories
        for each in story.changes
    ] == [("2026-04-06", "corrected", "The ferry was not sold."), ("2026-03-02", "new", "The ferry")]


@pytest.fixture
def project_settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "Ferries")

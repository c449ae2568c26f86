"""What readers must know of a fact, in every format: that it rests on sources nobody here has read or on weak ones,
and how exact its number is."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests import sites
from tests.trees import sheets_in

HARBOR = sheets_in(Path(__file__).with_name("second_hand.md"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(
        tmp_path_factory.mktemp("harbor") / "p",
        HARBOR,
        address="https://harbor.example/",
        exports="{paper: false}",
    )


def test_data_have_a_word_for_each(project: sites.Project) -> None:
    entries = json.loads(project.file("briefings/harbor.json"))["entries"]
    levels = {entry["title"]: entry["support"] for entry in entries if entry["kind"] == "event"}
    assert levels == {
        "The council votes": "single",
        "A rumor spreads": "weak",
        "The contract is signed": "second_hand",
        "The regatta": "weak",
    }
    rows = csv.DictReader(io.StringIO(project.file("data/events.csv").decode()))
    assert {row["title"]: row["support"] for row in rows} == levels
    package = json.loads(project.file("data/datapackage.json"))
    fields = next(table for table in package["resources"] if table["name"] == "events")["schema"]["fields"]
    allowed = next(field for field in fields if field["name"] == "support")["constraints"]["enum"]
    assert {*levels.values()} < {*allowed}


def test_a_text_is_supported_no_better_than_its_worst_sentence(project: sites.Project) -> None:
    entries = json.loads(project.file("briefings/harbor.json"))["entries"]
    assert [entry["support"] for entry in entries if entry["kind"] == "summary"] == ["weak"]
    levels = {each["title"]: each.get("support", "") for each in entries if each["kind"] == "section"}
    assert levels == {"Before": "second_hand", "Later": "single", "Together": "corroborated", "Nowhere": ""}
    rows = csv.DictReader(io.StringIO(project.file("data/sections.csv").decode()))
    assert {row["heading"]: row["support"] for row in rows} == levels


def test_the_support_page_lists_every_fact_by_its_worst_sentence(project: sites.Project) -> None:
    text = (project.settings.docs_dir / "support.md").read_text(encoding="utf-8")
    listed = {
        anchor: re.findall(r"^- (?:<[^\[]*)?\[([^]]+)\].* · (.+?)</span>", part, re.MULTILINE)
        for anchor, part in re.findall(r'(?s)id="([a-z-]+)" markdown>(.*?)</div>', text)
    }
    assert listed["weak"] == [
        ("The new harbor", "The Farm"), ("A rumor spreads", "The Farm"), ("The regatta", "The Farm"),
    ]  # fmt: skip
    assert listed["second-hand"] == [
        ("Before", "The Ministry"), ("The contract is signed", "The Farm and The Ministry"),
    ]  # fmt: skip
    assert listed["single"] == [
        ("Later", "The Herald"), ("The council votes", "The Gazette"), ("Berths", "The Gazette"),
    ]  # fmt: skip
    assert [title for title, _ in listed["uncited"]] == ["Nowhere"]


def test_pages_that_list_a_fact_say_it(project: sites.Project) -> None:
    lines = (project.settings.docs_dir / "timeline.md").read_text(encoding="utf-8").splitlines()
    told = {
        words: [line for line in lines if words in line] for words in ("Second-hand", "Weak sources only")
    }
    assert "The contract is signed" in told["Second-hand"][0]
    assert "A rumor spreads" in told["Weak sources only"][0]
    assert [*map(len, told.values())] == [1, 1]


@pytest.mark.parametrize("path", ["index.atom", "timeline.ics", "briefings/harbor.timeline.json"])
def test_readers_of_other_formats_are_told(project: sites.Project, path: str) -> None:
    text = project.file(path).decode().replace("\r\n ", "")
    assert "Second-hand" in text
    assert "Weak sources only" in text


@pytest.mark.parametrize("path", ["index.atom", "data/entities.ftm.json"])
def test_a_number_keeps_its_qualifier(project: sites.Project, path: str) -> None:
    assert "about 30 boats" in project.file(path).decode()


def test_the_page_and_the_front_page_say_how_far_the_news_reaches(project: sites.Project) -> None:
    said = "We searched for news up to 5 July 2026; later events are second-hand (latest: 17 July 2026)"
    docs: Path = project.settings.docs_dir
    for page in ("briefings/harbor.md", "index.md"):
        assert said in (docs / page).read_text(encoding="utf-8").replace("\xa0", " "), page

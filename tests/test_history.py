"""A history of the ancient world, on a site in Chinese: years BCE and before 1000, written without quotation
marks, in order, in words, in the picture, in the filter and in the data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import sites

SHEETS = {
    "briefings/rome.yml": """
title: 罗马
published: 2026-03-04
topics: [history]
summary: "[[rome]]的历史。 [@annals]"
timeline:
  - {date: 0476-09-04, title: 西罗马灭亡, cite: annals}
  - {date: -0043-03-15, title: 凯撒遇刺, actors: [rome], cite: annals}
  - {date: 0014, title: 奥古斯都去世, cite: annals}
  - {date: -0099/-0043, title: 凯撒的一生, cite: annals}
  - {date: -0752~, title: 罗马建城, cite: annals}
""",
    "actors/rome.yml": "name: 罗马共和国\nkind: country\nfrom: -0508\nto: -0026\n",
    "sources/annals.yml": "title: 编年史\npublisher: 史书\nlanguage: zh\nkind: analysis\npublished: 0117\n",
    "topics/history.yml": "name: 历史\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("history") / "project", SHEETS, language="zh")


@pytest.fixture(scope="module")
def docs(project: sites.Project) -> Path:
    return project.settings.docs_dir


def read(docs: Path, page: str) -> str:
    """A page, without the joiners that keep its dates on one line."""
    return (docs / page).read_text(encoding="utf-8").replace("\u2060", "")


def test_events_are_in_order_and_in_words(docs: Path) -> None:
    text = read(docs, "briefings/rome.md")
    assert re.findall(r'<span class="when[^>]*>([^<]*)</span> \*\*([^*]*)\*\*', text) == [
        ("约公元前753年", "罗马建城"),
        ("公元前100年至公元前44年", "凯撒的一生"),
        ("公元前44年3月15日", "凯撒遇刺"),
        ("公元14年", "奥古斯都去世"),
        ("476年9月4日", "西罗马灭亡"),
    ]


def test_the_picture_names_years_before_the_year_1(docs: Path) -> None:
    text = (docs / "briefings/rome.md").read_text(encoding="utf-8")
    names = re.findall(r"<text [^>]*>([^<]*)</text>", text[text.index("<svg") : text.index("</svg>")])
    assert "公元前500" in names
    titles = re.findall(r"<title>([^<]*)</title>", text)
    assert titles and titles[0].startswith("公元前")


def test_a_profile_says_how_long_a_state_existed(docs: Path) -> None:
    text = read(docs, "actors/rome.md")
    assert "公元前509年" in text and "公元前27年" in text


def test_readers_filter_the_timeline_by_years_bce(docs: Path) -> None:
    text = (docs / "timeline.md").read_text(encoding="utf-8")
    words = re.search(r"data-words='([^']*)'", text)
    assert words is not None
    assert json.loads(words[1])["bce"] == "公元前{year}"
    assert set(re.findall(r'data-kinds="(-?\d+) ', text)) == {"-752", "-99", "-43", "14", "476"}


def test_the_search_sorts_by_date(project: sites.Project) -> None:
    source, story = project.document("sources/annals.md"), project.document("briefings/rome.md")
    assert source.date == "0117-01-01"
    assert story.years == (476, 14, -43, -99, -752)


def test_the_data_has_dates_as_they_were_written(docs: Path) -> None:
    entries = json.loads((docs / "briefings/rome.json").read_bytes())["entries"]
    dates = {entry["date"] for entry in entries if entry["kind"] == "event"}
    assert dates == {"0476-09-04", "-0043-03-15", "0014", "-0099/-0043", "-0752~"}


def test_the_built_page_marks_only_what_html_can_say(project: sites.Project) -> None:
    built = project.build()
    html = (built.site_dir / "briefings" / "rome" / "index.html").read_text(encoding="utf-8")
    assert "公元前44年3月15日" in html
    assert 'datetime="-' not in html

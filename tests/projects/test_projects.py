"""Small real projects of other fields, built as their hosts would build them, and opened in a browser.

A historic timeline with years before our era, an incident with times of day, a legislature whose members are
imported, and a site in French with sources in six languages.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from frictionless import system
from playwright.sync_api import Page

from briefings import cli
from briefings.desk.starter import Site, owned
from tests.exports.json_documents import documents, schema_problems
from tests.exports.test_csv import assert_valid
from tests.exports.test_json_ld import check_terms
from tests.serving import serve
from tests.trees import write

HERE = Path(__file__).parent
PROJECTS = {
    "rome": Site("Rome", "en", "A timeline of ancient Rome", date(2026, 11, 26)),
    "outage": Site("Outages", "en", "What failed, and when", date(2026, 11, 26)),
    "legislature": Site("Western delegations", "en", "Who sits for the West", date(2026, 11, 26)),
    "languages": Site("Six langues", "fr", "Un article en six langues", date(2026, 11, 26)),
}
IMPORTS = {"legislature": ("import", "ftm", "members.jsonl", "--source", "congress-legislators")}
AT_ONCE = ("rome", "languages")
"""The others are built at night."""
WIDTHS = (360, 1440)


@pytest.fixture(
    scope="module",
    params=[name if name in AT_ONCE else pytest.param(name, marks=pytest.mark.nightly) for name in PROJECTS],
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name and the folder of a project, after its commands have run."""
    name: str = request.param
    root = tmp_path_factory.mktemp(name) / "project"
    shutil.copytree(HERE / name, root)
    ours = owned(PROJECTS[name]).items()
    write(
        root, {path: data for path, data in ours if path == "mkdocs.yml" or path.startswith("content/pages/")}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795651200")
        steps = [IMPORTS[name]] if name in IMPORTS else []
        for command in (*steps, ("record",), ("verify",), ("check",), ("build",)):
            patch.setattr(sys, "argv", ["briefings", "-C", str(root), *command])
            patch.chdir(root)
            with pytest.raises(SystemExit) as stopped:
                cli.main()
            assert stopped.value.code == 0, command
    return name, root


def text(root: Path, page: str) -> str:
    return (root / "site" / page / "index.html").read_text(encoding="utf-8")


def all_events(page: str) -> str:
    """The list of all events of a briefing, without that of its key events below."""
    return page.partition('id="part-timeline"')[2].partition("timeline milestones")[0]


def test_files_for_programs_follow_their_schemas(built: tuple[str, Path]) -> None:
    _, root = built
    assert len(documents(root / "site")) > 15
    assert schema_problems(root / "site") == []
    with system.use_context(trusted=True):
        assert_valid(root / "site" / "data")
    check_terms(root / "site")


def test_each_page_says_what_its_subject_needs(built: tuple[str, Path]) -> None:
    name, root = built
    if name == "rome":
        page = text(root, "briefings/rome")
        assert "15 March 44 BCE" in page
        assert "753 BCE" in page
        events = ("Rome is founded", "The last king is driven out", "Caesar is killed", "Vesuvius buries")
        places = [all_events(page).rindex(event) for event in events]
        assert places == sorted(places)
        assert "picture--timeline" in page
        # What happened last is no news here.
        assert "Latest development" not in page
    elif name == "outage":
        page = text(root, "briefings/cloudflare-november-2025")
        times = re.findall(r">18 November 2025, (1[1-7]:\d\d) \(UTC\)<", all_events(page))
        assert times[-6:] == ["11:05", "11:28", "13:05", "14:24", "14:30", "17:06"]
        # All of it happened on one day, of which a picture would show one bar.
        assert "picture--timeline" not in page
    elif name == "legislature":
        assert len([*(root / "content/actors").glob("*.yml")]) == 234
        index = text(root, "actors")
        # By family name: Aguilar before Alford, and Cantwell below C.
        names = ["Pete Aguilar", "Mark Alford", "Maria Cantwell", "Ryan K. Zinke"]
        assert sorted(names, key=index.index) == names
        chamber = text(root, "actors/united-states-house-of-representatives")
        terms = (root / "members.jsonl").read_text(encoding="utf-8").count('"organization":["house"]')
        assert terms > 184
        # The newest; all are on the pages of their years, to which the list leads.
        assert f"Office holders (150 of {terms})" in chamber
        assert 'href="#periods"' in chamber
        assert len(chamber) < 200_000
    else:
        page = text(root, "briefings/un-article")
        assert '<html lang="fr"' in page
        for language in ("ar", "zh", "ru", "es", "en"):
            assert f'lang="{language}"' in page
        assert "人人生而自由" in page


@pytest.fixture
def opened(built: tuple[str, Path], phone: Page) -> Iterator[tuple[str, Page]]:
    name, root = built
    with serve(root / "site") as served:
        errors: list[str] = []
        phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        phone.goto(served.url)
        yield name, phone
        assert errors == []


FIRST = {
    "rome": ("briefings/rome/", "44 BCE"),
    "outage": ("briefings/cloudflare-november-2025/", "UTC"),
    "legislature": ("actors/maria-cantwell/", "Senator for Washington"),
    "languages": ("briefings/un-article/", "人人生而自由"),
}


@pytest.mark.browser
def test_pages_fit_and_their_pictures_are_readable(opened: tuple[str, Page]) -> None:
    name, page = opened
    address, words = FIRST[name]
    start = page.url
    for where in ("", address, "timeline/", "actors/", "sources/"):
        page.goto(start + where)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
    page.goto(start + address)
    assert words in page.inner_text("body").replace("\xa0", " ")
    # Letters in pictures are as large as the text around them demands.
    small = page.evaluate(
        """[...document.querySelectorAll("svg text")].filter(each => each.checkVisibility()
            && each.getBoundingClientRect().height < 9).map(each => each.textContent)"""
    )
    assert small == []

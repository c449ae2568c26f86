"""A new kind of fact is in every format and in the search as soon as the model has it: a copy of the package
learns about votes of a council, and nothing in `exports/` changes."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import briefings
from tests.sites import CONFIG

PACKAGE = Path(briefings.__file__).parent

VOTE = '''
@part
class Vote(CitingItem):
    """A vote of a council."""

    KIND = "vote"
    NOUN = "vote"
    LISTED = True
    CHRONOLOGICAL = True
    MUST_CITE = True

    question: Line = Field(examples=["A second tram line"])
    """What was voted on."""
    date: When = Field(examples=["2025-07-26"])
    """When."""
    ayes: int = Field(examples=[21])
    """How many voted for it."""
    body: ActorId = Field(examples=["town-council"])
    """The actor that voted."""

    @property
    def headline(self) -> str:
        return self.question

    @property
    def by(self) -> ActorId | None:
        return self.body

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        return ((self.ayes, "votes"),)


@part
class Document(CitingItem):'''

FIELD = '''    votes: tuple[Vote, ...] = Field(default=())
    """Votes of a council."""
    documents: tuple[Document, ...] = Field('''

SHEETS = {
    "briefings/tram.yml": """
title: The second tram line
published: 2025-07-28
summary: The council voted for a second tram line. [@gazette]
matters: Half of the town has no line today.
topics: [transport]
votes:
  - {question: Whether to build the harbor line, date: 2025-07-24, ayes: 21, body: council, cite: {gazette: twenty-one to nine}}
""",
    "actors/council.yml": "name: Town council\nkind: public-body\n",
    "sources/gazette.yml": "title: Council votes\npublisher: The Gazette\nkind: news\npublished: 2025-07-25\n",
    "topics/transport.yml": "name: Transport\n",
    "pages/about.md": "---\ntitle: About\n---\n\n# About\n",
    "pages/method.md": "---\ntitle: Method\n---\n\n# Method\n",
}

QUESTION = "Whether to build the harbor line"


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that the changed copy builds."""
    root = tmp_path_factory.mktemp("votes")
    copy = root / "lib" / "briefings"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "starter"))
    model = copy / "model" / "briefing.py"
    changed(model, "\n@part\nclass Document(CitingItem):", VOTE)
    changed(model, "    documents: tuple[Document, ...] = Field(", FIELD)
    for file in (copy / "languages").glob("*/words.yml"):
        text = file.read_text(encoding="utf-8")
        entry = "  entry:\n"
        assert entry in text
        vote = "    vote: {singular: Vote, plural: Votes}\n"
        file.write_text(text.replace(entry, entry + vote, 1), encoding="utf-8")
    project = root / "project"
    for name, text in SHEETS.items():
        sheet = project / "content" / name
        sheet.parent.mkdir(parents=True, exist_ok=True)
        sheet.write_text(text.lstrip(), encoding="utf-8")
    config = CONFIG.read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://tram.example/"), encoding="utf-8"
    )
    (project / "seeds").mkdir()
    (project / "seeds" / "gazette.txt").write_text("It was twenty-one to nine in the end.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root / "lib")}
    for command in (["verify"], ["build"]):
        run = subprocess.run(
            [sys.executable, "-m", "briefings", *command],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
    return project / "site"


def loaded(site: Path, path: str) -> Any:
    return json.loads((site / path).read_bytes())


def test_the_page_lists_it(site: Path) -> None:
    assert QUESTION in (site / "briefings/tram/index.html").read_text(encoding="utf-8")


def test_json_has_it_with_its_own_fields_and_its_proof(site: Path) -> None:
    (vote,) = (entry for entry in loaded(site, "briefings/tram.json")["entries"] if entry["kind"] == "vote")
    assert (vote["title"], vote["date"], vote["by"]) == (QUESTION, "2025-07-24", "council")
    assert vote["fields"]["ayes"] == 21
    (cited,) = vote["citations"]
    assert (cited["passage"], cited["proof"]) == ("twenty-one to nine", "verified")


def test_csv_has_a_table_of_it_which_the_package_describes(site: Path) -> None:
    with (site / "data/votes.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["question"], row["date"], row["ayes"]) == (QUESTION, "2025-07-24", "21")
    assert "votes.csv" in {each["path"] for each in loaded(site, "data/datapackage.json")["resources"]}


@pytest.mark.parametrize("page", ["index", "topics/transport", "actors/council"])
def test_feeds_tell_of_it(site: Path, page: str) -> None:
    assert QUESTION in (site / f"{page}.atom").read_text(encoding="utf-8")
    assert QUESTION in (site / f"{page}.feed.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["timeline", "topics/transport", "actors/council"])
def test_calendars_have_its_day(site: Path, page: str) -> None:
    text = (site / f"{page}.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert QUESTION in text
    assert "DTSTART;VALUE=DATE:20250724" in text


def test_timelines_show_it(site: Path) -> None:
    events = loaded(site, "briefings/tram.timeline.json")["events"]
    assert [event["text"]["headline"] for event in events] == [QUESTION]


def test_followthemoney_has_it(site: Path) -> None:
    lines = (site / "data/entities.ftm.json").read_text(encoding="utf-8").splitlines()
    assert any(QUESTION in json.dumps(json.loads(line), ensure_ascii=False) for line in lines)


def test_the_text_of_the_page_has_it(site: Path) -> None:
    assert QUESTION in (site / "briefings/tram.md").read_text(encoding="utf-8")


def test_the_search_finds_it_and_narrows_to_its_kind(site: Path) -> None:
    document = site.parent / "build/cache/search/briefings/tram/index.html"
    text = document.read_text(encoding="utf-8")
    assert QUESTION in text
    assert "vote/2025" in text

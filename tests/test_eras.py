"""A history of trams, on a site in German: eras of its timeline and groups of its events."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import sites

SHEETS = {
    "briefings/bahn.yml": """
title: Die Straßenbahn
published: 1999-03-04
topics: [verkehr]
summary: Die [[bahn]] fuhr hundert Jahre. [@archiv]
timeline:
  - {date: 1891-05-01, title: Die erste Bahn fährt, group: Linien, place: Am Hafen, cite: archiv}
  - {date: 1914-08, title: Die Fahrer werden eingezogen, actors: [bahn], cite: archiv}
  - {date: 1923-11-02, title: Der Strom ersetzt die Pferde, group: Technik, cite: archiv}
  - {date: 2001, title: Die Linie 4 soll folgen, cite: archiv}
eras:
  - {title: Strom, from: 1923, to: 1999, cite: {archiv: der Strom kam}}
  - {title: Pferde, from: 1891-05-01, to: 1923}
  - {title: Krieg, from: 1914-07-28, to: 1918-11-11}
  - {title: Neubau, from: 2000}
""",
    "actors/bahn.yml": "name: Bahn\nkind: company\n",
    "sources/archiv.yml": "title: Chronik\npublisher: Archiv\nlanguage: de\nkind: primary\n",
    "topics/verkehr.yml": "name: Verkehr\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("eras") / "project", SHEETS, language="de")


@pytest.fixture(scope="module")
def docs(project: sites.Project) -> Path:
    return project.settings.docs_dir


@pytest.fixture(scope="module")
def page(docs: Path) -> str:
    return (docs / "briefings/bahn.md").read_text(encoding="utf-8")


def test_each_era_is_named_before_its_first_event(page: str) -> None:
    timeline = page[page.index('<div class="timeline" markdown>') :]
    names = re.findall(
        r"^\*\*(Pferde|Krieg|Strom|Neubau)\*\*|\*\*(Die erste|Die Fahrer|Der Strom|Die Linie)", timeline, re.M
    )
    assert [era or event for era, event in names] == [
        "Pferde", "Die erste", "Krieg", "Die Fahrer", "Strom", "Der Strom", "Neubau", "Die Linie",
    ]  # fmt: skip
    (line,) = (line for line in timeline.splitlines() if line.startswith("**Krieg**"))
    assert "28. Juli 1914" in line and "11. November 1918" in line
    (line,) = (line for line in timeline.splitlines() if line.startswith("**Neubau**"))
    assert "seit 2000" in line


def test_an_event_shows_its_group_with_its_place(page: str) -> None:
    assert '<p class="meta"><span class="group">Linien</span> · Am Hafen</p>' in page
    assert '<p class="meta"><span class="group">Technik</span></p>' in page


def test_the_picture_has_a_band_for_each_era(page: str) -> None:
    picture = page[page.index('<svg class="strip"') :]
    assert re.findall(r"<rect [^>]*><title>(\w+)</title></rect>", page) == [
        "Pferde", "Krieg", "Strom", "Neubau",
    ]  # fmt: skip
    assert all(f">{name}</text>" in picture for name in ("Pferde", "Krieg", "Strom", "Neubau"))


def test_the_source_knows_the_era_that_cites_it(docs: Path) -> None:
    source = (docs / "sources/archiv.md").read_text(encoding="utf-8")
    assert "[Strom](../briefings/bahn.md#era-strom) · Epoche" in source


def test_the_search_finds_eras_and_groups(project: sites.Project) -> None:
    document = project.document("briefings/bahn.md")
    sections = {section.heading: section for section in document.sections}
    assert sections["Strom"].anchor == "era-strom"
    assert "Technik" in sections["Der Strom ersetzt die Pferde"].text


def test_the_data_has_both(docs: Path) -> None:
    entries = json.loads((docs / "briefings/bahn.json").read_bytes())["entries"]
    (era,) = (entry for entry in entries if entry["title"] == "Strom")
    assert (era["kind"], era["anchor"]) == ("era", "era-strom")
    assert (era["date"], era["fields"]) == ("1923", {"to": "1999"})
    (citation,) = era["citations"]
    assert (citation["source"], citation["passage"], citation["proof"]) == (
        "archiv",
        "der Strom kam",
        "not_checked",
    )
    (event,) = (entry for entry in entries if entry["title"] == "Die erste Bahn fährt")
    assert event["fields"]["group"] == "Linien"

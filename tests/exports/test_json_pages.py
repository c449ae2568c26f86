"""JSON files of sheets: one format for all kinds of entries, the address of the page, and the same bytes in
each build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefings.html.engines import ENGINE_NAMES
from briefings.settings import EXPORTS
from tests import sites

HERRING = {
    "briefings/quote.yml": """
title: Die Heringsquote sinkt
published: 2025-10-30
summary: "Der [[rat]] senkt die Quote. [@blatt]"
timeline:
  - {id: beschluss, date: 2025-10-27~, title: Der Rat beschließt, actors: [rat], place: Luxemburg, cite: {blatt: der Rat beschloss}}
statements:
  - {speaker: rat, quote: ein harter Schnitt, date: 2025-10-27, cite: blatt}
figures:
  - {id: quote, label: Quote, unit: Tonnen, actors: [rat], values: [{value: 788.50, as_of: 2026, cite: blatt}, {value: 790, cite: {blatt: rund 790 Tonnen}}]}
""",
    "briefings/später.yml".replace("ä", "ae"): """
title: Was danach geschah
published: 2025-11-02
summary: "Nichts. [@blatt]"
timeline: [{event: beschluss}]
""",
    "briefings/entwurf.yml": "title: Entwurf\npublished: 2025-11-03\nsummary: 'x [@blatt]'\ndraft: true\n",
    "actors/rat.yml": "name: Rat der EU\nkind: public-body\n",
    "sources/blatt.yml": "title: Der Hering\npublisher: Das Blatt\nlanguage: de\nkind: news\n",
    "pages/about.md": "---\ntitle: Über\ndescription: x\n---\n\n# Über\n",
    "pages/method.md": "---\ntitle: Methode\ndescription: x\n---\n\n# Methode\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    others = ", ".join(f"{name}: false" for name in EXPORTS if name != "json")
    return sites.make(tmp_path_factory.mktemp("json"), HERRING, language="de", exports=f"{{{others}}}")


@pytest.fixture(scope="module")
def files(project: sites.Project) -> dict[str, Any]:
    docs = project.settings.docs_dir
    own = [each.path for each in project.resources if each.format == "json"]
    return {path: json.loads((docs / path).read_bytes()) for path in own}


def test_every_published_sheet_has_a_file_beside_its_page(files: dict[str, Any]) -> None:
    assert sorted(files) == [
        "actors/rat.json",
        "briefings/quote.json",
        "briefings/spaeter.json",
        "sources/blatt.json",
    ]


def test_a_file_has_its_format_and_the_address_of_its_page(files: dict[str, Any]) -> None:
    quote = files["briefings/quote.json"]
    assert {key: quote[key] for key in ("version", "kind", "id", "title", "page")} == {
        "version": 1,
        "kind": "briefing",
        "id": "quote",
        "title": "Die Heringsquote sinkt",
        "page": "briefings/quote/",
    }
    assert quote["sheet"] == {
        "title": "Die Heringsquote sinkt",
        "published": "2025-10-30",
        "summary": "Der [[rat]] senkt die Quote. [@blatt]",
    }
    assert files["sources/blatt.json"]["sheet"] == {
        "title": "Der Hering",
        "publisher": "Das Blatt",
        "unread": False,
        "language": "de",
        "kind": "news",
    }


def test_entries_of_all_kinds_have_the_same_format(files: dict[str, Any]) -> None:
    summary, event, statement, figure = files["briefings/quote.json"]["entries"]
    assert (summary["kind"], summary["citations"]) == ("summary", [{"source": "blatt"}])
    assert event == {
        "kind": "event",
        "anchor": "event-beschluss",
        "title": "Der Rat beschließt",
        "date": "2025-10-27~",
        "status": "reported",
        "actors": ["rat"],
        "also_in": ["spaeter"],
        "fields": {
            "id": "beschluss",
            "date": "2025-10-27~",
            "title": "Der Rat beschließt",
            "actors": ["rat"],
            "place": "Luxemburg",
            "milestone": False,
            "status": "reported",
        },
        "parts": [],
        "citations": [{"source": "blatt", "passage": "der Rat beschloss", "proof": "not_checked"}],
    }
    assert statement["by"] == "rat"
    assert statement["citations"] == [
        {"source": "blatt", "passage": "ein harter Schnitt", "proof": "not_checked"}
    ]
    assert figure["citations"] == []
    assert [(part["fields"]["value"], part["citations"]) for part in figure["parts"]] == [
        (788.5, [{"source": "blatt"}]),
        (790, [{"source": "blatt", "passage": "rund 790 Tonnen", "proof": "not_checked"}]),
    ]


def test_the_same_sheets_give_the_same_bytes(project: sites.Project) -> None:
    own = [each.path for each in project.resources if each.format == "json"]
    first, second = ([project.file(path) for path in own] for _ in range(2))
    assert first == second
    assert all(data.endswith(b"}\n") for data in first)


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_the_site_has_the_file_beside_the_page(project: sites.Project, name: Any, tmp_path: Path) -> None:
    site = project.build(name, site_dir=tmp_path / "site", finished=False).site_dir
    for path in ("briefings/quote", "actors/rat", "sources/blatt"):
        assert (site / path / "index.html").is_file()
        assert (site / f"{path}.json").read_bytes() == (
            project.settings.docs_dir / f"{path}.json"
        ).read_bytes()

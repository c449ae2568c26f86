"""Documents of a briefing, on a site in German: on its page, on profiles, on the timeline, in the search and in
the data. Each place shows any listed kind of entry, so these tests hold for the next kind, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import sites
from tests.exports.test_json_pages import HERRING

DOCUMENTS = """
documents:
  - id: tac
    title: Verordnung über die Fangmengen
    date: 2025-10-28
    kind: regulation
    number: 2025/2048
    address: https://eur-lex.europa.eu/eli/reg/2025/2048
    actors: [rat]
    cite: {blatt: die Verordnung}
  - {title: Brief der Fischer, date: 2025-10-20, kind: letter, cite: blatt}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    sheets = HERRING | {"briefings/quote.yml": HERRING["briefings/quote.yml"] + DOCUMENTS.lstrip()}
    return sites.make(tmp_path_factory.mktemp("documents"), sheets, language="de")


@pytest.fixture(scope="module")
def docs(project: sites.Project) -> Path:
    return project.settings.docs_dir


def test_the_briefing_lists_its_documents(docs: Path) -> None:
    text = (docs / "briefings/quote.md").read_text(encoding="utf-8")
    assert "- [Dokumente](#part-documents)" in text
    part = text[text.index('id="part-documents"') :]
    part = part[: part.index("</div>")]
    assert "## Dokumente" in part
    first, second = (line for line in part.splitlines() if line.startswith("- "))
    assert '<span class="when" id="document-tac">' in first
    assert "28. Oktober 2025" in first
    assert "**Verordnung über die Fangmengen**" in first
    assert "Verordnung · 2025/2048 · [Rat der EU](../actors/rat.md)" in first
    assert "(https://eur-lex.europa.eu/eli/reg/2025/2048)" in first
    assert 'id="document-brief-der-fischer"' in second


def test_the_profile_and_the_timeline_link_to_it(docs: Path) -> None:
    profile = (docs / "actors/rat.md").read_text(encoding="utf-8")
    assert (
        '[Verordnung über die Fangmengen](../briefings/quote.md#document-tac)<p class="meta">Verordnung'
        in profile
    )
    assert "Brief der Fischer" not in profile
    timeline = (docs / "timeline.md").read_text(encoding="utf-8")
    link = "[Verordnung über die Fangmengen](briefings/quote.md#document-tac)"
    (entry,) = (line for line in timeline.splitlines() if link in line)
    assert "Dokument · Verordnung" in entry
    order = [
        timeline.index(f"[{title}") for title in ("Brief der Fischer", "Der Rat beschließt", "Verordnung")
    ]
    assert order == sorted(order, reverse=True)


def test_its_source_knows_it(docs: Path) -> None:
    assert "quote.md#document-tac" in (docs / "sources/blatt.md").read_text(encoding="utf-8")


def test_the_search_finds_it_and_narrows_to_its_kind(project: sites.Project) -> None:
    document = project.document("briefings/quote.md")
    section, _ = (section for section in document.sections if section.kind == "document")
    assert (section.anchor, section.heading, section.year) == (
        "document-tac",
        "Verordnung über die Fangmengen",
        2025,
    )
    assert "2025/2048" in section.text
    assert "Rat der EU" in section.text


def test_the_data_has_it_in_the_shape_of_all_entries(docs: Path) -> None:
    entries = json.loads((docs / "briefings/quote.json").read_bytes())["entries"]
    entry = next(each for each in entries if each.get("anchor") == "document-tac")
    (citation,) = entry["citations"]
    assert (citation["source"], citation["passage"], citation["proof"]) == (
        "blatt",
        "die Verordnung",
        "not_checked",
    )
    assert (entry["date"], entry["actors"], entry["fields"]["number"]) == ("2025-10-28", ["rat"], "2025/2048")

"""Identifiers of a catalog that the host named in mkdocs.yml: a link on the profile, and in the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import sites

ACTOR = """
name: Li Qiang
kind: person
summary: Premier of China.
identifiers: {register: "a:1.B-2", ticker: LIQ, wikidata: Q15617690}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sites.Project:
    own = '    identifiers: {register: "https://example.org/people?id={}&full=1"}\n'
    config = tmp_path / "mkdocs.yml"
    text = sites.CONFIG.read_text(encoding="utf-8")
    config.write_text(text.replace("  briefings:\n", f"  briefings:\n{own}"), encoding="utf-8")
    monkeypatch.setattr(sites, "CONFIG", config)
    return sites.make(tmp_path / "project", {**sites.SHEETS, "actors/li-qiang.yml": ACTOR})


def test_it_is_a_link_to_the_catalog(project: sites.Project) -> None:
    text = (project.settings.docs_dir / "actors" / "li-qiang.md").read_text(encoding="utf-8")
    assert "- [register a:1.B-2](https://example.org/people?id=a:1.B-2&full=1)" in text.replace("&amp;", "&")
    assert "- Ticker LIQ" in text
    assert "- [Wikidata Q15617690](https://www.wikidata.org/wiki/Q15617690)" in text


def test_the_data_has_it(project: sites.Project) -> None:
    data = json.loads((project.settings.docs_dir / "actors" / "li-qiang.json").read_bytes())
    assert data["sheet"]["identifiers"]["register"] == "a:1.B-2"


def test_search_engines_learn_that_it_is_the_same(project: sites.Project) -> None:
    html = (project.build().site_dir / "actors" / "li-qiang" / "index.html").read_text(encoding="utf-8")
    (found,) = (part for part in html.split("<script") if "ld+json" in part)
    data = json.loads(found[found.index(">") + 1 : found.index("</script>")])
    assert data["@graph"][0]["mainEntity"]["sameAs"] == [
        "http://www.wikidata.org/entity/Q15617690", "https://example.org/people?id=a:1.B-2&full=1",
    ]  # fmt: skip

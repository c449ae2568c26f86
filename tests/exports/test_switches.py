"""Each format is switched on and off by one setting: its files, the links to them and its part of the page about
data."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import pytest

from briefings import plugin
from briefings.settings import EXPORTS, Settings
from tests import sites
from tests.exports.test_json_pages import HERRING
from tests.nightly import few

ADDRESS = "https://example.org/hering/"


def formats_in(site: Path) -> set[str]:
    """The formats of the files that a site lists."""
    return {each["format"] for each in json.loads((site / "data/index.json").read_bytes())["files"]}


def built(folder: Path, on: Collection[str]) -> Path:
    switches = json.dumps({name: name in on for name in EXPORTS})
    return sites.make(folder, HERRING, language="de", exports=switches, address=ADDRESS).build().site_dir


def test_the_settings_know_all_formats() -> None:
    assert [plugin.load_format(name).name for name in EXPORTS] == [*EXPORTS]


def test_all_formats_but_papers_are_on_by_default(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: F\n", encoding="utf-8")
    assert Settings.load(tmp_path).exports == EXPORTS.keys() - {"paper"}


def test_without_formats_a_site_has_pages_and_the_list_of_files(tmp_path: Path) -> None:
    site = built(tmp_path / "project", ())
    others = {".html", ".png", ".js", ".css", ".svg", ".gz", ".xml"}
    found = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file()
        and path.name != ".briefings"
        and path.suffix not in others
        and not path.is_relative_to(site / "pagefind")
    }
    assert found == {"data/index.json", "data/schemas/index.schema.json"}
    page = (site / "briefings/quote/index.html").read_text(encoding="utf-8")
    assert "page-files" not in page
    assert "rel=alternate" not in page
    assert 'rel="alternate"' not in page
    assert "ld+json" not in page


@pytest.mark.parametrize("name", few(EXPORTS, 4))
def test_a_format_alone(tmp_path: Path, name: str) -> None:
    site = built(tmp_path / "project", {name})
    # JSON-LD has no files. The schema of the list of files is JSON.
    assert formats_in(site) == {"json", name} - {"json-ld"}
    data = (site / "data/index.html").read_text(encoding="utf-8")
    offered = {each for each in EXPORTS if f">{WORDS[each]}</h2>" in data}
    assert offered == {name}


WORDS = {
    "json": "JSON",
    "csv": "Tabellen",
    "feeds": "Feeds",
    "calendars": "Kalender",
    "json-ld": "JSON-LD",
    "followthemoney": "FollowTheMoney",
    "timelinejs": "TimelineJS",
    "citations": "Literaturangaben",
    "paper": "Druckfassung",
    "text": "Text",
    "embeds": "Einbettungen",
}
"""The headings of the page about data in German."""

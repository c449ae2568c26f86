"""Citations as reference managers read them: BibTeX by bibtexparser, CSL-JSON by citeproc-py, RIS by a reader of a
few lines, and all that can be imported by our own importer."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from bibtexparser.customization import convert_to_unicode
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from selectolax.lexbor import LexborHTMLParser

from briefings.exports.citations import _tex
from briefings.plugins.exchange.imports.bibliography import read_bibtex, read_csl
from tests import sites
from tests.goldens import compare

ADDRESS = "https://example.org/x/"
HOSTILE = '{\\input{x}} 50% of $1 & #2_a^b~c "q" ‘q’ </script> ]]> <b>b</b> =cmd|x 🚢 港'

HARBOR = {
    "briefings/harbor.yml": """
title: The harbor opens
published: 2025-10-30
updated: 2025-11-02
topics: [freight]
summary: "The harbor opens. [@gazette]"
timeline:
  - {date: 2025-10-27, title: The harbor opens, cite: [gazette, minutes, study]}
  - {date: 2023, title: The plan is made, cite: hostile}
""",
    "briefings/gazette.yml": f"title: '{HOSTILE}'\npublished: 2025-11-01\ntopics: [freight]\nsummary: 'x [@gazette]'\n",
    "sources/gazette.yml": """
title: Harbor opens
publisher: The Gazette
authors: [Jane Doe, Marks and Spencer]
published: 2025-10-28
accessed: 2025-10-29
url: "https://gazette.example/harbor?a=1&b=2%20_x#top"
archived: https://archive.example/harbor
kind: news
""",
    "sources/minutes.yml": """
describes: The minutes of the council
publisher: Council of Veldhaven
published: 2025-10~
language: nl
kind: primary
licence: CC-BY-4.0
""",
    "sources/study.yml": "title: A study\npublisher: Institute\npublished: 2025-03/2025-09\nkind: analysis\n",
    "sources/hostile.yml": f"""
title: '{HOSTILE}'
publisher: "A & B"
published: "[2023-11-16,2023-11-17]"
kind: weak
""",
    "topics/freight.yml": "name: Freight\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("harbor") / "site", HARBOR, address=ADDRESS)


@pytest.fixture(scope="module")
def site(project: sites.Project) -> Path:
    """The site, built."""
    return project.build().site_dir


@pytest.mark.parametrize("suffix", ["csl.json", "bib", "ris"])
def test_a_file_is_as_written_down(suffix: str, project: sites.Project, update_goldens: bool) -> None:
    """The briefing, then its sources; each form of date, and hostile titles."""
    made = project.file(f"briefings/harbor.{suffix}").decode()
    compare(made, Path(__file__).parent / "golden" / f"harbor.{suffix}", update=update_goldens)


# ── CSL-JSON ──


def csl(project: sites.Project, path: str = "briefings/harbor.csl.json") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(project.file(path))
    return items


def test_a_source_has_its_own(project: sites.Project) -> None:
    assert csl(project, "sources/study.csl.json") == [csl(project)[3]]


def test_a_briefing_with_the_id_of_a_source_has_another_key(project: sites.Project) -> None:
    assert [each["id"] for each in csl(project, "briefings/gazette.csl.json")] == [
        "briefing:gazette",
        "gazette",
    ]


def test_citeproc_makes_a_bibliography(project: sites.Project) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the style
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        works = CiteProcJSON(csl(project))
        bibliography = CitationStylesBibliography(style, works, formatter.plain)
        for key in works:
            bibliography.register(Citation([CitationItem(key)]))
        lines = [str(each) for each in bibliography.bibliography()]
    assert len(lines) == 5
    (gazette,) = (each for each in lines if "Harbor opens" in each)
    assert "Jane Doe" in gazette and "Gazette" in gazette and "2025" in gazette
    assert "https://gazette.example/harbor" in gazette


# ── BibTeX ──


def bibtex(project: sites.Project, path: str = "briefings/harbor.bib") -> dict[str, dict[str, str]]:
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    entries = bibtexparser.loads(project.file(path).decode(), parser=parser).entries
    return {entry["ID"]: entry for entry in entries}


def test_no_text_is_a_command_of_tex(project: sites.Project) -> None:
    title = bibtex(project)["hostile"]["title"]
    assert re.findall(r"(?<!\\)[%&$#_^~]", title) == []
    commands = set(re.findall(r"\\([a-zA-Z]+)", title))
    braces = {"textbraceleft", "textbraceright"}
    assert commands == {"textbackslash", "textasciicircum", "textasciitilde", *braces}
    # BibTeX counts those after a backslash, too.
    text = project.file("briefings/harbor.bib").decode()
    assert text.count("{") == text.count("}")
    assert _tex("Set notation } explained") == r"Set notation \textbraceright{} explained"
    back = convert_to_unicode({"title": title.replace(r"\&", "&")})["title"]
    for words in ("50", "of", "‘q’", "</script>", "]]>", "<b>b</b>", "=cmd|x", "🚢", "港"):
        assert words in back


@pytest.mark.parametrize("suffix", ["csl.json", "bib"])
def test_our_importer_reads_what_the_sheets_said(project: sites.Project, suffix: str) -> None:
    text = project.file(f"briefings/harbor.{suffix}").decode()
    reading = read_csl(text) if suffix == "csl.json" else read_bibtex(text)
    records = {record.data["title"]: record.data for record in reading.records}
    gazette, study, minutes = (
        records[title] for title in ("Harbor opens", "A study", "[The minutes of the council]")
    )
    assert gazette["publisher"] == "The Gazette"
    assert gazette["authors"][0] == "Jane Doe"
    assert (str(gazette["published"]), str(gazette["accessed"])) == ("2025-10-28", "2025-10-29")
    assert gazette["url"] == "https://gazette.example/harbor?a=1&b=2%20_x#top"
    assert gazette["language"] == "en"
    assert study["published"] == "2025-03/2025-09"
    assert not study.get("authors"), "the publisher stands in for them in BibTeX"
    assert minutes["published"] == "2025-10~"
    assert minutes["language"] == "nl"


# ── On pages and in the build ──


@pytest.mark.parametrize("page", ["briefings/harbor", "sources/gazette"])
def test_pages_link_the_files_where_they_say_how_to_cite_them(page: str, site: Path) -> None:
    tools = LexborHTMLParser((site / page / "index.html").read_bytes()).css(".page-tools a")
    links = {node.text(): node.attributes["href"] or "" for node in tools}
    for suffix, label in (("bib", "BibTeX"), ("ris", "RIS"), ("csl.json", "CSL-JSON")):
        assert (site / page / links[label]).resolve() == (site / f"{page}.{suffix}").resolve()
        assert (site / f"{page}.{suffix}").is_file()


def test_reference_managers_find_a_briefing_in_its_head(site: Path) -> None:
    page, source = (
        LexborHTMLParser((site / path / "index.html").read_bytes())
        for path in ("briefings/harbor", "sources/gazette")
    )
    assert {
        node.attributes["name"]: node.attributes["content"] for node in page.css('meta[name^="citation_"]')
    } == {
        "citation_title": "The harbor opens",
        "citation_author": "AI Governance Briefings",
        "citation_publication_date": "2025/11/02",
        "citation_language": "en",
        "citation_public_url": f"{ADDRESS}briefings/harbor/",
    }
    assert source.css_first('meta[name^="citation_"]') is None, "the page is not the source"
    hostile = LexborHTMLParser((site / "briefings/gazette/index.html").read_bytes())
    title = hostile.css_first('head > meta[name="citation_title"]')
    assert title is not None and title.attributes["content"] == HOSTILE
    for found in (page, source):
        assert found.css_first('head link[rel="alternate"][type="application/x-bibtex"]') is not None


def test_a_citation_in_words_has_the_address_if_it_is_known(site: Path, tmp_path: Path) -> None:
    plain = sites.make(tmp_path, HARBOR)
    assert "URL" not in csl(plain)[0]
    for folder, address in ((site, f" {ADDRESS}briefings/harbor/"), (plain.build().site_dir, "")):
        page = LexborHTMLParser((folder / "briefings/harbor/index.html").read_bytes())
        citation = page.css_first(".page-tools p")
        assert citation is not None
        assert citation.text().endswith(f"2\xa0November\xa02025.{address}")

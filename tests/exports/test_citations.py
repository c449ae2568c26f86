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
    "pages/about.md": "---\ntitle: About\ndescription: x\n---\n\n# About\n",
    "pages/method.md": "---\ntitle: Method\ndescription: x\n---\n\n# Method\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("harbor") / "site", HARBOR, address=ADDRESS)


def title_of(project: sites.Project, source: str) -> str:
    title = project.catalog.sources[source].data.title
    assert title is not None
    return title


# ── CSL-JSON ──


def csl(project: sites.Project, path: str = "briefings/harbor.csl.json") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(project.file(path))
    return items


def test_a_briefing_comes_first_then_its_sources(project: sites.Project) -> None:
    briefing, gazette, *others = csl(project)
    assert briefing == {
        "id": "briefing:harbor",
        "type": "webpage",
        "title": "The harbor opens",
        "container-title": "AI Governance Briefings",
        "author": [{"literal": "AI Governance Briefings"}],
        "issued": {"date-parts": [[2025, 11, 2]]},
        "URL": f"{ADDRESS}briefings/harbor/",
        "language": "en",
    }
    assert gazette == {
        "id": "gazette",
        "type": "article-newspaper",
        "title": "Harbor opens",
        "container-title": "The Gazette",
        "author": [{"literal": "Jane Doe"}, {"literal": "Marks and Spencer"}],
        "issued": {"date-parts": [[2025, 10, 28]]},
        "accessed": {"date-parts": [[2025, 10, 29]]},
        "URL": "https://gazette.example/harbor?a=1&b=2%20_x#top",
        "archive_location": "https://archive.example/harbor",
        "language": "en",
    }
    assert {each["id"] for each in others} == {"minutes", "study", "hostile"}


def test_a_source_has_its_own(project: sites.Project) -> None:
    assert csl(project, "sources/study.csl.json") == [csl(project)[3]]


def test_a_briefing_with_the_id_of_a_source_has_another_key(project: sites.Project) -> None:
    assert [each["id"] for each in csl(project, "briefings/gazette.csl.json")] == [
        "briefing:gazette",
        "gazette",
    ]


def test_dates_are_exact_or_in_words(project: sites.Project) -> None:
    issued = {each["id"]: each["issued"] for each in csl(project)}
    assert issued["minutes"] == {"date-parts": [[2025, 10]], "circa": True}
    assert issued["study"] == {"date-parts": [[2025, 3], [2025, 9]]}
    assert issued["hostile"] == {"literal": "16 or 17 November 2023"}


def test_a_title_that_is_not_known_is_described_in_brackets(project: sites.Project) -> None:
    (minutes,) = csl(project, "sources/minutes.csl.json")
    assert (minutes["title"], minutes["type"]) == ("[The minutes of the council]", "report")


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


def test_bibtexparser_reads_every_entry(project: sites.Project) -> None:
    entries = bibtex(project)
    assert [*entries] == ["briefing:harbor", "gazette", "minutes", "study", "hostile"]
    briefing = entries["briefing:harbor"]
    assert (briefing["ENTRYTYPE"], briefing["annotation"]) == ("online", "CC-BY-4.0")
    gazette = entries["gazette"]
    assert gazette == {
        "ENTRYTYPE": "article",
        "ID": "gazette",
        "title": "{Harbor opens}",
        "journal": "The Gazette",
        "author": "{Jane Doe} and {Marks and Spencer}",
        "entrysubtype": "newspaper",
        "date": "2025-10-28",
        "year": "2025",
        "url": "https://gazette.example/harbor?a=1&b=2%20_x#top",
        "urldate": "2025-10-29",
        "archiveurl": "https://archive.example/harbor",
        "language": "en",
    }
    assert entries["minutes"]["date"] == "2025-10~", "BibLaTeX reads EDTF"
    assert (entries["study"]["ENTRYTYPE"], entries["study"]["author"]) == ("techreport", "{Institute}")
    assert entries["hostile"]["ENTRYTYPE"] == "misc", "nothing is online without an address"


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


# ── RIS ──


def ris(project: sites.Project, path: str = "briefings/harbor.ris") -> list[list[tuple[str, str]]]:
    """The records of a file: each line is a tag, two spaces, a hyphen, a space and a value."""
    records: list[list[tuple[str, str]]] = [[]]
    text = project.file(path).decode()
    assert text.endswith("ER  - \r\n\r\n")
    for line in text.split("\r\n"):
        if not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match is not None, line
        if match[1] == "ER":
            records.append([])
        else:
            records[-1].append((match[1], match[2]))
    assert records.pop() == []
    assert all(record[0][0] == "TY" for record in records)
    return records


def test_a_reader_of_ris_gets_all_fields(project: sites.Project) -> None:
    briefing, gazette, *_ = ris(project)
    assert briefing[:3] == [("TY", "ELEC"), ("ID", "briefing:harbor"), ("TI", "The harbor opens")]
    assert gazette == [
        ("TY", "NEWS"),
        ("ID", "gazette"),
        ("TI", "Harbor opens"),
        ("AU", "Jane Doe"),
        ("AU", "Marks and Spencer"),
        ("T2", "The Gazette"),
        ("PY", "2025"),
        ("DA", "2025/10/28/"),
        ("UR", "https://gazette.example/harbor?a=1&b=2%20_x#top"),
        ("AV", "https://archive.example/harbor"),
        ("Y2", "2025/10/29/"),
        ("LA", "en"),
    ]


def test_dates_of_ris_keep_what_is_not_exact(project: sites.Project) -> None:
    dates = {dict(record)["ID"]: dict(record)["DA"] for record in ris(project)}
    assert dates["minutes"] == "2025/10//2025-10~"
    assert dates["study"] == "2025/03//2025-03/2025-09"
    assert dates["hostile"] == "///[2023-11-16,2023-11-17]"


def test_hostile_titles_arrive_intact(project: sites.Project) -> None:
    title = title_of(project, "hostile")
    assert next(each for each in csl(project) if each["id"] == "hostile")["title"] == title
    assert next(dict(each) for each in ris(project) if ("ID", "hostile") in each)["TI"] == title
    head = LexborHTMLParser((project.build().site_dir / "briefings/gazette/index.html").read_bytes())
    tag = head.css_first('head > meta[name="citation_title"]')
    assert tag is not None
    assert tag.attributes["content"] == title


# ── Back into sheets ──


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


def test_pages_link_the_files_where_they_say_how_to_cite_them(project: sites.Project) -> None:
    site_dir = project.build().site_dir
    for page in ("briefings/harbor", "sources/gazette"):
        html = (site_dir / page / "index.html").read_text(encoding="utf-8")
        tools = html[html.index('class="page-tools"') : html.index('class="page-files"')]
        name = page.partition("/")[2]
        for suffix, label in (("bib", "BibTeX"), ("ris", "RIS"), ("csl.json", "CSL-JSON")):
            assert (
                f'href="../../{page}.{suffix}">{label}</a>' in tools
                or f'href="../{name}.{suffix}">{label}</a>' in tools
            )
            assert html.count(f"{name}.{suffix}") == (1 if suffix == "ris" else 2), (
                "CSL and BibTeX in the head"
            )
            assert (site_dir / f"{page}.{suffix}").read_bytes() == project.file(f"{page}.{suffix}")


def test_reference_managers_find_a_briefing_in_its_head(project: sites.Project) -> None:
    site_dir = project.build().site_dir
    page, source = (
        LexborHTMLParser((site_dir / path / "index.html").read_bytes())
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
    for found in (page, source):
        assert found.css_first('head link[rel="alternate"][type="application/x-bibtex"]') is not None


def test_a_citation_in_words_has_the_address_if_it_is_known(project: sites.Project, tmp_path: Path) -> None:
    for made, address in ((project, f" {ADDRESS}briefings/harbor/"), (sites.make(tmp_path, HARBOR), "")):
        page = LexborHTMLParser((made.build().site_dir / "briefings/harbor/index.html").read_bytes())
        citation = page.css_first(".page-tools p")
        assert citation is not None
        assert citation.text().endswith(f"2\xa0November\xa02025.{address}")


def test_a_host_can_do_without(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "site", HARBOR, address=ADDRESS, exports="{citations: false}")
    assert not [each.path for each in project.resources if each.path.endswith((".bib", ".ris", ".csl.json"))]
    source = (project.settings.docs_dir / "sources" / "gazette.md").read_text(encoding="utf-8")
    assert "Cite this source" not in source
    assert "Cite this page" in (project.settings.docs_dir / "briefings" / "harbor.md").read_text(
        encoding="utf-8"
    )


def test_without_an_address_a_briefing_has_none(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "site", HARBOR)
    assert "URL" not in csl(project)[0]

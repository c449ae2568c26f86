"""Texts in another language or direction than the page have their language and do not disorder the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.languages import FOLDER
from briefings.render.foreign import attributes, isolate
from briefings.words import Words
from tests.page_site import generate, site_files

ENGLISH = Words.load("en", [FOLDER])
ARABIC, HEBREW = "ميناء المدينة", "נמל העיר"


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("The port", "en", ""),
        ("The port", "en-GB", ""),
        ("The port", None, ""),
        ("Der Hafen", "de", ' lang="de"'),
        ("O porto", "pt-BR", ' lang="pt-BR"'),
        ("Luka", "sr-Latn", ' lang="sr-Latn"'),
        ("港口", "zh-Hans", ' lang="zh-Hans"'),
        ("The port", "zh", ""),
        (ARABIC, "ar", ' lang="ar" dir="auto"'),
        (HEBREW, None, ' dir="auto"'),
        (f"Port ({ARABIC})", "en", ' dir="auto"'),
    ],
)
def test_attributes_say_only_what_differs_from_the_page(
    text: str, language: str | None, printed: str
) -> None:
    assert attributes(ENGLISH, text, language) == printed


def test_names_are_isolated_only_where_they_run_against_the_page() -> None:
    assert isolate(ENGLISH, "Ports & Harbours") == "Ports &amp; Harbours"
    assert isolate(ENGLISH, "Łódź") == "Łódź"
    assert isolate(ENGLISH, ARABIC) == f"<bdi>{ARABIC}</bdi>"
    assert isolate(ENGLISH, f"<b>{HEBREW}") == f"<bdi>&lt;b&gt;{HEBREW}</bdi>"


BRIEFING = """
title: A port opens
published: 2025-08-02
topics: [us-china]
summary: "[[gate]] opened it. [@gazette]"
statements:
  - {speaker: gate, quote: ميناء المدينة مفتوح, cite: gazette}
timeline:
  - {date: 2025-08-01, title: The port opens, actors: [gate], cite: {gazette: ميناء المدينة مفتوح}}
"""


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = site_files() | {
        "content/briefings/port.yml": BRIEFING.encode(),
        "content/actors/gate.yml": f"name: Gate\nkind: person\naliases: [{HEBREW}, The gate]\n".encode(),
        "content/sources/gazette.yml": (
            f"title: {ARABIC}\npublisher: الجريدة\nlanguage: ar\nkind: news\nurl: https://example.org/port\n"
        ).encode(),
    }
    return generate(tmp_path_factory.mktemp("site"), files).docs_dir


def test_titles_passages_and_quotations_have_the_language_of_their_source(docs: Path) -> None:
    briefing = (docs / "briefings" / "port.md").read_text(encoding="utf-8")
    about = 'lang="ar" dir="auto"'
    assert f"[<span {about}>{ARABIC}</span>](../sources/gazette.md)" in briefing
    assert f'"><q {about}>“ميناء المدينة مفتوح”</q>' in briefing
    assert f"{about}>“" in briefing[briefing.index('id="part-sources"') :]
    assert "<bdi>الجريدة</bdi>" in briefing
    source = (docs / "sources" / "gazette.md").read_text(encoding="utf-8")
    assert f"# <span {about}>{ARABIC}</span>" in source
    assert f"<q {about}>“" in source
    assert "**<bdi>الجريدة</bdi>**" in (docs / "sources" / "index.md").read_text(encoding="utf-8")


def test_names_and_dates_are_separated_as_the_language_of_the_site_does(tmp_path: Path) -> None:
    files = site_files() | {
        "content/briefings/port.yml": BRIEFING.encode(),
        "content/actors/gate.yml": "name: Gate\nkind: person\naliases: [港口, 大门]\n".encode(),
        "content/sources/gazette.yml": (
            f"title: {ARABIC}\npublisher: 日报\nlanguage: ar\nkind: news\npublished: 2025-08-01\n"
            "authors: [李娟, 王芳]\nurl: https://example.org/port\n"
        ).encode(),
    }
    files["mkdocs.yml"] = b"site_name: Facts\ntheme: {name: briefings, language: zh}\n"
    docs = generate(tmp_path, files).docs_dir
    assert "港口、大门" in (docs / "actors" / "gate.md").read_text(encoding="utf-8")
    assert "· 李娟、王芳" in (docs / "sources" / "gazette.md").read_text(encoding="utf-8")
    assert "· 日报，" in (docs / "briefings" / "port.md").read_text(encoding="utf-8")


def test_aliases_are_isolated_one_by_one(docs: Path) -> None:
    profile = (docs / "actors" / "gate.md").read_text(encoding="utf-8")
    assert f"<bdi>{HEBREW}</bdi>, The gate" in profile

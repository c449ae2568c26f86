"""Titles from content are escaped in the frame of every page: navigation, tabs, breadcrumbs and head."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from briefings.html.frame import build_all
from briefings.settings import Settings
from briefings.site import planning
from briefings.site import stages as build
from briefings.site.handover import handing_over
from tests import sites

TITLE = "A <img src=x onerror=alert(1)> \"title\" & 'more' </title><script>alert(1)</script>"
PAGE = f"---\ntitle: {TITLE!r}\ndescription: {TITLE!r}\n---\n\n# About\n\nText.\n".replace("\\'", "''")


def test_a_page_that_the_navigation_gives_no_title_has_its_own_as_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", "https://example.org/owner/project")
    monkeypatch.setenv("SITE_URL", "https://example.org/project/")
    root = tmp_path / "project"
    sites.make(root, dict(sites.SHEETS) | {"pages/about.md": PAGE})
    config = root / "mkdocs.yml"
    nav = "nav:\n  - index.md\n  - about.md\n  - More: [method.md, support.md]\n\n"
    text = re.sub(r"^nav:\n.*?\n\n", nav, config.read_text(encoding="utf-8"), flags=re.M | re.S)
    config.write_text(text.replace("AI Governance Briefings", '"Facts & <b>Figures</b>"'), encoding="utf-8")
    settings = Settings.load(root)
    site = tmp_path / "site"
    with handing_over(settings, planning.plan(settings, build.check(settings))) as handover:
        build_all(settings, site)
        handover.finish(site)
    for path in ("about/index.html", "method/index.html", "briefings/waico/index.html"):
        page = LexborHTMLParser((site / path).read_text(encoding="utf-8"))
        assert TITLE in [node.text(strip=True) for node in page.css(".md-tabs a")], path
        assert page.css("img, .md-tabs b, header b, footer b, title b") == []
        assert "Facts & <b>Figures</b>" in [node.text(strip=True) for node in page.css(".site-name span")]
        assert all("alert" not in script.text() for script in page.css("script:not([type])"))
    about = LexborHTMLParser((site / "about" / "index.html").read_text(encoding="utf-8"))
    assert [node.text() for node in about.css("head > title")] == [f"{TITLE} – Facts & <b>Figures</b>"]
    described = about.css("meta[name=description], meta[property='og:title']")
    assert [node.attributes["content"] for node in described] == [TITLE] * 2


def test_the_link_to_a_sheet_s_source_is_an_address_whatever_the_sheet_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check refuses such folders; if one got past it, the link would still have to be valid."""
    monkeypatch.setenv("REPO_URL", "https://example.org/owner/project")
    root = tmp_path / "project"
    sites.make(root)
    sheet = 'content/actors/x\\"><script src=..&#47;..&#47;media&#47;x.pdf></script> #?/zed.yml'
    file = root / "build" / "docs" / "about.md"
    text = re.sub(r"^sheet: .*$", lambda _: f'sheet: "{sheet}"', file.read_text(encoding="utf-8"), flags=re.M)
    file.write_text(text, encoding="utf-8")
    build_all(Settings.load(root), tmp_path / "site")
    page = LexborHTMLParser((tmp_path / "site" / "about" / "index.html").read_text(encoding="utf-8"))
    (link,) = page.css("p.edit a")
    assert link.attributes["href"] == (
        "https://example.org/owner/project/edit/main/content/actors/x%22%3E%3Cscript%20src%3D..%26%2347%3B..%26%2347%3Bmedia"
        "%26%2347%3Bx.pdf%3E%3C/script%3E%20%23%3F/zed.yml"
    )
    assert link.text() == "Edit this page"


def test_a_name_that_looks_like_a_link_is_text_in_front_matter(tmp_path: Path) -> None:
    actor = "name: '[x](nowhere.md) <https://a.example/> `y`'\nkind: country\ncountry: CN\n"
    built = sites.make(tmp_path / "project", dict(sites.SHEETS) | {"actors/china.yml": actor}).build()
    page = LexborHTMLParser((built.site_dir / "actors" / "china" / "index.html").read_text(encoding="utf-8"))
    assert [node.text().removesuffix("¶") for node in page.css("h1")] == [
        "[x](nowhere.md) <https://a.example/> `y`"
    ]

"""A finished site: its search index, its metadata, and removed files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests import sites


@pytest.fixture(autouse=True)
def _address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/project/")


def properties(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html))


def schema(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    return None if found is None else json.loads(found[1])["@graph"][0]


def test_metadata_of_a_briefing(small_site: Path) -> None:
    html = (small_site / "briefings" / "waico" / "index.html").read_text(encoding="utf-8")
    told = properties(html)
    picture = told.pop("og:image")
    assert re.fullmatch(r"https://example\.org/project/assets/shared/[0-9a-f]{16}\.png", picture)
    assert (small_site / picture.removeprefix("https://example.org/project/")).is_file()
    assert {key: value for key, value in told.items() if key.startswith(("og:", "article:", "twitter:"))} == {
        "og:type": "article",
        "og:title": "China proposes a world AI cooperation organization",
        "og:description": "At a conference in Shanghai, Li Qiang proposed a new organization.",
        "og:site_name": "AI Governance Briefings",
        "og:locale": "en_GB",
        "og:url": "https://example.org/project/briefings/waico/",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "China proposes a world AI cooperation organization",
        "article:published_time": "2025-07-28",
        "article:modified_time": "2026-07-20",
        "twitter:card": "summary_large_image",
    }
    assert '<link rel="canonical" href="https://example.org/project/briefings/waico/">' in html
    correction = "The conference was said to be in Beijing; it was in Shanghai."
    assert schema(html)["correction"] == [
        {
            "@type": "CorrectionComment",
            "@id": "#correction-1",
            "text": correction,
            "datePublished": "2025-08-02",
        }
    ]


def test_a_title_with_markup_is_escaped_everywhere(small_site: Path) -> None:
    html = (small_site / "briefings" / "chips" / "index.html").read_text(encoding="utf-8")
    assert "<b>question" not in html
    assert (
        properties(html)["og:title"]
        == "The &quot;H20&quot; chip &amp; the licence &lt;b&gt;question&lt;/b&gt;"
    )
    assert schema(html)["headline"] == 'The "H20" chip & the licence <b>question</b>'


def test_without_an_address_no_absolute_addresses_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "")
    site = sites.make(tmp_path / "project").build().site_dir
    told = properties((site / "briefings" / "waico" / "index.html").read_text(encoding="utf-8"))
    assert {"og:url", "og:image"}.isdisjoint(told)
    assert told["twitter:card"] == "summary"
    assert not (site / "assets" / "shared").exists()


def test_files_that_the_theme_does_not_use_are_removed(small_site: Path) -> None:
    files = {file.relative_to(small_site).as_posix() for file in small_site.rglob("*") if file.is_file()}
    assert [
        file
        for file in files
        if "bundle" in file
        or "worker" in file.replace("pagefind-worker", "")
        or file.endswith((".map", ".py", ".yml"))
    ] == []
    assert len([file for file in files if re.fullmatch(r"assets/site\.[0-9a-f]{12}\.css", file)]) == 1
    for page in (file for file in files if file.endswith(".html")):
        html = (small_site / page).read_text(encoding="utf-8")
        assert html.count("Content-Security-Policy") == 1, page
        # Briefings have one, and one for paper; lists and profiles need another.
        sheets = re.findall(r'rel="stylesheet" href="[^"]*/?assets/(\w+)\.', html)
        is_briefing = page.count("/") == 2 and page.startswith("briefings/")
        assert sheets == ["site", "print"] if is_briefing else ["site", "pages", "print"], page

"""The link checker itself: it must find what is dead, and nothing else, or the tests that use it prove
nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site_links import dead_links


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(
        '<h2 id="two">Two</h2><a name="old"></a><h2 id="für-alle">Für alle</h2>', encoding="utf-8"
    )
    (tmp_path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("html", "dead"),
    [
        ('<a href="a/">', []),
        ('<a href="a/#two">', []),
        ('<a href="a/#old">', []),
        ('<a href="a/#f%C3%BCr-alle">', []),
        ('<a href="a/#two:~:text=Two">', []),
        ('<a href="#here"><p id="here">', []),
        ('<a href="#">', []),
        ('<img src="logo.svg">', []),
        ('<a href="logo.svg#view">', []),
        ('<a href="https://example.org/nowhere">', []),
        ('<a href="mailto:a@example.org">', []),
        ('<a href="/a/">', []),
        ('<a href="a">', ["index.html: a: there is no such page"]),
        ('<a href="b/">', ["index.html: b/: there is no such page"]),
        ('<a href="a/#three">', ["index.html: a/#three: there is no such place on the page"]),
        ('<a href="#gone">', ["index.html: #gone: there is no such place on the page"]),
        ('<img src="gone.png">', ["index.html: gone.png: there is no such page"]),
        ('<img srcset="logo.svg 1x, gone.png 2x">', ["index.html: gone.png: there is no such page"]),
        ('<link href="style.css" rel="stylesheet">', ["index.html: style.css: there is no such page"]),
        ('<svg><use xlink:href="#shape"></svg>', ["index.html: #shape: there is no such place on the page"]),
    ],
)
def test_links_of_a_page_at_the_root(site: Path, html: str, dead: list[str]) -> None:
    (site / "index.html").write_text(html, encoding="utf-8")
    assert dead_links(site) == dead

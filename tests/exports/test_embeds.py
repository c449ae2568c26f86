"""Pictures for other sites: what an XML parser and a browser make of the files, and the code that pages offer."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from briefings.exports.embeds import Embed
from briefings.pictures import standalone
from briefings.settings import packaged_theme
from tests import sites
from tests.exports.test_json_pages import HERRING
from tests.goldens import compare
from tests.serving import serve

ADDRESS = "https://example.org/hering/"
HOSTILE = "A <script>alert(1)</script> & \"quotes\" 'x' *star* ]]> --> |pipe| {a} \N{RIGHT-TO-LEFT MARK}שלום \N{GRINNING FACE}"
LONG = "Donaudampfschiff" * 560
QUOTED = json.dumps(HOSTILE, ensure_ascii=False)
SHEETS = {
    **HERRING,
    "briefings/boese.yml": f"""
title: {QUOTED}
published: 2025-11-04
summary: "Text [@blatt]"
timeline:
  - {{date: 2025-03-01, title: {QUOTED}, actors: [rat], cite: blatt}}
  - {{date: 2025-06-02, title: Zwei, status: disputed, note: Anders., cite: blatt}}
  - {{date: 2026-07-03, title: Drei, cite: blatt}}
eras:
  - {{title: {QUOTED}, from: 2025-01, to: 2025-12, cite: blatt}}
figures:
  - {{label: {QUOTED}, unit: {QUOTED}, note: "Die Zahlen <b> sind *verschieden*.", values: [{{value: 5, qualifier: at least, cite: blatt}}, {{value: 7, cite: blatt}}]}}
  - {{id: lang, label: {LONG}, unit: Tonnen, value: 3, cite: blatt}}
documents:
  - {{title: {QUOTED}, kind: treaty, date: 2025-06-02, actors: [a, b, c], declined: [rat], cite: blatt}}
""",
    "actors/a.yml": f"name: {QUOTED}\nkind: country\n",
    "actors/b.yml": "name: B\nkind: country\n",
    "actors/c.yml": "name: C\nkind: country\n",
}
SVG = "{http://www.w3.org/2000/svg}"
FILES = [
    "embeds/briefings/boese/memberships.svg",
    "embeds/briefings/boese/timeline.svg",
    "embeds/briefings/quote/statement-ein-harter-schnitt.svg",
    "embeds/briefings/quote/figure-quote.svg",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Project]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        yield sites.make(tmp_path_factory.mktemp("embeds"), SHEETS, language="de", address=ADDRESS)


def pictures(project: sites.Project) -> dict[str, ElementTree.Element]:
    return {
        each.path: ElementTree.fromstring(project.file(each.path))
        for each in project.resources
        if each.format == "embeds"
    }


def words(root: ElementTree.Element) -> str:
    """What a picture says, its style left out."""
    return " ".join(
        " ".join(text.split())
        for node in root.iter()
        if node.tag != f"{SVG}style"
        for text in [node.text or ""]
    )


@pytest.mark.parametrize("path", FILES)
def test_a_picture_is_as_written_down(path: str, project: sites.Project, update_goldens: bool) -> None:
    made = project.file(path).decode().replace("><", ">\n<")
    compare(made, Path(__file__).parent / "golden" / path, update=update_goldens)


def test_hostile_words_are_words(project: sites.Project) -> None:
    assert len(pictures(project)) == 6, "a figure without an id has the anchor of its words"
    said = {path: words(root) for path, root in pictures(project).items() if "boese" in path}
    assert all(HOSTILE in each for path, each in said.items() if "lang" not in path)
    assert LONG in said["embeds/briefings/boese/figure-lang.svg"]


def test_a_file_needs_nothing_else(project: sites.Project) -> None:
    for path, root in pictures(project).items():
        assert root.tag == f"{SVG}svg"
        width, height = root.attrib["width"], root.attrib["height"]
        assert root.attrib["viewBox"] == f"0 0 {width} {height}", path
        assert root[0].tag == f"{SVG}title" and root[0].text
        tags = {node.tag.removeprefix(SVG) for node in root.iter()}
        assert tags <= {
            "svg", "title", "style", "rect", "g", "text", "a", "path", "circle", "line", "polygon"
        }, path  # fmt: skip
        style = root.findtext(f"{SVG}style") or ""
        assert "url(" not in style and "var(" not in style and "@import" not in style
        assert "@media" not in style, "LibreOffice applies the rules in it to a part of the picture"
        for node in root.iter():
            assert not [name for name in node.attrib if name.startswith("on") or name.endswith("src")]


def test_it_is_light_unless_dark_is_asked_for(project: sites.Project, page: Page, tmp_path: Path) -> None:
    (tmp_path / "quote.svg").write_bytes(project.file(FILES[-1]))
    page.emulate_media(color_scheme="dark")
    for fragment, (paper, ink) in (("", (255, 27)), ("#dark", (20, 212))):
        page.goto(f"{(tmp_path / 'quote.svg').as_uri()}{fragment}")
        page.reload()
        shades = Image.open(io.BytesIO(page.screenshot())).convert("L").crop((0, 0, 480, 100))
        assert abs(shades.getpixel((2, 2)) - paper) <= 3  # type: ignore[operator]  # a number in this mode
        assert abs(shades.getextrema()[paper < ink] - ink) <= 10  # type: ignore[operator]  # likewise


def test_the_drawing_is_that_of_the_page(project: sites.Project) -> None:
    page = (project.settings.docs_dir / "briefings/boese.md").read_text(encoding="utf-8")
    file = project.file("embeds/briefings/boese/timeline.svg").decode()
    drawn = re.search(r'<svg class="strip"[^>]*>\n(.*?)\n</svg>\n<figcaption>', page, re.DOTALL)
    assert drawn is not None
    # Only the page has the events that its columns lead to.
    unlinked = re.sub("<(/?)a[^>]*>", r"<\1g>", drawn[1])
    assert unlinked.replace("\n", "").replace(" />", "/>") in file


def test_without_an_address_of_the_site_there_are_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    project = sites.make(tmp_path / "site", HERRING)
    assert not [each for each in project.resources if each.format == "embeds"]
    assert "embeds" not in (project.settings.docs_dir / "briefings/quote.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(project: sites.Project) -> Path:
    """The site, built."""
    return project.build().site_dir


def test_pages_list_their_pictures(project: sites.Project, folder: Path) -> None:
    for page in ("quote", "boese"):
        tree = LexborHTMLParser((folder / f"briefings/{page}/index.html").read_bytes())
        listed = [node.css("a") for node in tree.css(".embeds li")]
        own = [each for each in project.resources if each.path.startswith(f"embeds/briefings/{page}/")]
        assert len(listed) == len(own) > 0
        for (place, file), each in zip(listed, own, strict=True):
            assert isinstance(each.made_from, Embed) and place.text() == each.made_from.title
            anchor = (place.attributes["href"] or "").removeprefix("#")
            assert tree.css_first(f'[id="{anchor}"]') is not None
            assert file.attributes["href"] == f"{ADDRESS}{each.path}"
            assert (folder / each.path).is_file()
    about = LexborHTMLParser((folder / "about/index.html").read_bytes())
    assert about.css(".embeds") == []


def test_readers_see_pictures_copy_their_code_and_save_a_png(folder: Path, page: Page) -> None:
    with serve(folder) as served:
        page.goto(f"{served.url}briefings/boese/")
        page.locator(".embeds > summary").click()
        for item in page.locator(".embeds li").all():
            expect(item.locator("img")).to_have_js_property("naturalWidth", 480)
            item.get_by_role("button", name="Code kopieren").click()
            expect(item.get_by_role("button", name="Code kopiert")).to_be_visible()
            place, file = item.locator("a").all()
            shown = LexborHTMLParser(page.evaluate("navigator.clipboard.readText()"))
            assert len(shown.css("body *")) == 2
            link, image = (shown.css(tag)[0].attributes for tag in ("a", "img"))
            assert link["href"] == f"{ADDRESS}briefings/boese/{place.get_attribute('href')}"
            assert (image["src"], image["alt"]) == (file.get_attribute("href"), place.text_content())
        item = page.locator(".embeds li").first
        with page.expect_download() as download:
            item.get_by_role("button", name="PNG").click()
        assert download.value.suggested_filename == "boese-timeline.png"
        assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_no_word_leaves_the_picture_in_a_browser(project: sites.Project, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    for path in pictures(project):
        page.goto(f"data:image/svg+xml;base64,{base64.b64encode(project.file(path)).decode()}")
        outside = page.evaluate(
            """[...document.querySelectorAll("text")].filter(t => {
                const box = t.getBoundingClientRect()
                return box.left < 0 || box.right > 481 || box.bottom > document.documentElement.height.baseVal.value
            }).map(t => t.textContent)"""
        )
        assert outside == [], path


def test_the_colors_are_those_of_the_site() -> None:
    css = (packaged_theme() / "site" / "assets" / "site.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+): (#\w+);", SCHEMES.findall(css)[0]))
    assert {name: light[name] for name in standalone._COLORS} == standalone._COLORS
    assert tuple(light[f"tone-{n}"] for n in range(1, 9)) == standalone._TONES


SCHEMES = re.compile(r"\{([^{}]*--tone-8:[^{}]*)\}")

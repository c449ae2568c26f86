"""Pictures of events and in prose: shown once, with credit and licence, and with a size before they load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from briefings.site.session import Session
from tests import sites
from tests.images import png

MEDIA = (
    "media: {file: 2025/hall.png, alt: 'A \"hall\" & <b>people</b>', caption: Before the opening.,"
    " credit: Jane *Doe*, licence: CC-BY-4.0}"
)
SHEETS = dict(sites.SHEETS) | {
    "briefings/waico.yml": sites.SHEETS["briefings/waico.yml"]
    .replace("place: Shanghai, cite: wam-2025}", f"place: Shanghai, cite: wam-2025, {MEDIA}}}")
    .replace("The idea came up in 2023.", "The idea came up in 2023. ![A tower](../media/tower.png)"),
    "briefings/chips.yml": sites.SHEETS["briefings/chips.yml"].replace(
        "timeline:\n", "timeline:\n  - event: opening\n"
    ),
    "pages/about.md": sites.SHEETS["pages/about.md"] + "\n![The hall](media/2025/hall.png)\n",
}


def project(root: Path) -> sites.Project:
    for name, size in (("2025/hall.png", (800, 500)), ("tower.png", (300, 900))):
        file = root / "content" / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png(*size))
    return sites.make(root, SHEETS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/project/")
        yield project(tmp_path_factory.mktemp("pictures") / "project").build().site_dir


def images(site: Path, page: str) -> list[LexborNode]:
    return LexborHTMLParser((site / page / "index.html").read_text(encoding="utf-8")).css("article img")


def test_an_event_shows_its_picture_with_credit_and_licence(site: Path) -> None:
    html = LexborHTMLParser((site / "briefings/waico/index.html").read_text(encoding="utf-8"))
    (figure,) = html.css("figure.media")
    (image,) = figure.css("img")
    assert image.attributes == {
        "src": "../../media/2025/hall.png",
        "alt": 'A "hall" & <b>people</b>',
        "width": "800",
        "height": "500",
        "loading": "lazy",
        "decoding": "async",
    }
    (caption,) = figure.css("figcaption")
    assert caption.text() == "Before the opening. Jane *Doe* · CC-BY-4.0"
    (licence,) = caption.css("a")
    assert licence.attributes["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (site / "media/2025/hall.png").read_bytes() == png(800, 500)


def test_no_other_page_shows_the_picture(site: Path) -> None:
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert {page for page in pages if images(site, page)} == {"briefings/waico", "about"}


def test_images_in_prose_have_a_size(site: Path) -> None:
    tower = images(site, "briefings/waico")[1].attributes
    assert (tower["width"], tower["height"], tower["loading"]) == ("300", "900", "lazy")
    (hall,) = images(site, "about")
    assert (hall.attributes["width"], hall.attributes["height"]) == ("800", "500")


def test_a_page_follows_the_size_of_its_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/project/")
    root = tmp_path / "project"
    project(root)
    hall = root / "content" / "media" / "2025" / "hall.png"
    session = Session(root, root / "build" / "preview", drafts=False)
    for width in (800, 640):
        hall.write_bytes(png(width, 500))
        *_, (built, _) = session.build("http://127.0.0.1/", [hall])
        shown = [images(built.site_dir, page)[0].attributes["width"] for page in ("briefings/waico", "about")]
        assert shown == [str(width)] * 2


def test_the_data_has_the_picture(tmp_path: Path) -> None:
    docs = project(tmp_path / "project").settings.docs_dir
    data = json.loads((docs / "briefings" / "waico.json").read_text(encoding="utf-8"))
    event = next(entry for entry in data["entries"] if entry["kind"] == "event")
    assert event["fields"]["media"] == {
        "file": "2025/hall.png",
        "alt": 'A "hall" & <b>people</b>',
        "caption": "Before the opening.",
        "credit": "Jane *Doe*",
        "licence": "CC-BY-4.0",
    }

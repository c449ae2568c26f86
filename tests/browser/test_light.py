"""How light a page is, and that making it so changes nothing that anybody sees."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests import sites
from tests.serving import Served, serve

pytestmark = pytest.mark.browser

LIMIT = 110_000
"""Bytes for the first view of a briefing, everything counted, as GitHub Pages sends it."""

NOISE = 200
"""Pixels, of about a million: rounded edges come out one way or the other, even for the same page twice."""

DIFFERENCE = """async pictures => {
    const drawn = await Promise.all(pictures.map(async (picture) => {
        const image = new Image(); image.src = picture; await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
    }));
    if (drawn[0].width !== drawn[1].width || drawn[0].height !== drawn[1].height) return Infinity;
    const [one, other] = drawn.map(({ data }) => new Uint32Array(data.buffer));
    return one.reduce((count, pixel, n) => count + (pixel !== other[n]), 0);
}"""


@pytest.mark.parametrize("path", ["", "briefings/waico/", "actors/china/", "timeline/"])
def test_a_first_view_is_light(page: Page, site: Served, path: str) -> None:
    site.start()
    page.goto(site.url + path, wait_until="networkidle")
    assert site.bytes < LIMIT
    assert [
        asked for asked, _ in site.asked if "bundle" in asked or "worker" in asked or "pagefind" in asked
    ] == []
    # One style sheet on briefings, two on other pages, and no script that the page waits for.
    waited = "document.querySelectorAll('link[rel=stylesheet]:not([media=print])').length"
    assert page.evaluate(waited) == (1 if path.startswith("briefings/") else 2)
    assert page.evaluate("[...document.scripts].filter((script) => script.src && !script.defer).length") == 0


LOOKED_AT = ("briefings/waico/", "actors/li-qiang/", "statements/", "timeline/", "", "about/", "writing/")


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of a site as MkDocs made it, and of the same site finished."""
    folder = tmp_path_factory.mktemp("light")
    project = sites.make(folder / "project")
    with ExitStack() as stack:
        before, after = (
            stack.enter_context(serve(site))
            for site in (project.unfinished(), project.build(site_dir=folder / "after").site_dir)
        )
        yield before.url, after.url


@pytest.mark.nightly
@pytest.mark.parametrize("path", LOOKED_AT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_finished_page_looks_as_it_did_before(
    browser: Browser, before_and_after: tuple[str, str], scheme: Literal["light", "dark"], path: str
) -> None:
    for width in (360, 1440):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        pictures = []
        for site in before_and_after:
            page.goto(site + path)
            page.evaluate("document.fonts.ready")
            picture = page.screenshot(full_page=True, animations="disabled")
            pictures.append(f"data:image/png;base64,{base64.b64encode(picture).decode()}")
        page.goto("about:blank")
        assert page.evaluate(DIFFERENCE, pictures) <= NOISE, width
        page.close()

"""The documentation as a site: it fits every screen, and neither axe nor a script finds a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from tests.nightly import few
from tests.serving import Served, serve

pytestmark = pytest.mark.browser

CONFIG = Path(__file__).parents[2] / "mkdocs.docs.yml"
PAGES = ("", "guides/look/", "comparison/", "tutorial/", "reference/commands/", "reference/keys/", "nowhere/")


@pytest.fixture(scope="module")
def documentation(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site, served. It needs the browser, so that nothing is built where there is none."""
    folder = tmp_path_factory.mktemp("documentation")
    build(load_config(str(CONFIG), site_dir=str(folder)))
    with serve(folder) as served:
        yield served


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", few(PAGES, 2))
def test_a_page_fits_and_has_no_fault(page: Page, documentation: Served, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(documentation.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.reload()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []

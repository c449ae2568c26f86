"""The documentation as a site: it fits every screen, and neither axe nor a script finds a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LOOKS, faults
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


@pytest.mark.parametrize("path", few(PAGES, 2))
def test_a_page_fits_and_has_no_fault(page: Page, documentation: Served, path: str) -> None:
    page.goto(documentation.url + path)
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.reload()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == []

"""The documentation as a site: it fits every screen, and neither axe nor a script finds a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LOOKS, faults
from tests.nightly import few
from tests.serving import serve

pytestmark = pytest.mark.browser

PAGES = ("", "guides/look/", "comparison/", "tutorial/", "reference/commands/", "reference/keys/", "nowhere/")


@pytest.mark.parametrize("path", few(PAGES, 2))
def test_a_page_fits_and_has_no_fault(page: Page, documentation: Path, path: str) -> None:
    with serve(documentation) as served:
        for scheme, width in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.goto(served.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert faults(page) == []

"""The preview in a browser: a saved sheet is on the page without a reload by hand, and a broken one leaves
the last good page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.preview.process import TITLE, Served

pytestmark = pytest.mark.browser


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    """The preview; it needs the browser, so that nothing is built where there is none."""
    preview = Served(tmp_path)
    yield preview
    preview.close()


def test_the_page_follows_each_save(page: Page, served: Served) -> None:
    # At once: the page waits for the first build.
    page.goto(served.url + "briefings/waico/")
    expect(page.locator("h1")).to_contain_text(TITLE)
    served.save(TITLE, "Saved once")
    expect(page.locator("h1")).to_contain_text("Saved once")
    served.save("title:", "titel:")
    expect(page.get_by_role("alert")).to_contain_text("1 problem")
    expect(page.locator(".place").first).to_have_text("content/briefings/waico.yml:1:1")
    expect(page.locator("h1")).to_contain_text("Saved once")
    served.save(TITLE, "Mended")
    expect(page.locator("h1")).to_contain_text("Mended")
    expect(page.get_by_role("alert")).to_have_count(0)

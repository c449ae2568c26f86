"""Anchors in other scripts than Latin: links, the search and milestones lead to them in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests import sites
from tests.serving import Served
from tests.test_languages import SHEETS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with sites.served(tmp_path_factory.mktemp("anchors") / "project", sheets=SHEETS) as served:
        yield served


def test_links_lead_to_anchors_in_chinese(browser: Browser, site: Served) -> None:
    page = browser.new_page()
    target = page.locator(":target")
    page.goto(f"{site.url}sources/wam-2025/")
    page.get_by_role("link", name="李强出席大会").last.click()
    expect(target).to_have_id("event-2026-李强出席大会")
    for event in ("event-the-next-one", "event-2025-李强出席大会"):
        page.goto(f"{page.url.partition('#')[0]}#{event}")
        expect(target).to_have_id(event)
    page.close()


def test_the_search_leads_to_anchors_in_chinese(browser: Browser, site: Served) -> None:
    page = browser.new_page()
    page.goto(site.url)
    page.keyboard.press("s")
    page.get_by_role("searchbox").fill("签署国")
    page.locator(".search__sections a").first.click()
    expect(page.locator(":target")).to_have_id("figure-签署国")
    page.close()

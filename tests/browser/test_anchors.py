"""Anchors in other scripts than Latin: links, the search and milestones lead to them in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.serving import Served


def test_links_lead_to_anchors_in_chinese(page: Page, details: Served) -> None:
    target = page.locator(":target")
    page.goto(f"{details.url}sources/wam-2025/")
    page.get_by_role("link", name="李强出席大会").last.click()
    expect(target).to_have_id("event-2026-李强出席大会")
    for event in ("event-the-next-one", "event-2025-李强出席大会"):
        page.goto(f"{page.url.partition('#')[0]}#{event}")
        expect(target).to_have_id(event)


def test_the_search_leads_to_anchors_in_chinese(page: Page, details: Served) -> None:
    page.goto(details.url)
    page.keyboard.press("s")
    page.get_by_role("searchbox").fill("签署国")
    page.locator(".search__sections a").first.click()
    expect(page.locator(":target")).to_have_id("figure-签署国")

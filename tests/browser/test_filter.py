"""The filter of the site-wide timeline: narrows, is told, stands in the address, and is no need."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import CROWDED_EVENTS
from tests.serving import Served

pytestmark = pytest.mark.browser

ALL = CROWDED_EVENTS + 5


def shown(page: Page) -> Locator:
    return page.locator(".timeline[data-year] li:visible")


def test_each_facet_narrows_and_is_told(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    status = page.get_by_role("status")
    expect(status).to_have_text(f"{ALL} of {ALL} entries shown")
    page.get_by_label("Topic").select_option("AI governance")
    expect(status).to_have_text(f"4 of {ALL} entries shown")
    expect(shown(page)).to_have_count(4)
    page.get_by_label("Who").select_option("Li Qiang")
    expect(shown(page)).to_have_count(1)
    expect(page.locator(".timeline[data-year]:visible h2")).to_contain_text("2025")
    assert page.url.endswith("?topic=ai-governance&actor=li-qiang")
    page.get_by_role("button", name="Clear").click()
    expect(shown(page)).to_have_count(ALL)
    assert page.url.endswith("/timeline/")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?kind=weak", 1),
        ("?year=2026", 1),
        ("?topic=ai-governance&year=2025", 3),
        ("?topic=nothing", ALL),
        ("?kind=weak&actor=china", 0),
    ],
)
def test_an_address_opens_with_its_filter(page: Page, site: Served, query: str, count: int) -> None:
    page.goto(site.url + "timeline/" + query)
    expect(shown(page)).to_have_count(count)


def test_with_the_keyboard_alone(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    page.get_by_label("Kind of source").focus()
    page.keyboard.type("Weak")
    expect(shown(page)).to_have_count(1)


def test_without_javascript_the_whole_list_stands(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "timeline/?kind=weak")
    expect(shown(page)).to_have_count(ALL)
    expect(page.locator("select")).to_have_count(0)
    context.close()

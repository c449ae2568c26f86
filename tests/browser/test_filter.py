"""The filter of the site-wide timeline narrows the list and its picture, is in the address, and is not needed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import CROWDED_EVENTS
from tests.serving import Served

pytestmark = pytest.mark.browser

ALL = CROWDED_EVENTS + 7


def shown(page: Page) -> Locator:
    # Entries that are announced are folded.
    return page.locator(".timeline li:has([data-kinds]):not([hidden])")


def row(page: Page, topic: str) -> Locator:
    return page.locator(".topic-rows li", has_text=topic)


def test_each_facet_narrows_the_list(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    status = page.get_by_role("status")
    expect(status).to_have_text(f"{ALL} of {ALL} entries shown")
    page.get_by_label("Topic").select_option("AI governance")
    expect(status).to_have_text(f"6 of {ALL} entries shown")
    expect(shown(page)).to_have_count(6)
    page.get_by_label("Who").select_option("Li Qiang")
    expect(shown(page)).to_have_count(2)
    expect(
        page.locator(".timeline:visible").locator("xpath=..").get_by_role("heading", level=2)
    ).to_contain_text(["2025"])
    assert page.url.endswith("?topic=ai-governance&actor=li-qiang")
    page.get_by_role("button", name="Clear").click()
    expect(shown(page)).to_have_count(ALL)
    assert page.url.endswith("/timeline/")


def test_words_are_found_in_any_order_without_case_and_accents(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    page.get_by_label("Words").fill("CONFERENCE lí")
    expect(shown(page)).to_have_count(1)
    assert page.url.endswith("?words=CONFERENCE+l%C3%AD")
    page.get_by_label("Words").fill("conference nowhere")
    expect(shown(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "count"),
    [("?topic=ai-governance&year=2025", 5), ("?topic=nothing", ALL), ("?words=the+plan", 2)],
)
def test_an_address_opens_with_its_filter(page: Page, site: Served, query: str, count: int) -> None:
    page.goto(site.url + "timeline/" + query)
    expect(shown(page)).to_have_count(count)


def test_with_the_keyboard_alone(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    page.get_by_label("Kind of source").focus()
    page.keyboard.type("Weak")
    expect(shown(page)).to_have_count(1)


def test_the_name_of_a_row_is_its_filter(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/?kind=wire")
    link = page.locator(".topic-rows").get_by_role("link", name="AI governance")
    assert (link.get_attribute("href") or "").endswith("/timeline/?kind=wire&topic=ai-governance")
    link.click()
    expect(page.get_by_label("Topic")).to_have_value("ai-governance")
    expect(link).to_have_attribute("aria-current", "true")
    expect(shown(page)).to_have_count(5)
    link.click()
    assert page.url.endswith("/timeline/?kind=wire")


def test_the_picture_shows_what_the_list_shows(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    governance = row(page, "AI governance")
    expect(governance.locator(".count")).to_have_text("6")
    expect(governance.locator("[data-entries]:visible")).to_have_count(2)
    page.get_by_label("Year").select_option("2026")
    expect(governance.locator(".count")).to_have_text("1")
    expect(governance.locator("[data-entries]:visible")).to_have_count(1)
    page.goto(site.url + "timeline/?kind=weak&actor=china")
    expect(page.locator(".topic-rows li:visible")).to_have_count(0)
    page.goto(site.url + "timeline/?kind=weak")
    expect(governance.locator(".number:visible")).to_have_text("1")


def test_the_form_moves_nothing_when_the_script_starts(page: Page, site: Served) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => window.shift += e.value))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(site.url + "timeline/", wait_until="networkidle")
    assert page.evaluate("window.shift") < 0.02


def test_paper_says_what_the_list_is_filtered_by(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/?topic=ai-governance&words=plan")
    page.emulate_media(media="print")
    expect(page.locator(".filter select").first).to_be_hidden()
    expect(page.get_by_text("Filtered by: AI governance · plan")).to_be_visible()
    page.goto(site.url + "timeline/")
    page.emulate_media(media="screen")
    page.emulate_media(media="print")  # Chromium forgets it on the way to another page.
    expect(page.locator(".filter")).to_be_hidden()


def test_what_is_announced_is_folded_and_opens(page: Page, site: Served) -> None:
    page.goto(site.url + "timeline/")
    announced = page.get_by_text("The next conference is to meet")
    expect(announced).to_be_hidden()
    page.locator(".announced summary").click()
    expect(announced).to_be_visible()
    # A filter opens whatever has what it finds.
    page.goto(site.url + "timeline/?words=next+conference")
    expect(announced).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_without_javascript_the_whole_list_is_there(plain: Page, site: Served) -> None:
    plain.goto(site.url + "timeline/?kind=weak")
    expect(shown(plain)).to_have_count(ALL)
    expect(plain.locator(".filter")).to_be_hidden()
    plain.locator(".topic-rows").get_by_role("link", name="AI governance").click()
    assert plain.url == site.url + "topics/ai-governance/"

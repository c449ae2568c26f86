"""Cards: the proof and the person, one tap or key away, and gone again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.serving import Served

pytestmark = pytest.mark.browser

BRIEFING = "briefings/waico/"


def card(page: Page) -> Locator:
    return page.locator(".card:popover-open")


def number(page: Page, nth: int = 0) -> Locator:
    return page.locator("a.cite").nth(nth)


def in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def test_a_number_opens_the_source_with_its_passage(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    page.locator("a.cite[href='#source-1-2']").first.click()
    shown = card(page)
    expect(shown).to_have_attribute("role", "dialog")
    expect(shown).to_contain_text("Premier opens the conference")
    expect(shown).to_contain_text("WAM, 26 July 2025 · News agency")
    expect(shown).to_contain_text("“the premier opened … in Shanghai”")
    expect(shown).to_contain_text("Not checked")
    expect(shown.get_by_role("link", name="Archived copy")).to_have_attribute(
        "href", "https://example.org/archive/premier-opens"
    )
    passage = shown.locator(".passage a")
    expect(passage).to_have_attribute(
        "href", "https://example.org/premier-opens#:~:text=the%20premier%20opened,in%20Shanghai"
    )
    assert page.evaluate(
        "document.querySelectorAll('[id]').length === new Set([...document.querySelectorAll('[id]')].map(e =>"
        " e.id)).size"
    )


def test_with_the_keyboard_alone(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    number(page, 2).focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    expect(number(page, 2)).to_have_attribute("aria-expanded", "true")
    assert "card" in in_focus(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert in_focus(page) == "ref-3"
    assert number(page, 2).get_attribute("aria-expanded") is None


def test_by_touch_it_stays_on_a_narrow_screen(phone: Page, site: Served) -> None:
    phone.goto(site.url + BRIEFING)
    for nth in range(phone.locator("a.cite").count()):
        number(phone, nth).scroll_into_view_if_needed()
        number(phone, nth).tap()
        expect(card(phone)).to_have_count(1)
        box = card(phone).bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360, (nth, box)
        number(phone, nth).dispatch_event("pointerdown", {"pointerType": "touch"})
        phone.keyboard.press("Escape")
        expect(card(phone)).to_have_count(0)


def test_a_second_tap_and_a_tap_elsewhere_close_it(phone: Page, site: Served) -> None:
    phone.goto(site.url + BRIEFING)
    number(phone).tap()
    expect(card(phone)).to_have_count(1)
    number(phone).tap()
    expect(card(phone)).to_have_count(0)
    number(phone).tap()
    phone.locator("h1").tap()
    expect(card(phone)).to_have_count(0)


def test_it_has_a_button_that_closes_it(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    number(page).click()
    card(page).get_by_role("button", name="Close").click()
    expect(card(page)).to_have_count(0)
    assert in_focus(page) == "ref-1"


def test_its_number_leads_to_the_list(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    number(page).click()
    card(page).locator(".card__number").click()
    expect(card(page)).to_have_count(0)
    assert page.url.endswith("#source-1")


def test_without_javascript_a_number_is_a_link_to_the_list_and_back(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + BRIEFING)
    number(page).click()
    assert page.url.endswith("#source-1-1")
    page.locator("#source-1-1 .back a").first.click()
    assert page.url.endswith("#ref-1")
    context.close()


def test_a_name_tells_who_it_is_under_the_mouse(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    name = page.locator(".summary").get_by_role("link", name="Li Qiang")
    name.hover()
    expect(card(page)).to_have_text("Li QiangPremierPremier of China.")
    expect(name).to_have_attribute("aria-describedby", "__card")
    card(page).hover()
    page.wait_for_timeout(400)
    expect(card(page)).to_have_count(1)
    page.mouse.move(1200, 850)
    expect(card(page)).to_have_count(0)


def test_a_name_tells_who_it_is_in_focus_and_still_is_a_link(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    name = page.locator(".summary").get_by_role("link", name="Li Qiang")
    while not name.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    expect(card(page)).to_contain_text("Premier of China.")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors/li-qiang/")


def test_a_tap_on_a_name_asks_before_it_leaves(phone: Page, site: Served) -> None:
    phone.goto(site.url + BRIEFING)
    phone.locator(".summary").get_by_role("link", name="Li Qiang").tap()
    expect(card(phone)).to_contain_text("Premier of China.")
    card(phone).get_by_role("link", name="Li Qiang").tap()
    phone.wait_for_url("**/actors/li-qiang/")

"""Cards: who an actor is, one tap or key away, and gone again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.serving import Served

pytestmark = pytest.mark.browser

BRIEFING = "briefings/waico/"


def card(page: Page) -> Locator:
    return page.locator(".card:popover-open")


def test_a_name_tells_who_it_is_under_the_mouse(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    name = page.locator(".summary").get_by_role("link", name="Li Qiang")
    name.hover()
    expect(card(page)).to_have_text("Li QiangPremierPremier of China. He opened the conference.")
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


def test_a_name_in_focus_tells_who_it_is_when_cards_come_late(page: Page, site: Served) -> None:
    held: list[Route] = []
    page.route("**/assets/cards.js*", lambda route: held.append(route))
    page.goto(site.url + BRIEFING)
    name = page.locator(".summary").get_by_role("link", name="Li Qiang")
    while not name.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    while not held:
        page.wait_for_timeout(20)
    expect(card(page)).to_have_count(0)
    held[0].continue_()
    expect(card(page)).to_contain_text("Premier of China.")


def test_a_tap_on_a_name_asks_before_it_leaves(phone: Page, site: Served) -> None:
    phone.goto(site.url + BRIEFING)
    phone.locator(".summary").get_by_role("link", name="Li Qiang").tap()
    expect(card(phone)).to_contain_text("Premier of China.")
    card(phone).get_by_role("link", name="Li Qiang").tap()
    phone.wait_for_url("**/actors/li-qiang/")

"""A site in Arabic: pages are laid out from the right, and nothing leaves its screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import arabic, sites
from tests.serving import Served

pytestmark = pytest.mark.browser

PATHS = (
    "",
    "briefings/port/",
    "actors/gate/",
    "actors/",
    "timeline/",
    "sources/",
    "sources/times/",
    "support/",
)
BRIEFING = "briefings/port/"


@pytest.fixture(scope="module")
def arabic_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("arabic") / "project"
    with sites.served(folder, sheets=arabic.SHEETS, language="ar", words=arabic.words()) as served:
        yield served


def test_pages_run_from_the_right_and_fit_their_screen(phone: Page, arabic_site: Served) -> None:
    for path in PATHS:
        phone.goto(arabic_site.url + path)
        assert phone.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        for width in (360, 768, 1440):
            phone.set_viewport_size({"width": width, "height": 740})
            assert phone.evaluate("document.documentElement.scrollWidth") <= width, path
            assert phone.evaluate("scrollTo(-1000, 0), scrollX") == 0


def left_and_right(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def test_dates_stand_right_of_the_timeline_and_its_line(page: Page, arabic_site: Served) -> None:
    page.goto(arabic_site.url + BRIEFING)
    entry = ".timeline:not(.milestones) > ul > li"
    assert left_and_right(page, f"{entry} > .when")[0] >= left_and_right(page, f"{entry} > strong")[1]
    style = f"getComputedStyle(document.querySelector('{entry}'))"
    assert page.evaluate(f"{style}.borderRightWidth") == "2px"
    assert page.evaluate(f"{style}.borderLeftWidth") == "0px"


def test_the_panel_of_evidence_is_at_the_left_edge(page: Page, phone: Page, arabic_site: Served) -> None:
    for screen in (page, phone):
        screen.goto(arabic_site.url + BRIEFING)
        screen.locator("a.ev:visible").first.click()
        expect(screen.locator(".evidence:popover-open")).to_be_visible()
        left, right = left_and_right(screen, ".evidence")
        width = screen.viewport_size["width"] if screen.viewport_size else 0
        if screen is phone:
            assert (left, right) == (0, width)
        else:
            assert left < width / 8 and right < width / 2
        cross = left_and_right(screen, ".evidence .card__close")
        assert cross[1] < right / 2


def test_names_in_latin_letters_are_isolated(page: Page, arabic_site: Served) -> None:
    page.goto(arabic_site.url + BRIEFING)
    expect(page.locator(".sources bdi").get_by_text("Island Times")).to_have_count(1)
    title = page.locator(".sources span[lang='en']").first
    expect(title).to_have_text("The port is open, says the Board")
    expect(title).to_have_attribute("dir", "auto")

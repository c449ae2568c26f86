"""The frame around a page: light and dark, the sections of the site, the section that is being read, and the way back to
the top."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import wait_until
from tests.serving import Served

pytestmark = pytest.mark.browser

SCHEME = "document.body.dataset.mdColorScheme"


def test_a_choice_of_light_or_dark_is_kept_on_other_pages(page: Page, small: Served) -> None:
    page.goto(small.url)
    for title, then in (("Switch to light", "default"), ("Switch to dark", "slate")):
        button = page.get_by_role("button", name=title)
        button.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(SCHEME) == then
    expect(page.get_by_role("button", name="Follow the system")).to_be_focused()
    page.goto(small.url + "briefings/waico/")
    assert page.evaluate(SCHEME) == "slate"
    page.get_by_role("button", name="Follow the system").click()
    assert page.evaluate(SCHEME) == "default"


def test_without_a_choice_the_page_follows_the_system_as_it_changes(page: Page, small: Served) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(small.url)
    assert page.evaluate(SCHEME) == "slate"
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_the_sections_open_and_close_with_the_keyboard(page: Page, small: Served) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(small.url)
    opener = page.get_by_role("button", name="Navigation")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    sections = page.get_by_role("navigation", name="Tabs").get_by_role("link", name="Timeline")
    expect(sections).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(opener).to_be_focused()
    expect(sections).to_be_hidden()
    page.set_viewport_size({"width": 768, "height": 740})
    expect(opener).to_be_hidden()
    expect(sections).to_be_in_viewport()


def test_the_sections_open_without_scripts(plain: Page, small: Served) -> None:
    plain.set_viewport_size({"width": 360, "height": 740})
    plain.goto(small.url + "briefings/waico/")
    timeline = plain.get_by_role("navigation", name="Tabs").get_by_role("link", name="Timeline")
    expect(timeline).to_be_hidden()
    plain.locator("label.menu").click()
    timeline.click()
    assert plain.url == small.url + "timeline/"


def test_the_table_of_contents_shows_where_one_is(page: Page, small: Served) -> None:
    page.set_viewport_size({"width": 1440, "height": 400})
    page.goto(small.url + "briefings/waico/")
    current = page.locator(".sections a[aria-current=location]")
    page.locator("h2", has_text="Who said what").evaluate("(heading) => scrollTo(0, heading.offsetTop)")
    expect(current).to_have_text("Who said what")
    expect(current).to_be_in_viewport()
    page.locator("h2", has_text="How it happened").evaluate("(heading) => scrollTo(0, heading.offsetTop)")
    expect(current).to_have_text("How it happened")


def test_whoever_scrolls_up_is_offered_the_top(page: Page, small: Served) -> None:
    page.set_viewport_size({"width": 1440, "height": 300})
    page.goto(small.url + "briefings/waico/")
    top = page.get_by_role("button", name="Back to top")
    page.evaluate("scrollTo(0, 1500)")
    # What follows the reader is loaded with the first move, and says where the reader is.
    expect(page.locator(".sections a[aria-current=location]")).to_have_count(1)
    expect(top).to_be_hidden()
    page.evaluate("scrollTo(0, 1200)")
    top.click()
    wait_until(page, "scrollY === 0")


def test_every_stop_of_the_keyboard_is_seen(phone: Page, small: Served) -> None:
    phone.goto(small.url)
    seen = []
    for _ in range(8):
        phone.keyboard.press("Tab")
        stop = phone.locator(":focus")
        expect(stop).to_be_in_viewport()
        expect(stop).to_have_css("outline-style", "solid")
        seen.append(stop.get_attribute("aria-label") or stop.inner_text())
    assert seen[:4] == ["Skip to content", "AI Governance Briefings", "Search", "Navigation"]


def test_folded_parts_open_where_a_link_leads(phone: Page, small: Served) -> None:
    phone.goto(small.url + "briefings/waico/")
    part = phone.locator(".background details").first
    text = part.locator("p").first
    expect(text).to_be_hidden()
    part.locator("summary").click()
    expect(text).to_be_visible()
    phone.reload()
    expect(text).to_be_hidden()
    phone.evaluate("id => { location.hash = id }", part.get_attribute("id"))
    expect(text).to_be_in_viewport()
    phone.reload()
    expect(text).to_be_in_viewport()


def test_paper_has_all_folded_parts(page: Page, small: Served) -> None:
    page.goto(small.url + "briefings/waico/")
    page.emulate_media(media="print")
    expect(page.locator(".background details p").first).to_be_visible()
    expect(page.locator(".who details li").first).to_be_visible()
    expect(page.locator(".sections")).to_be_hidden()


def test_the_bar_above_a_long_page_leads_to_its_parts(phone: Page, small: Served) -> None:
    phone.goto(small.url + "briefings/waico/")
    bar = phone.locator(".sections summary")
    expect(bar).to_have_text("On this page")
    bar.click()
    phone.locator(".sections").get_by_role("link", name="Who said what").click()
    expect(phone.locator("#part-statements h2")).to_be_in_viewport()
    expect(bar).to_have_text("Who said what")
    expect(bar).to_be_in_viewport()
    expect(phone.locator(".sections").get_by_role("link", name="Who said what")).to_be_hidden()


@pytest.mark.parametrize(
    ("event", "skip"),
    [
        # Another navigation begins before the first has ended.
        ("pageswap", "window.stop()"),
        # The browser is too busy, or the window was resized.
        ("pagereveal", "event.viewTransition?.skipTransition()"),
    ],
)
def test_a_fade_that_the_browser_skips_is_not_an_error(
    page: Page, small: Served, event: str, skip: str
) -> None:
    page.add_init_script(f"addEventListener('{event}', (event) => {{ {skip}; console.log('skipped') }})")
    page.goto(small.url + "briefings/waico/")
    tab = page.locator(".md-tabs a").nth(1)
    tab.hover()
    wait_until(page, "window.siteWords")  # Scripts that the hand calls for would be stopped, too.
    with page.expect_console_message(lambda message: message.text == "skipped"):
        tab.click(no_wait_after=True)
    page.wait_for_timeout(200)  # An error is reported later; the fixture fails the test.

"""The overlay in a browser: what is wrong lies over the last good page, harms nothing of it, and goes when it
is mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefings.html.security import POLICY
from tests.browser.conftest import LOOKS, faults, wait_until
from tests.preview.running import LONG, Running
from tests.trees import write

pytestmark = pytest.mark.browser

STRICT = POLICY.format(scripts="", styles="")

TALL = (
    '<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy"'
    f' content="{STRICT}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,'
    ' initial-scale=1"><title>{name}</title><link rel="stylesheet"'
    ' href="/style.css"></head><body><main><h1>{words}</h1><p><button>Something</button></p>{lines}<p'
    " id=end>The end</p></main></body></html>"
).replace("{lines}", "".join(f"<p>Line {n}</p>" for n in range(200)))
"""A page that can be scrolled, under the policy that pages are published with."""


@pytest.fixture
def running(browser: Browser, tmp_path: Path) -> Iterator[Running]:
    """A preview; it needs the browser, so that nothing is served where there is none."""
    write(tmp_path, {"content/sheet.yml": "First words", "settings.yml": "a name"})
    preview = Running(tmp_path, page=TALL)
    preview.outcome(0)
    yield preview
    preview.close()


@pytest.fixture
def opened(page: Page, running: Running) -> Page:
    """Its front page; what breaks the policy fails the test, as what fails in a script does. Axe may break
    it."""
    page.set_default_timeout(LONG * 1000)
    page.add_init_script("""document.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
            if (!window.axe) throw Error(`blocked ${blockedURI}`);
        })""")
    page.goto(running.url)
    expect(page.locator("h1")).to_have_text("First words")
    return page


def save(running: Running, words: str) -> None:
    write(running.root, {"content/sheet.yml": words})


def broken(opened: Page, running: Running, words: str = "broken") -> None:
    save(running, words)
    expect(opened.locator(".panel")).to_be_visible()


def shows(opened: Page, words: str) -> None:
    expect(opened.locator("h1")).to_have_text(words)


def test_a_save_is_on_the_page_which_stays_where_it_was_scrolled_to(opened: Page, running: Running) -> None:
    opened.evaluate("scrollTo(0, 1234)")
    save(running, "Second words")
    shows(opened, "Second words")
    wait_until(opened, "scrollY === 1234")


def test_a_page_that_a_build_leaves_as_it_was_is_not_loaded_again(opened: Page, running: Running) -> None:
    opened.evaluate("window.untouched = true")
    write(running.root, {"settings.yml": "another name"})
    running.outcome(1)
    save(running, "broken")
    # The next news has been read, and with it that of the build before.
    expect(opened.locator(".panel")).to_be_visible()
    assert opened.evaluate("window.untouched")
    # What all pages load is part of each.
    write(running.root, {"site/assets/site.css": "p { color: red }"})
    with opened.expect_navigation():
        write(running.root, {"settings.yml": "a third name", "content/sheet.yml": "First words"})
    shows(opened, "First words")


def test_a_problem_is_shown_with_its_place_line_and_hint_over_the_last_good_page(
    opened: Page, running: Running
) -> None:
    broken(opened, running)
    panel = opened.locator(".panel")
    expect(panel.get_by_role("alert")).to_have_text(
        re.compile("1 problem.*The page behind is the last good one.")
    )
    expect(panel.locator(".place")).to_have_text("content/sheet.yml:1:1")
    expect(panel.locator(".message")).to_have_text("`titel` is not a key")
    expect(panel.locator(".excerpt")).to_contain_text("titel: <b>broken</b>")
    expect(panel.locator("mark")).to_have_text("titel")
    expect(panel.locator(".hint")).to_have_text("Hint: did you mean `title`?")
    panel.locator("summary").click()
    expect(panel.locator("details")).to_contain_text("Right:")
    assert panel.locator("b").all_inner_texts() == ["Hint: "], (
        "what stands in a sheet does not become part of the page"
    )
    shows(opened, "First words")


def test_a_mended_sheet_takes_the_panel_away(opened: Page, running: Running) -> None:
    broken(opened, running)
    save(running, "Second words")
    shows(opened, "Second words")
    expect(opened.locator(".panel")).to_have_count(0)


def test_a_mistake_taken_back_takes_the_panel_away_and_loads_nothing(opened: Page, running: Running) -> None:
    opened.evaluate("window.same = true")
    broken(opened, running)
    save(running, "First words")
    expect(opened.locator(".panel")).to_have_count(0)
    assert opened.evaluate("window.same")


def test_the_page_behind_can_be_used_to_its_end(opened: Page, running: Running) -> None:
    opened.get_by_role("button", name="Something").focus()
    broken(opened, running)
    assert opened.evaluate("document.activeElement.textContent") == "Something", "focus stays where it was"
    wait_until(opened, "document.querySelector('briefings-preview').offsetHeight > 0")
    opened.evaluate("scrollTo(0, document.body.scrollHeight)")
    end, panel = opened.locator("#end").bounding_box(), opened.locator(".panel").bounding_box()
    assert end is not None
    assert panel is not None
    assert end["y"] + end["height"] <= panel["y"]


@pytest.mark.parametrize("how", ["Escape", "the button"])
def test_the_panel_can_be_put_away_and_comes_back_with_the_next_failure(
    opened: Page, running: Running, how: str
) -> None:
    broken(opened, running)
    if how == "Escape":
        opened.keyboard.press("Escape")
    else:
        opened.locator(".close").click()
    panel, chip = opened.locator(".panel"), opened.locator(".chip")
    expect(panel).to_be_hidden()
    expect(chip).to_have_text("1 problem")
    opened.reload()
    expect(chip).to_be_visible()
    expect(panel).to_be_hidden()
    chip.click()
    expect(panel).to_be_visible()
    opened.keyboard.press("Escape")
    broken(opened, running, "broken again")
    expect(chip).to_be_hidden()


def test_what_a_draft_lacks_waits_behind_a_button(opened: Page, running: Running) -> None:
    save(running, "A draft lacks a title")
    shows(opened, "A draft lacks a title")
    panel, chip = opened.locator(".panel"), opened.locator(".chip")
    expect(chip).to_have_text("1 problem in drafts")
    expect(panel).to_be_hidden()
    chip.click()
    expect(panel.get_by_role("alert")).to_contain_text("The rest of the site is up to date.")
    save(running, "Second words")
    expect(chip).to_have_count(0)


def test_a_page_opened_while_something_is_wrong_says_so(opened: Page, running: Running) -> None:
    broken(opened, running)
    opened.goto(running.url + "a/")
    expect(opened.locator(".panel")).to_be_visible()
    opened.goto(running.url + "nowhere/")
    expect(opened.locator(".panel")).to_be_visible()


def test_a_failure_of_the_generator_is_shown(opened: Page, running: Running) -> None:
    broken(opened, running, "crash")
    expect(opened.get_by_role("alert")).to_contain_text("A mistake in the generator, not in your sheets")
    expect(opened.locator(".lines")).to_contain_text("KeyError: 'crash'")


def test_pages_that_nobody_sees_keep_no_connection_and_follow_when_they_are_seen(
    browser: Browser, running: Running
) -> None:
    """A browser keeps six connections to a host: with one for each open tab, the seventh page would never
    load."""
    context = browser.new_context()
    context.add_init_script(
        "window.unseen = true; Object.defineProperty(document, 'hidden', { get: () => window.unseen })"
    )
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(running.url)
    save(running, "Second words")
    running.outcome(1)
    for tab in (tabs[0], tabs[-1]):
        shows(tab, "First words")
        tab.evaluate("window.unseen = false; document.dispatchEvent(new Event('visibilitychange'))")
        shows(tab, "Second words")
    context.close()


def test_without_a_page_yet_the_panel_is_shown_and_the_page_comes_when_it_is_mended(
    page: Page, tmp_path: Path
) -> None:
    write(tmp_path, {"content/sheet.yml": "broken", "settings.yml": "a name"})
    running = Running(tmp_path, page=TALL)
    page.goto(running.url)
    expect(page.get_by_role("alert")).to_contain_text("There is no good page to show yet.")
    save(running, "First words")
    shows(page, "First words")
    running.close()


def test_axe_finds_no_fault_in_the_overlay_and_it_fits_a_phone(opened: Page, running: Running) -> None:
    broken(opened, running)
    for summary in opened.locator("summary").all():
        summary.click()
    for scheme, width in LOOKS:
        opened.emulate_media(color_scheme=scheme)
        opened.set_viewport_size({"width": width, "height": 740})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        for _ in range(2):
            assert faults(opened, "briefings-preview") == []
            opened.keyboard.press("Escape")
        opened.locator(".chip").click()

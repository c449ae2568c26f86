"""Controls on each kind of page: every one says what it does, also after it was used, and shows when the
keyboard is on it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages_in_browser import EACH_AT_NIGHT, KINDS
from tests.serving import Served

pytestmark = pytest.mark.browser

CONTROLS = """() => [...document.querySelectorAll("a[href], button, summary, select, input, [role=button]")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .map((each) => ({
    html: each.outerHTML.slice(0, 150),
    name: [
      each.getAttribute("aria-label"), each.textContent, ...[...each.labels ?? []].map((label) => label.textContent),
      ...[...each.querySelectorAll("title, img[alt]")].map((part) => part.textContent || part.alt),
    ].join(" ").trim(),
  }))
  .filter(({ name }) => name === "" || name.includes("undefined"))"""
"""The visible controls without a name."""

OPEN_FOLDS = "() => { for (const fold of document.querySelectorAll('details')) fold.open = true }"

STOP = """() => {
  const looks = (element) => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle === "none" ? "" : [style.outlineStyle, style.outlineWidth, style.outlineColor];
    return [outline, style.boxShadow, style.backgroundColor].join(" | ");
  };
  const [before, after] = [window.stop_, document.activeElement];
  const unseen = before && looks(before.element) === before.looks ? before.element.outerHTML.slice(0, 150) : null;
  const seen = (window.seen ??= new Set()).has(after) || after === document.body;
  window.seen.add(after);
  window.stop_ = { element: after, looks: looks(after) };
  return { unseen, seen };
}"""
"""Compares the last tab stop, now without focus, with how it looked before. `unseen` is its HTML if nothing
changed; `seen` says that all stops were visited."""


MOST_STOPS = 150
"""A list of more entries has more of the same."""


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Any:
    """A page that may copy to the clipboard, without moving parts."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", EACH_AT_NIGHT, ids=KINDS)
def test_each_control_has_a_name_before_and_after_it_is_used(visitor: Page, site: Served, path: str) -> None:
    visitor.goto(site.url + path)
    visitor.evaluate(OPEN_FOLDS)
    assert visitor.evaluate(CONTROLS) == []
    for button in visitor.locator("button:visible:not([data-search])").all():
        button.click()
        visitor.keyboard.press("Escape")
    assert visitor.evaluate(CONTROLS) == []


def test_the_link_of_a_source_is_copied(visitor: Page, site: Served) -> None:
    visitor.goto(site.url + "sources/wam-2025/")
    visitor.keyboard.press("Tab")
    visitor.get_by_role("button", name="Copy link").click()
    expect(visitor.get_by_role("button", name="Link copied")).to_be_visible()
    assert visitor.evaluate("navigator.clipboard.readText()") == visitor.url


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("path", EACH_AT_NIGHT, ids=KINDS)
def test_each_tab_stop_shows_that_it_has_the_focus(
    visitor: Page, site: Served, path: str, width: int
) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(site.url + path)
    visitor.evaluate(OPEN_FOLDS)
    unseen = []
    for _ in range(MOST_STOPS):
        visitor.keyboard.press("Tab")
        stop = visitor.evaluate(STOP)
        unseen += [stop["unseen"]] if stop["unseen"] else []
        if stop["seen"]:
            break
    assert unseen == []

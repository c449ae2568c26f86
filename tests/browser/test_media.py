"""Pictures of events: nothing moves when they load, and they fit every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.serving import Served

pytestmark = pytest.mark.browser

SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
}"""


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_when_a_picture_loads(page: Page, details: Served, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    held: list[Route] = []
    page.route("**/media/hall.png", lambda route: held.append(route))
    page.goto(details.url + "briefings/waico/")
    page.evaluate(f"({SHIFTS})()")
    picture = page.get_by_role("img", name="The hall")
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = picture.bounding_box()
    assert held, "the picture is not asked for before it is near"
    for route in held:
        route.continue_()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 2400
    assert picture.bounding_box() == before
    assert before is not None
    assert before["height"] == pytest.approx(before["width"] * 2 / 3, abs=1)
    assert before["x"] + before["width"] <= width
    assert page.evaluate("window.shifts") < 0.02
    expect(page.locator(".media figcaption")).to_have_text("Jane Doe · CC-BY-4.0")

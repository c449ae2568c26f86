"""The pages that list everything are short on a phone, however much there is: the rest is folded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.serving import Served

pytestmark = pytest.mark.browser

PAGES = (
    "timeline/", "actors/", "sources/", "statements/", "all/", "support/", "topics/", "briefings/", "changes/",
    "actors/china/", "actors/long/", "actors/crowd-1/", "topics/us-china/",
)  # fmt: skip
HIGHEST = 6_000
MOST_STOPS = 150
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true })).length"""


@pytest.mark.parametrize("path", PAGES)
def test_a_long_list_is_short_on_a_phone(phone: Page, site: Served, path: str) -> None:
    phone.goto(site.url + path)
    assert phone.evaluate("document.documentElement.scrollHeight") <= HIGHEST
    assert phone.evaluate(STOPS) <= MOST_STOPS

"""What readers come for is at most two taps and two screens away on a phone, on a site in German about fishing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import sites
from tests.pages.test_reading import SHEETS
from tests.serving import Served, serve

pytestmark = pytest.mark.browser

SCREENS = 2 * 740


@pytest.fixture(scope="module")
def herring(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    project = sites.make(tmp_path_factory.mktemp("herring") / "project", SHEETS, language="de")
    with serve(project.build().site_dir, "/project/") as served:
        yield served


def near(part: Locator) -> None:
    """A part of the page is seen within two screens."""
    expect(part).to_be_visible()
    box = part.bounding_box()
    assert box is not None and box["y"] < SCREENS, box


def test_the_front_page_has_the_latest_and_why_it_matters(phone: Page, herring: Served) -> None:
    phone.goto(herring.url)
    near(phone.get_by_role("link", name="Der Rat beschließt"))
    near(phone.get_by_text("Die Quote entscheidet, wer im Winter noch fischen kann."))
    near(phone.get_by_text("Aktualisiert: 2. November 2025"))


def test_the_front_page_is_short_and_tells_who_returns_what_is_new(phone: Page, herring: Served) -> None:
    phone.goto(herring.url)
    strip = phone.locator(".visit")
    expect(strip).to_contain_text("Letzte Änderungen:")
    assert phone.evaluate("document.documentElement.scrollHeight") <= 3_500
    # As if an earlier publication had been seen, and then in another tab.
    phone.evaluate("() => { localStorage.seen = '2020-01-01T00:00:00Z'; sessionStorage.clear() }")
    for _ in range(2):
        phone.reload()
        expect(strip).to_contain_text("Neu seit Ihrem letzten Besuch:")
        near(strip)
    phone.evaluate("() => sessionStorage.clear()")
    phone.reload()
    expect(strip).to_contain_text("Seit Ihrem letzten Besuch hat sich nichts geändert.")
    strip.get_by_role("link").tap()
    expect(phone.locator("h1")).to_have_text("Was sich geändert hat")


def test_a_figure_says_first_whether_its_sources_agree(phone: Page, herring: Served) -> None:
    phone.goto(herring.url + "briefings/quote/")
    phone.locator(".sections summary").tap()
    phone.locator(".sections").get_by_role("link", name="Zahlen").tap()
    verdict = phone.locator("#part-figures .verdict").first
    expect(verdict).to_be_in_viewport()
    expect(verdict).to_have_text("Quellen widersprechen sich: 100 oder 120")


def test_a_briefing_begins_with_its_key_facts(phone: Page, details: Served) -> None:
    phone.goto(details.url + "briefings/checked/")
    facts = phone.locator(".key-facts li")
    expect(facts).to_contain_text(["31 seats Seats", "4 to 9 people Crew", "20 October 2025 It is built"])
    size = facts.locator("b").first.evaluate("number => parseFloat(getComputedStyle(number).fontSize)")
    assert size >= 30


def test_all_events_replace_the_key_events(phone: Page, details: Served) -> None:
    phone.goto(details.url + "briefings/checked/")
    key, shown = phone.locator(".milestones"), phone.locator("#part-timeline li:visible")
    expect(shown).to_have_count(2)
    expect(key).to_contain_text("9 months later")
    phone.get_by_text("All 6 events").tap()
    expect(shown).to_have_count(6)
    key.evaluate("list => list.previousElementSibling.open = false")
    key.get_by_role("link", name="It is planned").tap()
    expect(key).to_be_hidden()
    expect(phone.locator("#event-it-is-planned")).to_be_visible()


def test_a_checked_article_begins_with_a_tally_that_leads_to_its_claims(plain: Page, details: Served) -> None:
    plain.goto(details.url + "briefings/checked/")
    tally = plain.locator(".tally")
    expect(tally).to_contain_text("All 6 claims · Courier")
    expect(tally.locator("li")).to_have_text(["Unsupported 3", "Reported 2", "Opinion 1"])
    assert tally.locator("li a").first.get_attribute("href") == "#claims-unsupported"
    expect(plain.locator("#claims-unsupported li")).to_have_count(3)

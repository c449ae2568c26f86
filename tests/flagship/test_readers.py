"""What readers come to our site for, on a phone, from the front page: at most three taps and two screens of
scrolling for each. Typing does not count, nor does printing."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.serving import Served, serve

pytestmark = pytest.mark.browser

SCREEN = 780
"""The height of the phone's screen in pixels."""
STUCK = 56
"""What the header that stays on top covers, in pixels."""


@pytest.fixture(scope="module")
def site(browser: Browser, published: Path) -> Iterator[Served]:
    with serve(published, "/project/") as served:
        yield served


WAITED_FOR = """[...document.querySelectorAll("link[rel=stylesheet]:not([media=print]), script[src]")]
    .map((file) => file.href || file.src)"""
"""The files that a page loads before a reader has done anything, besides those for paper."""


class Reader:
    """Somebody with a phone, who is on the front page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.start = url
        self.taps = 0
        self.scrolled = 0.0
        page.goto(url)

    def first_view(self, path: str) -> int:
        """How many bytes are sent before a reader has done anything."""
        self.page.goto(self.start + path)
        files = [self.page.url, *self.page.evaluate(WAITED_FOR)]
        return sum(len(gzip.compress(self.page.request.get(file).body())) for file in files)

    def sees(self, what: Locator) -> None:
        """Scroll until it is on the screen."""
        expect(what).to_be_visible()
        # Wait until nothing moves, as a page does after a tap on a link to a place in it, or while results come in.
        box, before = what.bounding_box(), None
        while box is None or box != before:
            self.page.wait_for_timeout(100)
            box, before = what.bounding_box(), box
        top, bottom = box["y"] - STUCK, box["y"] + min(box["height"], SCREEN - STUCK) - SCREEN
        distance = top if top < 0 else max(bottom, 0)
        self.scrolled += abs(distance)
        self.page.evaluate("distance => scrollBy({top: distance, behavior: 'instant'})", distance)

    def taps_on(self, what: Locator) -> None:
        self.sees(what)
        what.tap()
        self.taps += 1

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name).first

    def finds(self, words: str, title: str = "") -> Locator:
        """The first result of a search, or the first with this title."""
        self.taps_on(self.page.locator("[data-search]"))
        self.page.locator(".search__field").fill(words)
        results = self.page.locator(".search__results")
        found = (
            results.get_by_role("link", name=title, exact=True)
            if title
            else results.locator(".search__title")
        )
        expect(found.first).to_be_visible()
        return found.first


@pytest.fixture
def reader(phone: Page, site: Served) -> Iterator[Reader]:
    phone.set_viewport_size({"width": 360, "height": SCREEN})
    phone.emulate_media(reduced_motion="reduce")
    someone = Reader(phone, site.url)
    yield someone
    assert someone.taps <= 3
    assert someone.scrolled <= 2 * SCREEN


def opens_evidence(reader: Reader) -> None:
    """Of the newest fact, which the front page leads with."""
    reader.taps_on(reader.page.locator("main h2 a").first)
    reader.taps_on(reader.page.locator("li:has(:target) a.ev").first)


def test_what_happened_and_why_it_matters(reader: Reader) -> None:
    story = "The World AI Cooperation Organization, from proposal to agreement"
    reader.taps_on(reader.finds("World AI Cooperation Organization", story))
    reader.sees(reader.page.get_by_text("Thirty-seven countries, 29 of them on 16 July 2026, have signed"))
    reader.sees(reader.page.get_by_text("Five researchers see a second pole of AI governance form"))


def test_who_refused_to_sign_at_paris(reader: Reader) -> None:
    reader.taps_on(reader.finds("who refused to sign at Paris"))
    reader.sees(reader.page.get_by_text("Washington and London had declined to sign in Paris").first)


def test_whether_a_claim_of_an_article_is_true(reader: Reader) -> None:
    reader.taps_on(reader.finds("five-year roadmap"))
    reader.taps_on(reader.link("Unsupported"))
    claim = reader.page.get_by_text(
        "A Chinese consortium backed by the state has published a five-year roadmap."
    )
    reader.sees(claim.last)


def test_what_supports_a_fact(reader: Reader) -> None:
    opens_evidence(reader)
    reader.sees(reader.page.get_by_role("dialog").get_by_role("link").first)


def test_what_changed_last_week(reader: Reader) -> None:
    reader.taps_on(reader.page.get_by_text("Latest changes").get_by_role("link"))
    reader.sees(reader.page.get_by_role("heading", name=re.compile("November 2026")).first)


def test_what_china_wants(reader: Reader) -> None:
    reader.taps_on(reader.finds("China"))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("China")
    reader.sees(reader.page.get_by_text("Welcomes the panel and the dialogue").first)


@pytest.mark.parametrize(("name", "person"), [("李强", "Li Qiang"), ("习近平", "Xi Jinping")])
def test_a_person_by_the_chinese_name(reader: Reader, name: str, person: str) -> None:
    reader.taps_on(reader.finds(name))
    reader.sees(reader.page.get_by_role("heading", level=1, name=person))


def test_citing_a_fact(reader: Reader) -> None:
    opens_evidence(reader)
    reader.taps_on(reader.page.get_by_role("dialog").get_by_text("Cite this fact"))
    published = reader.page.locator("link[rel=canonical]").get_attribute("href")
    reader.sees(reader.page.get_by_role("dialog").get_by_text(f"{published}#event-"))


def test_an_announced_day_in_the_calendar(reader: Reader) -> None:
    calendar = reader.link("Add to calendar")
    reader.sees(calendar)
    assert (calendar.get_attribute("href") or "").endswith(".ics")


def test_reporting_a_mistake(reader: Reader) -> None:
    expect(reader.finds("report a mistake")).to_have_attribute("href", "https://example.org/contact/")


def test_embedding_a_picture(reader: Reader) -> None:
    figure = "Signatories of the Paris statement"
    reader.taps_on(reader.finds(figure, figure))
    reader.taps_on(reader.page.locator("a[href='#embed-figure-paris-signatories']"))
    panel = reader.page.get_by_role("dialog")
    reader.sees(panel.locator("code", has_text="figure-paris-signatories"))
    reader.sees(panel.get_by_role("button", name="Copy numbers"))
    with reader.page.expect_download() as table:
        panel.get_by_role("button", name="CSV").click()
    assert table.value.path().read_text(encoding="utf-8").startswith('"value","as_of","note","sources"\n')


def test_following_a_topic(reader: Reader) -> None:
    reader.taps_on(reader.finds("Chip controls"))
    reader.sees(reader.page.get_by_role("heading", name="Follow").or_(reader.link("Feed")).first)


BROKEN_DATES = """() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    const broken = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const date of texts.currentNode.data.matchAll(/\\d+\u00a0\\p{L}+\u00a0\\d{4}/gu)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, date.index);
            range.setEnd(texts.currentNode, date.index + date[0].length);
            if (range.getClientRects().length > 1) broken.push(date[0]);
        }
    }
    return broken;
}"""


@pytest.mark.parametrize(
    "register", ["", "timeline/", "sources/", "statements/", "actors/", "all/", "support/"]
)
def test_a_first_view_of_a_register_is_small(reader: Reader, register: str) -> None:
    assert reader.first_view(register) <= 45_000


def test_briefings_are_light_and_short_and_break_no_dates(reader: Reader, project: Path) -> None:
    """Old phones lay out a page of at most 1,300 elements without a pause."""
    n_dates = 0
    for sheet in (project / "content/briefings").glob("*.yml"):
        reader.page.set_viewport_size({"width": 360, "height": SCREEN})
        assert reader.first_view(f"briefings/{sheet.stem}/") <= 45_000, sheet.stem
        assert reader.page.evaluate("document.querySelectorAll('*').length") <= 1300, sheet.stem
        assert reader.page.evaluate("document.documentElement.scrollHeight") <= 6000, sheet.stem
        n_dates += reader.page.content().count("&nbsp;2026")
        for width in (360, 1280):
            reader.page.set_viewport_size({"width": width, "height": SCREEN})
            assert reader.page.evaluate(BROKEN_DATES) == [], sheet.stem
    assert n_dates > 100

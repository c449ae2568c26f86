"""Pages in a browser: nothing leaves its screen, nothing comes from elsewhere, the first screen says the
gist, and axe finds no fault."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LONG
from tests.serving import Served

pytestmark = pytest.mark.browser

KINDS = {
    "front page": "",
    "briefing": "briefings/waico/",
    "bare briefing": "briefings/bare/",
    "briefings": "briefings/",
    "actor": "actors/china/",
    "actor with a long name": "actors/long/",
    "actors": "actors/",
    "topic": "topics/ai-governance/",
    "topics": "topics/",
    "source": "sources/wam-2025/",
    "sources": "sources/",
    "timeline": "timeline/",
    "statements": "statements/",
    "support": "support/",
    "corrections": "corrections/",
    "hand-written page": "about/",
    "withdrawn": "sources/gone/",
    "all pages": "all/",
    "nothing there": "nowhere/",
}
HEAVY = {"crowded briefing": "briefings/crowded/", "actor of a crowd": "actors/crowd-7/"}
SCREENS = [360, 768, 1440]
SOME = ("", "briefings/waico/", "actors/china/")
EACH_AT_NIGHT = [
    path if path in SOME else pytest.param(path, marks=pytest.mark.nightly) for path in KINDS.values()
]
"""For what takes long on a page: some kinds at once, and all of them at night."""


@pytest.mark.parametrize("path", [*KINDS.values(), *HEAVY.values()], ids=[*KINDS, *HEAVY])
def test_nothing_is_wider_than_its_screen(browser: Browser, site: Served, path: str) -> None:
    page = browser.new_page(viewport={"width": SCREENS[0], "height": 740})
    page.goto(site.url + path)
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_text_twice_as_large_fits_a_phone(browser: Browser, site: Served, path: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    fonts = {"standard": 32, "fixed": 26}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": fonts})
    page.goto(site.url + path)
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    name, buttons = page.locator(".site-name span"), page.locator(".md-header__button:visible")
    edges = name.bounding_box()
    assert edges is not None
    for button in buttons.all():
        box = button.bounding_box()
        assert box is not None and (
            box["y"] >= edges["y"] + edges["height"] or box["x"] >= edges["x"] + edges["width"]
        )
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", EACH_AT_NIGHT, ids=KINDS)
def test_axe_finds_no_fault(browser: Browser, site: Served, path: str, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(site.url + path)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_open_evidence(browser: Browser, site: Served, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(site.url + "briefings/waico/")
    page.locator(".timeline a.ev").first.click()
    expect(page.locator(".evidence:popover-open")).to_be_visible()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.close()


def test_nothing_is_asked_of_another_host(page: Page, site: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in KINDS.values():
        page.goto(site.url + path)
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {
        urlsplit(site.url).netloc
    }


def test_a_phones_first_screen_says_the_gist(phone: Page, site: Served) -> None:
    phone.goto(site.url + "briefings/waico/")
    for what in ("h1", ".standing", ".key-facts", ".summary", ".matters"):
        box = phone.locator(what).first.bounding_box()
        assert box is not None and box["y"] + min(box["height"], 40) < 740, what


def test_the_section_of_a_page_is_marked(page: Page, site: Served) -> None:
    for path, section in (
        ("briefings/waico/", "Briefings"),
        ("actors/china/", "Who’s who"),
        ("sources/wam-2025/", "Sources"),
        ("support/", "About"),
    ):
        page.goto(site.url + path)
        expect(page.locator(".md-tabs [aria-current]")).to_have_text(section)
    page.goto(site.url + "actors/china/")
    expect(page.locator(".trail a")).to_have_attribute("href", "../")


def test_a_page_leads_to_its_sheet(page: Page, site: Served) -> None:
    page.goto(site.url + "actors/china/")
    expect(page.locator("[rel=edit]")).to_have_attribute(
        "href", "https://example.org/owner/project/edit/main/content/actors/china.yml"
    )
    page.goto(site.url + "timeline/")
    expect(page.locator("[rel=edit]")).to_have_count(0)


def test_a_moved_page_sends_its_readers_on(page: Page, site: Served) -> None:
    page.goto(site.url + "actors/reuters-agency/")
    page.wait_for_url("**/project/actors/reuters/")
    page.goto(site.url + "actors/reuters-agency/#part-relations")
    page.wait_for_url("**/project/actors/reuters/#part-relations")
    text = page.request.get(site.url + "actors/reuters-agency/").text()
    assert '<link rel="canonical" href="https://example.org/project/actors/reuters/">' in text


def test_a_page_that_is_not_there_helps(page: Page, site: Served) -> None:
    answer = page.goto(site.url + "no/such/page/")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    for link in page.locator(".not-found a").all():
        assert re.match(r"/project/", link.get_attribute("href") or "")


def test_milestones_lead_to_entries(page: Page, site: Served) -> None:
    page.goto(site.url + "briefings/crowded/")
    milestones = page.locator(".milestones a:not(.ev)").all()
    assert len(milestones) == 5
    for link in milestones:
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f"[id='{target}']").count() == 1


@pytest.mark.parametrize("path", ["briefings/waico/", "briefings/crowded/", "timeline/"])
def test_pictures_fit_a_phone_and_their_words_do_not_shrink(phone: Page, site: Served, path: str) -> None:
    phone.goto(site.url + path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    sizes = phone.locator(".picture text, .strip text").evaluate_all(
        "texts => texts.map((text) => text.getBoundingClientRect().height)"
    )
    assert sizes
    assert min(sizes) >= 10


def test_a_long_day_fits_on_one_line_beside_the_timeline(page: Page, site: Served) -> None:
    page.goto(site.url + "briefings/waico/")
    when = page.locator(".timeline:not(.milestones) .when").first
    heights = [
        when.evaluate("(when, day) => { when.textContent = day; return when.offsetHeight }", day)
        for day in (
            "1",
            "27 de septiembre de 2026",
            "16–21 February 2026",
            "30. September – 1. Oktober 2026, 14:05 Uhr",
        )
    ]
    assert heights[0] == heights[1] == heights[2] < heights[3]


def test_paper_has_sources_with_addresses_and_no_navigation(page: Page, site: Served) -> None:
    page.goto(site.url + "briefings/waico/")
    page.emulate_media(media="print")
    for gone in (".md-header", ".md-tabs", ".md-footer", ".contents", ".edit"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".picture--timeline").first).to_be_visible()
    expect(page.locator(".ties table")).to_be_visible()
    said = page.locator("li#s1 > a[href^='http']").first.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "attr(href)" in said or "https://example.org/premier-opens" in said


def test_without_javascript_everything_is_there(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "briefings/waico/")
    for words in (
        "Latest development",
        "Thirty countries have joined.",
        "opened the conference in Shanghai",
        "With organizations",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    folded = page.locator(":not(.sections) > details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    expect(page.locator(".who details li").first).to_be_visible()
    context.close()


def test_a_name_that_does_not_end_is_shown_whole(phone: Page, site: Served) -> None:
    phone.goto(site.url + "actors/long/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text(LONG)

"""Evidence: all sources of a fact, one tap or key away, and gone again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.serving import Served

pytestmark = pytest.mark.browser

BRIEFING = "briefings/waico/"
PUBLISHED = "https://example.org/project/"
"""Where the site is published, which is what readers copy, wherever they read it."""


def panel(page: Page) -> Locator:
    return page.locator(".evidence:popover-open")


def mark(page: Page, nth: int = 0) -> Locator:
    """A mark that is not in a folded part."""
    return page.locator("a.ev:visible").nth(nth)


def test_a_mark_opens_its_sources_with_their_passages(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    mark = page.locator("a.ev:visible", has_text="1a").first
    expect(mark).to_have_accessible_name(re.compile("^Evidence: [0-9]+ publisher"))
    mark.click()
    shown = panel(page)
    expect(shown).to_have_role("dialog")
    expect(shown).to_have_attribute("aria-label", re.compile("^Evidence: "))
    expect(shown).to_contain_text("Premier opens the conference")
    expect(shown).to_contain_text("WAM, 26 July 2025")
    expect(shown).to_contain_text("“the premier opened … in Shanghai”")
    expect(shown).to_contain_text("Not checked")
    expect(shown.get_by_role("link", name="Archived copy")).to_have_attribute(
        "href", "https://example.org/archive/premier-opens"
    )
    expect(shown.get_by_role("link", name="Open at the passage")).to_have_attribute(
        "href", "https://example.org/premier-opens#:~:text=the%20premier%20opened,in%20Shanghai"
    )
    assert page.evaluate(
        "document.querySelectorAll('[id]').length === new Set([...document.querySelectorAll('[id]')].map(e =>"
        " e.id)).size"
    )


def test_it_is_loaded_once_a_reader_moves_and_a_press_before_that_counts(phone: Page, site: Served) -> None:
    asked: list[str] = []
    waiting: list[Route] = []
    phone.on("request", lambda request: asked.append(request.url.split("/")[-1].partition("?")[0]))
    phone.route("**/evidence.js*", lambda route: waiting.append(route))
    phone.goto(site.url + BRIEFING, wait_until="networkidle")
    late = {"evidence.js", "cards.js", "panels.css"}
    assert not late & set(asked)
    mark(phone).tap()
    expect(panel(phone)).to_have_count(0)
    while not waiting:
        phone.wait_for_timeout(10)
    waiting[0].continue_()
    expect(panel(phone)).to_have_attribute("aria-label", re.compile("^Evidence: "))
    assert late <= set(asked)
    assert "#" not in phone.url


def test_without_its_script_a_mark_leads_to_the_source(page: Page, site: Served) -> None:
    page.route("**/evidence.js*", lambda route: route.abort())
    page.goto(site.url + BRIEFING)
    mark(page).click()
    expect(page).to_have_url(re.compile("#s1a?$"))


def test_a_mark_explains_what_second_hand_and_weak_mean(page: Page, details: Served) -> None:
    page.goto(details.url + "briefings/harbor/")
    glyphs = []
    for level, meaning in (
        (
            "second_hand",
            "We know this only from what others report; none of us has read the sources themselves.",
        ),
        (
            "weak",
            "Only aggregators, content farms or machine-written pages say so, and they confirm nothing.",
        ),
    ):
        mark = page.locator(f"a.ev--{level}:visible").first
        mark.click()
        expect(panel(page).locator(".evidence__meaning")).to_have_text(meaning)
        page.keyboard.press("Escape")
        glyphs.append(mark.evaluate("mark => getComputedStyle(mark, '::before').backgroundImage"))
    assert glyphs[0] != glyphs[1]


def test_the_panel_says_which_particulars_the_passage_gives_and_who_read_it(
    page: Page, details: Served
) -> None:
    page.goto(details.url + "briefings/ferry/")
    mark = page.locator("#part-timeline a.ev").first
    expect(mark).to_have_accessible_name(
        "Evidence: 1 publisher. Source says less. 40 not in the passage (1a)"
    )
    expect(mark).to_contain_text("Source says less · 40 not in the passage")
    mark.click()
    shown = panel(page)
    expect(shown).to_contain_text("Passage verified; 40 is not in it")
    expect(shown.locator(".evidence__read")).to_have_text(
        "Read against the source by Jo Doe, 3\xa0December\xa02026: it says less than this"
    )
    expect(shown.locator("q mark")).to_have_text(["31", "9"])
    expect(shown.locator("q")).to_have_text("“… 🚢 by 31 votes to 9”")
    expect(shown.locator(".given :is(dt, dd)")).to_have_text(
        [
            "31 · 9",
            "in the passage",
            "March 2026",
            "in the title or the date of the source",
            "40",
            "not found",
        ]
    )


def test_words_are_marked_where_they_are_also_inside_a_sentence(page: Page, details: Served) -> None:
    """The dots before and after the passage are not its own."""
    page.goto(details.url + "briefings/inside/")
    page.locator("#part-timeline a.ev").first.click()
    shown = panel(page)
    expect(shown.locator("q")).to_have_text("“… decided by 31 votes to 9 …”")
    expect(shown.locator("q mark")).to_have_text(["31", "9"])


def test_a_mark_shows_several_sources_at_once(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    page.locator(".summary a.ev").first.click()
    expect(panel(page).locator("li")).to_have_count(2)
    expect(panel(page)).to_contain_text("Cited as a whole, without a passage.")


def test_with_the_keyboard_alone(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    mark(page, 1).focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    expect(mark(page, 1)).to_have_attribute("aria-expanded", "true")
    expect(panel(page)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.evidence') !== null")
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(mark(page, 1)).to_be_focused()
    assert mark(page, 1).get_attribute("aria-expanded") is None


def test_by_touch_it_stays_on_a_narrow_screen(phone: Page, site: Served) -> None:
    phone.goto(site.url + BRIEFING)
    for nth in range(phone.locator("a.ev:visible").count()):
        mark(phone, nth).scroll_into_view_if_needed()
        mark(phone, nth).tap()
        expect(panel(phone)).to_have_count(1)
        box = panel(phone).bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360, (nth, box)
        fact = mark(phone, nth).bounding_box()
        assert fact is not None and fact["y"] + fact["height"] <= box["y"] + 1, (nth, fact, box)
        phone.keyboard.press("Escape")
        expect(panel(phone)).to_have_count(0)


def test_a_second_tap_and_a_tap_elsewhere_close_it(phone: Page, site: Served) -> None:
    phone.goto(site.url + BRIEFING)
    # Above the panel.
    mark(phone).evaluate("mark => scrollBy(0, mark.getBoundingClientRect().top - 100)")
    mark(phone).tap()
    expect(panel(phone)).to_have_count(1)
    mark(phone).tap()
    expect(panel(phone)).to_have_count(0)
    mark(phone).tap()
    phone.touchscreen.tap(8, 90)
    expect(panel(phone)).to_have_count(0)


def test_it_has_a_button_that_closes_it(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    mark(page).click()
    panel(page).get_by_role("button", name="Close").click()
    expect(panel(page)).to_have_count(0)
    expect(mark(page)).to_be_focused()


def test_it_copies_the_link_of_the_fact(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    page.locator("#part-timeline a.ev").first.click()
    panel(page).get_by_role("button", name="Copy link").click()
    expect(panel(page).get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{PUBLISHED}{BRIEFING}#event-")


def test_the_link_of_the_page_can_be_copied(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING + "#part-sources")
    page.locator(".page-tools").get_by_role("button", name="Copy link").click()
    expect(page.locator(".page-tools").get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{PUBLISHED}{BRIEFING}"


def test_without_javascript_a_mark_leads_to_the_folded_sources(plain: Page, site: Served) -> None:
    plain.goto(site.url + BRIEFING)
    expect(plain.locator("a.ev[href='#s1b']:visible").first).to_be_visible()
    assert plain.locator("a.ev:visible").first.evaluate("mark => getComputedStyle(mark).fontSize") != "0px"
    plain.locator("a.ev[href='#s1b']:visible").first.click()
    assert plain.url.endswith("#s1b")
    expect(plain.locator("#s1b")).to_be_visible()


def test_marks_are_large_enough_for_a_finger(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        heights = page.locator("a.ev:visible").evaluate_all(
            "marks => marks.map(m => m.getBoundingClientRect().height)"
        )
        assert min(heights) >= 24


def test_on_a_wide_screen_the_evidence_stands_beside_its_fact(page: Page, site: Served) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site.url + BRIEFING)
    fact = page.locator("#part-timeline a.ev:visible").first
    fact.click()
    shown, beside = panel(page).bounding_box(), fact.bounding_box()
    part = page.locator("#part-timeline").bounding_box()
    assert shown is not None and beside is not None and part is not None
    assert shown["x"] >= part["x"] + part["width"]
    assert shown["y"] <= beside["y"] <= shown["y"] + shown["height"]


def test_a_citation_says_when_it_was_and_what_is_doubtful(page: Page, site: Served) -> None:
    page.goto(site.url + BRIEFING)
    page.locator("#part-timeline a.ev--disputed:visible").first.click()
    panel(page).get_by_text("Cite this fact").click()
    expect(panel(page).locator(".evidence__cite p").first).to_have_text(
        re.compile(r"^The plan is said to be ready · .*2025 · .*Disputed")
    )


def citation(page: Page, mark: Locator) -> list[str]:
    """What the panel of a mark cites: the fact, its sources and its address."""
    mark.click()
    expect(panel(page)).to_be_visible()
    lines = panel(page).locator(".evidence__cite p").all_text_contents()
    page.keyboard.press("Escape")
    return lines


def test_a_fact_is_cited_with_its_passage_and_an_address_of_its_own(page: Page, site: Served) -> None:
    for path, place, address in (
        (BRIEFING, "#part-timeline", "#event-"),
        (BRIEFING, ".summary", "#:~:text="),
        (BRIEFING, ".in-brief", "#point-china-proposed-an-organization-for-cooperation"),
        (BRIEFING, "[id='figure-exhibitors']", "#figure-exhibitors"),
        (BRIEFING, "[id='figure-halls']", "#figure-halls"),
        ("actors/huawei/", ".relations", "#relations"),
    ):
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        fact, *sources, last = citation(page, page.locator(f"{place} a.ev").first)
        assert fact and sources and last.startswith(f"{PUBLISHED}{path}{address}")
        assert last.endswith(address) or address[-1] in "-="


def test_the_second_mark_of_a_paragraph_has_nothing_of_the_panel_of_the_first(
    page: Page, details: Served
) -> None:
    page.goto(details.url + "briefings/checked/")
    first, second = page.locator(".summary a.ev").all()
    citation(page, first)
    assert citation(page, second)[0] == "It is old."


@pytest.mark.parametrize(
    ("place", "cited"),
    [
        ("[id='figure-exhibitors']", "Exhibitors: 1,200 companies · expected, not a count · WAM"),
        ("[id='vote-the-seat']", "The seat · 26 July 2025 · 31 for, 14 against: passed"),
    ],
)
def test_a_citation_keeps_what_a_fact_is(page: Page, site: Served, place: str, cited: str) -> None:
    page.goto(site.url + BRIEFING)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    fact, *_ = citation(page, page.locator(f"{place} a.ev").first)
    assert fact.startswith(cited)


def test_a_citation_says_that_an_event_is_only_announced(page: Page, details: Served) -> None:
    page.goto(details.url + "briefings/ferry/")
    fact, *_ = citation(page, page.locator(".timeline--announced a.ev").first)
    assert "Announced" in fact


def test_a_key_fact_is_cited_like_the_fact_itself(page: Page, details: Served) -> None:
    page.goto(details.url + "briefings/checked/")
    fact, *_ = citation(page, page.locator(".key-facts a.ev", has_text="1").first)
    assert fact.startswith(("It is built · 20 October 2025", "Seats: 31 seats · Courier"))

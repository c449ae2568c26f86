"""Pages in a browser: nothing leaves its screen, nothing comes from elsewhere, the first screen says the
gist, and axe finds no fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import sites
from tests.browser.conftest import LONG, LOOKS, faults, is_foreign, watch_policy
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
LISTS = (
    "timeline/",
    "actors/",
    "sources/",
    "statements/",
    "all/",
    "support/",
    "topics/",
    "briefings/",
    "actors/china/",
    "actors/long/",
)
HIGHEST = 6_000
"""Pixels on a phone: the rest of a long list is folded."""
MOST_STOPS = 150
CLOSELY = ("", "briefings/waico/", "actors/china/")
"""What takes long is done on these kinds at once, and on all of them at night."""

STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true })).length"""

NAMELESS = """() => [...document.querySelectorAll("a[href], button, summary, select, input, [role=button]")]
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

MISNAMED = """() => [...document.querySelectorAll("a[aria-label], button[aria-label], summary[aria-label]")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => each.innerText.toLowerCase().split(/[^\\p{L}\\p{N}]+/u)
    .some((word) => !each.getAttribute("aria-label").toLowerCase().includes(word)))
  .map((each) => each.outerHTML.slice(0, 150))"""
"""The visible controls that whoever speaks to the browser cannot call as they see them."""

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


@pytest.fixture
def visitor(page: Page, site: Served) -> Iterator[Page]:
    """A narrow page without moving parts. It fails the test if something is asked of another host, or if something
    breaks the policy, which axe may do."""
    page.set_viewport_size({"width": SCREENS[0], "height": 740})
    page.emulate_media(reduced_motion="reduce")
    foreign: list[str] = []
    page.add_init_script("window.broken = []; " + watch_policy("broken.push"))
    page.on("request", lambda request: foreign.append(request.url) if is_foreign(request.url, site) else None)
    yield page
    assert foreign == []


@pytest.mark.parametrize("path", [*KINDS.values(), *HEAVY.values()], ids=[*KINDS, *HEAVY])
def test_each_kind_of_page_fits_its_screen_and_names_its_controls(
    visitor: Page, site: Served, path: str
) -> None:
    visitor.goto(site.url + path)
    if path in LISTS:
        assert visitor.evaluate("document.documentElement.scrollHeight") <= HIGHEST
        assert visitor.evaluate(STOPS) <= MOST_STOPS
    for width in SCREENS:
        visitor.set_viewport_size({"width": width, "height": 740})
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width
    assert visitor.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    open_folds(visitor)
    assert visitor.evaluate(NAMELESS) == []
    assert visitor.evaluate(MISNAMED) == []
    if path not in HEAVY.values():
        fits_with_text_twice_as_large(visitor)
    assert visitor.evaluate("broken") == []


def fits_with_text_twice_as_large(page: Page) -> None:
    page.set_viewport_size({"width": SCREENS[0], "height": 740})
    fonts = {"standard": 32, "fixed": 26}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": fonts})
    page.reload()
    open_folds(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[0]
    edges = page.locator(".site-name span").bounding_box()
    assert edges is not None
    for button in page.locator(".md-header__button:visible").all():
        box = button.bounding_box()
        assert box is not None and (
            box["y"] >= edges["y"] + edges["height"] or box["x"] >= edges["x"] + edges["width"]
        )


def open_folds(page: Page) -> None:
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true }")


@pytest.mark.parametrize(
    "path",
    [path if path in CLOSELY else pytest.param(path, marks=pytest.mark.nightly) for path in KINDS.values()],
    ids=KINDS,
)
def test_each_kind_of_page_can_be_used_by_everybody(visitor: Page, site: Served, path: str) -> None:
    """Axe finds no fault; each tab stop shows that it has the focus; each control has a name after it was used, too."""
    visitor.goto(site.url + path)
    open_folds(visitor)
    unseen = []
    for _ in range(MOST_STOPS):
        visitor.keyboard.press("Tab")
        stop = visitor.evaluate(STOP)
        unseen += [stop["unseen"]] if stop["unseen"] else []
        if stop["seen"]:
            break
    assert unseen == []
    for button in visitor.locator("button:visible:not([data-search])").all():
        button.click()
        visitor.keyboard.press("Escape")
    assert visitor.evaluate(NAMELESS) == []
    assert visitor.evaluate(MISNAMED) == []
    visitor.evaluate("localStorage.clear()")
    visitor.reload()
    visitor.keyboard.press("/")
    visitor.locator(".search__field").fill("conference")
    expect(visitor.locator(".search__title").first).to_be_visible()
    assert visitor.evaluate("broken") == []
    visitor.goto(site.url + path)
    for scheme, width in LOOKS:
        visitor.emulate_media(color_scheme=scheme)
        visitor.set_viewport_size({"width": width, "height": 900})
        assert faults(visitor) == []


def test_axe_finds_no_fault_in_open_evidence(phone: Page, site: Served) -> None:
    phone.goto(site.url + "briefings/waico/")
    phone.locator(".timeline a.ev").first.tap()
    expect(phone.locator(".evidence:popover-open")).to_be_visible()
    for scheme, _ in LOOKS:
        phone.emulate_media(color_scheme=scheme)
        assert faults(phone) == []


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


def test_a_moved_page_sends_its_readers_on(page: Page, site: Served) -> None:
    page.goto(site.url + "actors/reuters-agency/")
    page.wait_for_url("**/project/actors/reuters/")
    page.goto(site.url + "actors/reuters-agency/#part-relations")
    page.wait_for_url("**/project/actors/reuters/#part-relations")
    text = page.request.get(site.url + "actors/reuters-agency/").text()
    assert '<link rel="canonical" href="https://example.org/project/actors/reuters/">' in text


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


def test_without_javascript_everything_is_there(plain: Page, site: Served) -> None:
    plain.goto(site.url + "briefings/waico/")
    for words in (
        "Latest development",
        "Thirty countries have joined.",
        "opened the conference in Shanghai",
        "With organizations",
    ):
        expect(plain.get_by_text(words).first).to_be_visible()
    folded = plain.locator(":not(.sections) > details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    expect(plain.locator(".who details li").first).to_be_visible()


def test_a_name_that_does_not_end_is_shown_whole(phone: Page, site: Served) -> None:
    phone.goto(site.url + "actors/long/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text(LONG)


def test_the_signs_below_a_timeline_differ_also_in_forced_colors(page: Page, site: Served) -> None:
    """Each has its own form, and none is of the color of the paper."""
    for forced in ("none", "active"):
        page.emulate_media(forced_colors=forced)
        page.goto(f"{site.url}briefings/waico/")
        page.evaluate(
            """() => { for (const name of ["announced", "doubted", "lasting", "milestones"]) {
                const sign = document.createElement("span");
                sign.className = `key key--${name}`;
                document.querySelector("article").append(sign);
            } }"""
        )
        drawn = page.locator("article > .key").evaluate_all(
            """signs => signs.map(sign => {
                const { borderTopStyle, backgroundColor, height, clipPath } = getComputedStyle(sign, "::before");
                const paper = ["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(backgroundColor);
                return [borderTopStyle, paper, height, clipPath].join(" ");
            })"""
        )
        assert len(set(drawn)) == 4
        assert all("none true" not in each for each in drawn), drawn
        dots = page.locator(".timeline li:not(:has(.when--announced))").evaluate_all(
            """dots => dots.map(dot => getComputedStyle(dot, "::before").backgroundColor)"""
        )
        assert dots
        assert not {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"} & {*dots}


TRAM = {
    "briefings/tram.yml": "title: The tram\npublished: 2026-11-01\nsummary: x [@gazette]\ntimeline:\n"
    "  - {date: 2026-12-05T18:00+01:00, title: The line opens, cite: gazette}\n"
    "  - {date: 2026-12-05/2026-12-08, title: The fair, cite: gazette}\n"
    "  - {date: 2026-12, title: The fares rise, cite: gazette}\n",
    "sources/gazette.yml": "title: The vote\npublisher: The Gazette\nkind: news\npublished: 2026-10-01\n",
}
COMING = {
    "2026-12-04": ["The fares rise", "The fair", "tomorrowThe line opens"],
    "2026-12-05": ["The fares rise", "The fair", "todayThe line opens"],
    "2026-12-06": ["The fares rise", "The fair"],
    "2026-12-09": ["The fares rise"],
    "2027-01-01": [],
}
"""By the day in the browser: what the front page says of what is next."""


def test_nothing_is_next_once_its_day_is_past(
    browser: Browser, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with sites.served(tmp_path_factory.mktemp("next") / "project", sheets=TRAM) as tram:
        for day, said in COMING.items():
            page.clock.set_fixed_time(f"{day}T12:00:00")
            page.goto(tram.url)
            expect(page.locator(".next")).to_have_count(1 if said else 0)
            expect(page.locator(".next > ul > li")).to_contain_text(said)

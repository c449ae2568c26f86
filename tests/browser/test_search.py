"""Search in a browser: who is found, what narrows, where a result leads, and that nothing of it is loaded
before it is used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import sites
from tests.browser.conftest import LOOKS, faults
from tests.installed import clone, run
from tests.serving import Served, serve

pytestmark = pytest.mark.browser


def ask(page: Page, site: Served, words: str = "", **facets: str) -> None:
    """Open the search from the front page, type, and choose."""
    page.goto(site.url)
    page.keyboard.press("/")
    page.locator(".search__field").fill(words)
    if facets:
        page.get_by_text("Filters", exact=True).click()
    narrow(page, facets)


def narrow(page: Page, facets: Mapping[str, str]) -> None:
    for facet, value in facets.items():
        page.locator(f"#__search-{facet} option[value='{value}']").wait_for(state="attached")
        page.locator(f"#__search-{facet}").select_option(value)


def type_anew(page: Page, words: str) -> None:
    """Other words, once the results of those before are gone."""
    page.locator(".search__field").fill("")
    expect(page.locator(".search__title")).to_have_count(0)
    page.locator(".search__field").fill(words)


def titles(page: Page, said: str) -> list[str]:
    """The titles of the results, once the search says what it found."""
    expect(page.locator(".search__status")).to_have_text(said)
    return page.locator(".search__title").all_inner_texts()


def test_nothing_of_it_is_loaded_before_it_is_opened(page: Page, small: Served) -> None:
    small.start()
    page.goto(small.url + "briefings/waico/", wait_until="networkidle")
    asked = {path for path, _ in small.asked}
    assert "assets/search-open.js" in asked
    assert [path for path in asked if path.startswith(("pagefind/", "assets/search."))] == []
    page.keyboard.press("/")
    page.locator(".search__field").fill("conference")
    expect(page.locator(".search__title").first).to_be_visible()
    loaded = {path for path, _ in small.asked} - asked
    assert {"assets/search.js", "assets/search.css", "pagefind/pagefind.js"} <= loaded
    # Filters are loaded once they are wanted.
    assert not any("filter" in path or "worker" in path for path in loaded)


NAMES = {
    "Li Qiang": "Li Qiang", "PRC": "China", "Premier Li": "Li Qiang", "People’s Republic of China": "China", "premier li": "Li Qiang",
    "华为": "Huawei", "李强": "Li Qiang", "People's Republic": "China", "huaw": "Huawei",
}  # fmt: skip
"""Each has another actor than the one before, so that its result is seen to change."""


def test_an_actor_is_found_first_by_each_name(page: Page, small: Served) -> None:
    ask(page, small)
    first = page.locator(".search__title").first
    for words, name in NAMES.items():
        page.locator(".search__field").fill(words)
        expect(first).to_have_text(name)
        assert (first.get_attribute("href") or "").startswith("/project/actors/")


@pytest.mark.nightly
def test_a_site_that_mkdocs_builds_is_searched_in_the_same_way(page: Page, tmp_path: Path) -> None:
    project = clone(sites.make(tmp_path / "made").settings.root, tmp_path / "clone")
    built = run(project, "mkdocs", "build")
    assert built.returncode == 0, built.stderr
    with serve(project / "site", "/project/") as site:
        ask(page, site, "cooperation organization", kind="Briefing")
        assert titles(page, "1 page found") == [WAICO]
        page.locator(".search__title").first.click()
        expect(page.locator("h1")).to_have_text("China proposes a world AI cooperation organization")
        expect(page.locator(".md-tabs a").first).to_have_text("Latest")


WAICO = "China proposes a world AI cooperation organization"
CHIPS = 'The "H20" chip & the licence <b>question</b>'

FACETS: list[tuple[dict[str, str], list[str]]] = [
    ({"kind": "Briefing"}, [WAICO, CHIPS]),
    ({"kind": "Briefing", "topic": "Chip controls"}, [CHIPS]),
    ({"kind": "Briefing", "actor": "Li Qiang"}, [WAICO]),
    ({"kind": "Briefing", "year": "2026"}, [WAICO]),
    ({"kind": "Topic"}, ["AI governance", "Chip controls"]),
    ({"kind": "Actor", "status": "Disputed"}, ["Huawei"]),
    ({"kind": "Page"}, ["About", "Method"]),
]


def test_facets_narrow(page: Page, small: Served) -> None:
    ask(page, small)
    page.get_by_text("Filters", exact=True).click()
    for facets, found in FACETS:
        narrow(page, facets)
        said = f"{len(found)} pages found" if len(found) > 1 else "1 page found"
        assert sorted(titles(page, said)) == sorted(found), facets
        page.get_by_role("button", name="Clear filters").click()
        expect(page.locator(".search__title")).to_have_count(0)


def test_a_facet_says_how_many_results_each_value_leaves_and_clears(page: Page, small: Served) -> None:
    ask(page, small, "chip", kind="Briefing")
    assert titles(page, "1 page found") == [CHIPS]
    expect(page.locator("#__search-topic option[value='Chip controls']")).to_have_text("Chip controls (1)")
    expect(page.locator("#__search-topic option[value='AI governance']")).to_have_count(0)
    expect(page.locator("#__search-actor option")).to_have_text(["Any", "Huawei (1)"])
    # Other values of the same filter can be chosen in its place.
    page.locator("#__search-kind").select_option("Topic")
    # The number of results is the same as before.
    expect(page.locator(".search__title")).to_have_text(["Chip controls"])
    page.get_by_role("button", name="Clear filters").click()
    assert len(titles(page, "2 pages found")) == 2


def test_the_values_of_a_filter_are_in_alphabetical_order(page: Page, small: Served) -> None:
    ask(page, small, kind="Briefing")
    titles(page, "2 pages found")
    for facet in ("kind", "topic", "status"):
        _, *offered = page.locator(f"#__search-{facet} option").all_inner_texts()
        assert len(offered) > 1
        assert offered == sorted(offered)


def test_filters_are_folded_until_one_is_set(page: Page, small: Served) -> None:
    ask(page, small, "exclusive game")
    titles(page, "2 pages found")
    expect(page.locator("#__search-kind")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    page.locator("#__search-kind").select_option("Briefing")
    expect(page.get_by_text("Filters (1)", exact=True)).to_be_visible()
    ask(page, small, "Method")
    titles(page, "1 page found")
    page.get_by_text("Filters", exact=True).click()
    expect(page.locator("#__search-kind")).to_be_visible()
    # A hand-written page has no status.
    expect(page.locator("#__search-status")).to_be_hidden()


def test_results_are_sorted_by_date(page: Page, small: Served) -> None:
    for order, first in (("desc", WAICO), ("asc", CHIPS)):
        ask(page, small, kind="Briefing", sort=order)
        expect(page.locator(".search__title").first).to_have_text(first)
        assert len(titles(page, "2 pages found")) == 2


def test_a_result_leads_to_the_very_statement_and_only_to_those_that_a_facet_leaves(
    page: Page, small: Served
) -> None:
    ask(page, small, "exclusive game", kind="Briefing")
    section = page.locator(".search__sections a").first
    expect(section).to_have_text("Li Qiang: “exclusive game”")
    section.click()
    page.wait_for_url("**/briefings/waico/#statement-exclusive-game")
    ask(page, small, "country", kind="Briefing", status="Disputed")
    expect(page.locator(".search__sections li")).to_have_count(1)
    expect(page.locator(".search__sections li")).to_contain_text(
        "Huawei: Every country will join within a year."
    )
    expect(page.locator(".search__sections .search__kind")).to_have_text("Statement · 2026")
    expect(page.locator(".search__sections .search__doubt")).to_have_text("Disputed")


def test_a_hand_written_page_is_found_with_its_section(page: Page, small: Served) -> None:
    ask(page, small, "correction", kind="Page")
    assert titles(page, "1 page found") == ["About"]
    expect(page.locator(".search__sections a")).to_have_attribute("href", "/project/about/#how-to-help")


def test_with_the_keyboard_alone(page: Page, small: Served) -> None:
    page.goto(small.url)
    for key in ("f", "s", "/"):
        page.keyboard.press(key)
        expect(page.locator("dialog.search")).to_be_visible()
        expect(page.locator(".search__field")).to_be_focused()
        page.keyboard.press("Escape")
        if page.locator("dialog.search").is_visible():
            # Where the field has words, the first Escape clears them.
            page.keyboard.press("Escape")
        expect(page.locator("dialog.search")).to_be_hidden()
        expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".search__field")).to_be_focused()
    page.keyboard.type("conference")
    expect(page.locator(".search__title").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search__results a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".search__field")).to_be_focused()
    target = page.locator(".search__results a").first.get_attribute("href")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize("chosen_with", ["mouse", "keyboard"])
def test_an_actor_can_be_chosen_while_the_index_is_loaded(
    page: Page, small: Served, chosen_with: str
) -> None:
    page.route("**/pagefind/pagefind.js", lambda held: None)
    ask(page, small, "Huawei")
    link = page.locator(".search__title")
    expect(link).to_have_count(1)
    if chosen_with == "mouse":
        link.hover()
        page.mouse.down()
    else:
        page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    page.unroute("**/pagefind/pagefind.js")
    expect(page.locator(".search__result").nth(1)).to_be_visible()
    expect(link.first).to_be_focused()
    expect(page.locator(".search__result").first.locator(".search__excerpt")).to_have_count(1)
    if chosen_with == "mouse":
        page.mouse.up()
    else:
        page.keyboard.press("Enter")
    page.wait_for_url("**/actors/huawei/")


def test_the_keyboard_stays_at_a_result_that_is_found_again(page: Page, small: Served) -> None:
    ask(page, small, "Huaw")
    expect(page.locator(".search__excerpt").first).to_be_visible()
    # Words typed last are looked for when the reader is already at a result.
    type_and_go_on = """words => {
      const field = document.querySelector(".search__field");
      field.value = words;
      field.dispatchEvent(new Event("input"));
      document.querySelector(".search__title").focus();
    }"""
    page.evaluate(type_and_go_on, "Huawei")
    page.wait_for_url("**/?q=Huawei")
    expect(page.locator(".search__title").first).to_have_text("Huawei")
    expect(page.locator(".search__title").first).to_be_focused()
    page.evaluate(type_and_go_on, "zzzzzz")
    assert titles(page, "Nothing found. Try fewer or different words, or fewer filters.") == []
    expect(page.locator(".search__field")).to_be_focused()


def test_letters_typed_into_a_field_open_nothing(page: Page, small: Served) -> None:
    page.goto(small.url)
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").press("f")
    assert page.locator("dialog.search").count() == 0


def test_search_engines_are_told_such_an_address(page: Page, small: Served) -> None:
    page.goto(small.url)
    data = page.locator("script[type='application/ld+json']").text_content() or ""
    (template,) = re.findall(r'"urlTemplate":"https://example.org/project/([^"]+)"', data)
    page.goto(small.url + json.loads(f'"{template}"').replace("{search_term_string}", "Premier%20Li"))
    expect(page.locator(".search__title").first).to_have_text("Li Qiang")


def test_the_address_holds_query_and_filters(page: Page, small: Served) -> None:
    own = small.url + "timeline/?year=2026&x=a%20b#e1"
    page.goto(own)
    page.keyboard.press("/")
    page.locator(".search__field").fill("conference")
    page.get_by_text("Filters", exact=True).click()
    page.locator("#__search-kind").select_option("Briefing")
    page.locator("#__search-sort").select_option("desc")
    titles(page, "1 page found")
    asked = page.url
    assert asked == small.url + "timeline/?year=2026&x=a%20b&q=conference&q-kind=Briefing&q-sort=desc#e1"
    page.goto("about:blank")
    page.goto(asked)
    assert titles(page, "1 page found") == [WAICO]
    expect(page.locator(".search__field")).to_have_value("conference")
    expect(page.locator("#__search-kind")).to_have_value("Briefing")
    expect(page.locator("#__search-sort")).to_have_value("desc")
    expect(page.locator("#__search-kind")).to_be_visible()
    page.get_by_role("button", name="Close search").click()
    expect(page.locator("dialog.search")).to_be_hidden()
    page.wait_for_url(own)


def test_the_back_button_closes_it_and_forward_opens_it_again(page: Page, small: Served) -> None:
    own = small.url + "briefings/waico/#statement-exclusive-game"
    page.goto(own)
    ask_here(page, "Huawei")
    page.go_back()
    expect(page.locator("dialog.search")).to_be_hidden()
    assert page.url == own
    page.go_forward()
    # It is the same field with the same results as before: only now, keys reach it again.
    expect(page.locator(".search__field")).to_be_focused()
    expect(page.locator(".search__field")).to_have_value("Huawei")
    expect(page.locator(".search__title").first).to_have_text("Huawei")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors/huawei/")
    page.go_back()
    expect(page.locator(".search__title").first).to_have_text("Huawei")


def ask_here(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.locator(".search__field").fill(words)
    expect(page.locator(".search__title").first).to_be_visible()


def test_closing_it_leaves_no_trace_in_the_address_or_the_history(page: Page, small: Served) -> None:
    page.goto(small.url + "all/")
    page.goto(small.url + "briefings/waico/")
    ask_here(page, "Huawei")
    page.get_by_role("button", name="Close search").click()
    page.wait_for_url(small.url + "briefings/waico/")
    page.go_back()
    page.wait_for_url(small.url + "all/")


def test_the_404_page_offers_it(page: Page, small: Served) -> None:
    page.goto(small.url + "actors/li-qing/")
    expect(page.get_by_role("searchbox")).to_have_value("li qing")
    page.get_by_role("searchbox").fill("Li Qiang")
    page.keyboard.press("Enter")
    expect(page.locator(".search__title").first).to_have_text("Li Qiang")


def test_words_that_no_page_has_together_are_said_to_be_so(page: Page, small: Served) -> None:
    ask(page, small)
    for words, kept in (("licence bananas", "licence"), ("exclusive licence question", "licence question")):
        type_anew(page, words)
        assert titles(page, f"No page has all of these words. These pages have: {kept}")[0] == CHIPS
    assert page.locator(".search__result b").count() == 0, "what a curator wrote is shown as text"


def test_functions_of_the_site_and_pages_by_their_name_come_first(page: Page, small: Served) -> None:
    ask(page, small)
    first = page.locator(".search__title").first
    for words, title, address in (
        ("rss", "Feed", "data/#feeds"),
        ("calendar", "Calendar", "data/#calendars"),
        ("download", "Data", "data/"),
        ("China", "China", "actors/china/"),
    ):
        type_anew(page, words)
        expect(first).to_have_text(title)
        expect(first).to_have_attribute("href", f"/project/{address}")


def test_it_can_switch_to_dark_colors(page: Page, small: Served) -> None:
    ask(page, small, "dark mode")
    page.get_by_role("link", name="Switch to dark").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.get_by_role("link", name="Switch to light")).to_be_visible()


def test_a_search_that_cannot_be_loaded_leads_to_the_list_of_all_pages(page: Page, small: Served) -> None:
    page.route("**/assets/search.js", lambda route: route.abort())
    page.goto(small.url)
    page.keyboard.press("/")
    page.wait_for_url("**/project/all/")
    expect(page.get_by_role("heading", name="All pages")).to_be_visible()


def test_without_javascript_it_leads_to_the_list_of_all_pages(plain: Page, small: Served) -> None:
    plain.goto(small.url + "briefings/waico/")
    plain.locator("[data-search]").click()
    plain.wait_for_url("**/project/all/")
    for fold in plain.locator("article details:not([open]) > summary").all():
        fold.click()
    for name in (
        "Li Qiang",
        "Premier opens the conference",
        "AI governance",
        "China proposes a world AI cooperation organization",
    ):
        expect(plain.get_by_role("article").get_by_role("link", name=name)).to_be_visible()
    plain.goto(small.url + "nothing/here/")
    plain.get_by_role("article").get_by_role("link", name="Search").click()
    plain.wait_for_url("**/project/all/")


# ── Letters, numbers and misspelt names ─────────────────────────────────────────────────────────────────────

SOURCE = """
title: The bulletin
publisher: Amtsblatt
published: 2025-05-01
url: https://example.org/bulletin
kind: primary
"""
LETTERS = {
    "briefings/bridge.yml": (
        """
title: Stadt sperrt die Brücke
published: 2025-05-02
summary: "[[authority]] sperrte die Brücke. [@bulletin]"
timeline:
  - {date: 2025-05-01, title: 30 Städte sperren ihre Brücken, text: An der Langen Straße steht Kran H20., actors: [minister], cite: bulletin}
"""
    ),
    "briefings/cranes.yml": (
        """
title: H200 und H200A im Vergleich
published: 2025-06-02
summary: Der Kran H200 hebt mehr. In 30 Jahren hoben alle Städte Brücken. [@bulletin]
timeline:
  - {date: 2025-06-01, title: "H200, H201 und H202 heben 300 Lasten", actors: [authority], cite: bulletin}
"""
    ),
    "briefings/office.yml": (
        """
title: "Amt für Brücken und Übergänge: eine neue Ordnung"
published: 2025-04-02
summary: Eine Ordnung gilt. [@bulletin]
timeline:
  - {date: 2025-04-01, title: Die Ordnung gilt, actors: [authority], cite: bulletin}
"""
    ),
    "briefings/silk.yml": (
        """
title: 桥梁管理组织成立
published: 2025-07-02
summary: 世界桥梁管理组织在成都成立。[@bulletin]
timeline:
  - {date: 2025-07-01, title: 织物组合展览开幕, cite: bulletin}
"""
    ),
    "actors/authority.yml": "name: Amt für Brücken und Übergänge\nkind: public-body\naliases: [AFBUE]\n",
    "actors/minister.yml": "name: Łukasz Żółkiewski\nkind: person\nsummary: Minister.\n",
    "actors/guterres.yml": "name: António Guterres\nkind: person\nsummary: Diplomat.\n",
    "sources/bulletin.yml": SOURCE,
    "pages/about.md": "---\ntitle: Wir\ndescription: Wer das ist.\n---\n\n# Wir\n\nKurz.\n\n## Mehr\n\n"
    + "Immer " * 40
    + "ein Verein "
    + "und weiter" * 40
    + ".\n",
    "pages/method.md": "---\ntitle: Art\ndescription: Wie.\n---\n\n# Art\n\n## 如何检查\n\n两个人阅读。\n",
}


@pytest.fixture(scope="module")
def german(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with sites.served(tmp_path_factory.mktemp("letters") / "project", sheets=LETTERS, language="de") as site:
        yield site


ANY_LETTERS = [
    ("Łukasz", ["Łukasz Żółkiewski"]), ("lukasz zolkiewski", ["Łukasz Żółkiewski"]),
    ("Straße", ["Stadt sperrt die Brücke"]), ("STRASSE", ["Stadt sperrt die Brücke"]), ("lange strasse", ["Stadt sperrt die Brücke"]), ("Bruecke", ["Stadt sperrt die Brücke"]),
    ("AFBUE", ["Amt für Brücken und Übergänge", "Amt für Brücken und Übergänge: eine neue Ordnung", "Stadt sperrt die Brücke", "H200 und H200A im Vergleich"]),
    ("H20", ["Stadt sperrt die Brücke"]), ("30 Städte", ["Stadt sperrt die Brücke"]), ("Brücke H20", ["Stadt sperrt die Brücke"]),
    ("组织", ["桥梁管理组织成立"]), ("管理", ["桥梁管理组织成立"]), ("成都", ["桥梁管理组织成立"]),
    ("织物", ["桥梁管理组织成立"]), ("检查", ["Art"]),
]  # fmt: skip


def test_any_letters_are_found_and_exact_words_first(page: Page, german: Served) -> None:
    ask(page, german)
    for words, first in ANY_LETTERS:
        type_anew(page, words)
        for n, title in enumerate(first):
            expect(page.locator(".search__title").nth(n)).to_have_text(title)


def test_letters_that_only_meet_by_chance_are_not_found(page: Page, german: Served) -> None:
    ask(page, german, "织组")
    assert (
        titles(
            page,
            "Nichts gefunden. Versuchen Sie es mit weniger oder anderen Wörtern oder mit weniger Filtern.",
        )
        == []
    )
    ask(page, german, "组织")
    expect(page.locator(".search__excerpt mark").first).to_have_text("组织")


MISSPELT = [
    ("Guterez", "Guterres", "António Guterres"), ("antonio gutteres", "antonio Guterres", "António Guterres"),
    ("Lukasch", "Łukasz", "Łukasz Żółkiewski"), ("Übergenge", "Übergänge", "Amt für Brücken und Übergänge"),
]  # fmt: skip


def test_a_misspelt_name_is_corrected(page: Page, german: Served) -> None:
    ask(page, german)
    for words, name, found in MISSPELT:
        type_anew(page, words)
        expect(page.locator(".search__mean")).to_contain_text("Meinten Sie:")
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".search__field")).to_have_value(name)
        expect(page.locator(".search__field")).to_be_focused()
        expect(page.locator(".search__title").first).to_have_text(found)
        expect(page.locator(".search__mean")).to_be_empty()


def test_right_words_and_nonsense_are_not_corrected(page: Page, german: Served) -> None:
    ask(page, german)
    for words in ("Gut", "guterres", "sperrte", "Kran", "zzzzzz", "H21"):
        type_anew(page, words)
        expect(page.locator(".search__status")).not_to_have_text(
            "Ein Wort eingeben oder einen Filter wählen."
        )
        expect(page.locator(".search__mean")).to_be_empty()


def test_axe_finds_no_fault_in_it(page: Page, small: Served) -> None:
    ask(page, small, "conference", kind="Briefing")
    titles(page, "1 page found")
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_excerpt_from_within_a_sentence_has_dots(page: Page, german: Served) -> None:
    ask(page, german, "Verein")
    expect(page.locator(".search__excerpt").last).to_have_text(re.compile(r"ein Verein .* …$"))
    ask(page, german, "Kran H200")
    expect(page.locator(".search__excerpt").first).to_have_text(re.compile(r"alle Städte Brücken\.$"))

"""The field above the lists of actors and sources: what it leaves, what it says, and that the whole list is there
without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import sites
from tests.browser.conftest import LOOKS, faults
from tests.nightly import few
from tests.serving import Served

pytestmark = pytest.mark.browser

NAMES = (
    "Ångström AG", "Bauamt", "Brückenbund", "Ćosić", "Dombauhütte", "Elbe-Werke", "Fährverein", "Große Brücke GmbH", "Hafenamt",
    "Ingenieurbüro Ibsen", "Jörg Jansen", "Kranbau", "Łukasz Żółkiewski", "Mautstelle", "Nordufer", "Østbane", "Pontonwerk",
    "Querverein", "Rheinbund", "Straßenamt", "3. Brückenkompanie", "桥梁管理局",
)  # fmt: skip
SOURCES = {
    "aaa": "{describes: A page without a title, publisher: 0815.example, kind: news}",
    "notice": "{title: Notice of closure, publisher: Bauamt, kind: primary, published: 2025-05-01}",
    "second": "{title: Second notice, publisher: Bauamt, kind: primary}",
    "note": "{describes: a note at the gate, publisher: Bauamt, kind: primary}",
    "wire": "{title: Bridge closed, publisher: Agentur, kind: wire}",
    "farm": "{title: You will not believe this bridge, publisher: Aaa-Klicks, kind: weak}",
    **{f"paper-{n}": f"{{title: Report {n}, publisher: Tageblatt, kind: news}}" for n in range(20)},
}
SHEETS = {
    "briefings/bridge.yml": (
        "title: The bridge is closed\npublished: 2025-05-02\nmatters: The town has one bridge.\n"
        "summary: It closed. [@notice]\n"
        "timeline:\n"
        "  - {date: 2025-05-01, title: The bridge closes, actors: [actor-1], cite: notice}\n"
        "  - {date: 2025-04-01, title: Cracks are seen, actors: [actor-1], cite: notice}\n"
        "  - {date: 2026-01, title: It is to open, actors: [actor-1], cite: notice}\n"
        "topics: [roads]\n"
    ),
    "topics/roads.yml": "name: Roads\n",
    **{
        f"actors/actor-{n}.yml": f"name: {name}\nkind: {'person' if ' ' in name else 'company'}\ncountry: DE\n"
        for n, name in enumerate(NAMES)
    },
    "actors/mayor.yml": (
        "name: Zoe Zander\nkind: person\nroles:\n"
        + "".join(
            f"  - {{title: Office {n}, organization: actor-1, from: 20{10 + n}, to: 20{11 + n}, cite: notice}}\n"
            for n in range(8)
        )
        + "  - {title: Mayor, organization: actor-1, from: 2024, cite: notice}\n"
    ),
    **{f"sources/{name}.yml": text + "\n" for name, text in SOURCES.items()},
}


@pytest.fixture(scope="module")
def german(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with sites.served(tmp_path_factory.mktemp("find") / "project", sheets=SHEETS, language="de") as site:
        yield site


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="In dieser Liste suchen")


def shown(page: Page, *, folded: bool = False) -> list[str]:
    found = page.locator("article li:not(:has(li)) > strong > a, article li li > a")
    return (found if folded else found.locator("visible=true")).all_text_contents()


FOUND = {
    "bru": ["3. Brückenkompanie", "Brückenbund", "Große Brücke GmbH"], "GROSSE": ["Große Brücke GmbH"],
    "strassen": ["Straßenamt"], "lukasz": ["Łukasz Żółkiewski"], "ost": ["Østbane"], "管理": ["桥梁管理局"],
    "mayor": ["Zoe Zander"], "große gmbh": ["Große Brücke GmbH"], "zzz": [],
}  # fmt: skip


def test_it_leaves_the_actors_with_the_words(page: Page, german: Served) -> None:
    page.goto(german.url + "actors/")
    for words, left in FOUND.items():
        field(page).fill(words)
        assert sorted(shown(page)) == sorted(left), words
        expect(page.locator(".find__count")).to_contain_text(f"{len(left)} von 23")
        parts = {page.locator(f"article .part:has(a:text-is('{name}'))").get_attribute("id") for name in left}
        expect(page.locator("article h2").locator("visible=true")).to_have_count(len(parts))
    field(page).fill("")
    assert len(shown(page)) < 23
    expect(page.locator(".find__count")).to_be_empty()


def test_actors_are_listed_by_kind_and_the_most_named_come_first(page: Page, german: Served) -> None:
    page.goto(german.url + "actors/")
    expect(page.locator("article h2")).to_have_text(["Unternehmen", "Personen"])
    companies = page.locator("#kind-company")
    expect(companies.locator("> ul > li").first).to_have_text("Bauamt Deutschland · 1 Dossier")
    expect(page.locator("#kind-person li").last).to_have_text("Zoe Zander Mayor · 0 Dossiers")
    expect(companies.get_by_role("link", name="Straßenamt")).to_be_hidden()
    companies.get_by_text("10 weitere Einträge").click()
    expect(companies.get_by_role("link", name="Straßenamt")).to_be_visible()


def test_sources_are_listed_by_kind_and_untitled_ones_last(page: Page, german: Served) -> None:
    page.goto(german.url + "sources/")
    headings = [text.rstrip("¶").strip() for text in page.locator("article h2").all_text_contents()]
    assert headings == ["Primärquellen", "Nachrichtenagenturen", "Nachrichtenmedien", "Schwache Quellen"]
    assert page.locator("#kind-primary li li > a").all_text_contents() == [
        "Notice of closure", "Second notice", "[a note at the gate]",
    ]  # fmt: skip
    assert page.locator("#kind-news > details > ul > li > strong").all_text_contents() == [
        "Tageblatt",
        "0815.example",
    ]


def test_a_source_is_found_by_its_publisher(page: Page, german: Served) -> None:
    page.goto(german.url + "sources/")
    field(page).fill("bauamt closure")
    assert shown(page) == ["Notice of closure"]
    field(page).fill("bauamt")
    assert shown(page) == ["Notice of closure", "Second notice", "[a note at the gate]"]
    expect(page.locator("#kind-news")).to_be_hidden()


def test_it_takes_no_room_from_the_list_and_moves_nothing(page: Page, german: Served) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const each of list.getEntries())"
        " window.shift += each.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(german.url + "actors/", wait_until="networkidle")
    expect(field(page)).to_be_visible()
    assert page.evaluate("window.shift") < 0.02


def test_without_javascript_the_whole_list_is_there_and_no_field(plain: Page, german: Served) -> None:
    plain.goto(german.url + "actors/")
    assert len(shown(plain, folded=True)) == 23
    expect(plain.locator("input[type=search]")).to_have_count(0)


def test_a_profile_lists_the_newest_first_and_folds_what_is_announced(page: Page, german: Served) -> None:
    page.goto(german.url + "topics/roads/")
    latest = page.locator(".newest")
    expect(latest).to_have_text("Zuletzt: 1. Mai 2025 The bridge closes Ohne Textstelle")
    expect(latest.get_by_role("link")).to_have_attribute(
        "href", "../../briefings/bridge/#event-the-bridge-closes"
    )
    page.goto(german.url + "actors/actor-1/")
    expect(page.locator("#part-timeline > ul > li a")).to_have_text(["The bridge closes", "Cracks are seen"])
    expect(page.get_by_role("link", name="It is to open")).to_be_hidden()
    page.get_by_text("Angekündigt (1)").click()
    expect(page.get_by_role("link", name="It is to open")).to_be_visible()


def test_long_lists_of_offices_show_the_current_ones_first_and_fold_the_former(
    page: Page, german: Served
) -> None:
    page.goto(german.url + "actors/mayor/")
    expect(page.locator("#roles > ul > li strong")).to_have_text(["Mayor"])
    expect(page.locator("#roles").get_by_text("Office 7")).to_be_hidden()
    page.get_by_text("Früher (8)").click()
    expect(page.locator("#roles details strong")).to_have_text([f"Office {n}" for n in range(7, -1, -1)])
    page.goto(german.url + "actors/actor-1/")
    officers = page.locator("#relations").get_by_role("link", name="Zoe Zander")
    expect(officers.locator("visible=true")).to_have_count(0)
    page.get_by_text("Amtsinhaber (9)").click()
    expect(officers.locator("visible=true")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator("#relations").get_by_text("Office 7")).to_be_visible()
    expect(page.get_by_text("Amtsinhaber (9)")).to_be_visible()


@pytest.mark.parametrize("path", few(["actors/", "sources/", "actors/actor-1/", "nothing/"], 1))
def test_axe_finds_no_fault(page: Page, german: Served, path: str) -> None:
    page.goto(german.url + path)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

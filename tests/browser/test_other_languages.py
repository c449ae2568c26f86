"""Sites in German and Chinese: readers find words, dates and names in their language, and no English is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import sites
from tests.serving import Served
from tests.trees import sheets_in

pytestmark = pytest.mark.browser

GERMAN = sheets_in(Path(__file__).with_name("german.md"))
CHINESE = sheets_in(Path(__file__).with_name("chinese.md"))
ENGLISH = r"\b(?:the|and|of|with|source|sources|search|briefings?|page|not|copy|close|switch|verified|published|updated|reported)\b"
"""Words that a page in another language has only if something was not translated."""

CONFIG = sites.CONFIG.read_text(encoding="utf-8")

# Each with a part of a word to find: in Chinese, the middle of a run of characters.
CASES = {
    "de": (GERMAN, "briefings/bruecke/", "26. Juli 2025", "„Die Brücke ist nicht sicher“", "Amt", "Amt für Brücken"),
    "zh": (CHINESE, "briefings/qiao/", "2025年7月26日", "“这座桥并不安全”", "管理", "桥梁管理局"),
}  # fmt: skip


@pytest.fixture(scope="module", params=CASES)
def served(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Served]]:
    language = request.param
    folder = tmp_path_factory.mktemp("languages") / "project"
    with sites.served(folder, sheets=CASES[language][0], language=language) as site:
        yield language, site


def test_a_page_has_the_language_its_dates_and_quotation_marks(
    page: Page, served: tuple[str, Served]
) -> None:
    language, site = served
    _, path, date, quotation, *_ = CASES[language]
    page.goto(site.url + path)
    assert page.evaluate("document.documentElement.lang") == language
    # A word joiner beside each ideograph keeps a date on one line.
    shown = (page.locator(".timeline .when").first.text_content() or "").replace("\u2060", "")
    assert " ".join(shown.split()) == date
    expect(page.locator(".said q").first).to_have_text(quotation)


PAGES = ("", "actors/", "timeline/", "statements/", "sources/", "support/", "nowhere/")


def test_no_english_is_left(page: Page, served: tuple[str, Served]) -> None:
    language, site = served
    for path in (*PAGES, CASES[language][1]):
        page.goto(site.url + path)
        # The notice of the host is not ours.
        texts = page.evaluate(
            """() => {
                const own = document.body.cloneNode(true);
                own.querySelectorAll("script, style, .site-name, .copyright, .paper, .address, .embeds code").forEach((each) => each.remove());
                const names = [...own.querySelectorAll("[aria-label], [title], [placeholder]")]
                    .flatMap((each) => ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name)));
                return [own.textContent, ...names].join(" ");
            }"""
        )
        expect(page.locator("h1")).to_be_visible()
        for theirs in re.findall(r"^site_(?:name|description): (.+)$", CONFIG, re.MULTILINE):
            texts = texts.replace(theirs, "")
        assert re.findall(ENGLISH, texts, re.IGNORECASE) == [], path


def test_the_search_finds_a_word_and_speaks_the_language(page: Page, served: tuple[str, Served]) -> None:
    language, site = served
    *_, part, name = CASES[language]
    page.goto(site.url)
    page.locator("[data-search]").click()
    page.locator(".search__field").fill(part)
    expect(page.locator(".search__title").first).to_contain_text(name)
    expect(page.locator("#__search-said")).to_have_text(
        re.compile({"de": r"\d+ Seiten? gefunden", "zh": r"找到\d+个页面"}[language])
    )
    names = page.locator("dialog.search").evaluate(
        "(each) => each.textContent + [...each.querySelectorAll('[placeholder]')].map((field) => field.placeholder).join(' ')"
    )
    assert re.findall(ENGLISH, names, re.IGNORECASE) == []


def test_chinese_quotations_are_not_slanted(page: Page, served: tuple[str, Served]) -> None:
    language, site = served
    page.goto(site.url + CASES[language][1])
    style = page.locator(".said q").first.evaluate("(each) => getComputedStyle(each).fontStyle")
    assert style == ("normal" if language == "zh" else "italic")


def test_an_excerpt_has_dates_as_pages_write_them(page: Page, served: tuple[str, Served]) -> None:
    """The index has a space between a number and a letter that is a word, and all that the search loads exists."""
    language, site = served
    _, _, day, _, _, _ = CASES[language]
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.goto(site.url + "?q=" + day.split()[-1])
    expect(page.locator(".search__results")).to_contain_text(day)
    assert missing == []

"""Hostile words in every text of a site, in what scripts make of them: shown as they are, nothing runs, and
nothing is asked of another host. The pages themselves are judged in tests/hostile."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefings.catalog import urls
from tests import sites
from tests.nightly import few
from tests.serving import Served, serve

pytestmark = pytest.mark.browser

WORDS = (
    "\"'><img src=x onerror=alert(1)><script>alert(1)</script> &#B &copy; [x](https://evil.example/?",
    "`a [.](https://evil.example/? *b _c </title></script><!-- {{ 7*7 }} ${7} {: onclick=alert(1) } ![d](//evil.example/e &#",
    "<svg onload=alert(1)><a href=javascript:alert(1)>x</a> | ~~s~~ \\` &lt;b&gt; <https://evil.example/x='> [^1] *[HTML]: x",
)
ADDRESS = "https://a.example/[x](/onmouseover=alert(1)//)[y](javascript:alert(1))'?a=1&b=2"


def text(name: str, n: int = 0) -> str:
    """A text in YAML, with a name to know it by."""
    return json.dumps(f"{name} {WORDS[n % len(WORDS)]}", ensure_ascii=False)


def sheets(n: int) -> dict[str, str]:
    """Every kind of sheet, with hostile words wherever words may stand."""
    written = {
        "briefings/b.yml": f"""
title: {text("Briefing", n)}
published: 2025-07-28
topics: [t]
summary: {text("Summary", n)}
in_brief: [{{text: {text("Point", n)}, cite: s}}]
timeline:
  - {{id: e-1, date: 2025-07-26, title: {text("Event", n)}, text: {text("Told", n)}, note: {text("Note", n + 1)}, status: disputed,
     place: {text("Place", n)}, actors: [a-1, a-2, a-3], cite: {{s: {text("Passage", n)}}}}}
  - {{id: e-2, date: 2025-08-26, title: {text("Second", n)}, actors: [a-1], cite: s}}
  - {{id: e-3, date: 2025-09-26, title: {text("Third", n)}, actors: [a-2], cite: s}}
actors: [{{actor: a-1, role: {text("Part", n)}, stance: {text("Stance", n)}, cite: s}}, {{actor: a-2, role: x}}, {{actor: a-3, role: x}}]
statements:
  - {{speaker: a-1, text: {text("Statement", n)}, about: {text("About", n)}, note: {text("Note", n + 2)}, status: disputed, date: 2025-07-26,
     cite: {{s: {text("Words", n)}}}}}
figures:
  - {{label: {text("Figure", n)}, unit: {text("units", n)}, note: {text("Note", n)},
     values: [{{value: 2, note: {text("Value", n)}, cite: s}}, {{value: 3, cite: s}}]}}
sections: [{{heading: {text("Heading", n)}, text: {text("Section", n)}, cite: s}}]
questions: [{text("Question", n)}]
corrections: [{{date: 2025-08-02, text: {text("Correction", n)}}}]
""",
        "topics/t.yml": f"name: {text('Topic', n)}\nsummary: {text('Gist', n)}\n",
        "sources/s.yml": f"title: {text('Source', n)}\npublisher: {text('Publisher', n)}\nkind: wire\nauthors: [{text('Author', n)}]\n"
        f"published: 2025-07-26\nurl: {json.dumps(ADDRESS)}\narchived: {json.dumps(ADDRESS)}\nnote: {text('Doubt', n)}\n",
        "pages/about.md": f"---\ntitle: {text('About', n)}\ndescription: {text('Described', n)}\n---\n\n# About\n\nText.\n",
        "pages/method.md": "---\ntitle: Method\ndescription: How it is done.\n---\n\n# Method\n\nEach fact has a source.\n",
    }  # fmt: skip
    for number in (1, 2, 3):
        following = f"a-{number % 3 + 1}"
        written[f"actors/a-{number}.yml"] = (
            f"name: {text(f'Actor {number}', n)}\nkind: person\naliases: [{text(f'Alias {number}', n)}]\nsummary: {text('Life', n)}\n"
            f"links: {{{text('Link')}: {json.dumps(ADDRESS)}}}\n"
            f"roles: [{{title: {text('Office', n)}, organization: {following}, cite: s}}]\n"
            f"relations: [{{kind: partner-of, actor: {following}, note: {text('Tie', n)}, cite: s}}]\n"
        )
    return written


@pytest.fixture(scope="module", params=few(range(len(WORDS)), 1))
def hostile(
    browser: Browser, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, int]]:
    n = request.param
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/project/")
        patch.setenv("REPO_URL", "https://example.org/owner/project/")
        built = sites.make(folder / "project", sheets(n)).build()
    with serve(built.site_dir, "/project/") as site:
        yield site, n


@pytest.fixture
def watched(browser: Browser, hostile: tuple[Served, int]) -> Iterator[Page]:
    """A page that fails the test if anything runs, is blocked, or is asked of another host."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', "
        "(event) => broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"
    )
    seen: list[str] = []
    page = context.new_page()
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((hostile[0].url, "data:"))
            else seen.append(f"asked: {request.url}")
        ),
    )
    yield page
    seen += page.evaluate("window.broken ?? []")
    context.close()
    assert seen == []


def test_the_links_to_a_source_lead_to_its_address(watched: Page, hostile: tuple[Served, int]) -> None:
    site, _ = hostile
    watched.goto(site.url + urls.address(urls.page_of("source", "s")))
    watched.keyboard.press("Tab")
    expect(watched.locator(".rests q a").first).to_be_visible()
    hrefs = watched.evaluate(
        "[...document.querySelectorAll('article a[href^=https]')].map((link) => decodeURIComponent(link.href))"
    )
    leading = [href for href in hrefs if href.partition("#")[0] == ADDRESS]
    # The original, the archived copy, and each passage in the original.
    assert len(leading) >= 4


def test_cards_search_and_filter_show_words(watched: Page, hostile: tuple[Served, int]) -> None:
    site, n = hostile
    watched.goto(site.url + "briefings/b/")
    name = " ".join(json.loads(text("Actor 1", n)).split())
    watched.locator(".who summary").first.click()
    watched.locator(".who li > a").first.hover()
    expect(watched.locator(".card__name")).to_have_text(name)
    watched.keyboard.press("Escape")
    watched.locator("a.ev:visible").first.click()
    expect(watched.locator(".evidence li > a").first).to_have_text(
        " ".join(json.loads(text("Source", n)).split())
    )
    watched.goto(site.url + "timeline/")
    watched.locator(".filter select[data-facet=actor] option").first.wait_for(state="attached")
    assert name in [
        each.strip()
        for each in watched.locator(".filter select[data-facet=actor] option").all_text_contents()
    ]
    watched.goto(site.url + "?q=" + "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(watched.locator(".search__field")).to_have_value('"><img src=x onerror=alert(1)>')
    watched.locator(".search__field").fill("Actor 1")
    expect(watched.locator(".search__title").first).to_contain_text("Actor ")
    watched.locator(".search__field").fill("Briefing")
    titles = watched.locator(".search__title")
    expect(titles.first).to_be_visible()
    assert watched.evaluate("document.querySelectorAll('dialog img, dialog script, dialog svg').length") == 0

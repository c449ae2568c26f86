"""The policy in a browser: nothing of the site breaks it, and a script that came in with content does not run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefings.engines import ENGINE_NAMES
from briefings.finish import finish
from tests import sites
from tests.serving import Served, serve

pytestmark = pytest.mark.browser

PATHS = (
    "", "briefings/", "briefings/waico/", "actors/", "actors/li-qiang/", "topics/ai-governance/", "sources/wam-2025/", "timeline/",
    "statements/", "support/", "corrections/", "writing/", "about/", "all/", "nowhere/",
)  # fmt: skip


@pytest.fixture(scope="module", params=ENGINE_NAMES)
def small(browser: Browser, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with sites.served(tmp_path_factory.mktemp("policy") / "project", name=request.param) as site:
        yield site


def watch(page: Page) -> None:
    """Keep what breaks the policy, from the first byte on."""
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', "
        "(event) => broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"
    )


@pytest.mark.parametrize("path", PATHS)
def test_no_page_breaks_it_with_light_and_dark_and_search_used(page: Page, small: Served, path: str) -> None:
    watch(page)
    foreign: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((small.url, "data:")) else foreign.append(request.url))
    page.goto(small.url + path)
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    page.locator("button.frame-button:not(.drawer-button):visible").click()
    page.keyboard.press("/")
    page.locator(".search__field").fill("conference")
    expect(page.locator(".search__title").first).to_be_visible()
    assert page.evaluate("broken") == []
    assert foreign == []


PLANTED = """<script>document.title = "planted"</script><script src="data:text/javascript,document.title='planted'"></script>
<img src="x" onerror="document.title = 'planted'"><a id="go" href="javascript:document.title='planted'">go</a>
<base href="https://example.org/"><form action="https://example.org/"></form>"""


def test_what_came_in_with_content_does_not_run_and_is_told(browser: Browser, tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project")
    built = project.build(finished=False, site_dir=tmp_path / "site")
    about = built.site_dir / "about" / "index.html"
    html = about.read_text(encoding="utf-8")
    about.write_text(html.replace("Written by volunteers.", PLANTED), encoding="utf-8")
    wrong = finish(built.site_dir, project.pages, project.ground, project.words, project.settings)
    assert wrong == [
        """about/index.html: an inline script that is not the theme's: document.title = "planted\"""",
        'about/index.html: an attribute `onerror`, which has no effect: <img src="x" onerror=',
    ]
    page = browser.new_page()
    watch(page)
    with serve(built.site_dir) as site:
        page.goto(site.url + "about/", wait_until="networkidle")
        page.locator("#go").click()
        expect(page.locator("[data-search]")).to_have_attribute("aria-haspopup", "dialog")
        assert page.title() == "About – AI Governance Briefings"
        broken = " ".join(page.evaluate("broken"))
        assert all(said in broken for said in ("script-src-elem inline", "script-src-elem data", "script-src-attr inline", "base-uri"))
    page.close()

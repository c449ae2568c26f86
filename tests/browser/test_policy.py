"""The policy in a browser: nothing of the site breaks it, and a script that came in with content does not
run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import sites
from tests.nightly import few
from tests.serving import Served, serve

pytestmark = pytest.mark.browser

PATHS = (
    "", "briefings/", "briefings/waico/", "actors/", "actors/li-qiang/", "topics/ai-governance/", "sources/wam-2025/", "timeline/",
    "statements/", "support/", "corrections/", "writing/", "about/", "all/", "nowhere/",
)  # fmt: skip


def watch(page: Page) -> None:
    """Keep what breaks the policy, from the first byte on."""
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', "
        "(event) => broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"
    )


@pytest.mark.parametrize("path", few(PATHS, 4))
def test_no_page_breaks_it_with_light_and_dark_and_search_used(page: Page, small: Served, path: str) -> None:
    watch(page)
    foreign: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((small.url, "data:")) else foreign.append(request.url),
    )
    page.goto(small.url + path)
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    page.locator("button.scheme").click()
    page.keyboard.press("/")
    page.locator(".search__field").fill("conference")
    expect(page.locator(".search__title").first).to_be_visible()
    assert page.evaluate("broken") == []
    assert foreign == []


PLANTED = """<script>document.title = "planted"</script><script src="data:text/javascript,document.title='planted'"></script>
<script src="../media/x.pdf"></script><script type="module" src="../media/x.pdf"></script><link rel="modulepreload" href="../media/x.pdf">
<img src="x" onerror="document.title = 'planted'"><a id="go" href="javascript:document.title='planted'">go</a>
<iframe srcdoc="<script>top.document.title = 'planted'</script>"></iframe><object data="../media/x.pdf"></object>
<svg><script>document.title = "planted"</script></svg><img name="currentScript" src="https://example.org/x">
<base href="https://example.org/"><form action="https://example.org/"></form>"""


@pytest.mark.parametrize("place", ["Written by volunteers.", "<title>"], ids=["in the text", "in the head"])
def test_what_gets_past_the_gate_does_not_run(browser: Browser, tmp_path: Path, place: str) -> None:
    """The policy is a second line: here the page is changed after the gate has passed it."""
    built = sites.make(tmp_path / "project").build(site_dir=tmp_path / "project" / "made")
    about = built.site_dir / "about" / "index.html"
    html = about.read_text(encoding="utf-8")
    about.write_text(html.replace(place, PLANTED + place, 1), encoding="utf-8")
    (built.site_dir / "media").mkdir(exist_ok=True)
    (built.site_dir / "media" / "x.pdf").write_text("document.title = 'planted'", encoding="utf-8")
    page = browser.new_page()
    watch(page)
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    with serve(built.site_dir) as site:
        page.goto(site.url + "about/", wait_until="networkidle")
        page.locator("#go").click()
        assert page.title() != "planted"
        broken = " ".join(page.evaluate("broken"))
        for said in (
            "script-src-elem inline",
            "script-src-elem data",
            "media/x.pdf",
            "script-src-attr inline",
            "base-uri",
            "object-src",
        ):
            assert said in broken, (said, broken)
        assert [
            url for url in asked if not url.startswith((site.url, "data:", "about:")) or "search.js" in url
        ] == []
    page.close()

"""The policy in a browser: a script that came in with content does not run. That nothing of the site breaks it is seen on
each kind of page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import is_foreign, watch_policy
from tests.serving import serve

pytestmark = pytest.mark.browser

PLANTED = """<script>document.title = "planted"</script><script src="data:text/javascript,document.title='planted'"></script>
<script src="../media/x.pdf"></script><script type="module" src="../media/x.pdf"></script><link rel="modulepreload" href="../media/x.pdf">
<img src="x" onerror="document.title = 'planted'"><a id="go" href="javascript:document.title='planted'">go</a>
<iframe srcdoc="<script>top.document.title = 'planted'</script>"></iframe><object data="../media/x.pdf"></object>
<svg><script>document.title = "planted"</script></svg><img name="currentScript" src="https://example.org/x">
<base href="https://example.org/"><form action="https://example.org/"></form>"""
BREACHES = (
    "script-src-elem inline",
    "script-src-elem data",
    "media/x.pdf",
    "script-src-attr inline",
    "base-uri",
    "object-src",
)


def test_what_gets_past_the_gate_does_not_run(page: Page, small_site: Path, tmp_path: Path) -> None:
    """The policy is a second line: here pages are changed after the gate has passed them."""
    site = shutil.copytree(small_site, tmp_path / "site")
    (site / "media").mkdir(exist_ok=True)
    (site / "media" / "x.pdf").write_text("document.title = 'planted'", encoding="utf-8")
    page.add_init_script("window.broken = []; " + watch_policy("broken.push"))
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    html = (site / "about/index.html").read_text(encoding="utf-8")
    with serve(site, "/project/") as served:
        for place in ("Written by volunteers.", "<title>"):
            (site / "about/index.html").write_text(html.replace(place, PLANTED + place, 1), encoding="utf-8")
            page.goto(served.url + "about/", wait_until="networkidle")
            page.locator("#go").click()
            assert page.title() != "planted"
            broken = " ".join(page.evaluate("broken"))
            for said in BREACHES:
                assert said in broken, (said, broken)
        foreign = [url for url in asked if is_foreign(url, served) and not url.startswith("about:")]
        assert [*foreign, *(url for url in asked if "search.js" in url)] == []

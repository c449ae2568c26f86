"""A browser that judges pages which nobody opens: it only parses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from tests.chromium import chromium
from tests.fuzz.targets import Fragment
from tests.hostile.built import JUDGE

_COUNT = """([html, selectors]) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const count = (selector) => page.querySelectorAll(`article ${selector}`).length;
  return Object.fromEntries(selectors.map((selector) => [selector, count(selector)]));
}"""
_ALIGNED = re.compile(r' style="text-align: (?:left|right|center);"')
_FRAME = (
    '<!doctype html><html><head><title>x</title><meta http-equiv="Content-Security-Policy" content="x">'
    "</head>"
    "<body><main><article>{}</article></main></body></html>"
)


@contextmanager
def judging() -> Iterator[Page | None]:
    """An empty tab; None where there is no Chromium."""
    with chromium() as browser:
        if browser is None:
            print("no Chromium on this machine: what is made is not judged", flush=True)
        yield None if browser is None else browser.new_page()


def verdict(page: Page, html: str) -> dict[str, Any]:
    """What a browser makes of a whole page."""
    judged: dict[str, Any] = page.evaluate(JUDGE, html)
    return judged


def judge(page: Page | None, fragment: Fragment) -> list[str]:
    """What is wrong with the HTML of an article."""
    if page is None:
        return []
    # Later, classes take the place of these: the one style that Python-Markdown writes.
    html = _FRAME.format(_ALIGNED.sub("", fragment.html))
    judged = verdict(page, html)
    wrong: list[str] = list(judged["found"])
    if fragment.heading and _bare(judged["heading"]) != _bare(fragment.heading):
        wrong.append(f"another heading: {judged['heading']!r}, not {fragment.heading!r}")
    text = _bare(judged["text"])
    wrong += [f"a text is not shown: {line!r}" for line in fragment.lines if _bare(line) not in text]
    counted = page.evaluate(_COUNT, [html, list(fragment.marks)])
    wrong += [
        f"an element of ours is lost: {counted[name]} of {n} {name}"
        for name, n in fragment.marks.items()
        if counted[name] != n
    ]
    return wrong


def _bare(text: str) -> str:
    """Without white space, of which two languages have not quite the same."""
    return "".join(c for c in text if not c.isspace() and c != "\u0085")

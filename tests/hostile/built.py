"""Cases that build, all in one project: checked and built once, every page opened in Chromium.

A case that is refused, or that breaks the build, is left out of the next attempt: so none hides another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.hostile.case_files import Case, File, base
from tests.hostile.play import misbehaved, problems_in, write_project
from tests.sandbox import Ran, Sandbox
from tests.serving import serve

JUDGE = (Path(__file__).parent / "judge.js").read_text(encoding="utf-8")
SITE_NAME = "AI Governance Briefings"
"""As in tests/mkdocs.yml."""
SITE_URL = "https://site.example/project/"
"""Where the site says that it is published. The preview of an embed shows the picture at that address, and here, where
the pages are served elsewhere, the policy blocks it."""
ADDRESSES = {"SITE_URL": SITE_URL, "REPO_URL": "https://forge.example/owner/project"}
BUILD_SECONDS = 300
ATTEMPTS = 8

SEARCHES = ("alert", "script", "evil", '"><img src=x onerror=alert(1)>')
"""What hostile names and texts are full of."""

_SCRIPT_ADDRESS = re.compile(r'new URL\("[\w./%~-]*",location\)')


@dataclass(slots=True)
class Seen:
    """One page of a built site."""

    title: str
    heading: str
    text: str
    """As a reader sees it."""
    moved: bool
    found: list[str]
    """What may not be there, in its HTML or in what it does."""


@dataclass(slots=True)
class Built:
    """The project after all attempts."""

    root: Path
    refused: dict[str, str] = field(default_factory=dict)
    """By case: the error that it got, from a check or from the build."""
    failed: str = ""
    """Why nothing could be built; empty if something was."""
    said: list[str] = field(default_factory=list)
    """What no command may do."""
    pages: Mapping[str, Seen] = field(default_factory=dict)
    searched: Mapping[str, Seen] = field(default_factory=dict)
    """By the words that were searched for: the results, as a reader sees them."""


def build(cases: Iterable[Case], sandbox: Sandbox, root: Path) -> Built:
    """Check and build the cases, without those that are in the way."""
    built = Built(root)
    write_project(root, [*base(), *(file for case in cases for file in case.files)])
    inside = {case.name: case for case in cases}
    for command in (["verify"], ["check"], ["build"]):
        for attempt in range(ATTEMPTS):
            ran = sandbox.run(root, command, seconds=BUILD_SECONDS, env=ADDRESSES)
            if command != ["verify"]:
                built.said += misbehaved(ran) if attempt == 0 or ran.status == 0 else []
            if ran.status == 0 and not ran.ended:
                break
            named = _named(inside.values(), ran)
            if not named and command != ["verify"]:
                built.failed = f"`{ran.command}` ends with {ran.status}: {_errors(ran)}"
                return built
            for name, line in named.items():
                built.refused[name] = f"{command[0]}: {line}"
                for file in inside.pop(name).files:
                    (root / file.path).unlink()
        else:
            built.failed = f"`{ran.command}` fails in {ATTEMPTS} attempts: {_errors(ran)}"
            return built
    return built


def _errors(ran: Ran) -> str:
    lines = [line for line in ran.out.splitlines() if re.match(r" {0,2}\S", line) and "warning[" not in line]
    return "\n".join(lines[-50:])[-3000:]


def _named(cases: Iterable[Case], ran: Ran) -> dict[str, str]:
    """The cases that an output blames, each with the line that does."""
    paths = {file.path: case.name for case in cases for file in case.files}
    blamed: dict[str, str] = {}
    for problem in problems_in(ran.out):
        if problem.severity == "error" and problem.place.path in paths:
            blamed.setdefault(paths[problem.place.path], f"{problem.place}: {problem.code}")
    if blamed:
        return blamed
    pages = {page.removesuffix("/index.html"): case.name for case in cases for page, _ in case.pages}
    for line in ran.out.splitlines():
        for page in re.findall(r"((?:[a-z0-9-]+/)?[a-z0-9-]+)(?:\.md|/index\.html)", line):
            if page in pages:
                blamed.setdefault(pages[page], line.strip())
    return blamed


# ── In a browser ──


def look(built: Built, browser: Browser, *, every: int, searches: Sequence[str] = SEARCHES) -> None:
    """Judge the HTML of each page, then open every so many in the browser."""
    site = built.root / "site"
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    context = browser.new_context(service_workers="block")
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', "
        f"(event) => event.blockedURI.startsWith('{SITE_URL}') ||"
        " broken.push(`breaks the policy: ${event.effectiveDirective} ${event.blockedURI}`))"
    )
    blank = context.new_page()
    seen: dict[str, Seen] = {}
    theme: frozenset[str] = frozenset()
    for file in ["404.html", *files]:
        judged: dict[str, Any] = blank.evaluate(JUDGE, (site / file).read_text(encoding="utf-8"))
        inline = frozenset(_SCRIPT_ADDRESS.sub("", script) for script in judged["inline"])
        theme = theme or inline
        found = [
            *judged["found"],
            *(f"an inline script that is not the theme's: {script[:100]}" for script in inline - theme),
        ]
        seen[file] = Seen(judged["title"], judged["heading"], judged["text"], judged["moved"], found)
    with serve(site, "/project/") as served:
        page = context.new_page()
        watched = _Watched(page, served.url)
        for number, (file, judged_page) in enumerate(seen.items()):
            # The filter of the timeline is made of names.
            if not judged_page.moved and (number % every == 0 or file == "timeline/index.html"):
                judged_page.text = watched.open(file, judged_page.title)
                judged_page.found += watched.found
        built.searched = {words: watched.search(words) for words in searches}
    context.close()
    built.pages = seen


class _Watched:
    """A tab in which pages are opened one after another, and what they do that they may not."""

    def __init__(self, page: Page, url: str) -> None:
        self.found: list[str] = []
        self._page, self._url = page, url
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.found.append(f"a script fails: {error}"))
        page.on("popup", lambda popup: self.found.append(f"a window opens: {popup.url}"))
        page.on("download", lambda download: self.found.append(f"a download: {download.url}"))
        page.on("request", lambda request: self._ask(request.url))
        page.on("console", lambda message: self._told(message.text) if message.type == "error" else None)

    def _dismiss(self, dialog: Dialog) -> None:
        self.found.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _ask(self, url: str) -> None:
        if not url.startswith((self._url, SITE_URL, "data:image/svg+xml;", "data:image/png;")):
            self.found.append(f"a request: {url}")

    def _told(self, text: str) -> None:
        if ("Security Policy" in text or "Refused" in text) and SITE_URL not in text:
            self.found.append(f"the console: {text[:200]}")

    def open(self, file: str, title: str) -> str:
        """Open a page, use its cards, and return the text that a reader sees."""
        self.found.clear()
        address = self._url + file.removesuffix("index.html")
        self._page.goto(address, wait_until="load")
        text: str = self._page.evaluate(USE)
        self.found += self._page.evaluate("broken")
        if self._page.url.partition("#")[0] != address:
            self.found.append(f"leads away, to {self._page.url}")
        if self._page.title() != title:
            self.found.append(f"changes its title to {self._page.title()}")
        return text

    def search(self, words: str) -> Seen:
        """Search the site, and return what is shown."""
        self.found.clear()
        self._page.goto(f"{self._url}?q={quote(words)}", wait_until="load")
        expect(self._page.locator(".search__status")).to_have_text(
            re.compile("found|No page"), timeout=30_000
        )
        if self._page.locator(".search__field").input_value() != words:
            self.found.append("other words in the field")
        shown = self._page.locator("dialog:has(.search__field)")
        text = " ".join(shown.inner_text().split())
        planted = shown.locator("script, iframe, object, embed, img, style, base")
        odd = [f"an element in the results: {node.inner_html()}" for node in planted.all()]
        return Seen("", "", text, False, [*self.found, *self._page.evaluate("broken"), *odd])


USE = """() => {
  window.addEventListener("click", (event) => event.preventDefault());
  const text = document.querySelector("article").innerText.replace(/\\s+/g, " ");
  for (const link of [...document.querySelectorAll("article a.ev")].slice(0, 4)) link.click();
  for (const link of [...document.querySelectorAll("article a[href*='actors/']")].slice(0, 6)) {
    link.dispatchEvent(new PointerEvent("pointerdown", { pointerType: "touch", bubbles: true }));
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
    if (document.querySelector(".card :is(script, iframe, img, form, [onclick], [onerror])")) {
      broken.push("an element in a card");
    }
  }
  const never = "script, iframe, object, embed, base, link, style, template, math, form:not(.filter, .find, .find form)";
  for (const node of document.querySelectorAll(`article :is(${never})`)) {
    broken.push(`an element in the article: ${node.cloneNode(false).outerHTML.slice(0, 100)}`);
  }
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  return text + " " + document.querySelector("article").innerText.replace(/\\s+/g, " ");
}"""


def title_of(file: File) -> str:
    """What a page must be called, by the sheet or page that it is made from, read by YAML's rules alone."""
    text = file.data.decode("utf-8-sig").replace("\r\n", "\n")
    if file.path.endswith(".md"):
        text = text.removeprefix("---\n").partition("\n---\n")[0]
    # Every scalar as it is written: a title may look like a date.
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    named = data.get("title") or data.get("name") or f"[{data.get('describes')}]"
    words = " ".join(str(named).split())
    return words if "withdrawn" not in data else f"Withdrawn: {words}"


def wrong_with(cases: Iterable[Case], built: Built) -> dict[str, list[str]]:
    """What is wrong, by case or page: a page does what it may not, or a case did not come out as it says."""
    own = {page for case in cases for page, _ in case.pages}
    wrong = {path: page.found for path, page in built.pages.items() if path not in own}
    for case in cases:
        if case.name not in built.refused:
            wrong[f"{case.area}/{case.name}: {case.attack}"] = [*_shown_wrong(case, built)]
        elif case.outcome != "either":
            wrong[f"{case.area}/{case.name}: {case.attack}"] = [f"refused: {built.refused[case.name]}"]
    return {what: found for what, found in wrong.items() if found}


def _shown_wrong(case: Case, built: Built) -> Iterator[str]:
    text = ""
    for path, file in case.pages:
        page = built.pages.get(path)
        if page is None:
            yield f"{path} is not in the site"
            continue
        yield from (f"{path}: {found}" for found in page.found)
        if "".join(page.title.split()) != "".join(f"{title_of(file)} – {SITE_NAME}".split()):
            yield f"{path}: its title is “{page.title}”"
        text += f" {page.text}"
    for words in case.seen:
        if " ".join(words.split()) not in text:
            yield f"“{words}” is not seen in: {text[:2000]}"

"""One site for all tests in a browser: the small site of tests/pages/site.md with crowded, bare and
long-named sheets beside it, built and finished once, served under a project's path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page

from tests import page_site, sites, test_languages
from tests.conftest import Once
from tests.images import png
from tests.serving import Served, serve
from tests.trees import Tree

LONG = (
    "Intergovernmental Preparatory Commission for the Establishment of a "
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)

CROWDED_EVENTS = 290
"""With the few others just so many that the timeline of the site is not divided yet."""


def _crowded() -> dict[str, str]:
    """A briefing with more of everything than any should have; one that has only what it must; names that do
    not end."""
    events = "\n".join(
        f"  - {{date: 20{10 + n // 32}-{1 + n % 12:02}-{1 + n % 28:02}, title: Event number {n} of very many,"
        f" actors: [crowd-{n % 40}], cite: [many-{n % 60}, many-{(n * 7) % 60}]}}"
        for n in range(CROWDED_EVENTS)
    )
    actors = "\n".join(
        f"  - {{actor: crowd-{n}, role: Was there as number {n}, cite: many-{n}}}" for n in range(40)
    )
    sheets = {
        "briefings/crowded.yml": (
            "title: Very much happens\npublished: 2026-01-01\ntopics: [us-china]\nsummary: So much."
            f" [@many-1]\ntimeline:\n{events}\nactors:\n{actors}\n"
        ),
        "briefings/bare.yml": "title: Nothing is known yet\npublished: 2025-01-01\nsummary: A beginning.\n",
        "actors/long.yml": (
            f"name: {LONG}\nkind: organization\naliases: [{LONG.upper()}]\nroles:\n  - {{title: Observer with"
            " a title that goes on and on and on, organization: china, cite: many-1}\n"
        ),
    }
    for n in range(40):
        member = "relations: [{kind: member-of, actor: long, cite: many-2}]\n" if n < 30 else ""
        sheets[f"actors/crowd-{n}.yml"] = (
            f"name: Crowd member {n}\nkind: {('person', 'company', 'country')[n % 3]}\n{member}"
        )
    for n in range(60):
        sheets[f"sources/many-{n}.yml"] = (
            f"title: Report {n}\npublisher: {LONG if n == 3 else f'Publisher {n}'}\nkind: news\nurl:"
            f" https://example.org/{n}\n"
        )
    return sheets


def _build(root: Path) -> None:
    written = {
        path.removeprefix("content/"): data.decode()
        for path, data in page_site.site_files().items()
        if path.startswith("content/")
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPO_URL", "https://example.org/owner/project/")
        sites.published(root, sheets=written | _crowded())


@pytest.fixture(scope="session")
def site(browser: Browser, once: Once) -> Iterator[Served]:
    """The site, served. It needs the browser, so that nothing is built where there is none."""
    with serve(once("browser-site", _build) / "site", "/project/") as served:
        yield served


@pytest.fixture(scope="session")
def small(browser: Browser, small_site: Path) -> Iterator[Served]:
    """The small site that most tests of built pages share, served under a project's path."""
    with serve(small_site, "/project/") as served:
        yield served


LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", 360), ("dark", 1440)]
"""The colors and widths in which axe sees a page."""


def faults(page: Page, context: str | None = None, **options: object) -> list[tuple[str, list[str]]]:
    """What axe finds wrong with a page, or with a part of it: each rule, with the elements that break it.
    Nothing moves or fades meanwhile: a link whose color is still on its way looks like a fault."""
    page.emulate_media(reduced_motion="reduce")
    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    given = [context, {"resultTypes": ["violations"], **options}]
    found = page.evaluate("([context, options]) => axe.run(context ?? document, options)", given)[
        "violations"
    ]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]


def wait_until(page: Page, condition: str) -> None:
    """Wait until a JavaScript expression is true of a page. `wait_for_function` evaluates it again and again,
    which the policy of our pages forbids: it fails wherever the first time is not enough."""
    page.evaluate(
        f"async () => {{ const end = Date.now() + 30_000; while (!({condition})) {{"
        " if (Date.now() > end) throw new Error('This is never true.');"
        " await new Promise((then) => setTimeout(then, 20)) } }"
    )


def is_foreign(url: str, site: Served) -> bool:
    """Whether something is asked of another host than that of the site, also as it is published."""
    return not url.startswith((site.url, "https://example.org/project/", "data:"))


def watch_policy(then: str) -> str:
    """A script that calls a function with each breach of the content security policy, from the first byte on. Pictures
    at the address of the published site, which is another one here, are none."""
    return (
        "document.addEventListener('securitypolicyviolation', (event) => {"
        " if (event.blockedURI.startsWith('https://example.org/project/')) return;"
        f" {then}(`${{event.effectiveDirective}} ${{event.blockedURI}} ${{event.sample}}`) }})"
    )


def _build_details(root: Path) -> None:
    waico = sites.SHEETS["briefings/waico.yml"].replace(
        "place: Shanghai, cite: wam-2025}",
        "place: Shanghai, cite: wam-2025, media: {file: hall.png, alt: The hall, credit: Jane Doe, licence:"
        " CC-BY-4.0}}",
    )
    sheets = {**sites.SHEETS, "briefings/waico.yml": waico, "briefings/sco.yml": test_languages.BRIEFING}
    for file in Tree.read((Path(__file__).parent / "details.md").read_text(encoding="utf-8")).files:
        sheets[f"../{file.path}"] = file.data.decode()
    (root / "content" / "media").mkdir(parents=True)
    (root / "content" / "media" / "hall.png").write_bytes(png(2400, 1600))
    sites.published(root, sheets=sheets)


@pytest.fixture(scope="session")
def details(browser: Browser, once: Once) -> Iterator[Served]:
    """A site of what few tests look at: a picture, letters in anchors, and the sheets of details.md."""
    with serve(once("details-site", _build_details) / "site", "/project/") as served:
        yield served

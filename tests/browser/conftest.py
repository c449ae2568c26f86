"""One site for all tests in a browser: the small site of tests/pages/site.md with crowded, bare and
long-named sheets beside it, built and finished once, served under a project's path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import page_site, sites
from tests.serving import Served, serve

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


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site, served. It needs the browser, so that nothing is built where there is none."""
    written = {
        path.removeprefix("content/"): data.decode()
        for path, data in page_site.site_files().items()
        if path.startswith("content/")
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/project/")
        patch.setenv("REPO_URL", "https://example.org/owner/project/")
        project = sites.make(tmp_path_factory.mktemp("browser") / "project", written | _crowded())
        built = project.build()
    with serve(built.site_dir, "/project/") as served:
        yield served


@pytest.fixture(scope="session")
def small(browser: Browser, small_site: Path) -> Iterator[Served]:
    """The small site that most tests of built pages share, served under a project's path."""
    with serve(small_site, "/project/") as served:
        yield served


def of_scripts(error: str) -> list[str]:
    """An error, unless the browser gave up an animation between two pages before any script could hear of it."""
    return [] if error.startswith("Transition was ") else [error]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a wide screen; a script's error fails the test."""
    errors: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("pageerror", lambda error: errors.extend(of_scripts(str(error))))
    yield opened
    opened.close()
    assert errors == []


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone that is touched."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.extend(of_scripts(str(error))))
    yield opened
    context.close()
    assert errors == []

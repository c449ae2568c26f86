"""Attacks that are harmless: built and opened in Chromium, they are text and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.hostile.built import SITE_NAME, Built, build, look, title_of
from tests.hostile.case_files import Case, all_cases
from tests.hostile.sandbox import Sandbox

pytestmark = pytest.mark.browser

CASES = [case for case in all_cases() if case.shared]
HARMLESS = [case for case in CASES if not case.judged_when_built]
REFUSED = [case for case in CASES if case.judged_when_built]


@pytest.fixture(scope="session")
def site(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of all harmless cases."""
    return build(HARMLESS, box, tmp_path_factory.mktemp("harmless") / "project")


@pytest.fixture(scope="session", params=[8, pytest.param(1, marks=pytest.mark.nightly)])
def harmless(request: pytest.FixtureRequest, site: Built, browser: Browser) -> Built:
    """The site, each of its pages judged, and every so many opened; at night, all of them."""
    assert site.failed == ""
    look(site, browser, every=request.param)
    return site


@pytest.fixture(scope="session")
def refused(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What became of the pages that must be refused."""
    return build(REFUSED, box, tmp_path_factory.mktemp("refused") / "project")


def seen_of(case: Case, built: Built) -> Iterator[str]:
    """What is wrong with the pages of a case."""
    text = ""
    for path, file in case.pages:
        page = built.pages.get(path)
        if page is None:
            yield f"{path} is not in the site"
            continue
        yield from (f"{path}: {found}" for found in page.found)
        if page.title != f"{title_of(file)} – {SITE_NAME}":
            yield f"{path}: its title is “{page.title}”"
        text += f" {page.text}"
    yield from (
        f"“{words}” is not seen in: {text[:2000]}"
        for words in case.seen
        if " ".join(words.split()) not in text
    )


def test_each_attack_is_only_text(harmless: Built) -> None:
    wrong: dict[str, list[str]] = {}
    for case in HARMLESS:
        if case.name not in harmless.refused:
            found = list(seen_of(case, harmless))
        else:
            found = [] if case.outcome == "either" else [f"refused: {harmless.refused[case.name]}"]
        if found:
            wrong[f"{case.area}/{case.name}: {case.attack}"] = found
    assert wrong == {}


def test_each_attack_is_refused_before_it_is_published(refused: Built) -> None:
    accepted = [
        f"{case.area}/{case.name}: {case.attack}" for case in REFUSED if case.name not in refused.refused
    ]
    assert accepted == [], f"nobody refuses these; {refused.failed or 'the site is built'}"


def test_no_other_page_is_harmed(harmless: Built) -> None:
    own = {page for case in HARMLESS for page, _ in case.pages}
    assert {path: page.found for path, page in harmless.pages.items() if page.found and path not in own} == {}


def test_the_search_shows_attacks_as_text(harmless: Built) -> None:
    assert {words: found.found for words, found in harmless.searched.items() if found.found} == {}
    assert "<script>alert(1)</script>" in harmless.searched["script"].text


def test_no_command_misbehaves(site: Built, refused: Built) -> None:
    assert [*site.said, *refused.said] == []

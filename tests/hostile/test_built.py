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
def harmless(box: Sandbox, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of all harmless cases, looked at."""
    built = build(HARMLESS, box, tmp_path_factory.mktemp("harmless") / "project")
    if not built.failed:
        look(built, browser)
    return built


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


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: f"{case.area}-{case.name}")
def test_an_attack_is_only_text(case: Case, harmless: Built) -> None:
    wrong = []
    if case.name in harmless.refused:
        wrong = [] if case.outcome == "either" else [f"refused: {harmless.refused[case.name]}"]
    elif harmless.failed:
        pytest.skip("there is no site: test_no_other_page_is_harmed says why")
    else:
        wrong = list(seen_of(case, harmless))
    if wrong:
        pytest.fail(f"{case.attack}\n" + "\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.area}-{case.name}")
def test_an_attack_is_refused_before_it_is_published(case: Case, refused: Built) -> None:
    if case.name not in refused.refused:
        pytest.fail(
            f"{case.attack}\nnobody refuses it; {refused.failed or 'the site is built'}", pytrace=False
        )


def test_no_other_page_is_harmed(harmless: Built) -> None:
    assert harmless.failed == ""
    own = {page for case in HARMLESS for page, _ in case.pages}
    assert {path: page.found for path, page in harmless.pages.items() if page.found and path not in own} == {}


def test_the_search_shows_attacks_as_text(harmless: Built) -> None:
    assert {words: found.found for words, found in harmless.searched.items() if found.found} == {}
    assert "<script>alert(1)</script>" in harmless.searched["script"].text


def test_no_command_misbehaves(harmless: Built, refused: Built) -> None:
    assert [*harmless.said, *refused.said] == []

"""Attacks that are harmless: built and opened in Chromium, they are text and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.hostile.built import Built, build, look, wrong_with
from tests.hostile.case_files import all_cases
from tests.sandbox import Sandbox

pytestmark = pytest.mark.browser

CASES = [case for case in all_cases() if case.shared]
HARMLESS = [case for case in CASES if not case.judged_when_built]
REFUSED = [case for case in CASES if case.judged_when_built]


@pytest.fixture(scope="module")
def site(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of all harmless cases."""
    return build(HARMLESS, box, tmp_path_factory.mktemp("harmless") / "project")


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.nightly)])
def test_each_attack_is_only_text(site: Built, browser: Browser, every: int) -> None:
    """Each page is judged as HTML; every so many are also opened and used."""
    assert (site.failed, site.said) == ("", [])
    look(site, browser, every=every)
    assert wrong_with(HARMLESS, site) == {}
    assert {words: found.found for words, found in site.searched.items() if found.found} == {}
    assert "<script>alert(1)</script>" in site.searched["script"].text


def test_each_attack_is_refused_before_it_is_published(
    box: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    refused = build(REFUSED, box, tmp_path_factory.mktemp("refused") / "project")
    accepted = [
        f"{case.area}/{case.name}: {case.attack}" for case in REFUSED if case.name not in refused.refused
    ]
    assert accepted == [], f"nobody refuses these; {refused.failed or 'the site is built'}"
    assert refused.said == []

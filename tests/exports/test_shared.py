"""A value that the files of a page share is made once for each catalog, so no read is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs
from briefings.exports import Resource
from briefings.exports.shared import Shared
from briefings.views.dependencies import Digests
from tests import sites
from tests.exports.feeds.herring import SHEETS


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("shared") / "project", SHEETS, language="de")


@pytest.fixture
def digests(project: sites.Project) -> Digests:
    return project.digests


def test_files_made_with_one_catalog_share_the_value(digests: Digests) -> None:
    names = Shared(_names)
    page = digests.recorder()
    assert names(page.catalog, page.proofs) is names(page.catalog, page.proofs)


def test_another_catalog_records_its_own_reads(digests: Digests) -> None:
    names = Shared(_names)
    first, second = digests.recorder(), digests.recorder()
    assert names(first.catalog, first.proofs) == names(second.catalog, second.proofs)
    assert first.reads == second.reads != ""


def test_the_value_is_forgotten_with_its_catalog(digests: Digests) -> None:
    alive: set[int] = set()

    class Value:
        def __init__(self, catalog: Catalog, proofs: Proofs) -> None:
            alive.add(id(self))

        def __del__(self) -> None:
            alive.discard(id(self))

    shared = Shared(Value)
    page = digests.recorder()
    shared(page.catalog, page.proofs)
    assert len(alive) == 1
    del page
    assert not alive


def _names(catalog: Catalog, proofs: Proofs) -> tuple[str, ...]:
    return tuple(actor.data.headline for actor in catalog.actors.values())


def test_each_file_records_the_same_reads_alone_and_with_the_others_of_its_page(
    project: sites.Project, digests: Digests
) -> None:
    for files in _pages(project):
        alone = set()
        for file in files:
            recorder = digests.recorder()
            file.content(project.words, project.settings, recorder.catalog, recorder.proofs)
            alone |= {*filter(None, recorder.reads.split("\0"))}
        recorder = digests.recorder()
        for file in files:
            file.content(project.words, project.settings, recorder.catalog, recorder.proofs)
        assert {*filter(None, recorder.reads.split("\0"))} == alone, files[0].page


def _pages(project: sites.Project) -> Iterator[list[Resource]]:
    pages: dict[str, list[Resource]] = {}
    for file in project.resources:
        pages.setdefault(file.page, []).append(file)
    yield from (files for page, files in pages.items() if page)

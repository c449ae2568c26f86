"""No step does more for each sheet of a large project than of a small one: counts what Python does, in calls
and lines, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TypeVar

import pytest

import briefings
from benchmarks.corpus import HERE, write
from briefings.catalog.coverage import Coverage, known_names
from briefings.catalog.link import link
from briefings.catalog.standing import cited_passages
from briefings.checks import (
    editorial_problems,
    link_problems,
    proof_problems,
    published_problems,
    text_problems,
)
from briefings.checks.handwritten import read_pages
from briefings.evidence import lock as locks
from briefings.evidence import prove
from briefings.pages.planned import handwritten_page, pages
from briefings.pages.schemas import schemas
from briefings.render.render import Renderer
from briefings.search.documents import document_of, searched
from briefings.settings import Settings
from briefings.sheets.load import load
from briefings.site import stages as build
from briefings.site.destinations import Destinations
from briefings.versions.addresses import IdsLock
from briefings.views.digest import Digester
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import Limits
from briefings.words import Words

pytestmark = pytest.mark.nightly

T = TypeVar("T")

SMALL, LARGE = 96, 192
"""Briefings. In fewer, each has nearly all of the corpus' actors, who then need less room in its pictures."""
SAMPLE = 12
"""Pages of each kind that are rendered, evenly spread; the others are taken to be like them."""
WHOLE = {"actor.md.j2"}
"""Templates of which all pages are rendered, because they are not alike: only some profiles have a table of connections."""
ALLOWED = 1.2
"""How much more there may be to do for each sheet in twice as large a project."""
DIVIDED = Limits(register=60, statements=60)
"""So that years go to months in both projects: with the usual limits that happens between the two, all at
once."""
OURS = str(Path(briefings.__file__).parent)
TEMPLATES = str(HERE.parent / "briefings" / "theme")


class Tally:
    """Counts every call of a Python function, and every line (each turn of a loop anew) of this project's own
    modules and templates."""

    def __init__(self) -> None:
        self.count = 0
        self._own: dict[CodeType, bool] = {}

    def run(self, do: Callable[[], T]) -> T:
        self.count = 0
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            return do()
        finally:
            sys.settrace(before)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.count += 1
        code = frame.f_code
        own = self._own.get(code)
        if own is None:
            own = self._own[code] = code.co_filename.startswith((OURS, TEMPLATES))
        return self._line if own else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.count += 1
        return self._line


def operations(briefings: int, folder: Path) -> dict[str, float]:
    """What each step does for each sheet of a project of this size."""
    write(briefings, folder)
    settings = Settings.load(folder)
    words = Words.load(settings.language, settings.words_dirs)
    tally = Tally()
    counts: dict[str, int] = {}

    def step(name: str, do: Callable[[], T]) -> T:
        made = tally.run(do)
        counts[name] = counts.get(name, 0) + tally.count
        return made

    loaded = step("load", lambda: load(settings.content_dir, root=settings.root))
    catalog, problems = step("link", lambda: link(loaded.sheets))
    assert catalog is not None, problems
    lock = locks.read(settings.seeds_dir / locks.NAME)
    proofs = step("prove", lambda: prove(cited_passages(catalog), settings.seeds_dir, lock))
    coverage = Coverage(catalog, proofs, known_names(loaded.sheets), settings.language)
    written, _ = read_pages(settings.content_dir, settings.root)
    ids = IdsLock.read(folder / build.IDS_LOCK, build.IDS_LOCK)
    checks = {
        "editorial rules": lambda: list(editorial_problems(catalog)),
        "published ids": lambda: list(published_problems(catalog, ids)),
        "proofs": lambda: list(proof_problems(catalog, proofs)),
        "links": lambda: list(
            link_problems(catalog, written, Destinations(settings, catalog, proofs, coverage, words, written))
        ),
        "kept texts": lambda: list(text_problems(loaded.sheets, frozenset())),
    }
    for name, check in checks.items():
        assert not any(problem.severity == "error" for problem in step(name, check))
    maker = Maker(catalog, proofs, coverage, words)
    made = step("pages", lambda: every_page(settings, maker))
    step("schemas", lambda: schemas(catalog))
    renderer = Renderer(words, settings)
    for template in sorted({page.view.template for page in made}):
        alike = [page for page in made if page.view.template == template]
        sample = alike if template in WHOLE else alike[:: max(1, len(alike) // SAMPLE)]
        name = f"render {template}"
        step(name, partial(render, renderer, sample))
        counts[name] = counts[name] * len(alike) // len(sample)
    of_pages = [each for page in made if (each := searched(maker, page)) is not None]
    step("search", lambda: [document_of(each, words) for each in of_pages])
    digester = Digester()
    # What is asked of every page before any is made again.
    step("digests", lambda: [*map(digester.of, (*made, *of_pages))])
    return {name: count / len(loaded.sheets) for name, count in counts.items()}


def render(renderer: Renderer, some: Sequence[Page]) -> None:
    for page in some:
        renderer.render(page)


def every_page(settings: Settings, maker: Maker) -> list[Page]:
    written, _ = read_pages(settings.content_dir, settings.root)
    return [*pages(maker, settings, DIVIDED), *map(handwritten_page, written)]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[float, float]]:
    """By step: what it does for each sheet in the small project, and in the large one."""
    folder = tmp_path_factory.mktemp("growth")
    operations(4, folder / "warm")  # what is made once, templates above all, is no part of the comparison
    small, large = (operations(size, folder / str(size)) for size in (SMALL, LARGE))
    assert small.keys() == large.keys()
    return {name: (small[name], large[name]) for name in small}


def test_what_is_to_be_done_for_each_sheet_does_not_grow(grown: Mapping[str, tuple[float, float]]) -> None:
    steep = {name: (small, large) for name, (small, large) in grown.items() if large > ALLOWED * small}
    assert steep == {}


def test_the_whole_does_not_grow_either(grown: Mapping[str, tuple[float, float]]) -> None:
    small, large = (sum(column) for column in zip(*grown.values(), strict=True))
    assert large <= ALLOWED * small

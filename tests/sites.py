"""A small site for tests of what readers get: this project's own theme and settings over a few sheets, built
and finished."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs
from briefings.exports import Resource
from briefings.exports.json import schemas
from briefings.html.engine import EngineResult, source_day
from briefings.html.frame import build_all
from briefings.search.documents import Document, Searched, document_of
from briefings.settings import Settings
from briefings.site import outputs, planning, site
from briefings.site import stages as build
from briefings.store.builds import Record
from briefings.views.page import Page
from briefings.words import Words
from tests import trees
from tests.serving import Served, serve
from tests.trees import record_passages, sheets_in

PROJECT = Path(__file__).resolve().parent.parent
CONFIG = PROJECT / "tests" / "mkdocs.yml"
"""Settings like those of a new site. Tests of the tool never read those of our own site."""

PAGES = sheets_in(Path(__file__).with_name("pages.md"))
"""The pages by hand that the settings put into the navigation: every site has them."""

SHEETS: Mapping[str, str] = sheets_in(Path(__file__).with_name("sites.md"))


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its catalog."""

    settings: Settings
    catalog: Catalog
    proofs: Proofs
    words: Words
    pages: tuple[Page, ...]
    resources: tuple[Resource, ...]
    searched: tuple[Searched, ...]

    def document(self, page: str) -> Document:
        """The search document of a page."""
        return document_of(next(each for each in self.searched if each.page == page), self.words)

    def file(self, path: str) -> bytes:
        """A file for programs, made now."""
        resource = next(each for each in self.resources if each.path == path)
        return resource.content(self.words, self.settings)

    def unfinished(self) -> Path:
        """A site as MkDocs leaves it, and nothing after that."""
        with source_day(date(2026, 7, 21)):
            assert build_all(self.settings, self.settings.site_dir) == []
        return self.settings.site_dir

    def build(self, *, site_dir: Path | None = None) -> EngineResult:
        """Build as `briefings build` does; a warning is a failure."""
        return _built(self.settings, site_dir or self.settings.site_dir).result


def _built(settings: Settings, target: Path, last: Record | None = None) -> site.Site:
    inputs = outputs.build_inputs(settings, target, {})
    with _cheaply():
        return site.make(settings, build.check(settings), target, inputs, last=last)


@contextmanager
def _cheaply() -> Iterator[None]:
    """What is the same in each site is made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemas, "schema", _schema)
        yield


_schema = functools.cache(schemas.schema)


def write(
    root: Path,
    sheets: Mapping[str, str] = SHEETS,
    *,
    language: str | None = None,
    words: str = "",
    exports: str = "{}",
    address: str = "",
    own: str = "",
) -> Settings:
    """Write a project in a folder, with its passages verified.

    `language` is what `extra.briefings.language` says; `words` are the fixed words in it, for one that does
    not ship. `exports` is the YAML of `extra.briefings.exports`, `own` another line of
    `extra.briefings`, `address` that of the site.
    """
    root.mkdir(parents=True, exist_ok=True)
    config = CONFIG.read_text(encoding="utf-8")
    for line in (own, language and f"language: {language}"):
        if line:
            config = config.replace("  briefings:\n", f"  briefings:\n    {line}\n")
    config = config.replace("    exports: {}\n", f"    exports: {exports}\n")
    if address:
        config = re.sub("^site_url:.*", f"site_url: {address}", config, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    if words:
        locales = root / "theme" / "locales"
        locales.mkdir(parents=True)
        (locales / f"{language}.yml").write_text(words, encoding="utf-8")
    trees.write(root / "content", {name: text.lstrip("\n") for name, text in {**PAGES, **sheets}.items()})
    (root / "seeds").mkdir(exist_ok=True)
    record_passages(root)
    return Settings.load(root)


def make(root: Path, sheets: Mapping[str, str] = SHEETS, **given: Any) -> Project:
    """A project as `write` makes it, its Markdown generated."""
    settings = write(root, sheets, **given)
    checked = build.check(settings)
    assert checked.catalog is not None and checked.proofs is not None, checked.errors
    with _cheaply():
        plan = planning.generate(settings, checked).plan
    return Project(
        settings,
        plan.catalog,
        plan.publication.maker.proofs,
        plan.words,
        plan.pages,
        plan.resources,
        plan.searched,
    )


def rebuilt(root: Path, last: Record | None = None) -> Record:
    """The record of a build in a folder, which reuses what the last one made."""
    settings = Settings.load(root)
    return _built(settings, settings.site_dir, last).record


def sheets_of(name: str) -> dict[str, str]:
    """The sheets and pages of a project in tests/projects, by path below its content."""
    content = PROJECT / "tests" / "projects" / name / "content"
    return {
        file.relative_to(content).as_posix(): file.read_text(encoding="utf-8")
        for file in content.rglob("*")
        if file.suffix in (".yml", ".md")
    }


@contextmanager
def served(folder: Path, **given: Any) -> Iterator[Served]:
    """A site as `published` makes it, served under a project's path."""
    with serve(published(folder, **given), "/project/") as running:
        yield running


def published(folder: Path, *, sheets: Mapping[str, str] = SHEETS, **given: Any) -> Path:
    """A site as `write` makes it, finished, with the address https://example.org/project/."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/project/")
        settings = write(folder, sheets, **given)
        return _built(settings, settings.site_dir).result.site_dir

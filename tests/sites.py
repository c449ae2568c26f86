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
from tests.trees import record_passages

PROJECT = Path(__file__).resolve().parent.parent
CONFIG = PROJECT / "tests" / "mkdocs.yml"
"""Settings like those of a new site. Tests of the tool never read those of our own site."""

PAGES = {
    "pages/about.md": (
        """
---
title: About
description: What this is.
---

# About

Written by volunteers.

## How to help

Send a correction.
"""
    ),
    "pages/method.md": (
        "---\ntitle: Method\ndescription: How it is done.\n---\n\n# Method\n\nEach fact has a source.\n"
    ),
}
"""The pages by hand that the settings put into the navigation: every site has them."""

SHEETS: Mapping[str, str] = {
    "briefings/waico.yml": (
        """
title: China proposes a world AI cooperation organization
published: 2025-07-28
updated: 2026-07-20
topics: [ai-governance]
summary: At a conference in Shanghai, [[li-qiang]] proposed a new organization. [@wam-2025]
matters: Whoever writes the rules for AI decides who can use it.
in_brief:
  - {text: It would sit in Shanghai., cite: wam-2025}
timeline:
  - {id: opening, date: 2025-07-26, title: Li Qiang opens the conference, actors: [li-qiang, china], place: Shanghai, cite: wam-2025}
  - {date: 2026-07-16, title: The agreement is signed, text: Twenty-nine states sign it., actors: [china], cite: wam-2025}
actors:
  - {actor: li-qiang, role: Made the proposal, cite: wam-2025}
statements:
  - speaker: li-qiang
    quote: exclusive game
    about: What AI could become
    date: 2025-07-26
    cite: {wam-2025: exclusive game}
  - speaker: huawei
    text: Every country will join within a year.
    date: 2026-07-17
    status: disputed
    note: Two governments say that they will not.
    cite: wam-2025
figures:
  - {label: Signatories, unit: states, value: 29, as_of: 2026-07-16, cite: wam-2025}
sections:
  - {heading: How it began, text: "The idea came up in 2023. [@wam-2025]"}
corrections:
  - {date: 2025-08-02, text: "The conference was said to be in Beijing; it was in Shanghai."}
"""
    ),
    "briefings/chips.yml": (
        """
title: The "H20" chip & the licence <b>question</b>
published: 2025-08-12
topics: [chip-controls]
summary: Washington took back its ban on a chip for China. [@wam-2025]
timeline:
  - {date: 2025-04, title: Licences are required, actors: [huawei], cite: wam-2025}
statements:
  - {speaker: huawei, text: The chip is safe., status: disputed, note: Not shown., date: 2025-08-01, cite: wam-2025}
"""
    ),
    "actors/li-qiang.yml": (
        """
name: Li Qiang
kind: person
aliases: [Premier Li, 李强]
summary: Premier of China.
identifiers: {wikidata: Q15617690}
roles: [{title: Premier, organization: china, from: 2023-03-11, cite: wam-2025}]
"""
    ),
    "actors/china.yml": (
        "name: China\nkind: country\ncountry: CN\naliases: [PRC, People’s Republic of China]\n"
    ),
    "actors/huawei.yml": "name: Huawei\nkind: company\naliases: [华为]\n",
    "sources/wam-2025.yml": (
        """
title: Premier opens the conference
publisher: WAM
published: 2025-07-26
url: https://example.org/premier-opens
kind: wire
"""
    ),
    "topics/ai-governance.yml": "name: AI governance\nsummary: Who makes the rules.\n",
    "topics/chip-controls.yml": "name: Chip controls\n",
    **PAGES,
}


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

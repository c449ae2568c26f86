"""The stages before and after MkDocs where MkDocs itself builds all pages: first the Markdown; then search,
policy and files for programs.

MkDocs' own commands build a site this way, and so does `briefings build` if a host has other plugins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefings.exports import from_markdown, json_ld
from briefings.html.engine import source_day
from briefings.html.finish import Finisher
from briefings.html.mkdocs import Finish
from briefings.settings import Settings
from briefings.site import stages
from briefings.site.data import add_files, recorded
from briefings.site.stages import Item, Made, Plan
from briefings.store.builds import FileRecord
from briefings.store.processes import Progress, no_progress
from briefings.views.page import Page


@dataclass(frozen=True, slots=True)
class Handover:
    """The Markdown was written; MkDocs can start."""

    written: int
    """Files of the Markdown tree whose content changed."""
    removed: int
    """Files of pages that no longer exist."""
    finish: Finish
    """Completes the site that MkDocs built."""


@contextmanager
def handing_over(
    settings: Settings,
    todo: Plan,
    classes: Iterable[str],
    *,
    search: bool = True,
    progress: Progress = no_progress,
) -> Iterator[Handover]:
    """Write the Markdown, and index it while MkDocs builds inside the block; for MkDocs, today is the day of
    the newest briefing.

    `classes` are those of the theme. Without `search`, the site has no search index and no pictures for
    shared links.
    """

    def data(page: Page, card: str) -> str:
        return json_ld.element(page, todo.words, settings, card)

    def note(item: Item, made: Made) -> FileRecord | None:
        if isinstance(item, Path):
            return None
        data: bytes | None = made.data
        if isinstance(item, Page):
            data = from_markdown(settings, item, todo.updated.get(item.path, ""), made.text)
        return None if data is None else recorded(made.path, data)

    finisher = Finisher(
        todo.pages, todo.searched, todo.words, settings, classes=classes, search=search, data=data
    )
    with source_day(todo.day), finisher:
        generated = stages.write_pages(settings, todo, note, progress=progress)
        files = {path: file for path, file in generated.notes.items() if file is not None}

        def finish(site: Path) -> list[str]:
            late = finisher(site)
            add_files(settings, todo, files, site)
            return late

        yield Handover(generated.written, generated.removed, finish)

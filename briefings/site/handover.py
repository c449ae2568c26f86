"""The stages before and after MkDocs where MkDocs itself builds all pages: first the Markdown; then search,
policy and files for programs.

MkDocs' own commands build a site this way, and so does `briefings build` if a host has other plugins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefings.exports import from_markdown, json_ld, replaced
from briefings.html.engine import EngineError, failing, source_day
from briefings.html.gate import UNKNOWN
from briefings.html.metadata import Metadata
from briefings.html.publish import THEME_ONLY, Publisher, origin_of, refuse_faults, sheets_of
from briefings.html.styles import classes_of
from briefings.search.pagefind import Put, file_of, indexing
from briefings.settings import Settings
from briefings.site import planning
from briefings.site.data import last_files, recorded
from briefings.site.planning import Item, Made, Plan
from briefings.store.builds import FileRecord
from briefings.store.processes import Progress, each, no_progress
from briefings.text.allowed import Fault
from briefings.views.page import Page


@contextmanager
def handing_over(
    settings: Settings,
    todo: Plan,
    classes: Iterable[str] = (),
    *,
    search: bool = True,
    progress: Progress = no_progress,
) -> Iterator[Handover]:
    """Write the Markdown, and index it while MkDocs builds inside the block; for MkDocs, today is the day of
    the newest briefing.

    `classes` are those that pages may use besides the ones on them, so that one more on a page need not
    change the style sheet of all. Without `search` (in the preview), the site has no search index and no
    pictures for shared links.
    """

    def note(item: Item, made: Made) -> FileRecord | None:
        if isinstance(item, Path):
            return None
        data: bytes | None = made.data
        if isinstance(item, Page):
            data = from_markdown(settings, item, todo.updated.get(item.path, ""), made.text)
        return None if data is None else recorded(made.path, data)

    with source_day(todo.day), ExitStack() as stack:
        put = stack.enter_context(indexing(todo.searched, todo.words, settings)) if search else None
        generated = planning.write_pages(settings, todo, note, progress=progress)
        files = {path: file for path, file in generated.notes.items() if file is not None}
        yield Handover(generated.written, generated.removed, settings, todo, frozenset(classes), files, put)


@dataclass(frozen=True, slots=True)
class Handover:
    """The Markdown was written; MkDocs can start."""

    written: int
    """Files of the Markdown tree whose content changed."""
    removed: int
    """Files of pages that no longer exist."""
    _settings: Settings
    _todo: Plan
    _classes: frozenset[str]
    _files: Mapping[str, FileRecord]
    """The files for programs, and those that are made from a page's Markdown."""
    _put: Put | None
    """Adds the index of the search."""

    def finish(self, site: Path) -> None:
        """Complete a site that MkDocs has just written.

        Raises ContentError if a page contains something forbidden, and EngineError if the site cannot be read
        or written.
        """
        settings, todo = self._settings, self._todo
        metadata = Metadata(todo.words, settings, cards=self._put is not None)
        with failing():
            self._publish(site, metadata)
            metadata.add_cards(todo.pages, site)
            if self._put is not None:
                self._put(site)
            self._add_files(site)

    def _publish(self, site: Path, metadata: Metadata) -> None:
        settings, words = self._settings, self._todo.words
        pages = {file_of(page.path): page for page in self._todo.pages}
        origins = {file: origin_of(page) for file, page in pages.items()}
        files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        used = set(self._classes)
        linked: set[str] = set()
        for file in files:
            html = _read(site, file)
            # Pages of the theme have no other classes than its templates.
            if file not in origins or origins[file].handwritten:
                used |= classes_of(html)
            linked.update(sheets_of(file, html, settings))
        theme_only = _read(site, THEME_ONLY)
        merge = linked.issubset(sheets_of(THEME_ONLY, theme_only, settings))
        publisher = Publisher(site, theme_only, settings, used, merge=merge)

        def publish(number: int, file: str) -> tuple[Fault, ...]:
            head, page = "", pages.get(file)
            if page is not None:
                head = metadata.head(page) + json_ld.element(page, words, settings, metadata.picture(page))
            made = publisher.page(file, _read(site, file), head, origins.get(file, UNKNOWN))
            (site / file).write_text(made.html, encoding="utf-8")
            return made.faults

        refuse_faults(dict(zip(files, each(files, publish), strict=True)), origins, settings)
        publisher.delete_unused()

    def _add_files(self, site: Path) -> None:
        """Add the files that are not in the folder of Markdown, and remove those of pages that the host
        excludes."""
        settings, todo = self._settings, self._todo
        left_out = {page.path for page in todo.pages if not (site / file_of(page.path)).is_file()}
        without_page = {each.path for each in todo.resources if each.page in left_out}
        for path in without_page:
            (site / path).unlink(missing_ok=True)
        built = {path: file for path, file in self._files.items() if path not in left_out | without_page}
        for page in todo.pages:
            if page.path in built:
                text = (settings.docs_dir / page.path).read_text(encoding="utf-8").partition("\n---\n")[2]
                data = from_markdown(settings, page, todo.updated.get(page.path, ""), text)
                assert data is not None
                _write(site / page.path, data)
        for path in replaced(settings):
            (site / path).unlink(missing_ok=True)
        for path, data in last_files(todo, built):
            _write(site / path, data)


def _read(site: Path, file: str) -> str:
    try:
        return (site / file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EngineError(f"the site was not built: {file} is not in UTF-8") from error


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)

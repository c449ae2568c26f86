"""The files for programs that only the finished site has, and the list of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefings.exports import Listed, at_end, from_markdown, replaced
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.site.stages import Plan
from briefings.store.builds import FileRecord


def recorded(path: str, data: bytes) -> FileRecord:
    """The record of a file with this content."""
    return FileRecord(path, len(data), hashlib.sha256(data).hexdigest())


def last_files(todo: Plan, files: Mapping[str, FileRecord]) -> Iterator[tuple[str, bytes]]:
    """The files that are made from the list of all others, by path. `files` has each resource of the site and
    each page's file that is made from its Markdown, by path."""
    return at_end(todo.publication, tuple(_listed(todo, files)))


def _listed(todo: Plan, files: Mapping[str, FileRecord]) -> Iterator[Listed]:
    changed = {each.page: each.updated for each in todo.resources}
    for each in todo.resources:
        file = files.get(each.path)
        if file is not None:
            about = (each.path, each.format, each.media_type, each.page, each.updated)
            yield Listed(*about, file.size, file.sha256)
    for page in todo.pages:
        file = files.get(page.path)
        if file is not None:
            own = next(file for file in page.files if file.path == page.path)
            updated = changed.get(page.path, "") or todo.updated.get(page.path, "")
            about = (own.path, own.format, own.media_type, page.path, updated)
            yield Listed(*about, file.size, file.sha256)


def add_files(settings: Settings, todo: Plan, files: Mapping[str, FileRecord], site: Path) -> None:
    """Add the files that are not in the folder of Markdown to a site that MkDocs has built from there, and
    remove those of pages that the host excludes."""
    left_out = {page.path for page in todo.pages if not (site / file_of(page.path)).is_file()}
    without_page = {each.path for each in todo.resources if each.page in left_out}
    for path in without_page:
        (site / path).unlink(missing_ok=True)
    built = {path: file for path, file in files.items() if path not in left_out | without_page}
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


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)

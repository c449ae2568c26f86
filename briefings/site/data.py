"""The files for programs that only the finished site has, and the list of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from briefings.exports import Listed, at_end
from briefings.site.planning import Plan
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

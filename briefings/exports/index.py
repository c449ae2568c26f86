"""`data/index.json`: every file for programs with its address, size, digest, title and day of change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefings.catalog import urls
from briefings.exports.data_page import INDEX
from briefings.exports.json import schemas
from briefings.exports.json.documents import VERSION
from briefings.exports.json.site_documents import FileDocument
from briefings.exports.resource import Listed, Publication, Resource, compact

NAME = "index"
"""Of its schema."""


def index_schema(publication: Publication) -> Resource:
    """The schema of the list of all files."""
    return schemas.resource(publication, NAME)


def index(publication: Publication, listed: Sequence[Listed]) -> bytes:
    """The list of all files of a site, with a line for each: those of the site as a whole, then those of each
    page."""
    settings = publication.settings
    head = {
        "$schema": schemas.address(settings.site_url, NAME, INDEX),
        "version": VERSION,
        "title": settings.site_name,
        "site": settings.site_url,
        "language": publication.words.language,
        "licence": settings.licence,
    }
    files: dict[str, list[Listed]] = {"": []}
    for each in sorted(listed, key=lambda each: each.path):
        files.setdefault(each.page, []).append(each)
    of_site = _with_lines(head, "files", (_file(each) for each in files.pop("")))
    titles = {page.path: page.title for page in publication.pages}
    by_address = sorted(files.items(), key=lambda item: urls.address(item[0]))
    pages = (_of_page(page, titles[page], own) for page, own in by_address)
    lines = ",\n".join(pages)
    return f'{of_site.removesuffix("}")},"pages":[\n{lines}\n]}}\n'.encode()


def _of_page(page: str, title: str, listed: Sequence[Listed]) -> str:
    """The files of a page. What most of them would repeat is said once."""
    updated = max(each.updated for each in listed)
    head = {"page": urls.address(page), "title": title} | ({"updated": updated} if updated else {})
    return _with_lines(head, "files", (_file(each, title, updated) for each in listed))


def _file(listed: Listed, title: str = "", updated: str = "") -> FileDocument:
    """A file, without what its page says, too."""
    document: FileDocument = {
        "path": listed.path,
        "format": listed.format,
        "media_type": listed.media_type,
        "size": listed.size,
        "sha256": listed.sha256,
    }
    if listed.title != title:
        document["title"] = listed.title
    if listed.updated and listed.updated != updated:
        document["updated"] = listed.updated
    return document


def _with_lines(head: Mapping[str, object], key: str, records: Iterable[Mapping[str, object]]) -> str:
    """An object with a list as its last value, each record on a line of its own."""
    lines = ",\n".join(map(compact, records))
    return f'{compact(head).removesuffix("}")},"{key}":[\n{lines}\n]}}'

"""`data/index.json`: every file for programs with its address, size, digest and day of change."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.catalog import urls
from briefings.exports.data_page import INDEX
from briefings.exports.json import schemas
from briefings.exports.json.documents import VERSION
from briefings.exports.json.site_documents import FileDocument, IndexDocument
from briefings.exports.resource import Listed, Publication, Resource, compact

NAME = "index"
"""Of its schema."""


def index_schema(publication: Publication) -> Resource:
    """The schema of the list of all files."""
    return schemas.resource(publication, NAME)


def index(publication: Publication, listed: Sequence[Listed]) -> bytes:
    """The list of all files of a site, sorted by path, with a line for each."""
    settings = publication.settings
    document: IndexDocument = {
        "version": VERSION,
        "title": settings.site_name,
        "site": settings.site_url,
        "language": publication.words.language,
        "licence": settings.licence,
        "files": [],
    }
    address = schemas.address(settings.site_url, NAME, INDEX)
    head = compact({"$schema": address, **document}).removesuffix("]}")
    files = ",\n".join(compact(_file(each)) for each in sorted(listed, key=lambda each: each.path))
    return f"{head}\n{files}\n]}}\n".encode()


def _file(listed: Listed) -> FileDocument:
    return {
        "path": listed.path,
        "format": listed.format,
        "media_type": listed.media_type,
        "page": urls.address(listed.page) if listed.page else None,
        "updated": listed.updated or None,
        "size": listed.size,
        "sha256": listed.sha256,
    }

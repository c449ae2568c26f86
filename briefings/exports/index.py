"""`data/index.json`: every file for programs with its address, size, digest and day of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from briefings.catalog import urls
from briefings.exports.data_page import INDEX
from briefings.exports.json import schemas
from briefings.exports.json.documents import VERSION
from briefings.exports.resource import Listed, Publication, compact

NAME = "index"
"""Of its schema."""


def index(publication: Publication, listed: Sequence[Listed]) -> bytes:
    """The list of all files of a site, sorted by path, with a line for each."""
    settings = publication.settings
    document = {
        "$schema": schemas.address(settings.site_url, NAME, INDEX),
        "version": VERSION,
        "title": settings.site_name,
        "site": settings.site_url,
        "language": publication.words.language,
        "licence": settings.licence,
        "files": [],
    }
    lines = (
        {
            **asdict(each),
            "page": urls.address(each.page) if each.page else None,
            "updated": each.updated or None,
        }
        for each in sorted(listed, key=lambda each: each.path)
    )
    head, files = compact(document).removesuffix("]}"), ",\n".join(map(compact, lines))
    return f"{head}\n{files}\n]}}\n".encode()

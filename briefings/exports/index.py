"""`data/index.json`: every file for programs with its address, size, digest, title and day of change."""

from __future__ import annotations

import json
from collections.abc import Sequence

from briefings.exports.resource import Listed, Publication

VERSION = 1
"""Of the format; see `json_pages.VERSION`."""


def index(publication: Publication, listed: Sequence[Listed]) -> bytes:
    """The list of all files of a site, sorted by path."""
    settings = publication.settings
    document = {
        "version": VERSION,
        "title": settings.site_name,
        "language": publication.words.language,
        "site": settings.site_url or None,
        "licence": settings.licence,
        "files": [
            {
                "path": each.path,
                "url": publication.file_address(each.path),
                "format": each.format,
                "media_type": each.media_type,
                "title": each.title,
                "page": publication.address(each.page) if each.page else None,
                "updated": each.updated or None,
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in sorted(listed, key=lambda each: each.path)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=0) + "\n").encode()

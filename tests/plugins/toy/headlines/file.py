"""The format `headlines`: `data/headlines.txt`, a line for each briefing."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.exports import Format, Publication, Resource
from briefings.settings import Settings
from briefings.views.briefing import BriefingView
from briefings.words import Words

Headlines = tuple[tuple[str, str], ...]
"""The title and address of each briefing."""


def of_site(publication: Publication) -> Iterator[Resource]:
    """The file of the site."""
    briefings = (page for page in publication.pages if isinstance(page.view, BriefingView))
    yield Resource(
        path="data/headlines.txt",
        format="headlines",
        media_type="text/plain",
        title=publication.words("formats.headlines.label"),
        made_from=tuple((page.title, publication.address(page.path)) for page in briefings),
        make=content,
    )


def content(headlines: Headlines, words: Words, settings: Settings) -> bytes:
    """Its bytes."""
    return "".join(f"{title} {address}\n" for title, address in headlines).encode()


HEADLINES = Format("headlines", of_site=of_site)

"""The format `headlines`: `data/headlines.txt`, a line for each briefing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs
from briefings.exports import Format, Publication, Resource


def of_site(publication: Publication) -> Iterator[Resource]:
    """The file of the site."""
    briefings = tuple(publication.catalog.briefings.values())
    addresses = tuple(publication.address(urls.page_of_sheet(sheet)) for sheet in briefings)
    yield Resource(
        path="data/headlines.txt",
        format="headlines",
        media_type="text/plain",
        title=publication.words("formats.headlines.label"),
        about=(briefings, addresses),
        make=partial(content, addresses),
    )


def content(addresses: tuple[str, ...], catalog: Catalog, proofs: Proofs) -> bytes:
    """Its bytes."""
    lines = zip(catalog.briefings.values(), addresses, strict=True)
    return "".join(f"{sheet.data.title} {address}\n" for sheet, address in lines).encode()


HEADLINES = Format("headlines", of_site=of_site)

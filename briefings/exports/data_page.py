"""The page that says which formats the site has, at which addresses, and what may be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.catalog import urls
from briefings.exports.resource import Format, Resource
from briefings.pages import Context, Page, PageFile
from briefings.settings import Settings
from briefings.text.licences import Licence
from briefings.words import Words

INDEX = "data/index.json"
"""The list of all files."""


@dataclass(frozen=True, slots=True)
class OfferedFormat:
    """A format that the site has."""

    name: str
    addresses: tuple[str, ...]
    """The addresses of files of pages, as patterns: `briefings/….json`."""
    files: tuple[tuple[str, PageFile], ...]
    """The files of the site as a whole, each with its title."""


@dataclass(frozen=True, slots=True)
class DataContext(Context):
    """The formats of the site."""

    template = "data.md.j2"
    formats: tuple[OfferedFormat, ...]
    licence_of_site: Licence | None
    index_file: str
    """The path of the list of all files."""


def data_page(formats: Sequence[Format], files: Sequence[Resource], words: Words, settings: Settings) -> Page:
    """The page about the data of a site, with the files of the site as a whole."""
    offered = tuple(
        OfferedFormat(
            each.name,
            each.addresses,
            tuple((file.title, file.file) for file in files if file.format == each.name),
        )
        for each in formats
    )
    context = DataContext(offered, settings.licence, INDEX)
    return Page(urls.DATA, words("pages.data.title"), words("pages.data.description"), "data", context)

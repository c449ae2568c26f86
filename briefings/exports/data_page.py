"""The page that says which formats the site has, at which addresses, and what may be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.catalog import urls
from briefings.exports.resource import Format, Resource
from briefings.settings import Settings
from briefings.text.licences import Licence
from briefings.views.page import Page, PageFile
from briefings.views.view import View
from briefings.words import Words

INDEX = "data/index.json"
"""The list of all files."""

MOST = 3
"""The most examples of a format."""


@dataclass(frozen=True, slots=True)
class OfferedFormat:
    """A format that the site has."""

    name: str
    addresses: tuple[str, ...]
    """The addresses of files of pages, as patterns: `briefings/….json`."""
    files: tuple[tuple[str, PageFile], ...]
    """The files of the site as a whole, each with its title."""
    examples: tuple[PageFile, ...]
    """Up to three files of one page, of a briefing if briefings have any."""


@dataclass(frozen=True, slots=True)
class DataView(View):
    """The formats of the site."""

    template = "data.md.j2"
    formats: tuple[OfferedFormat, ...]
    topics: tuple[str, ...]
    """The names of the topics of the site."""
    licence_of_site: Licence | None
    index_file: str
    """The path of the list of all files."""
    changed: str
    """The day on which a briefing last changed (ISO 8601); empty without briefings."""


def data_page(
    formats: Sequence[Format],
    files: Sequence[Resource],
    pages: Sequence[Page],
    words: Words,
    settings: Settings,
    changed: str,
) -> Page:
    """The page about the data of a site, with the files of the site as a whole and examples of those of its
    pages."""
    examples = _examples(pages)
    offered = tuple(
        OfferedFormat(
            each.name,
            each.addresses,
            tuple((file.title, file.file) for file in files if file.format == each.name and not file.page),
            examples.get(each.name, ()),
        )
        for each in formats
        # A site may have no file of a format: embeds need its address.
        if not each.addresses or each.name in {file.format for file in files}
    )
    topics = tuple(page.title for page in pages if page.kind == "topic")
    view = DataView(offered, topics, settings.licence, INDEX, changed)
    return Page(urls.DATA, words("pages.data.title"), words("pages.data.description"), "data", view)


def _examples(pages: Sequence[Page]) -> Mapping[str, tuple[PageFile, ...]]:
    """By format: its files of the first briefing that has any or, if none has, of the first page."""
    examples: dict[str, tuple[PageFile, ...]] = {}
    for page in (*(page for page in pages if page.kind == "briefing"), *pages):
        for name in {file.format for file in page.files} - examples.keys():
            examples[name] = tuple(file for file in page.files if file.format == name)[:MOST]
    return examples

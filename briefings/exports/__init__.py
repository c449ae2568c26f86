"""The site as data for other programs, one format per module; `plugin.FORMATS` lists them. A format lists
files, each with its path below the site's root, and knows entries only by what all kinds of them have in
common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from briefings import plugin
from briefings.catalog import urls
from briefings.exports.data_page import INDEX, data_page
from briefings.exports.json import schemas
from briefings.exports.json.documents import VERSION
from briefings.exports.resource import Format, Listed, Publication, Resource, compact
from briefings.settings import Settings
from briefings.views.page import Page, PageFile
from briefings.views.stub import StubView


def chosen(settings: Settings) -> tuple[Format, ...]:
    """The formats that the host has not switched off, in the order in which pages link to them."""
    return tuple(plugin.load_format(name) for name in plugin.formats() if name in settings.exports)


def with_files(
    publication: Publication, pages: Iterable[Page]
) -> Iterator[tuple[Page, tuple[Resource, ...]]]:
    """Each page, which now knows its files, and these files. Where a sheet moved from, they are those of its
    new page, too: no static host can redirect a picture on somebody else's page."""
    formats = chosen(publication.settings)
    pages = tuple(pages)
    by_path = {page.path: page for page in pages}
    for page in pages:
        files: list[Resource] = []
        known: list[PageFile] = []
        for each in formats:
            own = tuple(each.of_page(publication, page))
            files += own
            known += (file.file for file in own)
            if each.of_markdown is not None:
                known.append(PageFile(each.name, page.path, "text/markdown", ""))
        if isinstance(page.view, StubView) and page.view.moved_to is not None:
            target = by_path.get(page.view.moved_to.path)
            files += () if target is None else _of_moved(publication, formats, page, target, files)
        yield replace(page, files=tuple(known)), tuple(files)


def _of_moved(
    publication: Publication, formats: Iterable[Format], page: Page, target: Page, own: Iterable[Resource]
) -> list[Resource]:
    """The files of a page at the addresses that they would have on a former page, besides that page's own."""
    taken = {file.path for file in own}
    former, now = urls.address(page.path).rstrip("/"), urls.address(target.path).rstrip("/")
    copies = (
        replace(file, path=file.path.replace(now, former, 1), page=page.path)
        for each in formats
        for file in each.of_page(publication, target)
    )
    return [copy for copy in copies if copy.path not in taken]


def of_site(publication: Publication) -> Iterator[Resource]:
    """The files of the site as a whole."""
    for each in chosen(publication.settings):
        yield from each.of_site(publication)
    yield schemas.resource(publication, "index")


def from_markdown(settings: Settings, page: Page, updated: str, markdown: str) -> bytes | None:
    """The file of a page that is made from its Markdown; None if the host does not want it. `updated` is the
    day of the newest change in the page."""
    make = next((each.of_markdown for each in chosen(settings) if each.of_markdown is not None), None)
    return None if make is None else make(settings, page, updated, markdown)


def replaced(settings: Settings) -> Iterator[str]:
    """The paths of files that engines write and that these formats have in their place."""
    for each in chosen(settings):
        yield from (path for path in each.replaces if not settings.has_file(path))


def at_end(publication: Publication, listed: Sequence[Listed]) -> Iterator[tuple[str, bytes]]:
    """The files of a finished site that depend on all others, by path."""
    settings = publication.settings
    for each in chosen(settings):
        files = each.at_end(publication, listed)
        yield from ((path, data) for path, data in files if not settings.has_file(path))
    yield INDEX, _index(publication, listed)


def _index(publication: Publication, listed: Sequence[Listed]) -> bytes:
    """The list of all files of a site, sorted by path, with a line for each."""
    settings = publication.settings
    document = {
        "$schema": schemas.address(settings.site_url, "index", INDEX),
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


__all__ = [
    "Format",
    "Listed",
    "Publication",
    "Resource",
    "at_end",
    "chosen",
    "data_page",
    "from_markdown",
    "of_site",
    "replaced",
    "with_files",
]

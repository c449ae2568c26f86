"""The targets of links in prose: the pages and files of the site, and the anchors on them. Computed on
demand."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage
from briefings.checks.handwritten import HandwrittenPage, as_html
from briefings.evidence import Proofs
from briefings.model import FOLDERS, SheetModel
from briefings.problems.problem import ContentError
from briefings.settings import Settings, packaged_theme
from briefings.sheets.load import Sheet
from briefings.sheets.media import media_files
from briefings.words import Words

if TYPE_CHECKING:
    from briefings.views.maker import Maker
    from briefings.views.page import Page

_GENERATED = urls.GENERATED | {urls.index_of(kind) for kind in FOLDERS}


class Destinations:
    """The pages and files of a site that is not built yet."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        proofs: Proofs,
        coverage: Coverage,
        words: Words,
        handwritten: Sequence[HandwrittenPage],
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._words = words
        self._proofs = proofs
        self._coverage = coverage
        self._handwritten = {page.path: page.body for page in handwritten}
        self._places: dict[str, Collection[str] | None] = {}

    def __contains__(self, path: object) -> bool:
        # Planning all pages takes ten times as long as all other checks, so it comes last.
        return (
            path in self._handwritten
            or path in _GENERATED
            or self._sheet(str(path)) is not None
            or path in self._paths
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def places(self, path: str) -> Collection[str] | None:
        """The anchors on a page; None if they are not certain."""
        if not self._settings.standard_headings:
            return None
        if path not in self._places:
            text = self._text(path)
            self._places[path] = None if text is None else anchors_in(text)
        return self._places[path]

    def _sheet(self, path: str) -> Sheet[SheetModel] | None:
        """The sheet whose page has a path."""
        folder, _, name = path.rpartition("/")
        kind = next((kind for kind, each in FOLDERS.items() if each == folder), None)
        sheet_id = name.removesuffix(".md")
        if kind is None or sheet_id == name or not self._catalog.has(kind, sheet_id):
            return None
        return self._catalog.sheet(kind, sheet_id)

    @cached_property
    def _paths(self) -> frozenset[str]:
        media = self._settings.content_dir / "media"
        files = {
            f"media/{file.relative_to(media).as_posix()}"
            for file in media_files(self._settings.content_dir, self._settings.root)
        }
        for theme in filter(None, (self._settings.custom_dir, packaged_theme() / "site")):
            files |= {file.relative_to(theme).as_posix() for file in theme.rglob("*") if file.is_file()}
        return frozenset(files | self._planned.keys() | self._handwritten.keys())

    # To import the views takes a tenth of a check, and most checks ask for no page.

    @cached_property
    def _maker(self) -> Maker:
        from briefings.views.maker import Maker

        colored = tuple(self._settings.look.topics)
        return Maker(self._catalog, self._proofs, self._coverage, self._words, colored=colored)

    @cached_property
    def _planned(self) -> Mapping[str, Page]:
        from briefings.pages.planned import pages

        return {page.path: page for page in pages(self._maker, self._settings)}

    def _text(self, path: str) -> str | None:
        """The Markdown of a page; None if there is no such page, or it cannot be rendered."""
        from briefings.pages.planned import of_sheet
        from briefings.render.render import Renderer

        if path in self._handwritten:
            return self._handwritten[path]
        sheet = self._sheet(path)
        if sheet is not None:
            page = next(of_sheet(self._maker, sheet))
        elif path in self._planned:
            page = self._planned[path]
        else:
            return None
        try:
            return Renderer(self._words, self._settings).body(page)
        except ContentError:
            return None  # a mistake in a template, which is reported when pages are rendered


_ATTRIBUTE = re.compile(r"""\s(?:id|name)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'>]+))""")


def anchors_in(text: str) -> frozenset[str] | None:
    """The anchors on a page, from its Markdown; None if Python-Markdown cannot read it."""
    from briefings.html import fast  # checks seldom need it

    converted = fast.convert(text, lambda address: address)
    if converted is not None:
        return converted.ids
    try:
        found = _ATTRIBUTE.finditer(as_html(text))
    except Exception:  # converters can raise anything
        return None
    return frozenset(html.unescape("".join(filter(None, match.groups()))) for match in found)

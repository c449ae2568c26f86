"""One call from a page to its published file, for whole builds and for the preview alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefings.exports import json_ld, replaced
from briefings.html.frame import Frame, Places, classes_of_theme
from briefings.html.metadata import Metadata
from briefings.html.publish import THEME_ONLY, Publisher, origin_of
from briefings.html.styles import classes_of
from briefings.render.render import Renderer, front_matter
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.text.allowed import Fault
from briefings.views.page import Page
from briefings.views.stub import HandwrittenView


@dataclass(frozen=True, slots=True)
class Printed:
    """What is known of a page that was published."""

    places: Places
    faults: tuple[Fault, ...]
    """What the gate refuses."""
    warnings: tuple[str, ...]
    """MkDocs', each in one line."""


class Press:
    """Publishes the pages of one site, each by itself. Its methods raise EngineError.

    Valid as long as no page is added or removed, and neither the theme nor the configuration changes.
    """

    def __init__(
        self,
        settings: Settings,
        renderer: Renderer,
        pages: Iterable[Page],
        others: Iterable[str],
        *,
        cards: bool,
    ) -> None:
        """`others` are the files besides pages that pages may link to. With `cards`, shared links have
        pictures."""
        self._settings = settings
        self._words = renderer.words
        self._has_cards = cards
        titles = {page.path: page.title for page in pages}
        self.frame = Frame(settings, titles, others, left_out=replaced(settings))
        self._classes = classes_of_theme(self.frame.config, settings)
        for page in pages:
            # What their Markdown becomes depends on the extensions that the host chose.
            if isinstance(page.view, HandwrittenView) and self.frame.has(page.path):
                self._classes |= classes_of(
                    self.frame.article(page.path, front_matter(page), renderer.body(page))
                )

    def prepare(self, site: Path) -> str:
        """Write the files that belong to no page in the folder of a site; return a digest of the frame that
        all pages share."""
        self.frame.write_files(site)
        theme_only = (site / THEME_ONLY).read_text(encoding="utf-8")
        self._publisher = Publisher(site, theme_only, self._settings, self._classes)
        html = self._publisher.page(THEME_ONLY, theme_only).html
        (site / THEME_ONLY).write_text(html, encoding="utf-8")
        self._publisher.delete_unused()
        return hashlib.blake2b(html.encode("utf-8"), digest_size=16).hexdigest()

    def page(self, page: Page, text: str) -> tuple[bytes, Printed]:
        """The HTML of a page from its Markdown."""
        framed = self.frame.page(page.path, front_matter(page), text)
        metadata = Metadata(self._words, self._settings, cards=self._has_cards)
        head = metadata.head(page)
        head += json_ld.element(page, self._words, self._settings, metadata.picture(page))
        made = self._publisher.page(file_of(page.path), framed.html, head, origin_of(page))
        printed = Printed(framed.places, made.faults, framed.warnings)
        return made.html.encode("utf-8", "xmlcharrefreplace"), printed

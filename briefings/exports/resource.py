"""What a format is, and the files that it consists of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefings.catalog import urls
from briefings.catalog.labels import licence_name
from briefings.settings import Settings
from briefings.versions.history import History
from briefings.views.collection import Collection
from briefings.views.page import Page, PageFile
from briefings.views.view import SheetView
from briefings.words import Words

NEWEST = 20
"""How many items or past entries the feed, calendar and timeline of a topic or an actor have. Programs load
feeds and calendars again each day, and TimelineJS advises against more slides. What is still to come is there
in full, and everything else in the JSON of the page."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file for programs, made when it is needed: most are reused from the last build."""

    path: str
    """Below the site's root."""
    format: str
    """The name of its format."""
    media_type: str
    make: Callable[[Any, Words, Settings], bytes]
    """Its bytes: a function of what the file is made from, the words of the language and the settings."""
    made_from: object
    """Everything else that it says: views, and what the site has of facts. The file is made again if its
    digest changes, which covers all of this."""
    suffix: str = ""
    """What distinguishes it from other files of the format: `bib`, `ris`."""
    page: str = ""
    """The page that it belongs to, below build/docs; empty for a file of the site as a whole."""
    title: str = ""
    """What a file of the site as a whole contains, in the language of the site."""
    updated: str = ""
    """The day of the newest change in it (ISO 8601); empty if unknown."""

    def content(self, words: Words, settings: Settings) -> bytes:
        """Its bytes."""
        return self.make(self.made_from, words, settings)

    @property
    def file(self) -> PageFile:
        """What the page that it belongs to knows of it."""
        return PageFile(self.format, self.path, self.media_type, self.suffix)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file for programs in a finished site."""

    path: str
    format: str
    media_type: str
    page: str
    """The page that it belongs to; empty for a file of the site as a whole."""
    updated: str
    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal digits."""


@dataclass(frozen=True)
class Publication(Collection):
    """What a format may know of a site when it lists its files.

    What it knows decides which files there are and what they are made from. `make` gets only the latter.
    """

    settings: Settings
    pages: tuple[Page, ...]
    """All pages with HTML; empty if only the files of single pages are asked for."""

    @cached_property
    def sheets(self) -> tuple[SheetView, ...]:
        """The views of all sheets, by kind."""
        views = (page.view for page in self.pages)
        shown = {view.ref: view for view in views if isinstance(view, SheetView)}
        return tuple(shown[ref] for ref in self.every())

    @property
    def words(self) -> Words:
        """The words of the language of the site."""
        return self.maker.words

    @property
    def history(self) -> History:
        """When sheets and entries came and changed; without git, what the sheets say of it."""
        return self.maker.history

    def address(self, page: str) -> str:
        """The address of a page: absolute if the site's own is known, otherwise below its root."""
        return self.settings.site_url + urls.address(page)


def _nothing(*_: object) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format, or several that belong together. Hosts switch it on and off by its name."""

    name: str
    """In settings and locales."""
    of_page: Callable[[Publication, Page], Iterable[Resource]] = _nothing
    """The files that belong to one page, which links to them. They must not depend on `Publication.pages`."""
    of_site: Callable[[Publication], Iterable[Resource]] = _nothing
    """The files of the site as a whole, which the page about data links to."""
    of_markdown: Callable[[Settings, Page, str, str], bytes] | None = None
    """The file of a page that is made from the day of its newest change and its Markdown. It has the path of
    the page and is only in the site, because the folder of Markdown has the page itself there."""
    at_end: Callable[[Publication, Sequence[Listed]], Iterable[tuple[str, bytes]]] = _nothing
    """Files of the site as a whole, by path, which are made anew in each build, from the list of all others,
    and are only in the site."""
    replaces: tuple[str, ...] = ()
    """Files by which engines say the same, unless the theme of the host has them."""
    addresses: tuple[str, ...] = ()
    """The addresses of files of pages, as patterns for readers: `briefings/….json`."""


def rights(words: Words, settings: Settings) -> str:
    """Which texts of a file others may use, and under which licence."""
    own = (
        words("data.no_licence")
        if settings.licence is None
        else words("data.licence", licence=licence_name(settings.licence, words))
    )
    return f"{own} {words('data.theirs')}"


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(value: object) -> str:
    """A value as JSON without spaces: no person reads it as it is."""
    return _encoder.encode(value)


def present(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that have a value."""
    return {key: value for key, value in keys.items() if value is not None}

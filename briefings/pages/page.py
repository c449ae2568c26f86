"""A page before it is rendered: its path, title and description, and the context of its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from briefings.catalog.coverage import Covered
from briefings.catalog.entries import Entry
from briefings.model import SheetModel
from briefings.pages.periods import Navigation, PeriodLink
from briefings.sheets.load import Sheet

Listed = Entry[Any] | Sheet[Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries or sheets that a page lists together."""

    items: tuple[Listed, ...]
    """In the order of the page."""
    name: str = ""
    """What they are, in any language: `announced`, `disputed`."""
    label: str = ""
    """What they are, in the language of the site: "March 2024"."""
    whole: str | None = None
    """The page with all of them, if the page has only some."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page lists, for exports."""

    groups: tuple[Group, ...]
    periods: tuple[PeriodLink, ...] = ()
    """All periods of a divided list, on its first page."""
    way: Navigation | None = None
    """Links to other periods, on the page of a period."""


@dataclass(frozen=True, slots=True)
class Context:
    """The data for a template. Each subclass names its template."""

    template: ClassVar[str]
    verbatim: ClassVar[bool] = False
    """Whether rendering must not change white space, because a person wrote the page."""
    coverage: Mapping[str, tuple[Covered, ...]] = field(default_factory=dict, kw_only=True)
    """What the passages give of the facts that the page shows, by the path of their sheet. Marks say it."""

    @property
    def subject(self) -> Sheet[SheetModel] | None:
        """The sheet that the page shows whole."""
        return None

    @property
    def listing(self) -> Listing | None:
        """What the page lists, if it lists entries or sheets and shows none whole."""
        return None


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the site with the same content as a page, in another format."""

    format: str
    """The name of the format in settings and locales: json, feeds, calendars and so on."""
    path: str
    """The path below the site's root."""
    media_type: str
    suffix: str
    """What distinguishes it from other files of the format: `bib`, `ris`."""

    @property
    def label_key(self) -> str:
        """The key of its name in links. A format whose files no page links by name has no such words."""
        return f"formats.{self.format}.{f'files.{self.suffix}' if self.suffix else 'label'}"


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page before it is rendered."""

    path: str
    """The path below build/docs."""
    title: str
    description: str
    """One or two plain sentences, for search results and shared links."""
    kind: str
    """The kind of page in the theme: home, briefing, actor, index and so on."""
    context: Context
    sheet: str | None = None
    """The path of its sheet, relative to the project's root. The edit link leads there."""
    redirect: str | None = None
    """The address that the page redirects to, below the site's root."""
    files: tuple[PageFile, ...] = ()
    """The same in other formats."""

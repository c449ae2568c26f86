"""A page before it is rendered: its path, title and description, and its view."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.views.view import View


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
    view: View
    sheet: str | None = None
    """The path of its sheet, relative to the project's root. The edit link leads there."""
    redirect: str | None = None
    """The address that the page redirects to, below the site's root."""
    files: tuple[PageFile, ...] = ()
    """The same in other formats."""

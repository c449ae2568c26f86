"""A page before it is rendered: its path, title and description, and the context of its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Context:
    """The data for a template. Each subclass names its template."""

    template: ClassVar[str]
    verbatim: ClassVar[bool] = False
    """Whether rendering must not change white space, because a person wrote the page."""


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

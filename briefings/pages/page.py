"""What a page is: where it lives, what it is called, and what its template is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Context:
    """What a template is given; each subclass names its template."""

    template: ClassVar[str]
    verbatim: ClassVar[bool] = False
    """Whether the page is printed exactly as its template gives it: a person wrote it, and each blank line
    and space may matter."""


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page to be."""

    path: str
    """Below build/docs."""
    title: str
    description: str
    """One plain sentence or two, for search results and shared links."""
    kind: str
    """What the theme calls it: home, briefing, actor, index, …"""
    context: Context
    sheet: str | None = None
    """The sheet it is made from, relative to the project's root; the edit link leads there."""
    redirect: str | None = None
    """The address, below the site's root, of the page that readers are sent on to."""

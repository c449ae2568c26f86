"""A view: what one page says, as typed data. Its template gets its fields and nothing of the catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from briefings.views.facts import Fact, Line, Ref
from briefings.views.known import Known
from briefings.views.periods import Navigation, PeriodLink

Listed = Line | Fact | Ref


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
class View:
    """What a page says. Each subclass names its template."""

    template: ClassVar[str]
    verbatim: ClassVar[bool] = False
    """Whether rendering must not change white space, because a person wrote the page."""
    known: Known = field(default_factory=Known, kw_only=True)
    """What its prose, citations and marks refer to."""

    @property
    def subject(self) -> Ref | None:
        """The sheet that the page shows whole."""
        return None

    @property
    def listing(self) -> Listing | None:
        """What the page lists, if it lists entries or sheets and shows none whole."""
        return None


@dataclass(frozen=True, slots=True)
class SheetView(View):
    """A sheet that a page shows whole."""

    ref: Ref
    data: Any
    """What the curator wrote: of the class of its kind."""

    @property
    def subject(self) -> Ref:
        return self.ref

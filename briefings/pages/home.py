"""The front page."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.model import Briefing
from briefings.model.briefing import DOUBTFUL, Event, Statement
from briefings.pages.page import Context, Page
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class HomeContext(Context):
    """The front page."""

    template = "home.md.j2"
    latest: Entry[Event] | None
    """The newest event that has happened."""
    newest: tuple[Sheet[Briefing], ...]
    disputed: tuple[Entry[Statement], ...]
    recent: tuple[Entry[Event], ...]
    """The latest events, newest first."""
    planned: tuple[Entry[Event], ...]
    counts: dict[str, int]
    """The numbers of briefings, events, actors and sources."""


def home(catalog: Catalog, words: Words, settings: Settings) -> Page:
    """The front page, with the name and description of the site."""
    events = catalog.by_kind["event"]
    happened = [entry for entry in events if not entry.planned]
    planned = [entry for entry in events if entry.planned]
    context = HomeContext(
        latest=happened[-1] if happened else None,
        newest=tuple(catalog.briefings.values())[:6],
        disputed=tuple(e for e in catalog.by_kind["statement"] if e.status in DOUBTFUL)[:5],
        recent=tuple(reversed(happened[-7:-1])),
        planned=tuple(planned[:3]),
        counts={
            "briefings": len(catalog.briefings),
            "events": len(events),
            "actors": len(catalog.actors),
            "sources": len(catalog.sources),
        },
    )
    return Page(urls.HOME, settings.site_name, site_description(words, settings), "home", context)


def site_description(words: Words, settings: Settings) -> str:
    """The site's description from mkdocs.yml, or a default."""
    return settings.site_description or words("pages.home.description")

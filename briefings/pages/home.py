"""The front page."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog, EventEntry, StatementEntry
from briefings.model import Briefing
from briefings.pages.page import Context, Page
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class HomeContext(Context):
    """The front page."""

    template = "home.md.j2"
    latest: EventEntry | None
    """The newest event that has happened."""
    newest: tuple[Sheet[Briefing], ...]
    disputed: tuple[StatementEntry, ...]
    recent: tuple[EventEntry, ...]
    """The last events, newest first."""
    planned: tuple[EventEntry, ...]
    counts: dict[str, int]
    """Of briefings, events, actors, sources."""


def home(catalog: Catalog, words: Words, settings: Settings) -> Page:
    """The front page, headed by the site's own name and description."""
    happened = [entry for entry in catalog.events if not entry.planned]
    planned = [entry for entry in catalog.events if entry.planned]
    context = HomeContext(
        latest=happened[-1] if happened else None,
        newest=tuple(catalog.briefings.values())[:6],
        disputed=tuple(
            e for e in catalog.statements if e.statement.status in {"disputed", "contradicted", "unsupported"}
        )[:5],
        recent=tuple(reversed(happened[-7:-1])),
        planned=tuple(planned[:3]),
        counts={
            "briefings": len(catalog.briefings),
            "events": len(catalog.events),
            "actors": len(catalog.actors),
            "sources": len(catalog.sources),
        },
    )
    return Page(urls.HOME, settings.site_name, site_description(words, settings), "home", context)


def site_description(words: Words, settings: Settings) -> str:
    """What the host says the site is about, or else what any site made by this generator is."""
    return settings.site_description or words("pages.home.description")

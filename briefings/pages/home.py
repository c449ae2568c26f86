"""The front page."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.horizon import Horizon, horizon_of_site
from briefings.catalog.standing import support
from briefings.model import Briefing
from briefings.model.briefing import Event
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.pages.events import BEGINNING, last_changed
from briefings.pages.page import Context, Group, Listing, Page
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.words import Words

STORIES = 12
"""The most briefings on the front page."""
RECENT = 4
"""The most other new events there."""
CONTESTED = 4
"""The most disputed statements and figures there."""
COMING = 3
"""The most announced events there."""


@dataclass(frozen=True, slots=True)
class HomeContext(Context):
    """The front page."""

    template = "home.md.j2"
    updated: Date | None
    """The day of the latest change of a briefing."""
    horizon: Horizon | None
    """Up to which day the news of all briefings was searched for, if all say so."""
    latest: Entry[Event] | None
    """The newest event that has happened and that a reliable source supports."""
    recent: tuple[Entry[Event], ...]
    """The other new events, newest first."""
    stories: tuple[tuple[Sheet[Briefing], Entry[Event] | None], ...]
    """Briefings with their newest event, that with the latest one first."""
    contested: tuple[Entry[Item], ...]
    """Statements and figures on which sources disagree."""
    announced: tuple[Entry[Event], ...]
    """The next events that are announced."""
    counts: dict[str, int]
    """The numbers of briefings, events and sources."""

    @property
    def listing(self) -> Listing:
        latest = () if self.latest is None else (self.latest,)
        return Listing(
            (
                Group(latest, "latest"),
                Group(self.recent, "recent"),
                Group(tuple(sheet for sheet, _ in self.stories), "briefings"),
                Group(self.contested, "contested"),
                Group(self.announced, "announced"),
            )
        )


def home(catalog: Catalog, words: Words, settings: Settings) -> Page:
    """The front page, with the name and description of the site."""
    events = catalog.by_kind["event"]
    happened = [entry for entry in events if not entry.announced]
    newest: dict[str, Entry[Event]] = {entry.sheet.id: entry for entry in happened}
    stories = sorted(
        ((sheet, newest.get(sheet.id)) for sheet in catalog.briefings.values()),
        key=lambda story: BEGINNING.order if story[1] is None else story[1].item.date.order,
        reverse=True,
    )
    # The front page begins with a fact that a reliable source supports, if there is one.
    supported = [entry for entry in happened if support(catalog.sources, entry.citations).publishers]
    latest = next(reversed(supported or happened), None)
    others = [entry for entry in happened if entry is not latest]
    figures = [entry for entry in catalog.by_kind["figure"] if entry.item.contested]
    disputed = [entry for entry in catalog.by_kind["statement"] if entry.status == "disputed"]
    as_of = last_changed(catalog.briefings.values())
    coming = [entry for entry in events if entry.announced and entry.item.date.starts_after(as_of)]
    context = HomeContext(
        updated=as_of if catalog.briefings else None,
        horizon=horizon_of_site(catalog, happened[-1].item.date if happened else None),
        latest=latest,
        recent=tuple(reversed(others[-RECENT:])),
        stories=tuple(stories[:STORIES]),
        contested=(*figures, *disputed)[:CONTESTED],
        announced=tuple(coming[:COMING]),
        counts={
            "briefings": len(catalog.briefings),
            "events": len(events),
            "sources": len(catalog.sources),
        },
    )
    return Page(urls.HOME, settings.site_name, site_description(words, settings), "home", context)


def site_description(words: Words, settings: Settings) -> str:
    """The site's description from mkdocs.yml, or a default."""
    return settings.site_description or words("pages.home.description")

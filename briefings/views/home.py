"""The front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry, parts
from briefings.catalog.horizon import Horizon, horizon_of_site
from briefings.catalog.standing import publishers_of, support
from briefings.model import Briefing
from briefings.model.briefing import Event
from briefings.model.dates import Date
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.views.events import BEGINNING, last_changed
from briefings.views.facts import Computed, Line, Ref, Standing
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.view import Group, Listing, View
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
class Lead:
    """The event that the front page begins with."""

    line: Line
    standing: Standing
    text: str
    """What happened, and why it matters, as plain text."""
    matters: str


@dataclass(frozen=True, slots=True)
class Story:
    """A briefing with its newest event."""

    ref: Ref
    gist: str
    """Its summary as plain text."""
    date: Date | None
    event: str
    """The title of the event; empty without one."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A statement or figure on which sources disagree."""

    line: Line
    standing: Standing
    values: tuple[tuple[str, tuple[str, ...], Computed | None], ...]
    """The numbers of a figure, each with the publishers that give it, and how it is computed, if it is."""


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The front page."""

    template = "home.md.j2"
    updated: Date | None
    """The day of the latest change of a briefing."""
    horizon: Horizon | None
    """Up to which day the news of all briefings was searched for, if all say so."""
    latest: Lead | None
    """The newest event that has happened and that a reliable source supports."""
    recent: tuple[Line, ...]
    """The other new events, newest first."""
    stories: tuple[Story, ...]
    """Briefings with their newest event, that with the latest one first."""
    contested: tuple[Contested, ...]
    """Statements and figures on which sources disagree."""
    announced: tuple[Line, ...]
    """The next events that are announced."""
    counts: dict[str, int]
    """The numbers of briefings, events and sources."""

    @property
    def listing(self) -> Listing:
        latest = () if self.latest is None else (self.latest.line,)
        return Listing(
            (
                Group(latest, "latest"),
                Group(self.recent, "recent"),
                Group(tuple(story.ref for story in self.stories), "briefings"),
                Group(tuple(each.line for each in self.contested), "contested"),
                Group(self.announced, "announced"),
            )
        )


def home(maker: Maker, settings: Settings) -> Page:
    """The front page, with the name and description of the site."""
    catalog, words = maker.catalog, maker.words
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
    view = HomeView(
        updated=as_of if catalog.briefings else None,
        horizon=horizon_of_site(catalog, happened[-1].item.date if happened else None),
        latest=None if latest is None else _lead(maker, latest),
        recent=maker.lines(reversed(others[-RECENT:])),
        stories=tuple(_story(maker, *each) for each in stories[:STORIES]),
        contested=tuple(_contested(maker, each) for each in (*figures, *disputed)[:CONTESTED]),
        announced=maker.lines(coming[:COMING]),
        counts={
            "briefings": len(catalog.briefings),
            "events": len(events),
            "sources": len(catalog.sources),
        },
    )
    return Page(urls.HOME, settings.site_name, site_description(words, settings), "home", view)


def _lead(maker: Maker, entry: Entry[Event]) -> Lead:
    matters = entry.sheet.data.matters
    return Lead(
        maker.line(entry), maker.standing(entry.citations), maker.gist(entry.text), maker.gist(matters)
    )


def _story(maker: Maker, sheet: Sheet[Briefing], newest: Entry[Event] | None) -> Story:
    gist = maker.gist(sheet.data.summary)
    if newest is None:
        return Story(maker.ref(sheet), gist, None, "")
    return Story(maker.ref(sheet), gist, newest.item.date, newest.title)


def _contested(maker: Maker, entry: Entry[Any]) -> Contested:
    line = maker.line(entry)
    values = (
        (number, publishers_of(maker.catalog.sources, part.citations), maker.computed(part))
        for number, part in zip(line.spoken, parts(entry) if line.spoken else (), strict=True)
    )
    return Contested(line, maker.standing(entry.citations), tuple(values))


def site_description(words: Words, settings: Settings) -> str:
    """The site's description from mkdocs.yml, or a default."""
    return settings.site_description or words("pages.home.description")

"""Topics: their briefings, what is newest and most frequent actors."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.catalog import urls
from briefings.model import Topic
from briefings.sheets.load import Sheet
from briefings.views.facts import Card, Line, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import Limits
from briefings.views.view import SheetView


@dataclass(frozen=True, slots=True)
class TopicView(SheetView):
    """A topic."""

    template = "topic.md.j2"
    data: Topic
    tone: int
    """The number of its color."""
    latest: Line | None
    """The newest event or vote that happened."""
    briefings: tuple[Card, ...]
    brief: bool
    """Whether each has only one line, because there are many."""
    earlier: tuple[Line, ...]
    """Those before the latest, newest first."""
    actors: tuple[tuple[Ref, int], ...]
    """The actors in most of its briefings, with the number of these briefings."""


def topic(maker: Maker, sheet: Sheet[Topic], limits: Limits) -> Page:
    """A topic's page."""
    catalog = maker.catalog
    counts = sorted(catalog.actors_on.get(sheet.id, {}).items(), key=lambda item: (-item[1], item[0]))
    newest = [entry for entry in reversed(catalog.news_on[sheet.id]) if entry.happened]
    briefings = catalog.briefings_on[sheet.id]
    brief = len(briefings) > limits.cards
    view = TopicView(
        ref=maker.ref(sheet),
        data=sheet.data,
        tone=maker.tones.of_topic(sheet.id),
        latest=maker.line(newest[0]) if newest else None,
        briefings=tuple(maker.card(each, brief=brief) for each in briefings),
        brief=brief,
        earlier=maker.lines(newest[1:9]),
        actors=tuple((maker.ref(catalog.actors[actor]), n) for actor, n in counts[:12]),
        known=maker.known(sheet),
    )
    description = maker.describe(sheet.data.summary) if sheet.data.summary else sheet.data.name
    return Page(urls.page_of_sheet(sheet), sheet.data.name, description, "topic", view, sheet.path)

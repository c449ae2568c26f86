"""Lists the pages of a site, each with its view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefings.checks.handwritten import HandwrittenPage
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.views.actor import actor
from briefings.views.briefing import briefing
from briefings.views.changes import changes
from briefings.views.home import home
from briefings.views.indexes import KINDS_BY_NAME, corrections, every_sheet, indexes
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import Limits
from briefings.views.registers import statements, timeline
from briefings.views.source import source
from briefings.views.stub import HandwrittenView, stubs
from briefings.views.support import support_page
from briefings.views.topic import topic

DEFAULT_LIMITS = Limits()


def of_sheet(maker: Maker, sheet: Sheet[Any], limits: Limits = DEFAULT_LIMITS) -> Iterator[Page]:
    """The pages of one sheet: one or, for an actor or source with many entries, also one for each period."""
    match sheet.kind:
        case "briefing":
            yield briefing(maker, sheet)
        case "actor":
            yield from actor(maker, sheet, limits)
        case "topic":
            yield topic(maker, sheet, limits)
        case "source":
            yield from source(maker, sheet, limits)


def pages(maker: Maker, settings: Settings, limits: Limits = DEFAULT_LIMITS) -> Iterator[Page]:
    """All pages that are generated from the catalog."""
    yield home(maker, settings)
    for kind in KINDS_BY_NAME:
        for sheet in maker.catalog.of_kind(kind).values():
            yield from of_sheet(maker, sheet, limits)
    yield from indexes(maker, limits)
    yield from timeline(maker, limits)
    yield from statements(maker, limits)
    yield support_page(maker, limits)
    yield changes(maker, settings)
    yield corrections(maker)
    yield every_sheet(maker)
    yield from stubs(maker)


def handwritten_page(page: HandwrittenPage) -> Page:
    """A hand-written page."""
    return Page(page.path, page.title, page.description, "page", HandwrittenView(page.body), page.sheet)

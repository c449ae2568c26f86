"""Lists the pages of a site and builds the context of each template from the catalog.

A context is an immutable dataclass of sheets, entries and values computed from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage
from briefings.evidence import Proofs
from briefings.pages.actors import ActorContext, ActorPeriodContext, actor
from briefings.pages.home import HomeContext, home, site_description
from briefings.pages.indexes import (
    KINDS_BY_NAME,
    ActorsContext,
    AllContext,
    BriefingsContext,
    CorrectionsContext,
    SourcesContext,
    TopicsContext,
    corrections,
    every_sheet,
    indexes,
)
from briefings.pages.page import Context, Group, Listed, Listing, Page, PageFile
from briefings.pages.periods import Limits, Navigation, PeriodLink
from briefings.pages.registers import (
    STATUS_ORDER,
    StatementsContext,
    StatusContext,
    TimelineContext,
    statements,
    timeline,
)
from briefings.pages.sheets import (
    BriefingContext,
    HandwrittenContext,
    SourceContext,
    StubContext,
    TopicContext,
    briefing,
    handwritten_page,
    source,
    stubs,
    topic,
)
from briefings.pages.support import SupportContext, support_page
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.words import Words

DEFAULT_LIMITS = Limits()


def of_sheet(
    catalog: Catalog,
    proofs: Proofs,
    coverage: Coverage,
    words: Words,
    sheet: Sheet[Any],
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Page]:
    """The pages of one sheet: one or, for an actor with many entries, also one for each period."""
    match sheet.kind:
        case "briefing":
            yield briefing(catalog, coverage, sheet)
        case "actor":
            yield from actor(catalog, coverage, sheet, words, limits)
        case "topic":
            yield topic(catalog, coverage, sheet, limits)
        case "source":
            yield source(catalog, proofs, coverage, words, sheet)


def pages(
    catalog: Catalog,
    proofs: Proofs,
    coverage: Coverage,
    words: Words,
    settings: Settings,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Page]:
    """All pages that are generated from the catalog."""
    yield home(catalog, words, settings)
    for kind in KINDS_BY_NAME:
        for sheet in catalog.of_kind(kind).values():
            yield from of_sheet(catalog, proofs, coverage, words, sheet, limits)
    yield from indexes(catalog, words, limits)
    yield from timeline(catalog, words, limits)
    yield from statements(catalog, words, limits)
    yield support_page(catalog, proofs, words, limits)
    yield corrections(catalog, words)
    yield every_sheet(catalog, words)
    yield from stubs(catalog, words)


__all__ = [
    "STATUS_ORDER", "ActorContext", "ActorPeriodContext", "ActorsContext", "AllContext", "BriefingContext",
    "BriefingsContext", "Context",
    "CorrectionsContext", "Group", "HandwrittenContext", "HomeContext", "Limits", "Listed", "Listing",
    "Navigation", "Page", "PageFile", "PeriodLink", "SourceContext",
    "SourcesContext", "StatementsContext",
    "StatusContext", "StubContext", "SupportContext", "TimelineContext", "TopicContext", "TopicsContext",
    "handwritten_page",
    "of_sheet", "pages", "site_description",
]  # fmt: skip

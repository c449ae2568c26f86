"""The state that the functions for templates share while a page is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.catalog.catalog import Catalog
from briefings.catalog.dependencies import ReadRecorder
from briefings.evidence import Proofs
from briefings.pages import Page
from briefings.render.particulars import Particulars
from briefings.render.references import References
from briefings.words import Words


@dataclass(slots=True)
class PageState:
    """A page with its data, and what has been printed on it so far."""

    page: Page
    catalog: Catalog
    proofs: Proofs
    words: Words
    references: References
    particulars: Particulars
    recorder: ReadRecorder | None = None
    """Records what the page reads of the catalog and the proofs."""

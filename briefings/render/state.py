"""The state that the functions for templates share while a page is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.render.particulars import Particulars
from briefings.render.references import References
from briefings.views.known import Known
from briefings.views.page import Page
from briefings.words import Words


@dataclass(slots=True)
class PageState:
    """A page, and what has been printed on it so far."""

    page: Page
    words: Words
    references: References
    particulars: Particulars

    @property
    def known(self) -> Known:
        """What the page refers to."""
        return self.page.view.known

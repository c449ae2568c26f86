"""A paper of each briefing for printing, as PDF: the briefing on two to four pages, set by Typst.

It has what the page has, but long lists are cut to what matters most, and name the number on the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from briefings.catalog import urls
from briefings.exports.resource import Format, Publication, Resource
from briefings.plugins.papers import typeset
from briefings.plugins.papers.paper.contents import Contents, Printed
from briefings.plugins.papers.printable import can_print
from briefings.settings import Settings
from briefings.views.briefing import BriefingView
from briefings.views.page import Page
from briefings.words import Words

_MOST_PAGES = 4
_SHARES = (1.0, 0.75, 0.5, 0.3)
"""The parts of the longest lists that are tried in turn until a paper has few enough pages."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The paper of a briefing's page; none if the fonts lack letters of its title or main points."""
    view = page.view
    if isinstance(view, BriefingView) and can_print(publication.words, view.data, view.known.name):
        sources = view.known.sources
        accessed = ((id_, publication.data(source.ref).accessed) for id_, source in sources.items())
        # What no paper prints. Setting it in type takes too long to do it in vain.
        printed = replace(view, related=(), ties=(), tones={}, begins={}, latest=None, covered=None)
        yield Resource(
            path=urls.data_of(page.path, "pdf"),
            format="paper",
            media_type="application/pdf",
            made_from=Printed(printed, {id_: day for id_, day in accessed if day is not None}),
            make=make,
            page=page.path,
            updated=publication.changed(view.ref),
        )


PAPER = Format("paper", of_page=of_page, addresses=("briefings/….pdf",))


def make(printed: Printed, words: Words, settings: Settings) -> bytes:
    """The paper as PDF."""
    changed = printed.view.data.last_changed.earliest
    assert changed is not None
    template = Path(__file__).with_name("paper.typ").read_text(encoding="utf-8")
    made = b""
    for share in _SHARES:
        data = Contents(printed, words, settings, share).data()
        made = typeset.paper(template, json.dumps(data, ensure_ascii=False), changed.in_python)
        if typeset.count_pages(made) <= _MOST_PAGES:
            break
    return made

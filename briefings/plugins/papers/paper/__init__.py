"""A paper of each briefing for printing, as PDF: the briefing on two to four pages, set by Typst.

It has what the page has, but long lists are cut to what matters most, and name the number on the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs
from briefings.exports.resource import Format, Publication, Resource, last_changed, subject_of
from briefings.model import Briefing
from briefings.plugins.papers import typeset
from briefings.plugins.papers.paper.contents import Contents
from briefings.plugins.papers.printable import can_print
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.views.page import Page
from briefings.words import Words

_MOST_PAGES = 4
_SHARES = (1.0, 0.75, 0.5, 0.3)
"""The parts of the longest lists that are tried in turn until a paper has few enough pages."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The paper of a briefing's page; none if the fonts lack letters of its title or main points."""
    sheet = subject_of(publication.catalog, page)
    if sheet is None or sheet.kind != "briefing":
        return
    if can_print(publication.words, sheet, publication.catalog.name):
        yield Resource(
            path=urls.data_of(page.path, "pdf"),
            format="paper",
            media_type="application/pdf",
            title=page.title,
            about=sheet,
            make=partial(_document, sheet, publication.words, publication.settings),
            page=page.path,
            updated=last_changed(publication.catalog, page),
            is_costly=True,
        )


PAPER = Format("paper", of_page=of_page, addresses=("briefings/….pdf",))


def _document(
    sheet: Sheet[Briefing], words: Words, settings: Settings, catalog: Catalog, proofs: Proofs
) -> bytes:
    changed = sheet.data.last_changed.earliest
    assert changed is not None
    made = b""
    for share in _SHARES:
        data = Contents(sheet, words, settings, catalog, proofs, share).data()
        made = typeset.paper(_template(), json.dumps(data, ensure_ascii=False), changed.in_python)
        if typeset.count_pages(made) <= _MOST_PAGES:
            break
    return made


@lru_cache(maxsize=1)
def _template() -> str:
    return Path(__file__).with_name("paper.typ").read_text(encoding="utf-8")

"""schema.org in the head of each page, as JSON-LD: what a page is, what it is about and what it is based on.
Search engines read it; programs that want everything read the JSON of the page."""

from __future__ import annotations

from briefings.exports.json_ld.pages import Describer
from briefings.exports.resource import Format
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.page import Page
from briefings.views.stub import StubView
from briefings.words import Words

JSON_LD = Format("json-ld")
"""It has no files: it is in the head of each page."""


def element(page: Page, words: Words, settings: Settings, card: str = "") -> str:
    """The element for the head of a page, with the address of its picture for shared links; empty if the host
    does not want it, and for stubs."""
    if JSON_LD.name not in settings.exports or isinstance(page.view, StubView):
        return ""
    nodes = [*Describer(page, words, settings, card).graph()]
    data = escape.json_in_html({"@context": "https://schema.org", "@graph": nodes})
    return f'<script type="application/ld+json">{data}</script>\n'

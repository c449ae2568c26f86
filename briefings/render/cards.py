"""The words of the scripts that open the cards of actors and the evidence of facts."""

from __future__ import annotations

from markupsafe import Markup

from briefings.render.marks import unmarked_level
from briefings.render.state import PageState
from briefings.text import escape
from briefings.views.briefing import BriefingView
from briefings.views.source import SourceView

_CARDS = {"close": "cards.close"}
"""The fixed words of cards. Their content comes from the profile that a link leads to."""
_PASSAGES = {"quoted": "citations.quoted"}
_COPY = {"copy": "cards.copy", "copied": "cards.copied"}
_EVIDENCE = {
    **_PASSAGES,
    **_COPY,
    "name": "evidence.name",
    "open": "evidence.open",
    "cite": "evidence.cite",
    "copyCitation": "evidence.copy",
    "citationCopied": "evidence.copied",
    "whole": "evidence.whole",
}
_WITHOUT_CARDS = frozenset({"index"})
"""Kinds of pages that already show the content of the cards."""


def script_words(page: PageState, body: str) -> Markup:
    """An element with words for the scripts. It contains nothing that readers without JavaScript need."""
    view, kind = page.page.view, page.page.kind
    # Links of profiles to others do not name their folder.
    links_actors = kind == "actor" or "actors/" in body
    keys = _CARDS if links_actors and kind not in _WITHOUT_CARDS else {}
    if page.references.sources or isinstance(view, BriefingView):
        keys = _CARDS | _EVIDENCE
    elif isinstance(view, SourceView) and view.data.url is not None:
        keys = _CARDS | _PASSAGES
    if 'class="page-tools"' in body:
        keys = keys | _COPY
    if not keys:
        return Markup("")
    words: dict[str, object] = {key: page.words.template(name) for key, name in keys.items()}
    if page.references.sources:
        level = unmarked_level(page)
        words["unmarked"] = (level, page.words(f"evidence.{level}.word"))
    references = page.references
    if page.particulars.states:
        names = ["heading", "all", *page.particulars.states]
        names += ["doubt"] if page.particulars.sentences else []
        words["given"] = {name: page.words(f"evidence.given.{name}") for name in names}
        words["missing"] = [*page.particulars.sentences]
    meanings: dict[str, str] = {
        status: page.words(f"statuses.{status}.meaning") for status in references.statuses
    }
    meanings |= {level: page.words(f"evidence.meanings.{level}") for level in references.doubts}
    if meanings:
        words["meanings"] = meanings
    # In single quotes, because JSON contains many double quotes.
    return Markup(f"<div class=\"card-data\" data-words='{escape.json_in_html(words)}'></div>")

"""Cards of linked actors: their name, office and first sentence. Also the words of the scripts that open
them and the evidence of facts."""

from __future__ import annotations

from markupsafe import Markup

from briefings.catalog import urls
from briefings.model import Actor
from briefings.render.state import PageState
from briefings.render.texts import Texts
from briefings.sheets.load import Sheet
from briefings.text import escape, markdown
from briefings.text.prose import Reference, references

CardCache = dict[str, tuple[str, tuple[Reference, ...]]]
"""By actor id: the text of the card, and the references in the actor's summary."""

WITHOUT_CARDS = frozenset({"index"})
"""Kinds of pages that already show the content of the cards."""


WORDS = {
    "close": "cards.close",
    "copy": "cards.copy",
    "copied": "cards.copied",
    "open": "evidence.open",
    "quoted": "citations.quoted",
    "unchecked": "evidence.not_checked.word",
    "whole": "evidence.whole",
}
"""The fixed words of the scripts that open cards and evidence."""


class Cards:
    """Builds the cards of one page."""

    def __init__(self, page: PageState, texts: Texts, cache: CardCache) -> None:
        self._page = page
        self._texts = texts
        self._cache = cache

    def data(self) -> Markup:
        """An element with the cards of linked actors for the script. It contains nothing that readers without
        JavaScript need."""
        cards: list[str] = []
        if self._page.page.kind not in WITHOUT_CARDS:
            linked = (
                actor for actor in self._page.linked if urls.page_of("actor", actor) != self._page.page.path
            )
            cards = [self._card(self._page.catalog.actors[actor]) for actor in linked]
        if not cards and not self._page.references.sources:
            return Markup("")
        words = {key: self._page.words.template(name) for key, name in WORDS.items()}
        # In single quotes, because JSON contains many double quotes.
        return Markup(
            f"<div class=\"card-data\" data-words='{escape.json_in_html(words)}'"
            f" data-actors='{{{','.join(cards)}}}'></div>"
        )

    def _card(self, sheet: Sheet[Actor]) -> str:
        """An actor's name, office or kind, and first sentence, as JSON for an attribute."""
        cached = self._cache.get(sheet.id)
        if cached is not None:
            card, names = cached
            for reference in names:
                # Recorded as a dependency of this page, too.
                self._page.catalog.name(reference.kind, reference.id)
            return card
        offices = [role.title for role in sheet.data.roles if role.to is None]
        office = offices[0] if offices else self._page.words(f"kinds.actor.{sheet.data.kind}.singular")
        lines = (sheet.data.name, office, markdown.first_sentence(self._texts.gist(sheet), 140))
        card = f"{escape.json_in_html(sheet.id)}:{escape.json_in_html(lines)}"
        names = tuple(
            each for each in references(sheet.data.summary or "") if not each.cites and not each.label
        )
        self._cache[sheet.id] = card, names
        return card

"""What the cards of linked actors say."""

from __future__ import annotations

from markupsafe import Markup

from briefings.catalog import urls
from briefings.model import Actor
from briefings.render.state import PageState
from briefings.render.texts import Texts
from briefings.sheets.load import Sheet
from briefings.text import escape, markdown
from briefings.text.prose import Reference, references

KnownCards = dict[str, tuple[str, tuple[Reference, ...]]]
"""By actor: what its card says on each page that names it, and what its summary refers to."""

WITHOUT_CARDS = frozenset({"index"})
"""Kinds of pages that say of each actor what its card would say."""


class Cards:
    """The cards of one page."""

    def __init__(self, page: PageState, texts: Texts, known: KnownCards) -> None:
        self._page = page
        self._texts = texts
        self._known = known

    def data(self) -> Markup:
        """What the cards of linked actors say, for the script that opens them; nothing that a reader without
        it would miss."""
        said: list[str] = []
        if self._page.page.kind not in WITHOUT_CARDS:
            linked = (
                actor for actor in self._page.linked if urls.page_of("actor", actor) != self._page.page.path
            )
            said = [self._card(self._page.catalog.actors[actor]) for actor in linked]
        if not said and not self._page.references.sources:
            return Markup("")
        close = escape.attribute(self._page.words("cards.close"))
        # In single quotes, since double ones are many in it.
        return Markup(
            f'<div class="card-data" data-close="{close}" data-actors=\'{{{",".join(said)}}}\'></div>'
        )

    def _card(self, sheet: Sheet[Actor]) -> str:
        """Name, office or kind, and one line, as JSON that can stand in an attribute."""
        known = self._known.get(sheet.id)
        if known is not None:
            card, referred = known
            for each in referred:
                # Noted with this page, too, as what it was made from.
                self._page.catalog.name(each.kind, each.id)
            return card
        held = [role.title for role in sheet.data.roles if role.to is None]
        known_as = held[0] if held else self._page.words(f"kinds.actor.{sheet.data.kind}.singular")
        said = (sheet.data.name, known_as, markdown.first_sentence(self._texts.gist(sheet), 140))
        card = f"{escape.json_in_html(sheet.id)}:{escape.json_in_html(said)}"
        referred = tuple(
            each for each in references(sheet.data.summary or "") if not each.cites and not each.label
        )
        self._known[sheet.id] = card, referred
        return card

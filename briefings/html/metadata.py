"""Metadata of pages for shared links, and links to the same in other formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from babel import Locale

from briefings.catalog import urls
from briefings.catalog.labels import amount_words, expected, verdict_words
from briefings.html.sharing import Card, pictures
from briefings.model.briefing import Figure
from briefings.model.verdicts import together
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.store.builds import NO_PREVIOUS_SITE, PreviousSite
from briefings.text import escape
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.home import site_description
from briefings.views.page import Page
from briefings.views.stub import StubView
from briefings.words import Words

_IN_HEAD = frozenset(
    {
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "application/vnd.citationstyles.csl+json",
        "application/x-bibtex",
        "text/calendar",
        "text/markdown",
    }
)
"""The media types of files that programs look for in the head of a page."""

_MOST_ROWS, _MOST_COLUMNS = 5, 5
"""Of a table on a picture of a shared link."""


def _locale(locale: Locale) -> str:
    """As Open Graph writes it: `en_GB`, and no script."""
    return f"{locale.language}_{locale.territory}" if locale.territory else str(locale.language)


class Metadata:
    """Builds the metadata elements of pages."""

    def __init__(self, words: Words, settings: Settings, *, cards: bool = True) -> None:
        """Without `cards`, shared links have no pictures."""
        self._words = words
        self._settings = settings
        # Open Graph requires absolute addresses.
        self._pictures = pictures() if cards and settings.site_url else None

    def add_cards(self, pages: Iterable[Page], site: Path, earlier: PreviousSite = NO_PREVIOUS_SITE) -> None:
        """Put the social cards that a site of these pages needs into it."""
        if self._pictures is not None:
            cards = dict.fromkeys([self.site_card(), *filter(None, map(self.card, pages))])
            self._pictures.add(cards, site, self._settings.cards_dir, earlier)

    def site_card(self) -> Card:
        """The social card for pages without their own."""
        return Card("", self._settings.site_name, site_description(self._words, self._settings))

    def card(self, page: Page) -> Card | None:
        """A briefing's social card; None for other pages."""
        if not isinstance(page.view, BriefingView):
            return None
        data = page.view.data
        key = "standing.updated" if data.updated is not None else "standing.published"
        changed = self._words(key, date=self._words.date(data.last_changed))
        topics = [page.view.known.name("topic", topic) for topic in data.topics]
        below = " · ".join([changed, *topics])
        return Card(self._settings.site_name, page.title, below, *self._finding(page.view))

    def _finding(self, view: BriefingView) -> tuple[str, str, tuple[tuple[str, ...], ...]]:
        """A number and what it counts: of the first figure on which sources disagree, or else of the first
        key fact. Who signed an agreement is a finding without a number, perhaps with the table of it."""
        if (found := view.memberships) is not None:
            if found.is_listed or len(found.agreements) > _MOST_COLUMNS:
                return "", found.answer, ()
            names = tuple(f"{each.name} {each.year}".strip() for each in found.agreements)
            rows = (row for group in found.first(_MOST_ROWS).groups for row in group.rows)
            return (
                "",
                found.answer,
                (names, *((name, *(cell or "" for cell in cells)) for name, cells in rows)),
            )
        figures = [cast(Figure, fact.item) for fact in view.entries[Figure.KIND]]
        keys = [fact.item for fact in view.keys if isinstance(fact.item, Figure)]
        candidates = [*(figure for figure in figures if figure.contested), *keys, *figures]
        if not candidates:
            return "", "", ()
        figure = candidates[0]
        shown = together(figure.values)
        label = expected(figure.label, shown, self._words)
        if figure.contested:
            return verdict_words(figure, self._words), label, ()
        return amount_words(shown, figure.unit, self._words), label, ()

    def head(self, page: Page) -> str:
        """The elements for a page's head."""
        if isinstance(page.view, StubView):
            return ""
        lines = [*self._open_graph(page), *self._citation(page), *self._alternates(page)]
        return "\n".join(lines) + "\n"

    def _alternates(self, page: Page) -> Iterator[str]:
        """Links to the same in formats that programs look for in a head: feeds, and the page's content. The
        feed of the site follows, without a title, as each page has it."""
        start = file_of(page.path)
        for file in page.files:
            if file.media_type in _IN_HEAD:
                address = escape.html(urls.link_to(start, file.path))
                name = escape.html(self._words(file.label_key))
                yield f'<link rel="alternate" type="{file.media_type}" href="{address}" title="{name}">'
        if page.path != urls.HOME and "feeds" in self._settings.exports:
            for media_type, suffix in urls.FEEDS.items():
                address = urls.link_to(start, urls.data_of(urls.HOME, suffix))
                yield f'<link rel="alternate" type="{media_type}" href="{address}">'

    def picture(self, page: Page) -> str:
        """The address of a page's social card: its own if that can be drawn, otherwise the site's; empty
        without pictures."""
        if self._pictures is None:
            return ""
        cards = filter(None, (self.card(page), self.site_card()))
        file = next(filter(None, map(self._pictures.path, cards)), "")
        return file and self._settings.site_url + file

    def _open_graph(self, page: Page) -> Iterator[str]:
        is_person = isinstance(page.view, ActorView) and page.view.data.kind == "person"
        kinds = {
            "briefing": "article",
            "home": "website",
            "actor": "profile" if is_person else "website",
        }
        fields: dict[str, str] = {
            "og:type": kinds.get(page.kind, "website"),
            "og:title": page.title,
            "og:description": page.description,
            "og:site_name": self._settings.site_name,
            "og:locale": _locale(self._words.locale),
        }
        if isinstance(page.view, BriefingView):
            data = page.view.data
            fields |= {
                "article:published_time": data.published.text,
                "article:modified_time": data.last_changed.text,
            }
        if self._settings.site_url:
            fields["og:url"] = self._address(page.path)
            if self._pictures is not None and (picture := self.picture(page)):
                fields |= {
                    "og:image": picture,
                    "og:image:type": "image/png",
                    "og:image:width": str(self._pictures.width),
                    "og:image:height": str(self._pictures.height),
                    "og:image:alt": page.title,
                }
        for name, value in fields.items():
            yield f'<meta property="{name}" content="{escape.html(value)}">'
        card = "summary_large_image" if "og:image" in fields else "summary"
        yield f'<meta name="twitter:card" content="{card}">'

    def _citation(self, page: Page) -> Iterator[str]:
        """What reference managers and Google Scholar read of a briefing, as `citation_…`. A source's page has
        none, because the page is not the source."""
        if not isinstance(page.view, BriefingView) or "citations" not in self._settings.exports:
            return
        fields = {
            "title": page.title,
            "author": self._settings.site_name,
            "publication_date": page.view.data.last_changed.text.replace("-", "/"),
            "language": self._words.language,
        }
        paper = next((file.path for file in page.files if file.media_type == "application/pdf"), None)
        if self._settings.site_url:
            fields["public_url"] = self._address(page.path)
            if paper is not None:
                fields["pdf_url"] = self._settings.site_url + paper
        for name, value in fields.items():
            yield f'<meta name="citation_{name}" content="{escape.html(value)}">'

    def _address(self, path: str) -> str:
        return self._settings.site_url + urls.address(path)

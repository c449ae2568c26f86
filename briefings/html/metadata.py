"""Metadata of pages for shared links and search engines: Open Graph and schema.org."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from babel import Locale

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.html.cards import HEIGHT, WIDTH, Card
from briefings.model import Actor
from briefings.model.actor import ActorKind
from briefings.pages import (
    ActorContext,
    BriefingContext,
    Context,
    HomeContext,
    Page,
    PageFile,
    StubContext,
    site_description,
)
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.text import escape
from briefings.text.markdown import plain
from briefings.words import Words

TYPES: Mapping[ActorKind, str] = {
    "person": "Person",
    "organization": "Organization",
    "company": "Corporation",
    "public-body": "GovernmentOrganization",
    "country": "Country",
    "alliance": "Organization",
    "grouping": "Organization",
    "group": "Organization",
    "conference": "Event",
    "process": "Thing",
}
"""The schema.org type of each kind of actor."""

_SAME_AS = {
    "wikidata": "https://www.wikidata.org/entity/",
    "viaf": "https://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "ror": "https://ror.org/",
}


_IN_HEAD = frozenset(
    {
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "text/calendar",
        "text/markdown",
    }
)
"""The media types of files that programs look for in the head of a page."""


def _locale(locale: Locale) -> str:
    """As Open Graph writes it: `en_GB`, and no script."""
    return f"{locale.language}_{locale.territory}" if locale.territory else str(locale.language)


class Metadata:
    """Builds the metadata elements of pages."""

    def __init__(self, catalog: Catalog, words: Words, settings: Settings, *, cards: bool = True) -> None:
        """Without `cards`, shared links have no pictures."""
        self._catalog = catalog
        self._words = words
        self._settings = settings
        # Open Graph requires absolute addresses.
        self._has_cards = cards and settings.site_url != ""

    def cards(self, pages: Iterable[Page]) -> tuple[Card, ...]:
        """The social cards that a site of these pages needs."""
        if not self._has_cards:
            return ()
        return tuple(dict.fromkeys([self.site_card(), *filter(None, map(self.card, pages))]))

    def site_card(self) -> Card:
        """The social card for pages without their own."""
        return Card("", self._settings.site_name, site_description(self._words, self._settings))

    def card(self, page: Page) -> Card | None:
        """A briefing's social card; None for other pages."""
        if not isinstance(page.context, BriefingContext):
            return None
        data = page.context.briefing.data
        key = "standing.updated" if data.updated is not None else "standing.published"
        changed = self._words(key, date=self._words.date(data.last_changed))
        topics = [self._catalog.topics[topic].data.name for topic in data.topics]
        return Card(self._settings.site_name, page.title, " · ".join([changed, *topics]))

    def head(self, page: Page) -> str:
        """The elements for a page's head."""
        if isinstance(page.context, StubContext):
            return ""
        lines = [*self._open_graph(page), *self._alternates(page)]
        data = self._schema(page)
        if data is not None:
            json = escape.json_in_html({"@context": "https://schema.org", **data})
            lines.append(f'<script type="application/ld+json">{json}</script>')
        return "\n".join(lines) + "\n"

    def _alternates(self, page: Page) -> Iterator[str]:
        """Links to the same in formats that programs look for in a head: feeds, and the page's content."""
        for file in page.files:
            if file.media_type in _IN_HEAD:
                address = escape.html(urls.link_to(file_of(page.path), file.path))
                name = escape.html(self._label(file))
                yield f'<link rel="alternate" type="{file.media_type}" href="{address}" title="{name}">'

    def _label(self, file: PageFile) -> str:
        suffix = f".files.{file.suffix}" if file.suffix else ".label"
        return self._words(f"formats.{file.format}{suffix}")

    def _picture(self, page: Page) -> str | None:
        """The file of a page's social card: its own if that can be drawn, otherwise the site's."""
        cards = (self.card(page), self.site_card()) if self._has_cards else ()
        return next((card.path for card in cards if card is not None and card.is_drawable), None)

    def _open_graph(self, page: Page) -> Iterator[str]:
        kinds = {
            "briefing": "article",
            "home": "website",
            "actor": "profile" if self._is_person(page) else "website",
        }
        fields: dict[str, str] = {
            "og:type": kinds.get(page.kind, "website"),
            "og:title": page.title,
            "og:description": page.description,
            "og:site_name": self._settings.site_name,
            "og:locale": _locale(self._words.locale),
        }
        if isinstance(page.context, BriefingContext):
            data = page.context.briefing.data
            fields |= {
                "article:published_time": data.published.text,
                "article:modified_time": data.last_changed.text,
            }
        if self._settings.site_url:
            fields["og:url"] = self._address(page.path)
            if (picture := self._picture(page)) is not None:
                fields |= {
                    "og:image": self._settings.site_url + picture,
                    "og:image:type": "image/png",
                    "og:image:width": str(WIDTH),
                    "og:image:height": str(HEIGHT),
                    "og:image:alt": page.title,
                }
        for name, value in fields.items():
            yield f'<meta property="{name}" content="{escape.html(value)}">'
        card = "summary_large_image" if "og:image" in fields else "summary"
        yield f'<meta name="twitter:card" content="{card}">'

    def _is_person(self, page: Page) -> bool:
        return isinstance(page.context, ActorContext) and page.context.actor.data.kind == "person"

    def _schema(self, page: Page) -> dict[str, Any] | None:
        describe = _SCHEMAS.get(type(page.context))
        return None if describe is None else describe(self, page, page.context)

    def _site(self, page: Page, context: HomeContext) -> dict[str, Any]:
        return {
            "@type": "WebSite",
            "name": self._settings.site_name,
            "inLanguage": self._words.language,
            **self._at(page.path),
        }

    def _profile(self, page: Page, context: ActorContext) -> dict[str, Any]:
        return {"@type": "ProfilePage", "mainEntity": self._actor(page, context.actor.data)}

    def _article(self, page: Page, context: BriefingContext) -> dict[str, Any]:
        data = context.briefing.data
        article: dict[str, Any] = {
            "@type": "NewsArticle",
            "headline": page.title,
            "description": page.description,
            "datePublished": data.published.text,
            "dateModified": data.last_changed.text,
            "inLanguage": self._words.language,
            "publisher": {"@type": "Organization", "name": self._settings.site_name},
            **self._at(page.path),
        }
        if data.corrections:
            article["correction"] = [
                {
                    "@type": "CorrectionComment",
                    "text": plain(correction.text, self._catalog.name),
                    "datePublished": correction.date.text,
                }
                for correction in data.corrections
            ]
        return article

    def _actor(self, page: Page, data: Actor) -> dict[str, Any]:
        actor: dict[str, Any] = {"@type": TYPES[data.kind], "name": data.name, **self._at(page.path)}
        if data.distinguish is not None:
            actor["disambiguatingDescription"] = data.distinguish
        if data.aliases:
            actor["alternateName"] = [*data.aliases]
        if data.summary is not None:
            actor["description"] = page.description
        identifiers = data.identifiers
        same_as = [base + identifiers[scheme] for scheme, base in _SAME_AS.items() if scheme in identifiers]
        own = self._settings.identifiers
        same_as += [
            own[scheme].replace("{}", value) for scheme, value in identifiers.items() if scheme in own
        ]
        if same_as:
            actor["sameAs"] = same_as
        return actor

    def _at(self, path: str) -> dict[str, str]:
        return {"url": self._address(path)} if self._settings.site_url else {}

    def _address(self, path: str) -> str:
        return self._settings.site_url + urls.address(path)


_SCHEMAS: Mapping[type[Context], Callable[[Any, Page, Any], dict[str, Any]]] = {
    HomeContext: Metadata._site,
    BriefingContext: Metadata._article,
    ActorContext: Metadata._profile,
}
"""By type of context: the method that builds the schema.org data."""

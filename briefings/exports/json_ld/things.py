"""Actors, topics, sources and entries in the terms of schema.org.

A thing has the address of its page with the fragment `#actor`, `#source` and so on, as a page is not what
it is about. Addresses in `@id` are relative to the page, so they are short, and right wherever the site is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefings.catalog import urls
from briefings.catalog.labels import announcement
from briefings.exports.resource import present
from briefings.model.actor import ActorKind
from briefings.model.base import Prose
from briefings.model.briefing import JUDGED
from briefings.model.dates import Date, Part, Span, Unit
from briefings.model.media import Media
from briefings.model.places import GeoPoint
from briefings.model.source import SourceKind
from briefings.settings import Settings
from briefings.text.licences import LICENCES, Licence
from briefings.text.markdown import plain
from briefings.text.prose import Kind
from briefings.views.actor import ActorView
from briefings.views.facts import Fact, Ref
from briefings.views.known import Known
from briefings.views.source import SourceView
from briefings.words import Words

Node = dict[str, Any]
"""A thing, as JSON-LD has it."""

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
"""The type of each kind of actor."""

ORGANIZATIONS = frozenset({"Organization", "Corporation", "GovernmentOrganization"})

SOURCES: Mapping[SourceKind, str] = {
    "primary": "Report",
    "wire": "NewsArticle",
    "state-media": "NewsArticle",
    "news": "NewsArticle",
    "analysis": "Article",
    "weak": "WebPage",
}
"""The type of each kind of source."""

_SAME_AS = {
    "wikidata": "http://www.wikidata.org/entity/",
    "viaf": "https://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
}
"""The addresses of identifiers that name the actor itself."""

_LIFE = {"Person": ("birthDate", "deathDate"), "Event": ("startDate", "endDate")}
_LIFE |= dict.fromkeys(ORGANIZATIONS, ("foundingDate", "dissolutionDate"))

_EVENT_STATUS: Mapping[str, str] = {
    "postponed": "https://schema.org/EventPostponed",
    "moved": "https://schema.org/EventRescheduled",
    "cancelled": "https://schema.org/EventCancelled",
}

FALSE = 1
"""The rating of what is contradicted: 1 is false and 5 is true, as readers of ClaimReview expect."""


class Things:
    """Describes things for one page."""

    def __init__(self, page: str, known: Known, words: Words, settings: Settings) -> None:
        self._page = page
        self._known = known
        self._words = words
        self._settings = settings
        self.named: set[str] = set()
        """The addresses of actors whose type and name the page has already."""

    # ── Addresses ──

    def id(self, page: str, fragment: str) -> str:
        """The address of a thing that a page describes, relative to this page."""
        if page == self._page:
            return f"#{fragment}"
        up = "../" * urls.address(self._page).count("/")
        return f"{up + urls.address(page) or './'}#{fragment}"

    def of_sheet(self, kind: Kind, sheet_id: str) -> Node:
        """A thing, by nothing but its address."""
        return {"@id": self.id(urls.page_of(kind, sheet_id), kind)}

    def address(self, key: str, path: str) -> Node:
        """A property with an address of the site; empty if the site's own is not known."""
        return {key: self._settings.site_url + path} if self._settings.site_url else {}

    # ── The site ──

    @property
    def site(self) -> Node:
        """The site, by its address."""
        return {"@id": self.id(urls.HOME, "site")}

    @property
    def publisher_id(self) -> Node:
        """Those who write the site, by their address."""
        return {"@id": self.id(urls.HOME, "publisher")}

    @property
    def publisher(self) -> Node:
        """Those who write the site, of whom only its name is known."""
        return {
            "@type": "Organization",
            **self.publisher_id,
            "name": self._settings.site_name,
            **self.address("url", ""),
        }

    # ── Actors and topics ──

    def actor(self, actor_id: str) -> Node:
        """An actor's type and name."""
        actor = self._known.actors[actor_id]
        return {"@type": TYPES[actor.kind], **self.of_sheet("actor", actor_id), "name": actor.name}

    def _person(self, actor_id: str) -> Node:
        """An actor, by nothing but its address if the page has the name already."""
        node = self.of_sheet("actor", actor_id)
        return node if node["@id"] in self.named else self.actor(actor_id)

    def profile(self, view: ActorView) -> Node:
        """Everything that an actor's sheet says in terms that schema.org has."""
        data = view.data
        kind, at, where = TYPES[data.kind], data.coordinates, {}
        if at is not None and kind == "Country":
            where = point(at)
        elif at is not None and kind in ("Event", *ORGANIZATIONS):
            where = {"location": place(None, at)}
        return present(
            {
                "@type": kind,
                **self.of_sheet("actor", view.ref.id),
                "name": data.name,
                "disambiguatingDescription": data.distinguish,
                "alternateName": [*data.aliases] or None,
                "description": data.summary and plain(data.summary, self._known.name),
                **days(dict(zip(_LIFE.get(kind, ()), (data.from_, data.to), strict=False))),
                **self.picture(data.media),
                **where,
                "leiCode": data.identifiers.get("lei") if kind in ORGANIZATIONS else None,
                "sameAs": [*self._same_as(data.identifiers)] or None,
            }
        )

    def _same_as(self, identifiers: Mapping[str, str]) -> Iterator[str]:
        yield from (base + identifiers[scheme] for scheme, base in _SAME_AS.items() if scheme in identifiers)
        own = self._settings.identifiers
        yield from (
            own[scheme].replace("{}", value) for scheme, value in identifiers.items() if scheme in own
        )

    def topic(self, ref: Ref) -> Node:
        """A topic's name."""
        return {"@type": "Thing", **self.of_sheet("topic", ref.id), "name": ref.title}

    # ── Sources ──

    def source(self, source_id: str) -> Node:
        """A source as lists of sources have it. Its title, which belongs to its authors, is exact; our
        description of a source without one is no `name`."""
        source = self._known.sources[source_id]
        return present(
            {
                "@type": SOURCES[source.kind],
                **self.of_sheet("source", source_id),
                "name" if source.describes is None else "description": source.describes or source.ref.title,
                "url": source.url,
                "publisher": {"@type": "Organization", "name": source.publisher},
                **days({"datePublished": source.published}),
            }
        )

    def whole_source(self, view: SourceView) -> Node:
        """Everything about a source, and whose it is."""
        data = view.data
        node, authors = self.source(view.ref.id), [{"@type": "Person", "name": name} for name in data.authors]
        free = licence(data.licence)
        is_owned = not free and data.licence != "public-domain"
        original = view.original
        return present(
            {
                **node,
                "inLanguage": data.language,
                "author": authors or None,
                "archivedAt": data.archived,
                **free,
                "copyrightHolder": (authors or node["publisher"]) if is_owned else None,
                "isBasedOn": None if original is None else self.of_sheet("source", original.id),
            }
        )

    # ── Entries ──

    def entry(self, entry: Fact) -> Node | None:
        """An entry on this page; None if schema.org has no type for it."""
        match entry.item.schema_type:
            case "":
                return None
            case "Event":
                return self._event(entry)
            case "Quotation":
                return self._quotation(entry)
            case "Claim":
                return self._claim(entry)
            case "CorrectionComment":
                return self._named(entry, "text") | days({"datePublished": entry.date})
        return self._named(entry) | days({"datePublished": entry.date})

    def _event(self, entry: Fact) -> Node:
        item = entry.item
        node = self._named(entry)
        if entry.date is not None:
            node |= period(entry.date)
        if item.place is not None or item.coordinates is not None:
            node["location"] = place(item.place, item.coordinates)
        if entry.status in _EVENT_STATUS:
            node["eventStatus"] = _EVENT_STATUS[entry.status]
        # schema.org has no status for what nobody has reported yet.
        if entry.announced and (words := announcement(entry, self._words)):
            node["description"] = words
        return node

    def _named(self, entry: Fact, key: str = "name") -> Node:
        return {"@type": entry.item.schema_type, "@id": f"#{entry.anchor}", key: self._text(entry)}

    def _quotation(self, entry: Fact) -> Node:
        """The exact words of somebody, whose they remain."""
        node = self._named(entry, "text")
        if entry.by is not None:
            node["spokenByCharacter"] = self._person(entry.by)
            node["copyrightHolder"] = self.of_sheet("actor", entry.by)
        return node | self._cited("citation", entry)

    def _claim(self, entry: Fact) -> Node | None:
        """What somebody claims, in words of ours; None for a view, which can be neither true nor false, and
        for what is part of a review."""
        if entry.status == "opinion" or entry.status in JUDGED:
            return None
        return self._named(entry, "text") | self._claimed(entry)

    def _claimed(self, entry: Fact) -> Node:
        by = {"author": self._person(entry.by)} if entry.by is not None else {}
        return {**by, **days({"datePublished": entry.date}), **self._cited("appearance", entry)}

    def review(self, entry: Fact, day: str) -> Node | None:
        """The verdict of the site on a claim, given on a day; None if it has none."""
        if entry.status not in JUDGED or entry.item.schema_type not in ("Quotation", "Claim"):
            return None
        rating: Node = {"@type": "Rating", "alternateName": self._words(f"statuses.{entry.status}.word")}
        if entry.status == "contradicted":
            rating["ratingValue"] = FALSE
        page = urls.address(self._page)
        return {
            "@type": "ClaimReview",
            **self.address("url", f"{page}#{entry.anchor}"),
            "claimReviewed": self._text(entry),
            "datePublished": day,
            "author": self.publisher_id,
            "reviewRating": rating,
            "itemReviewed": {"@type": "Claim", **self._claimed(entry)},
        }

    def _cited(self, key: str, entry: Fact) -> Node:
        """The first source that an entry cites."""
        return {key: self.of_sheet("source", entry.citations[0].source)} if entry.citations else {}

    def _text(self, entry: Fact) -> str:
        title = entry.title
        return plain(title, self._known.name) if isinstance(title, Prose) else title

    # ── Pictures ──

    def picture(self, media: Media | None) -> Node:
        """The property with a picture, which belongs to whoever made it."""
        if media is None or not self._settings.site_url:
            return {}
        return {
            "image": {
                "@type": "ImageObject",
                **self.address("contentUrl", f"media/{media.file}"),
                "creditText": media.credit,
                **licence(media.licence),
            }
        }


def licence(name: Licence | None) -> Node:
    """The property with the licence of a work; empty if its text has no address."""
    return {"license": LICENCES[name]} if name is not None and name in LICENCES else {}


def point(coordinates: GeoPoint) -> Node:
    """The property with the place of something on the Earth."""
    latitude, longitude = map(float, coordinates)
    return {"geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}}


def place(name: str | None, coordinates: GeoPoint | None) -> Node:
    """A place by its name, its coordinates or both."""
    return present({"@type": "Place", "name": name, **({} if coordinates is None else point(coordinates))})


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────


def days(given: Mapping[str, Date | None]) -> Node:
    """Properties with the dates that ISO 8601 can express; others are left out."""
    return present({key: date and _single(date) for key, date in given.items()})


def period(date: Date) -> Node:
    """When something began and ended, so far as ISO 8601 can express it."""
    member = date.members[0]
    if isinstance(member, Span) and date.form == "interval":
        ends = {"startDate": member.start, "endDate": member.end}
        return present({key: _iso(end) for key, end in ends.items() if isinstance(end, Part)})
    return days({"startDate": date})


def _single(date: Date) -> str | None:
    member = date.members[0]
    return _iso(member) if date.form == "single" and isinstance(member, Part) else None


_UNITS = frozenset({Unit.YEAR, Unit.MONTH, Unit.DAY, Unit.TIME})


def _iso(part: Part) -> str | None:
    """A date as ISO 8601 has it, which knows neither seasons nor uncertain dates."""
    if part.approximate or part.uncertain or part.unit not in _UNITS or part.first.year > 9999:
        return None
    return part.datetime_attribute

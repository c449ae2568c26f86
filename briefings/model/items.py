"""What the classes of all entries have in common."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, cast

from briefings.model.base import ActorId, Anchor, Model, Prose, SourceId, declare, part
from briefings.model.citations import Citation, Citations
from briefings.model.dates import Date
from briefings.model.derivations import Derivation
from briefings.model.media import Media
from briefings.model.places import GeoPoint
from briefings.model.verdicts import Given
from briefings.text import prose


class Naming(NamedTuple):
    """What the anchor of an entry is made from."""

    id: str | None = None
    """The id of the entry, or of the sheet that it is about."""
    words: str = ""
    """The text of an entry without an id."""
    context: str = ""
    """Distinguishes entries with the same words. Only anchors in scripts other than Latin contain it."""


Spoken = tuple[str, Mapping[str, Any]]
"""A key of `words.yml`, and values for the names in its words: `("votes.ayes", {"n": 31})`. A value can be
such a pair itself."""

Side = tuple[str, tuple[ActorId, ...]]
"""A key of `words.yml` for what actors did, and these actors: `("votes.against", ("norrail",))`."""


class Item(Model):
    """An entry: a part of a sheet that can be shown, linked, cited and searched alone.

    The catalog, pages, search and exports use only this interface. A subclass sets the class variables and
    overrides the properties that differ. Fields with the usual names need none of these: `id`, `date`,
    `from_`, `text`, `actors`, `media`, `milestone`, `key`, `cite`.
    """

    __slots__ = ()
    KIND: ClassVar[str]
    """Its name in data, templates and locales."""
    PLURAL: ClassVar[str] = ""
    """The name of tables of these entries, if it is not the kind with an s."""
    NOUN: ClassVar[str] = ""
    """Its name in messages."""
    ABOUT: ClassVar[str] = ""
    """What its addition or removal is about, if not its kind or wording."""
    PREFIX: ClassVar[str] = ""
    """The beginning of its anchors, if it is not the kind."""
    ANCHOR: ClassVar[str] = ""
    """The anchor of the part of the page that lists these entries, if they have no anchors of their own."""
    PARTS: ClassVar[str] = ""
    """The field with the parts of the entry that cite sources separately."""
    OF_ACTORS: ClassVar[bool] = False
    """Whether the same words about other actors make another entry."""
    LISTED: ClassVar[bool] = False
    """Whether pages of other sheets list it, and readers can filter search results by its kind."""
    CHRONOLOGICAL: ClassVar[bool] = False
    """Whether the site's timeline shows it."""
    NEWS: ClassVar[bool] = False
    """Whether the front page and topics list it among what happened."""
    HEADLINE: ClassVar[str] = "title"
    """The field with its content in a few words."""
    SCHEMA_TYPE: ClassVar[str] = ""
    """Its type in schema.org, if it is always the same."""
    NUMBERED: ClassVar[bool] = False
    """Whether anchors are numbered in the order of dates."""
    MUST_CITE: ClassVar[bool] = False
    """Whether it must cite a source."""
    TEXT_CITES: ClassVar[bool] = False
    """Whether its `text` cites sources itself, sentence by sentence."""
    SHARED: ClassVar[Mapping[str, str]] = {}
    """Fields whose value is also that of a property below: `{"speaker": "by"}`. Exports give it once."""

    @property
    def headline(self) -> str:
        """Its content in a few words, as prose or plain text."""
        return cast(str, getattr(self, self.HEADLINE))

    @property
    def schema_type(self) -> str:
        """Its type in schema.org: Event, Quotation, Claim and so on; empty if none fits."""
        return self.SCHEMA_TYPE

    @property
    def is_milestone(self) -> bool:
        """Whether it is one of the few that matter most."""
        return getattr(self, "milestone", False)

    @property
    def is_key(self) -> bool:
        """Whether it is one of the facts that the briefing shows large below its title."""
        return getattr(self, "key", False) is True

    @property
    def drafted(self) -> str | None:
        """The program that proposed it, as long as nobody has read it against its source."""
        return None

    @property
    def derived(self) -> Derivation | None:
        """How it is computed from other entries, which cite the sources."""
        return None

    @property
    def is_quotation(self) -> bool:
        """Whether the headline is a verbatim quotation."""
        return False

    @property
    def naming(self) -> Naming:
        """What its anchor is made from."""
        year = self.time.year if self.CHRONOLOGICAL and self.time is not None else None
        return Naming(getattr(self, "id", None), self.headline, str(year or ""))

    @property
    def by(self) -> ActorId | None:
        """The actor that the entry is about, or who said it."""
        return None

    @property
    def involved(self) -> tuple[ActorId, ...]:
        """The actors whose profiles show it."""
        return (*(() if self.by is None else (self.by,)), *getattr(self, "actors", ()))

    @property
    def sides(self) -> tuple[Side, ...]:
        """What some of these actors did, where that differs. All places that name them say so."""
        return ()

    @property
    def time(self) -> Date | None:
        """When it happened, was said or applies."""
        return getattr(self, "date", getattr(self, "from_", None))

    @property
    def prose(self) -> Prose | None:
        """Its text, without the headline."""
        return None if self.HEADLINE == "text" else getattr(self, "text", None)

    @property
    def place(self) -> str | None:
        """Where it happened."""
        return None

    @property
    def coordinates(self) -> GeoPoint | None:
        """Where that is on the Earth."""
        return None

    @property
    def group(self) -> str | None:
        """The strand of the story that it belongs to."""
        return None

    @property
    def picture(self) -> Media | None:
        """A picture of it."""
        return getattr(self, "media", None)

    RESULT: ClassVar[frozenset[str]] = frozenset()
    """The fields with its result, which is not known before its day. Then its fixed words and what its actors
    did are the result, too."""

    @property
    def begins(self) -> Date | None:
        """When what it tells of began, if a source can be too old to report that."""
        return self.time if self.CHRONOLOGICAL else None

    @property
    def takes_effect(self) -> bool:
        """Whether a text that is already in force brings it about, so that no later source need report it."""
        return False

    @property
    def period(self) -> tuple[Date, Date | None] | None:
        """From when to when, for a period of the timeline; without an end while it lasts."""
        return None

    @property
    def details(self) -> tuple[str | None, ...]:
        """Its other texts, for the search, as prose or plain text."""
        return (self.prose,)

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        """Its numbers, each with its unit."""
        return ()

    @property
    def amounts(self) -> tuple[tuple[Given, str], ...]:
        """Its numbers as sources give them, with ranges and qualifiers, each with its unit."""
        return ()

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        """What it says in fixed words of the language, such as its kind or result. All places that name the
        entry print them after its title."""
        return ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Its citations, in `cite` or in prose."""
        own: tuple[Citation, ...] = getattr(self, "cite", ())
        return own + prose_citations(getattr(self, "text", "")) if self.TEXT_CITES else own

    @property
    def cited_apart(self) -> tuple[tuple[Citation, ...], ...]:
        """Its citations, in one group for each of its parts that no other part confirms: of a text those of
        each sentence."""
        if not self.TEXT_CITES:
            return (self.citations,)
        return _cited_apart(getattr(self, "text", ""), getattr(self, "cite", ()))


def prose_citations(text: str) -> tuple[Citation, ...]:
    """The citations in prose, which have no passages."""
    if "[@" not in text:
        return ()
    return tuple(Citation(SourceId(each.id), None, ()) for each in prose.references(text) if each.cites)


def _cited_apart(text: str, cite: tuple[Citation, ...]) -> tuple[tuple[Citation, ...], ...]:
    """The citations in prose, in one group for each place where it cites; those of the whole are at its
    end."""
    groups = [tuple(Citation(SourceId(id_), None, ()) for id_ in cited) for _, cited in prose.stretches(text)]
    *before, last = groups or [()]
    return tuple(filter(None, (*before, (*last, *cite)))) or ((),)


def anchor_key() -> Any:
    """The declaration of the key by which an entry keeps its address."""
    return declare(
        "tram-depot-opens",
        default=None,
        description="Written by `briefings record`: the end of its address, kept from when it was published"
        " in other words.",
    )


def drafted_key() -> Any:
    """The declaration of the key that names the program which proposed an entry."""
    return declare(
        "claims-helper",
        default=None,
        what="detail",
        called="proposing program",
        description="The program that proposed this. Pages say so until somebody has read it against its"
        " source with `briefings read`, or deleted the line.",
    )


@part
class CitingPart(Item):
    """An entry or a part of one with a `cite` key."""

    # Inherited keys need a `description`: pydantic reads attribute docstrings only in the class itself.

    cite: Citations = declare(
        "gazette-tram-2025",
        {"herald-2025": "a line for everybody"},
        default=(),
        description='Where this is reported: a source id, `{source-id: "passage"}`, or a list of either.',
    )


@part
class CitingItem(CitingPart):
    """An entry with a `cite` key, and an address that outlives its words."""

    anchor: Anchor | None = anchor_key()


@part
class Summary(Item):
    """The summary of a sheet. The catalog creates this entry; there is no such key."""

    KIND = "summary"
    NOUN = "summary"
    TEXT_CITES = True
    title: str
    """The title of the sheet."""
    text: Prose

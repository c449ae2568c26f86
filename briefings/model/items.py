"""What the entries of all sheets have in common: each class of entries answers the same questions."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, NamedTuple

from pydantic import Field

from briefings.model.base import ActorId, Model, Prose, SourceId, part
from briefings.model.citations import Citation, Citations
from briefings.model.dates import Date
from briefings.text import prose


class Naming(NamedTuple):
    """What the anchor of an entry is made from."""

    id: str | None = None
    """The id that the entry has, or that of the sheet it is about."""
    words: str = ""
    """Its first text, for an entry without an id."""
    context: str = ""
    """Distinguishes it from an entry with the same words. Only anchors in scripts other than Latin contain
    it."""


class Item(Model):
    """A part of a sheet that is an entry: it can be shown, linked, cited and searched by itself. What the
    catalog, pages, search and exports need of an entry they ask here, whatever its class.

    A class says below what applies to all its entries, and overrides the properties that differ.
    """

    __slots__ = ()
    KIND: ClassVar[str]
    """Its name in data, templates and locales."""
    NOUN: ClassVar[str] = ""
    """What messages call it."""
    PREFIX: ClassVar[str] = ""
    """Its anchors begin with this, or else with the kind."""
    ANCHOR: ClassVar[str] = ""
    """The part of the page that all of them link to, where they have no anchors of their own."""
    PARTS: ClassVar[str] = ""
    """The field whose values cite sources, each by itself."""
    LISTED: ClassVar[bool] = False
    """Whether pages of other sheets list it, and search results are narrowed to its kind."""
    CHRONOLOGICAL: ClassVar[bool] = False
    """Whether the site's timeline shows it."""
    NUMBERED: ClassVar[bool] = False
    """Whether anchors are numbers, in the order of dates."""
    MUST_CITE: ClassVar[bool] = False
    """Whether it needs a source."""

    @property
    def headline(self) -> str:
        """What it says, in a few words; prose or plain text."""
        raise NotImplementedError

    @property
    def is_quotation(self) -> bool:
        """Whether the headline is somebody's very words."""
        return False

    @property
    def naming(self) -> Naming:
        """What its anchor is made from."""
        return Naming(getattr(self, "id", None), self.headline)

    @property
    def by(self) -> ActorId | None:
        """The actor that it is about, or who said it."""
        return None

    @property
    def involved(self) -> tuple[ActorId, ...]:
        """The actors on whose profiles it is shown."""
        return () if self.by is None else (self.by,)

    @property
    def time(self) -> Date | None:
        """When it happened, was said or applies."""
        return getattr(self, "date", None)

    @property
    def prose(self) -> Prose | None:
        """What it says beyond its headline."""
        return None

    @property
    def details(self) -> tuple[str | None, ...]:
        """Its other texts, for the search; prose or plain text."""
        return (self.prose,)

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        """The numbers that it gives, each with its unit."""
        return ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites, by `cite` or in its prose."""
        return getattr(self, "cite", ())


def cited_in(text: str) -> tuple[Citation, ...]:
    """The sources that prose cites, each as a whole."""
    if "[@" not in text:
        return ()
    return tuple(Citation(SourceId(each.id), None, ()) for each in prose.references(text) if each.cites)


@part
class Cited(Item):
    """An entry that cites sources by a key of its own."""

    # The meaning of a key that others inherit is given as `description`: pydantic looks for docstrings in the
    # class itself only.

    cite: Citations = Field(
        default=(),
        description='Where this is written: a source id, `{source-id: "passage"}`, or a list of either.',
        examples=["wam-waico-2025", {"thenational-waico-2025": "exclusive game"}],
    )


@part
class Summary(Item):
    """The summary of a sheet, as an entry. No key of its own: the catalog makes it."""

    KIND = "summary"
    NOUN = "summary"
    title: str
    """What the sheet is called."""
    text: Prose

    @property
    def headline(self) -> str:
        return self.title

    @property
    def prose(self) -> Prose:
        return self.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        return cited_in(self.text)

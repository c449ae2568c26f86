"""Actor sheets: people, organizations and countries, their roles, and their relations to other actors."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from briefings.model.base import ActorId, Flag, Line, Prose, SheetModel, When, declare, part
from briefings.model.dates import Date
from briefings.model.items import CitingItem
from briefings.model.media import Media
from briefings.model.places import Coordinates
from briefings.model.vocabularies import Country, Url
from briefings.text.schemes import SCHEME_PATTERN, SCHEMES

ActorKind = Literal[
    "person", "organization", "company", "public-body", "country", "alliance", "grouping", "group",
    "conference", "process",
]  # fmt: skip

RelationKind = Literal[
    "member-of", "part-of", "subsidiary-of", "owner-of", "founder-of",
    "signatory-of", "non-signatory-of", "regulator-of", "successor-of", "partner-of", "rival-of",
    "family-of", "employer-of", "sponsor-of", "similar-to", "related-to",
]  # fmt: skip
"""A relation is written on one of the two sheets; the other profile shows its inverse ("has member").
Those in SYMMETRIC are their own inverse."""

SYMMETRIC: frozenset[RelationKind] = frozenset({"partner-of", "rival-of", "family-of", "similar-to"})

SIGNATURES: frozenset[RelationKind] = frozenset({"signatory-of", "non-signatory-of"})
"""Who signed an agreement, and who declined."""

IdentifierScheme = Annotated[str, StringConstraints(pattern=SCHEME_PATTERN, max_length=40)]
"""One of `SCHEMES`, or one of the host's."""
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:.\-]+$", max_length=60)]
"""An actor's identifier in an external catalog: letters, digits, `:`, `.` and `-`."""


@part
class Role(CitingItem):
    """An office or position that the actor holds or held."""

    KIND = "role"
    ABOUT = "person"
    NOUN = "role"
    ANCHOR = "roles"
    MUST_CITE = True

    title: Line = declare("Mayor of Veldhaven")
    """The title of the office."""
    organization: ActorId | None = declare("veldhaven", default=None)
    """The id of the actor that the office belongs to."""
    from_: When | None = declare("2023-03-11", default=None, alias="from", called="start")
    """When the actor took office."""
    to: When | None = declare("2025-01-20", default=None, called="end")
    """When the actor left office. Leave it out for a current office, or if the date is not known."""
    sole: Flag = declare(True, default=False)
    """true: only one actor can hold this office at a time, so overlapping terms are reported. With `from` and
    `organization`, sources of these days that name the office name the actor."""

    @property
    def begins(self) -> Date | None:
        return self.from_

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return () if self.organization is None else (self.organization,)


@part
class Relation(CitingItem):
    """A relation of this actor to another. Write it on one of the two sheets; both profiles show it."""

    KIND = "relation"
    ABOUT = "person"
    OF_ACTORS = True
    NOUN = "relation"
    ANCHOR = "relations"
    MUST_CITE = True

    kind: RelationKind = declare("member-of", what="person", weight="high")
    """member-of, part-of, subsidiary-of, owner-of, founder-of, signatory-of, non-signatory-of (declined to
    sign), regulator-of, successor-of, partner-of, rival-of, family-of, employer-of, sponsor-of, similar-to;
    related-to for any other, with a `label` of your own."""
    label: Line | None = declare("Uses", default=None)
    """What this profile calls the relation, instead of the words for its kind."""
    inverse: Line | None = declare("Used by", default=None, called="label on the other profile")
    """What the other actor's profile calls it."""
    actor: ActorId = declare("league-of-cities")
    """The id of the other actor."""
    from_: When | None = declare("2026-07-16", default=None, alias="from", called="start")
    """When the relation began."""
    to: When | None = declare("2026-09", default=None, called="end")
    """When the relation ended. Leave it out while the relation lasts, or if the date is not known."""
    note: Line | None = declare("Signed on the first day.", default=None)
    """A short remark."""

    @model_validator(mode="after")
    def _called(self) -> Self:
        if self.kind == "related-to" and self.label is None:
            raise PydanticCustomError("missing_one", "a relation of the kind `related-to` needs a `label`")
        if (self.label is None) != (self.inverse is None):
            message = "a relation has `label` (for this profile) and `inverse` (for the other), or neither"
            raise PydanticCustomError("missing_one", message)
        return self

    @property
    def begins(self) -> Date | None:
        return self.from_

    @property
    def is_symmetric(self) -> bool:
        """Whether it reads alike on both profiles."""
        return self.kind in SYMMETRIC if self.label is None else self.label == self.inverse

    @property
    def headline(self) -> str:
        return self.label or self.kind

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return (self.actor,)

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.label, self.inverse, self.note)


@part
class Actor(SheetModel):
    """A person, organization, company, public body, country, group, conference or process."""

    name: Line = declare("Ines Hartog")
    """The name to show on pages."""
    distinguish: Line | None = declare("physicist", default=None, called="distinguishing word")
    """A word or two that tell this actor from another one with the same name. Pages add them to the name."""
    kind: ActorKind = declare("person")
    """person, organization, company, public-body, country, alliance, grouping (of states), group (of people),
    conference or process."""
    sort: Line | None = declare("Hartog, Ines", default=None, called="name in lists")
    """The name as lists sort it, if that differs: the family name first, for example. Pages show `name`."""
    aliases: tuple[Line, ...] = declare(["Mayor Hartog", "Inès Hartog"], default=())
    """Other names that readers may search for. Two actors of the same name need `distinguish`."""
    summary: Prose | None = declare("Mayor of Veldhaven since 2023.", default=None)
    """Who or what this is, in a sentence or two."""
    media: Media | None = declare(
        {
            "file": "ines-hartog.jpg",
            "alt": "Ines Hartog at a lectern",
            "credit": "Jane Doe",
            "licence": "CC-BY-4.0",
        },
        default=None,
        called="picture",
    )
    """A portrait, a logo or another picture of the actor."""
    country: Country | None = declare("NL", default=None)
    """The actor's country as an ISO 3166 code, such as NL or NO."""
    coordinates: Coordinates | None = declare([Decimal("52.37"), Decimal("4.89")], default=None)
    """The latitude and longitude in degrees of its seat, or of the place that it is; negative in
    the south and west."""
    from_: When | None = declare("1961-04-12", default=None, alias="from", called="start")
    """The date of birth or foundation."""
    to: When | None = declare("2020", default=None, called="end")
    """The date of death or dissolution."""
    roles: tuple[Role, ...] = declare(
        [{"title": "Mayor", "organization": "veldhaven", "from": "2023-03-11"}], default=()
    )
    """Offices that the actor holds or held, in any order."""
    relations: tuple[Relation, ...] = declare(
        [{"kind": "member-of", "actor": "league-of-cities"}], default=()
    )
    """Relations to other actors."""
    # Editors offer the catalogs that are known.
    identifiers: dict[IdentifierScheme, Identifier] = declare(
        {"wikidata": "Q4115189"},
        default_factory=dict,
        json_schema_extra={"properties": {scheme: {"type": "string"} for scheme in SCHEMES}},
    )
    """The actor's identifiers in other catalogs: wikidata, viaf, isni, lei, orcid, ror, ticker, or one that
    the site's settings name under `identifiers`."""
    links: dict[Line, Url] = declare({"Official site": "https://veldhaven.example/"}, default_factory=dict)
    """Useful web addresses, each under the text to show for it."""

    @property
    def headline(self) -> str:
        return self.name if self.distinguish is None else f"{self.name} ({self.distinguish})"

    @property
    def sort_name(self) -> str:
        return self.name if self.sort is None else self.sort

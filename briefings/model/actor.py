"""Actor sheets: a person or body that acts, its roles, and its relations to others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from briefings.model.base import ActorId, Flag, Line, Prose, SheetModel, When, part
from briefings.model.dates import Date
from briefings.model.items import Cited
from briefings.model.vocabularies import Country, Url

ActorKind = Literal["person", "organization", "company", "public-body", "country", "alliance"]

RelationKind = Literal[
    "member-of", "part-of", "subsidiary-of", "owner-of", "founder-of",
    "signatory-of", "regulator-of", "successor-of", "partner-of", "rival-of",
]  # fmt: skip
"""Written once, on either sheet; the other profile shows the way back ("has member").
partner-of and rival-of read alike both ways."""

SYMMETRIC: frozenset[RelationKind] = frozenset({"partner-of", "rival-of"})

IdentifierScheme = Literal["wikidata", "viaf", "isni", "lei", "orcid", "ror", "ticker"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:.\-]+$", max_length=60)]
"""A catalog's own number or name for somebody: letters, digits, `:`, `.` and `-`."""


@part
class Role(Cited):
    """An office or position that a person or body holds or held."""

    KIND = "role"
    NOUN = "role"
    ANCHOR = "roles"
    MUST_CITE = True

    title: Line = Field(examples=["Premier of the State Council"])
    """As the office is called."""
    organization: ActorId | None = Field(default=None, examples=["china"])
    """The actor that the office belongs to."""
    from_: When | None = Field(default=None, alias="from", examples=["2023-03-11"])
    """Since when."""
    to: When | None = Field(default=None, examples=["2025-01-20"])
    """Until when; left out while it lasts, or where it is not known."""
    sole: Flag = Field(default=False, examples=[True])
    """true: only one actor holds this office at a time, so overlapping holders are a mistake."""

    @property
    def headline(self) -> str:
        return self.title

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return () if self.organization is None else (self.organization,)

    @property
    def time(self) -> Date | None:
        return self.from_


@part
class Relation(Cited):
    """How this actor stands to another. Write it once; both profiles show it."""

    KIND = "relation"
    NOUN = "relation"
    ANCHOR = "relations"
    MUST_CITE = True

    kind: RelationKind = Field(examples=["member-of"])
    """member-of, part-of, subsidiary-of, owner-of, founder-of, signatory-of, regulator-of, successor-of,
    partner-of or rival-of."""
    actor: ActorId = Field(examples=["asean"])
    """The other one."""
    from_: When | None = Field(default=None, alias="from", examples=["2026-07-16"])
    """Since when."""
    to: When | None = Field(default=None, examples=["2026-09"])
    """Until when; left out while it lasts, or where it is not known."""
    note: Line | None = Field(default=None, examples=["Signed on the first day."])
    """A few words on it."""

    @property
    def headline(self) -> str:
        return self.kind

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return (self.actor,)

    @property
    def time(self) -> Date | None:
        return self.from_

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.note,)


@part
class Actor(SheetModel):
    """A person, organization, company, public body, country or alliance."""

    name: Line = Field(examples=["Li Qiang"])
    """As shown on pages."""
    kind: ActorKind = Field(examples=["person"])
    """person, organization, company, public-body, country or alliance."""
    aliases: tuple[Line, ...] = Field(default=(), examples=[["Premier Li", "李强"]])
    """Other names readers may search for. No two actors may share one."""
    summary: Prose | None = Field(default=None, examples=["Premier of the State Council of China."])
    """Who this is, in a sentence or two."""
    country: Country | None = Field(default=None, examples=["CN"])
    """ISO 3166, like CN or NO."""
    from_: When | None = Field(default=None, alias="from", examples=["1959-07-23"])
    """When born or founded."""
    to: When | None = Field(default=None, examples=["2020"])
    """When died or dissolved."""
    roles: tuple[Role, ...] = Field(
        default=(), examples=[[{"title": "Premier", "organization": "china", "from": "2023-03-11"}]]
    )
    """Offices held, in any order."""
    relations: tuple[Relation, ...] = Field(default=(), examples=[[{"kind": "member-of", "actor": "g7"}]])
    """How this actor stands to others."""
    identifiers: dict[IdentifierScheme, Identifier] = Field(
        default_factory=dict, examples=[{"wikidata": "Q15617690"}]
    )
    """What others' catalogs call this actor: wikidata, viaf, isni, lei, orcid, ror, ticker."""
    links: dict[Line, Url] = Field(
        default_factory=dict, examples=[{"Official site": "https://english.www.gov.cn/"}]
    )
    """Addresses worth knowing, each under the words to show."""

    @property
    def headline(self) -> str:
        return self.name

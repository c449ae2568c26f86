"""Briefing sheets: what happened, who was involved, who said what, which numbers were given, and where each
is written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from briefings.model.base import (
    ActorId,
    BriefingId,
    Day,
    EventId,
    Flag,
    Id,
    Line,
    Model,
    Prose,
    Quote,
    SheetModel,
    TopicId,
    When,
    part,
)
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Cited, Item, Naming, cited_in
from briefings.model.numbers import Number
from briefings.model.vocabularies import Url

Status = Literal["reported", "disputed", "unsupported", "contradicted", "superseded", "opinion"]
"""How well a statement is borne out. reported: its source says so, nothing speaks against it; unsupported: no
source found for it; contradicted: sources say otherwise; superseded: was right, no longer is; opinion: a view
or forecast, not a fact."""

DOUBTFUL: frozenset[Status] = frozenset({"disputed", "contradicted", "unsupported"})
"""What readers must be warned of."""

Qualifier = Literal["about", "at least", "more than", "up to", "less than", "nearly"]


@part
class Point(Cited):
    """One sentence of the gist."""

    KIND = "point"
    NOUN = "point of the gist"
    ANCHOR = "part-in-brief"
    MUST_CITE = True

    text: Prose = Field(examples=["China proposed a global organization for AI cooperation."])
    """A plain sentence."""

    @property
    def headline(self) -> str:
        return self.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.cite + cited_in(self.text)


@part
class Event(Cited):
    """An entry of the timeline."""

    KIND = "event"
    NOUN = "event"
    LISTED = True
    CHRONOLOGICAL = True
    MUST_CITE = True

    id: Id | None = Field(default=None, examples=["waic-2025-opening"])
    """Lets other briefings show the same event by `event: waic-2025-opening`; unique over all briefings."""
    date: When = Field(examples=["2025-07-26"])
    """When it happened, as an EDTF date: a day, a month, an interval, about (`2025-07~`), open
    (`2026-07-16/..`)."""
    title: Line = Field(examples=["Li Qiang opens the conference"])
    """A short sentence in the present tense."""
    text: Prose | None = Field(
        default=None, examples=["The premier said his government proposes a world organization."]
    )
    """What happened, in a sentence or three."""
    actors: tuple[ActorId, ...] = Field(default=(), examples=[["li-qiang"]])
    """Who took part."""
    place: Line | None = Field(default=None, examples=["Shanghai"])
    """Where."""
    status: Status = Field(default="reported", examples=["disputed"])
    """reported, disputed, unsupported, contradicted, superseded or opinion."""
    note: Prose | None = Field(default=None, examples=["One law firm dates the order to 25 July."])
    """What sources differ on, or what is doubtful."""

    @property
    def headline(self) -> str:
        return self.title

    @property
    def naming(self) -> Naming:
        return Naming(self.id, self.title, str(self.date.year or ""))

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return self.actors

    @property
    def prose(self) -> Prose | None:
        return self.text

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.text, self.note, self.place)


@part
class SharedEvent(Model):
    """An event of another briefing, shown here too."""

    event: EventId = Field(examples=["waic-2025-opening"])
    """The id of an event that another briefing's timeline holds."""

    @property
    def naming(self) -> Naming:
        """What its anchor is made from: the same as in the other briefing."""
        return Naming(self.event)


def _event_form(value: Any) -> str:
    return (
        "shared"
        if isinstance(value, SharedEvent) or (isinstance(value, dict) and "event" in value)
        else "inline"
    )


TimelineEntry = Annotated[
    Annotated[Event, Tag("inline")] | Annotated[SharedEvent, Tag("shared")], Discriminator(_event_form)
]


@part
class Involved(Cited):
    """An actor's part in this briefing."""

    KIND = "involved"
    NOUN = "actor's part"
    PREFIX = "actor"

    actor: ActorId = Field(examples=["li-qiang"])
    """Who."""
    role: Line | None = Field(default=None, examples=["Made the proposal"])
    """What they did here."""
    stance: Line | None = Field(default=None, examples=["For a framework with broad consensus, soon"])
    """Where they stand."""

    @property
    def headline(self) -> str:
        return self.role or self.stance or ""

    @property
    def naming(self) -> Naming:
        return Naming(self.actor)

    @property
    def by(self) -> ActorId:
        return self.actor

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.stance,) if self.role else ()


@part
class Statement(Cited):
    """What somebody said: word for word as `quote`, or in our words as `text`."""

    KIND = "statement"
    NOUN = "statement"
    LISTED = True
    MUST_CITE = True

    id: Id | None = Field(default=None, examples=["exclusive-game"])
    """A name for links to it; made from its words where left out."""
    speaker: ActorId = Field(examples=["li-qiang"])
    """Who said it."""
    quote: Quote | None = Field(default=None, examples=["exclusive game"])
    """Their very words, without quotation marks. A cited source without a passage of its own is searched for
    these words."""
    text: Prose | None = Field(
        default=None, examples=["AI may come to serve only a few countries and companies."]
    )
    """What they said, in our words."""
    about: Line | None = Field(
        default=None, examples=["What AI could become, for a few countries and companies"]
    )
    """What it is about."""
    date: When | None = Field(default=None, examples=["2025-07-26"])
    """When it was said."""
    status: Status = Field(default="reported", examples=["unsupported"])
    """reported, disputed, unsupported, contradicted, superseded or opinion."""
    note: Prose | None = Field(default=None, examples=["No source found for it."])
    """Why it has this status."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.quote is not None and self.text is not None:
            raise PydanticCustomError(
                "one_of", "a statement has `quote` (their very words) or `text` (ours), and this one has both"
            )
        if self.quote is None and self.text is None:
            raise PydanticCustomError(
                "missing_one",
                "a statement has `quote` (their very words) or `text` (ours), and this one has neither",
            )
        return self

    @property
    def headline(self) -> str:
        return self.quote if self.quote is not None else self.text or ""

    @property
    def is_quotation(self) -> bool:
        return self.quote is not None

    @property
    def naming(self) -> Naming:
        return Naming(self.id, self.headline, self.speaker)

    @property
    def by(self) -> ActorId:
        return self.speaker

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.about, self.note)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Its `cite`; a source cited without a passage is searched for the quotation itself."""
        if self.quote is None or all(each.passage is not None for each in self.cite):
            return self.cite
        return tuple(
            replace(each, passage=self.quote, is_quote=True) if each.passage is None else each
            for each in self.cite
        )


@part
class Value(Cited):
    """One number as one source (or several) gave it."""

    KIND = "value"
    NOUN = "value"
    MUST_CITE = True

    value: Number = Field(examples=[30])
    """The number, without unit or separators."""
    qualifier: Qualifier | None = Field(default=None, examples=["more than"])
    """about, at least, more than, up to, less than or nearly."""
    as_of: When | None = Field(default=None, examples=["2025-07-26"])
    """For when it was given."""
    forecast: Flag = Field(default=False, examples=[True])
    """true: announced or expected, not counted."""
    note: Line | None = Field(default=None, examples=["With international organizations"])
    """What this one counts, where it differs from the others."""

    @property
    def headline(self) -> str:
        return str(self.value)

    @property
    def time(self) -> Date | None:
        return self.as_of


@part
class Figure(Item):
    """A number that was given, by several sources side by side where they differ."""

    KIND = "figure"
    NOUN = "figure"
    PARTS = "values"
    LISTED = True

    id: Id | None = Field(default=None, examples=["countries-represented"])
    """A name for links to it; made from its label where left out."""
    label: Line = Field(examples=["Countries represented"])
    """What is counted."""
    unit: Line = Field(examples=["countries"])
    """In what."""
    actors: tuple[ActorId, ...] = Field(default=(), examples=[["nvidia"]])
    """Whose figure it is: it is shown on their profiles."""
    values: tuple[Value, ...] = Field(
        min_length=1, examples=[[{"value": 30, "qualifier": "more than", "cite": "wam-waico-2025"}]]
    )
    """One entry for each number given. A single one may be written inline: `value`, `qualifier`, `cite` …
    beside `label`."""
    note: Prose | None = Field(default=None, examples=["The sources count different things."])
    """Why they differ."""

    @property
    def headline(self) -> str:
        return self.label

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return self.actors

    @property
    def time(self) -> Date | None:
        """For when the newest of its values was given."""
        dates = (value.as_of for value in self.values if value.as_of is not None)
        return max(dates, key=lambda date: date.order, default=None)

    @property
    def details(self) -> tuple[str | None, ...]:
        return (*(value.note for value in self.values), self.note)

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        return tuple((value.value, self.unit) for value in self.values)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(citation for value in self.values for citation in value.cite)

    @model_validator(mode="before")
    @classmethod
    def _inline_value(cls, data: Any) -> Any:
        """One value may be written inline; `note` then stays with the figure."""
        if not isinstance(data, dict) or "values" in data or "value" not in data:
            return data
        inline = {key: data[key] for key in INLINE_VALUE_KEYS if key in data}
        return {key: value for key, value in data.items() if key not in inline} | {"values": [inline]}

    @property
    def contested(self) -> bool:
        """Whether sources give different numbers for the same time."""
        return any(
            a.value != b.value and (a.as_of is None or b.as_of is None or a.as_of == b.as_of)
            for n, a in enumerate(self.values)
            for b in self.values[n + 1 :]
        )


INLINE_VALUE_KEYS = ("value", "qualifier", "as_of", "forecast", "cite")


DocumentKind = Literal[
    "agreement", "treaty", "law", "bill", "order", "regulation", "directive", "resolution", "judgment",
    "declaration", "plan", "report", "letter",
]  # fmt: skip


@part
class Document(Cited):
    """An agreement, law, order or other text that was adopted or published."""

    KIND = "document"
    NOUN = "document"
    LISTED = True
    CHRONOLOGICAL = True
    MUST_CITE = True

    id: Id | None = Field(default=None, examples=["eo-14320"])
    """A name for links to it; made from its title where left out."""
    title: Line = Field(examples=["Promoting the Export of the American AI Technology Stack"])
    """As it is called."""
    date: When = Field(examples=["2025-07-23"])
    """When it was signed, adopted or published."""
    kind: DocumentKind = Field(examples=["order"])
    """agreement, treaty, law, bill, order, regulation, directive, resolution, judgment, declaration, plan,
    report or letter."""
    number: Line | None = Field(default=None, examples=["Executive Order 14320"])
    """What it is cited by."""
    address: Url | None = Field(
        default=None,
        examples=["https://www.federalregister.gov/documents/2025/07/28/2025-14218/promoting-the-export"],
    )
    """Where it can be read."""
    actors: tuple[ActorId, ...] = Field(default=(), examples=[["united-states"]])
    """Who issued or signed it: it is shown on their profiles."""

    @property
    def headline(self) -> str:
        return self.title

    @property
    def naming(self) -> Naming:
        return Naming(self.id, self.title, str(self.date.year or ""))

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return self.actors

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.number,)


@part
class Section(Cited):
    """A part of the background, in prose."""

    KIND = "section"

    heading: Line = Field(examples=["Background"])
    """Its heading."""
    text: Prose = Field(
        examples=["[[huawei]] builds chips of its own. [@notebookcheck-waic-exhibitors-2025]"]
    )
    """Markdown; `[[huawei]]` links an actor, `[[waic|the conference]]` with other words, `[@source-id]`
    cites."""

    @property
    def headline(self) -> str:
        return self.heading

    @property
    def prose(self) -> Prose:
        return self.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.cite + cited_in(self.text)


@part
class Correction(Item):
    """What was wrong here and is corrected; readers see it on the page and in the list of corrections."""

    KIND = "correction"
    NUMBERED = True

    date: Day = Field(examples=["2025-08-02"])
    """When it was corrected."""
    text: Prose = Field(
        examples=["The number of exhibitors was given as a count; it is the organizers' forecast."]
    )
    """What was wrong, and what is right."""

    @property
    def headline(self) -> str:
        return self.text


@part
class Briefing(SheetModel):
    """A story: its gist, timeline, actors, statements, figures and open questions."""

    MUST_CITE = True

    title: Line = Field(examples=["China proposes a world AI cooperation organization"])
    """A sentence that says what happened."""
    published: Day = Field(examples=["2025-07-28"])
    """When this briefing appeared."""
    updated: Day | None = Field(default=None, examples=["2026-07-20"])
    """When its substance last changed; left out while it has not."""
    topics: tuple[TopicId, ...] = Field(default=(), examples=[["ai-governance"]])
    """What it belongs to; the first gives it its color."""
    summary: Prose = Field(
        examples=["At the World AI Conference, [[li-qiang]] proposed a new body. [@wam-waico-2025]"]
    )
    """What this is about, in two or three sentences."""
    in_brief: tuple[Point, ...] = Field(
        default=(), examples=[[{"text": "China proposed an organization.", "cite": "wam-waico-2025"}]]
    )
    """The gist in three to five sentences."""
    timeline: tuple[TimelineEntry, ...] = Field(
        default=(),
        examples=[[{"date": "2025-07-26", "title": "The conference opens", "cite": "wam-waico-2025"}]],
    )
    """Events, in any order; pages put them in chronological order."""
    actors: tuple[Involved, ...] = Field(
        default=(), examples=[[{"actor": "li-qiang", "role": "Made the proposal"}]]
    )
    """Who is who here."""
    statements: tuple[Statement, ...] = Field(
        default=(),
        examples=[[{"speaker": "li-qiang", "quote": "exclusive game", "cite": "thenational-waico-2025"}]],
    )
    """Who said what."""
    figures: tuple[Figure, ...] = Field(
        default=(),
        examples=[
            [
                {
                    "label": "Exhibitors",
                    "unit": "companies",
                    "value": 800,
                    "cite": "notebookcheck-waic-exhibitors-2025",
                }
            ]
        ],
    )
    """Numbers, with who gave them."""
    documents: tuple[Document, ...] = Field(
        default=(),
        examples=[
            [
                {
                    "title": "Promoting the Export of the American AI Technology Stack",
                    "date": "2025-07-23",
                    "kind": "order",
                    "number": "Executive Order 14320",
                    "cite": "federalregister-eo14320",
                }
            ]
        ],
    )
    """Agreements, laws, orders and the like."""
    sections: tuple[Section, ...] = Field(
        default=(), examples=[[{"heading": "Background", "text": "How it came to this."}]]
    )
    """Background in prose."""
    questions: tuple[Prose, ...] = Field(default=(), examples=[["Which states will ratify the agreement?"]])
    """What is not known yet."""
    corrections: tuple[Correction, ...] = Field(
        default=(), examples=[[{"date": "2025-08-02", "text": "The number was a forecast."}]]
    )
    """What was wrong here and is corrected."""
    related: tuple[BriefingId, ...] = Field(default=(), examples=[["us-ai-action-plan"]])
    """Other briefings to read; more are found by shared events, actors and topics."""

    @property
    def headline(self) -> str:
        return self.title

    @property
    def last_changed(self) -> When:
        """The day its substance last changed."""
        return self.updated if self.updated is not None else self.published

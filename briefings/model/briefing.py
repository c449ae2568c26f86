"""Briefing sheets: a story with its events, actors, statements, figures, votes and documents, each with its
sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, model_validator
from pydantic import Tag as Form
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from briefings.model.about import About
from briefings.model.base import (
    ActorId,
    Anchor,
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
    SourceId,
    TopicId,
    When,
    part,
)
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.derivations import Derivation, NumberOrDerivation, compute
from briefings.model.items import (
    CitingItem,
    CitingPart,
    Item,
    Naming,
    Side,
    Spoken,
    anchor_key,
    drafted_key,
    prose_citations,
)
from briefings.model.media import Media
from briefings.model.numbers import Count, Number
from briefings.model.places import Coordinates
from briefings.model.verdicts import Given, Verdict, verdict
from briefings.model.vocabularies import Url

Status = Literal["reported", "disputed", "unsupported", "contradicted", "superseded", "opinion"]
"""How well a claim is supported. reported: its source says so and no source contradicts it; disputed: sources
disagree; unsupported: no source was found for it; contradicted: sources say otherwise; superseded: it was
correct, but no longer is; opinion: a view or forecast, not a fact."""

DOUBTFUL: frozenset[Status] = frozenset({"disputed", "contradicted", "unsupported"})
"""Statuses that readers are warned about."""

EventStatus = Literal[Status, "postponed", "moved", "cancelled"]
"""That of a claim or, for an event that was to take place, what became of it. postponed: no new day is known;
moved: to another day or place; cancelled: it did not take place."""

CALLED_OFF: frozenset[EventStatus] = frozenset({"postponed", "moved", "cancelled"})
"""Statuses of events that do not take place as planned, so that they are no longer announced."""

SETTLED: frozenset[EventStatus] = frozenset({"contradicted", "superseded", *CALLED_OFF})
"""Statuses by which a sheet says what became of an announced event."""

JUDGED: frozenset[Status] = frozenset({"contradicted", "unsupported"})
"""Statuses that are a verdict on a claim. That sources disagree is not one, and what is superseded was
correct when it was said."""

Tag = Annotated[Line, StringConstraints(max_length=60)]
"""A word or two for a kind of event."""

Group = Annotated[Line, StringConstraints(max_length=80)]
"""A strand of the story that an event belongs to."""

Qualifier = Literal["about", "at least", "more than", "up to", "less than", "nearly"]


@part
class Point(CitingItem):
    """One sentence of the summary in brief."""

    KIND = "point"
    NOUN = "point of the gist"
    ANCHOR = "part-in-brief"
    HEADLINE = "text"
    MUST_CITE = True
    SHARED: ClassVar[Mapping[str, str]] = {"text": "headline"}

    text: Prose = Field(examples=["The council voted for a second tram line."])
    """One plain sentence."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.cite + prose_citations(self.text)


@part
class Event(CitingItem):
    """An event in the timeline."""

    KIND = "event"
    NOUN = "event"
    SCHEMA_TYPE = "Event"
    LISTED = True
    CHRONOLOGICAL = True
    NEWS = True
    MUST_CITE = True

    id: Id | None = Field(default=None, examples=["depot-opening"])
    """An id by which other briefings can show the same event: `event: depot-opening`. Unique among all
    briefings."""
    date: When = Field(examples=["2025-07-26"])
    """When it happened, as an EDTF date: a day, month, year or interval; a time with its zone
    (`2025-07-26T14:05+02:00`); about (`2025-07~`), open (`2026-07-16/..`) or BCE (`-0043` is 44 BCE)."""
    title: Annotated[Line, About("event", "high")] = Field(examples=["Ines Hartog opens the depot"])
    """A short sentence in the present tense."""
    text: Prose | None = Field(default=None, examples=["The mayor said that work begins in spring."])
    """What happened, in one to three sentences."""
    actors: tuple[ActorId, ...] = Field(default=(), examples=[["ines-hartog"]])
    """The ids of the actors who took part."""
    group: Group | None = Field(default=None, examples=["The depot"])
    """The strand of the story that it belongs to, in words of your own. Pages show it with the event."""
    place: Line | None = Field(default=None, examples=["Veldhaven"])
    """Where it happened."""
    coordinates: Coordinates | None = Field(default=None, examples=[[Decimal("52.37"), Decimal("4.89")]])
    """The place's latitude and longitude in degrees; negative in the south and west."""
    tags: tuple[Tag, ...] = Field(default=(), examples=[["phishing", "first access"]])
    """What kind of event it is, in words of your own: a technique, a step. Readers can filter the site's
    timeline by them."""
    media: Annotated[Media | None, About(called="picture")] = Field(
        default=None,
        examples=[
            {
                "file": "harbor.jpg",
                "alt": "Two cranes above an empty quay",
                "credit": "Jane Doe",
                "licence": "CC-BY-4.0",
            }
        ],
    )
    """A picture of it. The briefing shows it with the event."""
    milestone: Flag = Field(default=False, examples=[True])
    """true: one of the few turning points, which the picture of the timeline names. Choose three to five; if
    no event has this key, they are chosen automatically."""
    key: Flag = Field(default=False, examples=[True])
    """true: its day is one of the two to four key facts below the title of the briefing."""
    takes_effect: Annotated[Flag, About("status")] = Field(default=False, examples=[True])
    """true: a text brings it about on its own, such as a law that applies from this day. It counts as
    happened once the day is past, although its sources are older."""
    status: Annotated[EventStatus, About("status")] = Field(default="reported", examples=["disputed"])
    """reported (the default), disputed, unsupported, contradicted, superseded or opinion; or what became of a
    planned event: postponed (no new day is known), moved (to another day or place) or cancelled."""
    note: Prose | None = Field(default=None, examples=["The Herald dates the opening to 25 July."])
    """Where the sources differ, what is doubtful, or where to an event was moved."""
    drafted: Annotated[Line | None, About("detail", called="proposing program")] = drafted_key()

    @property
    def details(self) -> tuple[str | None, ...]:
        caption = None if self.media is None else self.media.caption
        return (self.text, self.note, self.group, self.place, caption, *self.tags)


@part
class SharedEvent(Model):
    """An event of another briefing that this timeline also shows."""

    event: EventId = Field(examples=["depot-opening"])
    """The id of an event in another briefing's timeline. This key alone shows that event here, too."""

    @property
    def naming(self) -> Naming:
        """What its anchor is made from; the same as in the other briefing."""
        return Naming(self.event)


def _event_form(value: Any) -> str:
    return (
        "shared"
        if isinstance(value, SharedEvent) or (isinstance(value, dict) and "event" in value)
        else "inline"
    )


TimelineEntry = Annotated[
    Annotated[Event, Form("inline")] | Annotated[SharedEvent, Form("shared")], Discriminator(_event_form)
]


@part
class Era(CitingItem):
    """A period of the timeline with a name of its own."""

    KIND = "era"
    NOUN = "era"
    SHARED: ClassVar[Mapping[str, str]] = {"from_": "time"}

    title: Line = Field(examples=["The years of preparation"])
    """The name of the era."""
    from_: Annotated[When, About(called="start")] = Field(alias="from", examples=["2023-10-18"])
    """When it began."""
    to: Annotated[When | None, About(called="end")] = Field(default=None, examples=["2025-07-25"])
    """When it ended. Leave it out while it lasts."""

    @property
    def period(self) -> tuple[Date, Date | None]:
        return self.from_, self.to


@part
class Involved(CitingItem):
    """An actor's part in this story."""

    KIND = "involved"
    PLURAL = "involvements"
    ABOUT = "person"
    OF_ACTORS = True
    NOUN = "actor's part"
    PREFIX = "actor"
    SHARED: ClassVar[Mapping[str, str]] = {"actor": "by", "role": "headline"}

    actor: ActorId = Field(examples=["ines-hartog"])
    """The id of the actor."""
    role: Line | None = Field(default=None, examples=["Made the proposal"])
    """What the actor did in this story."""
    stance: Annotated[Line | None, About(called="position")] = Field(
        default=None, examples=["For a framework with broad consensus, soon"]
    )
    """The actor's position on the matter."""

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


def _either(one: object, other: object, message: str) -> None:
    """Raise an error unless exactly one of two values is given."""
    if (one is None) == (other is None):
        kind, which = ("missing_one", "neither") if one is None else ("one_of", "both")
        more = {"message": message, "which": which}
        raise PydanticCustomError(kind, "{message}, and this one has {which}", more)


@part
class Statement(CitingItem):
    """What somebody said: word for word as `quote`, or in your own words as `text`."""

    KIND = "statement"
    NOUN = "statement"
    HEADLINE = "text"
    LISTED = True
    MUST_CITE = True
    SHARED: ClassVar[Mapping[str, str]] = {"quote": "headline", "text": "headline", "speaker": "by"}

    id: Id | None = Field(default=None, examples=["for-everybody"])
    """An id for links to the statement. Without one, links use its first words."""
    speaker: ActorId | None = Field(default=None, examples=["ines-hartog"])
    """The id of the actor who said it."""
    source: SourceId | None = Field(default=None, examples=["gazette-tram-2025"])
    """The id of the source that says it in its own words, instead of `speaker`."""
    quote: Annotated[Quote | None, About("quotation", called="quotation")] = Field(
        default=None, examples=["a line for everybody"]
    )
    """The exact words, without quotation marks. Where `cite` has no passage, these words are the passage."""
    text: Prose | None = Field(default=None, examples=["Without a depot, the line will serve nobody."])
    """What the speaker said, in your own words."""
    about: Annotated[Line | None, About(called="subject")] = Field(
        default=None, examples=["What the line could become without a depot"]
    )
    """The subject of the statement."""
    date: When | None = Field(default=None, examples=["2025-07-26"])
    """When it was said."""
    status: Annotated[Status, About("status")] = Field(default="reported", examples=["unsupported"])
    """reported (the default), disputed, unsupported, contradicted, superseded or opinion."""
    note: Prose | None = Field(default=None, examples=["No source found for it."])
    """Why it has this status."""
    drafted: Annotated[Line | None, About("detail", called="proposing program")] = drafted_key()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        _either(self.quote, self.text, "a statement has `quote` (their very words) or `text` (ours)")
        speaks = "a statement has `speaker` (an actor) or `source` (a source that says it in its own words)"
        _either(self.speaker, self.source, speaks)
        return self

    @property
    def voice(self) -> str:
        """The id of the actor or source whose statement it is."""
        return self.speaker or self.source or ""

    @property
    def headline(self) -> str:
        return self.quote if self.quote is not None else self.text or ""

    @property
    def is_quotation(self) -> bool:
        return self.quote is not None

    @property
    def schema_type(self) -> str:
        return "Quotation" if self.is_quotation else "Claim"

    @property
    def naming(self) -> Naming:
        return Naming(self.id, self.headline, self.voice)

    @property
    def by(self) -> ActorId | None:
        return self.speaker

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.about, self.note)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations in `cite`; for a source without a passage, the quotation is the passage."""
        if self.quote is None or all(each.passage is not None for each in self.cite):
            return self.cite
        return tuple(
            replace(each, passage=self.quote, is_quote=True) if each.passage is None else each
            for each in self.cite
        )


@part
class Value(CitingPart):
    """A number as sources give it, or computed from other figures."""

    KIND = "value"
    PLURAL = "figure_values"
    NOUN = "value"
    MUST_CITE = True

    value: Annotated[NumberOrDerivation | None, About("figure", called="number")] = Field(
        default=None, examples=[30, {"difference": ["trams-before", "trams-withdrawn"]}]
    )
    """The number, without unit or separators; or how it is computed from other figures of this briefing. A
    computed number cites nothing itself."""
    from_: Number | None = Field(default=None, alias="from", examples=[30])
    """The lower end of a range, instead of `value`."""
    to: Number | None = Field(default=None, examples=[40])
    """The upper end of the range."""
    qualifier: Annotated[Qualifier | None, About("figure")] = Field(default=None, examples=["more than"])
    """about, at least, more than, up to, less than or nearly."""
    as_of: Annotated[When | None, About(called="date")] = Field(default=None, examples=["2025-07-26"])
    """The date or period that the number applies to."""
    forecast: Annotated[Flag, About("figure")] = Field(default=False, examples=[True])
    """true: the number is announced or expected, not measured."""
    note: Line | None = Field(default=None, examples=["With the villages around the town"])
    """What this number counts, if it differs from the others."""
    derived: Annotated[SkipJsonSchema[Derivation | None], About("figure", called="computation")] = Field(
        default=None, init=False, examples=[{"difference": ["trams-before", "trams-withdrawn"]}]
    )
    """How the number was computed, if no source gives it. `value` declares it, and then is the number."""

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        ends = [end for end in (self.from_, self.to) if end is not None]
        _either(self.value, ends or None, "a number has `value`, or `from` and `to` for a range")
        if self.value is None and (self.from_ is None or self.to is None):
            missing = "from" if self.from_ is None else "to"
            raise PydanticCustomError(
                "missing_one", "a range has `from` and `to`; `{missing}` is missing", {"missing": missing}
            )
        if self.from_ is not None and self.to is not None and self.from_ >= self.to:
            raise PydanticCustomError(
                "one_of", "a range begins with its lower number; `from` is not below `to`"
            )
        return self

    @property
    def low(self) -> int | Decimal:
        """The number, or the lower end of its range."""
        number = self.from_ if self.value is None else self.value
        assert isinstance(number, int | Decimal)
        return number

    @property
    def high(self) -> int | Decimal:
        """The number, or the upper end of its range."""
        number = self.to if self.value is None else self.value
        assert isinstance(number, int | Decimal)
        return number

    @property
    def is_range(self) -> bool:
        """Whether it is a range."""
        return self.value is None

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        return tuple((number, "") for number in dict.fromkeys((self.low, self.high)))

    @property
    def key(self) -> str:
        """The key of its number, or of its lower end."""
        return "value" if self.value is not None else "from"

    @property
    def headline(self) -> str:
        return str(self.low) if not self.is_range else f"{self.low}–{self.high}"

    @property
    def time(self) -> Date | None:
        return self.as_of


@part
class Figure(Item):
    """A number, or several numbers side by side where sources differ."""

    KIND = "figure"
    NOUN = "figure"
    PARTS = "values"
    HEADLINE = "label"
    LISTED = True
    SHARED: ClassVar[Mapping[str, str]] = {"label": "headline"}

    id: Id | None = Field(default=None, examples=["households-served"])
    """An id for links to the figure. Without one, links use the label."""
    anchor: Anchor | None = anchor_key()
    label: Line = Field(examples=["Households served"])
    """What is counted or measured."""
    unit: Annotated[Line, About("figure")] = Field(examples=["households"])
    """The unit, such as households or percent."""
    actors: tuple[ActorId, ...] = Field(default=(), examples=[["norrail"]])
    """The ids of the actors that the figure is about. Their profiles show it."""
    values: tuple[Value, ...] = Field(
        min_length=1, examples=[[{"value": 30, "qualifier": "more than", "cite": "gazette-tram-2025"}]]
    )
    """One entry for each number. A single number can be written without `values`: put `value` (or `from` and
    `to`), `qualifier`, `cite` and so on beside `label`."""
    note: Prose | None = Field(default=None, examples=["The sources count different things."])
    """Why the numbers differ."""
    key: Flag = Field(default=False, examples=[True])
    """true: one of the two to four key facts, which the briefing shows large below its title. If neither a
    figure nor an event has this key, the first three figures are shown there, if there are at least two."""
    drafted: Annotated[Line | None, About("detail", called="proposing program")] = drafted_key()

    @property
    def time(self) -> Date | None:
        """The newest date among its values."""
        dates = (value.as_of for value in self.values if value.as_of is not None)
        return max(dates, key=lambda date: date.order, default=None)

    @property
    def details(self) -> tuple[str | None, ...]:
        return (*(value.note for value in self.values), self.note)

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        return tuple((number, self.unit) for value in self.values for number, _ in value.numbers)

    @property
    def amounts(self) -> tuple[tuple[Given, str], ...]:
        return tuple((value, self.unit) for value in self.values)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(citation for value in self.values for citation in value.cite)

    @model_validator(mode="before")
    @classmethod
    def _inline_value(cls, data: Any) -> Any:
        """Accepts a single value written inline; `note` then belongs to the figure."""
        if not isinstance(data, dict) or "values" in data or data.keys().isdisjoint(_NUMBER_KEYS):
            return data
        inline = {key: data[key] for key in INLINE_VALUE_KEYS if key in data}
        return {key: value for key, value in data.items() if key not in inline} | {"values": [inline]}

    @property
    def derived(self) -> Derivation | None:
        return self.values[0].derived if len(self.values) == 1 else None

    @property
    def verdict(self) -> Verdict | None:
        """What its values say together; None for a single value."""
        return verdict(self.values)

    @property
    def contested(self) -> bool:
        """Whether sources give different numbers for the same thing at the same time."""
        return self.verdict == "differ"


_NUMBER_KEYS = ("value", "from", "to")
INLINE_VALUE_KEYS = (*_NUMBER_KEYS, "qualifier", "as_of", "forecast", "cite")


VoteResult = Literal["passed", "rejected"]


@part
class Vote(CitingItem):
    """A vote in a body: what it was about, its result, and who voted how."""

    KIND = "vote"
    NOUN = "vote"
    SCHEMA_TYPE = "Event"
    LISTED = True
    CHRONOLOGICAL = True
    NEWS = True
    MUST_CITE = True
    SHARED: ClassVar[Mapping[str, str]] = {"body": "by"}

    id: Id | None = Field(default=None, examples=["second-line"])
    """An id for links to the vote. Without one, links use the title."""
    date: When = Field(examples=["2025-07-24"])
    """When the body voted."""
    body: Annotated[ActorId, About("person", "high")] = Field(examples=["veldhaven"])
    """The id of the actor that voted, such as a parliament. Its profile shows the vote."""
    title: Line = Field(examples=["Plan for a second tram line"])
    """What was voted on, in words that stand alone: lists show them without the body."""
    result: Annotated[VoteResult, About("status")] = Field(examples=["passed"])
    """passed or rejected."""
    ayes: Count | None = Field(default=None, examples=[31])
    """How many voted for it. Leave out what no source gives."""
    noes: Count | None = Field(default=None, examples=[14])
    """How many voted against it."""
    abstentions: Count | None = Field(default=None, examples=[2])
    """How many abstained."""
    for_: Annotated[tuple[ActorId, ...], About("person", "high", called="named ayes")] = Field(
        default=(), alias="for", examples=[["ines-hartog"]]
    )
    """The ids of actors that voted for it. Their profiles show it. Name those that matter to the story; it
    does not say how others voted."""
    against: Annotated[tuple[ActorId, ...], About("person", "high", called="named noes")] = Field(
        default=(), examples=[["norrail"]]
    )
    """The ids of actors that voted against it."""
    abstained: Annotated[tuple[ActorId, ...], About("person", "high", called="named abstentions")] = Field(
        default=(), examples=[["depot-friends"]]
    )
    """The ids of actors that abstained."""
    text: Prose | None = Field(default=None, examples=["The mayor had asked for a vote by name."])
    """What else there is to say of it, in one to three sentences."""

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        voters = [actor for _, actors in self.sides for actor in actors]
        twice = next((actor for actor in voters if voters.count(actor) > 1), None)
        if twice is not None:
            raise PydanticCustomError(
                "one_of",
                "an actor votes once, and `{actor}` is named more than once; leave out whoever was divided",
                {"actor": twice},
            )
        return self

    @property
    def by(self) -> ActorId:
        return self.body

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return (self.body, *self.for_, *self.against, *self.abstained)

    @property
    def sides(self) -> tuple[Side, ...]:
        return (
            ("votes.for", self.for_),
            ("votes.against", self.against),
            ("votes.abstained", self.abstained),
        )

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        result: Spoken = (f"votes.{self.result}", {})
        numbers = {"ayes": self.ayes, "noes": self.noes, "abstentions": self.abstentions}
        counts: list[Spoken] = [(f"votes.{key}", {"n": n}) for key, n in numbers.items() if n is not None]
        if not counts:
            return (result,)
        return (("facts.of", {"name": reduce(_beside, counts), "fact": result}),)


def _beside(first: Spoken, second: Spoken) -> Spoken:
    return "votes.beside", {"first": first, "second": second}


DocumentKind = Literal[
    "agreement", "treaty", "law", "bill", "order", "regulation", "directive", "resolution", "judgment",
    "declaration", "plan", "report", "letter",
]  # fmt: skip

_LEGISLATION = frozenset({"treaty", "law", "bill", "order", "regulation", "directive", "resolution"})
"""What schema.org calls legislation."""


@part
class Document(CitingItem):
    """An agreement, law, order or other document that was adopted or published."""

    KIND = "document"
    NOUN = "document"
    LISTED = True
    CHRONOLOGICAL = True
    MUST_CITE = True

    id: Id | None = Field(default=None, examples=["ordinance-14"])
    """An id for links to the document. Without one, links use the title."""
    title: Line = Field(examples=["Ordinance on the Second Tram Line"])
    """The title of the document."""
    date: When = Field(examples=["2025-07-23"])
    """When it was signed, adopted or published."""
    kind: Annotated[DocumentKind, About("document")] = Field(examples=["regulation"])
    """agreement, treaty, law, bill, order, regulation, directive, resolution, judgment, declaration, plan,
    report or letter."""
    number: Annotated[Line | None, About("number")] = Field(default=None, examples=["Ordinance 14 of 2025"])
    """The official number or short name that others cite it by."""
    address: Url | None = Field(
        default=None,
        examples=["https://veldhaven.example/ordinances/14"],
    )
    """The web address of its text."""
    actors: Annotated[tuple[ActorId, ...], About("person", "high")] = Field(
        default=(), examples=[["veldhaven"]]
    )
    """The ids of the actors that issued or signed it. Their profiles show it."""
    declined: Annotated[
        tuple[ActorId, ...], About("person", "high", called="actors that declined to sign")
    ] = Field(default=(), examples=[["norrail"]])
    """The ids of the actors that declined to sign it. Their profiles show it, too."""
    complete: Flag = Field(default=False, examples=[True])
    """true: `actors` names all who signed, so that nobody else did. If `actors` names an agreement with a
    sheet of its own, these are the actors with the relation `signatory-of` to it. Without this key, tables
    show “?” for whoever is not named."""
    total: Id | None = Field(default=None, examples=["pact-signatories"])
    """The id of the figure in this briefing that says how many signed."""
    short: Line | None = Field(default=None, examples=["Veldhaven"])
    """One or two words for it in the heads of tables, which add the year: the place where it was signed."""

    @property
    def schema_type(self) -> str:
        return "Legislation" if self.kind in _LEGISLATION else "CreativeWork"

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        return ((f"kinds.document.{self.kind}", {}),)

    @property
    def involved(self) -> tuple[ActorId, ...]:
        return (*self.actors, *self.declined)

    @property
    def sides(self) -> tuple[Side, ...]:
        return (("memberships.declined", self.declined),)

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.number,)


@part
class Section(CitingItem):
    """A section of background, in prose."""

    KIND = "section"
    HEADLINE = "heading"
    SHARED: ClassVar[Mapping[str, str]] = {"heading": "headline"}

    heading: Line = Field(examples=["Background"])
    """The heading of the section."""
    text: Prose = Field(examples=["[[norrail]] builds trams of its own. [@gazette-norrail-2025]"])
    """The text in Markdown. `[[norrail]]` links to an actor, `[[depot|the depot]]` links with other words,
    and `[@source-id]` cites a source."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.cite + prose_citations(self.text)


@part
class Correction(Item):
    """A correction. Readers see it on the page and in the list of corrections."""

    KIND = "correction"
    ABOUT = "correction"
    HEADLINE = "text"
    SCHEMA_TYPE = "CorrectionComment"
    NUMBERED = True
    SHARED: ClassVar[Mapping[str, str]] = {"text": "headline"}

    date: Day = Field(examples=["2025-08-02"])
    """When it was corrected."""
    text: Prose = Field(
        examples=["The number of passengers was given as a count; it is the town's forecast."]
    )
    """What was wrong, and what is correct."""
    entry: Anchor | None = Field(default=None, examples=["figure-households-served"])
    """The entry of this briefing that was wrong: what its address ends in, after `#`."""
    was: Annotated[Line | None, About(called="wrong words")] = Field(default=None, examples=["800 people"])
    """The words or the number that were wrong."""
    now: Annotated[Line | None, About(called="correct words")] = Field(default=None, examples=["750 people"])
    """The words or the number that replaced them."""
    withdrawn: Anchor | None = Field(default=None, examples=["event-mayor-resigns"])
    """An entry that was taken back because it was wrong: what its address ended in. The address leads to this
    correction from then on."""

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        if self.withdrawn is not None:
            return (("changes.removed", {}),)
        if self.was is None or self.now is None:
            return ()
        return (("corrections.instead", {"was": self.was, "now": self.now}),)

    @property
    def details(self) -> tuple[str | None, ...]:
        return (self.was, self.now)


@part
class Briefing(SheetModel):
    """A story: its summary, timeline, actors, statements, figures and open questions."""

    MUST_CITE = True

    title: Line = Field(examples=["Veldhaven votes for a second tram line"])
    """The subject of the story, in at most twelve words."""
    published: Annotated[Day, About(called="date of publication")] = Field(examples=["2025-07-28"])
    """When this briefing was published."""
    updated: Annotated[Day | None, About("detail", called="date of the last update")] = Field(
        default=None, examples=["2026-07-20"]
    )
    """When its content last changed. Leave it out until the first change."""
    checked: Annotated[Day | None, About("detail", called="date of the last search for news")] = Field(
        default=None, examples=["2026-07-05"]
    )
    """The day up to which you searched sources for news of this story."""
    topics: tuple[TopicId, ...] = Field(default=(), examples=[["public-transport"]])
    """The ids of its topics. The first one determines its color."""
    summary: Prose = Field(
        examples=["The council voted for the line that [[ines-hartog]] proposed. [@gazette-tram-2025]"]
    )
    """Where the story stands now, in one to three sentences and at most 60 words. Pages begin with it."""
    matters: Annotated[Prose | None, About(called="sentence on why it matters")] = Field(
        default=None, examples=["Who cannot drive cannot reach the hospital today."]
    )
    """Why the story matters to readers, in one sentence."""
    media: Annotated[Media | None, About(called="picture")] = Field(
        default=None,
        examples=[
            {
                "file": "depot.jpg",
                "alt": "The depot before the opening",
                "credit": "Jane Doe",
                "licence": "CC-BY-4.0",
            }
        ],
    )
    """A picture of the story, shown below its summary."""
    in_brief: tuple[Point, ...] = Field(
        default=(), examples=[[{"text": "The council voted for the line.", "cite": "gazette-tram-2025"}]]
    )
    """The main points, in at most four sentences that do not repeat the summary."""
    timeline: tuple[TimelineEntry, ...] = Field(
        default=(),
        examples=[[{"date": "2025-07-26", "title": "The depot opens", "cite": "gazette-tram-2025"}]],
    )
    """Events, in any order. Pages show them in chronological order."""
    eras: tuple[Era, ...] = Field(
        default=(),
        examples=[[{"title": "The years of preparation", "from": "2023-10-18", "to": "2025-07-25"}]],
    )
    """Periods of the timeline, which may overlap. Each is named before the first event in it, and the picture
    of the timeline shows them as bands."""
    actors: tuple[Involved, ...] = Field(
        default=(), examples=[[{"actor": "ines-hartog", "role": "Made the proposal"}]]
    )
    """The actors in this story, and their parts in it."""
    statements: tuple[Statement, ...] = Field(
        default=(),
        examples=[[{"speaker": "ines-hartog", "quote": "a line for everybody", "cite": "herald-2025"}]],
    )
    """What was said, and by whom."""
    figures: tuple[Figure, ...] = Field(
        default=(),
        examples=[
            [
                {
                    "label": "Guests at the opening",
                    "unit": "people",
                    "value": 800,
                    "cite": "gazette-norrail-2025",
                }
            ]
        ],
    )
    """Numbers, with the sources that give them."""
    votes: tuple[Vote, ...] = Field(
        default=(),
        examples=[
            [
                {
                    "date": "2025-07-24",
                    "body": "veldhaven",
                    "title": "Plan for a second tram line",
                    "result": "passed",
                    "ayes": 31,
                    "noes": 14,
                    "cite": "gazette-tram-2025",
                }
            ]
        ],
    )
    """Votes in bodies such as parliaments and assemblies, with their results."""
    documents: tuple[Document, ...] = Field(
        default=(),
        examples=[
            [
                {
                    "title": "Ordinance on the Second Tram Line",
                    "date": "2025-07-23",
                    "kind": "regulation",
                    "number": "Ordinance 14 of 2025",
                    "cite": "ordinance-2025",
                }
            ]
        ],
    )
    """Agreements, laws, orders and other documents."""
    sections: tuple[Section, ...] = Field(
        default=(), examples=[[{"heading": "Background", "text": "How it came to this."}]]
    )
    """Background, in prose."""
    questions: Annotated[tuple[Prose, ...], About(called="open questions")] = Field(
        default=(), examples=[["Who will pay for the night service?"]]
    )
    """Questions that are still open."""
    corrections: tuple[Correction, ...] = Field(
        default=(), examples=[[{"date": "2025-08-02", "text": "The number was a forecast."}]]
    )
    """Errors that were corrected in this briefing."""
    related: Annotated[tuple[BriefingId, ...], About(called="related briefings")] = Field(
        default=(), examples=[["night-buses"]]
    )
    """The ids of related briefings. More are found automatically by shared events, actors and topics."""

    @model_validator(mode="after")
    def _computed_numbers(self) -> Self:
        compute(self.figures)
        return self

    @property
    def headline(self) -> str:
        return self.title

    @property
    def last_changed(self) -> When:
        """The day its content last changed."""
        return self.updated if self.updated is not None else self.published

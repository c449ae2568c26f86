"""Briefing sheets: a story with its events, actors, statements, figures, votes and documents, each with its
sources."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Discriminator, StringConstraints, model_validator
from pydantic import Tag as Form
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

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
    declare,
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
    TEXT_CITES = True
    SHARED: ClassVar[Mapping[str, str]] = {"text": "headline"}

    text: Prose = declare("The council voted for a second tram line.")
    """One plain sentence."""


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

    id: Id | None = declare("depot-opening", default=None)
    """An id by which other briefings can show the same event: `event: depot-opening`. Unique among all
    briefings."""
    date: When = declare("2025-07-26")
    """When it happened, as an EDTF date: a day, month, year or interval; a time with its zone
    (`2025-07-26T14:05+02:00`); about (`2025-07~`), open (`2026-07-16/..`) or BCE (`-0043` is 44 BCE)."""
    title: Line = declare("Ines Hartog opens the depot", what="event", weight="high")
    """A short sentence in the present tense."""
    text: Prose | None = declare("The mayor said that work begins in spring.", default=None)
    """What happened, in one to three sentences."""
    actors: tuple[ActorId, ...] = declare(["ines-hartog"], default=())
    """The ids of the actors who took part."""
    group: Group | None = declare("The depot", default=None)
    """The strand of the story that it belongs to, in words of your own. Pages show it with the event."""
    place: Line | None = declare("Veldhaven", default=None)
    """Where it happened."""
    coordinates: Coordinates | None = declare([Decimal("52.37"), Decimal("4.89")], default=None)
    """The place's latitude and longitude in degrees; negative in the south and west."""
    tags: tuple[Tag, ...] = declare(["phishing", "first access"], default=())
    """What kind of event it is, in words of your own: a technique, a step. Readers can filter the site's
    timeline by them."""
    media: Media | None = declare(
        {
            "file": "harbor.jpg",
            "alt": "Two cranes above an empty quay",
            "credit": "Jane Doe",
            "licence": "CC-BY-4.0",
        },
        default=None,
        called="picture",
    )
    """A picture of it. The briefing shows it with the event."""
    milestone: Flag = declare(True, default=False)
    """true: one of the few turning points, which the picture of the timeline names. Choose three to five; if
    no event has this key, they are chosen automatically."""
    key: Flag = declare(True, default=False)
    """true: its day is one of the two to four key facts below the title of the briefing."""
    takes_effect: Flag = declare(True, default=False, what="status")
    """true: a text brings it about on its own, such as a law that applies from this day. It counts as
    happened once the day is past, although its sources are older."""
    status: EventStatus = declare("disputed", default="reported", what="status")
    """reported (the default), disputed, unsupported, contradicted, superseded or opinion; or what became of a
    planned event: postponed (no new day is known), moved (to another day or place) or cancelled."""
    note: Prose | None = declare("The Herald dates the opening to 25 July.", default=None)
    """Where the sources differ, what is doubtful, or where to an event was moved."""
    drafted: Line | None = drafted_key()

    @property
    def details(self) -> tuple[str | None, ...]:
        caption = None if self.media is None else self.media.caption
        return (self.text, self.note, self.group, self.place, caption, *self.tags)


@part
class SharedEvent(Model):
    """An event of another briefing that this timeline also shows."""

    event: EventId = declare("depot-opening")
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

    title: Line = declare("The years of preparation")
    """The name of the era."""
    from_: When = declare("2023-10-18", alias="from", called="start")
    """When it began."""
    to: When | None = declare("2025-07-25", default=None, called="end")
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

    actor: ActorId = declare("ines-hartog")
    """The id of the actor."""
    role: Line | None = declare("Made the proposal", default=None)
    """What the actor did in this story."""
    stance: Line | None = declare(
        "For a framework with broad consensus, soon", default=None, called="position"
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

    id: Id | None = declare("for-everybody", default=None)
    """An id for links to the statement. Without one, links use its first words."""
    speaker: ActorId | None = declare("ines-hartog", default=None)
    """The id of the actor who said it."""
    source: SourceId | None = declare("gazette-tram-2025", default=None)
    """The id of the source that says it in its own words, instead of `speaker`."""
    quote: Quote | None = declare("a line for everybody", default=None, what="quotation", called="quotation")
    """The exact words, without quotation marks. Where `cite` has no passage, these words are the passage."""
    text: Prose | None = declare("Without a depot, the line will serve nobody.", default=None)
    """What the speaker said, in your own words."""
    about: Line | None = declare("What the line could become without a depot", default=None, called="subject")
    """The subject of the statement."""
    date: When | None = declare("2025-07-26", default=None)
    """When it was said."""
    status: Status = declare("unsupported", default="reported", what="status")
    """reported (the default), disputed, unsupported, contradicted, superseded or opinion."""
    note: Prose | None = declare("No source found for it.", default=None)
    """Why it has this status."""
    drafted: Line | None = drafted_key()

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
            each._replace(passage=self.quote, is_quote=True) if each.passage is None else each
            for each in self.cite
        )


@part
class Value(CitingPart):
    """A number as sources give it, or computed from other figures."""

    KIND = "value"
    PLURAL = "figure_values"
    NOUN = "value"
    MUST_CITE = True

    value: NumberOrDerivation | None = declare(
        30, {"difference": ["trams-before", "trams-withdrawn"]}, default=None, what="figure", called="number"
    )
    """The number, without unit or separators; or how it is computed from other figures of this briefing. A
    computed number cites nothing itself."""
    from_: Number | None = declare(30, default=None, alias="from")
    """The lower end of a range, instead of `value`."""
    to: Number | None = declare(40, default=None)
    """The upper end of the range."""
    qualifier: Qualifier | None = declare("more than", default=None, what="figure")
    """about, at least, more than, up to, less than or nearly."""
    as_of: When | None = declare("2025-07-26", default=None, called="date")
    """The date or period that the number applies to."""
    forecast: Flag = declare(True, default=False, what="figure")
    """true: the number is announced or expected, not measured."""
    note: Line | None = declare("With the villages around the town", default=None)
    """What this number counts, if it differs from the others."""
    derived: SkipJsonSchema[Derivation | None] = declare(
        {"difference": ["trams-before", "trams-withdrawn"]},
        default=None,
        what="figure",
        called="computation",
        init=False,
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

    id: Id | None = declare("households-served", default=None)
    """An id for links to the figure. Without one, links use the label."""
    anchor: Anchor | None = anchor_key()
    label: Line = declare("Households served")
    """What is counted or measured."""
    unit: Line = declare("households", what="figure")
    """The unit, such as households or percent."""
    actors: tuple[ActorId, ...] = declare(["norrail"], default=())
    """The ids of the actors that the figure is about. Their profiles show it."""
    values: tuple[Value, ...] = declare(
        [{"value": 30, "qualifier": "more than", "cite": "gazette-tram-2025"}], min_length=1
    )
    """One entry for each number. A single number can be written without `values`: put `value` (or `from` and
    `to`), `qualifier`, `cite` and so on beside `label`."""
    note: Prose | None = declare("The sources count different things.", default=None)
    """Why the numbers differ."""
    key: Flag = declare(True, default=False)
    """true: one of the two to four key facts, which the briefing shows large below its title. If neither a
    figure nor an event has this key, the first three figures are shown there, if there are at least two."""
    drafted: Line | None = drafted_key()

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

    @property
    def cited_apart(self) -> tuple[tuple[Citation, ...], ...]:
        given = tuple(value.cite for value in self.values if value.derived is None)
        return (self.citations,) if self.verdict in (None, "agree") or not given else given

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
    RESULT = frozenset({"result", "ayes", "noes", "abstentions", "for_", "against", "abstained"})
    SHARED: ClassVar[Mapping[str, str]] = {"body": "by"}

    id: Id | None = declare("second-line", default=None)
    """An id for links to the vote. Without one, links use the title."""
    date: When = declare("2025-07-24")
    """When the body voted."""
    body: ActorId = declare("veldhaven", what="person", weight="high")
    """The id of the actor that voted, such as a parliament. Its profile shows the vote."""
    title: Line = declare("Plan for a second tram line")
    """What was voted on, in words that stand alone: lists show them without the body."""
    result: VoteResult = declare("passed", what="status")
    """passed or rejected."""
    ayes: Count | None = declare(31, default=None)
    """How many voted for it. Leave out what no source gives."""
    noes: Count | None = declare(14, default=None)
    """How many voted against it."""
    abstentions: Count | None = declare(2, default=None)
    """How many abstained."""
    for_: tuple[ActorId, ...] = declare(
        ["ines-hartog"], default=(), alias="for", what="person", weight="high", called="named ayes"
    )
    """The ids of actors that voted for it. Their profiles show it. Name those that matter to the story; it
    does not say how others voted."""
    against: tuple[ActorId, ...] = declare(
        ["norrail"], default=(), what="person", weight="high", called="named noes"
    )
    """The ids of actors that voted against it."""
    abstained: tuple[ActorId, ...] = declare(
        ["depot-friends"], default=(), what="person", weight="high", called="named abstentions"
    )
    """The ids of actors that abstained."""
    text: Prose | None = declare("The mayor had asked for a vote by name.", default=None)
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

    id: Id | None = declare("ordinance-14", default=None)
    """An id for links to the document. Without one, links use the title."""
    title: Line = declare("Ordinance on the Second Tram Line")
    """The title of the document."""
    date: When = declare("2025-07-23")
    """When it was signed, adopted or published."""
    kind: DocumentKind = declare("regulation", what="document")
    """agreement, treaty, law, bill, order, regulation, directive, resolution, judgment, declaration, plan,
    report or letter."""
    number: Line | None = declare("Ordinance 14 of 2025", default=None, what="number")
    """The official number or short name that others cite it by."""
    address: Url | None = declare("https://veldhaven.example/ordinances/14", default=None)
    """The web address of its text."""
    actors: tuple[ActorId, ...] = declare(["veldhaven"], default=(), what="person", weight="high")
    """The ids of the actors that issued or signed it. Their profiles show it."""
    declined: tuple[ActorId, ...] = declare(
        ["norrail"], default=(), what="person", weight="high", called="actors that declined to sign"
    )
    """The ids of the actors that declined to sign it. Their profiles show it, too."""
    complete: Flag = declare(True, default=False)
    """true: `actors` names all who signed, so that nobody else did. If `actors` names an agreement with a
    sheet of its own, these are the actors with the relation `signatory-of` to it. Without this key, tables
    show “?” for whoever is not named."""
    total: Id | None = declare("pact-signatories", default=None)
    """The id of the figure in this briefing that says how many signed."""
    short: Line | None = declare("Veldhaven", default=None)
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
    TEXT_CITES = True
    SHARED: ClassVar[Mapping[str, str]] = {"heading": "headline"}

    heading: Line = declare("Background")
    """The heading of the section."""
    text: Prose = declare("[[norrail]] builds trams of its own. [@gazette-norrail-2025]")
    """The text in Markdown. `[[norrail]]` links to an actor, `[[depot|the depot]]` links with other words,
    and `[@source-id]` cites a source."""


@part
class Correction(Item):
    """A correction. Readers see it on the page and in the list of corrections."""

    KIND = "correction"
    ABOUT = "correction"
    HEADLINE = "text"
    SCHEMA_TYPE = "CorrectionComment"
    NUMBERED = True
    SHARED: ClassVar[Mapping[str, str]] = {"text": "headline"}

    date: Day = declare("2025-08-02")
    """When it was corrected."""
    text: Prose = declare("The number of passengers was given as a count; it is the town's forecast.")
    """What was wrong, and what is correct."""
    entry: Anchor | None = declare("figure-households-served", default=None)
    """The entry of this briefing that was wrong: what its address ends in, after `#`."""
    was: Line | None = declare("800 people", default=None, called="wrong words")
    """The words or the number that were wrong."""
    now: Line | None = declare("750 people", default=None, called="correct words")
    """The words or the number that replaced them."""
    withdrawn: Anchor | None = declare("event-mayor-resigns", default=None)
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

    title: Line = declare("Veldhaven votes for a second tram line")
    """The subject of the story, in at most twelve words."""
    published: Day = declare("2025-07-28", called="date of publication")
    """When this briefing was published."""
    updated: Day | None = declare("2026-07-20", default=None, what="detail", called="date of the last update")
    """When its content last changed. Leave it out until the first change."""
    checked: Day | None = declare(
        "2026-07-05", default=None, what="detail", called="date of the last search for news"
    )
    """The day up to which you searched sources for news of this story."""
    topics: tuple[TopicId, ...] = declare(["public-transport"], default=())
    """The ids of its topics. The first one determines its color."""
    summary: Prose = declare(
        "The council voted for the line that [[ines-hartog]] proposed. [@gazette-tram-2025]"
    )
    """Where the story stands now, in one to three sentences and at most 60 words. Pages begin with it."""
    matters: Prose | None = declare(
        "Who cannot drive cannot reach the hospital today.", default=None, called="sentence on why it matters"
    )
    """Why the story matters to readers, in one sentence."""
    media: Media | None = declare(
        {
            "file": "depot.jpg",
            "alt": "The depot before the opening",
            "credit": "Jane Doe",
            "licence": "CC-BY-4.0",
        },
        default=None,
        called="picture",
    )
    """A picture of the story, shown below its summary."""
    in_brief: tuple[Point, ...] = declare(
        [{"text": "The council voted for the line.", "cite": "gazette-tram-2025"}], default=()
    )
    """The main points, in at most four sentences that do not repeat the summary."""
    timeline: tuple[TimelineEntry, ...] = declare(
        [{"date": "2025-07-26", "title": "The depot opens", "cite": "gazette-tram-2025"}], default=()
    )
    """Events, in any order. Pages show them in chronological order."""
    eras: tuple[Era, ...] = declare(
        [{"title": "The years of preparation", "from": "2023-10-18", "to": "2025-07-25"}], default=()
    )
    """Periods of the timeline, which may overlap. Each is named before the first event in it, and the picture
    of the timeline shows them as bands."""
    actors: tuple[Involved, ...] = declare(
        [{"actor": "ines-hartog", "role": "Made the proposal"}], default=()
    )
    """The actors in this story, and their parts in it."""
    statements: tuple[Statement, ...] = declare(
        [{"speaker": "ines-hartog", "quote": "a line for everybody", "cite": "herald-2025"}], default=()
    )
    """What was said, and by whom."""
    figures: tuple[Figure, ...] = declare(
        [{"label": "Guests at the opening", "unit": "people", "value": 800, "cite": "gazette-norrail-2025"}],
        default=(),
    )
    """Numbers, with the sources that give them."""
    votes: tuple[Vote, ...] = declare(
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
        ],
        default=(),
    )
    """Votes in bodies such as parliaments and assemblies, with their results."""
    documents: tuple[Document, ...] = declare(
        [
            {
                "title": "Ordinance on the Second Tram Line",
                "date": "2025-07-23",
                "kind": "regulation",
                "number": "Ordinance 14 of 2025",
                "cite": "ordinance-2025",
            }
        ],
        default=(),
    )
    """Agreements, laws, orders and other documents."""
    sections: tuple[Section, ...] = declare(
        [{"heading": "Background", "text": "How it came to this."}], default=()
    )
    """Background, in prose."""
    questions: tuple[Prose, ...] = declare(
        ["Who will pay for the night service?"], default=(), called="open questions"
    )
    """Questions that are still open."""
    corrections: tuple[Correction, ...] = declare(
        [{"date": "2025-08-02", "text": "The number was a forecast."}], default=()
    )
    """Errors that were corrected in this briefing."""
    related: tuple[BriefingId, ...] = declare(["night-buses"], default=(), called="related briefings")
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

    @property
    def as_of(self) -> When:
        """The day up to which it says what happened: of its last change, or of a later search for news."""
        return max(self.last_changed, self.checked or self.last_changed, key=lambda day: day.order)

"""The JSON documents, key by key. `schemas` publishes these declarations as JSON Schemas.

They are a promise to other programs: within a version, keys are only added.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from briefings.evidence.readings import Answer
from briefings.model.dates import EDTF_PATTERN

VERSION = 1
"""Of all documents. It grows when a key is renamed or removed, or takes another meaning."""


class Rights(TypedDict):
    """What may be done with the texts of a document."""

    licence: Annotated[
        str | None,
        "The licence of what the site says in its own words, by its SPDX name; null if none is stated.",
    ]
    url: NotRequired[Annotated[str, "The address of the text of the licence."]]
    theirs: Annotated[
        list[str],
        "What belongs to its authors, and is not under the licence: JSONPath expressions (RFC 9535) for"
        " quotations, passages, titles of sources, and pictures.",
    ]


EDTF = Annotated[str, {"pattern": EDTF_PATTERN}]
_DAY = Annotated[str, {"format": "date"}]
TIME = Annotated[str, {"format": "date-time"}]


class Envelope(TypedDict):
    """What all documents of pages have in common."""

    version: Annotated[int, "The version of the format. Within a version, keys are only added."]
    type: Annotated[str, "What kind of document it is: sheet, list, page, moved or withdrawn."]
    title: Annotated[str, "The title of the page."]
    site: Annotated[
        str, "The address of the site, which the addresses in the document are relative to; empty if unknown."
    ]
    page: Annotated[str, "The address of the page, below `site`."]
    language: Annotated[str, "The language of the site (BCP 47)."]
    updated: NotRequired[
        Annotated[_DAY, "The day of the newest change in the briefings that it is made from (ISO 8601)."]
    ]
    rights: Rights


class Reference(TypedDict):
    """A sheet, or an entry of another page."""

    kind: Annotated[
        str, "The kind of sheet (briefing, actor, source, topic) or of entry (event, statement …)."
    ]
    title: Annotated[str, "The title of the sheet, or the entry in a few words, as plain text."]
    address: Annotated[
        str,
        "The address, below `site`. That of an entry ends in `#` and its anchor. Without the anchor, and with"
        " `.json` for the last slash, it is the address of the document with the entry.",
    ]
    date: NotRequired[
        Annotated[EDTF, "When it happened, was said or applies (EDTF); of a briefing, when it was published."]
    ]
    by: NotRequired[Annotated[str, "The id of the actor that the entry is about, or who said it."]]
    quotation: NotRequired[Annotated[bool, "true: the title is a quotation."]]
    status: NotRequired[Annotated[str, "As in entries."]]
    announced: NotRequired[Annotated[bool, "As in entries."]]
    publisher: NotRequired[Annotated[str, "The publisher of a source."]]


class Selector(TypedDict):
    """A selector of the Web Annotation Data Model (W3C), by which programs find a passage in its source."""

    type: Annotated[Literal["TextQuoteSelector"], "Always TextQuoteSelector."]
    exact: Annotated[str, "The passage."]
    prefix: NotRequired[
        Annotated[
            str, "The words right before it, if the passage alone is ambiguous; without the space between."
        ]
    ]
    suffix: NotRequired[Annotated[str, "The words right after it, likewise."]]


class Cited(TypedDict):
    """A citation."""

    source: Annotated[str, "The id of the source. Its page is `sources/`, the id and a slash."]
    passage: NotRequired[Annotated[str, "The words of the source that support the fact."]]
    proof: NotRequired[
        Annotated[
            str,
            "How far the passage is proved: verified (found in the text of the source), omissions (found,"
            " with words left out), compared (by a curator), not_checked, changed (found in an earlier text"
            " only), not_proved.",
        ]
    ]
    selector: NotRequired[Annotated[Selector, "Absent if the passage leaves out words of the source."]]


class Particular(TypedDict):
    """A number, date, speaker or quoted words in a fact, compared with the passages that it cites or, if it
    cites none, with those of its sheet."""

    key: Annotated[str, "The key of the sheet that has it: title, date, value and so on."]
    kind: Annotated[str, "number, date, speaker or quote. New kinds may be added."]
    words: Annotated[str, "As the sheet has it; of a speaker, the name."]
    state: Annotated[
        str,
        "in_passage (a passage gives it, or the sheet of its source), near (the same paragraph of the saved"
        " text gives it, or one of the two before), counted (by the curator, whose note says how), derived"
        " (computed from cited figures), not_found, differs (the source has something else there).",
    ]
    instead: NotRequired[
        Annotated[
            str,
            "What the source has, if it differs; of a number not found, what the source says that it counts.",
        ]
    ]
    lacks: NotRequired[
        Annotated[str, "day or month: what alone is missing of a date whose month or year is given."]
    ]
    source: NotRequired[Annotated[str, "The source of `passage`."]]
    passage: NotRequired[
        Annotated[
            str,
            "The passage that gives it, is near it, differs, or whose source's sheet gives it. Absent if none"
            " does, or if the fact cites only one.",
        ]
    ]


_COVERED = "Whether all its particulars are covered: none is not_found or differs. Absent if it has none."
_PARTICULARS = (
    "Its numbers, dates, speaker and quoted words, in the order of its keys; in_passage also if the title,"
    " the day of publication or, of a speaker, the publisher of the source gives it. Absent if it has none."
)


class ReadingDocument(TypedDict):
    """What a person says who read the fact against its sources."""

    answer: Annotated[Answer, "Whether the passages say this, less than this, or not this."]
    reader: str
    day: Annotated[str, "ISO 8601."]


class Part(TypedDict):
    """A part of an entry with citations of its own, such as a value of a figure."""

    fields: Annotated[dict[str, Any], "Its keys as in the sheet."]
    citations: NotRequired[list[Cited]]
    covered: NotRequired[Annotated[bool, _COVERED]]
    particulars: NotRequired[Annotated[list[Particular], _PARTICULARS]]


class EarlierDocument(TypedDict):
    """What an entry said before a change."""

    until: Annotated[TIME, "The time of the commit that changed it (ISO 8601)."]
    fields: Annotated[
        dict[str, Any],
        "The keys of the sheet that were different; null for one that it did not have. Citations as in `old`"
        " of data/changes.json.",
    ]


class EntryDocument(TypedDict):
    """A fact or another part of a sheet, in the shape that all kinds share."""

    kind: Annotated[str, "event, statement, figure, role and so on. New kinds may be added."]
    anchor: NotRequired[Annotated[str, "Its anchor on the page; absent if it is the page as a whole."]]
    title: Annotated[str, "Its content in a few words; may have the markup of sheets."]
    quotation: NotRequired[Annotated[bool, "true: the title is a quotation, word for word."]]
    text: NotRequired[Annotated[str, "Its text without the title, with the markup of sheets."]]
    date: NotRequired[Annotated[EDTF, "When it happened, was said or applies (EDTF)."]]
    status: NotRequired[
        Annotated[
            str,
            "disputed, unsupported, contradicted, superseded or opinion; of an event also postponed, moved or"
            " cancelled; absent if it is simply reported.",
        ]
    ]
    by: NotRequired[Annotated[str, "The id of the actor that it is about, or who said it."]]
    actors: NotRequired[
        Annotated[list[str], "The ids of the actors whose profiles show it; absent if it is only `by`."]
    ]
    fields: NotRequired[
        Annotated[
            dict[str, Any],
            "The keys of the sheet that are in no other key here. Keys with their default are absent, and so"
            " is the result of a vote that is only announced.",
        ]
    ]
    citations: NotRequired[list[Cited]]
    parts: NotRequired[Annotated[list[Part], "Its parts, if they cite sources separately."]]
    covered: NotRequired[Annotated[bool, f"{_COVERED} Its parts have their own."]]
    particulars: NotRequired[Annotated[list[Particular], _PARTICULARS]]
    reading: NotRequired[ReadingDocument]
    support: NotRequired[
        Annotated[
            str,
            "none: it should cite a source and does not; weak: only weak sources; second_hand: only sources"
            " that nobody here has read, besides weak ones; single: one independent publisher; corroborated:"
            " several. If the sentences of a text cite their own sources, the level of the weakest sentence;"
            " if the values of a figure do not agree, of the weakest one that an independent publisher gives."
            " Absent if it cites nothing and need not.",
        ]
    ]
    also_in: NotRequired[Annotated[list[str], "The ids of other briefings that show it."]]
    announced: NotRequired[
        Annotated[bool, "true: all of its sources are older, so none can report that it happened."]
    ]
    added: NotRequired[
        Annotated[
            TIME,
            "The time of the commit that added it (ISO 8601). Absent without Git and, in a shallow clone, if"
            " that is not known.",
        ]
    ]
    changed: NotRequired[
        Annotated[str, "The time of the last commit that changed it; absent if none is known."]
    ]
    earlier: NotRequired[
        Annotated[
            list[EarlierDocument], "What it said before, newest first, so far as data/changes.json knows."
        ]
    ]
    corrections: NotRequired[
        Annotated[
            list[str],
            "The anchors of its corrections, newest first; of those in a briefing that had it before, their"
            " addresses.",
        ]
    ]


class ProofTally(TypedDict):
    """The number of different passages, and how far they are proved. Absent levels have none."""

    passages: int
    verified: NotRequired[int]
    omissions: NotRequired[int]
    compared: NotRequired[int]
    not_checked: NotRequired[int]
    changed: NotRequired[int]


class CoverageTally(TypedDict):
    """How many facts of a sheet have particulars and are covered, and how many particulars are in each state.
    Absent states have none."""

    facts_with_particulars: int
    covered_facts: int
    total: Annotated[int, "The number of particulars."]
    in_passage: NotRequired[int]
    near: NotRequired[int]
    counted: NotRequired[int]
    derived: NotRequired[int]
    not_found: NotRequired[int]
    differs: NotRequired[int]


Coverage = Annotated[CoverageTally, "Absent if the sheet has no particulars."]


class Period(TypedDict):
    """A part of a long list, on a page of its own."""

    label: Annotated[str, "The year or month, in the language of the site."]
    address: str
    count: Annotated[int, "The number of its entries."]
    months: NotRequired[list[Period]]


class CitedSource(TypedDict):
    """A source that a sheet cites."""

    title: str
    publisher: str
    confirms: NotRequired[
        Annotated[
            str | None,
            "The publisher that it counts for, if that is another one: for a reprint, the original's; null"
            " for a weak source and for one that nobody here has read, which confirm nothing.",
        ]
    ]


Sources = Annotated[dict[str, CitedSource], "The sources that the sheet cites, by id."]


class ComputedBriefing(TypedDict):
    """What follows for a briefing from all sheets together."""

    timeline: Annotated[
        list[str],
        "The anchors of all events on the page in chronological order, those of `shared` among them.",
    ]
    shared: NotRequired[Annotated[list[Reference], "Events of other briefings in the timeline."]]
    moved: NotRequired[
        Annotated[dict[str, Reference], "Entries that are in other briefings now, by their former anchors."]
    ]
    actors: Annotated[dict[str, str], "The actors that it names: their names, by id."]
    sources: Sources
    topics: Annotated[dict[str, str], "The names of its topics, by id."]
    related: list[Reference]
    proofs: ProofTally
    coverage: NotRequired[Coverage]
    particulars: NotRequired[
        Annotated[
            list[Particular],
            "Those of the title, of `matters` and of the open questions, which are not in `entries`.",
        ]
    ]


class RelationDocument(TypedDict):
    """A relation to another actor, whichever of the two sheets it is written on."""

    kind: Annotated[str, "member-of, part-of and so on."]
    label: Annotated[str, "What the profile calls it, in the language of the site."]
    forward: Annotated[bool, "false: it is the inverse of `kind`, so that the other actor is the member."]
    actor: Annotated[Reference, "The other actor."]
    began: NotRequired[Annotated[EDTF, "EDTF"]]
    ended: NotRequired[Annotated[EDTF, "EDTF"]]
    announced: NotRequired[Annotated[bool, "As in entries."]]


class AppearanceDocument(TypedDict):
    """A briefing that names an actor."""

    briefing: Reference
    part: NotRequired[Annotated[str, "The actor's part in it, in a few words."]]


class ComputedActor(TypedDict):
    """What follows for an actor from all sheets together."""

    entries: Annotated[list[Reference], "Entries of all briefings about the actor, newest first, by kind."]
    officers: NotRequired[
        Annotated[list[Reference], "Roles of other actors in this one; the newest 150 of more."]
    ]
    relations: list[RelationDocument]
    appearances: Annotated[list[AppearanceDocument], "The briefings that name the actor, newest first."]
    sources: Sources
    periods: NotRequired[
        Annotated[
            list[Period],
            "The pages with all entries and appearances, if the profile and this document have only the"
            " newest ones.",
        ]
    ]
    proofs: ProofTally
    coverage: NotRequired[Coverage]


class ComputedTopic(TypedDict):
    """What follows for a topic from all sheets together."""

    briefings: Annotated[list[Reference], "Newest first."]
    actors: Annotated[
        dict[str, int], "The actors that these briefings name: in how many of them, by id; most first."
    ]
    sources: Sources
    coverage: NotRequired[Coverage]


class CitedPassage(TypedDict):
    """A passage, and the facts that cite it."""

    passage: NotRequired[Annotated[str, "Absent for facts that cite the source as a whole."]]
    proof: NotRequired[Annotated[str, "As in citations."]]
    facts: Annotated[list[str], "The addresses of the facts, below `site`."]


class SeenPage(TypedDict):
    """What is known of the page of a source on the web, from the days on which a program looked at it."""

    seen: NotRequired[Annotated[_DAY, "The day on which it was last seen, give or take four weeks."]]
    missing: NotRequired[
        Annotated[_DAY, "The day on which it was first missing. Absent if it has been seen since."]
    ]
    unreached: NotRequired[
        Annotated[_DAY, "The day since which it could not be looked at, as its host did not answer programs."]
    ]


class ComputedSource(TypedDict):
    """What follows for a source from all sheets together."""

    original: NotRequired[Annotated[Reference, "The source that it republishes."]]
    copies: NotRequired[Annotated[list[Reference], "The sources that republish it."]]
    cited: Annotated[list[CitedPassage], "The passages that facts of the site cite."]
    proofs: ProofTally
    page: NotRequired[Annotated[SeenPage, "Absent if no program has looked at it yet."]]


class SheetDocument(Envelope):
    """A sheet: what its curators wrote, and what follows from it and all others."""

    kind: Annotated[str, "briefing, actor, source or topic."]
    id: str
    sheet: Annotated[
        dict[str, Any],
        "The keys of the sheet besides its entries and its summary, which is an entry, too. Keys with their"
        " default are absent.",
    ]
    entries: Annotated[list[EntryDocument], "In the order of the sheet."]
    computed: Annotated[dict[str, Any], "What follows from all sheets together."]


class GroupDocument(TypedDict):
    """Sheets or entries that a page lists together."""

    name: NotRequired[Annotated[str, "What they are, in any language: `announced`, `disputed`."]]
    label: NotRequired[Annotated[str, "What they are, in the language of the site."]]
    items: list[Reference]
    whole: NotRequired[Annotated[str, "The address of the page with all of them, if these are only some."]]


class ListDocument(Envelope):
    """A page that lists sheets or entries: the front page, an index, the timeline, a period of it."""

    groups: Annotated[list[GroupDocument], "In the order of the page. Empty groups are absent."]
    actors: NotRequired[Annotated[dict[str, str], "The names of the actors in `by`, by id."]]
    periods: NotRequired[Annotated[list[Period], "The pages with all entries, if this has only the newest."]]
    divides: NotRequired[Annotated[str, "The address of the list that this page is a period of."]]
    earlier: NotRequired[Annotated[str, "The address of the period before."]]
    later: NotRequired[Annotated[str, "The address of the period after."]]


class PageDocument(Envelope):
    """A page of another kind: written by hand, or about the site."""

    description: Annotated[str, "The page in a sentence or two."]
    markdown: NotRequired[Annotated[str, "The text of a page that is written by hand."]]


class MovedDocument(Envelope):
    """The former address of a sheet that has another id now."""

    moved_to: Reference


class WithdrawnDocument(Envelope):
    """The address of a sheet that was withdrawn."""

    reason: Annotated[str, "Why it was withdrawn."]


class FileDocument(TypedDict):
    """A file for programs."""

    path: Annotated[str, "Its address, below `site`."]
    format: Annotated[str, "The name of its format, as in the settings of sites."]
    media_type: str
    page: Annotated[str | None, "The address of its page, below `site`; null for the site as a whole."]
    updated: Annotated[str | None, "The day of the newest change in it (ISO 8601); null if unknown."]
    size: Annotated[int, "In bytes."]
    sha256: Annotated[str, "In hexadecimal digits."]


class IndexDocument(TypedDict):
    """Every file for programs."""

    version: Annotated[int, "The version of the format. Within a version, keys are only added."]
    title: Annotated[str, "The name of the site."]
    site: Annotated[str, "The address of the site, which paths are relative to; empty if unknown."]
    language: Annotated[str, "The language of the site (BCP 47)."]
    licence: Annotated[
        str | None,
        "The licence of what the site says in its own words, by its SPDX name; null if none is stated.",
    ]
    files: Annotated[list[FileDocument], "Sorted by path."]


class ChangeDocument(TypedDict):
    """A sheet or an entry that was added, changed or removed."""

    op: Annotated[Literal["ADD", "MOD", "DEL"], "Whether it was added, changed or removed."]
    kind: Annotated[str, "The kind of the entry, or of the sheet itself: briefing, actor, source, topic."]
    id: Annotated[str, "The kind and id of the sheet and, for an entry, `#` and its anchor."]
    was: NotRequired[Annotated[str, "The id before, if other words changed it."]]
    url: Annotated[
        str | None,
        "The address of the page, with the anchor of an entry unless it was removed; null if the sheet is not"
        " published now. Relative to the root of the site if the site does not know its address.",
    ]
    when: Annotated[str, "The time of the commit (ISO 8601)."]
    commit: Annotated[str | None, "The id of the commit; null for a change that is not committed."]
    old: Annotated[
        dict[str, Any] | None,
        "The keys before, as in the sheet; those with their default are absent. A citation is an object with"
        " `source` and `passage`. null for what was added, and if the sheet is not published now.",
    ]
    new: Annotated[
        dict[str, Any] | None,
        "The same since the change; null for what was removed, and if the sheet is not published now.",
    ]


class ChangesDocument(TypedDict):
    """The newest changes of the sheets of a site, from its history in Git."""

    version: Annotated[int, "The version of the format. Within a version, keys are only added."]
    begins: NotRequired[
        Annotated[
            str,
            "Only in a shallow clone: the time of the oldest commit that it has. Nothing is known of changes"
            " before that.",
        ]
    ]
    changes: Annotated[list[ChangeDocument], "Newest first. Empty without Git."]

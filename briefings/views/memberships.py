"""Who signed which agreement, and who declined, for briefings about agreements with several parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, of_kind, references_of
from briefings.catalog.standing import Level, support
from briefings.collation import Collation
from briefings.model import Briefing
from briefings.model.briefing import Document, Event
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet
from briefings.views.facts import Address

_DOUBTS: tuple[Level, ...] = ("second_hand", "weak")
_FEWEST = 3
"""With fewer signatories, text is clearer than a table."""

Kind = Literal["signatory-of", "non-signatory-of"]
Status = Literal[
    "signed", "declined", "signed_second_hand", "declined_second_hand", "signed_weak", "declined_weak"
]
"""Whether an actor signed or declined; second_hand: no source that says so was read; weak: only weak sources
say so."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement: a column of the table."""

    sheet: Address
    """The sheet of the agreement or of the body that it founded; or the briefing that has the document."""
    anchor: str
    """The place of the document in the briefing; empty if there is a sheet of it."""
    title: str
    citations: tuple[Citation, ...]
    """What the table cites for its parties."""


@dataclass(frozen=True, slots=True)
class Memberships:
    """A table of actors and agreements."""

    agreements: tuple[Agreement, ...]
    rows: tuple[tuple[str, tuple[Status | None, ...]], ...]
    """The name of each actor, with its status for each of the agreements."""

    @property
    def cited(self) -> list[tuple[str, str | None]]:
        """The sources and passages that the table cites."""
        return [(each.source, each.passage) for column in self.agreements for each in column.citations]

    @property
    def statuses(self) -> list[Status]:
        """The statuses that occur."""
        return list(dict.fromkeys(status for _, cells in self.rows for status in cells if status is not None))

    @property
    def doubts(self) -> list[Level]:
        """The levels of support below one read source that occur, the better one first."""
        return [level for level in _DOUBTS if any(status.endswith(level) for status in self.statuses)]


@dataclass(frozen=True, slots=True)
class _Column:
    """An agreement with its parties."""

    agreement: Agreement
    parties: Mapping[str, Status]
    """By actor id."""

    @property
    def signatories(self) -> list[str]:
        """The ids of the actors that signed, also as weak sources say."""
        return [actor for actor, status in self.parties.items() if status.startswith("signed")]


def memberships(catalog: Catalog, briefing: Sheet[Briefing], collation: Collation) -> Memberships | None:
    """The table for a briefing. None unless an agreement and several signatories are involved together: in
    the list of actors, in one event, or in a document.

    It has all parties to these agreements, and other agreements and parties that the briefing names.
    """
    own = references_of(briefing)
    named = dict.fromkeys((*own.actors, *own.actors_in_prose))
    together: list[set[str]] = [{part.actor for part in briefing.data.actors}]
    together += [set(entry.actors) for entry in of_kind(briefing, Event.KIND)]
    columns = [*_of_actors(catalog, named), *_of_documents(catalog, briefing)]
    main = [each for each in columns if each.agreement.anchor or _is_among(each, together)]
    if not main:
        return None
    shown = {actor for each in main for actor in each.parties}
    shown |= {actor for each in columns for actor in each.parties if actor in named}
    parties = (catalog.actors[id_] for id_ in shown)
    sheets = collation.sorted(parties, lambda sheet: sheet.data.sort_name, lambda sheet: sheet.id)
    rows = ((sheet.data.headline, tuple(each.parties.get(sheet.id) for each in columns)) for sheet in sheets)
    return Memberships(tuple(each.agreement for each in columns), tuple(rows))


def _is_among(column: _Column, groups: Iterable[set[str]]) -> bool:
    """Whether an agreement and several of its signatories are in one group."""
    return any(
        column.agreement.sheet.id in group and len(group.intersection(column.signatories)) >= _FEWEST
        for group in groups
    )


def _of_actors(catalog: Catalog, named: Mapping[str, None]) -> Iterator[_Column]:
    """The agreements that have sheets, and that a briefing names."""
    for id_ in named:
        parties: dict[str, Status] = {}
        citations: dict[Citation, None] = {}
        for entry in catalog.relations_of[id_]:
            relation = entry.relation
            if entry.forward or relation.to is not None:
                continue
            if relation.kind == "signatory-of" or relation.kind == "non-signatory-of":
                parties[entry.other.id] = status_of(catalog, relation.kind, relation.cite)
                citations |= dict.fromkeys(relation.cite)
        agreement = Agreement(Address("actor", id_), "", catalog.name("actor", id_), tuple(citations))
        column = _Column(agreement, parties)
        if len(column.signatories) >= _FEWEST:
            yield column


def _of_documents(catalog: Catalog, briefing: Sheet[Briefing]) -> Iterator[_Column]:
    """The documents of a briefing with several signatories."""
    entry: Entry[Any]
    for entry in of_kind(briefing, Document.KIND):
        signed = dict.fromkeys(entry.item.actors, status_of(catalog, "signatory-of", entry.citations))
        declined = dict.fromkeys(entry.item.declined, status_of(catalog, "non-signatory-of", entry.citations))
        place = Address("briefing", briefing.id)
        column = _Column(Agreement(place, entry.anchor, entry.title, entry.citations), {**signed, **declined})
        if len(column.signatories) >= _FEWEST:
            yield column


def status_of(catalog: Catalog, kind: Kind, citations: tuple[Citation, ...]) -> Status:
    """Whether an actor signed or declined, and how well that is supported."""
    signed = kind == "signatory-of"
    match support(catalog.sources, citations).level:
        case "second_hand":
            return "signed_second_hand" if signed else "declined_second_hand"
        case "weak" | "none":
            return "signed_weak" if signed else "declined_weak"
        case _:
            return "signed" if signed else "declined"

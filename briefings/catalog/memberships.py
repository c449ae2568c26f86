"""Who signed which agreement, and who declined, for briefings about agreements with several parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, of_kind, references_of
from briefings.catalog.standing import Level, support
from briefings.collation import Collation
from briefings.model import Actor, Briefing
from briefings.model.briefing import Document, Event
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet

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
    """An agreement and its parties: a column of the table."""

    sheet: Sheet[Actor] | None
    """The sheet of the agreement or of the body that it founded."""
    document: Entry[Document] | None
    """The document in the briefing, if there is no such sheet."""
    parties: Mapping[str, Status]
    """By actor id."""
    citations: tuple[Citation, ...]
    """What the table cites for them."""

    @property
    def signatories(self) -> list[str]:
        """The ids of the actors that signed, also as weak sources say."""
        return [actor for actor, status in self.parties.items() if status.startswith("signed")]


@dataclass(frozen=True, slots=True)
class Memberships:
    """A table of actors and agreements."""

    agreements: tuple[Agreement, ...]
    rows: tuple[tuple[Sheet[Actor], tuple[Status | None, ...]], ...]
    """Each actor, with its status for each of the agreements."""

    @property
    def statuses(self) -> list[Status]:
        """The statuses that occur."""
        return list(dict.fromkeys(status for _, cells in self.rows for status in cells if status is not None))

    @property
    def doubts(self) -> list[Level]:
        """The levels of support below one read source that occur, the better one first."""
        return [level for level in _DOUBTS if any(status.endswith(level) for status in self.statuses)]


def memberships(catalog: Catalog, briefing: Sheet[Briefing], collation: Collation) -> Memberships | None:
    """The table for a briefing. None unless an agreement and several signatories are involved together: in
    the list of actors, in one event, or in a document.

    It has all parties to these agreements, and other agreements and parties that the briefing names.
    """
    own = references_of(briefing)
    named = dict.fromkeys((*own.actors, *own.actors_in_prose))
    together: list[set[str]] = [{part.actor for part in briefing.data.actors}]
    together += [set(entry.actors) for entry in of_kind(briefing, Event.KIND)]
    agreements = [*_of_actors(catalog, named), *_of_documents(catalog, briefing)]
    main = [each for each in agreements if each.document or _is_among(each, together)]
    if not main:
        return None
    shown = {actor for each in main for actor in each.parties}
    shown |= {actor for each in agreements for actor in each.parties if actor in named}
    # Reading all actors of the catalog would make the page depend on all of them.
    parties = (catalog.actors[id_] for id_ in shown)
    sheets = collation.sorted(parties, lambda sheet: sheet.data.sort_name, lambda sheet: sheet.id)
    rows = ((sheet, tuple(each.parties.get(sheet.id) for each in agreements)) for sheet in sheets)
    return Memberships(tuple(agreements), tuple(rows))


def _is_among(agreement: Agreement, groups: Iterable[set[str]]) -> bool:
    """Whether an agreement and several of its signatories are in one group."""
    return agreement.sheet is not None and any(
        agreement.sheet.id in group and len(group.intersection(agreement.signatories)) >= _FEWEST
        for group in groups
    )


def _of_actors(catalog: Catalog, named: Mapping[str, None]) -> Iterator[Agreement]:
    """The agreements that have sheets, and that a briefing names."""
    for id_ in named:
        parties: dict[str, Status] = {}
        citations: dict[Citation, None] = {}
        for entry in catalog.relations_of[id_]:
            relation = entry.relation
            if entry.forward or relation.to is not None:
                continue
            if relation.kind == "signatory-of" or relation.kind == "non-signatory-of":
                parties[entry.other.id] = _status(catalog, relation.kind, relation.cite)
                citations |= dict.fromkeys(relation.cite)
        agreement = Agreement(catalog.actors[id_], None, parties, tuple(citations))
        if len(agreement.signatories) >= _FEWEST:
            yield agreement


def _of_documents(catalog: Catalog, briefing: Sheet[Briefing]) -> Iterator[Agreement]:
    """The documents of a briefing with several signatories."""
    entry: Entry[Any]
    for entry in of_kind(briefing, Document.KIND):
        signed = dict.fromkeys(entry.item.actors, _status(catalog, "signatory-of", entry.citations))
        declined = dict.fromkeys(entry.item.declined, _status(catalog, "non-signatory-of", entry.citations))
        agreement = Agreement(None, entry, {**signed, **declined}, entry.citations)
        if len(agreement.signatories) >= _FEWEST:
            yield agreement


def _status(catalog: Catalog, kind: Kind, citations: tuple[Citation, ...]) -> Status:
    signed = kind == "signatory-of"
    match support(catalog.sources, citations).level:
        case "second_hand":
            return "signed_second_hand" if signed else "declined_second_hand"
        case "weak" | "none":
            return "signed_weak" if signed else "declined_weak"
        case _:
            return "signed" if signed else "declined"

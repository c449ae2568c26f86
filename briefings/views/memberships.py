"""Who signed which agreement, and who declined, for briefings about agreements with several parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal, cast, get_args

from briefings.catalog.agreements import agreement_of, parties, total_of
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, of_kind, references_of
from briefings.catalog.labels import amount_words
from briefings.catalog.standing import Level, support
from briefings.model import Briefing
from briefings.model.briefing import Document, Event
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet
from briefings.views.facts import Address
from briefings.words import Words

_DOUBTS: tuple[Level, ...] = ("second_hand", "weak")
_FEWEST = 3
"""With fewer signatories, text is clearer than a table."""
_MOST_LISTED = 2
"""Up to so many agreements, lists of names say who signed; for more, a table does."""
_MOST_NAMED = 4
"""The answer names as many actors; it counts more."""
_OPEN, _OPEN_LISTED = 8, 24
"""Rows of a table, and names in lists, that are not folded, if groups end there."""
_LONGEST_NAME = 14
"""Characters of a name that the head of a column has room for."""

Kind = Literal["signatory-of", "non-signatory-of"]
Status = Literal[
    "signed",
    "declined",
    "signed_second_hand",
    "declined_second_hand",
    "signed_weak",
    "declined_weak",
    "unnamed",
]
"""Whether an actor signed or declined; second_hand: no source that says so was read; weak: only weak sources
say so; unnamed: it may have signed, as the list is not complete."""
Cells = tuple[Status | None, ...]
"""For each agreement: what an actor did; None if it did not sign."""
Row = tuple[str, Cells]
"""The name of an actor, and what it did."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement: a column of the table."""

    sheet: Address
    """The sheet of the agreement or of the body that it founded; or the briefing that has the document."""
    anchor: str
    """The place of the document in the briefing; empty if there is a sheet of it."""
    title: str
    citations: tuple[Citation, ...]
    """What the table cites for its parties, and for how many they are."""
    name: str
    """A few words for the head of its column."""
    year: str
    """When it was signed; empty if that is not known, or its name."""
    full_name: str
    """What sentences call it: the short name with the year, or else the title."""
    count: str
    """How many of those who signed are named, in words: “7 of 60”."""


@dataclass(frozen=True, slots=True)
class Group:
    """Actors that did the same, or signed equally many."""

    title: str
    rows: tuple[Row, ...]

    @property
    def declined(self) -> bool:
        """Whether they declined something."""
        return any(map(_declined, self.rows[0][1]))


@dataclass(frozen=True, slots=True)
class Memberships:
    """Who signed: a table of actors and agreements, or lists of names."""

    answer: str
    """Who declined, or signed all, in a sentence."""
    agreements: tuple[Agreement, ...]
    groups: tuple[Group, ...]
    """Those who declined come first."""

    @property
    def is_listed(self) -> bool:
        """Whether lists of names say it. In such a list, all did the same."""
        return len(self.agreements) <= _MOST_LISTED

    def first(self, n: int) -> Memberships:
        """The first rows of the table, or the first names of each list."""
        groups: list[Group] = []
        left = n
        for group in self.groups:
            rows = group.rows[: n if self.is_listed else left]
            left -= len(rows)
            if rows:
                groups.append(replace(group, rows=rows))
        return replace(self, groups=tuple(groups))

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def folded(self) -> int:
        """The first group that is folded."""
        n, most = 0, _OPEN_LISTED if self.is_listed else _OPEN
        for place, group in enumerate(self.groups):
            if place and n + len(group.rows) > most:
                return place
            n += len(group.rows)
        return len(self.groups)

    @property
    def cited(self) -> list[tuple[str, str | None]]:
        """The sources and passages that the table cites."""
        return [(each.source, each.passage) for column in self.agreements for each in column.citations]

    @property
    def statuses(self) -> list[Status]:
        """The statuses that occur, in a fixed order."""
        found = {status for _, cells in self.rows for status in cells}
        return [status for status in get_args(Status) if status in found]

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
    is_complete: bool

    @property
    def signatories(self) -> list[str]:
        """The ids of the actors that signed, also as weak sources say."""
        return [actor for actor, status in self.parties.items() if _signed(status)]

    def cell(self, actor: str) -> Status | None:
        """What an actor did."""
        return self.parties.get(actor, None if self.is_complete else "unnamed")


def memberships(catalog: Catalog, briefing: Sheet[Briefing], words: Words) -> Memberships | None:
    """The table for a briefing. None unless an agreement and several signatories are involved together: in
    the list of actors, in one event, or in a document.

    It has all parties to these agreements, and other agreements and parties that the briefing names.
    """
    own = references_of(briefing)
    named = dict.fromkeys((*own.actors, *own.actors_in_prose))
    together: list[set[str]] = [{part.actor for part in briefing.data.actors}]
    together += [set(entry.actors) for entry in of_kind(briefing, Event.KIND)]
    columns = [*_of_actors(catalog, named, words), *_of_documents(catalog, briefing, words)]
    main = [each for each in columns if each.agreement.anchor or _is_among(each, together)]
    if not main:
        return None
    shown = {actor for each in main for actor in each.parties}
    shown |= {actor for each in columns for actor in each.parties if actor in named}
    sheets = words.collation.sorted(
        (catalog.actors[id_] for id_ in shown), lambda sheet: sheet.data.sort_name, lambda sheet: sheet.id
    )
    rows = [(sheet.data.headline, tuple(each.cell(sheet.id) for each in columns)) for sheet in sheets]
    agreements = _named([each.agreement for each in columns])
    groups = tuple(_groups(rows, agreements, words))
    return Memberships(_answer(rows, columns, agreements, words), agreements, groups)


def _is_among(column: _Column, groups: Iterable[set[str]]) -> bool:
    """Whether an agreement and several of its signatories are in one group."""
    return any(
        column.agreement.sheet.id in group and len(group.intersection(column.signatories)) >= _FEWEST
        for group in groups
    )


# ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────────


def _of_actors(catalog: Catalog, named: Mapping[str, None], words: Words) -> Iterator[_Column]:
    """The agreements that have sheets, and that a briefing names."""
    documents: dict[str, Entry[Document]] = {}
    for document in catalog.by_kind[Document.KIND]:
        if document.item.complete or document.item.total is not None:
            documents.setdefault(agreement_of(catalog, document), document)
    for id_ in named:
        found = [*parties(catalog, id_)]
        if len(found) < _FEWEST:
            continue
        statuses = {
            each.other.id: status_of(catalog, cast("Kind", each.relation.kind), each.relation.cite)
            for each in found
        }
        citations = tuple(dict.fromkeys(citation for each in found for citation in each.relation.cite))
        data = catalog.actors[id_].data
        short = min((data.name, *data.aliases), key=len)
        agreement = Agreement(
            Address("actor", id_), "", catalog.name("actor", id_), citations, short, "", short, ""
        )
        column = _counted(_Column(agreement, statuses, False), documents.get(id_), words)
        if len(column.signatories) >= _FEWEST:
            yield column


def _of_documents(catalog: Catalog, briefing: Sheet[Briefing], words: Words) -> Iterator[_Column]:
    """The documents of a briefing with several signatories."""
    entry: Entry[Any]
    for entry in catalog.by_sheet[f"briefing/{briefing.id}"]:
        if entry.kind != Document.KIND or not entry.happened:
            continue
        signed = dict.fromkeys(entry.item.actors, status_of(catalog, "signatory-of", entry.citations))
        declined = dict.fromkeys(entry.item.declined, status_of(catalog, "non-signatory-of", entry.citations))
        place = Address("briefing", briefing.id)
        year = entry.item.date.year
        said = "" if year is None else words.year(year)
        short = entry.item.short or entry.title
        full_name = f"{short} {said}".rstrip() if len(short) <= _LONGEST_NAME else entry.title
        agreement = Agreement(place, entry.anchor, entry.title, entry.citations, short, said, full_name, "")
        column = _counted(_Column(agreement, {**signed, **declined}, False), entry, words)
        if len(column.signatories) >= _FEWEST:
            yield column


def _counted(column: _Column, document: Entry[Document] | None, words: Words) -> _Column:
    """A column with what a document says of how many signed."""
    agreement, n = column.agreement, len(column.signatories)
    is_complete = document is not None and document.item.complete
    total = None if document is None else total_of(document)
    if is_complete:
        count = words("memberships.counts.all", n=n)
    elif total is None:
        count = words("memberships.counts.named", n=n)
    else:
        count = words(
            "memberships.counts.part", named=words.number(n), total=amount_words(total[1], "", words)
        )
    cited = agreement.citations
    if document is not None:
        cited += document.citations if is_complete else ()
        cited += () if total is None else total[0].citations
    return _Column(
        replace(agreement, citations=tuple(dict.fromkeys(cited)), count=count), column.parties, is_complete
    )


def _named(agreements: Sequence[Agreement]) -> tuple[Agreement, ...]:
    """Agreements whose names fit the heads of columns: a short name, or else the year or a number."""
    years = [each.year for each in agreements if each.anchor]
    by_year = "" not in years and len({*years}) == len(years)

    def head(n: int, each: Agreement) -> Agreement:
        if len(each.name) <= _LONGEST_NAME:
            return each
        return replace(each, name=each.year if by_year and each.year else str(n), year="")

    return tuple(head(n, each) for n, each in enumerate(agreements, 1))


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


def _signed(status: Status | None) -> bool:
    return status is not None and status.startswith("signed")


def _declined(status: Status | None) -> bool:
    return status is not None and status.startswith("declined")


# ── Groups ──────────────────────────────────────────────────────────────────────────────────────────────────


def _groups(rows: Sequence[Row], agreements: Sequence[Agreement], words: Words) -> Iterator[Group]:
    """Those who declined, then the others by how many they signed; where there are few agreements, by what
    exactly they did."""
    is_listed = len(agreements) <= _MOST_LISTED

    def rank(row: Row) -> tuple[Any, ...]:
        cells = row[1]
        declined, signed = sum(map(_declined, cells)), sum(map(_signed, cells))
        return -declined, -signed, [(not _signed(cell), cell or "") for cell in cells]

    def title(row: Row) -> str:
        cells = row[1]
        if is_listed:
            return _did(cells, agreements, words)
        if any(map(_declined, cells)):
            return words("memberships.declined")
        return words("memberships.counts.signed", n=sum(map(_signed, cells)), all=len(cells))

    for name, found in groupby(sorted(rows, key=rank), title):
        yield Group(name, tuple(found))


def _did(cells: Cells, agreements: Sequence[Agreement], words: Words) -> str:
    """What actors did about one or two agreements, in words."""
    if len(cells) == 1:
        return "" if cells[0] is None else words(f"memberships.{cells[0]}")
    parts: list[str] = []
    for status in dict.fromkeys(cell for cell in cells if cell is not None):
        names = words.list(
            each.full_name for each, cell in zip(agreements, cells, strict=True) if cell == status
        )
        parts.append(
            names
            if status == "signed"
            else words("facts.of", name=words(f"memberships.{status}"), fact=names)
        )
    return words("memberships.only", name=parts[0]) if None in cells else " · ".join(parts)


def _answer(
    rows: Sequence[Row], columns: Sequence[_Column], agreements: Sequence[Agreement], words: Words
) -> str:
    """Who declined, or else who signed all agreements, or how many signed the only one."""
    declined = [
        words(
            "memberships.answers.declined", n=len(names), names=_names(names, words), agreement=each.full_name
        )
        for n, each in enumerate(agreements)
        if (names := [name for name, cells in rows if _declined(cells[n])])
    ]
    if declined:
        return " · ".join(declined)
    if len(agreements) == 1:
        key = "complete" if columns[0].is_complete else "partial"
        return words(
            f"memberships.answers.{key}",
            agreement=agreements[0].full_name,
            n=len(rows),
            count=agreements[0].count,
        )
    signed = [name for name, cells in rows if all(map(_signed, cells))]
    key = "signed" if signed else "nobody"
    listed = words.list(each.full_name for each in agreements)
    return words(f"memberships.answers.{key}", names=_names(signed, words), agreements=listed)


def _names(names: Sequence[str], words: Words) -> str:
    return words.list(names) if len(names) <= _MOST_NAMED else words("counts.actors", n=len(names))

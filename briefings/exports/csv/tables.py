"""The tables of a site, derived from the model: one for each kind of sheet and of entry, and those that
concern all kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, cast, get_args

from briefings.catalog.standing import Level
from briefings.exports.csv.columns import ID_SEPARATOR, Column, KeyColumn, key_columns
from briefings.model import FOLDERS, MODELS
from briefings.model.items import Item
from briefings.model.keys import models_in
from briefings.model.walk import item_fields, items_of
from briefings.text.prose import Kind

FOLDER = "data"
"""Of all tables, below the root of the site."""

Content = Literal["sheets", "entries", "parts", "passages", "shared", "gone"]
"""What the rows of a table are. sheets: sheets of a kind; entries: entries of a kind; parts: parts of
entries, such as values of figures; passages: those that entries and parts cite; shared: entries that other
briefings show, too; gone: addresses of sheets that moved or were withdrawn."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the site."""

    name: str
    content: Content
    about: str
    first: tuple[Column, ...]
    own: tuple[KeyColumn, ...] = ()
    """Columns for the keys of a class."""
    last: tuple[Column, ...] = ()
    kind: str = ""
    """The kind of its sheets, entries or parts."""
    whole: Table | None = None
    """The table of the entries, for parts."""
    is_chronological: bool = False
    """Whether the site's timeline shows the entries, which can be only announced."""
    has_dates: bool = False
    """Whether its entries or parts can have a date."""
    of: Kind | None = None
    """The kind of the sheets that its rows are taken from, if it is one."""
    key: tuple[str, ...] = ("id",)
    """The primary key."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Columns with ids of another table, by name, and that table."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in their order."""
        return (*self.first, *(each.column for each in self.own), *self.last)

    @property
    def schema(self) -> dict[str, Any]:
        """Its Table Schema."""
        return {
            "fields": [column.descriptor for column in self.columns],
            "primaryKey": list(self.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": table, "fields": ["id"]}}
                for column, table in self.references.items()
            ],
        }


def _id(about: str, name: str = "id") -> Column:
    return Column(name, about, options={"constraints": {"required": True}})


def _sources(about: str) -> Column:
    return Column("sources", about, "list", {"delimiter": ID_SEPARATOR})


_SHEET = _id("The sheet that it is in.", "sheet")
_ADDRESS = "Its address below the root of the site."
_NUMBER = Column("number", "Its place in the sheet among those of the entry.", "integer")
_SUPPORT = (
    _sources("The sources that it cites."),
    Column(
        "support",
        "How well it is supported: corroborated (by several independent publishers), single (by one),"
        " second_hand (only by sources that nobody here has read), weak (only by weak sources) or none;"
        " computed from figures that have rows of their own.",
        options={"constraints": {"required": True, "enum": [*get_args(Level), "computed"]}},
    ),
    Column("publishers", "How many independent publishers support it.", "integer"),
    Column(
        "covered",
        "Whether passages give all its numbers, dates, speakers and quotations; empty if it has none.",
        "boolean",
        {"trueValues": ["true"], "falseValues": ["false"]},
    ),
)
_ANNOUNCED = Column(
    "announced",
    "Whether all of its sources are older than it, so that none can report that it happened.",
    "boolean",
    {"trueValues": ["true"], "falseValues": ["false"]},
)
_DAYS = (
    Column("earliest", "The first day of its date, for sorting; empty if it is open or BCE.", "date"),
    Column("latest", "The last day of its date; empty if it is open or BCE.", "date"),
)


@cache
def tables() -> tuple[Table, ...]:
    """All tables: those of sheets, those of entries, and the others."""
    of_sheets = [_of_sheets(kind) for kind in MODELS]
    of_entries = [
        table
        for kind, model in MODELS.items()
        for item in items_of(model)
        if item.IN_TABLES
        for table in _of_entries(kind, item)
    ]
    return (*of_sheets, *of_entries, _PASSAGES, _SHARED, _GONE)


@cache
def table_of(name: str) -> Table:
    """The table of this name."""
    return next(table for table in tables() if table.name == name)


def _of_sheets(kind: Kind) -> Table:
    model = MODELS[kind]
    without = {"draft", "withdrawn", *(key for _, key in item_fields(model))}
    last = (_sources("The sources that its summary cites."),) if "summary" in model.model_fields else ()
    own = _own(model, "page", *[each.name for each in last], without=without)
    return Table(
        name=FOLDERS[kind],
        content="sheets",
        about=_line(model.__doc__),
        first=(_id("Its id, which is the name of its file."), _id(_ADDRESS, "page")),
        own=own,
        last=last,
        kind=kind,
        of=kind,
        references=_references(own),
    )


def _of_entries(kind: Kind, item: type[Item]) -> Iterator[Table]:
    """The table of a kind of entry, and that of its parts."""
    last = _last(item)
    own = _own(item, "sheet", *[each.name for each in last], without={"id", "cite", item.PARTS})
    whole = Table(
        name=item.PLURAL or f"{item.KIND}s",
        content="entries",
        about=_line(item.__doc__),
        first=(_id(_ADDRESS), _SHEET),
        own=own,
        last=last,
        kind=item.KIND,
        has_dates=_has_dates(item),
        is_chronological=item.CHRONOLOGICAL,
        of=kind,
        references={"sheet": FOLDERS[kind], **_references(own)},
    )
    yield whole
    for part in models_in(item.model_fields[item.PARTS].annotation) if item.PARTS else ():
        part = cast("type[Item]", part)
        last = _last(part)
        own = _own(part, item.KIND, _NUMBER.name, *[each.name for each in last], without={"id", "cite"})
        yield Table(
            name=part.PLURAL or f"{part.KIND}s",
            content="parts",
            about=_line(part.__doc__),
            first=(_id(f"The {item.KIND} that it is a part of.", item.KIND), _NUMBER),
            own=own,
            last=last,
            kind=part.KIND,
            whole=whole,
            has_dates=_has_dates(part),
            of=kind,
            key=(item.KIND, _NUMBER.name),
            references={item.KIND: whole.name, **_references(own)},
        )


def _last(item: type[Item]) -> tuple[Column, ...]:
    """The columns for what all kinds of entries have in common."""
    return (
        *(_DAYS if _has_dates(item) else ()),
        *((_ANNOUNCED,) if item.CHRONOLOGICAL else ()),
        *_SUPPORT,
    )


def _has_dates(item: type[Item]) -> bool:
    return "date" in item.model_fields or item.time is not Item.time


_FACT = _id("The id of an entry; for a part of one, with a slash and its number.", "entry")
_PASSAGES = Table(
    name="passages",
    content="passages",
    about="The passages that entries and parts of entries cite. They are quotations of the sources.",
    first=(
        _FACT,
        Column("number", "Its place among the citations of the entry.", "integer"),
        _id("The source.", "source"),
        _id("The words of the source.", "passage"),
        Column(
            "proof",
            "How far it is proved: verified (it is in the saved text of the source), omissions (verified with"
            " words left out), compared (by a curator), not_checked, changed (it was in an earlier text) or"
            " not_proved.",
        ),
    ),
    key=("entry", "number"),
    references={"source": FOLDERS["source"]},
)
_SHARED = Table(
    name="shared",
    content="shared",
    about="Entries that other briefings show, too.",
    first=(_FACT, _id("A briefing that also shows it.", "briefing")),
    key=("entry", "briefing"),
    references={"briefing": FOLDERS["briefing"]},
)
_GONE = Table(
    name="gone",
    content="gone",
    about="Addresses of sheets that moved or were withdrawn.",
    first=(
        _id("The former address below the root of the site."),
        Column("moved_to", "The address now; empty if it was withdrawn."),
        Column("reason", "Why it was withdrawn."),
    ),
)


def _own(model: type[Any], *taken: str, without: Iterable[str]) -> tuple[KeyColumn, ...]:
    """The columns of a class, but for those whose name is taken by a shared column."""
    return tuple(
        each
        for each in key_columns(model, without=frozenset(without))
        if each.column.name not in ("id", "anchor", *taken)
    )


def _references(own: Iterable[KeyColumn]) -> dict[str, str]:
    return {
        each.column.name: FOLDERS[each.refers]
        for each in own
        if each.refers in FOLDERS and not each.is_list_of_ids
    }


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


__all__ = ["FOLDER", "Table", "table_of", "tables"]

"""The tables of a site, derived from the model: one for each kind of sheet and of entry, and those that
concern all kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, cast, get_args

from briefings.catalog.standing import Level
from briefings.evidence.readings import ANSWERS
from briefings.exports.csv.columns import Column, KeyColumn, key_columns
from briefings.model import FOLDERS, MODELS
from briefings.model.items import Item
from briefings.model.keys import models_in
from briefings.model.walk import item_fields, items_of
from briefings.text.prose import Kind

FOLDER = "data"
"""Of all tables, below the root of the site."""

Content = Literal[
    "sheets", "entries", "parts", "links", "citations", "readings", "participants", "shared", "gone", "pages"
]
"""What the rows of a table are. sheets: sheets of a kind; entries: entries of a kind; parts: parts of
entries, such as values of figures; links: those of sheets to others, by a key with a list of ids; citations,
readings and participants: those of all entries and parts; shared: entries that other briefings show, too;
gone: addresses of sheets and entries that moved or were withdrawn; pages: pages of sources on the web."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the site."""

    name: str
    content: Content
    about: str
    first: tuple[Column, ...]
    own: tuple[KeyColumn, ...] = ()
    """Columns for the keys of a class."""
    lists: tuple[KeyColumn, ...] = ()
    """Its keys with lists of ids, which have rows in other tables; of a table of links, the only one."""
    last: tuple[Column, ...] = ()
    kind: str = ""
    """The kind of its sheets, entries or parts."""
    whole: Table | None = None
    """The table of the entries, for parts."""
    has_dates: bool = False
    """Whether its entries or parts can have a date."""
    may_be_announced: bool = False
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


_SHEET = _id("The sheet that it is in.", "sheet")
_ADDRESS = "Its address below the root of the site."


def _ordinal(about: str) -> Column:
    return Column("ordinal", about, "integer", {"constraints": {"required": True}})


_SUPPORT = (
    Column(
        "support",
        "How well it is supported: corroborated (by several independent publishers), single (by one),"
        " second_hand (only by sources that nobody here has read), weak (only by weak sources) or none;"
        " computed from figures that have rows of their own; empty if it need not cite and does not.",
        options={"constraints": {"enum": [*get_args(Level), "computed"]}},
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
    Column("latest", "The last day of its date; empty while it lasts, and if it is open or BCE.", "date"),
    Column("earliest_year", "The year of the first day: 0 is 1 BCE, -43 is 44 BCE.", "integer"),
)


@cache
def tables() -> tuple[Table, ...]:
    """All tables: those of sheets, those of entries, and the others."""
    of_sheets = [_of_sheets(kind) for kind in MODELS]
    of_entries = [
        table
        for kind, model in MODELS.items()
        for item in items_of(model)
        for table in _of_entries(kind, item)
    ]
    links = [_links(table, key) for table in of_sheets for key in table.lists]
    return (*of_sheets, *of_entries, *links, _CITATIONS, _READINGS, _PARTICIPANTS, _SHARED, _GONE, _PAGES)


def _of_sheets(kind: Kind) -> Table:
    model = MODELS[kind]
    own, lists = _own(model, "page", without={"draft", "withdrawn", *(key for _, key in item_fields(model))})
    return Table(
        name=FOLDERS[kind],
        content="sheets",
        about=_line(model.__doc__),
        first=(_id("Its id, which is the name of its file."), _id(_ADDRESS, "page")),
        own=own,
        lists=lists,
        kind=kind,
        of=kind,
        references=_references(own),
    )


def _links(of: Table, key: KeyColumn) -> Table:
    """The table for a key of sheets with a list of ids."""
    one, other = of.kind, key.refers if key.refers != of.kind else key.column.name
    return Table(
        name=f"{one}_{key.column.name}",
        content="links",
        about=key.column.about,
        first=(_id(f"The {one}.", one), _ordinal("Its place in the list."), _id(f"The {key.refers}.", other)),
        lists=(key,),
        of=of.of,
        key=(one, "ordinal"),
        references={one: of.name, other: FOLDERS[cast("Kind", key.refers)]},
    )


def _of_entries(kind: Kind, item: type[Item]) -> Iterator[Table]:
    """The table of a kind of entry, and that of its parts."""
    whole = _of_facts(kind, item, _id(_ADDRESS), _SHEET, FOLDERS[kind])
    yield whole
    for part in models_in(item.model_fields[item.PARTS].annotation) if item.PARTS else ():
        id_ = _id(f"The address of the {item.KIND}, a slash, and its place among its {item.PARTS}.")
        of = _id(f"The {item.KIND} that it is a part of.", item.KIND)
        yield _of_facts(kind, cast("type[Item]", part), id_, of, whole.name, whole)


def _of_facts(
    kind: Kind, item: type[Item], id_: Column, of: Column, table_of_it: str, whole: Table | None = None
) -> Table:
    """The table of a kind of entry or part, each of which is in a row of another table."""
    has_dates = not {"date", "from_"}.isdisjoint(item.model_fields) or item.time is not Item.time
    may_be_announced = item.CHRONOLOGICAL or item.begins is not Item.begins
    # What all kinds of entries have in common.
    last = (*(_DAYS if has_dates else ()), *((_ANNOUNCED,) if may_be_announced else ()), *_SUPPORT)
    taken = (of.name, *(each.name for each in last))
    own, lists = _own(item, *taken, without={"id", "cite", item.PARTS})
    return Table(
        name=item.PLURAL or f"{item.KIND}s",
        content="entries" if whole is None else "parts",
        about=_line(item.__doc__),
        first=(id_, of),
        own=own,
        lists=lists,
        last=last,
        kind=item.KIND,
        whole=whole,
        has_dates=has_dates,
        may_be_announced=may_be_announced,
        of=kind,
        references={of.name: table_of_it, **_references(own)},
    )


_FACT = _id("The id of an entry or of a part of one; of a summary, the address of its page.", "entry")
_CITATIONS = Table(
    name="citations",
    content="citations",
    about="What entries, parts of entries and summaries cite. Passages are quotations of the sources.",
    first=(
        _FACT,
        _ordinal("Its place among the citations of the entry."),
        _id("The source.", "source"),
        Column("passage", "The words of the source that are cited; empty if it is cited as a whole."),
        Column(
            "proof",
            "How far the passage is proved: verified (it is in the saved text of the source), omissions"
            " (verified with words left out), compared (by a curator), not_checked, changed (it was in an"
            " earlier text) or not_proved.",
        ),
        Column("key_", "The key of the text that cites it, such as note; empty if the entry itself does."),
    ),
    key=("entry", "ordinal"),
    references={"source": FOLDERS["source"]},
)
_PARTICIPANTS = Table(
    name="participants",
    content="participants",
    about="The actors that entries name in their keys.",
    first=(
        _FACT,
        _id("The key that names the actor: actors, speaker, for, against, declined and so on.", "part"),
        _ordinal("Its place among the actors of this key."),
        _id("The actor.", "actor"),
    ),
    key=("entry", "part", "ordinal"),
    references={"actor": FOLDERS["actor"]},
)
_READINGS = Table(
    name="readings",
    content="readings",
    about="Entries that a person has read against their sources.",
    first=(
        _FACT,
        Column(
            "answer",
            "Whether the passages say this (supports), less than this (weaker), or not this (does-not).",
            options={"constraints": {"enum": [*ANSWERS]}},
        ),
        Column("reader", "Who read it."),
        Column("day", "When.", "date"),
    ),
    key=("entry",),
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
    about="Addresses of sheets and entries that moved or were withdrawn.",
    first=(
        _id("The former address below the root of the site."),
        Column("moved_to", "The address now; empty if it was withdrawn."),
        Column("reason", "Why it was withdrawn."),
    ),
)
_PAGES = Table(
    name="pages",
    content="pages",
    about="What is known of the pages of sources on the web, from the days on which a program looked.",
    first=(
        _id("The source.", "source"),
        Column("seen", "When it was last seen, give or take four weeks.", "date"),
        Column("missing", "When it was first missing; empty if it has been seen since.", "date"),
        Column("unreached", "Since when its host has not answered programs; empty if it has.", "date"),
    ),
    key=("source",),
    references={"source": FOLDERS["source"]},
)


def _own(
    model: type[Any], *taken: str, without: Iterable[str]
) -> tuple[tuple[KeyColumn, ...], tuple[KeyColumn, ...]]:
    """The columns of a class, but for those whose name is taken by a shared column, and its lists of ids."""
    keys = [
        each
        for each in key_columns(model, without=frozenset(without))
        if each.column.name not in ("id", "anchor", *taken)
    ]
    lists = tuple(each for each in keys if each.content == "ids")
    return tuple(each for each in keys if each not in lists), lists


def _references(own: Iterable[KeyColumn]) -> dict[str, str]:
    return {each.column.name: FOLDERS[each.refers] for each in own if each.refers in FOLDERS}


def _line(text: str | None) -> str:
    return " ".join((text or "").split())

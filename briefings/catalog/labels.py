"""Short labels of entries, for links, search results and exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, derived_from
from briefings.model import SheetModel
from briefings.model.actor import Relation
from briefings.model.base import Prose
from briefings.model.briefing import SETTLED, Figure, Value
from briefings.model.derivations import Operation
from briefings.model.verdicts import Given
from briefings.sheets.load import Sheet
from briefings.text import markdown
from briefings.text.licences import Licence
from briefings.words import Words


def label(entry: Entry[Any], catalog: Catalog, words: Words) -> str:
    """An entry in a few plain words, preceded by the actor that it is about or who said it."""
    fact = title(entry, catalog, words)
    return fact if entry.by is None else words("facts.of", name=catalog.name("actor", entry.by), fact=fact)


def mark(entry: Entry[Any], words: Words) -> str:
    """What readers must know before they believe an entry: its status, or that it is only announced; empty if
    it is simply reported."""
    if entry.status != "reported":
        return words(f"statuses.{entry.status}.word")
    return words("announced.word") if entry.announced else ""


def announcement(entry: Entry[Any], words: Words, *, dated: bool = True) -> str:
    """How an entry is known without a report that it happened, in words that hold on any day; empty if it is
    reported, or if its status says what became of it. Beside its date, it need not be `dated`."""
    if entry.status in SETTLED:
        return ""
    if entry.item.takes_effect:
        return words("announced.takes_effect")
    if not entry.announced:
        return ""
    return words.announced(entry.date if dated else None)


def relation_words(relation: Relation, words: Words, *, forward: bool = True) -> str:
    """What a relation is called on the profile whose sheet has it, or on the other actor's."""
    own = relation.label if forward else relation.inverse
    return own or words(f"relations.{relation.kind}.{'forward' if forward else 'back'}")


def amount_words(given: Given, unit: str, words: Words) -> str:
    """A number with its qualifier and unit."""
    text = words("figures.with_unit", value=words.amount(given), unit=unit)
    return text if given.qualifier is None else words(f"qualifiers.{given.qualifier}", value=text)


_SIGNS: Mapping[Operation, str] = {"sum": " + ", "difference": " − ", "share": " ÷ ", "ratio": " ÷ "}


def computed_words(
    value: Value, sheet: Sheet[SheetModel], words: Words, name: Callable[[Entry[Figure]], str] | None = None
) -> str:
    """How a value of a sheet is computed, and from which figures; empty if a source gives it. `name` makes
    what figures are called here, such as links."""
    if value.derived is None:
        return ""
    figures = derived_from(value, sheet)
    numbers = [figure.item.values[0].low for figure in figures]
    formula = _SIGNS[value.derived.operation].join(
        words.number(number) if number >= 0 else f"({words.number(number)})" for number in numbers
    )
    called = [figure.title if name is None else name(figure) for figure in figures]
    return words("figures.computed", formula=formula, figures=words.list(called))


def licence_name(licence: Licence, words: Words) -> str:
    """What pages call a licence: its SPDX name, unless the language has words for it."""
    key = f"licences.{licence}"
    return words(key) if key in words else licence


def title(entry: Entry[Any], catalog: Catalog, words: Words) -> str:
    """An entry in a few plain words; quotations have quotation marks."""
    if entry.kind == "relation":
        relation = relation_words(entry.item, words)
        return words("facts.relation", relation=relation, other=catalog.name("actor", entry.item.actor))
    text = markdown.plain(entry.title, catalog.name) if isinstance(entry.title, Prose) else entry.title
    return words("citations.quoted", words=text) if entry.item.is_quotation else text

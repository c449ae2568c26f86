"""Short labels of entries, for links, search results and exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.model.actor import Relation
from briefings.model.base import Prose
from briefings.model.briefing import SETTLED, EventStatus, Figure, Statement, Value
from briefings.model.dates import Date
from briefings.model.derivations import Operation
from briefings.model.items import Item, Spoken
from briefings.model.verdicts import Given, things, verdict
from briefings.text import markdown
from briefings.text.licences import Licence
from briefings.words import Words


def label(entry: Entry[Any], catalog: Catalog, words: Words) -> str:
    """An entry in a few plain words, preceded by the actor that it is about, or by whoever says it."""
    return said_by(title(entry, catalog, words), whose(entry, catalog), words)


def whose(entry: Entry[Any], catalog: Catalog) -> str | None:
    """The name of the actor that an entry is about or who said it, or the publisher that says it in its own
    words."""
    if entry.by is not None:
        return catalog.name("actor", entry.by)
    source = entry.item.source if isinstance(entry.item, Statement) else None
    return catalog.sources[source].data.publisher if source is not None else None


def said_by(fact: str, name: str | None, words: Words) -> str:
    """The words of an entry, preceded by a name, if there is one."""
    return fact if name is None else words("facts.of", name=name, fact=fact)


def mark(entry: Announceable, words: Words) -> str:
    """What readers must know before they believe an entry: its status, or that it is only announced; empty if
    it is simply reported."""
    if entry.status != "reported":
        return words(f"statuses.{entry.status}.word")
    return words("announced.word") if entry.announced else ""


class Announceable(Protocol):
    """An entry, or what a page says of one."""

    @property
    def status(self) -> EventStatus: ...
    @property
    def date(self) -> Date | None: ...
    @property
    def announced(self) -> bool: ...
    @property
    def takes_effect(self) -> bool: ...


def announcement(entry: Announceable, words: Words, *, dated: bool = True) -> str:
    """How an entry is known without a report that it happened, in words that hold on any day; empty if it is
    reported, or if its status says what became of it. Beside its date, it need not be `dated`."""
    if entry.status in SETTLED:
        return ""
    if entry.takes_effect:
        return words("announced.takes_effect")
    if not entry.announced:
        return ""
    return words.announced(entry.date if dated else None)


def relation_words(relation: Relation, words: Words, *, forward: bool = True) -> str:
    """What a relation is called on the profile whose sheet has it, or on the other actor's."""
    own = relation.label if forward else relation.inverse
    return own or words(f"relations.{relation.kind}.{'forward' if forward else 'back'}")


def amount_words(given: Given, unit: str, words: Words, number: str = "") -> str:
    """A number, perhaps as markup, with its qualifier and with its unit, if that is to be shown."""
    text = number or words.amount(given)
    if unit:
        text = words("figures.with_unit", value=text, unit=unit, n=given.high)
    return text if given.qualifier is None else words(f"qualifiers.{given.qualifier}", value=text)


def expected(text: str, given: Given, words: Words) -> str:
    """A number in words, or what it counts, with a remark if it is expected, not counted."""
    return words("data.dated", title=text, date=words("figures.forecast")) if given.forecast else text


def verdict_words(figure: Figure, words: Words) -> str:
    """What the values of a figure say together, with numbers that differ; empty for a single value."""
    says = figure.verdict
    if says is None or says == "agree" or says == "things":
        return "" if says is None else words(f"figures.verdicts.{says}")
    own = next(group for group in things(figure.values) if len(group) > 1 and verdict(group) == says)
    if says == "differ":
        numbers = dict.fromkeys(amount_words(value, "", words) for value in own)
        return words("facts.of", name=words("figures.verdicts.differ"), fact=words.list(numbers, "or"))
    dated = sorted((value.as_of.order, n) for n, value in enumerate(own) if value.as_of is not None)
    first, last = (amount_words(own[n], "", words) for _, n in (dated[0], dated[-1]))
    return words(f"figures.told.{says}", first=first, last=last)


def spoken_words(item: Item, words: Words) -> tuple[str, ...]:
    """What an entry says besides its title and texts: its numbers, with qualifiers and units, and its fixed
    words."""
    numbers = tuple(
        expected(amount_words(given, unit, words), given, words) for given, unit in item.amounts
    ) or tuple(
        words("figures.with_unit", value=words.number(number), unit=unit, n=number)
        if unit
        else words.number(number)
        for number, unit in item.numbers
    )
    return (*numbers, *(_in_words(each, words) for each in item.spoken))


def _in_words(spoken: Spoken, words: Words) -> str:
    key, values = spoken
    inner = {name: _in_words(each, words) for name, each in values.items() if isinstance(each, tuple)}
    return words(key, **{**values, **inner})


_SIGNS: Mapping[Operation, str] = {"sum": " + ", "difference": " − ", "share": " ÷ ", "ratio": " ÷ "}


def formula_words(value: Value, figures: Iterable[Entry[Figure]], words: Words) -> str:
    """How a value is computed from the numbers of figures."""
    assert value.derived is not None
    numbers = [figure.item.values[0].low for figure in figures]
    return _SIGNS[value.derived.operation].join(
        words.number(number) if number >= 0 else f"({words.number(number)})" for number in numbers
    )


def licence_name(licence: Licence, words: Words) -> str:
    """What pages call a licence: its SPDX name, unless the language has words for it."""
    key = f"licences.{licence}"
    return words(key) if key in words else licence


def title(entry: Entry[Any], catalog: Catalog, words: Words) -> str:
    """An entry in a few plain words; quotations have quotation marks."""
    text = bare_title(entry, catalog, words)
    return words("citations.quoted", words=text) if entry.item.is_quotation else text


def bare_title(entry: Entry[Any], catalog: Catalog, words: Words) -> str:
    """The same without quotation marks."""
    if entry.kind == "relation":
        relation = relation_words(entry.item, words)
        return words("facts.relation", relation=relation, other=catalog.name("actor", entry.item.actor))
    return markdown.plain(entry.title, catalog.name) if isinstance(entry.title, Prose) else entry.title

"""Who signed an agreement: the actors with a relation to it, or those that a document names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefings.catalog.catalog import Catalog, RelationEntry
from briefings.catalog.entries import Entry, of_kind
from briefings.model.briefing import Document, Figure
from briefings.model.verdicts import Given, together


def parties(catalog: Catalog, agreement: str) -> Iterator[RelationEntry]:
    """The relations of those that signed an agreement with a sheet, or declined to."""
    for entry in catalog.relations_of[agreement]:
        kind = entry.relation.kind
        is_so = entry.relation.to is None and not entry.announced
        if not entry.forward and is_so and kind in ("signatory-of", "non-signatory-of"):
            yield entry


def agreement_of(catalog: Catalog, document: Entry[Document]) -> str:
    """The agreement with a sheet whose text a document is; empty if the document names its signatories."""
    return next((each for each in document.item.actors if signatories(catalog, each)), "")


def signatories(catalog: Catalog, agreement: str) -> Sequence[str]:
    """The actors that signed an agreement with a sheet."""
    return [each.other.id for each in parties(catalog, agreement) if each.relation.kind == "signatory-of"]


def total_of(document: Entry[Document]) -> tuple[Entry[Figure], Given] | None:
    """How many signed, and the figure that says so."""
    figures: Iterator[Entry[Any]] = iter(of_kind(document.sheet, Figure.KIND))
    figure = next((each for each in figures if each.item.id == document.item.total is not None), None)
    return None if figure is None else (figure, together(figure.item.values))

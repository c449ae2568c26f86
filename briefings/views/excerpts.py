"""Entries for readers who do not see their page: in feeds, calendars, and timelines of other programs.

An excerpt says an entry in the words of the language, so all of these say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

from briefings.catalog import labels
from briefings.catalog.entries import Entry, Outcome, parts
from briefings.catalog.standing import proof_levels, publishers_of, support
from briefings.evidence import Level
from briefings.model import MODELS, SheetModel
from briefings.model.base import Prose
from briefings.model.briefing import EventStatus
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.model.walk import items_of
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain
from briefings.text.prose import Kind
from briefings.views.facts import Ref
from briefings.views.maker import Maker, OfEach
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Excerpt(Outcome):
    """An entry in plain words, without its page."""

    sheet: Ref
    changed: Date | None
    """The day on which its briefing last changed."""
    topics: tuple[Ref, ...]
    """Those of its briefing."""
    anchor: str
    item: Item
    unreported: bool
    title: str
    """In a few words; quotations have quotation marks."""
    label: str
    """The same, preceded by the actor that it is about or who said it."""
    mark: str
    """What readers must know before they believe it: its status, or that it is only announced; empty if it is
    simply reported."""
    text: str
    """Its text, without the title."""
    spoken: tuple[str, ...]
    """Its numbers, with qualifiers and units, and its fixed words."""
    details: tuple[str, ...]
    """How its numbers are computed, its texts, each paragraph of which is a line, and its corrections."""
    sources: str
    """Who published what it cites, and whether that is second-hand or weak; or that it lacks a source."""
    proofs: tuple[tuple[Level, int], ...]
    """How many of its passages are proved in which way."""

    @property
    def kind(self) -> str:
        """event, statement, figure, role and so on."""
        return self.item.KIND

    @property
    def date(self) -> Date | None:
        """When it happened, was said or applies."""
        return self.item.time

    @property
    def status(self) -> EventStatus:
        """The status that the curator gave it."""
        return getattr(self.item, "status", "reported")


def marked(excerpt: Excerpt, title: str, words: Words) -> str:
    """A title of an entry after its mark: "Announced: The depot opens"."""
    return words("data.marked", mark=excerpt.mark, title=title) if excerpt.mark else title


def in_lines(text: str | None, name: Callable[[Kind, str], str]) -> str:
    """Prose as plain text with a line for each paragraph; other texts as they are."""
    if not isinstance(text, Prose):
        return text or ""
    paragraphs = (plain(part, name) for part in _BETWEEN_PARAGRAPHS.split(text))
    return "\n".join(filter(None, paragraphs))


_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


class Excerpts:
    """Makes the excerpts of one site, each once."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self.of = OfEach(self._make)
        """An entry."""
        self._chronologies: dict[str, tuple[Entry[Any], ...]] = {}
        """By kind and id of a sheet."""

    def newest(self, sheet: Sheet[SheetModel] | None, most: int) -> Iterator[Excerpt]:
        """What was still to come of `chronology`, also if it was called off, and at most so many of its other
        entries; newest first."""
        for entry in reversed(self.chronology(sheet)):
            if not entry.happened and entry.date.starts_after(entry.sheet.data.last_changed):
                yield self.of(entry)
            elif most > 0:
                most -= 1
                yield self.of(entry)

    def chronology(self, sheet: Sheet[SheetModel] | None) -> Sequence[Entry[Any]]:
        """The entries that timelines show, in chronological order: of a briefing with the shared ones, about
        an actor, of the briefings on a topic, or all."""
        if sheet is None:
            return self._maker.catalog.chronology
        key = f"{sheet.kind}/{sheet.id}"
        known = self._chronologies.get(key)
        if known is None:
            unique = {(entry.sheet.id, entry.anchor): entry for entry in self._dated(sheet)}
            known = self._chronologies[key] = tuple(sorted(unique.values(), key=attrgetter("order")))
        return known

    def _dated(self, sheet: Sheet[SheetModel]) -> Iterator[Entry[Any]]:
        catalog = self._maker.catalog
        entries: Iterable[Entry[Any]] = ()
        match sheet.kind:
            case "briefing":
                entries = chain(catalog.by_sheet[f"briefing/{sheet.id}"], catalog.timelines[sheet.id])
            case "actor":
                entries = chain.from_iterable(catalog.of_actor(kind, sheet.id) for kind in _KINDS)
            case "topic":
                briefings = catalog.briefings_on[sheet.id]
                entries = chain.from_iterable(catalog.by_sheet[f"briefing/{each.id}"] for each in briefings)
        return (entry for entry in entries if entry.item.CHRONOLOGICAL and entry.date is not None)

    def _make(self, entry: Entry[Any]) -> Excerpt:
        maker, data = self._maker, entry.sheet.data
        catalog, words = maker.catalog, maker.words
        topics = dict.fromkeys(getattr(data, "topics", ()))
        facts = [*parts(entry)]
        computed = (how.in_words(words) for how in map(maker.computed, facts) if how is not None)
        texts = (in_lines(text, catalog.name) for text in entry.item.details)
        corrections = (each.in_words(words) for each in maker.corrections(entry))
        title = labels.title(entry, catalog, words)
        return Excerpt(
            sheet=maker.ref(entry.sheet),
            changed=data.last_changed if entry.sheet.kind == "briefing" else None,
            topics=maker.refs("topic", topics),
            anchor=entry.anchor,
            item=entry.item,
            unreported=entry.unreported,
            title=title,
            label=labels.said_by(title, labels.whose(entry, catalog), words),
            mark=labels.mark(entry, words),
            text="" if entry.text is None else plain(entry.text, catalog.name),
            spoken=() if entry.has_no_result else labels.spoken_words(entry.item, words),
            details=tuple(filter(None, (*computed, *texts, *corrections))),
            sources=self._sources(facts),
            proofs=tuple(sorted(proof_levels(_cited(facts), maker.proofs).items())),
        )

    def _sources(self, facts: Sequence[Entry[Any]]) -> str:
        cited, words = [*_cited(facts)], self._maker.words
        sources = self._maker.catalog.sources
        if not cited:
            return words("evidence.none") if any(fact.must_cite for fact in facts) else ""
        named = words("data.sources", sources=words.list(publishers_of(sources, cited)))
        known = support(sources, cited)
        return named if known.publishers else f"{named} · {words(f'evidence.{known.level}')}"


_KINDS = tuple(item.KIND for model in MODELS.values() for item in items_of(model) if item.CHRONOLOGICAL)


def _cited(facts: Iterable[Entry[Any]]) -> Iterator[Citation]:
    return (citation for fact in facts for citation in fact.citations)

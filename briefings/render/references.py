"""The sources that one page cites, numbered in the order of citation, and the marks that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import get_args

from markupsafe import Markup

from briefings.catalog.standing import Support, support
from briefings.model import Source
from briefings.model.briefing import Status
from briefings.model.citations import Citation
from briefings.model.source import SourceKind
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage that the page cites."""

    anchor: str
    passage: str


@dataclass(slots=True)
class CitedSource:
    """A source that the page cites."""

    number: int
    sheet: Sheet[Source]
    passages: list[CitedPassage] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its anchor in the page's list of sources."""
        return f"source-{self.number}"


class References:
    """Collects the sources of a page in reading order, and prints an evidence mark for each fact."""

    def __init__(self, sources: Mapping[str, Sheet[Source]], words: Words) -> None:
        self._sources = sources
        self._words = words
        self._cited: dict[str, CitedSource] = {}
        self._passages: dict[tuple[str, str], CitedPassage] = {}
        """By source id and passage, because a page can cite many passages of one source."""

    def mark(
        self, citations: Iterable[Citation], *, status: Status = "reported", brief: bool = False
    ) -> Markup:
        """The evidence mark of a fact: how many publishers and sources support it, as a link to the list of
        sources. `brief` leaves out the words, for citations within a sentence."""
        cited = tuple(citations)
        doubt, title = "", ""
        if status != "reported":
            doubt = self._words(f"statuses.{status}.word")
            title = f' title="{escape.attribute(self._words(f"statuses.{status}.meaning"))}"'
        if not cited:
            return Markup(
                f'<span class="ev ev--{status}"{title}>{escape.markdown(doubt)}</span>' if doubt else ""
            )
        # Each source or passage once, in the order of citation.
        places: dict[str, int] = {}
        for citation in cited:
            source = self._source(citation.source)
            whole = citation.passage is None
            place = source.anchor if whole else self._passage(source, citation.passage or "").anchor
            places[place] = source.number
        found = support(self._sources, cited)
        label = self.label(found)
        if doubt:
            label = self._words("evidence.doubt", status=doubt, support=label)
        name = escape.attribute(self._words("evidence.name", support=label))
        first, *others = places
        also = f' data-also="{" ".join(place.removeprefix("source-") for place in others)}"' if others else ""
        numbers = ", ".join(map(str, dict.fromkeys(places.values())))
        words = "" if brief else f"{escape.markdown(label)} "
        shape = status if doubt else found.level
        return Markup(
            f'<a class="ev ev--{shape}" href="#{first}"{also}{title} aria-label="{name}">'
            f'{words}<span class="ev__n">{numbers}</span></a>'
        )

    def support(self, citations: Iterable[Citation], *, status: Status = "reported") -> Markup:
        """How well a fact is supported, for pages that do not list its sources."""
        found = support(self._sources, citations)
        label, shape = self.label(found), status if status != "reported" else found.level
        if status != "reported":
            doubt = self._words(f"statuses.{status}.word")
            label = self._words("evidence.doubt", status=doubt, support=label)
        return Markup(f'<span class="ev ev--{shape}">{escape.markdown(label)}</span>')

    def label(self, found: Support) -> str:
        """How well a fact is supported, in a few words."""
        n_sources, n_publishers = len(found.sources), len(found.publishers)
        if found.level == "none" or found.level == "weak":
            return self._words(f"evidence.{found.level}")
        publishers = self._words("evidence.publishers", n=n_publishers)
        if n_sources == n_publishers:
            return publishers
        sources = self._words("standing.sources", n=n_sources)
        return self._words("evidence.both", publishers=publishers, sources=sources)

    def _source(self, source_id: str) -> CitedSource:
        source = self._cited.get(source_id)
        if source is None:
            source = self._cited[source_id] = CitedSource(len(self._cited) + 1, self._sources[source_id])
        return source

    def _passage(self, source: CitedSource, words: str) -> CitedPassage:
        key = (source.sheet.id, words)
        cited = self._passages.get(key)
        if cited is None:
            cited = self._passages[key] = CitedPassage(f"{source.anchor}-{len(source.passages) + 1}", words)
            source.passages.append(cited)
        return cited

    @property
    def sources(self) -> tuple[CitedSource, ...]:
        """All sources cited so far, in the order of their numbers."""
        return tuple(self._cited.values())

    @property
    def by_kind(self) -> tuple[tuple[SourceKind, tuple[CitedSource, ...]], ...]:
        """The sources by kind, from primary sources to weak ones."""
        kinds = get_args(SourceKind)
        ordered = sorted(self.sources, key=lambda source: kinds.index(source.sheet.data.kind))
        groups = groupby(ordered, key=lambda source: source.sheet.data.kind)
        return tuple((kind, tuple(group)) for kind, group in groups)


__all__ = ["CitedPassage", "CitedSource", "References"]

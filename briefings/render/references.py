"""The list of sources of one page, numbered in the order of citation, with the cited passages and
backlinks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from briefings.model import Source
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet


@dataclass(slots=True)
class CitedPassage:
    """A passage that the page cites; `passage` is None if it cites the source as a whole."""

    anchor: str
    passage: str | None
    backlinks: list[str] = field(default_factory=list)
    """The anchors of the citations."""


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
    """Numbers the sources of a page in reading order."""

    def __init__(self, sources: Mapping[str, Sheet[Source]]) -> None:
        self._sources = sources
        self._cited: dict[str, CitedSource] = {}
        self._passages: dict[tuple[str, str | None], CitedPassage] = {}
        """By source id and passage, because a page can cite many passages of one source."""
        self._n_citations = 0

    def cite(self, citations: Iterable[Citation]) -> Markup:
        """The superscript numbers for a fact. Each links to its passage in the list of sources."""
        groups: dict[int, list[CitedPassage]] = {}
        for citation in citations:
            source = self._cited.get(citation.source)
            if source is None:
                source = CitedSource(len(self._cited) + 1, self._sources[citation.source])
                self._cited[citation.source] = source
            passages, passage = groups.setdefault(source.number, []), self._passage(source, citation.passage)
            if passage not in passages:
                passages.append(passage)
        links = [self._link(number, passages) for number, passages in groups.items()]
        return Markup(f'<sup class="cites">{" ".join(links)}</sup>') if links else Markup("")

    def _link(self, number: int, passages: list[CitedPassage]) -> str:
        """One number for all passages of a source that a fact cites."""
        self._n_citations += 1
        anchor = f"ref-{self._n_citations}"
        for passage in passages:
            passage.backlinks.append(anchor)
        more = f' data-passages="{" ".join(p.anchor for p in passages)}"' if len(passages) > 1 else ""
        return (
            f'<a class="cite" role="doc-noteref" id="{anchor}"'
            f' href="#{passages[0].anchor}"{more}>{number}</a>'
        )

    def _passage(self, source: CitedSource, words: str | None) -> CitedPassage:
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

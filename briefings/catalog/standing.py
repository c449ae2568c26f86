"""How well a fact is supported: which independent publishers report it, how far its passages are proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import cited_by, entries, references_of, sources_cited
from briefings.evidence import Level as ProofLevel
from briefings.evidence import Proofs, SourceCitations
from briefings.model import Briefing, SheetModel, Source
from briefings.model.base import SourceId
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet

Level = Literal["none", "weak", "single", "corroborated"]
"""none: cites nothing; weak: only weak or unread sources; single: one independent publisher; corroborated:
several."""


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a fact."""

    sources: tuple[str, ...]
    """Ids of the cited sources, each once, as first cited."""
    publishers: tuple[str, ...]
    """The independent publishers among them, weak and unread sources left out."""

    @property
    def level(self) -> Level:
        """The word for it."""
        if len(self.publishers) > 1:
            return "corroborated"
        if self.publishers:
            return "single"
        return "weak" if self.sources else "none"


def original_publisher(sources: Mapping[str, Sheet[Source]], source_id: str) -> str:
    """The publisher whose text a source is: its own, or that of the source (or publisher) it republishes."""
    sheet = sources[source_id]
    named = sheet.data.republishes
    if named is None:
        return sheet.data.publisher
    return original_publisher(sources, named) if named in sources else named


def support(sources: Mapping[str, Sheet[Source]], citations: Iterable[Citation]) -> Support:
    """What stands behind a fact with these citations.

    Publishers count once, a reprint counts for the publisher of its original, and weak or unread sources do
    not count.
    """
    cited = tuple(dict.fromkeys(citation.source for citation in citations))
    heard = [
        source for source in cited if sources[source].data.kind != "weak" and not sources[source].data.unread
    ]
    named = {
        original_publisher(sources, source).casefold(): original_publisher(sources, source)
        for source in heard
    }
    return Support(cited, tuple(named.values()))


def cited_passages(catalog: Catalog) -> dict[str, SourceCitations]:
    """What is cited of each source, in the order of ids; nothing where it is cited as a whole, or not at
    all."""
    return _citing(catalog.sheets(), catalog.sources)


def cited_by_unpublished(sheets: Iterable[Sheet[SheetModel]], catalog: Catalog) -> dict[str, SourceCitations]:
    """The same for sheets that are not in the catalog: drafts and withdrawn ones."""
    published = {(sheet.kind, sheet.id) for sheet in catalog.sheets()}
    others = [sheet for sheet in sheets if (sheet.kind, sheet.id) not in published]
    sources = {sheet.id: cast("Sheet[Source]", sheet) for sheet in others if sheet.kind == "source"}
    return _citing(others, sources, catalog.sources) if others else {}


def _citing(
    sheets: Iterable[Sheet[SheetModel]],
    sources: Mapping[str, Sheet[Source]],
    also: Mapping[str, Sheet[Source]] | None = None,
) -> dict[str, SourceCitations]:
    """What sheets cite of these sources, and of others as far as they do."""
    found: dict[str, set[str]] = {source: set() for source in sources}
    for sheet in sheets:
        for source, passages in cited_by(sheet).items():
            found.setdefault(source, set()).update(passages)
    known = {**(also or {}), **sources}
    return {source: _one(passages, known.get(source)) for source, passages in sorted(found.items())}


def _one(passages: Collection[str], source: Sheet[Source] | None) -> SourceCitations:
    cited = tuple(sorted(passages))
    return (
        SourceCitations(cited, source.data.language, source.data.moved_from)
        if source is not None
        else SourceCitations(cited)
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How far passages are proved, in numbers. Each passage counts once, at one level."""

    passages: int = 0
    verified: int = 0
    """Found in the saved text of their source, with nothing left out."""
    omissions: int = 0
    """Found there with words left out."""
    compared: int = 0
    """Compared with the source by hand."""
    not_checked: int = 0
    changed: int = 0
    """Found in an earlier text of their source, and not in the newest."""

    @classmethod
    def of(cls, levels: Counter[ProofLevel]) -> Tally:
        """The numbers of passages at each level."""
        return cls(
            passages=levels.total(),
            verified=levels["verified"],
            omissions=levels["omissions"],
            compared=levels["compared"],
            not_checked=levels["not_checked"],
            changed=levels["changed"],
        )


@dataclass(frozen=True, slots=True)
class BriefingStanding:
    """How well a briefing is supported, in numbers."""

    sources: int
    """Cited on its page: by facts and in prose, shared events included. As many as the page lists."""
    publishers: int
    """Independent publishers among them."""
    proofs: Tally
    """Of the passages that it cites."""


def standing_of(catalog: Catalog, briefing: Sheet[Briefing], proofs: Proofs) -> BriefingStanding:
    """The numbers for a briefing's line of standing."""
    lent = [entry for entry in catalog.timelines[briefing.id] if entry.sheet.id != briefing.id]
    citations = [citation for entry in (*entries(briefing), *lent) for citation in entry.citations]
    sources = (
        *references_of(briefing).cited,
        *(source for entry in lent for source in sources_cited(entry.item)),
    )
    found = support(catalog.sources, (Citation(SourceId(source), None, ()) for source in sources))
    cited = {(citation.source, citation.passage) for citation in citations if citation.passage is not None}
    levels = Counter(proofs.of(source, passage).level for source, passage in cited if passage is not None)
    return BriefingStanding(len(found.sources), len(found.publishers), Tally.of(levels))

"""The sources and passages that a sheet cites, each once in its document, and how far the passages are
proved. The level of most of them is said once, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import cited_by, references_of, sources_cited
from briefings.catalog.standing import support
from briefings.evidence import Proofs
from briefings.exports.json import documents
from briefings.model.base import SourceId
from briefings.model.citations import Citation
from briefings.pages import BriefingContext, Context, SourceContext


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages in the document of a sheet: for a source all that are cited from it, for other sheets all
    that they cite."""

    passages: Mapping[str, Collection[str]]
    """By source id."""
    proofs: Proofs
    counts: Mapping[str, int]
    """How many passages are proved at each level, in alphabetical order."""

    @classmethod
    def of(cls, context: Context, proofs: Proofs) -> Evidence:
        """The passages of the sheet that is the subject of a page."""
        assert context.subject is not None
        passages = cited_by(context.subject)
        if isinstance(context, SourceContext):
            cited = tuple(passage for passage, _ in context.passages if passage is not None)
            passages = {context.source.id: cited}
        levels = (proofs.of(source, passage).level for source, own in passages.items() for passage in own)
        return cls(passages, proofs, dict(sorted(Counter(levels).items())))

    @property
    def usual(self) -> str | None:
        """The level of most passages; None without passages."""
        return max(self.counts, key=lambda level: self.counts[level], default=None)

    @property
    def tally(self) -> documents.ProofTally:
        """The number of passages at each level."""
        return cast("documents.ProofTally", {"passages": sum(self.counts.values()), **self.counts})

    def passage(self, source: str, passage: str) -> documents.Passage:
        """A passage with its level, unless that is the usual one."""
        level = self.proofs.of(source, passage).level
        return {"passage": passage} if level == self.usual else {"passage": passage, "proof": level}

    def citations(self, citations: Iterable[Citation]) -> dict[str, list[int]]:
        """By source id: the places of the cited passages among those of the source."""
        places: dict[str, list[int]] = {}
        for citation in citations:
            own = places.setdefault(citation.source, [])
            if citation.passage is not None:
                own.append([*self.passages[citation.source]].index(citation.passage))
        return places


def sources(context: Context, evidence: Evidence, catalog: Catalog) -> dict[str, documents.CitedSource]:
    """By id: the sources that a sheet cites and, for a briefing, those of events of other briefings on its
    timeline."""
    assert context.subject is not None
    cited = dict.fromkeys(references_of(context.subject).cited)
    if isinstance(context, BriefingContext):
        shared = (entry for _, entry in context.placed if entry.sheet.id != context.briefing.id)
        cited |= dict.fromkeys(source for entry in shared for source in sources_cited(entry.item))
    return {source: _source(source, evidence, catalog) for source in cited}


def _source(source: str, evidence: Evidence, catalog: Catalog) -> documents.CitedSource:
    data = catalog.sources[source].data
    document: documents.CitedSource = {"title": data.headline, "publisher": data.publisher}
    confirms = next(iter(support(catalog.sources, [Citation(SourceId(source), None, ())]).publishers), None)
    if confirms != data.publisher:
        document["confirms"] = confirms
    passages = evidence.passages.get(source, ())
    if passages:
        document["passages"] = [evidence.passage(source, passage) for passage in passages]
    return document

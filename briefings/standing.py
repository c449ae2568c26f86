"""How well a fact is borne out: which independent publishers stand behind it. Computed from citations, never written by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from briefings.catalog import Catalog
from briefings.evidence import Proofs
from briefings.load import Sheet
from briefings.model import Briefing, Source
from briefings.model.base import Citation
from briefings.stated import cited_by

Level = Literal["none", "weak", "single", "corroborated"]
"""none: cites nothing; weak: only weak or unread sources; single: one independent publisher; corroborated: several."""


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a fact."""

    sources: tuple[str, ...]
    """Ids of the cited sources, each once, as first cited."""
    witnesses: tuple[str, ...]
    """The independent publishers among them, weak and unread sources left out."""

    @property
    def level(self) -> Level:
        """The word for it."""
        if len(self.witnesses) > 1:
            return "corroborated"
        if self.witnesses:
            return "single"
        return "weak" if self.sources else "none"


def witness(sources: Mapping[str, Sheet[Source]], source_id: str) -> str:
    """The publisher whose text a source is: its own, or that of the source (or publisher) it republishes."""
    sheet = sources[source_id]
    named = sheet.data.republishes
    if named is None:
        return sheet.data.publisher
    return witness(sources, named) if named in sources else named


def support(sources: Mapping[str, Sheet[Source]], citations: Iterable[Citation]) -> Support:
    """What stands behind a fact with these citations.

    A copy is no second witness, several sources of one publisher are one, and a weak or unread source is none.
    """
    cited = tuple(dict.fromkeys(citation.source for citation in citations))
    heard = [source for source in cited if sources[source].data.kind != "weak" and not sources[source].data.unread]
    named = {witness(sources, source).casefold(): witness(sources, source) for source in heard}
    return Support(cited, tuple(named.values()))


def passages(catalog: Catalog) -> dict[str, list[str]]:
    """By source id: each passage that any fact cites, once, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in catalog.sheets():
        for source, texts in cited_by(sheet).items():
            found[source].update(texts)
    return {source: sorted(texts) for source, texts in sorted(found.items()) if texts}


@dataclass(frozen=True, slots=True)
class BriefingStanding:
    """How well a briefing is borne out, in numbers."""

    sources: int
    """Cited in it, shared events included."""
    witnesses: int
    """Independent publishers among them."""
    quotations: int
    """Passages cited, each once."""
    verified: int
    """Passages that were found in the saved text of their source."""
    changed: int
    """Passages of sources whose saved text has changed since."""


def standing_of(catalog: Catalog, briefing: Sheet[Briefing], proofs: Proofs) -> BriefingStanding:
    """The numbers for a briefing's line of standing."""
    citations = [citation for fact in catalog.facts_of["briefing", briefing.id] for citation in fact.citations]
    citations += [c for entry in catalog.timelines[briefing.id] if entry.briefing.id != briefing.id for c in entry.event.cite]
    found = support(catalog.sources, citations)
    cited = {(citation.source, citation.passage) for citation in citations if citation.passage is not None}
    states = [proofs.of(source, passage).state for source, passage in cited if passage is not None]
    return BriefingStanding(len(found.sources), len(found.witnesses), len(states), states.count("verified"), states.count("changed"))

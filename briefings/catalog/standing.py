"""How well facts are supported: how many independent publishers report them, and how many of their passages
are verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, cast, get_args

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import cited_by, references_of, sources_cited
from briefings.evidence import Level as ProofLevel
from briefings.evidence import Origin, Proofs, SourceCitations
from briefings.model import Briefing, SheetModel, Source
from briefings.model.citations import Citation
from briefings.model.items import Item
from briefings.model.source import SOURCE_KINDS, SourceKind
from briefings.sheets.load import Sheet
from briefings.text.confusables import skeleton

Level = Literal["none", "weak", "second_hand", "single", "corroborated"]
"""none: no citations; weak: only weak sources; second_hand: sources that nobody here has read, besides
weak ones; single: one independent publisher; corroborated: several."""
LEVELS: tuple[Level, ...] = get_args(Level)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Support:
    """The sources and publishers that support a fact."""

    sources: tuple[str, ...]
    """The ids of the cited sources without duplicates, in the order of citation."""
    publishers: tuple[str, ...]
    """Their independent publishers, without weak and unread sources."""
    has_unread: bool = False
    """Whether one of the sources has not been read, and is not weak either."""

    @property
    def level(self) -> Level:
        """The level of support."""
        if len(self.publishers) > 1:
            return "corroborated"
        if self.publishers:
            return "single"
        if self.has_unread:
            return "second_hand"
        return "weak" if self.sources else "none"


def original_publisher(sources: Mapping[str, Sheet[Source]], source_id: str) -> str:
    """The publisher of a source or, for a reprint, the publisher of the original."""
    return _original_publisher(sources, sources[source_id].data)


def _original_publisher(sources: Mapping[str, Sheet[Source]], source: Source) -> str:
    original = source.republishes
    if original is None:
        return source.publisher
    return original_publisher(sources, original) if original in sources else original


class Credit(NamedTuple):
    """What a source counts for."""

    is_weak: bool
    is_unread: bool
    publisher: str
    """The publisher of a source or, for a reprint, the publisher of the original."""


def support(sources: Mapping[str, Sheet[Source]], citations: Iterable[Citation]) -> Support:
    """The support that these citations give a fact."""
    return support_by(partial(_credit, sources), citations)


def least_support(sources: Mapping[str, Sheet[Source]], item: Item) -> Support:
    """The support of the weakest part of an entry."""
    return least_support_by(partial(_credit, sources), item)


def _credit(sources: Mapping[str, Sheet[Source]], source_id: str) -> Credit:
    data = sources[source_id].data
    return Credit(data.kind == "weak", data.unread, _original_publisher(sources, data))


def least_support_by(credit: Callable[[str], Credit], item: Item) -> Support:
    """The support of the weakest part of an entry, with what each source counts for.

    Of values that do not agree, those that have only weak and unread sources do not count, unless all do. But
    a text says what each of its sentences says.
    """
    every = [support_by(credit, citations) for citations in item.cited_apart]
    every.sort(key=lambda each: (LEVELS.index(each.level), len(each.publishers)))
    return next((each for each in every if each.publishers or not item.PARTS), every[-1])


def support_by(credit: Callable[[str], Credit], citations: Iterable[Citation]) -> Support:
    """The support that citations give a fact, with what each source counts for.

    Each publisher counts once, and a reprint counts for the original publisher. Weak and unread sources do
    not count.
    """
    cited = tuple(dict.fromkeys([citation.source for citation in citations]))
    publishers: dict[str, str] = {}
    has_unread = False
    for id_ in cited:
        is_weak, is_unread, publisher = credit(id_)
        if is_weak:
            continue
        if is_unread:
            has_unread = True
        else:
            # The last spelling of a name is used, at the place of the first.
            publishers[skeleton(publisher)] = publisher
    return Support(cited, tuple(publishers.values()), has_unread)


def publishers_of(sources: Mapping[str, Sheet[Source]], citations: Iterable[Citation]) -> tuple[str, ...]:
    """The publishers of the cited sources, each once, in the order of citation."""
    return tuple(dict.fromkeys(sources[citation.source].data.publisher for citation in citations))


def proof_levels(citations: Iterable[Citation], proofs: Proofs) -> Counter[ProofLevel]:
    """How many cited passages are proved at each level. Each passage counts once."""
    passages = {(each.source, each.passage) for each in citations if each.passage is not None}
    return Counter(proofs.of(source, passage).level for source, passage in sorted(passages))


def cited_passages(catalog: Catalog) -> dict[str, SourceCitations]:
    """The cited passages of each source, by source id; empty if it is cited as a whole or not at all."""
    return _citations_by_source(catalog.sheets(), catalog.sources)


def cited_by_unpublished(sheets: Iterable[Sheet[SheetModel]], catalog: Catalog) -> dict[str, SourceCitations]:
    """The passages that sheets outside the catalog cite: drafts and withdrawn sheets."""
    published = {(sheet.kind, sheet.id) for sheet in catalog.sheets()}
    others = [sheet for sheet in sheets if (sheet.kind, sheet.id) not in published]
    sources = {sheet.id: cast("Sheet[Source]", sheet) for sheet in others if sheet.kind == "source"}
    return _citations_by_source(others, sources, catalog.sources) if others else {}


def _citations_by_source(
    sheets: Iterable[Sheet[SheetModel]],
    sources: Mapping[str, Sheet[Source]],
    other_sources: Mapping[str, Sheet[Source]] | None = None,
) -> dict[str, SourceCitations]:
    """The passages that sheets cite, for all of `sources` and for any other source that they cite."""
    cited: dict[str, set[str]] = {source: set() for source in sources}
    for sheet in sheets:
        for source, passages in cited_by(sheet).items():
            cited.setdefault(source, set()).update(passages)
    every = {**(other_sources or {}), **sources}
    return {
        source: _source_citations(passages, every.get(source)) for source, passages in sorted(cited.items())
    }


def _source_citations(passages: Iterable[str], source: Sheet[Source] | None) -> SourceCitations:
    cited = tuple(sorted(passages))
    if source is None:
        return SourceCitations(cited)
    data = source.data
    origin = Origin(data.publisher, data.url or "")
    return SourceCitations(cited, data.language, data.moved_from, data.title or "", origin)


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of passages at each level of proof. Each passage counts once."""

    passages: int = 0
    verified: int = 0
    """Found in the saved text of their source, without omissions."""
    omissions: int = 0
    """Found in the saved text, with omissions."""
    compared: int = 0
    """Compared with the source by a curator."""
    not_checked: int = 0
    changed: int = 0
    """Found in an earlier text of their source, but not in the latest."""

    @property
    def shares(self) -> dict[str, int]:
        """The passages in three parts, which together are all of them."""
        return {
            "verified": self.verified + self.omissions,
            "compared": self.compared,
            "not_checked": self.not_checked + self.changed,
        }

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


def count_sources(catalog: Catalog, briefing: Sheet[Briefing]) -> Mapping[SourceKind, int]:
    """How many sources of each kind a briefing's page lists: cited by facts and in prose, including shared
    events."""
    shared = [entry for entry in catalog.timelines[briefing.id] if entry.sheet.id != briefing.id]
    cited = dict.fromkeys(references_of(briefing).cited)
    cited |= {source: None for entry in shared for source in sources_cited(entry.item)}
    counts = Counter(catalog.sources[source].data.kind for source in cited)
    return {kind: counts[kind] for kind in SOURCE_KINDS if kind in counts}

"""The page for curators that shows where facts need more support."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, parts
from briefings.catalog.standing import Level as SupportLevel
from briefings.catalog.standing import Tally, publishers_of, support
from briefings.evidence import Level, Proofs
from briefings.model import Source
from briefings.model.briefing import DOUBTFUL, Figure
from briefings.pages.page import Context, Group, Listed, Listing, Page
from briefings.pages.periods import Limits
from briefings.sheets.load import Sheet
from briefings.words import Words

T = TypeVar("T")

UNPROVED: tuple[Level, ...] = ("changed", "not_checked", "compared", "omissions")
"""The levels below verified that a published passage can have, least certain first."""
THIN: tuple[SupportLevel, ...] = ("weak", "second_hand", "single")
"""The levels of support below several publishers that a fact with sources can have, the weakest first."""


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """Facts that need work: all of them or, if they are many, the number in each sheet."""

    n: int
    each: tuple[T, ...]
    by_sheet: tuple[tuple[Sheet[Any], int], ...]
    """Sheets with the number of their facts, highest first."""


@dataclass(frozen=True, slots=True)
class SupportContext(Context):
    """The facts of the site that need more support."""

    template = "support.md.j2"
    doubtful: Findings[Entry[Any]]
    """Facts of all kinds that are unsupported, contradicted or disputed."""
    contested: Findings[Entry[Figure]]
    thin: tuple[tuple[SupportLevel, Findings[tuple[Entry[Any], str]]], ...]
    """For each level of thin support: the facts of all kinds at it, with the names of their publishers."""
    unproved: tuple[tuple[Level, tuple[tuple[Sheet[Source], tuple[str, ...]], ...], int], ...]
    """For each level below verified: the sources with such passages, the passages, and their number."""
    uncited: Findings[Entry[Any]]
    proofs: Tally

    @property
    def listing(self) -> Listing:
        def group(name: str, findings: Findings[Any], entries: Sequence[Entry[Any]]) -> Group:
            sheets: Sequence[Listed] = [sheet for sheet, _ in findings.by_sheet]
            return Group((*entries, *sheets), name)

        sources = {level: tuple(source for source, _ in by_source) for level, by_source, _ in self.unproved}
        return Listing(
            (
                group("doubtful", self.doubtful, self.doubtful.each),
                group("contested", self.contested, self.contested.each),
                *(group(level, found, [entry for entry, _ in found.each]) for level, found in self.thin),
                *(Group(own, level) for level, own in sources.items()),
                group("uncited", self.uncited, self.uncited.each),
            )
        )


def support_page(catalog: Catalog, proofs: Proofs, words: Words, limits: Limits) -> Page:
    """The page that lists facts that need more support."""
    thin: dict[SupportLevel, list[tuple[Entry[Any], str]]] = {level: [] for level in THIN}
    for entry in catalog.entries:
        total = support(catalog.sources, entry.citations)
        if entry.status == "reported" and total.level in thin:
            names = total.publishers or publishers_of(catalog.sources, entry.citations)
            thin[total.level].append((entry, words.list(names)))
    doubtful = [entry for entry in catalog.entries if entry.status in DOUBTFUL]
    contested = [entry for entry in catalog.by_kind["figure"] if entry.item.contested]
    uncited = [
        fact for entry in catalog.entries for fact in parts(entry) if fact.must_cite and not fact.citations
    ]
    unproved: dict[Level, dict[str, list[str]]] = {level: {} for level in UNPROVED}
    for (source, passage), proof in proofs.passages.items():
        if proof.level in unproved:
            unproved[proof.level].setdefault(source, []).append(passage)
    context = SupportContext(
        doubtful=_findings(doubtful, [e.sheet for e in doubtful], limits.register),
        contested=_findings(contested, [e.sheet for e in contested], limits.register),
        thin=tuple(
            (level, _findings(own, [e.sheet for e, _ in own], limits.register)) for level, own in thin.items()
        ),
        unproved=tuple(
            (
                level,
                tuple(
                    (catalog.sources[source], tuple(passages))
                    for source, passages in sorted(by_source.items())
                ),
                sum(map(len, by_source.values())),
            )
            for level, by_source in unproved.items()
        ),
        uncited=_findings(uncited, [fact.sheet for fact in uncited], limits.register),
        proofs=Tally.of(proofs.levels()),
    )
    return Page(
        urls.SUPPORT, words("pages.support.title"), words("pages.support.description"), "support", context
    )


def _findings(facts: Sequence[T], sheets: Sequence[Sheet[Any]], limit: int) -> Findings[T]:
    if len(facts) <= limit:
        return Findings(len(facts), tuple(facts), ())
    by_id = {(sheet.kind, sheet.id): sheet for sheet in sheets}
    counts = Counter((sheet.kind, sheet.id) for sheet in sheets)
    return Findings(len(facts), (), tuple((by_id[key], n) for key, n in counts.most_common()))

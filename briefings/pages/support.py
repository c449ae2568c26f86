"""How well the site is supported, for curators: where more work is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, parts
from briefings.catalog.standing import Tally, support
from briefings.evidence import Level, Proofs
from briefings.model import Source
from briefings.model.briefing import DOUBTFUL, Figure, Statement
from briefings.pages.page import Context, Page
from briefings.pages.periods import Limits
from briefings.sheets.load import Sheet
from briefings.words import Words

T = TypeVar("T")

UNPROVED: tuple[Level, ...] = ("changed", "not_checked", "compared", "omissions")
"""The levels short of verified that a page can have, the least certain first."""


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """What there is to work on: each of them or, where they are very many, how many each sheet has."""

    n: int
    each: tuple[T, ...]
    by_sheet: tuple[tuple[Sheet[Any], int], ...]
    """Those with most first."""


@dataclass(frozen=True, slots=True)
class SupportContext(Context):
    """How well the site is supported."""

    template = "support.md.j2"
    doubtful: Findings[Entry[Statement]]
    """Unsupported, contradicted or disputed statements."""
    contested: Findings[Entry[Figure]]
    single: Findings[tuple[Entry[Any], str]]
    """Statements and figures that one independent publisher stands behind, with its name ("" where only weak
    sources do)."""
    unproved: tuple[tuple[Level, tuple[tuple[Sheet[Source], tuple[str, ...]], ...], int], ...]
    """For each level short of verified: the sources that have such passages, these passages, and how many
    they are."""
    uncited: Findings[Entry[Any]]
    proofs: Tally


def support_page(catalog: Catalog, proofs: Proofs, words: Words, limits: Limits) -> Page:
    """The page for curators."""
    statements, figures = catalog.by_kind["statement"], catalog.by_kind["figure"]
    single: list[tuple[Entry[Any], str]] = []
    for entry in (*statements, *figures):
        if entry.status != "reported":
            continue
        found = support(catalog.sources, entry.citations)
        if found.level in {"weak", "single"}:
            single.append((entry, found.publishers[0] if found.publishers else ""))
    doubtful = [entry for entry in statements if entry.status in DOUBTFUL]
    contested = [entry for entry in figures if entry.item.contested]
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
        single=_findings(single, [e.sheet for e, _ in single], limits.register),
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


def _findings(found: Sequence[T], sheets: Sequence[Sheet[Any]], most: int) -> Findings[T]:
    if len(found) <= most:
        return Findings(len(found), tuple(found), ())
    named = {(sheet.kind, sheet.id): sheet for sheet in sheets}
    counts = Counter((sheet.kind, sheet.id) for sheet in sheets)
    return Findings(len(found), (), tuple((named[sheet], n) for sheet, n in counts.most_common()))

"""The page for curators that shows where facts need more support."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from briefings.catalog import urls
from briefings.catalog.entries import Entry, parts
from briefings.catalog.labels import label
from briefings.catalog.standing import Level as SupportLevel
from briefings.catalog.standing import Tally, least_support, publishers_of
from briefings.evidence import Level
from briefings.evidence.readings import Answer
from briefings.model.briefing import DOUBTFUL
from briefings.views.facts import Line, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.periods import Limits
from briefings.views.view import Group, Listed, Listing, View

T = TypeVar("T")
S = TypeVar("S")

UNPROVED: tuple[Level, ...] = ("changed", "not_checked", "compared", "omissions")
"""The levels below verified that a published passage can have, least certain first."""
THIN: tuple[SupportLevel, ...] = ("weak", "second_hand", "single")
"""The levels of support below several publishers that a fact with sources can have, the weakest first."""

NEED_NOT_CITE = frozenset(("involved", "section"))
"""Kinds of facts that may go without a source, which this page lists all the same."""


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """Facts that need work: all of them or, if they are many, the number in each sheet."""

    n: int
    each: tuple[T, ...]
    by_sheet: tuple[tuple[Ref, int], ...]
    """Sheets with the number of their facts, highest first."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A fact that its curator marked, or that too few sources support."""

    line: Line
    who: Ref | None
    """The actor that it is about, or who said it."""
    publishers: tuple[str, ...]
    """Those that it rests on; if it has parts that do not confirm each other, those of the weakest."""


@dataclass(frozen=True, slots=True)
class Uncited:
    """A fact without a source."""

    line: Line
    kind: str
    """The kind of the part of an entry that it is, if it is one."""
    label: str
    """In a few plain words, with the actor that it is about."""
    ref: Ref
    """Its sheet."""


@dataclass(frozen=True, slots=True)
class Unproved:
    """A source with passages that are not verified."""

    ref: Ref
    publisher: str
    n: int
    """The number of these passages."""


@dataclass(frozen=True, slots=True)
class SupportView(View):
    """The facts of the site that need more support."""

    template = "support.md.j2"
    doubtful: Findings[Doubted]
    """Facts of all kinds that are unsupported, contradicted or disputed."""
    contested: Findings[tuple[Line, tuple[str, ...]]]
    """Figures on which sources disagree, with their numbers."""
    thin: tuple[tuple[SupportLevel, Findings[Doubted]], ...]
    """For each level of thin support: the facts of all kinds at it."""
    unproved: tuple[tuple[Level, tuple[Unproved, ...], int], ...]
    """For each level below verified: the sources with such passages, and the number of these passages."""
    uncited: Findings[Uncited]
    proofs: Tally
    read: Mapping[Answer, int]
    """How many facts people have read against their sources, by their answers; empty if none."""

    @property
    def listing(self) -> Listing:
        def group(name: str, findings: Findings[Any], lines: Sequence[Line]) -> Group:
            sheets: Sequence[Listed] = [sheet for sheet, _ in findings.by_sheet]
            return Group((*lines, *sheets), name)

        return Listing(
            (
                group("doubtful", self.doubtful, [each.line for each in self.doubtful.each]),
                group("contested", self.contested, [line for line, _ in self.contested.each]),
                *(group(level, found, [each.line for each in found.each]) for level, found in self.thin),
                *(Group(tuple(each.ref for each in sources), level) for level, sources, _ in self.unproved),
                group("uncited", self.uncited, [each.line for each in self.uncited.each]),
            )
        )


def support_page(maker: Maker, limits: Limits) -> Page:
    """The page that lists facts that need more support."""
    catalog = maker.catalog
    thin: dict[SupportLevel, list[tuple[Entry[Any], tuple[str, ...]]]] = {level: [] for level in THIN}
    for entry in catalog.entries:
        total = least_support(catalog.sources, entry.item)
        if total.level in thin and entry.status not in DOUBTFUL:
            named = total.publishers or tuple(catalog.sources[each].data.publisher for each in total.sources)
            thin[total.level].append((entry, tuple(dict.fromkeys(named))))
    doubtful = [entry for entry in catalog.entries if entry.status in DOUBTFUL]
    contested = [entry for entry in catalog.by_kind["figure"] if entry.item.contested]
    uncited = [
        fact
        for entry in catalog.entries
        for fact in parts(entry)
        if not fact.citations and fact.title and (fact.must_cite or fact.kind in NEED_NOT_CITE)
    ]
    unproved: dict[Level, Counter[str]] = {level: Counter() for level in UNPROVED}
    for (source, _), proof in maker.proofs.passages.items():
        if proof.level in unproved:
            unproved[proof.level][source] += 1

    def findings(facts: Sequence[T], entry: Callable[[T], Entry[Any]], show: Callable[[T], S]) -> Findings[S]:
        """All of the facts or, if they are many, the number in each sheet."""
        if len(facts) <= limits.register:
            return Findings(len(facts), tuple(map(show, facts)), ())
        sheets = Counter(maker.ref(entry(fact).sheet) for fact in facts)
        return Findings(len(facts), (), tuple(sheets.most_common()))

    view = SupportView(
        doubtful=findings(
            doubtful, _itself, lambda e: _doubted(maker, e, publishers_of(maker.catalog.sources, e.citations))
        ),
        contested=findings(contested, _itself, lambda e: (maker.line(e), maker.line(e).spoken)),
        thin=tuple(
            (level, findings(own, lambda each: each[0], lambda each: _doubted(maker, *each)))
            for level, own in thin.items()
        ),
        unproved=tuple(
            (level, tuple(_unproved(maker, *each) for each in sorted(sources.items())), sources.total())
            for level, sources in unproved.items()
        ),
        uncited=findings(uncited, _itself, lambda fact: _uncited(maker, fact)),
        proofs=Tally.of(maker.proofs.levels()),
        read=maker.coverage.readings.counts,
    )
    return maker.page(urls.SUPPORT, "support", "support", view)


def _itself(entry: Entry[Any]) -> Entry[Any]:
    return entry


def _doubted(maker: Maker, entry: Entry[Any], publishers: tuple[str, ...]) -> Doubted:
    who = None if entry.by is None else maker.ref(maker.catalog.actors[entry.by])
    return Doubted(maker.line(entry), who, publishers)


def _unproved(maker: Maker, source: str, n: int) -> Unproved:
    sheet = maker.catalog.sources[source]
    return Unproved(maker.ref(sheet), sheet.data.publisher, n)


def _uncited(maker: Maker, fact: Entry[Any]) -> Uncited:
    line = maker.line(fact)
    if fact.whole is not None:
        line = replace(line, kind=fact.whole.kind)
    return Uncited(line, fact.kind, label(fact, maker.catalog, maker.words), maker.ref(fact.sheet))

"""Looks passages up in the saved texts, and records proofs and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefings import BriefingsError
from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import known_names
from briefings.catalog.standing import Tally, cited_by_unpublished, cited_passages
from briefings.checks import proof_problems
from briefings.evidence import Citations, Lock, Origin, Proofs, StaleRecord
from briefings.evidence import lock as locks
from briefings.evidence import verify as verify_passages
from briefings.evidence.citations import apply_renames
from briefings.evidence.fetched import FetchResult
from briefings.evidence.records import ComparedRecord, Copy, GoneRecord, wrong_name
from briefings.evidence.seeds import Seeds
from briefings.evidence.update import new_records, passages_to_compare
from briefings.problems.problem import ContentError, Problem, counted, did_you_mean, or_list, with_severity
from briefings.settings import Settings
from briefings.sheets.load import load
from briefings.site.lock_history import LockHistory


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of passages with their source that somebody made by hand."""

    sources: tuple[str, ...]
    """The ids of the sources."""
    by: str
    copy: Copy
    on: date
    passages: tuple[str, ...] = ()
    """The passages compared; empty for all passages of the sources."""


class ComparisonError(BriefingsError):
    """A comparison that cannot be recorded, with the reason."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """The proofs that `verify` found, and the lock before and after."""

    proofs: Proofs
    before: Lock
    after: Lock
    problems: tuple[Problem, ...]
    at_risk: tuple[StaleRecord, ...]
    """Proofs that no sheet cites any more and that no text here can reproduce. They stay in the lock."""
    pruned: tuple[StaleRecord, ...]
    compared: int
    """How many passages were recorded as compared."""
    replaced: Mapping[str, Origin]
    """Whose article a source was, if its sheet is about another one now."""
    set_aside: Mapping[str, Origin]
    """The same of sources whose proofs are still in the lock."""

    @property
    def counts(self) -> str:
        """For example `277 passages: 49 verified, 220 compared by hand, 8 not checked`."""
        levels, states = Tally.of(self.proofs.levels()), self.proofs.counts()
        by_level = {
            "verified": levels.verified,
            "verified with omissions": levels.omissions,
            "compared by hand": levels.compared,
            "not checked": levels.not_checked,
            "changed since they were verified": levels.changed,
            "not found": states["missing"],
            "not accepted": states["refused"],
        }
        parts = ", ".join(f"{number} {words}" for words, number in by_level.items() if number)
        return counted(levels.passages, "passage") + (f": {parts}" if parts else "")

    def notes(self) -> Iterator[str]:
        """Messages for the curator, line by line."""
        if self.compared:
            yield f"recorded as compared: {counted(self.compared, 'passage')}"
        gone: dict[str, list[str]] = {}
        for source, passage in new_records(self.before, self.after, GoneRecord):
            gone.setdefault(source, []).append(passage)
        for source, passages in gone.items():
            lacks = counted(len(passages), "passage")
            yield f"seeds/{source}.txt was replaced, and the new text lacks {lacks}:"
            yield from (f"    “{passage}”" for passage in passages)
        for source, origin in self.replaced.items():
            was = ", ".join(filter(None, (origin.publisher, origin.url)))
            yield f"`{source}` was another article ({was}): proofs of that one were dropped"
        for source, origin in self.set_aside.items():
            was = ", ".join(filter(None, (origin.publisher, origin.url)))
            yield f"`{source}` was another article ({was}): its proofs stay in the lock, and do not count;"
            yield "if the sheet is wrong, restore its publisher or its address;"
            yield "to remove these proofs, run `briefings verify --prune`"
        if self.at_risk:
            yield f"no sheet cites these proofs; they stay in {locks.SHOWN}, since no text here has them:"
            yield from (f"    {each.source}: “{each.passage}”" for each in self.at_risk)
            yield "if a passage was edited, restore its words;"
            yield "if a source was renamed, give it `moved_from: [old-id]`;"
            yield "to remove these proofs, run `briefings verify --prune`"
        if self.pruned:
            yield f"removed from {locks.SHOWN}:"
            yield from (f"    {each.source}: “{each.passage}”" for each in self.pruned)


def verify(
    settings: Settings,
    catalog: Catalog,
    *,
    today: date,
    comparison: Comparison | None = None,
    prune: bool = False,
    fetched: Sequence[FetchResult] = (),
) -> VerifyResult:
    """Look up every cited passage in the saved texts, and record it in seeds/quotes.lock.

    Only with `prune`, proofs that no sheet cites are removed even if no text here can reproduce them. Raises
    `ContentError` if the lock is damaged, or a draft cannot be read while pruning, and `ComparisonError`.
    """
    before = locks.read(settings.seeds_dir / locks.NAME)
    cited = cited_passages(catalog)
    compared: dict[str, dict[str, ComparedRecord]] = {}
    if comparison is not None:
        compared = _compared(comparison, cited, settings.seeds_dir, before, prune=prune)
    loaded = load(settings.content_dir, root=settings.root)
    if prune and loaded.unread:
        # They may cite what would be removed.
        raise ContentError(loaded.unread)
    sheets = loaded.sheets
    recording = verify_passages(
        cited,
        settings.seeds_dir,
        before,
        today=today,
        unpublished=cited_by_unpublished(sheets, catalog),
        comparisons=compared,
        prune=prune,
        known=known_names(sheets),
        confirms=LockHistory(settings.root).confirms,
        fetched=fetched,
    )
    # Stale proofs are reported as `at_risk`.
    problems = proof_problems(catalog, replace(recording.proofs, stale=()))
    return VerifyResult(
        recording.proofs,
        before,
        recording.lock,
        tuple(with_severity(problems, settings.severity)),
        recording.at_risk,
        recording.pruned,
        sum(map(len, compared.values())),
        recording.replaced,
        recording.set_aside,
    )


def _compared(
    comparison: Comparison, cited: Citations, seeds: Path, lock: Lock, *, prune: bool
) -> dict[str, dict[str, ComparedRecord]]:
    """The records of a comparison, by source and passage."""
    if wrong := wrong_name(comparison.by):
        raise ComparisonError(f"the name of who compared takes {wrong}")
    saved, replaced = Seeds(seeds).ids, apply_renames(lock, cited).replaced
    record = ComparedRecord(comparison.on, comparison.copy, comparison.by)
    wanted = {" ".join(passage.split()) for passage in comparison.passages}
    compared: dict[str, dict[str, ComparedRecord]] = {}
    for source in comparison.sources:
        if source not in cited:
            hint = did_you_mean(source, cited)
            raise ComparisonError(f"there is no source `{source}`" + (f"; {hint}" if hint else ""))
        if source in saved:
            reason = "`briefings verify` looks its passages up by itself"
            raise ComparisonError(f"the text of `{source}` is in seeds/: {reason}")
        if source in replaced and not prune:
            reason = "restore its publisher or its address, or add --prune to remove them"
            raise ComparisonError(f"{locks.SHOWN} has proofs of another article as `{source}`: {reason}")
        passages = [p for p in passages_to_compare(cited, source, lock) if not wanted or p in wanted]
        if not passages and not wanted:
            reason = "none is cited, or all were found in its text"
            raise ComparisonError(f"`{source}` has no passage to compare: {reason}")
        compared[source] = dict.fromkeys(passages, record)
    if unknown := wanted.difference(*compared.values()):
        sources = or_list(comparison.sources)
        raise ComparisonError(f"“{min(unknown)}” is not cited from {sources}, or was found in the text")
    return compared

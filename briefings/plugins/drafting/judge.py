"""Judges an entry before it is in a sheet: what `check` would report of it, and what its passages give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, Covered, known_names
from briefings.catalog.entries import references_of
from briefings.catalog.standing import cited_passages
from briefings.checks.particulars import uncovered
from briefings.checks.proof import proof_problems
from briefings.evidence import Lock, prove
from briefings.evidence.coverage import Finding, contains
from briefings.grammar.names import KnownNames, NamedActor
from briefings.model import MODELS, Briefing, SheetModel
from briefings.model.base import KeyPath
from briefings.model.walk import walk_references
from briefings.plugins.drafting.candidates import NewName
from briefings.problems.problem import Problem, did_you_mean
from briefings.sheets.load import Sheet, stand_in
from briefings.sheets.shape import patched, value_problems


def in_words(problem: Problem) -> str:
    """What is wrong, and what to do."""
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an entry."""

    faults: tuple[str, ...] = ()
    """What `check` would report of its shape, its references and its passages."""
    findings: tuple[Finding, ...] = ()
    """Its numbers, dates, speaker and quotation, each with what the passages give."""
    differing: tuple[str, ...] = ()
    """What `check` would report of those that the passages give differently."""
    missing: tuple[tuple[str, str], ...] = ()
    """The keys of those that no passage gives, each with a message."""

    @property
    def problems(self) -> tuple[str, ...]:
        """All that `check` would report."""
        return (*self.faults, *self.differing)


class Judge:
    """Judges entries that cite the saved texts of a project."""

    def __init__(
        self,
        sheets: Iterable[Sheet[SheetModel]],
        seeds: Path,
        language: str,
        names: Iterable[NewName] = (),
        words: Callable[[Problem], str] = in_words,
    ) -> None:
        """`words` says a problem."""
        self._words = words
        by_kind: dict[str, dict[str, Sheet[Any]]] = {kind: {} for kind in MODELS}
        for sheet in sheets:
            by_kind[sheet.kind][sheet.id] = sheet
        self._sheets = by_kind
        self._seeds = seeds
        self._language = language
        names = [*names]
        self._new = {name.id for name in names}
        known = known_names(by_kind["actor"].values())
        # Those who may speak, although they have no sheet yet.
        new = [NamedActor(each.id, (each.name,), each.kind in ("", "person")) for each in names if each.id]
        self.known = KnownNames([*known.actors.values(), *new])

    def __call__(self, key: str, entry: Mapping[str, Any]) -> Verdict:
        """The verdict on an entry of a key. Keys that are still empty are left out."""
        filled = {name: value for name, value in entry.items() if value not in (None, "")}
        is_open = key == "statements" and not filled.keys() & {"speaker", "source"}
        if is_open:
            filled["source"] = next(iter(sources_in(filled.get("cite"))), "nobody")
        data: Mapping[str, Any] = {key: [filled]}
        faults = [self._words(each) for each in value_problems(data, MODELS["briefing"])]
        model, stand_ins = patched(data, Briefing, "judged")
        if stand_ins is None:
            return Verdict(tuple(faults))
        sheet: Sheet[Any] = Sheet("briefing", "judged", "content/briefings/judged.yml", model, "")
        faults += self._missing(sheet, stand_ins)
        sources = {
            source: self._sheets["source"].get(source) or stand_in("source", source)
            for source in references_of(sheet).ids["source"]
        }
        catalog = Catalog({sheet.id: sheet}, self._sheets["actor"], sources, {}, (), {}, ())
        proofs = prove(cited_passages(catalog), self._seeds, Lock(), known=self.known)
        coverage = Coverage(catalog, proofs, self.known, self._language)
        facts = [fact for fact in coverage.of(sheet) if fact.path[:1] == (key,)]
        invented = {path[-1] for path in stand_ins if len(path) > 1}
        findings = [
            (fact, _given(fact, each) if is_open else each)
            for fact in facts
            for each in fact.particulars
            if each.particular.key not in invented
            and not (each.particular.amount is not None and "unit" in invented)
        ]
        lacking = [(fact, each) for fact, each in findings if not each.is_covered]
        problems = [each for each in proof_problems(catalog, proofs) if each.place.path == sheet.path]
        differing = [uncovered(sheet, *each, coverage) for each in lacking if each[1].state == "differs"]
        return Verdict(
            tuple(dict.fromkeys((*faults, *map(self._words, problems)))),
            tuple(each for _, each in findings),
            tuple(dict.fromkeys(map(self._words, differing))),
            tuple(
                (each.particular.key, self._words(uncovered(sheet, fact, each, coverage)))
                for fact, each in lacking
                if each.state != "differs"
            ),
        )

    def _missing(self, sheet: Sheet[Any], stand_ins: Collection[KeyPath]) -> Iterator[str]:
        """References to sources that have no sheet, and to actors that have none and are no new names."""
        invented = {value for path, value in walk_references(sheet.data) if path in stand_ins}
        for kind in ("source", "actor"):
            known = self._sheets[kind].keys() | (self._new if kind == "actor" else set())
            for target in sorted(references_of(sheet).ids.get(kind, ())):
                if target not in known and target not in invented:
                    hint = did_you_mean(target, known)
                    yield f"there is no {kind} `{target}`" + (f"; {hint}" if hint else "")


def _given(fact: Covered, finding: Finding) -> Finding:
    """What is known of a quotation whose speaker is still to be named: whether a passage has it, whoever says
    it there."""
    quote, number = finding.particular, finding.passage
    if not quote.is_own or number is None or not contains(fact.cited[number][1], quote.words):
        return finding
    return finding._replace(state="in-passage", instead="")


def sources_in(cite: Any) -> Iterator[str]:
    """The sources that a `cite` names."""
    for each in cite if isinstance(cite, list) else [cite]:
        yield from [each] if isinstance(each, str) else (each or ())

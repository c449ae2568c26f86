"""How much of each sheet its passages cover, as a table. Returns strings; prints nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import get_args

from briefings.catalog.coverage import Coverage, Covered, Tally, by_path, tally
from briefings.checks.particulars import suggestion, uncovered
from briefings.evidence.coverage import State
from briefings.model import SheetModel
from briefings.problems.problem import Problem
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.versions.addresses import address

_STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class SheetReport:
    """How much of a sheet is covered."""

    sheet: Sheet[SheetModel]
    tally: Tally
    with_texts: Tally
    """Of the facts whose source texts are all known."""
    missing: tuple[Problem, ...]
    """The particulars that are not covered; the hint is a passage of the sheet that would, if any."""


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """How much of some sheets is covered."""

    sheets: tuple[SheetReport, ...]
    """Those with particulars."""
    read: tuple[int, int] | None = None
    """How many of the facts that cite passages a person has read, and how many there are; None if nobody has
    read any fact of the site."""

    @property
    def total(self) -> Tally:
        """All sheets together."""
        return sum((each.tally for each in self.sheets), Tally())

    @property
    def with_texts(self) -> Tally:
        """All facts whose source texts are all known."""
        return sum((each.with_texts for each in self.sheets), Tally())


def coverage_report(
    sheets: Iterable[Sheet[SheetModel]], coverage: Coverage, *, missing: bool
) -> CoverageReport:
    """How much of some sheets is covered; with `missing`, also each particular that is not."""
    sheets, readings = tuple(sheets), coverage.readings
    paths = {sheet.path for sheet in sheets}
    facts_read = [
        readings.of(fact.entry.sheet, fact.entry.path) is not None
        for fact in (readings.readable() if readings.counts else ())
        if fact.entry.sheet.path in paths
    ]
    reports = (
        SheetReport(
            sheet,
            tally(facts),
            tally(_with_texts(facts, coverage)),
            tuple(sorted(_missing(sheet, facts, coverage), key=attrgetter("place"))) if missing else (),
        )
        for sheet in sheets
        if sheet.kind != "source" and (facts := coverage.of(sheet))
    )
    return CoverageReport(tuple(reports), (sum(facts_read), len(facts_read)) if readings.counts else None)


def _with_texts(facts: Iterable[Covered], coverage: Coverage) -> Iterator[Covered]:
    for group in by_path(facts).values():
        if all(coverage.has_texts(fact) for fact in group):
            yield from group


def _missing(sheet: Sheet[SheetModel], facts: Iterable[Covered], coverage: Coverage) -> Iterator[Problem]:
    for fact in facts:
        for finding in fact.particulars:
            if not finding.is_covered:
                found = uncovered(sheet, fact, finding, coverage)
                yield replace(found, hint=suggestion(sheet, fact, finding, coverage))


def report(found: CoverageReport) -> str:
    """The coverage of sheets, ending with a newline."""
    if not found.sheets:
        return "no numbers, dates, speakers or quotations to compare\n"
    lines = [line for sheet in found.sheets for each in sheet.missing for line in _lines(each)]
    rows = [_HEADINGS, *((address(each.sheet), *_cells(each.tally)) for each in found.sheets)]
    rows.append(("total", *_cells(found.total)))
    saved = found.with_texts
    share = f" ({_percent(saved.covered, saved.facts)})" if saved.facts else ""
    blocks = ["\n".join(lines)] if lines else []
    blocks.append("\n".join(_aligned(rows)))
    blocks.append(f"facts whose source texts are known: {saved.covered:,} of {saved.facts:,} covered{share}")
    if found.read is not None:
        blocks[-1] += f"\nfacts that cite passages: {found.read[0]:,} of {found.read[1]:,} read by a person"
    return "\n\n".join(blocks) + "\n"


_HEADINGS = ("sheet", "facts", *(state.replace("-", " ") for state in _STATES), "covered")


def _lines(missing: Problem) -> Iterator[str]:
    yield escape.terminal(f"{missing.place}: {missing.message}")
    if missing.hint:
        yield escape.terminal(f"    {missing.hint}")


def _cells(counted: Tally) -> tuple[str, ...]:
    states = (f"{counted.states.get(state, 0):,}" for state in _STATES)
    return f"{counted.facts:,}", *states, _percent(counted.given, counted.particulars)


def _percent(part: int, whole: int) -> str:
    # Rounded down: 100% means all.
    return f"{part * 100 // whole}%"


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells))

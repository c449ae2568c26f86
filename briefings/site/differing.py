"""Finds the facts that differ from their passages, on all cores, and only in sheets where something may have
changed.

To read the numbers and dates of all facts takes longer than all other rules together (benchmarks/README.md).
"""

from __future__ import annotations

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage
from briefings.checks.particulars import particular_problems
from briefings.model import SheetModel
from briefings.problems.problem import Problem
from briefings.sheets.load import Sheet
from briefings.store.parsed import ParseCache
from briefings.store.processes import each


def differing(
    catalog: Catalog, coverage: Coverage, *, missing: bool, memory: ParseCache, file: ParseCache
) -> list[Problem]:
    """What `particular_problems` finds in all sheets.

    `memory` remembers results in this process, `file` the sheets without a problem from run to run.
    """
    sheets = [sheet for sheet in catalog.sheets() if sheet.kind != "source"]
    inputs = {sheet.path: f"{coverage.inputs(sheet)} {missing}" for sheet in sheets}
    unknown = [sheet for sheet in sheets if file.get(inputs[sheet.path]) is None]
    found: dict[str, tuple[Problem, ...]] = {}
    fresh: list[Sheet[SheetModel]] = []
    for sheet in unknown:
        earlier = memory.recall(("differing", sheet.path), inputs[sheet.path])
        if earlier is None:
            fresh.append(sheet)
        else:
            found[sheet.path] = earlier
    results = each(fresh, lambda n, sheet: tuple(particular_problems(sheet, coverage, missing=missing)))
    for sheet, problems in zip(fresh, results, strict=True):
        found[sheet.path] = problems
        memory.remember(("differing", sheet.path), inputs[sheet.path], problems)
        if not problems:
            file.put(inputs[sheet.path], True)
    file.save()
    return [problem for sheet in sheets for problem in found.get(sheet.path, ())]


__all__ = ["differing"]

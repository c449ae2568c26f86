"""Finds the facts that differ from their passages, on all cores, and only in sheets where something may have
changed.

To read the numbers and dates of all facts takes longer than all other rules together (benchmarks/README.md).
"""

from __future__ import annotations

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage
from briefings.checks.particulars import particular_problems
from briefings.problems.problem import Problem
from briefings.store.parsed import ParseCache
from briefings.store.processes import each


def differing(catalog: Catalog, coverage: Coverage, cache: ParseCache, *, missing: bool) -> list[Problem]:
    """What `particular_problems` finds in all sheets. `cache` knows those in which it found nothing."""
    sheets = [sheet for sheet in catalog.sheets() if sheet.kind != "source"]
    inputs = [f"{coverage.inputs(sheet)} {missing}" for sheet in sheets]
    unknown = [(sheet, key) for sheet, key in zip(sheets, inputs, strict=True) if cache.get(key) is None]
    found = each(unknown, lambda n, item: [*particular_problems(item[0], coverage, missing=missing)])
    for (_, key), problems in zip(unknown, found, strict=True):
        if not problems:
            cache.put(key, True)
    cache.save()
    return [problem for problems in found for problem in problems]


__all__ = ["differing"]

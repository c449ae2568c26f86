"""The benchmark measures projects without problems, and says what it measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.corpus import write
from benchmarks.run import Results, Taken, table
from briefings.settings import Settings
from briefings.site import stages


@pytest.mark.parametrize(("briefings", "wide"), [(12, False), (40, False), (5, True)])
def test_a_generated_project_has_no_problems(briefings: int, wide: bool, tmp_path: Path) -> None:
    write(briefings, tmp_path, wide=wide)
    checked = stages.check(Settings.load(tmp_path), today=date(2026, 12, 31), lock_required=True)
    # Names that only one briefing brings have numbers, which a wide corpus confuses now and then.
    assert (checked.errors if wide else checked.problems) == ()


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*.yml"))}
        for folder in (tmp_path / "one", tmp_path / "two")
        if write(12, folder)
    )
    assert first == second


def test_a_row_has_seconds_ratios_html_and_memory() -> None:
    times = {
        ("briefings build", "cold"): [Taken(2.0, 100), Taken(6.0, 120), Taken(4.0, 110)],
        ("briefings check", "cold"): [Taken(1.0, 80)],
        ("mkdocs build", "every build"): [Taken(8.0, 300)],
        ("hugo, plain pages", "cold"): [Taken(0.5, 90)],
        ("hugo, full pages", "cold"): [Taken(1.0, 95)],
    }
    html = {"briefings build": 16.0, "mkdocs build": 20.0, "hugo, plain pages": 2.0, "hugo, full pages": 10.0}
    assert table(Results(100, 3, times, html)).splitlines()[2:] == [
        "| briefings build | cold | 4.00 | 0.500 | 8.000 | 4.000 | 16.0 | 0.250 | 120 |",
        "| briefings check | cold | 1.00 | 0.125 | 2.000 | 1.000 |  |  | 80 |",
        "| mkdocs build | every build | 8.00 | 1.000 | 16.000 | 8.000 | 20.0 | 0.400 | 300 |",
        "| hugo, plain pages | cold | 0.50 | 0.062 | 1.000 | 0.500 | 2.0 | 0.250 | 90 |",
        "| hugo, full pages | cold | 1.00 | 0.125 | 2.000 | 1.000 | 10.0 | 0.100 | 95 |",
    ]

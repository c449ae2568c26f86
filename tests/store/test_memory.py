"""How much memory a check takes for each further briefing: in bytes that Python asks for, which are the same
on every run."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

from benchmarks.corpus import write
from briefings.build import stages as build
from briefings.settings import Settings

BRIEFINGS = 60
MOST = 115_000
"""Bytes at the peak, for a briefing (17 KB of YAML) and its share of sources and actors: about 0.6 GB for 5,000
of them. Measured are 96,000 to 100,000; what ran before in the same process changes a few."""


def peak(project: Path) -> int:
    settings = Settings.load(project)
    gc.collect()
    tracemalloc.start()
    try:
        assert build.check(settings).catalog is not None
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_check_takes_little_for_each_further_briefing(tmp_path: Path) -> None:
    projects = (tmp_path / "small", tmp_path / "large")
    for n, project in enumerate(projects, 1):
        write(n * BRIEFINGS, project)
        # Tables that a process fills only once are filled before anything is counted.
        build.check(Settings.load(project))
        (project / "build/cache/sheets").unlink()
    for sheets in ("read", "kept from an earlier check"):
        small, large = (peak(project) for project in projects)
        assert (large - small) / BRIEFINGS < MOST, sheets

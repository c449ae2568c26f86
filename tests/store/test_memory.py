"""How much memory a check takes for each further briefing: in bytes that Python asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.corpus import write

BRIEFINGS = 60
MOST = 200_000
"""Bytes at the peak, for a briefing (17 KB of YAML) and its share of sources and actors: about 0.9 GB for 5,000
of them. Measured are 185,000, of which some 14,000 are what comparing remembers of the last few thousand texts."""

PEAK = """
import sys, tracemalloc
from pathlib import Path
from briefings.site import stages
from briefings.settings import Settings

tracemalloc.start()
assert stages.check(Settings.load(Path(sys.argv[1]))).catalog is not None
print(tracemalloc.get_traced_memory()[1])
"""


def peak(project: Path) -> int:
    """The most bytes during a check, in a process of its own, where no other test has filled any table."""
    command = [sys.executable, "-c", PEAK, str(project)]
    # The sizes of sets and dicts depend on the hashes of strings.
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    return int(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("memory")
    for n in (1, 2):
        write(n * BRIEFINGS, folder / str(n))
    return folder / "1", folder / "2"


@pytest.mark.nightly
def test_a_check_takes_little_for_each_further_briefing(projects: tuple[Path, Path]) -> None:
    for sheets in ("read", "reused from the check before"):
        small, large = (peak(project) for project in projects)
        assert (large - small) / BRIEFINGS < MOST, sheets

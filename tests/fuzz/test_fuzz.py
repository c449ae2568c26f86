"""A short run of `make fuzz`, always the same and longer at night, and everything that it ever found."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fuzz.run import PROJECT, kept


def fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *arguments],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("inputs", "builds"), [("500", "1"), pytest.param("20000", "60", marks=pytest.mark.nightly)]
)
def test_functions_and_builds_withstand_what_chance_makes(inputs: str, builds: str) -> None:
    ran = fuzz("--seed", "1", "--inputs", inputs, "--builds", builds)
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-2000:]


@pytest.mark.browser
def test_what_was_found_once_is_not_found_again() -> None:
    ran = fuzz("--replay", *map(str, kept()))
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-2000:]

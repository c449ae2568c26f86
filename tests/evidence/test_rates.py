"""The error rates in docs/evidence.md are those that the benchmark measures."""

from __future__ import annotations

import pytest

from benchmarks.particulars.measure import measure, summary
from tests.conftest import ROOT


@pytest.mark.nightly
def test_the_documentation_gives_the_measured_rates() -> None:
    assert f"| {summary(*measure())} |" in (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")

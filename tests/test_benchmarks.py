"""The benchmark measures projects without problems, and says what it measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import write
from benchmarks.drafting.measure import Score
from benchmarks.run import Results, Taken, table
from briefings.settings import Settings
from briefings.site import stages


@pytest.mark.parametrize(
    ("briefings", "wide"), [(12, False), pytest.param(40, False, marks=pytest.mark.nightly), (5, True)]
)
def test_a_generated_project_has_no_problems(briefings: int, wide: bool, tmp_path: Path) -> None:
    write(briefings, tmp_path, wide=wide)
    checked = stages.check(Settings.load(tmp_path), today=date(2026, 12, 31), lock_required=True)
    # Names that only one briefing brings have numbers, which a wide corpus confuses now and then.
    assert (checked.errors if wide else checked.problems) == ()


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*.yml"))}
        for folder in (tmp_path / "one", tmp_path / "two")
        if write(3, folder)
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


def test_a_draft_is_compared_with_labels_by_place() -> None:
    text = "Ann Lee said on Friday: “We open.” The bridge fell on 3 May. “Yes,” a man said. It cost 5 million euros."
    candidates: list[dict[str, Any]] = [
        {"kind": "quotation", "quote": "We open.", "speaker": "lee"},
        {"kind": "quotation", "quote": "Yes", "speaker": "lee"},
        {"kind": "event", "date": "2024-05-04", "title": "It falls", "passage": "The bridge fell on 3 May."},
        {"kind": "event", "date": "2024-05-10", "title": "She said", "passage": "Ann Lee said on Friday"},
        {"kind": "figure", "value": 5, "unit": "million euros", "passage": "It cost 5 million euros"},
        {"kind": "figure", "value": 3, "unit": "May", "passage": "It cost 5 million euros."},
    ]
    labels: dict[str, dict[str, Any]] = {
        "We open.": {"quotation": ["Ann Lee"]},
        "Yes": {"quotation": []},
        "fell on 3 May": {"event": ["2024-05-03"]},
        "said on Friday": {"date": ["2024-05-10"]},
        "5 million": {"figure": 5_000_000, "units": ["euros"]},
    }
    placed = [{**each, "at": [text.index(w), text.index(w) + len(w)]} for w, each in labels.items()]
    output = {
        "names": [{"id": "lee", "name": "Lee"}],
        "candidates": [{"state": "open", **each} for each in candidates],
    }
    counts = Score(text, placed, output).counts
    assert (counts["quotations found"], counts["speakers set"], counts["speakers right"]) == (2, 2, 1)
    assert (counts["events found"], counts["events wrong"], counts["events that are none"]) == (0, 1, 1)
    assert (counts["figures found"], counts["figures true"], counts["figures false"]) == (1, 1, 1)

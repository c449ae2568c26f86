"""What our own site exports, our import reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.exchange.test_round_trip import entities_again, tables_again

CONTENT = Path(__file__).resolve().parents[2] / "content"
SHEETS = {
    file.relative_to(CONTENT).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(CONTENT.rglob("*.yml"))
}


@pytest.mark.nightly
def test_our_tables_come_back(tmp_path: Path) -> None:
    for table, before, again in tables_again(SHEETS, tmp_path):
        assert again == before, table


@pytest.mark.nightly
def test_our_entities_come_back(tmp_path: Path) -> None:
    before, again = entities_again(SHEETS, tmp_path)
    assert again == before

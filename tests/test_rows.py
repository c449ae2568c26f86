"""No row of a language is left out because its test has another name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rows import files, read

FOLDERS = sorted({file.parents[1] for file in Path(__file__).parent.rglob("rows/*.yml")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_row_is_tried(folder: Path) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in folder.glob("test_*.py"))
    tests = set(re.findall(r"^@rows\ndef test_(\w+)", code, re.MULTILINE))
    assert {name for file in files(folder) for name in read(file)} == tests

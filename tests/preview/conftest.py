"""A preview to be started by a test, and ended after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.preview.running import Running
from tests.trees import write


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts a preview of one sheet that holds these words; returns when its first build has ended."""
    running: list[Running] = []

    def begin(words: str, **options: str) -> Running:
        write(tmp_path, {"content/sheet.yml": words, "settings.yml": "a name"})
        running.append(Running(tmp_path, **options))
        running[0].outcome(0)
        return running[0]

    yield begin
    for each in running:
        each.close()

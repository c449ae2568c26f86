"""The process that runs commands whose disk fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.running import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Commands are run by one process, which has everything imported."""
    running = Server(tmp_path_factory.mktemp("server") / "project")
    yield running
    running.close()

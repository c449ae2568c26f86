"""What runs commands whose disk fails."""

from __future__ import annotations

import pytest

from tests.faults.running import Server
from tests.sandbox import Sandbox


@pytest.fixture(scope="session")
def server(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(box, tmp_path_factory.mktemp("faults") / "project")

"""The sandbox that the commands of all cases run in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile.sandbox import Sandbox, sandbox


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    """One for all cases of a process."""
    with sandbox() as opened:
        yield opened

"""Runs commands in a project, as their users do, also without optional libraries."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings import plugin
from tests.said import Command

Run = Callable[..., str]


def uninstall(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    """Lets the libraries be missing, as without an extra."""
    monkeypatch.setattr(plugin, "find_spec", lambda name: None if name in libraries else name)
    plugin.provided.cache_clear()
    plugin.load_format.cache_clear()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Run:
    """Runs a command in the project, and returns what it says, with its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")

    def once(*arguments: str) -> str:
        status, out, err = command(*arguments)
        err = re.sub(r"^Usage: .*?^\n", "", err, flags=re.MULTILINE | re.DOTALL)
        return f"{out}{err}exit code {status}\n"

    return once

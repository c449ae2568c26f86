"""A shallow clone says what it cannot know."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.exports.feeds.herring import LATER, QUOTE, Repository, repository
from tests.said import Command


def test_page_data_and_build_say_where_the_history_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    whole = repository(tmp_path / "herring")
    whole.commit("2025-10-30T08:00:00Z")
    whole.append(QUOTE, LATER)
    whole.commit("2025-11-20T18:30:00Z")
    clone = Repository(tmp_path / "clone")
    source = f"file://{whole.root}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(clone.root)], check=True)
    monkeypatch.chdir(clone.root)
    assert "`git fetch --unshallow` fetches the rest" in command("build").text
    page = (clone.root / "site/changes.md").read_text(encoding="utf-8")
    assert "kennt die Versionen erst seit dem 20. November 2025" in page
    assert "Das ist alles seit" not in page
    changes = json.loads((clone.root / "site/data/changes.json").read_bytes())
    assert (changes["begins"], changes["changes"]) == ("2025-11-20T18:30:00Z", [])
    entries = json.loads((clone.root / "site/briefings/quote.json").read_bytes())["entries"]
    assert all("added" not in each for each in entries)
    clone.git("fetch", "-q", "--unshallow")
    assert "unshallow" not in command("build").text
    assert "Das ist alles seit dem" in (clone.root / "site/changes.md").read_text(encoding="utf-8")

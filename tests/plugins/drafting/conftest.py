"""A project for the commands that draft."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A project with an actor, and the `ARTICLE` and `SHEETS` of the test's module, as the working directory."""
    files = {
        "content/actors/council.yml": "name: council of Veldhaven\nkind: public-body\n",
        "content/topics/transport.yml": "name: Transport\n",
        "mkdocs.yml": "site_name: Facts\ntheme: {name: briefings}\n",
        "tram.txt": request.module.ARTICLE,
        **getattr(request.module, "SHEETS", {}),
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")  # 25 November 2025
    return tmp_path

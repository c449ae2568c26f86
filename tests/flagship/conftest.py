"""Our own site, as a clone has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as a clone has it: without the texts of sources that may not be published."""
    root = tmp_path_factory.mktemp("content")
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "seeds").mkdir()
    for name in ("quotes.lock", "waico-institutions-dataset.txt"):
        shutil.copy(ROOT / "seeds" / name, root / "seeds")
    return root

"""Our own site, as a clone has it, and as it is published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import sites
from tests.conftest import Once

ROOT = Path(__file__).resolve().parents[2]


def copy(root: Path) -> None:
    """The project as a clone has it: without the texts of sources that may not be published."""
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "seeds").mkdir()
    for name in ("quotes.lock", "waico-institutions-dataset.txt"):
        shutil.copy(ROOT / "seeds" / name, root / "seeds")


@pytest.fixture(scope="session")
def project(once: Once) -> Path:
    """The project, which tests only read."""
    return once("our-project", copy)


@pytest.fixture(scope="session")
def published(once: Once) -> Path:
    """The site, with all three addresses, built once for all tests that only read it."""

    def build(root: Path) -> None:
        copy(root)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", "https://example.org/project/")
            patch.setenv("REPO_URL", "https://example.org/owner/project/")
            patch.setenv("CONTACT_URL", "https://example.org/contact/")
            sites.rebuilt(root)

    return once("our-site", build) / "site"

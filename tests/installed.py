"""Commands as they are installed, and projects as a clone has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import trees
from tests.trees import without_filters


def environment() -> dict[str, str]:
    """With the address of a site, so that pages offer all that they can."""
    # Material for MkDocs prints an announcement otherwise.
    return os.environ | {"SITE_URL": "https://example.org/project/", "NO_MKDOCS_2_WARNING": "1"}


def program(name: str) -> str:
    """The path of a command beside the Python that runs the tests."""
    return str(Path(sys.executable).with_name(name))


def run(project: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder of a project."""
    command = [program(name), *arguments]
    return subprocess.run(
        command, cwd=project, env=environment(), capture_output=True, encoding="utf-8", check=False
    )


def clone(made: Path, folder: Path) -> Path:
    """A copy of a project as a clone has it: with no file that a build writes."""
    folder.mkdir()
    for name in ("content", "seeds", "theme"):
        if (made / name).is_dir():
            shutil.copytree(made / name, folder / name)
    shutil.copy(made / "mkdocs.yml", folder)
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a site, by path, without those of Pagefind's index, which differ each time."""
    return without_filters(trees.files_in(folder))

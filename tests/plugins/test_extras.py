"""The default installation, which lacks the libraries of extras."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plugins.test_toy import SHEETS
from tests.trees import write

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = (
    "PIL",
    "bibtexparser",
    "icu",
    "charset_normalizer",
    "protego",
    "pylatexenc",
    "pypdfium2",
    "trafilatura",
    "typst",
    "urllib3",
)

HIDE = f"""
from importlib.machinery import PathFinder
find_spec = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, *rest: None if name.partition(".")[0] in {EXTRAS} else find_spec(name, *rest)
)
"""


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command in a site, and returns what it says, with its exit code."""
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "sitecustomize.py").write_text(HIDE, encoding="utf-8")
    write(tmp_path, SHEETS)
    environment = os.environ | {"PYTHONPATH": f"{tmp_path / 'python'}{os.pathsep}{ROOT}"}

    def once(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "briefings", "-C", str(tmp_path), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return once


def test_without_papers_a_site_has_no_pictures_for_shared_links_and_says_so_once(
    run: Run, tmp_path: Path
) -> None:
    status, said = run("build")
    assert status == 0, said
    why = "shared links have no pictures: drawing them needs typst, pypdfium2, PIL; install them with"
    assert said.count(why) == said.count("pictures") == 1
    assert "pip install 'briefings[papers]'" in said
    page = (tmp_path / "site/briefings/line-4/index.html").read_text(encoding="utf-8")
    assert "og:title" in page and "og:image" not in page and "summary_large_image" not in page
    assert not (tmp_path / "site/assets/shared").exists()
    status, said = run("build", "--pdf")
    assert (status, said.splitlines()[-1]) == (
        2, "the format `paper` needs typst, pypdfium2, PIL; install them with `pip install 'briefings[papers]'`"
    )  # fmt: skip


def test_what_needs_no_extra_runs_without(run: Run, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(
        "Council votes\n\nThe council voted for a fourth line on 3 May.\n", "utf-8"
    )
    assert run("check")[0] == 0
    status, said = run("draft", str(tmp_path / "article.txt"), "--publisher", "Gazette", "--kind", "news")
    assert status == 0, said
    status, said = run("import", "bibtex", str(tmp_path / "article.txt"))
    assert (status, "pip install 'briefings[import]'" in said) == (2, True), said

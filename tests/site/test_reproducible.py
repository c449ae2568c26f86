"""The same project gives the same bytes on every machine: whatever its folder, time zone, locale, hash seed,
number of processors, and order of files."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import sites
from tests.trees import files_in, without_filters


def copy(project: Path, root: Path, *, backward: bool) -> Path:
    """The project, its files created in another order, which some file systems list them in."""
    for file in sorted(project.rglob("*"), reverse=backward):
        path = file.relative_to(project)
        if file.is_file() and path.parts[0] != "build":
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, root / path)
    return root


def build(root: Path, **environment: str) -> dict[str, bytes]:
    """Every file that a build leaves in the site and in the Markdown."""
    site_url = {"SITE_URL": "https://example.org/project/", "PYTHONPATH": str(sites.PROJECT)}
    subprocess.run(
        [sys.executable, "-m", "briefings", "build"],
        cwd=root,
        env=os.environ | site_url | environment,
        check=True,
        capture_output=True,
    )
    return {
        f"{name}/{path}": data
        for name in ("build/docs", "site")
        for path, data in files_in(root / name).items()
    }


def test_two_machines_build_the_same_bytes(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project").settings.root
    here = copy(project, tmp_path / "one", backward=False)
    there = copy(project, tmp_path / "another" / "folder of a second machine", backward=True)
    one = build(here, TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8", PYTHONHASHSEED="1", RAYON_NUM_THREADS="1")
    two = build(
        there, TZ="Pacific/Pago_Pago", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="2", RAYON_NUM_THREADS="8"
    )
    assert any(path.startswith("site/pagefind/") for path in one)
    assert filters(one) == filters(two)
    one, two = without_filters(one), without_filters(two)
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []


def filters(files: dict[str, bytes]) -> list[list[int]]:
    """What the filters of the search are made of, whatever the order."""
    found = (data for path, data in files.items() if path.startswith("site/pagefind/filter/"))
    return sorted(sorted(gzip.decompress(data)) for data in found)

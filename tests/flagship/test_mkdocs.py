"""Our own site, built with MkDocs' own command in a clone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installed import clone, files_in, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.nightly
def test_mkdocs_builds_the_site_that_briefings_builds(tmp_path: Path) -> None:
    project = clone(ROOT, tmp_path / "clone")
    built = run(project, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    files = files_in(project / "site")
    assert len(files) > 1000
    assert (project / "site/pagefind/pagefind.js").is_file()
    assert run(project, "briefings", "build", "--site-dir", "ours").returncode == 0
    ours = files_in(project / "ours")
    # Pagefind writes its index in any order, and the record of the folder has the digests of its files.
    others = {name for name in files if name.startswith("pagefind/") or name == ".briefings"}
    assert {name: ours.get(name) for name in files if name not in others} == {
        name: data for name, data in files.items() if name not in others
    }
    assert ours.keys() - files.keys() <= {name for name in ours if name.startswith("pagefind/")}

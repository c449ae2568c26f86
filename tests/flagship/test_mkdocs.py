"""Our own site, built with MkDocs' own command in a clone."""

from __future__ import annotations

from pathlib import Path

from tests.installed import clone, files_in, run

ROOT = Path(__file__).resolve().parents[2]


def test_mkdocs_builds_the_site_that_briefings_builds(tmp_path: Path) -> None:
    project = clone(ROOT, tmp_path / "clone")
    built = run(project, "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    files = files_in(project / "site")
    assert len(files) > 1000
    assert "pagefind/pagefind.js" in files
    assert run(project, "briefings", "build", "--site-dir", "ours").returncode == 0
    assert files_in(project / "ours") == files

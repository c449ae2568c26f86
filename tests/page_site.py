"""The small site of tests/pages/site.md in a folder: its Markdown, as `briefings generate` makes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from briefings.settings import Settings
from briefings.site import planning
from briefings.site import stages as build
from briefings.site.verify import verify
from tests.trees import Tree, files_in, write

SITE = Path(__file__).parent / "pages" / "site.md"


def site_files() -> dict[str, bytes]:
    """The files of the small site."""
    return {file.path: file.data for file in Tree.read(SITE.read_text(encoding="utf-8")).files}


def checked_site(root: Path, files: Mapping[str, bytes]) -> tuple[Settings, build.CheckResult]:
    """Write the files of a project, verify its passages, and take it through the gates."""
    (root / "content").mkdir(parents=True, exist_ok=True)
    write(root, files)
    settings = Settings.load(root)
    catalog = build.check(settings).linked
    assert catalog is not None
    verify(settings, catalog, today=date(2025, 8, 3))
    checked = build.check(settings)
    assert checked.errors == ()
    return settings, checked


def generate(root: Path, files: Mapping[str, bytes]) -> Settings:
    """Write the files of a project, and make its Markdown tree."""
    settings, checked = checked_site(root, files)
    planning.generate(settings, checked)
    return settings


def compare_pages(made: Mapping[str, str], folder: Path, *, update: bool) -> None:
    """Compare pages, by path, with golden ones in a folder."""
    if update:
        for old in folder.rglob("*.md"):
            old.unlink()
        write(folder, made)
    golden = pages_in(folder)
    assert sorted(made) == sorted(golden)
    for path, text in made.items():
        assert text == golden[path], path


def pages_in(folder: Path) -> dict[str, str]:
    """The pages in a folder, by path."""
    return {path: data.decode() for path, data in files_in(folder).items() if path.endswith(".md")}

"""The Markdown tree: without drafts, with media, and never half written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefings.pages.planned import pages
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site import planning
from briefings.site import stages as build
from briefings.store.folders import MANIFEST
from briefings.views.page import Page
from tests.trees import files_in, write_base


def make_project(root: Path, **more: str) -> Settings:
    """The small valid tree in a folder, with further files."""
    return Settings.load(write_base(root, more))


def tree(settings: Settings) -> dict[str, bytes]:
    """Every generated file with its content."""
    planning.generate(settings, build.check(settings))
    return {path: data for path, data in files_in(settings.docs_dir).items() if not path.endswith(MANIFEST)}


def test_drafts_stay_out_unless_asked_for(tmp_path: Path) -> None:
    draft = "draft: true\ntitle: Not yet\npublished: 2025-07-28\nsummary: Soon. [@wam-2025]\n"
    settings = make_project(tmp_path)
    (tmp_path / "content/briefings/soon.yml").write_text(draft, encoding="utf-8")
    assert "briefings/soon.md" not in tree(settings)
    planning.generate(settings, build.check(settings, drafts=True))
    assert (settings.docs_dir / "briefings/soon.md").is_file()


def test_no_page_replaces_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the gates let through: two pages on one path are an error, and nothing is written."""
    settings = make_project(tmp_path)

    def twice(*given: Any) -> Iterator[Page]:
        made = list(pages(*given))
        yield from [*made, replace(made[1], path=made[1].path.upper())]

    monkeypatch.setattr(planning, "pages", twice)
    with pytest.raises(ContentError) as caught:
        planning.generate(settings, build.check(settings))
    (found,) = caught.value.problems
    assert found.code.id == "duplicate-id" and found.message.endswith(f"made from {found.place.path}")
    assert not (tmp_path / "build" / "docs").exists()


def test_media_go_to_the_site_and_programs_do_not(tmp_path: Path) -> None:
    pages = tree(
        make_project(
            tmp_path,
            **{
                "content/media/map.gif": "GIF89a" + "\0" * 7 + ",",
                "content/media/trick.svg": "<svg onload='x'/>",
            },
        )
    )
    assert "media/map.gif" in pages
    assert "media/trick.svg" not in pages

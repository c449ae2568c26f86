"""Sites that MkDocs builds from the Markdown, all pages at once: failures never harm the last site."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from briefings.html import mkdocs
from briefings.html.engine import EngineError, source_day
from briefings.search.failure import FinishError
from briefings.settings import Settings

CONFIG = """\
site_name: Test
repo_url: https://example.org/me/facts
theme: {name: briefings, custom_dir: theme/site}
markdown_extensions: [toc]
validation: {links: {anchors: warn}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small tree of Markdown, and a folder for the host's templates."""
    write(tmp_path, "mkdocs.yml", CONFIG)
    write(tmp_path, "theme/site/own.css", "")
    write(tmp_path, "build/docs/index.md", "# Latest\n\n[Opening](opening.md#what-was-said)\n")
    sheet = "---\nsheet: content/briefings/opening.yml\n---\n"
    write(tmp_path, "build/docs/opening.md", f"{sheet}# The opening\n\n## What was said\n\nMuch.\n")
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_dead_links_are_a_failure_that_leaves_the_last_site(project: Path) -> None:
    settings = Settings.load(project)
    first = mkdocs.build(settings)
    before = files(project / "site")
    assert (first.warnings, first.pages) == ((), len([path for path in before if path.suffix == ".html"]))
    dead = "[x](nowhere.md)\n[x](opening.md#gone)\n[x](#gone)\n"
    write(project, "build/docs/index.md", f"# Latest\n\nNew words.\n\n{dead}")
    with pytest.raises(EngineError, match=r"^the site was not built: the engine gave 3 warnings$") as caught:
        mkdocs.build(settings)
    warnings = "\n".join(caught.value.details)
    assert "the target is not found" in warnings
    assert "does not contain an anchor '#gone'" in warnings
    assert "there is no such anchor on this page" in warnings
    assert files(project / "site") == before
    assert not [path for path in project.iterdir() if path.name.startswith(".")]
    assert mkdocs.build(settings, strict=False).warnings == caught.value.details


def test_a_broken_theme_is_reported_without_a_traceback(project: Path) -> None:
    broken = '{% extends "briefings.html" %}{% block content %}{{ page.title }'
    write(project, "theme/site/main.html", broken)
    with pytest.raises(EngineError, match=r"^MkDocs failed: .+"):
        mkdocs.build(Settings.load(project))


def test_the_settings_of_the_generator_reach_templates(project: Path) -> None:
    write(project, "mkdocs.yml", f"{CONFIG}extra: {{briefings: {{edit: edit/trunk/}}}}\n")
    address = "{{ config.repo_url }}/{{ config.extra.briefings.edit }}{{ page.meta.sheet }}"
    own = '{% extends "briefings.html" %}{% block content %}<p>' + address + "</p>{% endblock %}"
    write(project, "theme/site/main.html", own)
    site = mkdocs.build(Settings.load(project), strict=False).site_dir
    text = (site / "opening/index.html").read_text(encoding="utf-8")
    assert "<p>https://example.org/me/facts/edit/trunk/content/briefings/opening.yml</p>" in text


def test_a_site_is_finished_before_it_is_published(project: Path) -> None:
    settings, target = Settings.load(project), project / "public"

    def finish(site: Path) -> list[str]:
        assert not target.exists()
        (site / "opening/index.html").write_text("finished", encoding="utf-8")
        return ["a word was changed"]

    result = mkdocs.build(settings, site_dir=target, strict=False, finish=finish)
    assert result.warnings == ("a word was changed",)

    def fail(site: Path) -> list[str]:
        raise FinishError("Pagefind failed: no space")

    with pytest.raises(EngineError, match=r"^the site was not built: Pagefind failed: no space$"):
        mkdocs.build(settings, site_dir=target, finish=fail)
    with pytest.raises(
        EngineError, match=r"^the site was not built: what follows the engine gave a warning$"
    ):
        mkdocs.build(settings, site_dir=target, finish=lambda site: ["doubtful"])
    assert (target / "opening/index.html").read_text(encoding="utf-8") == "finished"


@pytest.mark.parametrize(("year", "seconds"), [(1, "0"), (1970, "0"), (9999, str(2**32 - 1))])
def test_every_day_of_a_sheet_can_be_the_day_of_a_build(year: int, seconds: str) -> None:
    with source_day(date(year, 1, 1)):
        assert os.environ["SOURCE_DATE_EPOCH"] == seconds
    assert "SOURCE_DATE_EPOCH" not in os.environ

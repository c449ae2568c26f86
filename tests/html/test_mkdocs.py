"""Sites that MkDocs builds from the Markdown, all pages at once."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from briefings.html.engine import EngineError, source_day
from briefings.html.frame import build_all
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from tests.trees import write

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
    sheet = "---\nsheet: content/briefings/opening.yml\n---\n"
    files = {
        "mkdocs.yml": CONFIG,
        "theme/site/own.css": "",
        "build/docs/index.md": "# Latest\n\n[Opening](opening.md#what-was-said)\n",
        "build/docs/opening.md": f"{sheet}# The opening\n\n## What was said\n\nMuch.\n",
    }
    write(tmp_path, files)
    return tmp_path


def test_dead_links_are_warnings(project: Path) -> None:
    assert build_all(Settings.load(project), project / "first") == []
    dead = "[x](nowhere.md)\n[x](opening.md#gone)\n[x](#gone)\n"
    write(project, {"build/docs/index.md": f"# Latest\n\nNew words.\n\n{dead}"})
    warnings = build_all(Settings.load(project), project / "second")
    assert len(warnings) == 3
    for words in (
        "the target is not found",
        "does not contain an anchor '#gone'",
        "there is no such anchor on this page",
    ):
        assert words in "\n".join(warnings)


def test_a_broken_theme_is_reported_without_a_traceback(project: Path) -> None:
    broken = '{% extends "briefings.html" %}{% block content %}{{ page.title }'
    write(project, {"theme/site/main.html": broken})
    with pytest.raises(EngineError, match=r"^MkDocs failed: .+"):
        build_all(Settings.load(project), project / "site")


@pytest.mark.parametrize(
    ("more", "line", "message", "hint"),
    [
        ("plugins: [search, nope]\n", "[search, nope]", 'plugins: The "nope" plugin is not installed', ""),
        ("plugins: [tags]\n", "[tags]", 'plugins: The "tags" plugin is not', "write `material/tags`"),
        (
            "markdown_extensions:\n  - toc\n  - nope.x\n",
            "- nope.x",
            "markdown_extensions: Failed to load",
            "",
        ),
        ("use_directory_urls: maybe\n", "maybe", "use_directory_urls: Expected type", ""),
    ],
)
def test_what_mkdocs_refuses_has_a_place(
    project: Path, more: str, line: str, message: str, hint: str
) -> None:
    write(project, {"mkdocs.yml": f"{CONFIG}{more}"})
    with pytest.raises(ContentError) as caught:
        build_all(Settings.load(project), project / "site")
    (found,) = caught.value.problems
    assert (found.message.startswith(f"MkDocs refuses {message}"), found.hint) == (True, hint)
    text = (project / "mkdocs.yml").read_text(encoding="utf-8").splitlines()[found.place.line - 1]
    assert text.endswith(line)


def test_the_settings_of_the_generator_reach_templates(project: Path) -> None:
    write(project, {"mkdocs.yml": f"{CONFIG}extra: {{briefings: {{edit: edit/trunk/}}}}\n"})
    address = "{{ config.repo_url }}/{{ config.extra.briefings.edit }}{{ page.meta.sheet }}"
    own = '{% extends "briefings.html" %}{% block content %}<p>' + address + "</p>{% endblock %}"
    write(project, {"theme/site/main.html": own})
    build_all(Settings.load(project), project / "site")
    text = (project / "site/opening/index.html").read_text(encoding="utf-8")
    assert "<p>https://example.org/me/facts/edit/trunk/content/briefings/opening.yml</p>" in text


@pytest.mark.parametrize(("year", "seconds"), [(1, "0"), (1970, "0"), (9999, str(2**32 - 1))])
def test_every_day_of_a_sheet_can_be_the_day_of_a_build(year: int, seconds: str) -> None:
    with source_day(date(year, 1, 1)):
        assert os.environ["SOURCE_DATE_EPOCH"] == seconds
    assert "SOURCE_DATE_EPOCH" not in os.environ

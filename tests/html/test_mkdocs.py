"""Sites that MkDocs builds from the Markdown, all pages at once: failures never harm the last site."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from briefings.html import mkdocs
from briefings.html.engine import EngineError, EngineResult, source_day
from briefings.search.failure import FinishError
from briefings.settings import Settings
from tests.site_links import article_links, dead_links, read_site
from tests.sites import CONFIG

BRIEFING = """---
title: The opening
sheet: content/briefings/opening.yml
kind: briefing
---

# The opening

Li Qiang spoke[^no] of an [“exclusive game”](../actors/li-qiang.md#what-was-said), see [below](#sources)
<sup id="cite-1"><a href="#source-1">1</a></sup>.

## Timeline

| When | What |
| --- | --- |
| <time datetime="2025-07-26">26 July 2025</time> | [Opening](#timeline) |

<div class="card" id="card" markdown>

Inside a card, **bold** and [a link](../timeline.md).

</div>

## Sources

<ol class="sources" markdown>
<li id="source-1" markdown>*The Example* <a href="#cite-1">back</a></li>
</ol>
"""

ACTOR = """# Li Qiang

## What was said

[In the opening](../briefings/opening.md#card), [there](../briefings/opening.md#source-1), ![a picture](../media/picture.svg)
"""


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def index_pages() -> dict[str, str]:
    """The pages of the navigation and the list of all, as mkdocs.yml is tested unchanged."""
    text = CONFIG.read_text(encoding="utf-8")
    nav = yaml.safe_load(text[text.index("\nnav:") : text.index("\nplugins:")])["nav"]
    return {f"build/docs/{page}": f"# {page}\n\nA page.\n" for page in [*entries(nav), "all.md"]}


def entries(nav: list[Any]) -> Iterator[str]:
    for entry in nav:
        for page in [entry] if isinstance(entry, str) else entry.values():
            if isinstance(page, str):
                yield page
            else:
                yield from entries(page)


def make_project(root: Path) -> Path:
    """Settings like those of a new site, with a folder for the host's templates, over a small tree of Markdown."""
    config = CONFIG.read_text(encoding="utf-8")
    config = config.replace("  name: briefings\n", "  name: briefings\n  custom_dir: theme/site\n")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "theme" / "site").mkdir(parents=True)
    write(root, index_pages())
    write(
        root,
        {
            "build/docs/briefings/opening.md": BRIEFING,
            "build/docs/actors/li-qiang.md": ACTOR,
            "build/docs/media/picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        },
    )
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> EngineResult:
    """The project, built once."""
    return mkdocs.build(Settings.load(make_project(tmp_path_factory.mktemp("project"))))


def test_each_markdown_file_is_a_page_with_its_links_and_places_to_link_to(built: EngineResult) -> None:
    pages = read_site(built.site_dir)
    assert {"404.html", "index.html", "briefings/opening/index.html", "actors/li-qiang/index.html"} <= {
        *pages
    }
    assert built.pages == len(pages)
    assert built.warnings == ()
    assert "/briefings/opening/#source-1" in article_links(built.site_dir)["actors/li-qiang/index.html"]
    ids = pages["briefings/opening/index.html"].ids
    assert {"timeline", "sources", "source-1", "cite-1", "card"} <= ids


def test_no_link_is_dead_under_a_project_path(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/some-project/")
    result = mkdocs.build(Settings.load(project))
    assert (
        dead_links(result.site_dir, mount="/some-project/", site_url="https://example.org/some-project/")
        == []
    )
    links = read_site(result.site_dir)["404.html"].links
    assert "/some-project/briefings/" in links


def test_dead_links_are_a_failure_that_leaves_the_last_site(project: Path) -> None:
    settings = Settings.load(project)
    mkdocs.build(settings)
    before = {path: path.read_bytes() for path in settings.site_dir.rglob("*") if path.is_file()}
    dead = "[x](nowhere.md)\n[x](briefings/opening.md#gone)\n[x](#gone)\n"
    write(project, {"build/docs/index.md": f"# Latest\n\nNew words.\n\n{dead}"})
    with pytest.raises(EngineError, match=r"^the site was not built: the engine gave 3 warnings$") as caught:
        mkdocs.build(settings)
    warnings = "\n".join(caught.value.details)
    assert "the target is not found" in warnings
    assert "does not contain an anchor '#gone'" in warnings
    assert "there is no such anchor on this page" in warnings
    assert {path: path.read_bytes() for path in settings.site_dir.rglob("*") if path.is_file()} == before
    assert leftovers(project) == []


def leftovers(project: Path) -> list[str]:
    known = {"mkdocs.yml", "theme", "build", "site"}
    return sorted(path.name for path in project.iterdir() if path.name not in known)


def test_a_doubtful_site_is_built_if_one_is_not_strict(project: Path) -> None:
    write(project, {"build/docs/index.md": "# Latest\n\n[x](nowhere.md)\n"})
    result = mkdocs.build(Settings.load(project), strict=False)
    assert len(result.warnings) == 1
    assert (project / "site" / "index.html").is_file()


def test_a_site_built_anew_for_another_address_has_it_everywhere(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("https://example.org/one/", "https://example.org/two/"):
        monkeypatch.setenv("SITE_URL", address)
        site = mkdocs.build(Settings.load(project)).site_dir
        assert f'href="{address}actors/li-qiang/"' in (site / "actors/li-qiang/index.html").read_text(
            encoding="utf-8"
        )


def test_a_page_that_is_gone_is_gone_from_the_site(project: Path) -> None:
    settings = Settings.load(project)
    write(project, {"build/docs/topics/old.md": "# Old\n"})
    first = mkdocs.build(settings)
    (project / "build/docs/topics/old.md").unlink()
    second = mkdocs.build(settings)
    assert (first.pages - second.pages, (project / "site/topics/old").exists()) == (1, False)


def test_a_broken_theme_is_reported_without_a_traceback(project: Path) -> None:
    write(
        project, {"theme/site/main.html": '{% extends "briefings.html" %}{% block content %}{{ page.title }'}
    )
    with pytest.raises(EngineError, match=r"^MkDocs failed: .+"):
        mkdocs.build(Settings.load(project))
    assert leftovers(project) == []


def test_without_markdown_there_is_no_site(project: Path) -> None:
    shutil.rmtree(project / "build")
    with pytest.raises(EngineError):
        mkdocs.build(Settings.load(project))
    assert not (project / "site").exists()


def test_the_sitemap_has_the_day_of_the_sheets(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    mkdocs.build(Settings.load(project), as_of=date(2026, 7, 20))
    root = ElementTree.parse(project / "site" / "sitemap.xml").getroot()
    assert {element.text for element in root.iter() if element.tag.endswith("lastmod")} == {"2026-07-20"}


def test_the_site_may_be_put_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "new" / "site"
    result = mkdocs.build(Settings.load(project), site_dir=elsewhere)
    assert (result.site_dir, (elsewhere / "index.html").is_file(), (project / "site").exists()) == (
        elsewhere,
        True,
        False,
    )
    assert [path.name for path in elsewhere.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("held", ["letter.txt", ".git", "index.html"])
def test_a_folder_with_other_files_is_not_replaced(project: Path, held: str) -> None:
    write(project, {f"letters/{held}": "Dear reader"})
    with pytest.raises(
        EngineError,
        match=rf"letters is replaced as a whole, but holds files that were not generated: {re.escape(held)}$",
    ):
        mkdocs.build(Settings.load(project), site_dir=project / "letters")
    assert (project / "letters" / held).read_text(encoding="utf-8") == "Dear reader"
    assert leftovers(project) == ["letters"]


def test_foreign_files_in_a_site_are_not_lost(project: Path) -> None:
    settings = Settings.load(project)
    mkdocs.build(settings)
    write(project, {"site/CNAME": "example.org"})
    before = {path: path.read_bytes() for path in settings.site_dir.rglob("*") if path.is_file()}
    write(project, {"build/docs/index.md": "# Latest\n\nNew words.\n"})
    with pytest.raises(
        EngineError, match=r"site is replaced as a whole, but holds files that were not generated: CNAME$"
    ):
        mkdocs.build(settings)
    assert {path: path.read_bytes() for path in settings.site_dir.rglob("*") if path.is_file()} == before
    (project / "site/CNAME").unlink()
    mkdocs.build(settings)
    assert "New words" in (project / "site/index.html").read_text(encoding="utf-8")


def test_the_markdown_is_where_the_generator_writes_it_and_not_where_mkdocs_would_look(project: Path) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("docs_dir: content\n", ""), encoding="utf-8")
    write(project, {"docs/index.md": "# My own handbook\n"})
    settings = Settings.load(project)
    mkdocs.build(settings)
    assert "My own handbook" not in (project / "site/index.html").read_text(encoding="utf-8")
    assert (project / "site/briefings/opening/index.html").is_file()
    assert (project / "docs/index.md").read_text(encoding="utf-8") == "# My own handbook\n"


def test_a_built_site_can_be_read_by_others(project: Path) -> None:
    """A web server runs as another user; folders for temporary files are closed to others."""
    site = mkdocs.build(Settings.load(project)).site_dir
    plain = project / "plain"
    plain.mkdir()
    assert (site.stat().st_mode, (site / "briefings").stat().st_mode) == (
        plain.stat().st_mode,
        plain.stat().st_mode,
    )


def test_the_settings_of_the_generator_reach_templates(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", "https://example.org/me/facts")
    address = "{{ config.repo_url }}/{{ config.extra.briefings.edit }}{{ page.meta.sheet }}"
    write(
        project,
        {
            "theme/site/main.html": (
                '{% extends "briefings.html" %}{% block content %}<p id="e">' + address + "</p>{% endblock %}"
            )
        },
    )
    site = mkdocs.build(Settings.load(project), strict=False).site_dir
    text = (site / "briefings/opening/index.html").read_text(encoding="utf-8")
    assert '<p id="e">https://example.org/me/facts/edit/main/content/briefings/opening.yml</p>' in text


def test_a_site_is_finished_before_it_is_published(project: Path) -> None:
    settings = Settings.load(project)
    target = project / "public"

    def finish(site: Path) -> list[str]:
        assert not target.exists()
        page = site / "briefings" / "opening" / "index.html"
        page.write_text(
            page.read_text(encoding="utf-8").replace("exclusive game", "finished game"), encoding="utf-8"
        )
        return ["briefings/opening/index.html: a word was changed"]

    result = mkdocs.build(settings, site_dir=target, strict=False, finish=finish)
    assert result.warnings == ("briefings/opening/index.html: a word was changed",)
    assert "finished game" in (target / "briefings" / "opening" / "index.html").read_text(encoding="utf-8")


def test_a_site_that_cannot_be_finished_leaves_the_old_one(project: Path) -> None:
    settings = Settings.load(project)
    target = project / "public"
    mkdocs.build(settings, site_dir=target)

    def fail(site: Path) -> list[str]:
        raise FinishError("Pagefind failed: no space")

    with pytest.raises(EngineError, match=r"^the site was not built: Pagefind failed: no space$"):
        mkdocs.build(settings, site_dir=target, finish=fail)
    with pytest.raises(
        EngineError, match=r"^the site was not built: what follows the engine gave a warning$"
    ):
        mkdocs.build(settings, site_dir=target, finish=lambda site: ["doubtful"])
    assert "exclusive game" in (target / "briefings" / "opening" / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in project.iterdir() if path.name.startswith(".site-")] == []


@pytest.mark.parametrize(("year", "seconds"), [(1, "0"), (1970, "0"), (9999, str(2**32 - 1))])
def test_every_day_of_a_sheet_can_be_the_day_of_a_build(year: int, seconds: str) -> None:
    with source_day(date(year, 1, 1)):
        assert os.environ["SOURCE_DATE_EPOCH"] == seconds
    assert "SOURCE_DATE_EPOCH" not in os.environ

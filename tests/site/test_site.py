"""Which pages a build makes again after an edit, and which it takes over as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site import outputs, site
from briefings.site import stages as build
from briefings.store.builds import Record
from tests import sites

OTHER = """
title: Another matter
published: 2025-06-01
topics: [chip-controls]
summary: It has nothing to do with the first. [@other-2025]
timeline:
  - {date: 2025-05, title: Something happens, actors: [nvidia], cite: other-2025}
"""
SHEETS = {
    **sites.SHEETS,
    "briefings/other.yml": OTHER,
    "actors/nvidia.yml": "name: Nvidia\nkind: company\n",
    "sources/other-2025.yml": (
        "title: Another\npublisher: Reuters\npublished: 2025-06-01\nurl: https://example.org/other\nkind:"
        " wire\n"
    ),
}
LISTS = {"index", "all", "briefings"}
"""Pages that name every briefing."""


@pytest.fixture(scope="module", autouse=True)
def _address() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/project/")
        for name in ("REPO_URL", "EDIT_PATH", "SOURCE_DATE_EPOCH"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    return sites.make(tmp_path / "project", SHEETS).settings


def make(
    settings: Settings, last: Record | None, *, target: Path | None = None, **options: object
) -> site.Site:
    target = target or settings.root / "site"
    inputs = outputs.build_inputs(settings, target, options)
    return site.make(settings, build.check(settings), target, inputs, last=last)


def inodes(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix().removesuffix("/index.html"): file.stat().st_ino
        for file in folder.rglob("index.html")
    }


def made_again(settings: Settings, edit: Callable[[Path], None]) -> set[str]:
    """The pages of the site that are other files than before an edit."""
    first = make(settings, None)
    before = inodes(settings.root / "site")
    edit(settings.root)
    make(settings, first.record)
    after = inodes(settings.root / "site")
    return {
        page.removesuffix("index.html") or "index"
        for page, inode in after.items()
        if before.get(page) != inode
    }


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def test_nothing_is_made_again_where_nothing_changed(project: Settings) -> None:
    assert made_again(project, lambda root: None) == set()


def test_a_briefing_takes_along_whom_it_is_about_what_it_rests_on_and_what_lists_it(
    project: Settings,
) -> None:
    again = made_again(
        project, change("content/briefings/other.yml", "Another matter", "Quite another matter")
    )
    assert {"briefings/other", "actors/nvidia", "sources/other-2025", "topics/chip-controls", *LISTS} <= again
    # It shares a topic with this one, which therefore names it.
    assert "briefings/chips" in again
    assert {page for page in again if page.startswith(("actors/", "sources/"))} == {
        "actors/nvidia",
        "sources/other-2025",
    }
    assert {"topics/ai-governance", "about", "method", "corrections"}.isdisjoint(again)


def test_a_sources_publisher_is_on_the_pages_that_cite_it(project: Settings) -> None:
    again = made_again(project, change("content/sources/other-2025.yml", "Reuters", "Associated Press"))
    assert {"sources/other-2025", "briefings/other", "sources", "all"} <= again | {"all"}
    assert {
        "briefings/waico",
        "actors/china",
        "sources/wam-2025",
        "topics/ai-governance",
        "about",
    }.isdisjoint(again)


def test_a_new_briefing_is_on_the_pages_of_those_whom_it_names(project: Settings) -> None:
    text = OTHER.replace("nvidia", "china").replace("Another matter", "A third one")

    def add(root: Path) -> None:
        (root / "content/briefings/third.yml").write_text(text, encoding="utf-8")

    again = made_again(project, add)
    assert {"briefings/third", "actors/china", "sources/other-2025", *LISTS} <= again
    assert {
        "actors/nvidia",
        "actors/huawei",
        "sources/wam-2025",
        "topics/ai-governance",
        "about",
        "method",
    }.isdisjoint(again)


def test_references_in_a_correction_are_names_for_machines_and_links_for_readers(project: Settings) -> None:
    old = "The conference was said to be in Beijing"
    change("content/briefings/waico.yml", old, f"{old}, by [[china]] and in [[topic:chip-controls]]")(
        project.root
    )
    make(project, None)
    html = (project.root / "site/briefings/waico/index.html").read_text(encoding="utf-8")
    assert f'"text":"{old}, by China and in Chip controls; it was in Shanghai."' in html
    assert (
        f'{old}, by <a href="../../actors/china/">China</a> and in <a href="../../topics/chip-controls/">Chip'
        " controls</a>" in html
    )


def test_a_renamed_actor_is_renamed_in_the_corrections_that_name_it(project: Settings) -> None:
    old = "The conference was said to be in Beijing"
    change("content/briefings/waico.yml", old, f"{old}, by [[huawei]]")(project.root)
    again = made_again(
        project, change("content/actors/huawei.yml", "name: Huawei", "name: Huawei Technologies")
    )
    assert {"briefings/waico", "corrections"} <= again


def test_a_page_written_by_hand_is_made_alone(project: Settings) -> None:
    assert made_again(project, change("content/pages/about.md", "volunteers", "hand")) == {"about"}


def test_a_link_to_a_place_that_went_is_told_although_its_page_is_as_it_was(project: Settings) -> None:
    change("content/pages/about.md", "Send a correction.", "Read the [method](method.md#steps).")(
        project.root
    )
    change("content/pages/method.md", "Each fact", "## Steps\n\nEach fact")(project.root)
    first = make(project, None)
    change("content/pages/method.md", "## Steps", "## Stages")(project.root)
    with pytest.raises(ContentError) as raised:
        make(project, first.record)
    (found,) = raised.value.problems
    assert (found.place.path, found.message) == (
        "content/pages/about.md",
        "there is no anchor `#steps` on the page `method.md`",
    )


def test_a_new_class_reaches_the_pages_that_were_taken_over(project: Settings) -> None:
    first = make(project, None)
    (old,) = (project.root / "site/assets").glob("site.*.css")
    # The theme has rules for these, and no page had one.
    change(
        "content/pages/about.md", "Send a correction.", '<div class="admonition">Send a correction.</div>'
    )(project.root)
    make(project, first.record)
    (new,) = (project.root / "site/assets").glob("site.*.css")
    assert new.name != old.name
    for page in (project.root / "site").rglob("*.html"):
        assert (new.name in page.read_text(encoding="utf-8")) and (
            old.name not in page.read_text(encoding="utf-8")
        ), page


def test_pages_in_a_new_frame_count_as_changed(project: Settings) -> None:
    first = make(project, None)
    assert make(project, first.record).written == 0
    change("mkdocs.yml", "copyright: Text", "copyright: Words")(project.root)
    pages = len(list((project.root / "site").rglob("index.html")))
    assert make(Settings.load(project.root), first.record).written == pages


def test_what_is_gone_from_the_site_counts_as_removed(project: Settings) -> None:
    first = make(project, None)
    # Then the tree has the files for programs, too, which only the site has after a build.
    build.generate(project, build.check(project))
    assert make(project, first.record).removed == 0
    before = pages_and_data(project.root / "site")
    for briefing in ("chips", "other"):
        change(f"content/briefings/{briefing}.yml", "topics: [chip-controls]\n", "")(project.root)
    (project.content_dir / "topics/chip-controls.yml").unlink()
    second = make(project, first.record)
    gone = before - pages_and_data(project.root / "site")
    assert {"topics/chip-controls/index.html", "topics/chip-controls.json"} <= gone
    assert second.removed == len(gone)


def pages_and_data(site: Path) -> set[str]:
    """The files of a site besides those that all pages share."""
    files = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    return {file for file in files if not file.startswith(("assets/", "pagefind/"))}


def test_another_configuration_makes_everything_again(project: Settings) -> None:
    made: list[int] = []

    def count(stage: str, done: int, of: int) -> None:
        made[-1] = of if stage == "pages" else made[-1]

    target = project.root / "site"
    last = None
    for options in ({}, {}, {"drafts": True}):
        made.append(0)
        inputs = outputs.build_inputs(project, target, options)
        built = site.make(project, build.check(project), target, inputs, last=last, progress=count)
        last = built.record
    every, again, others = made
    assert every == others > again == 0


def test_a_site_elsewhere_takes_nothing_from_this_one(project: Settings, tmp_path: Path) -> None:
    first = make(project, None)
    elsewhere = make(replace(project), first.record, target=tmp_path / "public")
    assert elsewhere.result.site_dir == tmp_path / "public"
    assert set(inodes(project.root / "site").values()).isdisjoint(inodes(tmp_path / "public").values())


def test_plugins_of_the_hosts_own_keep_nothing(project: Settings) -> None:
    change("mkdocs.yml", "plugins: [briefings]", "plugins: [briefings, search]")(project.root)
    settings = Settings.load(project.root)
    first = make(settings, None)
    assert first.record.pages == {}
    before = inodes(settings.root / "site")
    make(settings, first.record)
    assert set(before.values()).isdisjoint(inodes(settings.root / "site").values())

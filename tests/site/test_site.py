"""Which pages a build makes again after an edit, and which it takes over as they are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.html.engine import EngineError
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site import outputs, site
from briefings.site import stages as build
from briefings.site.handover import Handover
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


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Record]:
    """The folder of a project that was built, and the record of that."""
    settings = sites.make(tmp_path_factory.mktemp("built") / "project", SHEETS).settings
    return settings.root, make(settings, None).record


@pytest.fixture
def project(built: tuple[Path, Record], tmp_path: Path) -> Settings:
    """A copy of it, to change."""
    return Settings.load(shutil.copytree(built[0], tmp_path / "project"))


@pytest.fixture
def last(built: tuple[Path, Record]) -> Record:
    """The record of the build of `project`."""
    return built[1]


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


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def add_a_briefing(root: Path) -> None:
    text = OTHER.replace("nvidia", "china").replace("Another matter", "A third one")
    (root / "content/briefings/third.yml").write_text(text, encoding="utf-8")


BEIJING = "The conference was said to be in Beijing"
MADE_AGAIN: dict[str, tuple[Callable[[Path], None], set[str], set[str] | None]] = {
    # By sharing a topic, the first briefing names the second.
    "a title": (
        change("content/briefings/other.yml", "Another matter", "Quite another matter"),
        {"briefings/other", "actors/nvidia", "sources/other-2025", "topics/chip-controls", "briefings/chips", *LISTS},
        {"actors/china", "actors/huawei", "sources/wam-2025", "topics/ai-governance", "about", "method", "corrections"},
    ),
    "a publisher": (
        change("content/sources/other-2025.yml", "Reuters", "Associated Press"),
        {"sources/other-2025", "briefings/other", "sources"},
        {"briefings/waico", "actors/china", "sources/wam-2025", "topics/ai-governance", "about"},
    ),
    "a new briefing": (
        add_a_briefing,
        {"briefings/third", "actors/china", "sources/other-2025", *LISTS},
        {"actors/nvidia", "actors/huawei", "sources/wam-2025", "topics/ai-governance", "about", "method"},
    ),
    "a name in a correction": (
        change("content/actors/huawei.yml", "name: Huawei", "name: Huawei Technologies"),
        {"briefings/waico", "corrections"},
        {"about"},
    ),
    "a page written by hand": (
        change("content/pages/about.md", "volunteers", "hand"),
        {"about"},
        None,
    ),
    "nothing": (lambda root: None, set(), None),
}  # fmt: skip
"""By what is edited: pages that are made again, and pages that are not; None where no other is."""


def test_only_pages_that_show_what_was_edited_are_made_again(project: Settings, last: Record) -> None:
    change("content/briefings/waico.yml", BEIJING, f"{BEIJING}, by [[huawei]]")(project.root)
    last = make(project, last).record
    after = inodes(project.root / "site")
    for what, (edit, again, kept) in MADE_AGAIN.items():
        edit(project.root)
        before, last = after, make(project, last).record
        after = inodes(project.root / "site")
        made = {
            page.removesuffix("index.html") or "index"
            for page, inode in after.items()
            if before.get(page) != inode
        }
        assert again <= made, what
        assert made.isdisjoint(made - again if kept is None else kept), what


def test_a_link_to_a_place_that_went_is_told_although_its_page_is_as_it_was(
    project: Settings, last: Record
) -> None:
    change("content/pages/about.md", "Send a correction.", "Read the [method](method.md#steps).")(
        project.root
    )
    change("content/pages/method.md", "Each fact", "## Steps\n\nEach fact")(project.root)
    first = make(project, last)
    change("content/pages/method.md", "## Steps", "## Stages")(project.root)
    with pytest.raises(ContentError) as raised:
        make(project, first.record)
    (found,) = raised.value.problems
    assert (found.place.path, found.message) == (
        "content/pages/about.md",
        "there is no anchor `#steps` on the page `method.md`",
    )


def test_a_new_class_reaches_the_pages_that_were_taken_over(project: Settings, last: Record) -> None:
    (old,) = (project.root / "site/assets").glob("site.*.css")
    # The theme has rules for these, and no page had one.
    change(
        "content/pages/about.md", "Send a correction.", '<div class="admonition">Send a correction.</div>'
    )(project.root)
    make(project, last)
    (new,) = (project.root / "site/assets").glob("site.*.css")
    assert new.name != old.name
    for page in (project.root / "site").rglob("*.html"):
        assert (new.name in page.read_text(encoding="utf-8")) and (
            old.name not in page.read_text(encoding="utf-8")
        ), page


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


def test_a_site_elsewhere_takes_nothing_from_this_one(
    project: Settings, last: Record, tmp_path: Path
) -> None:
    elsewhere = make(project, last, target=tmp_path / "public")
    assert elsewhere.result.site_dir == tmp_path / "public"
    assert set(inodes(project.root / "site").values()).isdisjoint(inodes(tmp_path / "public").values())


def test_plugins_of_the_hosts_own_keep_nothing(project: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    change("mkdocs.yml", "plugins: [briefings]", "plugins: [briefings, search]")(project.root)
    settings = Settings.load(project.root)
    first = make(settings, None)
    assert first.record.pages == {}
    before = inodes(settings.root / "site")
    make(settings, first.record)
    after = inodes(settings.root / "site")
    assert set(before.values()).isdisjoint(after.values())

    def finish(self: Handover, site: Path) -> None:
        raise EngineError("what follows the engine failed")

    monkeypatch.setattr(Handover, "finish", finish)
    with pytest.raises(EngineError, match="what follows the engine failed"):
        make(settings, None)
    assert inodes(settings.root / "site") == after

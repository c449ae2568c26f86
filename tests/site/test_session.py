"""A session shows the pages of what was saved first, and ends with the site that a first build would make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings.html.engine import EngineResult
from briefings.problems.problem import ContentError
from briefings.site.session import Session
from tests import sites
from tests.trees import files_in, write

URL = "http://127.0.0.1:8000/project/"
SHEET = "content/briefings/waico.yml"
PAGE = "briefings/waico/index.html"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REPO_URL", "EDIT_PATH", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")


class Curator:
    """Somebody who edits a project whose site is followed."""

    def __init__(self, folder: Path) -> None:
        self.root = sites.make(folder / "project").settings.root
        self.site = folder / "preview" / "site"
        self.session = Session(self.root, folder / "preview", drafts=True)
        assert [whole for _, whole in self.built()] == [True]

    def built(self, *saved: str) -> Iterator[tuple[EngineResult, bool]]:
        return self.session.build(URL, [self.root / path for path in saved])

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def read(self, page: str) -> str:
        return (self.site / page).read_text(encoding="utf-8")


@pytest.fixture
def curator(tmp_path: Path) -> Curator:
    return Curator(tmp_path)


def test_drafts_that_are_not_whole_stop_nothing_and_are_shown_as_far_as_they_are(curator: Curator) -> None:
    drafts = {
        "begun": "title:\nsummary:\nstatements: [{source: wam-2025, text: It began., cite: wam-2025}]\n",
        "lost": "title: Lost\nsummary: It is. [@nowhere-2025]\n",
        "after-lost": "title: After\nsummary: See [[lost]]. [@wam-2025]\n",
        "typo": "titel: Typo\nsummary: It is. [@wam-2025]\n",
        "undated": "title: T\nsummary: S. [@wam-2025]\ntimeline: [{title: x, date: 2025-02-30, cite: wam-2025}]\n",
    }
    for name, text in drafts.items():
        sheet = curator.root / f"content/briefings/{name}.yml"
        sheet.write_text(f"draft: true\npublished: 2025-07-28\n{text}", encoding="utf-8")
    curator.edit(SHEET, "China proposes", "China announces")
    *_, (result, _) = curator.built(SHEET, *(f"content/briefings/{name}.yml" for name in drafts))
    assert "China announces" in curator.read(PAGE)
    page = curator.read("briefings/begun/index.html")
    assert "It began." in page
    assert {each.place.path.split("/")[-1] for each in result.problems} == {f"{name}.yml" for name in drafts}
    pages = {path.name for path in (curator.site / "briefings").iterdir() if path.is_dir()}
    assert pages & drafts.keys() == {"begun"}
    # The same mistake in a published sheet still keeps the last good site.
    curator.edit("content/briefings/lost.yml", "draft: true\n", "")
    with pytest.raises(ContentError):
        list(curator.built("content/briefings/lost.yml"))


def as_a_first_build(curator: Curator, folder: Path) -> dict[str, bytes]:
    for _ in Session(curator.root, folder / "first", drafts=True).build(URL, []):
        pass
    return files_in(folder / "first" / "site")


CHIPS = "content/briefings/chips.yml"

EDITS: dict[str, tuple[str, str, str]] = {
    "a title": (SHEET, "China proposes", "China announces"),
    "an actor": ("content/actors/huawei.yml", "name: Huawei", "name: Huawei Group"),
    "a source": ("content/sources/wam-2025.yml", "Premier opens", "Premier closes"),
    "a topic": ("content/topics/chip-controls.yml", "Chip controls", "Controls of chips"),
    "a link": (SHEET, "a new organization", "a new [[huawei|organization]]"),
    "the title of a shared event": (SHEET, "opens the conference", "opens a conference"),
    "the date of a shared event": (SHEET, "2025-07-26, title", "2025-07-25, title"),
    "a new event": (SHEET, "timeline:\n", "timeline:\n  - {date: 2026-01, title: A talk, cite: wam-2025}\n"),
    "an event before a shared one": (CHIPS, "date: 2025-04", "date: 2025-12"),
    "a related briefing": (CHIPS, "related: [waico]\n", ""),
    "topics": (CHIPS, "topics: [chip-controls]", "topics: [ai-governance]"),
    "a shared event less": (CHIPS, "  - event: opening\n", ""),
    "a draft": (CHIPS, "topics:", "draft: true\ntopics:"),
}
"""Edits by name: the sheet, and what to replace by what."""


def test_the_page_of_a_saved_sheet_comes_first_and_is_the_one_that_stays(
    curator: Curator, tmp_path: Path
) -> None:
    # The second briefing shows an event of the first, and names a related briefing.
    curator.edit(CHIPS, "timeline:\n", "related: [waico]\ntimeline:\n  - event: opening\n")
    list(curator.built(CHIPS))
    for edit, (path, old, new) in EDITS.items():
        curator.edit(path, old, new)
        page = f"{path.removeprefix('content/').removesuffix('.yml')}/index.html"
        before, listed = curator.read(page), curator.read("briefings/index.html")
        following = curator.built(path)
        result, whole = next(following)
        quick = curator.read(page)
        assert (result.pages, whole) == (1, False), edit
        # Two briefings that share an event are related anyway, and a preview shows drafts.
        assert (quick == before) is (edit in ("a related briefing", "a draft")), edit
        assert curator.read("briefings/index.html") == listed, edit
        assert [whole for _, whole in following] == [True], edit
        assert curator.read(page) == quick, edit
    curator.edit(SHEET, "opens a conference", "opens the talks")
    curator.edit(CHIPS, "took back", "lifted")
    assert [whole for _, whole in curator.built(SHEET, CHIPS)] == [False, True]
    assert files_in(curator.site) == as_a_first_build(curator, tmp_path)


NEW = "title: A new one\npublished: 2025-08-01\nsummary: It is new. [@wam-2025]\n"
TEMPLATE = "# {{ page.title }}\n\nAnother template.\n"
MORE: dict[str, dict[str, str]] = {
    "a new sheet": {"content/briefings/new.yml": NEW},
    "a page by hand": {"content/pages/about.md": "---\ntitle: About\n---\n\nOther words.\n"},
    "a sheet and a template": {
        "content/topics/chip-controls.yml": "name: Controls\n",
        "theme/pages/source.md.j2": TEMPLATE,
    },
    "a template": {"theme/pages/topic.md.j2": TEMPLATE},
}


def test_what_more_depends_on_is_built_whole(curator: Curator, tmp_path: Path) -> None:
    for what, saved in MORE.items():
        write(curator.root, saved)
        assert [whole for _, whole in curator.built(*saved)] == [True], what
    curator.edit("mkdocs.yml", "site_name: AI", "site_name: All AI")
    assert [whole for _, whole in curator.built("mkdocs.yml")] == [True]
    (curator.root / CHIPS).unlink()
    curator.edit("content/actors/huawei.yml", "name: Huawei", "name: Huawei Group")
    assert [whole for _, whole in curator.built(CHIPS, "content/actors/huawei.yml")] == [True]
    assert files_in(curator.site) == as_a_first_build(curator, tmp_path)


class Enough(Exception):
    pass


def test_a_build_that_fails_or_is_ended_leaves_the_site_and_the_next_one_makes_up_for_it(
    curator: Curator, tmp_path: Path
) -> None:
    before = files_in(curator.site)
    curator.edit(SHEET, "published:", "publishd:")
    with pytest.raises(ContentError):
        list(curator.built(SHEET))
    assert files_in(curator.site) == before
    curator.edit(SHEET, "publishd:", "published:")
    title = "China proposes"
    for last in ("check", "facts", "plan", "comparison", "pages"):

        def end(stage: str, done: int, of: int, last: str = last) -> None:
            if stage == last:
                raise Enough

        curator.edit(SHEET, title, f"{last} proposes")
        title = f"{last} proposes"
        with pytest.raises(Enough):
            list(curator.session.build(URL, [curator.root / SHEET], end))
        # The page that was saved is there as soon as it is checked.
        assert (title in curator.read(PAGE)) is (last != "check")
    curator.edit("content/actors/huawei.yml", "name: Huawei", "name: Huawei Group")
    assert [whole for _, whole in curator.built(SHEET, "content/actors/huawei.yml")] == [False, True]
    assert files_in(curator.site) == as_a_first_build(curator, tmp_path)

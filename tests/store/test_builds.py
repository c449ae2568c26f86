"""A build is only left out when nothing that goes into it, and nothing that came out of it, is other than it
was."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.store import builds
from briefings.store.builds import Inputs, PageRecord, Record
from tests.trees import write as write_files

OPTIONS = {"pdf": False, "drafts": False}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with a site."""
    files = {
        "mkdocs.yml": "site_name: Test\nrepo_url: !ENV [PLACE, REPO_URL, '']\ncopyright: !ENV OWNER\n",
        "content/actors/one.yml": "name: One\n",
        "theme/pages/actor.md.j2": "# {{ page.title }}\n",
        "seeds/quotes.lock": "{}\n",
        "build/docs/index.md": "# Home\n",
        "site/index.html": "<h1>Home</h1>",
        "site/actors/one/index.html": "<h1>One</h1>",
    }
    write_files(tmp_path, files)
    return tmp_path


def folders(root: Path) -> list[Path]:
    return [root / "build" / "docs", root / "site"]


def digests(root: Path, **options: object) -> Inputs:
    return builds.inputs(
        root, [root / "content", root / "seeds"], [root / "build", root / "site"], OPTIONS | options
    )


ONE = PageRecord("c0", "5e", "top role-1", "index.md\ttop\t../index.md#top")


def build(root: Path) -> Record:
    made = Record(
        digests(root), builds.outputs(root, folders(root)), {"actors/one.md": ONE}, "f4a3e", ["a warning"]
    )
    builds.save(root / "build" / "cache" / "last.json", made)
    return made


def stands(root: Path) -> Record | None:
    found = builds.load(root / "build" / "cache" / "last.json")
    return found if found is not None and found.is_current(digests(root), root, folders(root)) else None


def test_nothing_changed(root: Path) -> None:
    made = build(root)
    assert stands(root) == made
    assert made.messages == ["a warning"]


def write(path: str, text: str = "other") -> Callable[[Path, pytest.MonkeyPatch], None]:
    def change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_files(root, {path: text})

    return change


def remove(path: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda root, monkeypatch: (root / path).unlink()


def variable(name: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda root, monkeypatch: monkeypatch.setenv(name, "elsewhere")


def swap(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same size and the same time, other words."""
    file = root / "content/actors/one.yml"
    before = file.stat()
    file.write_text("name: Two\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "a sheet": write("content/actors/one.yml"),
    "a sheet with its old time": swap,
    "a new sheet": write("content/actors/two.yml"),
    "a removed sheet": remove("content/actors/one.yml"),
    "a template": write("theme/pages/actor.md.j2"),
    "the configuration": write("mkdocs.yml", "site_name: Other\n"),
    "the lock": write("seeds/quotes.lock"),
    "a file that only a hook knows": write("hooks/mine.py"),
    "a variable that mkdocs.yml names": variable("PLACE"),
    "another": variable("OWNER"),
    "the day": variable("SOURCE_DATE_EPOCH"),
    "a page of the site": write("site/index.html", "<h1>Homx</h1>"),
    "a page of the site, of another size": write("site/index.html"),
    "a removed page": remove("site/actors/one/index.html"),
    "a page more": write("site/more.html"),
    "a Markdown page": write("build/docs/index.md"),
    "the record": write("build/cache/last.json"),
    "no record": remove("build/cache/last.json"),
}


CONTENT = {"a sheet", "a sheet with its old time", "a new sheet", "a removed sheet", "the lock"}
"""Of the changes: those by which some pages become others, and not all."""


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    common = build(root).inputs.common
    CHANGES[name](root, monkeypatch)
    assert stands(root) is None
    built = "page" in name or "record" in name
    assert (digests(root).common == common) is (name in CONTENT or built)


def test_links_in_a_circle_end(root: Path) -> None:
    (root / "content" / "again").symlink_to(root / "content", target_is_directory=True)
    assert digests(root) == digests(root)


def test_a_link_out_of_the_project_is_not_followed_and_nothing_is_taken_for_the_same(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "one.yml").write_text("name: One\n")
    (root / "content" / "more").symlink_to(outside, target_is_directory=True)
    first, again = digests(root), digests(root)
    assert first.common == again.common
    assert first.everything != again.everything
    (root / "content" / "more").unlink()
    (root / "theme" / "pages" / "more.j2").symlink_to(outside / "one.yml")
    assert digests(root).common != digests(root).common


def test_a_link_inside_the_project_is_followed(root: Path) -> None:
    (root / "shared").mkdir()
    (root / "shared/one.yml").write_text("name: One\n")
    (root / "content" / "more").symlink_to(root / "shared", target_is_directory=True)
    before = digests(root)
    assert digests(root) == before
    (root / "shared/one.yml").write_text("name: Two\n")
    assert digests(root) != before


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    for place in ("content/pipe", "content/actors/pipe.yml", "pipe", "seeds/pipe.txt", "theme/pages/pipe.j2"):
        os.mkfifo(root / place)
    assert digests(root) == digests(root)


@pytest.mark.parametrize(
    ("place", "what"),
    [
        *(("site/index.html", what) for what in ("pipe", "link to a device", "link to a folder", "link to the same")),
        ("build/docs/index.md", "link to the same"),
        ("site/more", "pipe"),
    ],
)  # fmt: skip
def test_what_is_no_file_in_a_built_folder_is_not_as_it_was_left(root: Path, place: str, what: str) -> None:
    build(root)
    file = root / place
    if file.exists():
        file.rename(root / "same")
    match what:
        case "pipe":
            os.mkfifo(file)
        case "link to a device":
            file.symlink_to("/dev/zero")
        case "link to a folder":
            file.symlink_to("/usr")
        case _:
            file.symlink_to(root / "same")
    assert stands(root) is None
    made = build(root)
    assert file.relative_to(root).as_posix() not in made.outputs


def test_what_does_not_matter_is_not_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    monkeypatch.setenv("UNRELATED", "x")
    # A touched file, a hidden one, an environment; and a site that was copied, as a cache of a workflow
    # copies it.
    os.utime(root / "content/actors/one.yml", (1, 1))
    os.utime(root / "site/index.html", (1, 1))
    (root / ".hidden").write_text("x")
    (root / "venv").mkdir()
    (root / "venv" / "pyvenv.cfg").write_text("x")
    assert stands(root) is not None

"""No command loses foreign files or writes through links; each refusal names the files and says what to
do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from briefings.preview import Preview
from briefings.store.files import TEMPORARY
from briefings.store.folders import MANIFEST
from tests.said import Command, Said
from tests.trees import git, without_filters, write, write_base

COMMANDS = (
    ["check"], ["generate"], ["build"], ["verify"], ["record"], ["schema"], ["serve"],
    ["new", "topic", "shiny-new"],
)  # fmt: skip
"""Every command that reads or writes a project."""

MKDOCS = (
    "site_name: A handbook\ntheme: {name: material, font: false}\nmarkdown_extensions: [tables, md_in_html]\n"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("place")


@pytest.fixture
def tmp_path(place: Path) -> Path:
    """An empty folder, the same for all tests: a build is not reused in another place."""
    shutil.rmtree(place)
    place.mkdir()
    return place


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Runs a command in the project `tmp_path / "project"`. A preview ends once it has built."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")
    monkeypatch.setattr("briefings.preview.Preview", Once)
    monkeypatch.setattr("briefings.preview.Ending", Mock)

    def once(*arguments: str) -> Said:
        monkeypatch.chdir(tmp_path / "project")
        return command(*arguments)

    return once


class Once(Preview):
    """Builds what is served, once, and reports what came of it as the preview does."""

    def run(self, ready: Callable[[str], None] = lambda url: None) -> None:
        try:
            for result, _whole in self._rebuild("http://127.0.0.1:8000/", [], lambda stage, done, of: None):
                self._report(result)
        except Exception as error:
            self._report(error)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_base(tmp_path / "project", {"mkdocs.yml": MKDOCS})


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that needs it leaves a copy of the project after a build."""
    return tmp_path_factory.mktemp("built") / "project"


@pytest.fixture
def built_project(run: Command, project: Path, copy: Path) -> Path:
    """The project after a build."""
    if copy.exists():
        shutil.rmtree(project)
        return shutil.copytree(copy, project)
    assert run("build").status == 0
    shutil.copytree(project, copy)
    return project


def state(root: Path) -> dict[str, bytes | str]:
    """Everything below a folder: files with their content, links with where they lead, empty folders."""
    found: dict[str, bytes | str] = {}
    for place, folders, files in os.walk(root):
        for name in (*files, *folders):
            path = Path(place, name)
            if path.is_symlink():
                found[path.relative_to(root).as_posix()] = f"-> {path.readlink()}"
            elif path.is_file():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
            elif not any(path.iterdir()):
                found[path.relative_to(root).as_posix() + "/"] = "empty"
    return found


HANDBOOK = {
    "mkdocs.yml": MKDOCS + "nav:\n  - index.md\n  - handbook.md\n",
    "docs/index.md": "# The handbook\n",
    "docs/handbook.md": "# How we work\n",
    "docs/img/a.png": "a picture",
    "docs/.pages": "hidden",
    "site/index.html": "<h1>The handbook</h1>",
    "site/404.html": "<h1>Not found</h1>",
    "build/notes.txt": "mine",
}


def test_a_project_of_somebody_elses_survives_every_command(run: Command, tmp_path: Path) -> None:
    write(tmp_path / "project", HANDBOOK)
    (tmp_path / "project/empty").mkdir()
    before = state(tmp_path / "project")
    for command in COMMANDS:
        said = run(*command)
        if command[0] == "new":
            assert (said.status, said.text) == (0, "content/topics/shiny-new.yml\nstill to fill in: `name`\n")
            assert state(tmp_path / "project").keys() - before.keys() == {"content/topics/shiny-new.yml"}
            shutil.rmtree(tmp_path / "project/content")
        else:
            assert said == (
                2,
                "",
                f"there is no content/ in {tmp_path / 'project'}, where sheets are read from: `briefings new"
                " briefing my-first-briefing` creates it, or run this in the folder of your site\n",
            )
        assert state(tmp_path / "project") == before, command


@pytest.mark.parametrize("docs_dir", ["", "docs_dir: docs\n"], ids=["by default", "docs_dir: docs"])
def test_so_it_does_once_it_has_sheets(run: Command, project: Path, docs_dir: str) -> None:
    write(project, HANDBOOK)
    write(project, {"mkdocs.yml": MKDOCS + docs_dir})
    before = state(project)
    del before["content/ids.lock"]
    for command in COMMANDS:
        said = run(*command)
        after = state(project)
        assert {path: after.get(path) for path in before} == before, command
        assert not any(path.startswith(("docs/", "site/")) for path in after.keys() - before.keys())
        if command[0] == "build" or (command[0] == "generate" and docs_dir):
            assert said.status == 1
            assert "error[output-folder]" in said.text
            if docs_dir:
                assert (
                    "docs/.pages:1:1: error[output-folder]: `docs` is replaced as a whole, but holds files"
                    " that were not generated: .pages, handbook.md, img/a.png and 1 more\n    hint: move them"
                    " away, or set docs_dir in mkdocs.yml to a folder of its own, such as `build/docs`; if"
                    " none of them is yours, delete the folder" in said.text
                )
        else:
            assert said.status == 0, said.text


def test_a_site_can_begin_with_a_draft(run: Command, tmp_path: Path) -> None:
    write(tmp_path / "project", {"mkdocs.yml": MKDOCS, "docs/index.md": "# Mine\n"})
    assert run("new", "briefing", "my-first-briefing", "--title", "Mine").status == 0
    sheet = tmp_path / "project/content/briefings/my-first-briefing.yml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("\nsummary:\n", "\nsummary: It began.\n"), encoding="utf-8"
    )
    assert run("build").status == 0
    assert "nothing has changed" in run("build").text
    assert (tmp_path / "project/docs/index.md").read_text() == "# Mine\n"


@pytest.mark.parametrize("content", ["a file", "a link that leads nowhere"])
def test_a_content_that_is_no_folder_is_told(run: Command, tmp_path: Path, content: str) -> None:
    write(tmp_path / "project", {"mkdocs.yml": MKDOCS})
    if content == "a file":
        write(tmp_path / "project", {"content": "x"})
    else:
        (tmp_path / "project/content").symlink_to("nowhere")
    for command in COMMANDS[:-1]:
        said = run(*command)
        assert said.status == 2
        assert (
            "content must be a folder, and is a file, in"
            if content == "a file"
            else "there is no content/ in"
        ) in said.text
    assert sorted(path.name for path in (tmp_path / "project").iterdir()) == ["content", "mkdocs.yml"]


# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────────


FOLDERS = (
    "build", "build/docs", "build/cache", "build/cache/search", "build/cache/cards", "build/schemas", "site",
)  # fmt: skip
"""A link in the place of one of them is refused."""
OTHERS = ("build/cache/sheets", "build/cache/build.json", "build/schemas/actor.schema.json", ".cache")


MINE = (
    "docs/mine.md", "cache/search/mine.html", "index.html", "404.html", "quotes.lock", "sheets", "build.json",
    "0a1b2c3d4e5f6a7b.png",
)  # fmt: skip


@pytest.mark.parametrize(
    ("victim", "sets"),
    [
        ("outside", [*((name,) for name in FOLDERS), OTHERS]),
        ("content", [("build",), ("build/docs",), ("site",)]),
    ],
)
def test_what_a_link_leads_to_is_never_touched(
    run: Command, project: Path, tmp_path: Path, victim: str, sets: list[tuple[str, ...]]
) -> None:
    """As in a pull request that adds a link in the place of a folder that is built."""
    place = tmp_path / "outside" if victim == "outside" else project / "content"
    if victim == "outside":
        write(place, dict.fromkeys(MINE, "mine"))

    def theirs() -> dict[str, bytes | str]:
        return {path: data for path, data in state(place).items() if path != "ids.lock"}

    before = theirs()
    for links in sets:
        for link in links:
            (project / link).parent.mkdir(parents=True, exist_ok=True)
            (project / link).symlink_to(place, target_is_directory=True)
        for command in COMMANDS:
            said = run(*command)
            (project / "content/topics/shiny-new.yml").unlink(missing_ok=True)
            assert theirs() == before, (links, command)
            if links != OTHERS and command[0] in ("check", "build", "generate"):
                assert said.status == 1
                assert (
                    f"{link}:1:1: error[output-folder]: `{link}` is a symbolic link, and the generator writes"
                    " to real folders only" in said.text
                )
                assert (project / link).is_symlink()
        for link in links:
            (project / link).unlink(missing_ok=True)
        for made in ("build", "site", ".cache"):
            shutil.rmtree(project / made, ignore_errors=True)


WRITES_REFUSED = "{link} is a symbolic link, and the generator writes to real folders only"
READS_REFUSED = "`{link}` is a link, and links are not followed"


@pytest.mark.parametrize(
    ("link", "arguments", "message"),
    [
        ("content/topics", ["new", "topic", "shiny-new"], WRITES_REFUSED),
        ("seeds", ["verify"], READS_REFUSED),
        ("seeds", ["new", "source", "wam-2026", "--text", "mkdocs.yml"], WRITES_REFUSED),
    ],
)
def test_single_files_are_not_written_through_links_either(
    run: Command, project: Path, tmp_path: Path, link: str, arguments: list[str], message: str
) -> None:
    (tmp_path / "outside").mkdir()
    shutil.rmtree(project / link, ignore_errors=True)
    (project / link).symlink_to(tmp_path / "outside")
    said = run(*arguments)
    assert state(tmp_path / "outside") == {}
    assert said.status == 1
    assert message.format(link=link) in said.text, said.text


def test_a_link_that_leads_nowhere_is_a_link(run: Command, project: Path) -> None:
    (project / "site").symlink_to("public")
    assert "`site` is a symbolic link" in run("build").text
    assert not (project / "public").exists()


def test_a_file_in_the_place_of_a_folder_is_told(run: Command, project: Path) -> None:
    write(project, {"build": "mine"})
    for command in (["check"], ["generate"], ["build"], ["schema"]):
        said = run(*command)
        assert said.status == 1
        assert (
            "build:1:1: error[output-folder]: `build` is not a folder\n    hint: delete it, or put a real"
            " folder in its place" in said.text
        )
    assert (project / "build").read_text() == "mine"


# ── What git tracks ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_site_that_was_committed_is_not_believed(run: Command, built_project: Path) -> None:
    """A pull request may add a site together with a record that knows it."""
    page = built_project / "site/briefings/waico/index.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("China proposes", "China refuses"), encoding="utf-8"
    )
    git(built_project, "init", "-q")
    git(built_project, "add", "-f", "site", "build")
    for command in (["build"], ["check"], ["generate"]):
        said = run(*command)
        assert said.status == 1
        for name in ("build/docs", "build/cache", "build/schemas", "site"):
            assert (
                f"error[output-folder]: `{name}` is for generated files only, but git tracks files in it:"
                f" {name}/" in said.text
            )
        assert "nothing has changed" not in said.text
    git(built_project, "rm", "-r", "-q", "--cached", "site", "build")
    assert run("build").status == 0
    assert "China proposes" in page.read_text(encoding="utf-8")


def test_a_site_in_a_submodule_is_not_believed(run: Command, built_project: Path) -> None:
    git(built_project, "init", "-q")
    git(built_project / "build", "init", "-q")
    git(built_project / "build", "commit", "-q", "--allow-empty", "-m", "x")
    git(built_project, "-c", "advice.addEmbeddedRepo=false", "add", "-f", "build")
    for command in ("check", "build"):
        said = run(command)
        assert said.status == 1
        assert "`build/cache` is for generated files only, but git tracks files in it: build\n" in said.text
        assert "hint: run `git rm -r --cached build`, and add `/build` to .gitignore\n" in said.text


def test_where_git_cannot_tell_nothing_is_reused(
    run: Command, built_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing has changed" in run("build").text
    git(built_project, "init", "-q")
    assert "nothing has changed" in run("build").text
    (built_project / ".git/config").write_text("[broken", encoding="utf-8")
    said = run("build")
    assert said.status == 0
    assert "nothing has changed" not in said.text


# ── Foreign files in a generated folder ────────────────────────────────────────────────────────────────────


def test_a_file_in_the_site_is_named_and_not_lost(run: Command, built_project: Path) -> None:
    write(built_project, {"site/CNAME": "example.org", "site/downloads/report.pdf": "a report"})
    before = state(built_project / "site")
    for _ in range(2):
        said = run("build")
        assert said.status == 1
        assert (
            "site/CNAME:1:1: error[output-folder]: `site` is replaced as a whole, but holds files that were"
            " not generated: CNAME and downloads/report.pdf\n    hint: move them away, or give the site a"
            " folder of its own with site_dir in mkdocs.yml or --site-dir; if none of them is yours, delete"
            " the folder" in said.text
        )
        assert state(built_project / "site") == before
    shutil.rmtree(built_project / "site/downloads")
    (built_project / "site/CNAME").unlink()
    assert "nothing has changed" in run("build").text


def test_it_is_told_together_with_what_is_wrong_in_the_sheets(run: Command, project: Path) -> None:
    write(project, {"site/mine.txt": "mine", "content/topics/spare.yml": "nam: Spare\n"})
    said = run("build")
    assert "error[output-folder]" in said.text
    assert "error[unknown-key]" in said.text
    assert not (project / "build/docs").exists()


def test_what_a_killed_build_leaves_is_nobody_elses(run: Command, built_project: Path) -> None:
    leftovers = {
        f"site/.{MANIFEST}.0a1b2c3d{TEMPORARY}": "",
        f"mkdocs.yml.0a1b2c3d{TEMPORARY}": "a file without a dot before it is somebody's",
        f".mkdocs.yml.0a1b2c3d{TEMPORARY}": "",
        "build/.preview-0a1b2c3d/new/site/index.html": "",
    }
    scratch = [built_project / "build/.preview-0a1b2c3d", built_project / ".site-0a1b2c3d"]
    (scratch[0] / MANIFEST).mkdir(parents=True)
    # This one was killed before it marked its folder.
    scratch[1].mkdir()
    write(built_project, leftovers)
    assert run("build").status == 0
    left = [name for name in leftovers if (built_project / name).exists()]
    assert left == [f"mkdocs.yml.0a1b2c3d{TEMPORARY}"]
    assert not any(folder.exists() for folder in scratch)


def built(project: Path) -> dict[str, bytes]:
    """The Markdown and the site, without the index of its search, which is never the same."""
    found = {path: data for path, data in state(project).items() if isinstance(data, bytes)}
    return {
        path: data
        for path, data in without_filters(found).items()
        if path.startswith(("site/", "build/docs/"))
    }


def test_deleting_the_cache_changes_nothing_but_the_time(run: Command, built_project: Path) -> None:
    before = built(built_project)
    shutil.rmtree(built_project / "build/cache")
    assert run("build").status == 0
    assert built(built_project) == before
    shutil.rmtree(built_project / "build")
    assert run("build").status == 0
    assert built(built_project) == before


def test_a_site_that_mkdocs_built_is_not_replaced(run: Command, project: Path) -> None:
    write(project, {f"site/{name}": "mine" for name in ("index.html", "404.html", "handbook/index.html")})
    said = run("build")
    assert said.status == 1
    assert "holds files that were not generated: 404.html, handbook/index.html and index.html" in said.text


@pytest.mark.parametrize(
    ("site_dir", "words"),
    [
        ("content", "--site-dir must not be a folder that people write in, as `content` is"),
        ("content/../build/docs", "--site-dir and docs_dir must not be inside one another"),
        ("build", "--site-dir must be apart from `build/cache`"),
        (".", "--site-dir must not hold the project itself"),
        ("..", "--site-dir must not hold the project itself"),
    ],
)
def test_a_site_cannot_be_put_just_anywhere(run: Command, project: Path, site_dir: str, words: str) -> None:
    run("generate")
    before = state(project)
    said = run("build", "--site-dir", site_dir)
    assert (said.status, words in said.text) == (2, True)
    assert state(project) == before


def test_a_site_outside_the_project_is_reached_as_its_host_wishes(
    run: Command, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "www").symlink_to(tmp_path / "disk")
    assert run("build", "--site-dir", str(tmp_path / "www/site")).status == 0
    assert (tmp_path / "disk/site/index.html").is_file()
    assert sorted(path.name for path in (tmp_path / "disk").iterdir()) == ["site"]
    assert not (project / "site").exists()


# ── Preview and build apart ─────────────────────────────────────────────────────────────────────────────────


def test_a_preview_touches_neither_the_markdown_nor_the_site(run: Command, built_project: Path) -> None:
    before = (
        state(built_project / "site"),
        state(built_project / "build/docs"),
        state(built_project / "build/cache/search"),
    )
    write(
        built_project,
        {
            "content/briefings/soon.yml": (
                "draft: true\ntitle: Not yet\npublished: 2025-07-28\nsummary: Soon. [@wam-2025]\n"
            )
        },
    )
    said = run("serve")
    assert "pages in" in said.text
    assert (
        state(built_project / "site"),
        state(built_project / "build/docs"),
        state(built_project / "build/cache/search"),
    ) == before
    assert [path.name for path in (built_project / "build").iterdir() if path.name.startswith(".")] == []


def test_the_size_of_a_site_is_told_and_too_large_a_one_warned_of(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("build")
    assert " removed; " in said.text and " MB; the site is in site (" in said.text
    assert "warning" not in said.text
    monkeypatch.setattr("briefings.site.hosting.LARGEST_SITE", 1_000_000)
    monkeypatch.setattr("briefings.site.hosting.LARGEST_FILE", 500_000)
    said = run("build")
    assert "warning: the site has " in said.text
    assert "warning: GitHub accepts files of up to 0.5 MB only: assets/" in said.text
    assert "nothing has changed" in said.text

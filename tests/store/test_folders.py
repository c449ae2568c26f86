"""Generated folders: the old one or the new one, never a mixture, and no foreign file is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.store import files
from briefings.store.files import Folder, FolderError
from briefings.store.folders import (
    MANIFEST,
    Manifest,
    NewFolder,
    Scratch,
    TreeResult,
    project_lock,
    sweep,
    write_tree,
)

PROCESSES = (1, 3)


@pytest.fixture(params=["at once", "in two steps", "by path"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How folders change places: where the system can exchange them, where it cannot, and where no folder can
    be held open."""
    if request.param == "in two steps":
        monkeypatch.setattr(files, "_exchange_function", lambda: None)
    elif request.param == "by path":
        monkeypatch.setattr(files, "HAS_DESCRIPTORS", False)
    return str(request.param)


def make(number: int) -> tuple[str, bytes, int]:
    return f"{'even' if number % 2 == 0 else 'odd'}/{number}.md", f"Page {number}\n".encode(), number


def make_or_fail(number: int) -> tuple[str, bytes, int]:
    if number == 17:
        raise ValueError("seventeen")
    return make(number)


def leave(number: int) -> tuple[str, bytes, int]:
    if number == 17 and os.getpid() != PARENT:
        os._exit(3)
    return make(number)


PARENT = os.getpid()


def content(things: int) -> dict[str, bytes]:
    return {path: data for path, data, _ in map(make, range(things))}


def files_in(folder: Path) -> dict[str, bytes]:
    """What is in a generated folder, but for its manifest."""
    every = (file for file in folder.rglob("*") if file.is_file() and file != folder / MANIFEST)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in every}


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def write(
    folder: Path,
    things: int,
    maker: Callable[[int], tuple[str, bytes, int]] = make,
    *,
    cores: int = 0,
    keep: tuple[str, ...] = (),
) -> TreeResult[int]:
    with NewFolder(folder, "markdown", inside=folder.parent) as new:
        return write_tree(new, range(things), maker, cores=cores, keep=keep)


# ── A tree ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("cores", PROCESSES)
def test_a_file_is_made_of_each_thing(tmp_path: Path, cores: int) -> None:
    told: list[int] = []
    with NewFolder(tmp_path / "docs", "markdown") as new:
        written = write_tree(new, range(50), make, done=told.append, cores=cores)
    assert written == TreeResult({make(n)[0]: n for n in range(50)}, changed=50, removed=0)
    assert files_in(tmp_path / "docs") == content(50)
    assert told == sorted(told)
    assert told[-1] == 50
    # Nothing is left beside the tree.
    assert names(tmp_path) == ["docs"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("cores", PROCESSES)
def test_what_is_the_same_is_not_touched(tmp_path: Path, cores: int) -> None:
    write(tmp_path / "docs", 50, cores=cores)
    (tmp_path / "docs/odd/9.md").write_text("something else")
    before = {
        file: (file.stat().st_mtime_ns, file.stat().st_ino) for file in (tmp_path / "docs").rglob("*.md")
    }
    written = write(tmp_path / "docs", 52, cores=cores)
    assert (written.changed, written.removed) == (3, 0)
    after = {file: (file.stat().st_mtime_ns, file.stat().st_ino) for file in before}
    assert [file.name for file in before if before[file] != after[file]] == ["9.md"]
    assert files_in(tmp_path / "docs") == content(52)
    assert names(tmp_path) == ["docs"]


def test_a_tree_that_is_the_same_stays_where_it_is(tmp_path: Path) -> None:
    write(tmp_path / "docs", 5)
    before = (tmp_path / "docs").stat().st_ino
    assert write(tmp_path / "docs", 5).changed == 0
    assert (tmp_path / "docs").stat().st_ino == before
    # Pages that are known to be the same are not even made.
    assert write(tmp_path / "docs", 2, keep=("even/2.md", "odd/3.md", "even/4.md")).changed == 0
    assert (tmp_path / "docs").stat().st_ino == before


@pytest.mark.usefixtures("way")
def test_what_is_not_made_any_more_is_gone_with_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "docs", 4)
    written = write(tmp_path / "docs", 1)
    assert (written.changed, written.removed) == (0, 3)
    assert names(tmp_path / "docs") == [MANIFEST, "even"]
    assert files_in(tmp_path / "docs") == content(1)


@pytest.mark.parametrize("cores", PROCESSES)
def test_a_failure_is_raised_and_leaves_the_tree_alone(tmp_path: Path, cores: int) -> None:
    write(tmp_path / "docs", 10, cores=cores)
    (tmp_path / "docs/even/4.md").write_text("old")
    before = files_in(tmp_path / "docs")
    with pytest.raises(ValueError, match="seventeen"):
        write(tmp_path / "docs", 50, make_or_fail, cores=cores)
    assert files_in(tmp_path / "docs") == before
    assert names(tmp_path) == ["docs"]


def test_a_killed_process_is_made_up_for(tmp_path: Path) -> None:
    # The things that it had written by then are written once more.
    write(tmp_path / "docs", 50, leave, cores=3)
    assert files_in(tmp_path / "docs") == content(50)


def test_two_pages_on_one_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        FolderError, match=r"docs/even/0\.md would be written twice: two pages have the same address$"
    ):
        write(tmp_path / "docs", 2, lambda n: make(0))
    assert names(tmp_path) == []


def test_the_folder_is_for_everybody_as_far_as_the_umask_lets_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "docs", 3)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("docs", "docs/even", "docs/even/0.md")] == [
        0o750,
        0o750,
        0o640,
    ]


# ── Foreign files ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("way")
def test_a_folder_that_was_not_generated_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "docs/img").mkdir(parents=True)
    for name in ("index.md", "handbook.md", "img/a.png", "img/b.png"):
        (tmp_path / "docs" / name).write_text(name)
    before = files_in(tmp_path / "docs")
    told = (
        r"docs is replaced as a whole, but holds files that were not generated: handbook\.md, img/a\.png,"
        r" img/b\.png and 1 more$"
    )
    with pytest.raises(FolderError, match=told):
        write(tmp_path / "docs", 3)
    assert files_in(tmp_path / "docs") == before
    assert names(tmp_path) == ["docs"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "name", ["mine.txt", "even/mine.txt", ".htaccess", "new/folder/mine.txt", "even/0.md/mine.txt"]
)
def test_what_was_put_into_a_generated_folder_is_not_lost(tmp_path: Path, name: str) -> None:
    write(tmp_path / "docs", 3)
    file = tmp_path / "docs" / name
    if (tmp_path / "docs/even/0.md") in file.parents:
        (tmp_path / "docs/even/0.md").unlink()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine")
    before = files_in(tmp_path / "docs")
    with pytest.raises(FolderError, match=name):
        write(tmp_path / "docs", 5)
    assert files_in(tmp_path / "docs") == before
    file.unlink()
    write(tmp_path / "docs", 5)
    assert files_in(tmp_path / "docs") == content(5)


@pytest.mark.usefixtures("way")
def test_what_is_put_there_while_the_new_folder_is_made_is_not_lost(tmp_path: Path) -> None:
    write(tmp_path / "docs", 3)
    with pytest.raises(FolderError, match=r"mine\.txt"), NewFolder(tmp_path / "docs", "markdown") as new:
        new.add("index.md", b"")
        (tmp_path / "docs/mine.txt").write_text("mine")
        new.put()
    assert (tmp_path / "docs/mine.txt").read_text() == "mine"
    assert names(tmp_path) == ["docs"]


def test_what_is_put_there_in_the_last_instant_is_kept_beside_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "docs", 3)
    exchange = Folder.exchange

    def late(self: Folder, name: str, other: Folder, there: str) -> bool:
        (tmp_path / "docs/mine.txt").write_text("mine")
        return exchange(self, name, other, there)

    monkeypatch.setattr(Folder, "exchange", late)
    with pytest.raises(
        FolderError, match=r"docs was replaced; files added meanwhile were kept: .*/new/mine\.txt$"
    ):
        write(tmp_path / "docs", 5)
    assert files_in(tmp_path / "docs") == content(5)
    (aside,) = tmp_path.glob(".docs-*")
    assert files_in(aside / "new") == {"mine.txt": b"mine"}
    # The next start names it again, and still does not remove it.
    assert sweep(tmp_path / "docs") == [aside / "new" / "mine.txt"]
    assert files_in(aside / "new") == {"mine.txt": b"mine"}


@pytest.mark.usefixtures("way")
def test_a_link_is_refused_and_what_it_leads_to_left_alone(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/mine.txt").write_text("mine")
    (tmp_path / "docs").symlink_to(tmp_path / "victim")
    with pytest.raises(FolderError, match="is a symbolic link"):
        write(tmp_path / "docs", 3)
    assert files_in(tmp_path / "victim") == {"mine.txt": b"mine"}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("place", ["even", "more"])
def test_a_link_in_a_generated_folder_is_nobody_elses_way_out(tmp_path: Path, place: str) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/0.md").write_bytes(make(0)[1])
    write(tmp_path / "project/docs", 3)
    link = tmp_path / "project/docs" / place
    if link.exists():
        (link / "0.md").unlink()
        (link / "2.md").unlink()
        link.rmdir()
    link.symlink_to(tmp_path / "victim")
    with pytest.raises(FolderError, match=place):
        write(tmp_path / "project/docs", 5)
    assert files_in(tmp_path / "victim") == {"0.md": make(0)[1]}
    assert link.is_symlink()


@pytest.mark.usefixtures("way")
def test_a_link_in_the_place_of_a_generated_file_is_replaced(tmp_path: Path) -> None:
    write(tmp_path / "docs", 3)
    (tmp_path / "mine.txt").write_bytes(make(0)[1])
    (tmp_path / "docs/even/0.md").unlink()
    (tmp_path / "docs/even/0.md").symlink_to(tmp_path / "mine.txt")
    assert write(tmp_path / "docs", 3).changed == 1
    assert not (tmp_path / "docs/even/0.md").is_symlink()
    assert (tmp_path / "mine.txt").read_bytes() == make(0)[1]


def test_a_folder_of_another_content_is_not_replaced(tmp_path: Path) -> None:
    write(tmp_path / "docs", 3)
    with pytest.raises(FolderError), NewFolder(tmp_path / "docs", "site"):
        pass
    assert files_in(tmp_path / "docs") == content(3)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("inner", [False, True])
def test_an_empty_folder_may_be_taken(tmp_path: Path, inner: bool) -> None:
    (tmp_path / "docs" / ("inner" if inner else "")).mkdir(parents=True)
    write(tmp_path / "docs", 3)
    assert files_in(tmp_path / "docs") == content(3)
    assert names(tmp_path) == ["docs"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"something else",
        b"\xff",
        b"briefings 2 markdown 0\n",
        b'briefings 1 markdown 2\n"even/0.md"\n',
        b"briefings 1 markdown 1\n[\n",
    ],
)
def test_a_manifest_that_is_damaged_lists_nothing(tmp_path: Path, data: bytes) -> None:
    write(tmp_path / "docs", 3)
    (tmp_path / "docs" / MANIFEST).write_bytes(data)
    with pytest.raises(FolderError, match=r"holds files that were not generated"):
        write(tmp_path / "docs", 5)
    assert files_in(tmp_path / "docs") == content(3)


def test_a_manifest_comes_back_as_it_was() -> None:
    every = Manifest(
        "site",
        frozenset(
            {"index.html", "a b/ü.png", "two\nlines", "tab\t", "line\u2028end", os.fsdecode(b"\xff.txt")}
        ),
    )
    assert Manifest.decode(every.encode()) == every


# ── After a crash ───────────────────────────────────────────────────────────────────────────────────────────


def crash(do: Callable[[], None]) -> None:
    """Do it in a process that is gone without a word."""
    child = os.fork()
    if child == 0:
        try:
            do()
        finally:
            os._exit(1)
    os.waitpid(child, 0)


def test_what_a_dead_process_was_writing_is_swept(tmp_path: Path) -> None:
    write(tmp_path / "docs", 3)

    def begin() -> None:
        NewFolder(tmp_path / "docs", "markdown").__enter__().add("index.md", b"half")
        os._exit(1)

    crash(begin)
    assert len(names(tmp_path)) == 2
    assert sweep(tmp_path / "docs") == []
    assert names(tmp_path) == ["docs"]
    assert files_in(tmp_path / "docs") == content(3)


def test_what_a_living_process_is_writing_is_not_swept(tmp_path: Path) -> None:
    with Scratch(tmp_path / "docs") as scratch:
        (scratch.path / "index.md").write_text("half")
        assert sweep(tmp_path / "docs") == []
        assert (scratch.path / "index.md").exists()
    assert names(tmp_path) == []


def test_a_crash_between_two_steps_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "docs", 3)
    monkeypatch.setattr(files, "_exchange_function", lambda: None)

    def break_off() -> None:
        move, moved = Folder.move, []

        def once(self: Folder, name: str, to: Folder, new: str) -> None:
            move(self, name, to, new)
            if to is not self:
                moved.append(name)
                if moved == ["docs"]:
                    os._exit(1)

        monkeypatch.setattr(Folder, "move", once)
        write(tmp_path / "docs", 5)

    crash(break_off)
    assert not (tmp_path / "docs").exists()
    assert sweep(tmp_path / "docs") == []
    assert names(tmp_path) == ["docs"]
    assert files_in(tmp_path / "docs") == content(3)


def test_folders_that_only_look_like_leftovers_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").write_text("mine")
    (tmp_path / ".docs-00000001").symlink_to(tmp_path / "elsewhere")
    for name in (".docs-00000002", ".docs-mine", ".docs-00000003/new"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "mine.txt").write_text("mine")
    # One that somebody marked, with a way out of it.
    (tmp_path / ".docs-00000004/new").mkdir(parents=True)
    (tmp_path / ".docs-00000004" / MANIFEST).write_bytes(Manifest("scratch", frozenset()).encode())
    (tmp_path / ".docs-00000004/new/out").symlink_to(tmp_path / "elsewhere")
    assert sweep(tmp_path / "docs") == []
    assert names(tmp_path) == [
        ".docs-00000001",
        ".docs-00000002",
        ".docs-00000003",
        ".docs-mine",
        "elsewhere",
    ]
    assert files_in(tmp_path / "elsewhere") == {"mine.txt": b"mine"}


def test_builds_of_one_project_follow_one_another(tmp_path: Path) -> None:
    waited: list[int] = []
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with project_lock(tmp_path, lambda: None):
            os.write(writing, b"x")
            os.read(0, 0)
            while not (tmp_path / "go").exists():
                pass
            (tmp_path / "first").write_text("done")
        os._exit(0)
    os.read(reading, 1)

    def waiting() -> None:
        waited.append(1)
        (tmp_path / "go").write_text("")

    with project_lock(tmp_path, waiting):
        assert (tmp_path / "first").exists()
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert waited == [1]

"""Generated folders: the old one or the new one, never a mixture, and no foreign file is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.store.files import FolderError
from briefings.store.folders import (
    MANIFEST,
    NewFolder,
    Scratch,
    TreeResult,
    sweep,
    write_tree,
)

both = pytest.mark.parametrize("cores", [1, 3])
PARENT = os.getpid()


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


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A generated folder with three files. Nothing else is beside it."""
    write(tmp_path / "docs", 3)
    return tmp_path / "docs"


# ── A tree ──────────────────────────────────────────────────────────────────────────────────────────────────


@both
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


def test_a_tree_that_is_the_same_stays_where_it_is(docs: Path) -> None:
    before = docs.stat().st_ino
    assert write(docs, 3).changed == 0
    # Pages that are known to be the same are not even made.
    assert write(docs, 1, keep=("odd/1.md", "even/2.md")).changed == 0
    assert docs.stat().st_ino == before


@both
def test_a_failure_is_raised_and_leaves_the_tree_alone(docs: Path, cores: int) -> None:
    (docs / "even/2.md").write_text("old")
    before = files_in(docs)
    with pytest.raises(ValueError, match="seventeen"):
        write(docs, 50, make_or_fail, cores=cores)
    assert files_in(docs) == before
    assert names(docs.parent) == ["docs"]


def test_a_killed_process_is_made_up_for(docs: Path) -> None:
    # The things that it had written by then are written once more.
    write(docs, 50, leave, cores=3)
    assert files_in(docs) == content(50)


def test_two_pages_on_one_path_are_refused(tmp_path: Path) -> None:
    why = r"docs/even/0\.md would be written twice: two pages have the same address$"
    with pytest.raises(FolderError, match=why):
        write(tmp_path / "docs", 2, lambda n: make(0))
    assert names(tmp_path) == []


def test_the_folder_is_for_everybody_as_far_as_the_umask_lets_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "docs", 3)
    finally:
        os.umask(before)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("docs", "docs/even", "docs/even/0.md")]
    assert modes == [0o750, 0o750, 0o640]


# ── Foreign files ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["mine.txt", "even/mine.txt", ".htaccess", "new/folder/mine.txt", "even/0.md/mine.txt"]
)
@pytest.mark.parametrize("late", [False, True], ids=["before", "meanwhile"])
def test_what_was_put_into_a_generated_folder_is_not_lost(docs: Path, name: str, late: bool) -> None:
    def add() -> None:
        if (docs / "even/0.md") in (docs / name).parents:
            (docs / "even/0.md").unlink()
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("mine")

    def maker(number: int) -> tuple[str, bytes, int]:
        if late and number == 4:
            add()
        return make(number)

    if not late:
        add()
    with pytest.raises(FolderError, match=name):
        write(docs, 5, maker)
    assert (docs / name).read_text() == "mine"
    assert names(docs.parent) == ["docs"]
    (docs / name).unlink()
    write(docs, 5)
    assert files_in(docs) == content(5)


def test_what_is_put_there_in_the_last_instant_is_kept_beside_and_named(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        if self == docs:
            (docs / "mine.txt").write_text("mine")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    told = r"docs was replaced; files added meanwhile were kept: .*/old/mine\.txt$"
    with pytest.raises(FolderError, match=told):
        write(docs, 5)
    assert files_in(docs) == content(5)
    (aside,) = docs.parent.glob(".docs-*")
    # Each later start names it again, and still does not remove it.
    for _ in range(2):
        assert files_in(aside / "old") == {"mine.txt": b"mine"}
        assert sweep(docs) == [aside / "old/mine.txt"]


def test_a_folder_that_cannot_be_removed_now_is_removed_later(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rmdir = Path.rmdir

    def busy(self: Path) -> None:
        if self.name == "old":
            raise OSError
        rmdir(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rmdir", busy)
        write(docs, 5)
    assert files_in(docs) == content(5)
    assert len([*docs.parent.glob(".docs-*")]) == 1
    assert sweep(docs) == []
    assert [*docs.parent.glob(".docs-*")] == []


@pytest.mark.parametrize("place", ["", "even", "more"])
def test_a_link_is_nobody_elses_way_out(docs: Path, place: str) -> None:
    victim = docs.parent / "victim"
    victim.mkdir()
    (victim / "0.md").write_bytes(make(0)[1])
    link = docs / place
    if link.exists():
        link.rename(docs.parent / "moved")
    link.symlink_to(victim)
    with pytest.raises(FolderError, match=place or "is a symbolic link"):
        write(docs, 5)
    assert files_in(victim) == {"0.md": make(0)[1]}
    assert link.is_symlink()


def test_a_link_in_the_place_of_a_generated_file_is_replaced(docs: Path) -> None:
    mine = docs.parent / "mine.txt"
    mine.write_bytes(make(0)[1])
    (docs / "even/0.md").unlink()
    (docs / "even/0.md").symlink_to(mine)
    assert write(docs, 3).changed == 1
    assert not (docs / "even/0.md").is_symlink()
    assert mine.read_bytes() == make(0)[1]


def test_a_folder_of_another_content_is_not_replaced(docs: Path) -> None:
    with pytest.raises(FolderError), NewFolder(docs, "site"):
        pass
    assert files_in(docs) == content(3)


@pytest.mark.parametrize("inner", ["", "inner"])
def test_an_empty_folder_may_be_taken(tmp_path: Path, inner: str) -> None:
    (tmp_path / "docs" / inner).mkdir(parents=True)
    write(tmp_path / "docs", 3)
    assert files_in(tmp_path / "docs") == content(3)
    assert names(tmp_path) == ["docs"]


def test_a_manifest_that_is_damaged_lists_nothing(docs: Path) -> None:
    for data in (
        b"",
        b"something else",
        b"\xff",
        b"briefings 2 markdown 0\n",
        b'briefings 1 markdown 2\n"even/0.md"\n',
        b"briefings 1 markdown 1\n[\n",
        b"briefings 1 markdown 1\n[]\n",
    ):
        (docs / MANIFEST).write_bytes(data)
        with pytest.raises(FolderError, match=r"holds files that were not generated"):
            write(docs, 5)
        assert files_in(docs) == content(3)


# ── After a crash ───────────────────────────────────────────────────────────────────────────────────────────


def crash(do: Callable[[], object]) -> None:
    """Do it in a process that is gone without a word."""
    child = os.fork()
    if child == 0:
        try:
            do()
        finally:
            os._exit(1)
    os.waitpid(child, 0)


def test_what_a_living_process_is_writing_is_not_swept(tmp_path: Path) -> None:
    with Scratch(tmp_path / "docs") as scratch:
        (scratch.path / "index.md").write_text("half")
        assert sweep(tmp_path / "docs") == []
        assert (scratch.path / "index.md").exists()
    assert names(tmp_path) == []


def test_a_crash_between_the_two_renames_brings_the_old_folder_back(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda self, target: rename(self, target) and os._exit(1))
    crash(lambda: write(docs, 5))
    monkeypatch.undo()
    assert not docs.exists()
    assert sweep(docs) == []
    assert names(docs.parent) == ["docs"]
    assert files_in(docs) == content(3)


def test_folders_that_only_look_like_leftovers_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").write_text("mine")
    (tmp_path / ".docs-00000001").symlink_to(tmp_path / "elsewhere")
    for name in (".docs-00000002", ".docs-mine", ".docs-00000003/new", ".docs-00000003/old"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "mine.txt").write_text("mine")
    # One that somebody marked, with a way out of it.
    (tmp_path / ".docs-00000004" / MANIFEST).mkdir(parents=True)
    (tmp_path / ".docs-00000004/new").mkdir(parents=True)
    (tmp_path / ".docs-00000004/new/out").symlink_to(tmp_path / "elsewhere")
    assert sweep(tmp_path / "docs") == []
    left = [".docs-00000001", ".docs-00000002", ".docs-00000003", ".docs-mine", "elsewhere"]
    assert names(tmp_path) == left
    assert files_in(tmp_path / "elsewhere") == {"mine.txt": b"mine"}

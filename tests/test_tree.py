"""Writing a tree: the same files from one process and from several; nothing is touched before everything is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefings.tree import Written, write_tree

PROCESSES = (1, 3)


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


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("cores", PROCESSES)
def test_a_file_is_made_of_each_thing(tmp_path: Path, cores: int) -> None:
    told: list[int] = []
    written = write_tree(tmp_path / "docs", range(50), make, done=told.append, cores=cores)
    assert written == Written({make(n)[0]: n for n in range(50)}, changed=50)
    assert files(tmp_path / "docs") == content(50)
    assert told == sorted(told)
    assert told[-1] == 50
    # Nothing is left beside the tree.
    assert [entry.name for entry in tmp_path.iterdir()] == ["docs"]


@pytest.mark.parametrize("cores", PROCESSES)
def test_what_is_the_same_is_not_touched(tmp_path: Path, cores: int) -> None:
    write_tree(tmp_path / "docs", range(50), make, cores=cores)
    (tmp_path / "docs/odd/9.md").write_text("something else")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "docs").rglob("*.md")}
    written = write_tree(tmp_path / "docs", range(52), make, cores=cores)
    assert written.changed == 3
    after = {file: file.stat().st_mtime_ns for file in before}
    assert [file.name for file in before if before[file] != after[file]] == ["9.md"]
    assert files(tmp_path / "docs") == content(52)


@pytest.mark.parametrize("cores", PROCESSES)
def test_a_failure_is_raised_and_leaves_the_tree_alone(tmp_path: Path, cores: int) -> None:
    write_tree(tmp_path / "docs", range(10), make, cores=cores)
    (tmp_path / "docs/even/4.md").write_text("old")
    before = files(tmp_path / "docs")
    with pytest.raises(ValueError, match="seventeen"):
        write_tree(tmp_path / "docs", range(50), make_or_fail, cores=cores)
    assert files(tmp_path / "docs") == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["docs"]


def test_a_killed_process_is_made_up_for(tmp_path: Path) -> None:
    write_tree(tmp_path / "docs", range(50), leave, cores=3)
    assert files(tmp_path / "docs") == content(50)


def test_files_are_for_everybody_as_far_as_the_umask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_tree(tmp_path / "docs", range(3), make)
    finally:
        os.umask(before)
    assert (tmp_path / "docs/even/0.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("cores", PROCESSES)
def test_a_folder_in_the_place_of_a_file_makes_way_and_so_does_a_file_in_that_of_a_folder(tmp_path: Path, cores: int) -> None:
    (tmp_path / "docs/even/0.md/inside").mkdir(parents=True)
    (tmp_path / "docs/odd").write_text("a file")
    write_tree(tmp_path / "docs", range(3), make, cores=cores)
    assert (tmp_path / "docs/even/0.md").read_bytes() == make(0)[1]
    assert (tmp_path / "docs/odd/1.md").read_bytes() == make(1)[1]


def test_what_a_link_leads_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.txt").write_text("mine")
    (tmp_path / "docs/even").mkdir(parents=True)
    (tmp_path / "docs/even/0.md").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    write_tree(tmp_path / "docs", range(3), make)
    assert (tmp_path / "docs/even/0.md").read_bytes() == make(0)[1]
    assert (tmp_path / "elsewhere/mine.txt").read_text() == "mine"

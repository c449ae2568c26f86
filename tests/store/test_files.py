"""Single files are written whole or not at all, in real folders only; what is no regular file is not read."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings.store.files import TEMPORARY, FolderError, holds, open_file, replace, sweep, write_if_changed


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace(tmp_path / "a/b/page.md", [b"in ", b"pieces"], inside=tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "a/b/page.md").read_bytes() == b"in pieces"
    assert (tmp_path / "a/b/page.md").stat().st_mode & 0o777 == 0o640
    assert names(tmp_path / "a/b") == ["page.md"]


def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.touch(mode=0o600)
    replace(file, b"mine", mode=0o644)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"mine", 0o600)
    (tmp_path / "link.md").symlink_to("/bin/sh")
    replace(tmp_path / "link.md", b"mine", mode=0o640)
    assert (tmp_path / "link.md").stat().st_mode & 0o777 == 0o640


def test_what_is_the_same_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    assert write_if_changed(file, b"old")
    before = file.stat()
    assert not write_if_changed(file, b"old")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert write_if_changed(file, b"new")
    assert file.read_bytes() == b"new"


def test_data_that_break_off_leave_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        replace(file, pieces())
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["page.md"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_an_error_of_the_disk_names_the_file(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*files: object) -> None:
        raise OSError(
            errno.ENOSPC, os.strerror(errno.ENOSPC), *([str(files[0]), None, "x"] * (call != "fsync"))
        )

    monkeypatch.setattr(os if call == "fsync" else Path, call, fail)
    with pytest.raises(OSError) as raised:
        replace(tmp_path / "page.md", b"new")
    assert str(raised.value) == f"[Errno {errno.ENOSPC}] No space left on device: '{tmp_path / 'page.md'}'"
    assert names(tmp_path) == []


@pytest.mark.parametrize("link", ["build", "build/cache", "build/cache/cards"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project" / link).parent.mkdir(parents=True)
    (tmp_path / "project" / link).symlink_to(tmp_path / "elsewhere")
    why = rf"project/{link} is a symbolic link, and the generator writes to real folders only$"
    with pytest.raises(FolderError, match=why):
        replace(tmp_path / "project/build/cache/cards/card.png", b"", inside=tmp_path / "project")
    assert names(tmp_path / "elsewhere") == []


def test_without_a_project_the_folder_itself_must_be_no_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "seeds").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError):
        replace(tmp_path / "seeds/quotes.lock", b"")
    # How it is reached is up to whoever named it.
    replace(tmp_path / "seeds/more/quotes.lock", b"")
    assert names(tmp_path / "elsewhere") == ["more"]


def test_a_link_in_the_place_of_a_file_is_replaced_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "ids.lock").symlink_to(tmp_path / "mine.txt")
    assert write_if_changed(tmp_path / "ids.lock", b"mine"), "what is behind a link is not what is there"
    assert not (tmp_path / "ids.lock").is_symlink()
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/dev/zero")
    for name in ("pipe", "folder", "link", "nothing"):
        for follow in (False, True):
            with pytest.raises(OSError):
                open_file(tmp_path / name, follow=follow)
        assert not holds(tmp_path / name, b"")


def test_what_nobody_writes_any_more_is_swept_and_what_somebody_writes_is_not(tmp_path: Path) -> None:
    dead, alive = tmp_path / f".page.md.0a1b2c3d{TEMPORARY}", tmp_path / f".page.md.4e5f6a7b{TEMPORARY}"
    mine = [tmp_path / name for name in (".page.md.swp", f"page{TEMPORARY}", ".hidden")]
    for file in (dead, alive, *mine):
        file.write_text("x")
    with alive.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        sweep(tmp_path)
    assert names(tmp_path) == sorted([alive.name, *(file.name for file in mine)])
    sweep(tmp_path)
    assert not alive.exists()


def test_a_sweep_of_nothing_or_of_a_link_does_nothing(tmp_path: Path) -> None:
    sweep(tmp_path / "nothing")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / f".x.0a1b2c3d{TEMPORARY}").write_text("x")
    (tmp_path / "content").symlink_to(tmp_path / "elsewhere")
    sweep(tmp_path / "content")
    assert len(names(tmp_path / "elsewhere")) == 1

"""Reading: regular files inside a folder, by no link, of a limited size; everything else is refused at once,
and never waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from briefings.store.reading import (
    MissingError,
    ReadError,
    TooLargeError,
    open_content,
    printable,
    read,
    walk,
)
from tests.trees import write


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b.txt"
    file.parent.mkdir()
    file.write_bytes(b"12345")
    assert read(file, largest=5, root=tmp_path) == read(file, largest=5) == b"12345"
    with pytest.raises(TooLargeError, match=r"^has 5 bytes; at most 4 are read$") as caught:
        read(file, largest=4, root=tmp_path)
    assert caught.value.size == 5


def test_a_file_that_grows_while_it_is_read_is_too_large_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    small = os.stat_result((0o100644, *[0] * 9))
    monkeypatch.setattr(os, "fstat", lambda descriptor: small)
    with pytest.raises(TooLargeError):
        read(file, largest=4, root=tmp_path)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no files of the system that tell no size")
def test_files_of_the_system_end_at_the_limit() -> None:
    with pytest.raises(TooLargeError):
        read(Path("/proc/self/status"), largest=10)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one of everything that is no regular file, and with ways out of it."""
    (tmp_path / "outside").write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a").write_text("secret")
    made = tmp_path / "project"
    made.mkdir()
    (made / "real").write_text("words")
    for name, target in LINKS.items():
        (made / name).symlink_to(target)
    os.mkfifo(made / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(made / "socket"))
    (made / "below").mkdir()
    return made


LINKS = {
    "out": "../outside",
    "inside": "real",
    "dangling": "nowhere",
    "loop": "loop",
    "device": "/dev/zero",
    "system": "/usr",
    "folder": "../elsewhere",
}
LINK = "is a link, and links are not followed"


def test_what_is_no_regular_file_inside_is_refused(root: Path) -> None:
    table = dict.fromkeys(LINKS, LINK) | {
        "folder/a": f"is not read: `folder` {LINK}",
        "pipe": "is a named pipe, and must be a regular file",
        "below": "is a folder, and must be a regular file",
        "none": "does not exist",
        "../project/real": "lies outside of the project",
        "../outside": "lies outside of the project",
        "/dev/zero": "lies outside of the project",
    }
    for name, why in table.items():
        with pytest.raises(ReadError) as caught:
            read(root / name, largest=1_000_000, root=root)
        assert str(caught.value) == why, name
        assert caught.value.hint == ("put the file or folder itself there" if "link" in why else ""), name
    with pytest.raises(ReadError):
        read(root / "socket", largest=10, root=root)


def test_without_a_root_links_lead_to_files_and_to_nothing_else(root: Path) -> None:
    assert read(root / "inside", largest=10) == b"words"
    for name in ("pipe", "below", "device", "system", "loop", "dangling"):
        with pytest.raises(ReadError):
            read(root / name, largest=10)


def test_a_pipe_put_in_place_of_a_file_at_the_last_moment_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_text("words")
    opened = os.open

    def exchanged(path: Path, flags: int, **options: object) -> int:
        file.unlink()
        os.mkfifo(file)
        return opened(path, flags)

    monkeypatch.setattr(os, "open", exchanged)
    with pytest.raises(ReadError, match="named pipe"):
        open_content(file)


def test_a_missing_file_is_told_from_one_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingError):
        read(tmp_path / "none", largest=1)
    (tmp_path / "a").write_text("x")

    def refused(*given: object, **options: object) -> int:
        raise PermissionError(13, "Permission denied", str(tmp_path / "a"))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(ReadError, match=r"^cannot be read: Permission denied$") as caught:
        read(tmp_path / "a", largest=1)
    assert not isinstance(caught.value, MissingError)


# ── Folders ─────────────────────────────────────────────────────────────────────────────────────────────────


def walked(folder: Path, root: Path) -> dict[str, str]:
    return {"/".join(parts): str(error or "") for parts, error in walk(folder, root=root)}


def test_a_walk_tells_every_file_and_whatever_is_none(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(("b", "a/c", "a/d/e", ".hidden/f", "a/.g"), "x"))
    (tmp_path / "a" / "link").symlink_to("/usr")
    (tmp_path / "a" / "loop").symlink_to("..")
    os.mkfifo(tmp_path / "pipe")
    assert walked(tmp_path / "a", tmp_path) == {"c": "", "d/e": "", "link": LINK, "loop": LINK}
    assert list(walked(tmp_path, tmp_path.parent)) == ["a/c", "a/d/e", "a/link", "a/loop", "b", "pipe"]


def test_a_walk_begins_at_a_real_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "file").write_text("x")
    assert walked(tmp_path / "none", tmp_path) == {}
    assert walked(tmp_path / "link", tmp_path) == {"": LINK}
    assert walked(tmp_path / "file", tmp_path) == {"": "is a file, and must be a folder"}
    assert walked(tmp_path / "link" / "deeper", tmp_path) == {"": f"is not read: `link` {LINK}"}


def test_folders_as_deep_as_a_system_allows_are_told(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(25):
            os.mkdir("x" * 200, dir_fd=here)
            below = os.open("x" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    finally:
        os.close(here)
    (error,) = walked(tmp_path, tmp_path.parent).values()
    assert error == "cannot be read: File name too long"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("zte.yml", "zte.yml"),
        ("李强.yml", "李强.yml"),
        ("a\n::error::b", "a�::error::b"),
        ("\x1b[2J", "�[2J"),
        ("\udcff", "�"),
        ("\u202ea", "�a"),
    ],
)
def test_names_are_shown_without_effect(name: str, shown: str) -> None:
    assert printable(name) == shown

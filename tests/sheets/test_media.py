"""Media: files in content/media/ are what their endings say, by their first bytes."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

from briefings.sheets.media import media_files, media_problems
from tests.trees import write

PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    + struct.pack(">I", zlib.crc32(b""))
)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
GIF = b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
GIF_WITH_COLORS = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4"
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L"
AVIF = struct.pack(">I", 28) + b"ftypavif\0\0\0\0avifmif1miaf"
AVIF_BY_BRAND = struct.pack(">I", 28) + b"ftypmif1\0\0\0\0mif1avifmiaf"
PDF = b"%PDF-1.7\n"

GOOD = {
    "a.png": PNG, "b.jpg": JPEG, "c.jpeg": JPEG, "d.gif": GIF, "d2.gif": GIF_WITH_COLORS, "e.webp": WEBP, "f.avif": AVIF,
    "g.avif": AVIF_BY_BRAND,
    "h.pdf": PDF, "2025/07/i.png": PNG,
}  # fmt: skip

BAD = {
    "script.png": b"alert(1)", "script.jpg": b"\xff\xd8 alert(1)", "script.gif": b"GIF88a=1", "script.webp": b"RIFF/*..WEBP*/=1;alert(1)",
    "comment.gif": b"GIF89a/*......*/=1;alert(1)", "short.gif": GIF[:13], "film.webp": b"RIFF\0\0\0\0AVI LIST",
    "script.pdf": b" %PDF-1.7", "page.pdf": b"<html>%PDF-1.7", "empty.png": b"", "half.png": PNG[:8], "swapped.png": JPEG,
    "swapped.jpg": PNG,
    "text.avif": b"/*  ftypavif*/alert(1)", "video.avif": struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom",
    "short.avif": b"\0\0\0\x10ftyp",
    "late.avif": struct.pack(">I", 20) + b"ftypmif1\0\0\0\0mif1avif",
}  # fmt: skip


def put(root: Path, files: dict[str, bytes]) -> None:
    write(root / "content" / "media", files)


def named(root: Path) -> list[str]:
    return [
        path.relative_to(root / "content" / "media").as_posix()
        for path in media_files(root / "content", root)
    ]


def problems(root: Path) -> dict[str, str]:
    return {
        p.place.path.removeprefix("content/media/"): p.code.id for p in media_problems(root / "content", root)
    }


def test_pictures_and_documents_go_to_the_site(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    assert problems(tmp_path) == {}
    assert named(tmp_path) == sorted(GOOD)


def test_what_is_called_otherwise_does_not(tmp_path: Path) -> None:
    put(tmp_path, BAD)
    assert problems(tmp_path) == dict.fromkeys(BAD, "bad-media")
    assert named(tmp_path) == []


def test_other_endings_and_names_are_refused(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "trick.svg": b"<svg onload='x'/>",
            "page.html": b"<html>",
            "none": b"x",
            "Map.PNG": PNG,
            "My Maps/a.png": PNG,
            "a.b.png": PNG,
        },
    )
    assert problems(tmp_path) == {
        "trick.svg": "stray-file", "page.html": "stray-file", "none": "stray-file", "Map.PNG": "bad-file-name",
        "My Maps/a.png": "bad-file-name",
        "a.b.png": "bad-file-name",
    }  # fmt: skip
    assert named(tmp_path) == []


def test_links_pipes_and_hidden_files_are_never_read(tmp_path: Path) -> None:
    put(tmp_path, {"a.png": PNG, ".trash/b.png": PNG})
    media = tmp_path / "content" / "media"
    (media / "usr").symlink_to("/usr")
    (media / "b.png").symlink_to("a.png")
    os.mkfifo(media / "c.png")
    assert problems(tmp_path) == {"usr": "unreadable", "b.png": "unreadable", "c.png": "unreadable"}
    assert named(tmp_path) == ["a.png"]


def test_a_folder_of_media_outside_is_not_published(tmp_path: Path) -> None:
    put(tmp_path / "other", {"secret.png": PNG})
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "site" / "content" / "media").symlink_to(tmp_path / "other" / "content" / "media")
    root = tmp_path / "site"
    assert media_files(root / "content", root) == []
    assert [p.message for p in media_problems(root / "content", root)] == [
        "`content/media` is a link, and links are not followed"
    ]

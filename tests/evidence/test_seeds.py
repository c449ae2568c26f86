"""Saved texts: read unchanged, never from outside the folder, and saved completely or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefings.evidence import seeds
from briefings.evidence.seeds import Seeds, TextError, TextExistsError, is_page, save
from briefings.store.reading import ReadError


@pytest.mark.parametrize("source", ["../secret", "/etc/passwd", "a/b", "..", "", "A", "a.b", "a\0b"])
def test_only_source_ids_are_read_and_saved(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "seeds"
    folder.mkdir()
    assert Seeds(folder).read(source) is None
    with pytest.raises(TextError, match="not a source id"):
        save(folder, source, "words")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["secret.txt", "seeds"]


def test_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "wam.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    (folder / "inside.txt").write_text("here")
    (folder / "linked.txt").symlink_to(folder / "inside.txt")
    for source in ("wam", "gone", "linked"):
        with pytest.raises(ReadError, match=r"^is a link, and links are not followed$"):
            Seeds(folder).read(source)


def test_a_folder_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "wam.txt").write_text("words")
    (tmp_path / "seeds").symlink_to(tmp_path / "texts")
    with pytest.raises(ReadError, match=r"^is not read: `seeds` is a link, and links are not followed$"):
        Seeds(tmp_path / "seeds").read("wam")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", r"not UTF-8 text \(line 1\)"),
        (b"one\ntwo\ncaf\xe9\n", r"not UTF-8 text \(line 3\)"),
        ("words".encode("utf-16"), "is UTF-16 text; save it as UTF-8"),
        (b"P\0K\0", "null characters"),
        (
            b"PK\x03\x04 word/document.xml",
            "is a ZIP file, as .docx, .odt and .epub are; open it and save it as plain text",
        ),
        (b"%PDF-1.7 words", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        (b"{\\rtf1 words}", "is Rich Text"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"\x1f\x8b\x08", "is compressed"),
        (b"<!DOCTYPE html>\n<p>words</p>", "HTML of a web page"),
        (b"\n <!-- saved --> <HTML lang=en><p>words</p>", "HTML of a web page"),
        (b'<?xml version="1.0"?><html xmlns="x">words</html>', "HTML of a web page"),
    ],
)
def test_files_that_are_not_text_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "wam.txt").write_bytes(data)
    with pytest.raises(TextError, match=message):
        Seeds(tmp_path).read("wam")


def test_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "wam.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for source, kind in (("wam", "a folder"), ("pipe", "a named pipe")):
        with pytest.raises(ReadError, match=f"^is {kind}, and must be a regular file$"):
            Seeds(tmp_path).read(source)


def test_too_large_a_text_is_neither_read_nor_saved(tmp_path: Path) -> None:
    (tmp_path / "wam.txt").write_bytes(b"x" * seeds.LARGEST)
    assert Seeds(tmp_path).read("wam") is not None
    (tmp_path / "wam.txt").write_bytes(b"x" * (seeds.LARGEST + 1))
    with pytest.raises(ReadError, match=r"has 5,000,001 bytes; at most 5,000,000 are read"):
        Seeds(tmp_path).read("wam")
    with pytest.raises(TextError, match="larger than 5 MB"):
        save(tmp_path, "other", "x" * seeds.LARGEST)
    assert not (tmp_path / "other.txt").exists()


@pytest.mark.parametrize("text", ["words", "words\n", "\ufeffwords\n\n\n", "\nwords\r\n", "words\r"])
def test_line_ends_of_saved_texts_are_uniform(tmp_path: Path, text: str) -> None:
    assert save(tmp_path / "seeds", "wam", text).read_bytes() == b"words\n"
    assert [path.name for path in (tmp_path / "seeds").iterdir()] == ["wam.txt"]


def test_saving_replaces_a_link_and_not_its_target(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "wam.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(TextExistsError):
        save(folder, "wam", "secret")
    save(folder, "wam", "words", overwrite=True)
    assert (tmp_path / "secret").read_text() == "secret"
    assert (folder / "wam.txt").read_text() == "words\n"


@pytest.mark.parametrize(
    ("data", "page"),
    [
        (b"<!doctype HTML><title>x", True),
        (b"\xef\xbb\xbf<html>", True),
        (b"<body class=x>", True),
        (b"<p>one</p><p>two</p><p>three</p><p>four</p><p>five</p>", True),
        ("Köln: <div id=x><a href=y>z</a></div><br><img src=q><span style=r>".encode("latin-1"), True),
        (b"A text about <html>, <p>, </p> and <br>.", False),
        (b"1 < 2 and 3 > 2\n" * 100, False),
        (b"words", False),
        (b"<!--" * 100_000, False),
        (b"<p " * 100_000, False),
    ],
)
def test_web_pages_are_recognized(data: bytes, page: bool) -> None:
    assert is_page(data) is page

"""Loading: which files are sheets, and that no bytes whatever end in a traceback."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model import FOLDERS
from briefings.problems.problem import Place, Problem
from briefings.problems.reports import Format, report
from briefings.sheets.load import LoadResult, load, parse_sheet
from briefings.text.prose import Kind
from tests.trees import write

# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_windows_lines_and_a_byte_order_mark_move_nothing(tmp_path: Path) -> None:
    path = "content/actors/zte.yml"
    problems = loaded(tmp_path, {path: b"\xef\xbb\xbfname: ZTE\r\nkind: firm\r\n"}).problems
    assert [p.place for p in problems] == [Place(path, 2, 7, "kind: firm", 4)]


def loaded(root: Path, files: dict[str, str | bytes]) -> LoadResult:
    write(root, files)
    return load(root / "content", root=root)


def test_content_is_a_folder(tmp_path: Path) -> None:
    content = tmp_path / "content"

    def message() -> str:
        loaded = load(content, root=tmp_path)
        assert loaded.sheets == ()
        return "; ".join(p.message for p in loaded.problems)

    assert message() == "there is no folder `content/` for sheets"
    content.mkdir()
    assert message() == ""
    content.rmdir()
    content.write_text("x")
    assert message() == "`content` must be a folder with sheets"
    content.unlink()
    (tmp_path / "elsewhere" / "topics").mkdir(parents=True)
    (tmp_path / "elsewhere" / "topics" / "chips.yml").write_text("name: Chips\n")
    content.symlink_to(tmp_path / "elsewhere")
    assert message() == "`content` is a link, and links are not followed"


def problems_in(root: Path) -> dict[str, str]:
    return {p.place.path: p.message for p in load(root / "content", root=root).problems}


def test_a_bad_name_of_a_folder_is_told_once_at_its_first_file(tmp_path: Path) -> None:
    names = [
        "East Asia/a.yml",
        "East Asia/b.yml",
        ".../c.yml",
        "x'><script>/deeper/d.yml",
        "y.yml/e.yml",
        "fine/2025/f.yml",
    ]
    sheets = loaded(tmp_path, {f"content/topics/{name}": f"name: N{n}\n" for n, name in enumerate(names)})
    assert [sheet.id for sheet in sheets.sheets] == ["f"]
    assert problems_in(tmp_path) == {
        f"content/topics/{file}": (
            f"the folder `{folder}` is not named like an id: small letters, digits and single hyphens"
        )
        for file, folder in {
            names[0]: "East Asia",
            names[2]: "...",
            names[3]: "x'><script>",
            names[4]: "y.yml",
        }.items()
    }


def test_links_are_not_followed_wherever_they_lead(tmp_path: Path) -> None:
    (tmp_path / "outside.yml").write_text("secret: words\n")
    topics = tmp_path / "content" / "topics"
    topics.mkdir(parents=True)
    (topics / "real.yml").write_text("name: Real\n")
    (topics / "gone.yml").symlink_to("gone")
    (topics / "inside.yml").symlink_to("real.yml")
    (topics / "loop.yml").symlink_to("loop.yml")
    (topics / "outside.yml").symlink_to(tmp_path / "outside.yml")
    (topics / "folder").symlink_to("/usr")
    (topics / "zero.yml").symlink_to("/dev/zero")
    (tmp_path / "content" / "actors").symlink_to("/usr")
    sheets = load(tmp_path / "content", root=tmp_path)
    assert [sheet.id for sheet in sheets.sheets] == ["real"]
    links = {f"content/topics/{name}": f"`{name}` is a link, and links are not followed" for name in (
        "folder", "gone.yml", "inside.yml", "loop.yml", "outside.yml", "zero.yml",
    )}  # fmt: skip
    assert (
        problems_in(tmp_path)
        == {"content/actors": "`content/actors` is a link, and links are not followed"} | links
    )
    assert all(p.hint == "put the file or folder itself there" for p in sheets.problems)
    assert "secret" not in "".join(p.place.text + p.message for p in sheets.problems)


def test_what_is_no_file_is_told_and_never_waited_for(tmp_path: Path) -> None:
    topics = tmp_path / "content" / "topics"
    topics.mkdir(parents=True)
    os.mkfifo(topics / "pipe.yml")
    (tmp_path / "content" / "sources").write_text("")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(topics / "socket.yml"))
        assert problems_in(tmp_path) == {
            "content/sources": "`content/sources` is a file, and must be a folder",
            "content/topics/pipe.yml": "`pipe.yml` is a named pipe, and must be a regular file",
            "content/topics/socket.yml": "`socket.yml` is a socket, and must be a regular file",
        }


def test_folders_that_cannot_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(tmp_path, {"content/topics/a.yml": "name: A\n", "content/topics/locked/b.yml": "name: B\n"})
    scandir = os.scandir

    def refused(path: Path | str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert problems_in(tmp_path) == {"content/topics/locked": "`locked` cannot be read: Permission denied"}


def test_names_that_act_on_terminals_or_commands_are_shown_without_effect(tmp_path: Path) -> None:
    topics = tmp_path / "content" / "topics"
    topics.mkdir(parents=True)
    for name in ("a\n::error file=x::y.yml", "b\x1b[2J.yml", os.fsdecode(b"c\xff.yml"), "d\u202e.yml"):
        (topics / name).write_text("name: A\n")
    problems = load(tmp_path / "content", root=tmp_path).problems
    shown = "".join(p.place.path + p.message + p.hint for p in problems)
    assert len(problems) == 4 and shown.isprintable()
    for form in get_args(Format):
        assert "\n::error file=x" not in report(problems, form)
        assert "\x1b" not in report(problems, form)
    assert [p.hint for p in problems][1:3] == ["rename it to `b-2j.yml`", "rename it to `c.yml`"]


# ── Whatever is in a file ───────────────────────────────────────────────────────────────────────────────────


def assert_inside(found: Problem, lines: list[str]) -> None:
    place = found.place
    assert 1 <= place.line <= len(lines)
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    assert place.text in {lines[place.line - 1], ""}
    assert 1 <= place.width <= max(1, len(place.text) - place.column + 1)
    # pydantic's own words never reach a curator.
    assert not any(
        word in found.message
        for word in ("Input should", "pydantic", "Traceback", "validator", "String should", "Field required")
    )
    assert found.message and "\n" not in found.message


VALUES = st.recursive(
    st.sampled_from(
        ["x", "li-qiang", "2025", "2025-07-26", "true", "''", "1.5", "'[[x]]'", "wam-2025", "NO", "~"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["date", "title", "cite", "text", "event", "value", "values", "kind"]),
            inner,
            max_size=3,
        ).map(lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"),
    ),
    max_leaves=8,
)
KEYS = ["title", "published", "topics", "summary", "in_brief", "timeline", "actors", "statements", "figures", "sections", "questions",
        "corrections", "related", "name", "kind", "roles", "relations", "identifiers", "links", "url", "publisher", "republishes",
        "moved_from", "withdrawn", "draft"]  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6), st.sampled_from(list(FOLDERS)))
def test_any_value_of_any_key_is_judged(data: dict[str, str], kind: Kind) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in data.items())
    sheet, problems = parse_sheet(text, kind, "any", "any.yml")
    assert (sheet is None) == (problems != [])
    for found in problems:
        assert_inside(found, text.split("\n"))

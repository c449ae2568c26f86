"""Hand-written pages: which files are accepted, and which HTML is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefings.catalog import urls
from briefings.checks.handwritten import HandwrittenPage, read_pages
from briefings.model import FOLDERS
from briefings.text import limits

PAGE = "---\ntitle: About us\ndescription: Who we are.\n---\n# Who\n\nWords.\n"


def put(root: Path, files: dict[str, str]) -> tuple[list[HandwrittenPage], list[tuple[str, str, int, int]]]:
    """The pages of these files, and the problems: code, path below content/pages/, line and column."""
    for name, text in files.items():
        file = root / "content" / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
    pages, problems = read_pages(root / "content", root)
    return pages, [
        (p.code.id, p.place.path.removeprefix("content/pages/"), p.place.line, p.place.column)
        for p in problems
    ]


def test_a_page(tmp_path: Path) -> None:
    pages, problems = put(tmp_path, {"about-us.md": PAGE})
    assert problems == []
    assert pages == [
        HandwrittenPage(
            "about-us.md", "content/pages/about-us.md", "About us", "Who we are.", "# Who\n\nWords.\n", 5
        )
    ]


def test_a_title_is_one_line(tmp_path: Path) -> None:
    pages, _ = put(tmp_path, {"a.md": '---\ntitle: "A\\n# b"\n---\n'})
    assert (pages[0].title, pages[0].description) == ("A # b", "A # b")


@pytest.mark.parametrize(
    "name",
    sorted({*urls.GENERATED, *(f"{name}.md" for name in (*FOLDERS.values(), *urls.OTHERS))} - {"index.md"}),
)
def test_a_page_cannot_have_the_address_of_another(name: str, tmp_path: Path) -> None:
    pages, problems = put(tmp_path, {name: PAGE})
    assert pages == [] and problems == [("duplicate-id", name, 1, 1)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("About.md", PAGE, ("bad-file-name", "About.md", 1, 1)),
        ("index.md", PAGE, ("bad-file-name", "index.md", 1, 1)),
        ("nul.md", PAGE, ("bad-file-name", "nul.md", 1, 1)),
        ("a.txt", PAGE, ("stray-file", "a.txt", 1, 1)),
        ("team/a.md", PAGE, ("stray-file", "team/a.md", 1, 1)),
        ("Our Team/a.md", PAGE, ("bad-file-name", "Our Team/a.md", 1, 1)),
        ("a.md", "# No title\n", ("missing-key", "a.md", 1, 1)),
        ("a.md", "---\ntitle: ' '\n---\n", ("hidden-character", "a.md", 2, 8)),
        ("a.md", "---\ntitle: 1\n---\n", ("missing-key", "a.md", 2, 8)),
        ("a.md", "---\n- a\n---\n", ("missing-key", "a.md", 2, 1)),
        ("a.md", "---\n---\n", ("missing-key", "a.md", 1, 1)),
        ("a.md", "---\ntitle: A\nscript: b\n---\n", ("unknown-key", "a.md", 3, 1)),
        ("a.md", '---\ntitle: "A\\x7f"\n---\n', ("hidden-character", "a.md", 2, 10)),
        ("a.md", f"{PAGE}a\u202eb\n", ("hidden-character", "a.md", 8, 2)),
        ("a.md", f"{PAGE}a\x1b[2J\n", ("hidden-character", "a.md", 8, 2)),
        ("a.md", f"{PAGE}a &#x202e;\n", ("hidden-character", "a.md", 8, 3)),
        ("a.md", f"{PAGE}[a](javascript:b)\n", ("unsafe-link", "a.md", 8, 5)),
        ("a.md", f"{PAGE}{'> ' * 11}b\n", ("too-large", "a.md", 8, 1)),
        ("a.md", f"{PAGE}{'[' * 51}\n", ("too-large", "a.md", 8, 51)),
        ("a.md", f"{PAGE}{'x' * (limits.LINE + 1)}\n", ("too-large", "a.md", 8, 1)),
        ("a.md", PAGE + "x\n" * (limits.SHEET // 2), ("too-large", "a.md", 1, 1)),
        ("a.md", f"{PAGE}\udcff", ("unreadable", "a.md", 8, 1)),
    ],
)
def test_refused_pages(name: str, text: str, expected: tuple[str, str, int, int], tmp_path: Path) -> None:
    pages, problems = put(tmp_path, {name: text})
    assert pages == [] and problems == [expected]


def test_symbolic_links_and_pipes_are_not_pages(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PAGE)
    (tmp_path / "content" / "pages").mkdir(parents=True)
    (tmp_path / "content" / "pages" / "link.md").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "content" / "pages" / "pipe.md")
    pages, problems = put(tmp_path, {".hidden.md": "nonsense"})
    assert pages == [] and problems == [("unreadable", "link.md", 1, 1), ("unreadable", "pipe.md", 1, 1)]

"""Edits of a page's HTML: white space, corrections of Material's HTML, and resolving of addresses."""

from __future__ import annotations

import pytest

from briefings.html.markup import (
    complete_images,
    correct,
    resolve,
    tidy,
    without_comments,
)
from briefings.sheets.dimensions import Size


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>\n    one\n\n\n  two  \n</p>", "<p>\none\ntwo\n</p>"),
        ("<p>one <b>two</b> three</p>", "<p>one <b>two</b> three</p>"),
        ("  <pre>\n   a\n\n  b </pre>\n\n  <p>", "<pre>\n   a\n\n  b </pre>\n<p>"),
        (
            "<script>a\n\n  b</script>\n\n<textarea>\n  x</textarea>",
            "<script>a\n\n  b</script>\n<textarea>\n  x</textarea>",
        ),
    ],
)
def test_invisible_white_space_is_removed(html: str, expected: str) -> None:
    assert tidy(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<input type="checkbox" id="d" autocomplete="off">', '<input type="checkbox" id="d">'),
        ('<input type="search" autocomplete="off">', '<input type="search" autocomplete="off">'),
        ('<label for="__toc">', "<label>"),
        ('<label for="__toc"><input id="__toc">', '<label for="__toc"><input id="__toc">'),
        ('<label tabindex="">', "<label>"),
    ],
)
def test_invalid_html_is_corrected(html: str, expected: str) -> None:
    assert correct(html) == expected


LAZY = 'width="40" height="30" loading="lazy" decoding="async"'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img alt="A" src="media/a.png">', f'<img alt="A" src="media/a.png" {LAZY}>'),
        ('<img alt="A" src="media/a.png" />', f'<img alt="A" src="media/a.png" {LAZY}>'),
        (
            '<img src="media/a.png" title="Jane Doe &amp; &quot;Co&quot;" width="4">',
            '<img src="media/a.png" title="Jane Doe &amp; &quot;Co&quot;" width="4">'
            '<span class="credit">Jane Doe &amp; &quot;Co&quot;</span>',
        ),
        ('<img src="media/a.png" width="4">', '<img src="media/a.png" width="4">'),
        (
            '<img src="media/a.png" loading="eager">',
            '<img src="media/a.png" loading="eager" width="40" height="30">',
        ),
        ('<img src="other.png"><img>', '<img src="other.png"><img>'),
    ],
)
def test_images_get_their_size_and_show_their_credit(html: str, expected: str) -> None:
    assert complete_images(html, {"media/a.png": Size(40, 30)}.get) == expected


def test_scripts_are_published_without_comments() -> None:
    assert without_comments("// a\n{\n  b('//c'); // d\n\n}\n") == "{\nb('//c'); // d\n}\n"
    for kept in ("let a = `\n  // b\n`;\n", "/* a\n  // b */\n"):
        assert without_comments(kept) == kept


@pytest.mark.parametrize(
    ("page", "address", "file"),
    [
        ("index.html", "assets/a.css", "assets/a.css"),
        ("briefings/x/index.html", "../../assets/a.css", "assets/a.css"),
        ("404.html", "/project/assets/a.css", "assets/a.css"),
        ("404.html", "/other/a.css", None),
        ("index.html", "https://example.org/a.css", None),
        ("index.html", "//example.org/a.css", None),
        ("index.html", "../a.css", None),
    ],
)
def test_addresses_are_resolved(page: str, address: str, file: str | None) -> None:
    assert resolve(page, address, "/project/") == file

"""How large a site is, in words, and when its host is warned."""

from __future__ import annotations

import pytest

from briefings.site.hosting import MEGABYTE, megabytes, total, warnings


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0.0 MB"),
        (24_600, "0.0 MB"),
        (450_000, "0.5 MB"),
        (9_900_000, "9.9 MB"),
        (24_400_000, "24 MB"),
        (1_200_000_000, "1,200 MB"),
    ],
)
def test_sizes_as_people_say_them(size: int, words: str) -> None:
    assert megabytes(size) == words


def test_an_ordinary_site_is_no_matter() -> None:
    sizes = {"index.html": 40_000, "media/map.png": 100 * MEGABYTE} | {
        f"media/{n}.png": 99 * MEGABYTE for n in range(7)
    }
    assert total(sizes) == "793 MB"
    assert list(warnings(sizes)) == []


def test_from_four_fifths_on_the_largest_parts_are_named() -> None:
    sizes = {f"media/{n}.png": 90 * MEGABYTE for n in range(6)} | {
        f"actors/{n}/index.html": 26 * MEGABYTE for n in range(10)
    }
    sizes |= {f"actors/{n}.timeline.json": MEGABYTE for n in range(2)}
    sizes |= {"index.html": 100, "index.json": 100, "CNAME": 10}
    assert list(warnings(sizes)) == [
        "the site has 802 MB, and GitHub Pages publishes at most 1,000 MB; its largest parts are media/ (540"
        " MB), *.html (260 MB), *.timeline.json (2.0 MB)"
    ]


def test_files_that_github_does_not_take_are_named() -> None:
    sizes = {f"media/{n}.pdf": (101 + n) * MEGABYTE for n in range(5)}
    assert list(warnings(sizes)) == [
        "GitHub accepts files of up to 100 MB only: media/4.pdf (105 MB), media/3.pdf (104 MB), media/2.pdf"
        " (103 MB) and 2 more"
    ]

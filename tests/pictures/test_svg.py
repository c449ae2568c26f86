"""Writing SVG: text never becomes markup, and nothing in a picture ends its block of HTML."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures import svg


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a & b", "a &amp; b"),
        ("</svg><script>alert(1)</script>", "&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("one\n\n    two", "one two"),
        ("a\x00b\x02c\ud800d\ufffe", "a\ufffdb\ufffdc\ufffdd\ufffd"),
        ("turned \u202eround\u2066", "turned \ufffdround\ufffd"),
        ("kept\u00a0together", "kept\u00a0together"),
        ("&amp; stays as written", "&amp;amp; stays as written"),
    ],
)
def test_text_is_escaped(written: str, expected: str) -> None:
    assert svg.words(written, 1, 2) == f'<text x="1" y="2">{expected}</text>'


def test_quotation_marks_stay_inside_their_attribute() -> None:
    assert svg.tag("a", href='x" onload="y') == '<a href="x&quot; onload=&quot;y" />'


@given(st.text(), st.text())
def test_any_text_makes_one_line_of_xml(content: str, attribute: str) -> None:
    made = svg.tag("text", content, x=attribute)
    read = ElementTree.fromstring(made)
    assert (read.text or "", read.get("x")) == (svg.clean(content), svg.clean(attribute))
    assert len(made.splitlines()) == 1


def luminance(color: str) -> float:
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


SCHEMES = re.findall(
    r"^ *\[data-md-color-scheme=\"(?:default|slate)\"\].*?^ *}",
    (Path(__file__).parents[2] / "briefings/theme/site/assets/site.css").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark"])
def test_colors_of_topics_differ_and_stand_out_from_the_page(scheme: str) -> None:
    colors = dict(re.findall("--(paper|tone-[1-8]): (#[0-9a-f]+);", scheme))
    paper = colors.pop("paper").ljust(7, "f")
    assert len(set(colors.values())) == 8
    # Numbers on bars have the color of the page, so they need the contrast of text.
    assert min(contrast(color, paper) for color in colors.values()) >= 4.5

"""Golden pictures, byte for byte; unchanged by Markdown, and the same on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import markdown
import pytest

from briefings.pictures import strip
from tests.pictures.cases import TIMELINES

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def picture(name: str) -> str:
    """One of the golden pictures."""
    axis = strip.axis_for([mark.date for mark in TIMELINES[name]])
    assert axis is not None
    drawing = strip.draw(TIMELINES[name], axis, lambda a, b: f"{a} to {b}", count=str)
    scale = strip.scale(axis, MONTHS, drawing.height)
    made = strip.picture([*scale.parts, *drawing.parts], scale.height, "Timeline <&> *all*")
    return f'<figure class="picture">\n{made}\n</figure>'


NAMES = ["story", "decades", "open"]


@pytest.mark.parametrize("name", NAMES)
def test_golden_picture(name: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.svg"
    made = picture(name) + "\n"
    if request.config.getoption("--update-goldens", default=False):
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*NAMES, "many"])
def test_a_picture_passes_through_markdown_unchanged(name: str) -> None:
    block = picture(name)
    extensions = [
        "md_in_html",
        "attr_list",
        "tables",
        "abbr",
        "footnotes",
        "toc",
        "pymdownx.superfences",
        "pymdownx.tilde",
        "pymdownx.emoji",
    ]
    page = markdown.markdown(f"# Page\n\nBefore *it*.\n\n{block}\n\nAfter *it*.\n", extensions=extensions)
    assert f"\n{block}\n" in page
    assert page.count("<em>it</em>") == 2


@pytest.mark.parametrize("name", [*NAMES, "many"])
def test_a_picture_passes_through_comrak_unchanged(name: str) -> None:
    comrak = pytest.importorskip("comrak")
    block = picture(name)
    options, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    options.table = options.strikethrough = options.autolink = options.footnotes = True
    rendering.unsafe_ = True
    page = comrak.render_markdown(
        f"# Page\n\nBefore *it*.\n\n{block}\n\nAfter *it*.\n",
        extension_options=options,
        render_options=rendering,
    )
    assert f"\n{block}\n" in page
    assert page.count("<em>it</em>") == 2


def test_pictures_do_not_depend_on_the_run() -> None:
    program = (
        "from tests.pictures.test_goldens import NAMES, picture; print(hash('x')); print(list(map(picture,"
        " NAMES)))"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.split("\n", 1)
        for seed in ("1", "2")
    ]  # fmt: skip
    assert printed[0][0] != printed[1][0]
    assert printed[0][1] == printed[1][1]

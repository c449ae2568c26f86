"""Compiles Typst documents with the fonts in its package only, so that every machine draws the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING

import typst

from briefings.search.failure import FinishError
from briefings.store.processes import each

if TYPE_CHECKING:
    from PIL import Image

Color = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

Palette = tuple[Color, ...]

BITS = 4
"""The size of a pixel, by its number in the palette."""

_SCALE = 2.0
"""Pixels a point of pictures."""

_started: set[int] = set()
"""The process that uses Typst, and those that it was forked from."""


_STEPS = 3
"""Shades from the background to a color. Nobody sees more, and with 5 files are a sixteenth larger."""


def shades(background: str, *colors: str) -> Palette:
    """A palette for text in these colors, written as `#14507a`: the background, and steps from it to each.

    The edges of letters have the colors in between.
    """
    start, steps = _parsed(background), range(1, _STEPS + 1)
    return start, *(_mixed(start, end, step / _STEPS) for end in map(_parsed, colors) for step in steps)


def _parsed(color: str) -> Color:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def _mixed(start: Color, end: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue


def pictures(template: str, inputs: dict[str, str], palette: Palette) -> list[bytes]:
    """Each page of a document as PNG in the colors of a palette; raises FinishError.

    Its data are texts in `sys.inputs`, and never part of the template.
    """
    _started.add(os.getpid())
    try:
        made = typst.compile(
            template.encode("utf-8"), format="pdf", ignore_system_fonts=True, sys_inputs=inputs
        )
        assert isinstance(made, bytes)
        # Typst can draw PNGs itself, but with four channels: to write and read those takes twice the time.
        return _drawn(made, palette)
    except RuntimeError as error:
        raise FinishError(f"the pictures for shared links could not be drawn: {error}") from error


_SHARE = 10
"""Pages for which a process opens the document once."""


def _drawn(document: bytes, palette: Palette) -> list[bytes]:
    """The pages of a PDF as PNG, each pixel in the nearest color of the palette, which takes a quarter of the
    bytes of Typst's own PNGs. Raises RuntimeError if it is no PDF."""
    # Here, because these take 40 ms to load, and most builds have nothing to draw.
    from PIL import Image
    from pypdfium2 import PdfDocument

    colors = Image.new("P", (1, 1))
    colors.putpalette([value for color in palette for value in color])

    def pages(_: int, share: range) -> list[bytes]:
        with PdfDocument(document) as opened:
            return [_png(opened[number].render(scale=_SCALE).to_pil(), colors) for number in share]

    with PdfDocument(document) as opened:
        count = len(opened)
    shares = [range(start, min(start + _SHARE, count)) for start in range(0, count, _SHARE)]
    # Unlike Typst, PDFium has no threads, so forked processes can use it.
    return list(chain.from_iterable(each(shares, pages, few=2)))


def _png(page: Image.Image, colors: Image.Image) -> bytes:
    from PIL import Image

    made = BytesIO()
    picture = page.quantize(palette=colors, dither=Image.Dither.NONE)
    # For large areas of one color, run lengths are smaller than zlib's default, in less than half the time.
    picture.save(made, "PNG", bits=BITS, compress_type=Image.RLE)
    return made.getvalue()


def paper(template: str, data: str, day: date) -> bytes:
    """A document as PDF/UA, made on this day. It reads its data from `sys.inputs.data`."""
    noon = str(max((day - date(1970, 1, 1)).days, 0) * 86_400 + 43_200)
    if _started - {os.getpid()}:
        # Typst has threads, which do not survive in a forked process.
        made = subprocess.run(
            [sys.executable, "-c", _ALONE, noon],
            input="\0".join((template, data)).encode("utf-8"),
            capture_output=True,
            check=False,
        )
        if made.returncode != 0:
            raise FinishError(f"a paper could not be set: {made.stderr.decode('utf-8', 'replace')}")
        return made.stdout
    _started.add(os.getpid())
    try:
        return compiled(template, data, int(noon))
    except RuntimeError as error:
        raise FinishError(f"a paper could not be set: {error}") from error


def count_pages(made: bytes) -> int:
    """The number of pages of a paper; 0 if it cannot be told."""
    count = re.search(rb"/Type */Pages */Count ([0-9]+)", made)
    return 0 if count is None else int(count[1])


_ALONE = """
import sys
from briefings.plugins.papers.typeset import compiled
template, _, data = sys.stdin.buffer.read().decode("utf-8").partition("\\0")
sys.stdout.buffer.write(compiled(template, data, int(sys.argv[1])))
"""


def compiled(template: str, data: str, seconds: int) -> bytes:
    """The document itself; raises RuntimeError."""
    made = _compiler().compile(
        template.encode("utf-8"),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=seconds,
    )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # One for all papers of a process, since it reads the fonts.
    return typst.Compiler(b"", font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)

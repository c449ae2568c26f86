"""Draws PDFs as PNG with a palette, which takes a quarter of the bytes of Typst's own PNGs."""

from __future__ import annotations

from io import BytesIO
from itertools import chain

from PIL import Image
from pypdfium2 import PdfDocument, PdfPage

from briefings.plugins.papers.typeset import BITS, Palette
from briefings.store.processes import each

_SHARE = 10
"""Pages for which a process opens the document once."""


def draw(document: bytes, palette: Palette, scale: float) -> list[bytes]:
    """The pages of a PDF with `scale` pixels a point, each pixel in the nearest color of the palette.

    Raises RuntimeError if it is no PDF.
    """
    colors = Image.new("P", (1, 1))
    colors.putpalette([value for color in palette for value in color])

    def pages(_: int, share: range) -> list[bytes]:
        with PdfDocument(document) as opened:
            return [_png(opened[number], colors, scale) for number in share]

    with PdfDocument(document) as opened:
        count = len(opened)
    shares = [range(start, min(start + _SHARE, count)) for start in range(0, count, _SHARE)]
    # Unlike Typst, PDFium has no threads, so forked processes can use it.
    return list(chain.from_iterable(each(shares, pages, few=2)))


def _png(page: PdfPage, colors: Image.Image, scale: float) -> bytes:
    picture = page.render(scale=scale).to_pil().quantize(palette=colors, dither=Image.Dither.NONE)
    made = BytesIO()
    # For large areas of one color, run lengths are smaller than zlib's default, in less than half the time.
    picture.save(made, "PNG", bits=BITS, compress_type=Image.RLE)
    return made.getvalue()

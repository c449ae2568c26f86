"""Draws pictures with a palette, in a quarter of the bytes of Typst's own."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from briefings.html.palette import BITS, Palette


def reduce(picture: bytes, palette: Palette) -> bytes:
    """A PNG in which each pixel has the nearest color of the palette."""
    colors = Image.new("P", (1, 1))
    colors.putpalette([value for color in palette for value in color])
    with Image.open(BytesIO(picture)) as opened:
        reduced = opened.convert("RGB").quantize(palette=colors, dither=Image.Dither.NONE)
    made = BytesIO()
    # For large areas of one color, run lengths are smaller than zlib's default, in less than half the time.
    reduced.save(made, "PNG", bits=BITS, compress_type=Image.RLE)
    return made.getvalue()

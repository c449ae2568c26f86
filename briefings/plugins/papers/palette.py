"""Palettes of few colors, for pictures that are text on one background."""

from __future__ import annotations

Color = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

Palette = tuple[Color, ...]

BITS = 4
"""The size of a pixel, by its number in the palette."""

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

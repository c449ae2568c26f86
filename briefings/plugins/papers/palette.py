"""Palettes of few colors, for pictures that are text on one background."""

from __future__ import annotations

Color = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

Palette = tuple[Color, ...]

BITS = 4
"""The size of a pixel, by its number in the palette."""


def shades(background: str, *colors: str) -> Palette:
    """A palette for text in these colors, written as `#14507a`: the background, and steps from it to each.

    The edges of letters have the colors in between. Each color gets the same number of steps.
    """
    start = _parsed(background)
    steps = (2**BITS - 1) // len(colors)
    return start, *(
        _mixed(start, end, step / steps) for end in map(_parsed, colors) for step in range(1, steps + 1)
    )


def _parsed(color: str) -> Color:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def _mixed(start: Color, end: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue

"""Colors as `#14507a`: how well one is read on another, and lighter and darker shades of it."""

from __future__ import annotations

import colorsys
import re

PAPER, NIGHT = "#f5f4f0", "#1e2125"
"""The darkest background of text in the light scheme, and the lightest one in the dark scheme."""
READABLE = 4.5
"""The least contrast of text (WCAG 2.2 AA)."""


def is_color(text: str) -> bool:
    """Whether it is a color with six hexadecimal digits."""
    return re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def contrast(one: str, other: str) -> float:
    """From 1, for two colors alike, to 21, for black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: str, ground: str, least: float = READABLE) -> str:
    """The nearest shade of a color that has this contrast with a background."""
    step = 0.01 if _luminance(ground) < 0.18 else -0.01
    shade = color
    while contrast(shade, ground) < least:
        lightness = colorsys.rgb_to_hls(*_shares(shade))[1]
        shade = with_lightness(shade, lightness + step)
    return shade


def with_lightness(color: str, wanted: float) -> str:
    """A shade of a color."""
    hue, _, saturation = colorsys.rgb_to_hls(*_shares(color))
    shares = colorsys.hls_to_rgb(hue, min(1, max(0, wanted)), saturation)
    return "#" + "".join(f"{round(255 * share):02x}" for share in shares)


def _shares(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _luminance(color: str) -> float:
    """As WCAG defines it."""
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in _shares(color)]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

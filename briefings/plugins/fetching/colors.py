"""Whether text has the color of what is behind it, as far as the page itself says. It imports nothing of the
package but `styles`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb
from contextlib import suppress
from typing import Any

from PIL import ImageColor

from briefings.plugins.fetching.styles import Styles

Color = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""
Colors = tuple[Color | None, Color | None]
"""Of the text and of what is behind it; None if unknown."""

WHITE: Color = (1, 1, 1, 1)
_COLORED = frozenset({"a", "mark", "button", "select", "textarea"})
"""Elements to which browsers give colors."""
_PASSING = frozenset({"", "inherit", "unset", "currentcolor", "none"})


def of_element(element: Any, style: Mapping[str, str], above: Colors, styles: Styles) -> Colors:
    """The colors of an element within one that has the colors `above`."""
    text, behind = above
    if element.tag in _COLORED:
        text = behind = None
    if style.get("position", "static") != "static":
        behind = None  # It may be on top of something else.
    if not styles.are_complete and (element.get("class") or element.get("id")):
        behind = None
        if any(name.startswith("background") for name in style):
            text = None  # Other rules for its colors are likely, too.
    own = style.get("-webkit-text-fill-color") or style.get("color") or _attribute(element, "color", "text")
    if own not in _PASSING:
        text = read(own)
    background = _WORD.findall(style.get("background", _attribute(element, "bgcolor")))
    own = style.get("background-color") or next(filter(read, background), "")
    own_color = read(own)
    if own not in _PASSING and (own_color is None or own_color[3] > 0):
        behind = own_color
    images = [word for word in background if "(" in word and read(word) is None]
    if images or style.get("background-image", "none") != "none" or (behind is not None and behind[3] < 1):
        behind = None
    clips = (style.get(name, "") for name in ("background-clip", "-webkit-background-clip"))
    if style.get("text-shadow", "none") != "none" or "text" in [*background, *clips]:
        text = None  # It is seen by its shadow, or filled with a picture.
    return text, behind


def are_same(text: Color | None, behind: Color | None) -> bool:
    """Whether readers cannot see the text."""
    if text is None or text[3] == 0 or behind is None:
        return text is not None and text[3] == 0
    return all(abs(one - other) < 0.02 for one, other in zip(text[:3], behind[:3], strict=True))


def _attribute(element: Any, *names: str) -> str:
    return next((str(element.get(name)).strip().lower() for name in names if element.get(name)), "")


_WORD = re.compile(r"[#\w-]+(?:\([^)]*\))?")
_NUMBER = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(%?)")


def read(color: str) -> Color | None:
    """The color that CSS or an attribute of HTML names; None if it cannot be told.

    >>> read("white") == read("#fff") == read("rgb(100% 100% 100% / 1)") == read("hsl(0, 0%, 100%)") == WHITE
    True
    """
    color = str(_NAMED.get(color, color))
    if color.startswith("#"):
        digits = color[1:] if len(color) > 5 else "".join(2 * digit for digit in color[1:])
        with suppress(ValueError):
            red, green, blue, opacity = (value / 255 for value in bytes.fromhex(f"{digits}ff"[:8]))
            return red, green, blue, opacity
    kind, _, values = color.removesuffix(")").partition("(")
    numbers = [float(number) / (100 if sign else 1) for number, sign in _NUMBER.findall(values)]
    if "(" in values or len(numbers) not in (3, 4):
        return None  # such as `var(--dark)`
    if kind in ("rgb", "rgba"):
        most = 1 if "%" in values.partition("/")[0] else 255
        red, green, blue = (number / most for number in numbers[:3])
    elif kind in ("hsl", "hsla"):
        red, green, blue = hls_to_rgb(numbers[0] / 360, numbers[2], numbers[1])
    else:
        return None
    return red, green, blue, numbers[3] if len(numbers) == 4 else 1.0


_NAMED = {**ImageColor.colormap, "transparent": "#00000000"}

"""Whether text has the color of what is behind it, as far as the page itself says. It imports nothing of the
package but `styles`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb
from contextlib import suppress
from typing import Any

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
    color = _NAMED.get(color, color)
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


_NAMED = {name: f"#{digits}" for name, digits in re.findall(r"(\w+) (\w+)", """
    transparent 00000000
    aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
    bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
    burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed
    cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b
    darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b
    darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a
    darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1
    darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff
    firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff
    gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0
    hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa
    lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080
    lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3
    lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899
    lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6
    magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3
    mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a
    mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1
    moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23
    orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee
    palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd
    powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
    saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d
    silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
    springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0
    violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
""")}  # fmt: skip

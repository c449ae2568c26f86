"""The picture of the timeline on paper: that of the page, as a file of its own with colors for print."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WIDTH = 660
"""Of the picture in its own units, in which its words have 12."""
_INK, _ACCENT, _MUTED = "#1b1d20", "#14507a", "#565c65"

_RULES: Mapping[str, str] = {
    "rect, path": f"fill: {_ACCENT}",
    "rect.announced, rect.doubted": f"fill: #fff; stroke: {_ACCENT}; stroke-width: 1.4",
    ".sometime": "opacity: .5",
    ".doubted": "stroke-dasharray: 3 2",
    "text": f"fill: {_INK}",
    ".number": "font-weight: 600",
    ".flag": f"fill: {_INK}",
    ".axis line": "stroke: #b9bec6",
    ".names text": f"fill: {_MUTED}",
    "rect.era": f"fill: {_INK}; opacity: .07",
    ".today": f"stroke: {_MUTED}; stroke-dasharray: 3 3",
}
"""What the style sheet of the site says of the same elements."""


def for_paper(figure: str) -> str:
    """The SVG in the figure of a timeline."""
    start, end = figure.index("<svg"), figure.rindex("</svg>")
    opening, _, inside = figure[start:end].partition(">")
    height = re.search(r'height="([0-9.]+)"', opening)
    assert height is not None
    style = "".join(f"{selector} {{ {rule} }}" for selector, rule in _RULES.items())
    size = f'viewBox="0 0 {_WIDTH} {height[1]}" width="{_WIDTH}" height="{height[1]}"'
    font = 'font-size="12" font-family="Libertinus Serif"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>'
    return f"{head}<style>{style}</style>{inside}</svg>"

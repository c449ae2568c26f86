"""The picture of the timeline on paper: that of the page, as a file of its own with colors for print."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.pictures import svg
from briefings.pictures.standalone import Content

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


def for_paper(content: Content) -> str:
    """The drawing of a timeline as an SVG file."""
    style = "".join(f"{selector} {{ {rule} }}" for selector, rule in _RULES.items())
    height = svg.number(content.height)
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    font = 'font-size="12" font-family="Libertinus Serif"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>'
    return f"{head}<style>{style}</style>{''.join(content.parts)}</svg>"

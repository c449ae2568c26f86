"""Writes SVG for this package: builds elements and rounds numbers. The SVG is inline in Markdown pages, so it
has no blank lines, no indentation, and no ids without the prefix of the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefings.text import escape


class Markup(str):
    """SVG; any other text is escaped when it becomes a child or an attribute."""

    __slots__ = ()

    def __html__(self) -> str:
        """Keeps templates from escaping it."""
        return str(self)


_SPACE = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""White space, except no-break spaces."""


def clean(text: str) -> str:
    """The text on one line, without characters that are not allowed in a page."""
    return _SPACE.sub(" ", escape.clean(text)).strip(" ")


def number(value: float) -> str:
    """A coordinate with one decimal, which is precise enough for any screen."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def tag(name: str, *children: Markup | str, **attributes: str | float | None) -> Markup:
    """An element. `text_anchor` becomes `text-anchor`, `class_` becomes `class`; None omits an attribute."""
    if not children:
        return Markup(f"<{name}{_attributes(attributes)} />")
    inside = "".join(child if isinstance(child, Markup) else escape.svg(clean(child)) for child in children)
    return Markup(f"<{name}{_attributes(attributes)}>{inside}</{name}>")


def _attributes(given: Mapping[str, str | float | None]) -> str:
    return "".join(f' {_spelled(key)}="{_value(value)}"' for key, value in given.items() if value is not None)


def _value(value: str | float) -> str:
    return escape.svg(clean(value)) if isinstance(value, str) else number(value)


def _spelled(key: str) -> str:
    return key.rstrip("_") if key in ("viewBox", "class_") else key.replace("_", "-")


def path(*steps: str | float) -> str:
    """The `d` of a path, from letters and numbers."""
    written = "".join([step if isinstance(step, str) else f"{number(step)} " for step in steps])
    return written.replace(" -", "-").rstrip()


TEXT = 13.0
"""The size of words, where nothing else is said."""


def percent(value: float) -> str:
    """A place or length in percent of the width."""
    return f"{number(value)}%"


def words(text: str, x: float | str, y: float, **attributes: str | float | None) -> Markup:
    """Text at a place."""
    return tag("text", text, x=x, y=y, **attributes)


def circle(x: float | str, y: float, radius: float, **attributes: str | float | None) -> Markup:
    """A dot."""
    return tag("circle", cx=x, cy=y, r=radius, **attributes)


def at(x: float, y: float, *children: Markup) -> Markup:
    """A drawing at a place in percent, with coordinates of its own in pixels."""
    return tag("svg", *children, x=percent(x), y=y, overflow="visible")

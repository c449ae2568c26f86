"""Writes SVG for this package: builds elements and rounds numbers. The SVG is inline in Markdown pages, so it
has no blank lines, no indentation, and no ids without the prefix of the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from briefings.text import escape

TONES = ("#3f76c9", "#b3671c", "#2c8a5b", "#b4508f", "#8a63c7", "#92803a", "#2a8797", "#c4544a")
"""The colors of topics for pages without a style sheet; their contrast is 3:1 on light and dark pages."""


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
    # A shortcut, as nearly all texts are clean already.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return str(text)
    return _SPACE.sub(" ", escape.clean(text)).strip(" ")


@lru_cache(maxsize=20_000)
def number(value: float) -> str:
    """A coordinate with one decimal, which is precise enough for any screen."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def tag(name: str, *children: Markup | str, **attributes: str | float | None) -> Markup:
    """An element. `text_anchor` becomes `text-anchor`, `class_` becomes `class`; None omits an attribute."""
    if not children:
        return Markup(f"<{name}{_attributes(attributes)} />")
    inside = "".join([child if child.__class__ is Markup else _content(child) for child in children])
    return Markup(f"<{name}{_attributes(attributes)}>{inside}</{name}>")


def _attributes(given: Mapping[str, str | float | None]) -> str:
    written = ""
    for key, value in given.items():
        if value.__class__ is float:
            written += f' {_spelled(key)}="{number(value)}"'
        elif value is not None:
            written += _written(key, value)
    return written


# Cached, as all pictures share a few styles, and a wide and a narrow picture the same names.
@lru_cache(maxsize=20_000)
def _written(key: str, value: str | float) -> str:
    return f' {_spelled(key)}="{escape.svg(clean(value)) if isinstance(value, str) else number(value)}"'


@lru_cache(maxsize=20_000)
def _content(text: str) -> str:
    return escape.svg(clean(text))


@cache
def _spelled(key: str) -> str:
    return key.rstrip("_") if key in ("viewBox", "class_") else key.replace("_", "-")


def path(*steps: str | float) -> str:
    """The `d` of a path, from letters and numbers."""
    written = "".join([step if isinstance(step, str) else f"{number(step)} " for step in steps])
    return written.replace(" -", "-").rstrip()


def hairline(*steps: str | float, opacity: str, dashed: bool = False) -> Markup:
    """A fine line in the color of the text."""
    style = {"stroke_opacity": opacity, "stroke_dasharray": "3 3" if dashed else None}
    return tag("path", d=path(*steps), stroke="currentColor", **style, fill="none")


def target(x: float, y: float, width: float, height: float) -> Markup:
    """A transparent rectangle that makes a whole entry clickable, and that style sheets can color."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return Markup(f'<rect {place} fill="transparent" class="target" />')


def link(
    href: str, name: str, *children: Markup, tabbable: bool = True, **attributes: str | float | None
) -> Markup:
    """A link around marks, with a title for screen readers and the mouse."""
    if escape.scheme(href) not in ("", "http", "https"):
        raise ValueError(f"{href!r} is not an address that a picture may link to")
    # Zensical would resolve `href` like a Markdown link, while MkDocs leaves it; both leave `xlink:href`.
    where = {"href" if href.startswith("#") else "xlink:href": href}
    return tag("a", tag("title", name), *children, **where, tabindex=None if tabbable else "-1", **attributes)


def lines(parts: Iterable[Markup]) -> Markup:
    """Elements, one per line, so that a change of one mark is a diff of one line."""
    return Markup("\n".join(part for part in parts if part))


def picture(
    parts: Iterable[Markup],
    *,
    title: str,
    description: str,
    prefix: str,
    variant: str,
    width: float,
    height: float,
) -> Markup:
    """A whole picture. Its role is a group, as the role of an image may not contain links."""
    head = [tag("title", title, id=f"{prefix}-title"), tag("desc", description, id=f"{prefix}-desc")]
    return tag(
        "svg",
        Markup("\n"), lines([*head, *parts]), Markup("\n"), **{"xmlns:xlink": "http://www.w3.org/1999/xlink"},
        class_=f"picture__{variant}", viewBox=f"0 0 {number(width)} {number(height)}", width=width,
        height=height, role="group", aria_labelledby=f"{prefix}-title", aria_describedby=f"{prefix}-desc",
        font_size=TEXT, fill="currentColor",
    )  # fmt: skip


def figure(kind: str, wide: Markup, narrow: Markup) -> Markup:
    """The HTML of a picture for wide screens and paper, and one for phones; CSS shows one of them."""
    inside = (Markup("\n"), wide, Markup("\n"), narrow, Markup("\n"))
    return tag("figure", *inside, class_=f"picture picture--{kind}")


TEXT = 13.0
"""The size of the words. On a screen of 360 with margins of 16, a narrow picture shows them at 12.4."""
WIDE = 720.0
NARROW = 344.0


def tone(index: int) -> str:
    """The color of a topic, 1 to 8, which the site's style sheet may set."""
    place = (index - 1) % len(TONES)
    return f"var(--tone-{place + 1}, {TONES[place]})"


GROUND = "var(--picture-ground, var(--md-default-bg-color, #fff))"
"""The color of the page, to set things off from lines behind them."""


def words(
    text: str, x: float, y: float, *, anchor: str | None = None, **attributes: str | float | None
) -> Markup:
    """Text at a place, in the color of the page's text."""
    more = _attributes(attributes) if attributes else ""
    place = f'x="{number(x)}" y="{number(y)}"' + (f' text-anchor="{anchor}"' if anchor is not None else "")
    return Markup(f'<text {place} fill="currentColor"{more}>{_content(text)}</text>')


def circle(x: float, y: float, radius: float, **attributes: str | float | None) -> Markup:
    """A dot."""
    more = _attributes(attributes) if attributes else ""
    return Markup(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"{more} />')

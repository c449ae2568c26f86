"""Writes SVG: the one place of this package where elements are put together and numbers are shortened. What
it makes is inline in a Markdown page: no blank line, no indentation, no id without the picture's
prefix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from briefings.text import escape

TONES = ("#3f76c9", "#b3671c", "#2c8a5b", "#b4508f", "#8a63c7", "#92803a", "#2a8797", "#c4544a")
"""Colors of the topics, for pages without a style sheet. Each has 3:1 against white and against a dark
page."""


class Markup(str):
    """SVG that is written already; any other text is escaped when it becomes a child or an attribute."""

    __slots__ = ()

    def __html__(self) -> str:
        """Templates that escape what they are given leave this as it is."""
        return str(self)


_SPACE = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""White space where a line may be broken; a no-break space stays."""


def clean(text: str) -> str:
    """Words on one line, without characters that no page can hold."""
    # Nearly all are such words already, which is soon told: nothing unprintable, and no space but single ones
    # between words.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return str(text)
    return _SPACE.sub(" ", escape.clean(text)).strip(" ")


@lru_cache(maxsize=20_000)
def number(value: float) -> str:
    """A coordinate with one decimal, which is finer than any screen shows."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def tag(name: str, *children: Markup | str, **attributes: str | float | None) -> Markup:
    """An element. `text_anchor` becomes `text-anchor`, `class_` becomes `class`; None leaves an attribute
    out."""
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


# The same few styles stand in every picture, and the same names in a wide one and its narrow one.
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
    """What a path's `d` says: letters with the numbers that follow them."""
    return (
        "".join([step if isinstance(step, str) else f"{number(step)} " for step in steps])
        .replace(" -", "-")
        .rstrip()
    )


def hairline(*steps: str | float, opacity: str, dashed: bool = False) -> Markup:
    """A fine line in the color of the text."""
    dashes = "3 3" if dashed else None
    return tag(
        "path",
        d=path(*steps),
        stroke="currentColor",
        stroke_opacity=opacity,
        stroke_dasharray=dashes,
        fill="none",
    )


def target(x: float, y: float, width: float, height: float) -> Markup:
    """Makes the whole of an entry answer to a finger, and gives style sheets something to color."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return Markup(f'<rect {place} fill="transparent" class="target" />')


def link(
    href: str, name: str, *children: Markup, tabbable: bool = True, **attributes: str | float | None
) -> Markup:
    """A link around marks. Its title is its name for screen readers and its tip for the mouse."""
    if escape.scheme(href) not in ("", "http", "https"):
        raise ValueError(f"{href!r} is no address that a picture may link to")
    # MkDocs leaves `href` in raw HTML as it is and Zensical resolves it as Markdown's; the older name both
    # leave alone.
    where = {"href" if href.startswith("#") else "xlink:href": href}
    return tag("a", tag("title", name), *children, **where, tabindex=None if tabbable else "-1", **attributes)


def lines(parts: Iterable[Markup]) -> Markup:
    """Elements one under the other, so that a changed mark is one changed line."""
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
    """The whole picture: a named group, since its marks are links and an image may hold none."""
    head = [tag("title", title, id=f"{prefix}-title"), tag("desc", description, id=f"{prefix}-desc")]
    return tag(
        "svg",
        Markup("\n"), lines([*head, *parts]), Markup("\n"), **{"xmlns:xlink": "http://www.w3.org/1999/xlink"},
        class_=f"picture__{variant}", viewBox=f"0 0 {number(width)} {number(height)}", width=width,
        height=height,
        role="group", aria_labelledby=f"{prefix}-title", aria_describedby=f"{prefix}-desc", font_size=TEXT,
        fill="currentColor",
    )  # fmt: skip


def figure(kind: str, wide: Markup, narrow: Markup) -> Markup:
    """The block of HTML that a page holds: one picture for wide screens and paper, one for phones. CSS shows
    one of them."""
    return tag(
        "figure", Markup("\n"), wide, Markup("\n"), narrow, Markup("\n"), class_=f"picture picture--{kind}"
    )


TEXT = 13.0
"""Size of the words. The narrow pictures are 344 wide: on a screen of 360 with margins of 16 this is still
12.4."""
WIDE = 720.0
NARROW = 344.0


def tone(index: int) -> str:
    """The color of a topic, 1 to 8, as the site's style sheet sets it."""
    place = (index - 1) % len(TONES)
    return f"var(--tone-{place + 1}, {TONES[place]})"


GROUND = "var(--picture-ground, var(--md-default-bg-color, #fff))"
"""The color of the page, for what has to stand out from lines behind it."""


def words(
    text: str, x: float, y: float, *, anchor: str | None = None, **attributes: str | float | None
) -> Markup:
    """Text at a place, in the page's color whatever surrounds it."""
    more = _attributes(attributes) if attributes else ""
    if anchor is not None:
        return Markup(
            f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"'
            f' fill="currentColor"{more}>{_content(text)}</text>'
        )
    return Markup(f'<text x="{number(x)}" y="{number(y)}" fill="currentColor"{more}>{_content(text)}</text>')


def circle(x: float, y: float, radius: float, **attributes: str | float | None) -> Markup:
    """A dot."""
    more = _attributes(attributes) if attributes else ""
    return Markup(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"{more} />')

"""A picture as a file of its own, for other sites: the drawing of the page with a title, its sources, the
licence and a style for light backgrounds, and for dark ones at the address with `#dark`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.pictures import svg, text

WIDTH = 480
"""In pixels. Pictures in pages fit 300, so there is room for words beside them."""
_EDGE = 16.0
ROOM = WIDTH - 2 * _EDGE
"""The width of what is inside."""
TEXT = 12.0
"""The size of words in it that have no other."""
_TITLE, _SMALL = 16.0, 11.0
"""The sizes of the title and of the words below the drawing."""
_TITLE_LINE, _SMALL_LINE = 21.0, 15.0
_KEY = 10.0
"""The size of a sign of the legend."""
_FONT = "system-ui,sans-serif"

_COLORS = {
    "ink": "#1b1d20", "muted": "#565c65", "line": "#d9dce1", "paper": "#fff", "accent": "#14507a",
    "good": "#1d6b43", "warn": "#963a10",
}  # fmt: skip
_TONES = ("#2f6db5", "#a4580f", "#23794d", "#a8437f", "#7a55b8", "#7d6c26", "#1f7684", "#b8443a")
"""The light colors of the style sheet of the site."""
_DARK = "#dark:target{filter:invert(.92) hue-rotate(180deg)}"
"""Dark, with the hues of the light colors."""


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: a sign with its meaning."""

    name: str
    """The class of the sign, as on the page."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a file shows."""

    parts: Sequence[svg.Markup]
    """Drawn in a viewport of the width `ROOM`."""
    height: float
    style: str
    """Rules with the colors in braces: `.axis{stroke:{line}}`."""
    description: str = ""
    """For screen readers, instead of a drawing that is not words."""
    keys: Sequence[Key] = ()
    tones: Sequence[int] = ()
    """The numbers of the colors of topics that it uses."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is around a drawing."""

    title: str
    address: str
    """Of the place on the page that has it."""
    lines: Sequence[str]
    """The lines below the drawing: the sources, and the site."""
    licence: str
    licence_address: str
    language: str
    right_to_left: bool


def standalone(content: Content, label: Label) -> bytes:
    """The file of a picture. It has no scripts, and loads nothing."""
    heading = text.wrap(label.title, ROOM, _TITLE, limit=4)
    parts = [_lines(heading, 26, _TITLE_LINE, label, font_size=_TITLE, font_weight="600")]
    y = 26 + (len(heading) - 1) * _TITLE_LINE + 14
    described = {"role": "img", "aria_label": content.description} if content.description else {}
    drawing = svg.tag(
        "svg", *content.parts, x=_EDGE, y=y, width=ROOM, height=content.height, overflow="visible",
        font_size=TEXT, **described,
    )  # fmt: skip
    parts.append(drawing)
    y += content.height + 8
    if content.keys:
        legend, height = _legend(content.keys, y, label)
        parts.append(legend)
        y += height
    parts.append(svg.tag("path", d=svg.path("M", _EDGE, y, "H", WIDTH - _EDGE), class_="rule"))
    y += 17
    below = [line for each in label.lines for line in text.wrap(each, ROOM, _SMALL, limit=3)]
    words = _lines(below, y, _SMALL_LINE, label, font_size=_SMALL, class_="muted")
    parts.append(svg.tag("a", words, href=label.address, target="_top"))
    y += len(below) * _SMALL_LINE
    if label.licence:
        words = _lines([label.licence], y, _SMALL_LINE, label, font_size=_SMALL, class_="muted")
        if label.licence_address:
            words = svg.tag("a", words, href=label.licence_address, rel="license")
        parts.append(words)
        y += _SMALL_LINE
    height = round(y - 2)
    ground = svg.tag("rect", width=WIDTH, height=height, class_="paper")
    used = frozenset(name for names in _CLASSES.findall("".join(parts)) for name in names.split())
    style = svg.Markup(_DARK + _style(content, used | {"paper"}))
    whole = svg.tag(
        "svg", svg.tag("title", label.title), svg.tag("style", style), ground, *parts,
        xmlns="http://www.w3.org/2000/svg", id="dark", width=WIDTH, height=height,
        viewBox=f"0 0 {WIDTH} {height}", direction="rtl" if label.right_to_left else None,
        font_family=_FONT, **{"xml:lang": label.language},
    )  # fmt: skip
    return f"{whole}\n".replace(" />", "/>").encode()


_CLASSES = re.compile(' class="([^"]*)"')


def _lines(
    lines: Sequence[str], y: float, step: float, label: Label, **attributes: str | float | None
) -> svg.Markup:
    """Words on several lines, from the edge where reading begins."""
    x = WIDTH - _EDGE if label.right_to_left else _EDGE
    if len(lines) == 1:
        return svg.words(lines[0], x, y, **attributes)
    return svg.tag("g", *(svg.words(line, x, y + n * step) for n, line in enumerate(lines)), **attributes)


def _legend(keys: Iterable[Key], top: float, label: Label) -> tuple[svg.Markup, float]:
    """The meaning of colors and signs, on as many lines as they need; and their height."""
    parts: list[svg.Markup] = []
    along, y = 0.0, top + 12
    for key in keys:
        words = text.fit(key.meaning, ROOM - 2 * _KEY, _SMALL)
        width = _KEY + 5 + text.width(words, _SMALL)
        if along and along + width > ROOM:
            along, y = 0.0, y + _SMALL_LINE
        x, side = (WIDTH - _EDGE - along, -1) if label.right_to_left else (_EDGE + along, 1)
        parts.append(_sign(key.name, x + side * _KEY / 2, y - 4))
        parts.append(svg.words(words, x + side * (_KEY + 5), y))
        along += width + 14
    return svg.tag("g", *parts, font_size=_SMALL, class_="keys"), y + 10 - top


def _sign(name: str, x: float, y: float) -> svg.Markup:
    """A sign of the legend. It looks like what it explains."""
    r = _KEY / 2
    if name == "key--milestones":
        d = svg.path("M", x - r, y - r, "h", 2 * r, "L", x, y + r, "z")
        return svg.tag("path", d=d, class_="flag")
    if name == "key--today":
        return svg.tag("path", d=svg.path("M", x, y - r, "v", 2 * r), class_="today")
    if name == "key--lasting":
        return svg.tag("rect", x=x - r, y=y - 2, width=2 * r, height=4.0, rx=2.0, class_="ink")
    if name.startswith("cell-"):
        return cell(name.removeprefix("cell-"), x, y)
    form = {"key--announced": "open", "key--doubted": "open doubted"}.get(name, name)
    return svg.tag("rect", x=x - r + 1, y=y - r + 1, width=2 * r - 2, height=2 * r - 2, class_=form)


def cell(status: str, x: float, y: float) -> svg.Markup:
    """The sign of a status in a table of agreements: a disc for those who signed, a cross for those who
    declined. Without color, and with a ring for the disc, if the sources are second-hand; a dotted ring or a
    thin cross if they are weak. A question mark for those whom no source names."""
    if status == "unnamed":
        return svg.words("?", x, y + 4, text_anchor="middle", class_="muted")
    if status.startswith("signed"):
        return svg.circle(x, y, 4.5, class_=status)
    cross = svg.tag("path", d="M-4-4L4 4M4-4L-4 4", class_=status)
    return svg.tag("svg", cross, x=x, y=y, overflow="visible")


def _style(content: Content, used: frozenset[str]) -> str:
    """The rules of a file with these classes. Colors are written out, as few programs besides browsers know
    variables. A file is dark on request only: a page without a scheme is white, whatever its reader prefers,
    and programs such as LibreOffice mix up both in a media query."""
    tones = ((n, _TONES[n - 1]) for n in content.tones)
    rules = _rules(_COMMON + (_KEYS if content.keys else "") + content.style, used)
    return rules + "".join(f".tone-{n}{{fill:{color};color:{color}}}" for n, color in tones)


# Most files have one of a few styles.
@lru_cache(maxsize=1_000)
def _rules(style: str, used: frozenset[str]) -> str:
    """The rules for these classes, each once."""
    found: dict[str, None] = {}
    for selectors, declarations in _RULE.findall(style):
        known = ",".join(each for each in selectors.split(",") if used.issuperset(_CLASS.findall(each)))
        if known:
            found[f"{known}{{{declarations}}}"] = None
    rules = "".join(found)
    for name, color in _COLORS.items():
        rules = rules.replace(f"{{{name}}}", color)
    return rules


_CLASS = re.compile(r"\.([\w-]+)")
_RULE = re.compile(r"([^{}]+)\{((?:[^{}]|\{\w+\})*)\}")


_COMMON = "text{fill:{ink}}.paper{fill:{paper}}.rule{stroke:{line}}.muted,.muted text{fill:{muted}}"
_KEYS = (
    ".keys text{fill:{muted}}.flag,.ink{fill:{ink}}.today{stroke:{muted};stroke-dasharray:3 3}"
    ".open{fill:{paper};stroke:{ink};stroke-width:1.6}"
)
STRIP = (
    ".axis{stroke:{line}}.names text{fill:{muted}}.number{font-weight:600}.flag{fill:{ink}}"
    ".era{fill:{ink};opacity:.07}"
    ".today{stroke:{muted};stroke-dasharray:3 3}.sometime{opacity:.5}.doubted{stroke-dasharray:3 2}"
    "rect.announced,rect.doubted{fill:{paper};stroke:currentColor;stroke-width:1.6}"
)
"""The style of strips, as in the style sheet of the site."""
FIGURE = (
    ".track line{stroke:{muted}}.track text{fill:{muted}}.track rect{fill:{accent}}"
    ".track .disputed{fill:{warn}}.track .forecast{fill:{paper};stroke:{accent};stroke-width:1.6}"
    ".track .forecast.disputed{stroke:{warn}}"
)
GRID = (
    ".band{fill:{line};opacity:.4}.signed{fill:{good}}.declined{stroke:{warn};stroke-width:2}"
    ".signed_second_hand,.signed_weak{fill:none;stroke:{muted};stroke-width:2}"
    ".signed_weak{stroke-dasharray:2 2}"
    ".declined_second_hand{stroke:{muted};stroke-width:2}.declined_weak{stroke:{muted}}"
)

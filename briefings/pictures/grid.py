"""Draws who signed which agreement, for files of their own: a table of signs, or lists of names. The page has
a table of words in its place."""

from __future__ import annotations

from collections.abc import Callable

from briefings.pictures import svg, text
from briefings.pictures.standalone import GRID, ROOM, TEXT, Content, Key, cell
from briefings.views.memberships import Group, Memberships, Status

_NAMES = 136.0
"""The width of the names of actors."""
_HEAD = 11.0
"""The size of the names of agreements."""
_ROW = 20.0
_LINE = 14.0
_MOST_LINES = 60
"""Names of a list, beyond which it is cut."""

Say = Callable[[Status], str]
"""Says a status in words."""


def draw(found: Memberships, say: Say, *, mirrored: bool = False) -> Content:
    """A row for each actor, a column for each agreement; for few agreements, names by what they did."""
    parts, height = (_lists if found.is_listed else _table)(found, say, mirrored)
    keys = [] if found.is_listed else [Key(f"cell-{status}", say(status)) for status in found.statuses]
    return Content(parts, height, GRID, _described(found, say), keys)


def _table(found: Memberships, say: Say, mirrored: bool) -> tuple[list[svg.Markup], float]:
    width = (ROOM - _NAMES) / len(found.agreements)

    def at(x: float) -> float:
        return ROOM - x if mirrored else x

    heads = [
        [*text.wrap(each.name, width - 4, _HEAD), each.year, text.fit(each.count, width - 4, _HEAD)]
        for each in found.agreements
    ]
    top = max(map(len, heads)) * _LINE + 4
    parts: list[svg.Markup] = []
    for n, lines in enumerate(heads):
        x = at(_NAMES + (n + 0.5) * width)
        first = top - 6 - (len(lines) - 1) * _LINE
        words = (svg.words(line, x, first + m * _LINE) for m, line in enumerate(lines) if line)
        parts.append(svg.tag("g", *words, font_size=_HEAD, font_weight="600", text_anchor="middle"))
    y = top
    for group in found.groups:
        parts.append(svg.tag("rect", y=y, width=ROOM, height=_ROW, class_="band"))
        parts.append(svg.words(text.fit(group.title, ROOM - 12, TEXT), at(6), y + 14, font_weight="600"))
        for name, cells in group.rows:
            y += _ROW
            parts.append(svg.words(text.fit(name, _NAMES - 8, TEXT), at(0), y + 14))
            for n, status in enumerate(cells):
                if status is not None:
                    sign = cell(status, at(_NAMES + (n + 0.5) * width), y + 10)
                    parts.append(svg.tag("g", svg.tag("title", say(status)), sign))
        y += _ROW
    return parts, y


def _lists(found: Memberships, say: Say, mirrored: bool) -> tuple[list[svg.Markup], float]:
    x, y = ROOM if mirrored else 0.0, 0.0
    parts: list[svg.Markup] = []
    for group in found.groups:
        y += _ROW
        parts.append(svg.words(text.fit(_counted(group), ROOM, TEXT), x, y - 6, font_weight="600"))
        for line in text.wrap(_names(group), ROOM, TEXT, limit=_MOST_LINES):
            y += 17
            parts.append(svg.words(line, x, y - 5))
    return parts, y


def _counted(group: Group) -> str:
    return f"{group.title} ({len(group.rows)})"


def _names(group: Group) -> str:
    return " · ".join(name for name, _ in group.rows)


def _described(found: Memberships, say: Say) -> str:
    """The same in words: each agreement with its parties by status, or the lists."""
    if found.is_listed:
        return " ".join(f"{_counted(group)}: {_names(group)}." for group in found.groups)
    sentences = []
    for n, agreement in enumerate(found.agreements):
        for status in found.statuses:
            names = [name for name, cells in found.rows if cells[n] == status]
            if names:
                sentences.append(f"{agreement.title} – {say(status)}: {', '.join(names)}.")
    return " ".join(sentences)

"""Draws who signed which agreement, as a table of signs, for files of their own. The page has a table of
words in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefings.pictures import svg, text
from briefings.pictures.standalone import GRID, ROOM, Content, Key, cell
from briefings.views.memberships import Memberships, Status

_NAMES = 136.0
"""The width of the names of actors."""
_HEAD = 11.0
"""The size of the titles of agreements."""
_ROW = 20.0
_LINE = 14.0
_MOST_LINES = 5


def draw(found: Memberships, say: Callable[[Status], str], *, mirrored: bool = False) -> Content:
    """A row for each actor, a column for each agreement. `say` says a status in words."""
    titles = [agreement.title for agreement in found.agreements]
    width = (ROOM - _NAMES) / max(len(titles), 1)

    def at(x: float) -> float:
        return ROOM - x if mirrored else x

    heads = [text.wrap(title, width - 4, _HEAD, limit=_MOST_LINES) for title in titles]
    top = max(map(len, heads), default=0) * _LINE + 4
    parts: list[svg.Markup] = []
    for n, lines in enumerate(heads):
        x = at(_NAMES + n * width)
        first = top - 6 - (len(lines) - 1) * _LINE
        words = (svg.words(line, x, first + m * _LINE) for m, line in enumerate(lines))
        parts.append(svg.tag("g", *words, font_size=_HEAD, font_weight="600"))
    for row, (name, statuses) in enumerate(found.rows):
        y = top + row * _ROW
        parts.append(svg.tag("path", d=svg.path("M", 0, y + 0.5, "H", ROOM), class_="line"))
        parts.append(svg.words(text.fit(name, _NAMES - 8, 12.0), at(0), y + 14))
        for n, status in enumerate(statuses):
            if status is not None:
                sign = cell(status, at(_NAMES + n * width + 6), y + 10)
                parts.append(svg.tag("g", svg.tag("title", say(status)), sign))
    keys = [Key(f"cell-{status}", say(status)) for status in found.statuses]
    return Content(parts, top + len(found.rows) * _ROW, _described(found, titles, say), GRID, keys)


def _described(found: Memberships, titles: Sequence[str], say: Callable[[Status], str]) -> str:
    """The table in words: each agreement with its parties by status."""
    sentences = []
    for n, title in enumerate(titles):
        parties: dict[Status, list[str]] = {}
        for name, statuses in found.rows:
            status = statuses[n]
            if status is not None:
                parties.setdefault(status, []).append(name)
        sentences += [f"{title} – {say(status)}: {', '.join(names)}." for status, names in parties.items()]
    return " ".join(sentences)

"""Draws who is connected to whom: actors as nodes, relations as labelled lines.
Shape and color show the kind of an actor; a table on the page says the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from briefings.pictures import svg, text
from briefings.pictures.layout import Box, Point, arrange, inside, through
from briefings.pictures.plan import FAINT, SMALL

_MOST = 25
_MOST_NARROW = 12
_ICON = 7.0
"""The radius of a node."""
_CENTER = 9.5
_NAME = 150.0
_NAME_NARROW = 112.0
"""The greatest width of a name; longer ones are wrapped."""
_LINE = 15.0

_OUTLINES: dict[str, tuple[Point, ...]] = {
    "company": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "organization": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "public-body": ((0, -1.1), (1.05, -0.3), (0.68, 0.92), (-0.68, 0.92), (-1.05, -0.3)),
    "country": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "alliance": ((-1.1, 0), (-0.55, -0.96), (0.55, -0.96), (1.1, 0), (0.55, 0.96), (-0.55, 0.96)),
}
"""The corners for a radius of one; other kinds, such as a person, are circles."""
_TONES = {"person": 1, "organization": 4, "company": 2, "public-body": 3, "country": 8, "alliance": 5,
          "grouping": 5, "conference": 6, "process": 7}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An actor."""

    id: str
    label: str
    href: str
    kind: str
    """person, organization, company, public-body, country or alliance."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation."""

    source: str
    target: str
    kind: str
    """In words, from the source to the target: "member of"."""
    directed: bool = True
    """False if it reads the same both ways."""
    ended: bool = False
    """Drawn dashed."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a network, in the site's language."""

    title: str
    description: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The legend, by kind of actor."""
    more: str = "{count} more in the table"
    ended: str = "ended"


@dataclass(frozen=True, slots=True)
class _Tie:
    """All relations between two actors, drawn as one line."""

    a: int
    b: int
    title: str
    """For the mouse and screen readers."""
    short: str
    to_a: bool
    to_b: bool
    ended: bool


def figure(
    nodes: Sequence[Node], edges: Sequence[Edge], words: Words, *, prefix: str, center: str | None = None
) -> svg.Markup | None:
    """The wide and the narrow network in one `<figure>`; None if nobody is connected."""
    wide = draw(nodes, edges, words, prefix=prefix, center=center)
    narrow = draw(nodes, edges, words, prefix=f"{prefix}-narrow", center=center, width=svg.NARROW)
    return None if wide is None or narrow is None else svg.figure("network", wide, narrow)


def draw(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    words: Words,
    *,
    prefix: str,
    center: str | None = None,
    width: float = svg.WIDE,
) -> svg.Markup | None:
    """One picture of up to 25 connected actors (12 if narrow): the `center`, its neighbors, and those with
    the most relations.

    Edges to unknown ids are left out. None if no edge is left.
    """
    narrow = width < 480
    shown, left_out = _choose(nodes, edges, center, _MOST_NARROW if narrow else _MOST)
    if not shown:
        return None
    ties = _ties(shown, edges, words)
    room = _NAME_NARROW if narrow else _NAME
    names = [
        text.wrap(node.label, room * 1.2 if node.id == center else room, limit=3 if narrow else 2)
        for node in shown
    ]
    boxes = [_box(node, name, center) for node, name in zip(shown, names, strict=True)]
    height = 130 + len(shown) * (32.0 if narrow else 17.0)
    places, used = arrange(boxes, [(tie.a, tie.b) for tie in ties], width - 8, height)
    places = [(x + 4, y + 4) for x, y in places]
    radii = [_CENTER if node.id == center else _ICON for node in shown]
    lines = [_line(tie, places, boxes, radii) for tie in ties]
    drawn = [
        svg.link(
            node.href, f"{node.label} ({words.kinds[node.kind]})" if node.kind in words.kinds else node.label,
            _shape(node.kind, x, y, radius), _name(name, x, y + radius + 15, bold=node.id == center),
            fill=svg.tone(_TONES.get(node.kind, 7)),
        )
        for node, name, radius, (x, y) in zip(shown, names, radii, places, strict=True)
    ]  # fmt: skip
    legend, bottom = _legend(shown, words, left_out, used + 12, width)
    kinds = svg.tag("g", svg.lines(_kinds(ties, places, boxes)), font_size=SMALL, fill_opacity=FAINT)
    return svg.picture(
        [*lines, kinds, *drawn, *legend], title=words.title, description=words.description, prefix=prefix,
        variant="narrow" if narrow else "wide", width=width, height=bottom,
    )  # fmt: skip


def _choose(
    nodes: Sequence[Node], edges: Sequence[Edge], center: str | None, most: int
) -> tuple[list[Node], int]:
    """The nodes to show, each connected to another shown one, and how many connected ones are left out."""
    known = {node.id: node for node in nodes}
    near: dict[str, set[str]] = {}
    for edge in edges:
        if edge.source in known and edge.target in known and edge.source != edge.target:
            near.setdefault(edge.source, set()).add(edge.target)
            near.setdefault(edge.target, set()).add(edge.source)
    rank = {node.id: n for n, node in enumerate(nodes)}
    ordered = sorted(
        near,
        key=lambda id_: (id_ != center, id_ not in near.get(center or "", ()), -len(near[id_]), rank[id_]),
    )
    chosen = set(ordered[:most])
    chosen = {id_ for id_ in chosen if near[id_] & chosen}
    return [known[id_] for id_ in ordered if id_ in chosen], len(near) - len(chosen)


def _ties(shown: Sequence[Node], edges: Sequence[Edge], words: Words) -> list[_Tie]:
    place = {node.id: n for n, node in enumerate(shown)}
    between: dict[tuple[int, int], list[Edge]] = {}
    for edge in edges:
        if edge.source in place and edge.target in place and edge.source != edge.target:
            a, b = sorted((place[edge.source], place[edge.target]))
            between.setdefault((a, b), []).append(edge)
    return [_tie(shown, pair, parallel, words) for pair, parallel in between.items()]


def _tie(shown: Sequence[Node], pair: tuple[int, int], edges: Sequence[Edge], words: Words) -> _Tie:
    a, b = pair
    labels = {node.id: node.label for node in (shown[a], shown[b])}
    titles = [
        f"{labels[edge.source]} – {edge.kind}{f' ({words.ended})' if edge.ended else ''}"
        f" – {labels[edge.target]}"
        for edge in edges
    ]
    kinds = list(dict.fromkeys(edge.kind for edge in edges))
    directed = [edge.target for edge in edges if edge.directed]
    return _Tie(
        a, b, "; ".join(titles), kinds[0] + (f" +{len(kinds) - 1}" if len(kinds) > 1 else ""),
        shown[a].id in directed, shown[b].id in directed, all(edge.ended for edge in edges),
    )  # fmt: skip


def _box(node: Node, name: Sequence[str], center: str | None) -> Box:
    bold = node.id == center
    half = max(14.0, *(text.width(line, bold=bold) / 2 for line in name))
    radius = _CENTER if bold else _ICON
    return Box(half, half, radius + 2, radius + 4 + _LINE * len(name))


def _name(name: Sequence[str], x: float, y: float, *, bold: bool) -> svg.Markup:
    """A name with a halo in the page's color, which keeps lines off the letters."""
    # Joined by spaces, so that screen readers read one name.
    written = " ".join(
        svg.words(
            line, x, y + n * _LINE, anchor="middle", font_weight="700" if bold else None,
            stroke=svg.GROUND, stroke_width=3, paint_order="stroke", stroke_linejoin="round",
        )
        for n, line in enumerate(name)
    )  # fmt: skip
    return svg.Markup(written)


def _shape(kind: str, x: float, y: float, radius: float) -> svg.Markup:
    corners = _OUTLINES.get(kind)
    if corners is None:
        return svg.circle(x, y, radius, stroke=svg.GROUND, stroke_width=1.5)
    points = " ".join(f"{svg.number(x + dx * radius)},{svg.number(y + dy * radius)}" for dx, dy in corners)
    return svg.tag("polygon", points=points, stroke=svg.GROUND, stroke_width=1.5)


def _line(tie: _Tie, places: Sequence[Point], boxes: Sequence[Box], radii: Sequence[float]) -> svg.Markup:
    (ax, ay), (bx, by) = places[tie.a], places[tie.b]
    dx, dy = bx - ax, by - ay
    length = sqrt(dx * dx + dy * dy) or 1.0
    ux, uy = dx / length, dy / length
    start = _clear(places[tie.a], places[tie.b], boxes[tie.a], radii[tie.a], length)
    end = _clear(places[tie.b], places[tie.a], boxes[tie.b], radii[tie.b], length)
    if start + end > length - 8:
        # Too short a line to avoid the names, whose halo covers it.
        start, end = radii[tie.a] + 4, radii[tie.b] + 4
    ax, ay, bx, by = ax + ux * start, ay + uy * start, bx - ux * end, by - uy * end
    line = svg.hairline("M", ax, ay, "L", bx, by, opacity="0.5", dashed=tie.ended)
    heads = [_head(bx, by, ux, uy)] if tie.to_b else []
    if tie.to_a:
        heads.append(_head(ax, ay, -ux, -uy))
    return svg.tag("g", svg.tag("title", tie.title), line, *heads)


def _clear(here: Point, there: Point, box: Box, radius: float, length: float) -> float:
    """The distance from a node where its line begins: past its shape, and past its name if in the way."""
    name = inside(here, there, Box(box.left, box.right, -radius - 3, box.below), here)
    return radius + 4 if name is None else max(name[1] * length + 2, radius + 4)


def _head(x: float, y: float, ux: float, uy: float) -> svg.Markup:
    """An arrowhead with its tip at a place."""
    left = x - ux * 7 - uy * 3.2, y - uy * 7 + ux * 3.2
    right = x - ux * 7 + uy * 3.2, y - uy * 7 - ux * 3.2
    return svg.tag("path", d=svg.path("M", x, y, "L", *left, "L", *right, "z"), fill_opacity="0.6")


def _kinds(ties: Sequence[_Tie], places: Sequence[Point], boxes: Sequence[Box]) -> list[svg.Markup]:
    """The kinds of relations at the middles of their lines, where there is room."""
    taken = list(zip(boxes, places, strict=True))
    labels: list[svg.Markup] = []
    for tie in ties:
        (ax, ay), (bx, by) = places[tie.a], places[tie.b]
        half = text.width(tie.short, SMALL) / 2 + 3
        if (bx - ax) ** 2 + (by - ay) ** 2 < (half * 1.4 + 24) ** 2:
            continue
        at, box = ((ax + bx) / 2, (ay + by) / 2), Box(half, half, 8, 8)
        is_crossed = any(
            other is not tie and through(places[other.a], places[other.b], box, at) for other in ties
        )
        if is_crossed or any(box.meets(at, other, there, 2.0) for other, there in taken):
            continue
        taken.append((box, at))
        labels.append(svg.words(
            tie.short, at[0], at[1] + 4, anchor="middle", aria_hidden="true",
            stroke=svg.GROUND, stroke_width=5, paint_order="stroke", stroke_linejoin="round",
        ))  # fmt: skip
    return labels


def _legend(
    shown: Sequence[Node], words: Words, left_out: int, top: float, width: float
) -> tuple[list[svg.Markup], float]:
    """The meaning of the shapes, how many nodes are left out, and the height of the whole picture."""
    parts: list[svg.Markup] = []
    x, y = 2.0, top + 14
    used = {node.kind for node in shown}
    items = [(kind, words.kinds[kind]) for kind in _TONES if kind in used and kind in words.kinds]
    if left_out:
        items.append(("", words.more.replace("{count}", str(left_out))))
    for kind, label in items:
        room = text.width(label, SMALL) + (18 if kind else 0)
        if x > 2 and x + room > width:
            x, y = 2.0, y + 20
        if kind:
            parts.append(svg.tag("g", _shape(kind, x + 6, y, 5.5), fill=svg.tone(_TONES[kind])))
        parts.append(svg.words(label, x + (18 if kind else 0), y + 4, font_size=SMALL, fill_opacity=FAINT))
        x += room + 18
    return parts, y + 14 if parts else top + 4

"""Draws who is connected to whom, if that is more than a star: actors as nodes, relations as labelled lines.
Shapes show the kind of an actor; a table on the page says the same in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefings.pictures import svg, text
from briefings.pictures.axis import NARROW, SMALL
from briefings.pictures.layout import Box, Point, arrange

_MOST = 12
_ICON = 7.0
"""The radius of a node."""
_CENTER = 9.5
_NAME = 104.0
"""The greatest width of a name; longer ones are wrapped."""
_LABEL = 96.0
"""The greatest width of a label of a line."""
_LINE = 15.0
_SMALL_LINE = 13.0

_OUTLINES: dict[str, tuple[Point, ...]] = {
    "company": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "organization": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "public-body": ((0, -1.1), (1.05, -0.3), (0.68, 0.92), (-0.68, 0.92), (-1.05, -0.3)),
    "country": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "alliance": ((-1.1, 0), (-0.55, -0.96), (0.55, -0.96), (1.1, 0), (0.55, 0.96), (-0.55, 0.96)),
    "group": ((-1, -1), (1, -1), (0.35, 0), (1, 1), (-1, 1), (-0.35, 0)),
    "conference": ((-1.1, -0.85), (1.1, -0.85), (0, 1.15)),
    "process": ((-1, -0.9), (0.1, -0.9), (1.1, 0), (0.1, 0.9), (-1, 0.9)),
    "grouping": ((-1.1, 0), (-0.55, -0.96), (0.55, -0.96), (1.1, 0), (0.55, 0.96), (-0.55, 0.96)),
}
"""The corners for a radius of one, as in the style sheet; other kinds, such as a person, are circles."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor."""

    id: str
    label: str
    href: str
    kind: str
    """The kind of actor: person, company, country and so on."""


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
    """For the mouse."""
    label: list[str]
    """The kinds of relations, on several lines."""
    to_a: bool
    to_b: bool
    ended: bool


def draw(
    nodes: Sequence[Node], edges: Sequence[Edge], words: Words, *, center: str | None = None
) -> svg.Markup | None:
    """A `<figure>` with up to 12 connected actors: the `center`, its neighbors, and those with the most
    relations.

    Edges to unknown ids are left out, and so are stars, whose lines all meet in one node. None if nothing is
    left.
    """
    shown, left_out = _choose(nodes, edges, center)
    ties = _ties(shown, edges, words)
    if not ties:
        return None
    names = [text.wrap(node.label, _NAME, limit=3) for node in shown]
    radii = [_CENTER if node.id == center else _ICON for node in shown]
    # Each label is a node, too, between the two that its line connects. So no label touches anything.
    boxes = [_box(name, radius) for name, radius in zip(names, radii, strict=True)]
    boxes += [_label_box(tie) for tie in ties]
    lines = [pair for n, tie in enumerate(ties, len(shown)) for pair in ((tie.a, n), (n, tie.b))]
    places, height = arrange(boxes, lines, NARROW, 40 + 18.0 * len(boxes))
    parts = [_line(places[a], places[b], ties[max(a, b) - len(shown)]) for a, b in lines]
    parts += [_label(tie, places[n], places) for n, tie in enumerate(ties, len(shown))]
    parts += [
        svg.link(node.href, _full_name(node, words), _node(node.kind, places[n], radii[n], names[n]))
        for n, node in enumerate(shown)
    ]
    picture = svg.tag(
        "svg", svg.Markup("\n"), svg.lines(parts), svg.Markup("\n"), width="100%", height=height + 4,
        font_size=svg.TEXT, role="group", aria_label=words.title,
        **{"xmlns:xlink": "http://www.w3.org/1999/xlink"},
    )  # fmt: skip
    inside = (svg.Markup("\n"), picture, svg.Markup("\n"), _legend(shown, words, left_out), svg.Markup("\n"))
    return svg.tag("figure", *inside, class_="picture picture--network")


def _choose(nodes: Sequence[Node], edges: Sequence[Edge], center: str | None) -> tuple[list[Node], int]:
    """The nodes to show, each connected to another shown one, and how many connected ones are left out."""
    known = {node.id: node for node in nodes}
    near: dict[str, set[str]] = {}
    for edge in edges:
        if edge.source in known and edge.target in known and edge.source != edge.target:
            near.setdefault(edge.source, set()).add(edge.target)
            near.setdefault(edge.target, set()).add(edge.source)
    connected = len(near)
    near = {id_: near[id_] for part in _parts(near) if not _is_star(part, near) for id_ in part}
    rank = {node.id: n for n, node in enumerate(nodes)}
    ordered = sorted(
        near,
        key=lambda id_: (id_ != center, id_ not in near.get(center or "", ()), -len(near[id_]), rank[id_]),
    )
    chosen = set(ordered[:_MOST])
    chosen = {id_ for id_ in chosen if near[id_] & chosen}
    if not chosen or _is_star([id_ for id_ in ordered if id_ in chosen], near):
        return [], 0
    return [known[id_] for id_ in ordered if id_ in chosen], connected - len(chosen)


def _parts(near: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """The connected parts of a network."""
    seen: set[str] = set()
    for start in near:
        part: list[str] = []
        waiting = [] if start in seen else [start]
        seen.add(start)
        while waiting:
            part.append(waiting.pop())
            new = sorted(set(near[part[-1]]) - seen)
            seen.update(new)
            waiting += new
        if part:
            yield part


def _is_star(part: Sequence[str], near: Mapping[str, Collection[str]]) -> bool:
    """Whether all lines between some nodes meet in one of them."""
    own = set(part)
    degrees = [len(own.intersection(near[id_])) for id_ in part]
    # A star has one line less than nodes, all of them at its center.
    return max(degrees) == len(part) - 1 and sum(degrees) == 2 * (len(part) - 1)


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
    kinds = ", ".join(dict.fromkeys(edge.kind for edge in edges))
    directed = [edge.target for edge in edges if edge.directed]
    return _Tie(
        a, b, "; ".join(titles), text.wrap(kinds, _LABEL, SMALL, limit=4),
        shown[a].id in directed, shown[b].id in directed, all(edge.ended for edge in edges),
    )  # fmt: skip


def _full_name(node: Node, words: Words) -> str:
    return f"{node.label} ({words.kinds[node.kind]})" if node.kind in words.kinds else node.label


def _box(name: Sequence[str], radius: float) -> Box:
    half = max(14.0, *(text.width(line, bold=True) / 2 for line in name))
    return Box(half, half, radius + 2, radius + 4 + _LINE * len(name))


def _label_box(tie: _Tie) -> Box:
    half = max(8.0, *(text.width(line, SMALL) / 2 for line in tie.label))
    lines = len(tie.label) + (1 if tie.to_a or tie.to_b else 0)
    return Box(half, half, 8, 8 + _SMALL_LINE * (lines - 1))


def _node(kind: str, place: Point, radius: float, name: Sequence[str]) -> svg.Markup:
    """The shape of a node, and its name below."""
    written = " ".join(
        svg.words(line, 0, radius + 15 + n * _LINE, text_anchor="middle") for n, line in enumerate(name)
    )
    return svg.at(_percent(place), place[1] + 2, _shape(kind, radius), svg.Markup(written))


def _percent(place: Point) -> float:
    return place[0] / NARROW * 100


def _shape(kind: str, radius: float) -> svg.Markup:
    corners = _OUTLINES.get(kind)
    if corners is None:
        return svg.circle(0, 0, radius)
    return svg.tag(
        "polygon", points=" ".join(f"{svg.number(x * radius)},{svg.number(y * radius)}" for x, y in corners)
    )


def _line(a: Point, b: Point, tie: _Tie) -> svg.Markup:
    """One of the two halves of a line, from a node to the label."""
    return svg.tag(
        "line", x1=svg.percent(_percent(a)), y1=a[1] + 2, x2=svg.percent(_percent(b)), y2=b[1] + 2,
        class_="ended" if tie.ended else None,
    )  # fmt: skip


def _label(tie: _Tie, place: Point, places: Sequence[Point]) -> svg.Markup:
    """The kinds of relations, and an arrow that says in which direction they read."""
    lines = [*tie.label, *_arrow(tie, places)]
    # Joined by spaces, so that screen readers read one label.
    written = " ".join(
        svg.words(line, 0, 4 + n * _SMALL_LINE, text_anchor="middle") for n, line in enumerate(lines)
    )
    title = svg.tag("title", tie.title)
    return svg.tag(
        "g", title, svg.at(_percent(place), place[1] + 2, svg.Markup(written)), class_="tie", font_size=SMALL
    )


def _arrow(tie: _Tie, places: Sequence[Point]) -> list[str]:
    """An arrow from the source to the target. Wide screens stretch pictures, but turn none around."""
    if not tie.to_a and not tie.to_b:
        return []
    (ax, ay), (bx, by) = places[tie.a], places[tie.b]
    if abs(bx - ax) >= abs(by - ay) / 2:
        towards_b, towards_a, both = ("→", "←", "↔") if bx > ax else ("←", "→", "↔")
    else:
        towards_b, towards_a, both = ("↓", "↑", "↕") if by > ay else ("↑", "↓", "↕")
    return [both if tie.to_a and tie.to_b else towards_b if tie.to_b else towards_a]


def _legend(shown: Sequence[Node], words: Words, left_out: int) -> svg.Markup:
    """The meaning of the shapes, and how many nodes are left out."""
    used = dict.fromkeys(node.kind for node in shown)
    keys = [
        svg.tag("span", words.kinds[kind], class_=f"kind-of-actor kind-of-actor--{kind}")
        for kind in used
        if kind in words.kinds
    ]
    if left_out:
        keys.append(svg.tag("span", words.more.replace("{count}", str(left_out))))
    return svg.tag("figcaption", svg.Markup(" ".join(keys)))

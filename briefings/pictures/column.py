"""Draws the timeline as a column, for phones: time runs downwards to scale, with untruncated labels beside
it. Labels that would touch are moved apart, and a fine line leads to each."""

from __future__ import annotations

from briefings.pictures import marks as drawn
from briefings.pictures import svg, text
from briefings.pictures.lanes import spread, stack
from briefings.pictures.marks import Shape
from briefings.pictures.plan import FAINT, SMALL, Mark, Plan, nobreak
from briefings.pictures.scale import Scale, Tick, ticks

_LINE = 16.0
_BETWEEN = 10.0
"""Between labels. A label of one line is thus 26 high, enough for a finger."""
_TOP = 26.0
_TRACK = 11.0
_MOST_TRACKS = 5


def column(plan: Plan) -> tuple[list[svg.Markup], list[Shape], float]:
    """The parts of the picture, its shapes, and its height."""
    # The width of labels depends on the gutter and the tracks, these on the scale, and the scale on the
    # height of labels. Two rounds from a typical guess suffice.
    gutter, tracks = 38.0, 2
    for _ in range(2):
        left = gutter + 14 + tracks * _TRACK + 20
        labels = [text.wrap(_label(mark), plan.width - left, limit=3) for mark in plan.marks]
        heights = [len(lines) * _LINE + _BETWEEN for lines in labels]
        scale = plan.scale(_TOP, _TOP + max(sum(heights) * 0.92, 150.0))
        shapes = plan.shapes(scale)
        named = ticks(scale, plan.words.months, down=True)
        names = [name for tick in named for name in (tick.label, tick.above or "")]
        gutter = max((text.width(name, SMALL, bold=True) for name in names), default=2.0) + 6
        tracks = max(_tracks(shapes)) + 1
    wanted = [what.middle if not what.bar else min(what.low + 5, what.high) for what in shapes]
    places = spread([y - (_LINE + _BETWEEN) / 2 for y in wanted], heights, 0.0)
    beside = [gutter + 14 + track * _TRACK for track in _tracks(shapes)]
    left = gutter + 14 + tracks * _TRACK + 20
    links = [
        plan.link(mark, what, *_entry(lines, what, x, y, place, left, plan.width), stroke=True)
        for mark, what, x, y, lines, place in zip(
            plan.marks, shapes, beside, wanted, labels, places, strict=True
        )
    ]
    bottom = max(scale.high + 8, places[-1] + heights[-1])
    return [*_axis(plan, scale, named, gutter, left), *links], shapes, bottom


def _label(mark: Mark) -> str:
    return mark.label if mark.status is None else f"{mark.label} ·\u00a0{nobreak(mark.status)}"


def _entry(
    lines: list[str], what: Shape, x: float, y: float, place: float, left: float, width: float
) -> list[svg.Markup]:
    """A mark, its label, and the line between them."""
    first = place + _BETWEEN / 2
    lead = svg.path("M", x + 7, y, "H", left - 28, "L", left - 5, first + _LINE / 2)
    height = len(lines) * _LINE + _BETWEEN
    # Joined by spaces, so that screen readers read one label.
    written = " ".join(svg.words(line, left, first + 12.5 + n * _LINE) for n, line in enumerate(lines))
    return [
        svg.target(left - 4, place, width - left + 4, height),
        svg.tag("path", d=lead, fill="none", stroke_width=1.0, stroke_opacity="0.6"),
        drawn.draw(what, x, down=True),
        svg.Markup(written),
    ]


def _tracks(shapes: list[Shape]) -> list[int]:
    order = sorted(range(len(shapes)), key=lambda n: shapes[n].left)
    rows = stack((shapes[n].left, shapes[n].right + 2) for n in order)
    placed = dict(zip(order, rows, strict=True))
    return [min(placed[n], _MOST_TRACKS - 1) for n in range(len(shapes))]


def _axis(plan: Plan, scale: Scale, marks: list[Tick], gutter: float, left: float) -> list[svg.Markup]:
    steps = [step for tick in marks for step in ("M", gutter, tick.place, "h6")]
    parts = [svg.hairline("M", gutter + 6, _TOP - 8, "V", scale.high + 8, *steps, opacity="0.4")]
    boundary = plan.boundary(scale)
    if boundary is not None:
        parts.append(svg.hairline("M", gutter, boundary, "H", left - 28, opacity="0.5", dashed=True))
    names: list[svg.Markup] = []
    for tick in marks:
        names.append(svg.words(tick.label, gutter - 4, tick.place + 4, anchor="end"))
        if tick.above:
            names.append(svg.words(tick.above, gutter - 4, tick.place - 11, anchor="end", font_weight="600"))
    return [*parts, svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)]

"""What a date looks like: a dot or a bar along the axis, solid where it is known, and visibly less so where
it is not. The same along a line from left to right and down a column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from briefings.model.dates import Date, Part, Span, Unit
from briefings.pictures import svg
from briefings.pictures.scale import Scale

DOT = 4.5
"""Radius of a day."""
THICK = 8.0
"""Thickness of a bar."""
_FADE = 14.0
"""How far a bar fades out where its end is only about right."""
_OPEN = 26.0
"""How far it fades where it goes on."""
_STEPS = (0.2, 0.45, 0.75)
"""Fading goes in steps: gradients would need ids, and print badly."""


@dataclass(slots=True)  # not frozen: very many are made, and a frozen one takes three times as long
class Shape:
    """How to draw a date: its place on the axis and what is not certain about it."""

    low: float
    high: float
    """Where it begins and ends, in pixels along the axis."""
    bar: bool
    """It lasts, or is not known to the day, for longer than a dot shows."""
    sometime: bool
    """A day within these, not all of them: a month, a season, `one of`."""
    open_low: bool
    open_high: bool
    fade_low: bool
    fade_high: bool
    uncertain: bool
    planned: bool
    doubted: bool
    """What happened is disputed, unsupported or contradicted, whatever its date."""

    @property
    def left(self) -> float:
        """Where its ink begins, haloes included."""
        return self.low if self.bar else self.middle - (DOT + 3 if self.fade_low else DOT)

    @property
    def right(self) -> float:
        """Where its ink ends."""
        return self.high if self.bar else self.middle + (DOT + 3 if self.fade_low else DOT)

    @property
    def middle(self) -> float:
        """Where a dot stands."""
        return (self.low + self.high) / 2


def shape(when: Date, scale: Scale, *, as_of: date | None, doubted: bool) -> Shape:
    """A date's shape on a scale. Open ends run to the edge of the picture."""
    low = scale.low if when.earliest is None else scale.start(when.earliest)
    high = scale.high if when.latest is None else scale.end(when.latest)
    fade_low, fade_high, uncertain, sometime = _certainty(when)
    planned = as_of is not None and when.earliest is not None and when.earliest > as_of
    bar = when.earliest != when.latest and (
        high - low > 2 * DOT + 2 or when.earliest is None or when.latest is None
    )
    return Shape(
        low, high, bar, bar and sometime, open_low=when.earliest is None, open_high=when.latest is None,
        fade_low=fade_low,
        fade_high=fade_high, uncertain=uncertain, planned=planned, doubted=doubted,
    )  # fmt: skip


# An event is drawn wide and narrow, on each page that has it.
@lru_cache(maxsize=20_000)
def _certainty(when: Date) -> tuple[bool, bool, bool, bool]:
    """Whether its start is about right only, its end, whether any of it is doubtful, and whether it is some
    day in this time."""
    parts = when.parts
    span = when.members[0] if when.is_interval else None
    ends = (span.start, span.end) if isinstance(span, Span) else (parts[0], parts[-1])
    low, high = (isinstance(end, Part) and end.approximate for end in ends)
    return (
        low,
        high,
        when.uncertain,
        when.form == "one-of" or (when.form == "single" and parts[0].unit is not Unit.DAY),
    )


def draw(what: Shape, across: float, *, down: bool = False, small: bool = False) -> svg.Markup:
    """Draw it at a place across the axis; `down` where time runs downwards. Its color is the fill it stands
    in."""
    if what.bar:
        return _bar(what, across, down, THICK - 3 if small else THICK)
    x, y = (across, what.middle) if down else (what.middle, across)
    return _dot(what, x, y, DOT - 1.5 if small else DOT)


def _dot(what: Shape, x: float, y: float, radius: float) -> svg.Markup:
    line = _outline(what)
    if what.doubted:
        r = radius + 1
        return svg.tag(
            "path", d=svg.path("M", x - r, y, "L", x, y - r, "L", x + r, y, "L", x, y + r, "z"), **line
        )
    if what.fade_low and not line:
        halo = svg.circle(x, y, radius + 3 if radius == DOT else radius, fill_opacity="0.3")
        return svg.Markup(halo + svg.circle(x, y, radius - 1.5))
    return svg.circle(x, y, radius - 0.8 if line else radius, **line)


def _outline(what: Shape) -> dict[str, Any]:
    """Hollow for what is to come, dashed for an uncertain date; nothing where it is solid."""
    if not what.planned and not what.uncertain:
        return {}
    # The stroke takes the color of the fill around it, which has no name of its own in SVG: the link sets
    # both.
    return {
        "fill": svg.GROUND if what.planned else None,
        "fill_opacity": None if what.planned else "0.25",
        "stroke_width": 1.6,
        "stroke_dasharray": "2.4 1.8" if what.uncertain else None,
    }


def _bar(what: Shape, across: float, down: bool, thick: float) -> svg.Markup:
    low, high = what.low, max(what.high, what.low + thick)
    length = high - low
    line = _outline(what)
    if line:
        body = _rect(low + 0.8, high - 0.8, across, thick - 1.6, down, rounded=True, **line)
        return svg.Markup(body + (_arrow(high, across, thick, down) if what.open_high else ""))
    parts: list[svg.Markup] = []
    faint = 0.45 if what.sometime else 1.0
    for fading, opened, side in ((what.fade_low, what.open_low, 1), (what.fade_high, what.open_high, -1)):
        if not fading and not opened:
            continue
        reach = min(_OPEN if opened else _FADE, length / 3)
        steps = _STEPS if reach >= 9 else _STEPS[1:2]
        each = reach / len(steps)
        edge = low if side > 0 else high
        for n, opacity in enumerate(steps):
            a, b = edge + side * n * each, edge + side * (n + 1) * each
            parts.append(
                _rect(min(a, b), max(a, b), across, thick, down, fill_opacity=f"{opacity * faint:g}")
            )
        if side > 0:
            low += reach
        else:
            high -= reach
    parts.append(
        _rect(
            low,
            high,
            across,
            thick,
            down,
            rounded=not parts,
            fill_opacity=f"{faint:g}" if faint < 1 else None,
        )
    )
    if what.open_high:
        parts.append(_arrow(what.high, across, thick, down))
    return svg.Markup("".join(parts))


def _rect(
    low: float,
    high: float,
    across: float,
    thick: float,
    down: bool,
    *,
    rounded: bool = False,
    **style: str | float | None,
) -> svg.Markup:
    along, beside = low, across - thick / 2
    length = high - low
    radius = thick / 2 if rounded else None
    if down:
        return svg.tag("rect", x=beside, y=along, width=thick, height=length, rx=radius, **style)
    return svg.tag("rect", x=along, y=beside, width=length, height=thick, rx=radius, **style)


def _arrow(tip: float, across: float, thick: float, down: bool) -> svg.Markup:
    half = thick / 2
    points = [(tip - 5, across - half), (tip, across), (tip - 5, across + half)]
    (ax, ay), (bx, by), (cx, cy) = [(y, x) for x, y in points] if down else points
    return svg.tag("path", d=svg.path("M", ax, ay, "L", bx, by, "L", cx, cy), fill="none", stroke_width=1.8)

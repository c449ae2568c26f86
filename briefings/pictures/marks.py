"""Draws dates on a time axis, horizontal or vertical: dots or bars, solid where the date is certain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from briefings.model.dates import Date, Part, Span, Unit
from briefings.pictures import svg
from briefings.pictures.scale import Scale

DOT = 4.5
"""The radius of a day."""
THICK = 8.0
"""The thickness of a bar."""
_FADE = 14.0
"""The length over which a bar with an approximate end fades out."""
_OPEN = 26.0
"""The length over which a bar with an open end fades out."""
_STEPS = (0.2, 0.45, 0.75)
"""The opacities of fading. Steps, because gradients would need ids and print badly."""


@dataclass(slots=True)  # not frozen, as creating very many frozen ones takes three times as long
class Shape:
    """How to draw a date: its place on the axis and what is uncertain about it."""

    low: float
    high: float
    """Where it begins and ends, in pixels along the axis."""
    bar: bool
    """Whether it is longer than a dot."""
    sometime: bool
    """Whether it is some day in this time, not all of it: a month, a season, `one of`."""
    open_low: bool
    open_high: bool
    fade_low: bool
    fade_high: bool
    uncertain: bool
    planned: bool
    doubted: bool
    """Whether the event itself is disputed, unsupported or contradicted."""

    @property
    def left(self) -> float:
        """Where it begins as drawn, with its halo."""
        return self.low if self.bar else self.middle - (DOT + 3 if self.fade_low else DOT)

    @property
    def right(self) -> float:
        """Where it ends as drawn, with its halo."""
        return self.high if self.bar else self.middle + (DOT + 3 if self.fade_low else DOT)

    @property
    def middle(self) -> float:
        """The place of a dot."""
        return (self.low + self.high) / 2


def shape(when: Date, scale: Scale, *, as_of: date | None, doubted: bool) -> Shape:
    """The shape of a date on a scale. Open ends extend to the edge of the picture."""
    low = scale.low if when.earliest is None else scale.start(when.earliest)
    high = scale.high if when.latest is None else scale.end(when.latest)
    fade_low, fade_high, uncertain, sometime = _certainty(when)
    planned = as_of is not None and when.earliest is not None and when.earliest > as_of
    bar = when.earliest != when.latest and (
        high - low > 2 * DOT + 2 or when.earliest is None or when.latest is None
    )
    return Shape(
        low, high, bar, bar and sometime, open_low=when.earliest is None, open_high=when.latest is None,
        fade_low=fade_low, fade_high=fade_high, uncertain=uncertain, planned=planned, doubted=doubted,
    )  # fmt: skip


# Cached, as an event is drawn wide and narrow on each page that has it.
@lru_cache(maxsize=20_000)
def _certainty(when: Date) -> tuple[bool, bool, bool, bool]:
    """Whether its start and its end are approximate, any of it uncertain, and it is some day in this time."""
    parts = when.parts
    span = when.members[0] if when.is_interval else None
    ends = (span.start, span.end) if isinstance(span, Span) else (parts[0], parts[-1])
    low, high = (isinstance(end, Part) and end.approximate for end in ends)
    sometime = when.form == "one-of" or (when.form == "single" and parts[0].unit is not Unit.DAY)
    return low, high, when.uncertain, sometime


def draw(what: Shape, across: float, *, down: bool = False, small: bool = False) -> svg.Markup:
    """Draws a shape at a place across the axis, in the inherited fill; `down` for a vertical axis."""
    if what.bar:
        return _bar(what, across, down, THICK - 3 if small else THICK)
    x, y = (across, what.middle) if down else (what.middle, across)
    return _dot(what, x, y, DOT - 1.5 if small else DOT)


def _dot(what: Shape, x: float, y: float, radius: float) -> svg.Markup:
    line = _outline(what)
    if what.doubted:
        r = radius + 1
        diamond = svg.path("M", x - r, y, "L", x, y - r, "L", x + r, y, "L", x, y + r, "z")
        return svg.tag("path", d=diamond, **line)
    if what.fade_low and not line:
        halo = svg.circle(x, y, radius + 3 if radius == DOT else radius, fill_opacity="0.3")
        return svg.Markup(halo + svg.circle(x, y, radius - 1.5))
    return svg.circle(x, y, radius - 0.8 if line else radius, **line)


def _outline(what: Shape) -> dict[str, Any]:
    """The style of a planned event, hollow, or of an uncertain date, dashed; empty for a solid shape."""
    if not what.planned and not what.uncertain:
        return {}
    # The color of the stroke is inherited from the link around it.
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
            a, b = sorted((edge + side * n * each, edge + side * (n + 1) * each))
            parts.append(_rect(a, b, across, thick, down, fill_opacity=f"{opacity * faint:g}"))
        if side > 0:
            low += reach
        else:
            high -= reach
    body_opacity = f"{faint:g}" if faint < 1 else None
    parts.append(_rect(low, high, across, thick, down, rounded=not parts, fill_opacity=body_opacity))
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
    x, y, width, height = low, across - thick / 2, high - low, thick
    if down:
        x, y, width, height = y, x, height, width
    radius = thick / 2 if rounded else None
    return svg.tag("rect", x=x, y=y, width=width, height=height, rx=radius, **style)


def _arrow(tip: float, across: float, thick: float, down: bool) -> svg.Markup:
    half = thick / 2
    points = [(tip - 5, across - half), (tip, across), (tip - 5, across + half)]
    (ax, ay), (bx, by), (cx, cy) = [(y, x) for x, y in points] if down else points
    return svg.tag("path", d=svg.path("M", ax, ay, "L", bx, by, "L", cx, cy), fill="none", stroke_width=1.8)

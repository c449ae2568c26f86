"""The timeline from left to right: marks in rows under the axis, each with its label beside it.
Of very many events, all are dots in a strip above the axis, and those that have room are named below it."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.pictures import marks as drawn
from briefings.pictures import svg, text
from briefings.pictures.lanes import Lanes, stack
from briefings.pictures.marks import Shape
from briefings.pictures.plan import FAINT, LABELLED, SMALL, Mark, Plan, nobreak
from briefings.pictures.scale import Scale, ticks

_ROW = 24.0
"""Height of a row: what a finger needs."""
_MOST_ROWS = 9
"""Rows of labels below a strip."""
_STRIP = 150.0
"""The greatest height of a strip."""
_PITCH = 6.6
"""From dot to dot in it."""
_GAP = 7.0
"""Between a mark and its label."""
_BETWEEN = 22.0
"""Between a label and the next mark in its row."""
_INSET = 12.0
_LABEL = 240.0
"""How wide a label below a strip may be, so that several stand side by side."""


def rows(plan: Plan) -> tuple[list[svg.Markup], list[Shape], float]:
    """The picture's parts, the shapes in it, and where it ends."""
    scale = plan.scale(_INSET, plan.width - _INSET)
    shapes = plan.shapes(scale)
    dense = len(plan.marks) > LABELLED
    strip, top = _strip(plan, shapes) if dense else ([], 0.0)
    labelled, count = _labels(plan, shapes, len(plan.marks) if not dense else _MOST_ROWS, dense)
    axis = _Axis(scale, plan, top)
    bottom = axis.bottom + count * _ROW + 6
    return [*axis.draw(bottom), *strip, *(mark(axis.bottom) for mark in labelled)], shapes, bottom


class _Axis:
    """The names of days, months and years, and the fine lines that lead down from them."""

    def __init__(self, scale: Scale, plan: Plan, top: float) -> None:
        self._ticks = ticks(scale, plan.words.months)
        self._two = any(tick.above for tick in self._ticks)
        self._top = top
        self._plan = plan
        self._boundary = plan.boundary(scale)
        self.bottom = top + (42.0 if self._two else 26.0)

    def draw(self, bottom: float) -> list[svg.Markup]:
        """Lines first, so that all else stands on them."""
        base = self.bottom - 6
        lines = [step for tick in self._ticks for step in ("M", tick.place, base, "V", bottom)]
        parts = [svg.hairline(*lines, opacity="0.13"), svg.hairline("M", 0, base, "H", self._plan.width, opacity="0.4")]
        if self._boundary is not None:
            parts.append(svg.hairline("M", self._boundary, base, "V", bottom, opacity="0.6", dashed=True))
        names: list[svg.Markup] = []
        for tick in self._ticks:
            # They begin at their lines, as what they name begins there; at the edge the line has to do.
            for label, y, weight in ((tick.label, base - 6, None), (tick.above or "", base - 22, "600")):
                if label and tick.place + text.width(label, SMALL, bold=weight is not None) <= self._plan.width:
                    names.append(svg.words(label, tick.place, y, font_weight=weight))
        return [*parts, svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)]


def _strip(plan: Plan, shapes: Sequence[Shape]) -> tuple[list[svg.Markup], float]:
    """All events as small marks, piled up where they are many; they stay within the strip, closer together if need be."""
    extents = [(what.low, what.high) if what.bar else (what.middle - _PITCH / 2, what.middle + _PITCH / 2) for what in shapes]
    piled = stack(extents)
    pitch = min(_PITCH, _STRIP / (max(piled) + 1))
    height = pitch * (max(piled) + 1) + 6
    return [
        plan.link(mark, what, drawn.draw(what, height - 4 - pitch * (row + 0.5), small=True))
        for mark, what, row in zip(plan.marks, shapes, piled, strict=True)
    ], height


def _turn(number: int) -> int:
    """Reverses 16 bits: taken in this order, numbers are spread evenly from the first few on (van der Corput)."""
    return int(f"{number & 0xFFFF:016b}"[::-1], 2)


class _Labelled:
    """A mark with its label in a row."""

    __slots__ = ("anchor", "label", "left", "mark", "plan", "right", "row", "what", "x")

    def __init__(self, plan: Plan, mark: Mark, what: Shape, dense: bool) -> None:
        self.plan, self.mark, self.what = plan, mark, what
        status = f" ·\u00a0{nobreak(mark.status)}" if mark.status is not None else ""
        after = plan.width - what.right - _GAP
        before = what.left - _GAP
        most = min(_LABEL if dense else plan.width * 0.62, max(after, before)) - text.width(status)
        self.label = text.fit(mark.label, most) + status
        width = text.width(self.label)
        flipped = width > after
        self.anchor = "end" if flipped else None
        self.x = what.left - _GAP if flipped else what.right + _GAP
        self.left = self.x - width if flipped else what.left
        self.right = what.right if flipped else self.x + width
        self.row = 0

    def __call__(self, top: float) -> svg.Markup:
        y = top + (self.row + 0.5) * _ROW
        target = svg.target(self.left - 3, y - _ROW / 2, self.right - self.left + 6, _ROW)
        return self.plan.link(
            self.mark, self.what, target, drawn.draw(self.what, y), svg.words(self.label, self.x, y + 4.5, anchor=self.anchor)
        )  # fmt: skip


def _labels(plan: Plan, shapes: Sequence[Shape], limit: int, dense: bool) -> tuple[list[_Labelled], int]:
    """The marks that are named, in time's order, each in a row where it touches nothing; and how many rows there are."""
    lanes = Lanes(limit)
    order = sorted(range(len(shapes)), key=lambda n: (-plan.marks[n].weight, _turn(n) if dense else n))
    found: list[tuple[int, _Labelled]] = []
    for n in order:
        labelled = _Labelled(plan, plan.marks[n], shapes[n], dense)
        row = lanes.place(labelled.left, labelled.right + _BETWEEN)
        if row is not None:
            labelled.row = row
            found.append((n, labelled))
    return [labelled for _, labelled in sorted(found, key=lambda pair: pair[0])], len(lanes)

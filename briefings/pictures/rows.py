"""Draws the timeline from left to right, with marks and labels in rows that cascade down below the axis.
With very many events, all are dots in a strip above the axis, and as many as fit are labelled below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefings.pictures import marks as drawn
from briefings.pictures import svg, text
from briefings.pictures.lanes import Lanes, stack
from briefings.pictures.marks import Shape
from briefings.pictures.plan import FAINT, LABELLED, SMALL, Mark, Plan, nobreak
from briefings.pictures.scale import Scale, ticks

_ROW = 24.0
"""The height of a row, enough for a finger."""
_MOST_ROWS = 9
"""The most rows of labels below a strip."""
_STRIP = 150.0
"""The greatest height of a strip."""
_PITCH = 6.6
"""From dot to dot in a strip."""
_GAP = 7.0
"""Between a mark and its label."""
_BETWEEN = 22.0
"""Between a label and the next mark in its row."""
_APART = 66.0
"""Between two adjacent labels in a row, so that they do not read as one."""
_CLEAR = 6.0
"""Between a label and a line of the axis."""
_INSET = 12.0
_LABEL = 240.0
"""The greatest width of a label below a strip, so that several fit side by side."""


def rows(plan: Plan) -> tuple[list[svg.Markup], list[Shape], float]:
    """The parts of the picture, its shapes, and its height."""
    scale = plan.scale(_INSET, plan.width - _INSET)
    shapes = plan.shapes(scale)
    is_dense = len(plan.marks) > LABELLED
    strip, top = _strip(plan, shapes) if is_dense else ([], 0.0)
    labels = _chosen(plan, shapes) if is_dense else _cascade(plan, shapes)
    axis = _Axis(scale, plan, top)
    parts = [*axis.draw(labels), *strip, *(label.draw(axis.bottom) for label in labels)]
    return parts, shapes, axis.end(labels)


class _Axis:
    """The names of days, months and years, and the fine lines below them."""

    def __init__(self, scale: Scale, plan: Plan, top: float) -> None:
        self._ticks = ticks(scale, plan.words.months)
        self._plan = plan
        self._boundary = plan.boundary(scale)
        self.bottom = top + (42.0 if any(tick.above for tick in self._ticks) else 26.0)

    def end(self, labelled: Sequence[_Labelled]) -> float:
        """Where the lines end."""
        return self.bottom + max(label.row + label.rows for label in labelled) * _ROW + 6

    def draw(self, labelled: Sequence[_Labelled]) -> list[svg.Markup]:
        """The axis. Lines come first, so that everything else is drawn over them."""
        base = self.bottom - 6
        lines = [step for tick in self._ticks for step in self._line(tick.place, labelled)]
        parts = [
            svg.hairline(*lines, opacity="0.13"),
            svg.hairline("M", 0, base, "H", self._plan.width, opacity="0.4"),
        ]
        if self._boundary is not None:
            parts.append(svg.hairline(*self._line(self._boundary, labelled), opacity="0.6", dashed=True))
        names: list[svg.Markup] = []
        for tick in self._ticks:
            # Names begin at their lines; those that would cross the edge are left out.
            for label, y, weight in ((tick.label, base - 6, None), (tick.above or "", base - 22, "600")):
                end = tick.place + text.width(label, SMALL, bold=weight is not None)
                if label and end <= self._plan.width:
                    names.append(svg.words(label, tick.place, y, font_weight=weight))
        return [*parts, svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)]

    def _line(self, place: float, labelled: Sequence[_Labelled]) -> Iterator[str | float]:
        """A vertical line, interrupted where labels are in the way."""
        low = self.bottom - 6
        for row in sorted({label.row + label.rows - 1 for label in labelled if label.covers(place)}):
            high = self.bottom + row * _ROW
            if high > low:
                yield from ("M", place, low, "V", high)
            low = high + _ROW
        if self.end(labelled) - low >= _ROW:
            yield from ("M", place, low, "V", self.end(labelled))


def _strip(plan: Plan, shapes: Sequence[Shape]) -> tuple[list[svg.Markup], float]:
    """All events as small marks, stacked where there are many, and the height of the strip."""
    extents = [
        (what.low, what.high) if what.bar else (what.middle - _PITCH / 2, what.middle + _PITCH / 2)
        for what in shapes
    ]
    levels = stack(extents)
    pitch = min(_PITCH, _STRIP / (max(levels) + 1))
    height = pitch * (max(levels) + 1) + 6
    return [
        plan.link(mark, what, drawn.draw(what, height - 4 - pitch * (level + 0.5), small=True))
        for mark, what, level in zip(plan.marks, shapes, levels, strict=True)
    ], height


def _spread_rank(number: int) -> int:
    """Reverses 16 bits. In the order of this key, the first few numbers are already spread evenly (van der
    Corput)."""
    return _REVERSED[number & 0xFF] << 8 | _REVERSED[number >> 8 & 0xFF]


_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class _Labelled:
    """A mark with its label beside it, or below it where a bar leaves no room on either side."""

    __slots__ = ("anchor", "label", "left", "mark", "plan", "right", "row", "rows", "what", "width", "x")

    def __init__(
        self, plan: Plan, mark: Mark, what: Shape, most: float, *, turned: bool = False, below: bool = False
    ) -> None:
        self.plan, self.mark, self.what = plan, mark, what
        status = f" ·\u00a0{nobreak(mark.status)}" if mark.status is not None else ""
        after = plan.width - what.right - _GAP
        before = what.left - _GAP
        beside = max(after, before)
        below = below and what.bar and text.width(svg.clean(mark.label) + status) > beside
        self.label = (
            text.fit(mark.label, min(most, plan.width if below else beside) - text.width(status)) + status
        )
        self.width = text.width(self.label)
        self.row, self.rows = 0, 2 if below else 1
        flipped = not below and (self.width > after or (turned and self.width <= before))
        self.anchor = "end" if flipped else None
        if below:
            self.x = max(min(what.left, plan.width - self.width), 0.0)
            self.left, self.right = min(what.left, self.x), max(what.right, self.x + self.width)
            return
        self.x = what.left - _GAP if flipped else what.right + _GAP
        self.left = self.x - self.width if flipped else what.left
        self.right = what.right if flipped else self.x + self.width

    def covers(self, place: float) -> bool:
        """Whether a vertical line at this place would cross the words."""
        left = self.x - self.width if self.anchor is not None else self.x
        return left - _CLEAR < place < left + self.width + _CLEAR

    def draw(self, top: float) -> svg.Markup:
        """The mark, its label and its link."""
        y = top + (self.row + 0.5) * _ROW
        target = svg.target(self.left - 3, y - _ROW / 2, self.right - self.left + 6, self.rows * _ROW)
        # In two rows, the bar and its label move towards each other.
        nearer = 3.0 * (self.rows - 1)
        base = y + (self.rows - 1) * _ROW - nearer + 4.5
        words = svg.words(self.label, self.x, base, anchor=self.anchor)
        return self.plan.link(self.mark, self.what, target, drawn.draw(self.what, y + nearer), words)


def _cascade(plan: Plan, shapes: Sequence[Shape]) -> list[_Labelled]:
    """All marks, in chronological order down the rows; one shares the row of the one before it only if it
    lies entirely after it."""
    labels: list[_Labelled] = []
    turned = False
    for mark, what in zip(plan.marks, shapes, strict=True):
        label = _Labelled(plan, mark, what, plan.width, turned=turned, below=True)
        # Once one label is left of its mark, later ones are too: alternating sides would hide the diagonal.
        turned = turned or (label.anchor is not None and what.left > plan.width / 2)
        if labels:
            before = labels[-1]
            gap = _APART if before.anchor is None and label.anchor is not None else _BETWEEN
            label.row = before.row if label.left >= before.right + gap else before.row + before.rows
        labels.append(label)
    return labels


def _chosen(plan: Plan, shapes: Sequence[Shape]) -> list[_Labelled]:
    """The marks that are labelled below a strip, in chronological order, without overlaps."""
    lanes = Lanes(_MOST_ROWS)
    chosen: dict[int, _Labelled] = {}
    for n in sorted(range(len(shapes)), key=lambda n: (-plan.marks[n].weight, _spread_rank(n))):
        # If there is no room for the mark alone, skip the measuring of its label.
        if lanes.is_full(shapes[n].left, shapes[n].right + _BETWEEN):
            continue
        label = _Labelled(plan, plan.marks[n], shapes[n], min(_LABEL, plan.width * 0.62))
        row = lanes.place(label.left, label.right + _BETWEEN)
        if row is not None:
            label.row = row
            chosen[n] = label
    return [chosen[n] for n in sorted(chosen)]

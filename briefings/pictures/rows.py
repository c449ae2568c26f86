"""The timeline from left to right: marks in rows under the axis that lead down in chronological order, each
with its label beside it. Of very many events, all are dots in a strip above the axis, and those that have
room are named below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
_APART = 66.0
"""Between two labels that stand back to back in a row, so that they do not read as one."""
_CLEAR = 6.0
"""Around a label, where no line of the axis comes."""
_INSET = 12.0
_LABEL = 240.0
"""How wide a label below a strip may be, so that several stand side by side."""


def rows(plan: Plan) -> tuple[list[svg.Markup], list[Shape], float]:
    """The picture's parts, the shapes in it, and where it ends."""
    scale = plan.scale(_INSET, plan.width - _INSET)
    shapes = plan.shapes(scale)
    dense = len(plan.marks) > LABELLED
    strip, top = _strip(plan, shapes) if dense else ([], 0.0)
    labelled = _chosen(plan, shapes) if dense else _cascade(plan, shapes)
    axis = _Axis(scale, plan, top)
    return (
        [*axis.draw(labelled), *strip, *(label(axis.bottom) for label in labelled)],
        shapes,
        axis.end(labelled),
    )


class _Axis:
    """The names of days, months and years, and the fine lines that lead down from them."""

    def __init__(self, scale: Scale, plan: Plan, top: float) -> None:
        self._ticks = ticks(scale, plan.words.months)
        self._two = any(tick.above for tick in self._ticks)
        self._top = top
        self._plan = plan
        self._boundary = plan.boundary(scale)
        self.bottom = top + (42.0 if self._two else 26.0)

    def end(self, labelled: Sequence[_Labelled]) -> float:
        """How far down the lines lead."""
        return self.bottom + max(label.row + label.rows for label in labelled) * _ROW + 6

    def draw(self, labelled: Sequence[_Labelled]) -> list[svg.Markup]:
        """Lines first, so that all else stands on them."""
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
            # They begin at their lines, as what they name begins there; at the edge the line has to do.
            for label, y, weight in ((tick.label, base - 6, None), (tick.above or "", base - 22, "600")):
                if (
                    label
                    and tick.place + text.width(label, SMALL, bold=weight is not None) <= self._plan.width
                ):
                    names.append(svg.words(label, tick.place, y, font_weight=weight))
        return [*parts, svg.tag("g", svg.lines(names), font_size=SMALL, fill_opacity=FAINT)]

    def _line(self, place: float, labelled: Sequence[_Labelled]) -> Iterator[str | float]:
        """A line straight down that leaves out the rows where a label is in its way."""
        low = self.bottom - 6
        for row in sorted({label.row + label.rows - 1 for label in labelled if label.covers(place)}):
            high = self.bottom + row * _ROW
            if high > low:
                yield from ("M", place, low, "V", high)
            low = high + _ROW
        if self.end(labelled) - low >= _ROW:
            yield from ("M", place, low, "V", self.end(labelled))


def _strip(plan: Plan, shapes: Sequence[Shape]) -> tuple[list[svg.Markup], float]:
    """All events as small marks, piled up where they are many; they stay within the strip, closer together if
    need be."""
    extents = [
        (what.low, what.high) if what.bar else (what.middle - _PITCH / 2, what.middle + _PITCH / 2)
        for what in shapes
    ]
    piled = stack(extents)
    pitch = min(_PITCH, _STRIP / (max(piled) + 1))
    height = pitch * (max(piled) + 1) + 6
    return [
        plan.link(mark, what, drawn.draw(what, height - 4 - pitch * (row + 0.5), small=True))
        for mark, what, row in zip(plan.marks, shapes, piled, strict=True)
    ], height


def _turn(number: int) -> int:
    """Reverses 16 bits: taken in this order, numbers are spread evenly from the first few on (van der
    Corput)."""
    return _TURNED[number & 0xFF] << 8 | _TURNED[number >> 8 & 0xFF]


_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class _Labelled:
    """A mark with its label in a row; or in the row below, where a bar leaves no room for it on either
    side."""

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
        """Whether a line straight down at this place would run through the words."""
        left = self.x - self.width if self.anchor is not None else self.x
        return left - _CLEAR < place < left + self.width + _CLEAR

    def __call__(self, top: float) -> svg.Markup:
        y = top + (self.row + 0.5) * _ROW
        target = svg.target(self.left - 3, y - _ROW / 2, self.right - self.left + 6, self.rows * _ROW)
        # Of two rows, the bar and its label move towards each other.
        nearer = 3.0 * (self.rows - 1)
        base = y + (self.rows - 1) * _ROW - nearer + 4.5
        return self.plan.link(
            self.mark, self.what, target, drawn.draw(self.what, y + nearer), svg.words(self.label, self.x,
            base, anchor=self.anchor)
        )  # fmt: skip


def _cascade(plan: Plan, shapes: Sequence[Shape]) -> list[_Labelled]:
    """All marks in chronological order, along and down the rows. A mark joins the row of the one before only
    if it is wholly to the right of it."""
    found: list[_Labelled] = []
    turned = False
    for mark, what in zip(plan.marks, shapes, strict=True):
        label = _Labelled(plan, mark, what, plan.width, turned=turned, below=True)
        # Once labels have to stand left of their marks, the later ones do too: sides that alternate would
        # hide the diagonal.
        turned = turned or (label.anchor is not None and what.left > plan.width / 2)
        if found:
            before = found[-1]
            gap = _APART if before.anchor is None and label.anchor is not None else _BETWEEN
            label.row = before.row if label.left >= before.right + gap else before.row + before.rows
        found.append(label)
    return found


def _chosen(plan: Plan, shapes: Sequence[Shape]) -> list[_Labelled]:
    """The marks that are named if there are very many, in order, each in a row where it touches nothing."""
    lanes = Lanes(_MOST_ROWS)
    found: list[tuple[int, _Labelled]] = []
    for n in sorted(range(len(shapes)), key=lambda n: (-plan.marks[n].weight, _turn(n))):
        # Where not even the mark has room, none is sought for its label.
        if lanes.full(shapes[n].left, shapes[n].right + _BETWEEN):
            continue
        label = _Labelled(plan, plan.marks[n], shapes[n], min(_LABEL, plan.width * 0.62))
        row = lanes.place(label.left, label.right + _BETWEEN)
        if row is not None:
            label.row = row
            found.append((n, label))
    return [label for _, label in sorted(found, key=lambda pair: pair[0])]

"""Packing without overlaps: intervals into rows, and labels down a column.
Each function passes over its input once, so that twice as many marks take about twice as long."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush


def stack(extents: Iterable[tuple[float, float]]) -> list[int]:
    """The lowest free row for each extent; extents are ordered by their start."""
    busy: list[tuple[float, int]] = []
    free: list[int] = []
    rows: list[int] = []
    for low, high in extents:
        while busy and busy[0][0] <= low:
            heappush(free, heappop(busy)[1])
        row = heappop(free) if free else len(busy)
        heappush(busy, (high, row))
        rows.append(row)
    return rows


class Lanes:
    """A limited number of rows of intervals."""

    __slots__ = ("_lanes", "_limit")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lanes: list[list[tuple[float, float]]] = []

    def __len__(self) -> int:
        return len(self._lanes)

    def place(self, low: float, high: float) -> int | None:
        """Puts an interval into the first row with room for it, and returns the row; None if all are full."""
        position = self._find(low, high)
        if position is None:
            return None
        row, at = position
        if row == len(self._lanes):
            self._lanes.append([])
        self._lanes[row].insert(at, (low, high))
        return row

    def is_full(self, low: float, high: float) -> bool:
        """Whether no row has room from `low` to `high`."""
        return self._find(low, high) is None

    def _find(self, low: float, high: float) -> tuple[int, int] | None:
        """The first row with room, perhaps a new one, and the index in it."""
        for row, taken in enumerate(self._lanes):
            at = bisect_left(taken, (low, high))
            if (at == 0 or taken[at - 1][1] <= low) and (at == len(taken) or taken[at][0] >= high):
                return row, at
        return None if len(self._lanes) == self._limit else (len(self._lanes), 0)


def spread(wanted: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Places labels down a column so that none overlap, none is above `top`, and each is as near as possible
    to its wanted place (least squares). Wanted places are in order; labels that collide move as one block."""
    blocks: list[list[float]] = []
    """For each: its place, height, number of labels, and the sum of the places that these want for it."""
    sizes: list[int] = []
    for want, height in zip(wanted, heights, strict=True):
        blocks.append([max(want, top), height, 1.0, want])
        sizes.append(1)
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] > blocks[-1][0]:
            _, height_, count, total = blocks.pop()
            before = blocks[-1]
            before[3] += total - count * before[1]
            before[2] += count
            before[1] += height_
            before[0] = max(before[3] / before[2], top)
            sizes[-2:] = [sizes[-2] + sizes[-1]]
    places: list[float] = []
    remaining = iter(heights)
    for block, size in zip(blocks, sizes, strict=True):
        at = block[0]
        for _ in range(size):
            places.append(at)
            at += next(remaining)
    return places

"""Lays out a small network: nodes as far apart as in the network (stress majorization), without overlapping
labels. Uses only arithmetic and square roots, which round alike on every machine, so that the same network
always gives the same picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, sqrt

_STARTS = 4
"""How many starting positions are tried."""
_ROUNDS = 12
_BEYOND = 1.8
"""How far a node moves towards its best place, as a multiple of the way. With 1, it takes three times the
rounds."""
_PUSHES = 15
"""How often all boxes are pushed apart, before those that still overlap move down."""
_ROOMY = 1.5
"""A layout without crossings is good enough if it is this many times as high as wanted."""
_GAP = 12.0
"""The least distance between boxes."""
_STEP = 200.0
"""The greatest length of a line."""

Point = tuple[float, float]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around a node and its label, by its positive distances from the place of the node."""

    left: float
    right: float
    above: float
    below: float

    def meets(self, here: Point, other: Box, there: Point, gap: float = 0.0) -> bool:
        """Whether it overlaps another box, or comes closer than the gap."""
        return (
            here[0] - self.left < there[0] + other.right + gap
            and there[0] - other.left < here[0] + self.right + gap
            and here[1] - self.above < there[1] + other.below + gap
            and there[1] - other.above < here[1] + self.below + gap
        )


def arrange(
    boxes: Sequence[Box], edges: Sequence[Pair], width: float, height: float
) -> tuple[list[Point], float]:
    """A place for each node within the width, and the height used, which may exceed the one given.

    Of layouts from several starting positions, the one with the fewest crossings is chosen.
    """
    count = len(boxes)
    distances = _distances(count, edges)
    best: tuple[float, list[Point], float] | None = None
    for stride in dict.fromkeys(_stride(count, start) for start in range(_STARTS)):
        points = _stretched(_stress(distances, _circle(count, stride)), boxes, width, height)
        placed, used = _apart(points, boxes, width)
        faults = _faults(placed, boxes, edges)
        cost = faults + used / (4 * height)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, placed, used)
        if not faults and used < _ROOMY * height:
            break
    assert best is not None
    return best[1], best[2]


def _distances(count: int, edges: Sequence[Pair]) -> list[list[float]]:
    """The distances between all nodes in steps; unconnected nodes are a little farther than any others."""
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    rows: list[list[float]] = []
    for start in range(count):
        steps = {start: 0}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in near[here]:
                if there not in steps:
                    steps[there] = steps[here] + 1
                    queue.append(there)
        rows.append([float(steps.get(node, -1)) for node in range(count)])
    far = max(max(row) for row in rows) + 0.5
    return [[far if step < 0 else step for step in row] for row in rows]


def _stride(count: int, start: int) -> int:
    """A stride around a circle of places that visits each of them once."""
    return next(s for s in range(1 + 2 * start, count + 2 * start + 2) if gcd(s, count) == 1) % count


def _circle(count: int, stride: int) -> list[Point]:
    """Nodes around a circle, at rational points, as the last digits of sines differ between machines."""
    points: list[Point] = []
    for n in range(count):
        place = (n * stride % count + 0.37) / count * 4
        quarter, t = int(place), place - int(place)
        x, y = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        points.append(((x, y), (-y, x), (-x, -y), (y, -x))[quarter])
    return points


def _stress(distances: list[list[float]], points: list[Point]) -> list[Point]:
    """Repeatedly moves each node to where the others pull it, and a little beyond (Gansner, Koren, North
    2004)."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    # A node has no weight for itself.
    weights = [[1 / (distance * distance) if distance else 0.0 for distance in row] for row in distances]
    wishes = [(i, apart, weights[i], _BEYOND / sum(weights[i])) for i, apart in enumerate(distances)]
    for _ in range(_ROUNDS):
        for i, apart, weighed, share in wishes:
            x, y, move_x, move_y = xs[i], ys[i], 0.0, 0.0
            for there_x, there_y, distance, weight in zip(xs, ys, apart, weighed, strict=True):
                dx, dy = x - there_x, y - there_y
                length = sqrt(dx * dx + dy * dy)
                pull = weight * (distance / length - 1) if length > 1e-9 else -weight
                move_x += dx * pull
                move_y += dy * pull
            xs[i], ys[i] = x + share * move_x, y + share * move_y
    return list(zip(xs, ys, strict=True))


def _stretched(points: list[Point], boxes: Sequence[Box], width: float, height: float) -> list[Point]:
    """Turns the layout so that its longer side lies along the longer side of the picture, and fills that."""
    spans = [max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1)]
    if (spans[1] > spans[0]) == (width > height):
        points = [(y, x) for x, y in points]
    lows = [min(p[axis] for p in points) for axis in (0, 1)]
    spans = [max(max(p[axis] for p in points) - low, 1e-6) for axis, low in enumerate(lows)]
    left, right = max(box.left for box in boxes), max(box.right for box in boxes)
    above, below = max(box.above for box in boxes), max(box.below for box in boxes)
    # Limit the length of a step, so that a network of two nodes does not span the page.
    across, down = min(width - left - right, spans[0] * _STEP), min(height - above - below, spans[1] * _STEP)
    left += (width - left - right - across) / 2
    return [
        (left + (x - lows[0]) / spans[0] * across, above + (y - lows[1]) / spans[1] * down) for x, y in points
    ]


def _apart(points: list[Point], boxes: Sequence[Box], width: float) -> tuple[list[Point], float]:
    """Pushes overlapping boxes apart, the shorter way; boxes that still overlap move down. Returns the places
    and the height."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    # The distances at which one box is right of, left of, below and above another.
    pairs = [
        (i, j, a.left + b.right + _GAP, a.right + b.left + _GAP, a.above + b.below + _GAP,
         a.below + b.above + _GAP)
        for i, a in enumerate(boxes) for j, b in enumerate(boxes[:i])
    ]  # fmt: skip
    for _ in range(_PUSHES):
        moved = False
        for i, j, right, left, below, above in pairs:
            dy = ys[i] - ys[j]
            if dy >= below or -dy >= above:
                continue
            dx = xs[i] - xs[j]
            if dx >= right or -dx >= left:
                continue
            moved = True
            over_x, over_y = min(right - dx, left + dx), min(below - dy, above + dy)
            if over_y <= over_x:
                half = over_y / 2 if dy >= 0 else -over_y / 2
                ys[i] += half
                ys[j] -= half
            else:
                half = over_x / 2 if dx >= 0 else -over_x / 2
                xs[i] = min(max(xs[i] + half, boxes[i].left), width - boxes[i].right)
                xs[j] = min(max(xs[j] - half, boxes[j].left), width - boxes[j].right)
        if not moved:
            break
    return _lowered(list(zip(xs, ys, strict=True)), boxes)


def _lowered(places: list[Point], boxes: Sequence[Box]) -> tuple[list[Point], float]:
    """Moves boxes that still overlap others down. Returns the places and the height."""
    done: list[int] = []
    for i in sorted(range(len(places)), key=lambda n: (places[n][1], places[n][0])):
        x, y = places[i]
        for j in sorted(done, key=lambda n: places[n][1]):
            if boxes[i].meets((x, y), boxes[j], places[j], _GAP - 1):
                y = places[j][1] + boxes[j].below + _GAP + boxes[i].above
        places[i] = (x, y)
        done.append(i)
    top = min(y - box.above for (_, y), box in zip(places, boxes, strict=True))
    places = [(x, y - top) for x, y in places]
    return places, max(y + box.below for (_, y), box in zip(places, boxes, strict=True))


def _faults(places: Sequence[Point], boxes: Sequence[Box], edges: Sequence[Pair]) -> float:
    """Counts crossings, and lines through the labels of other nodes."""
    faults = 0.0
    for n, (a, b) in enumerate(edges):
        here, there = places[a], places[b]
        for c, d in edges[:n]:
            if a not in (c, d) and b not in (c, d) and crosses(here, there, places[c], places[d]):
                faults += 1
        (left, right), (top, bottom) = sorted((here[0], there[0])), sorted((here[1], there[1]))
        for node, box in enumerate(boxes):
            x, y = places[node]
            # Most boxes are far away.
            if (
                x - box.right >= right
                or x + box.left <= left
                or y - box.below >= bottom
                or y + box.above <= top
            ):
                continue
            if node not in (a, b) and through(here, there, box, (x, y)):
                faults += 1.5
    return faults


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two lines cross."""
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def through(a: Point, b: Point, box: Box, at: Point) -> bool:
    """Whether a line runs through a box."""
    return inside(a, b, box, at) is not None


def inside(a: Point, b: Point, box: Box, at: Point) -> tuple[float, float] | None:
    """The part of a line inside a box, from 0 at its start to 1 at its end (Liang and Barsky); None if there
    is none."""
    low, high = 0.0, 1.0
    for start, delta, near, far in (
        (a[0], b[0] - a[0], at[0] - box.left, at[0] + box.right),
        (a[1], b[1] - a[1], at[1] - box.above, at[1] + box.below),
    ):
        if abs(delta) < 1e-9:
            if not near < start < far:
                return None
            continue
        first, second = sorted(((near - start) / delta, (far - start) / delta))
        low, high = max(low, first), min(high, second)
        if low >= high:
            return None
    return low, high

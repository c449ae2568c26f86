"""Lays out a small network: nodes as far apart as in the network (stress majorization), without overlapping
labels. Uses only arithmetic and square roots, which round alike on every machine, so that the same network
always gives the same picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, sqrt

_ROUNDS = 40
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
    best: tuple[float, list[Point], float] | None = None
    for points in _relaxed(len(boxes), edges):
        placed, used = _apart(_stretched(points, boxes, width, height), boxes, width)
        cost = _cost(placed, boxes, edges) + used / (4 * height)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, placed, used)
    assert best is not None
    return best[1], best[2]


def _relaxed(count: int, edges: Sequence[Pair]) -> list[list[Point]]:
    """Layouts of the network from several starting positions, regardless of labels and widths."""
    distances = _distances(count, edges)
    starts = range(8 if count <= 8 else 6 if count <= 14 else 4)
    strides = dict.fromkeys(_stride(count, start) for start in starts)
    return [_stress(distances, _circle(count, stride)) for stride in strides]


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
    """Repeatedly moves each node to where the others pull it (Gansner, Koren, North 2004)."""
    count = len(points)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    # A node has no weight for itself.
    weights = [[1 / (distance * distance) if distance else 0.0 for distance in row] for row in distances]
    wishes = [(distances[i], weights[i], sum(weights[i])) for i in range(count)]
    for _ in range(_ROUNDS):
        for i, (apart, weighed, total) in enumerate(wishes):
            x, y, sum_x, sum_y = xs[i], ys[i], 0.0, 0.0
            for there_x, there_y, distance, weight in zip(xs, ys, apart, weighed, strict=True):
                dx, dy = x - there_x, y - there_y
                length = sqrt(dx * dx + dy * dy)
                pull = distance / length if length > 1e-9 else 0.0
                sum_x += weight * (there_x + dx * pull)
                sum_y += weight * (there_y + dy * pull)
            xs[i], ys[i] = sum_x / total, sum_y / total
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
    places = list(points)
    for _ in range(60):
        moved = False
        for i in range(len(places)):
            for j in range(i):
                if boxes[i].meets(places[i], boxes[j], places[j], _GAP):
                    moved = True
                    _push(places, boxes, i, j, width)
        if not moved:
            break
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


def _push(places: list[Point], boxes: Sequence[Box], i: int, j: int, width: float) -> None:
    (xi, yi), (xj, yj) = places[i], places[j]
    a, b = boxes[i], boxes[j]
    over_x = min(xi + a.right - xj + b.left, xj + b.right - xi + a.left) + _GAP
    over_y = min(yi + a.below - yj + b.above, yj + b.below - yi + a.above) + _GAP
    if over_y <= over_x:
        half = over_y / 2 if yi >= yj else -over_y / 2
        places[i], places[j] = (xi, yi + half), (xj, yj - half)
    else:
        half = over_x / 2 if xi >= xj else -over_x / 2
        places[i] = (min(max(xi + half, a.left), width - a.right), yi)
        places[j] = (min(max(xj - half, b.left), width - b.right), yj)


def _cost(places: Sequence[Point], boxes: Sequence[Box], edges: Sequence[Pair]) -> float:
    """Counts crossings, and lines through the labels of other nodes."""
    cost = 0.0
    for n, (a, b) in enumerate(edges):
        for c, d in edges[:n]:
            if len({a, b, c, d}) == 4 and crosses(places[a], places[b], places[c], places[d]):
                cost += 1
        for node, box in enumerate(boxes):
            if node not in (a, b) and through(places[a], places[b], box, places[node]):
                cost += 1.5
    return cost


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

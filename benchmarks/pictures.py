"""How long pictures take and how large they are; and whether another layout of networks would have fewer
crossings.

    python benchmarks/pictures.py [--rounds 20]

The comparison of layouts needs python-igraph, and is left out without it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from gzip import compress
from importlib.util import find_spec
from math import sqrt
from statistics import median
from time import perf_counter

from briefings.model.briefing import Figure
from briefings.model.dates import Date
from briefings.pictures import figures, layout, network, strip, svg
from briefings.pictures.axis import NARROW

ACTORS = (
    "China",
    "The United Nations",
    "The European Commission",
    "Nvidia",
    "The White House",
    "Huawei",
    "Li Qiang",
    "ASEAN",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def events(count: int) -> list[strip.Mark]:
    """Events over five years, more of them towards the end; some intervals, months, approximate and uncertain
    days."""
    chance = random.Random(7)
    found = []
    for number in range(count):
        day = date.fromordinal(date(2022, 1, 1).toordinal() + int(chance.random() ** 0.7 * 1826))
        end = date.fromordinal(day.toordinal() + chance.randint(2, 90))
        written = chance.choices(
            (f"{day}", f"{day}/{end}", f"{day:%Y-%m}", f"{day}~", f"{day}?", f"{day}/.."), weights=(80, 8, 5,
            3, 3, 1)
        )[0]  # fmt: skip
        found.append(strip.Mark(Date.parse(written), 1 + number % 8))
    return found


def timeline(marks: list[strip.Mark]) -> svg.Markup:
    """A strip with its axis."""
    axis = strip.axis_for([mark.date for mark in marks])
    assert axis is not None
    drawing = strip.draw(marks, axis, lambda a, b: f"{a} to {b}", count=str)
    scale = strip.scale(axis, MONTHS, drawing.height)
    return strip.picture([*scale.parts, *drawing.parts], scale.height, "Timeline")


def values(count: int) -> svg.Markup:
    """The tracks of a figure on which sources differ."""
    figure = Figure.model_validate({
        "label": "F", "unit": "countries", "values": [{"value": 30 + 10 * n} for n in range(count)],
    })  # fmt: skip
    return svg.lines([track for _, track in figures.rows(figure) if track is not None])


def tree(count: int, extra: int, seed: int) -> tuple[list[network.Node], list[network.Edge]]:
    """Actors with few relations each, some of them with many."""
    chance = random.Random(seed)
    nodes = [
        network.Node(f"n{n}", f"{chance.choice(ACTORS)} {n}", f"actors/n{n}/", chance.choice(("person",
        "company", "country")))
        for n in range(count)
    ]  # fmt: skip
    pairs = [(n, chance.randrange(max(1, n // 2))) for n in range(1, count)]
    pairs += [(chance.randrange(count), chance.randrange(count)) for _ in range(extra)]
    return nodes, [network.Edge(f"n{a}", f"n{b}", "member of") for a, b in pairs if a != b]


def measure(name: str, draw: Callable[[], svg.Markup | None], rounds: int) -> float:
    """Prints time and size; returns the median time in milliseconds."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        drawn = draw()
        times.append((perf_counter() - start) * 1000)
    assert drawn is not None
    plain = drawn.encode()
    sizes = f"{len(plain) / 1000:8.1f} KB {len(compress(plain)) / 1000:7.1f} KB gzip"
    print(f"{name:34} {min(times):8.1f} ms least {median(times):8.1f} ms median {sizes}")
    return median(times)


def time_pictures(rounds: int) -> None:
    """Each kind of picture, small and large."""
    before = 0.0
    for count in (2, 12, 40, 500, 1000, 2000, 4000):
        took = measure(f"timeline of {count} events", partial(timeline, events(count)), rounds)
        if count in (2000, 4000):
            print(f"{'':34} {took / before:8.1f} times that of half as many")
        before = took
    words = network.Words("Network")
    for count, extra in ((5, 2), (12, 4), (25, 8), (200, 60)):
        nodes, edges = tree(count, extra, 3)
        measure(f"network of {count} actors", partial(network.draw, nodes, edges, words), rounds)
    measure("figure of 4 values", partial(values, 4), rounds)


def crossings(places: list[layout.Point], edges: list[layout.Pair]) -> int:
    """How many pairs of lines cross."""
    return sum(
        len({a, b, c, d}) == 4 and layout.crosses(places[a], places[b], places[c], places[d])
        for n, (a, b) in enumerate(edges)
        for c, d in edges[:n]
    )


def compare_layouts() -> None:
    """Our layout beside igraph's, over the same networks: crossings, and how evenly long the lines are
    (deviation by mean)."""
    import igraph  # type: ignore[import-untyped]  # it has no types

    totals: dict[str, list[float]] = {}
    for seed in range(12):
        for count, extra in ((8, 3), (14, 5), (25, 9)):
            _, ties = tree(count, extra, seed)
            edges = sorted(
                {
                    (min(pair), max(pair))
                    for tie in ties
                    if (pair := (int(tie.source[1:]), int(tie.target[1:])))
                }
            )
            boxes = [layout.Box(45, 45, 9, 26)] * count
            graph = igraph.Graph(count, edges)
            random.seed(1)
            ways: dict[str, Callable[[], Iterable[layout.Point]]] = {
                "ours, labels apart": lambda: layout.arrange(boxes, edges, 2 * NARROW, 500)[0],  # noqa: B023  # called in this round
                "igraph kamada-kawai": graph.layout_kamada_kawai,
                "igraph fruchterman-reingold": graph.layout_fruchterman_reingold,
                "igraph davidson-harel": graph.layout_davidson_harel,
            }
            for name, way in ways.items():
                start = perf_counter()
                places = [(point[0], point[1]) for point in way()]
                took = (perf_counter() - start) * 1000
                lengths = [
                    sqrt((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2)
                    for a, b in edges
                ]
                mean = sum(lengths) / len(lengths)
                spread = sqrt(sum((length - mean) ** 2 for length in lengths) / len(lengths)) / mean
                sums = totals.setdefault(name, [0.0, 0.0, 0.0, 0.0])
                for n, value in enumerate((crossings(places, edges), spread, took, 1)):
                    sums[n] += value
    print(f"\n{'layout (36 networks)':34} {'crossings':>10} {'unevenness':>11} {'ms each':>8}")
    for name, (crossed, spread, took, times) in totals.items():
        print(f"{name:34} {crossed:10.0f} {spread / times:11.2f} {took / times:8.1f}")


def main() -> None:
    """Measure, and compare where that is possible."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    time_pictures(parser.parse_args().rounds)
    if find_spec("igraph") is not None:
        compare_layouts()


if __name__ == "__main__":
    main()

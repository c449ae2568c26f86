"""How long pictures take and how large they are.

python benchmarks/pictures.py [--rounds 20]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from gzip import compress
from statistics import median
from time import perf_counter

from briefings.model.briefing import Figure
from briefings.model.dates import Date
from briefings.pictures import figures, strip, svg

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
    measure("figure of 4 values", partial(values, 4), rounds)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=20)
    time_pictures(parser.parse_args().rounds)


if __name__ == "__main__":
    main()

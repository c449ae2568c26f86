"""Draws the values of a figure that count the same thing but differ: a bar for each beside its text, and one
axis from zero below all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefings.model.briefing import Figure, Value
from briefings.model.verdicts import Verdict, things, verdict
from briefings.pictures import svg
from briefings.pictures.axis import SMALL

HEIGHT, AXIS = 12.0, 22.0
"""The heights of a bar and of the axis, in pixels."""
_MOST_STEPS = 3
"""Between the ends of the axis."""
_OVER_TIME: frozenset[Verdict | None] = frozenset({"grew", "fell", "changed"})


@dataclass(frozen=True, slots=True)
class Row:
    """Equal values, with their bar and, in the last row, the axis; without these if nothing is compared."""

    values: tuple[Value, ...]
    bar: svg.Markup | None = None
    axis: svg.Markup | None = None


def rows(figure: Figure, number: Callable[[Decimal], str], *, mirrored: bool = False) -> Iterator[Row]:
    """The values of a figure. There is nothing to compare where numbers agree, or for a number that counts
    something else than the others. Numbers for different times are in chronological order. `number` writes a
    number in words."""
    if figure.verdict == "agree":
        equal: dict[object, list[Value]] = {}
        for value in figure.values:
            equal.setdefault((value.low, value.high, value.qualifier), []).append(value)
        yield from (Row(tuple(values)) for values in equal.values())
        return
    for values in things(figure.values):
        says = verdict(values)
        if says != "differ" and says not in _OVER_TIME:
            yield from (Row((value,)) for value in values)
            continue
        if says != "differ":
            values = tuple(sorted(values, key=lambda value: () if value.as_of is None else value.as_of.order))
        scale = _Scale(values, mirrored)
        for value in values:
            axis = scale.axis(number, figure.unit) if value is values[-1] else None
            yield Row((value,), scale.bar(value, says == "differ"), axis)


class _Scale:
    """Maps numbers to percentages of the width, from zero to the greatest."""

    def __init__(self, values: Sequence[Value], mirrored: bool) -> None:
        numbers = [Decimal(end) for value in values for end in (value.low, value.high)]
        self._low, self._high = min(Decimal(0), *numbers), max(Decimal(0), *numbers)
        self._mirrored = mirrored

    def _at(self, number: int | Decimal) -> float:
        place = float(100 * (Decimal(number) - self._low) / (self._high - self._low))
        return 100 - place if self._mirrored else place

    def bar(self, value: Value, is_disputed: bool) -> svg.Markup:
        """A bar from zero, or between the ends of a range. It is hollow if the number is expected."""
        start, end = sorted((self._at(value.low if value.is_range else 0), self._at(value.high)))
        classes = ["disputed"] * is_disputed + ["forecast"] * value.forecast
        zero = svg.percent(self._at(0))
        return svg.tag(
            "svg",
            svg.tag("line", x1=zero, x2=zero, y2=HEIGHT),
            svg.tag(
                "rect", x=svg.percent(start), width=svg.percent(max(end - start, 0.5)), y=1.0,
                height=HEIGHT - 2, rx=2.0, class_=" ".join(classes) or None,
            ),
            class_="track", width="100%", height=HEIGHT, aria_hidden="true",
        )  # fmt: skip

    def axis(self, number: Callable[[Decimal], str], unit: str) -> svg.Markup:
        """The axis with its numbers, and the unit after the last one."""
        ticks = [*self._ticks()]
        parts = [svg.tag("line", x2="100%", y1=0.5, y2=0.5)]
        for tick in ticks:
            at = self._at(tick)
            x = svg.percent(at)
            near_end = at > 90 if not self._mirrored else at < 10
            anchor = "end" if near_end else None if tick == self._low else "middle"
            label = f"{number(tick)} {unit}" if tick == ticks[0] == 0 and len(unit) <= 16 else number(tick)
            parts.append(svg.tag("line", x1=x, x2=x, y1=0.0, y2=5.0))
            parts.append(svg.words(label, x, AXIS - 5, text_anchor=anchor))
        return svg.tag(
            "svg", *parts, class_="track scale", width="100%", height=AXIS, font_size=SMALL,
            aria_hidden="true",
        )  # fmt: skip

    def _ticks(self) -> Iterator[Decimal]:
        """Round numbers, zero among them."""
        span = self._high - self._low
        step = Decimal(1).scaleb(span.adjusted() - 1)
        while span / step > _MOST_STEPS:
            step *= Decimal("2.5") if step.normalize().as_tuple().digits == (2,) else 2
        first = -(-self._low // step)
        while (tick := first * step) <= self._high:
            # 0.00 and 1E+5 are not how numbers are written.
            yield Decimal(int(tick)) if tick == int(tick) else tick.normalize()
            first += 1

"""What changed in the numbers of a figure, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from briefings.model.briefing import Figure, Value
from briefings.versions import citations
from briefings.versions.keys import difference
from briefings.versions.sides import Change, Pair, Paths, Side


def changes(pair: Pair) -> Iterator[Change]:
    """What changed in the numbers of a figure."""
    old, new = (side.data for side in pair.both)
    who = pair.who
    for was, is_now in _matched(old.values, new.values):
        if was is None and is_now is not None:
            value = new.values[is_now]
            sentence = f"{who} now also has {number(value, new)}"
            paths: Paths = (None, ("values", is_now))
            yield pair.change("added", "figure", sentence, key="values", new=number(value, new), paths=paths)
        elif is_now is None and was is not None:
            value = old.values[was]
            sentence = f"{who} no longer has {number(value, old)}"
            paths = (("values", was), None)
            yield pair.change(
                "removed", "figure", sentence, key="values", old=number(value, old), paths=paths
            )
        elif was is not None and is_now is not None:
            yield from _value(pair, (was, is_now))


def _value(pair: Pair, at: tuple[int, int]) -> Iterator[Change]:
    old, new = (side.data for side in pair.both)
    was, is_now = old.values[at[0]], new.values[at[1]]
    first, second = number(was, old), number(is_now, new)
    if number(was, old) != number(is_now, old):
        paths = (("values", at[0], was.key), ("values", at[1], is_now.key))
        sentence = f"{pair.who} changed from {first} to {second}"
        yield pair.change("changed", "figure", sentence, key="value", old=first, new=second, paths=paths)
    sides = [
        Side(side.sheet, value, (*side.path, "values", n), side.name, value.citations)
        for side, value, n in zip(pair.both, (was, is_now), at, strict=True)
    ]
    called = f"the number {number(is_now, new)} in {pair.who}"
    inner = Pair(sides[0], sides[1], pair.around, pair.site, called)
    for key in ("derived", "as_of", "note"):
        if getattr(was, key) != getattr(is_now, key):
            yield from difference(inner, key, getattr(was, key), getattr(is_now, key))
    yield from citations.changes(inner)


def number(value: Value, figure: Figure) -> str:
    """A number as readers see it: `more than 30 countries`."""
    ends = dict.fromkeys(map(_digits, (value.low, value.high)))
    digits = " to ".join(ends)
    words = (value.qualifier or "", digits, figure.unit, "(forecast)" if value.forecast else "")
    return " ".join(word for word in words if word)


def _digits(number: int | Decimal) -> str:
    digits = f"{number:f}" if isinstance(number, Decimal) else str(number)
    # 5.50 is 5.5.
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _matched(old: tuple[Value, ...], new: tuple[Value, ...]) -> Iterator[tuple[int | None, int | None]]:
    """The values of a figure in pairs: equal numbers first, then those of the same sources, then in order."""
    rest, others = list(range(len(old))), list(range(len(new)))
    rules: tuple[Callable[[Value], object], ...] = (
        lambda value: (value.low, value.high, value.qualifier, value.as_of),
        lambda value: (value.low, value.high),
        lambda value: (value.note, tuple(each.source for each in value.cite)),
        lambda value: None,
    )
    for rule in rules:
        for n in list(rest):
            same = next((m for m in others if rule(new[m]) == rule(old[n])), None)
            if same is not None:
                rest.remove(n)
                others.remove(same)
                yield n, same
    yield from ((n, None) for n in rest)
    yield from ((None, m) for m in others)

"""Numbers computed from other figures of the same briefing: how they are declared and computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, reduce
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any, Literal, Protocol, Self, cast, get_args

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError, core_schema

from briefings.languages import readings
from briefings.model.base import Id, KeyPath, Model, ReadBy, declare, part
from briefings.model.numbers import LARGEST_NUMBER, as_number
from briefings.text import limits

Operation = Literal["sum", "difference", "share", "ratio"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)

_DECIMALS: Mapping[Operation, int] = {"share": 1, "ratio": 2}
"""To which a quotient is rounded unless `round` says otherwise. Sums and differences are exact."""

_MOST_DECIMALS = 9


def _wrong(message: str, hint: str = "", **more: object) -> PydanticCustomError:
    return PydanticCustomError("derivation", "{message}", {"message": message, "hint": hint, **more})


def _several(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(ids) < 2:
        raise _wrong("a sum has two figures or more", "name them by their ids: `sum: [one, other]`")
    return _different(ids)


def _two(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(ids) != 2:
        raise _wrong("two figures are needed here", "name them by their ids: `[first, second]`")
    return _different(ids)


def _different(ids: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((each for n, each in enumerate(ids) if each in ids[:n]), None)
    if twice is not None:
        raise _wrong(f"the figure `{twice}` is named twice", "name each figure once")
    return ids


def _decimals(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_DECIMALS:
        raise _wrong(f"`round` is a number of decimals from 0 to {_MOST_DECIMALS}")
    return value


Several = Annotated[tuple[Id, ...], AfterValidator(_several), Field(json_schema_extra={"minItems": 2})]
Two = Annotated[tuple[Id, ...], AfterValidator(_two), Field(json_schema_extra={"minItems": 2, "maxItems": 2})]
Decimals = Annotated[
    int,
    ReadBy(_decimals),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS}),
]


@part
class Derivation(Model):
    """How a number is computed from other figures of the briefing, named by their ids."""

    sum: Several = declare(["trams-north", "trams-south"], default=())
    """The figures that are added up. They have the same unit."""
    difference: Two = declare(["trams-before", "trams-withdrawn"], default=())
    """The figure to subtract from, and the one that is subtracted. They have the same unit."""
    share: Two = declare(["trams-withdrawn", "trams-before"], default=())
    """A part and its whole. The number is the percentage, with one decimal."""
    ratio: Two = declare(["passengers", "trams-before"], default=())
    """The figure that is divided, and the one it is divided by. The number has at most two decimals."""
    round: Decimals | None = declare(0, default=None)
    """To how many decimals the number is rounded, from 0 to 9."""

    @model_validator(mode="after")
    def _one_operation(self) -> Self:
        given = [each for each in OPERATIONS if getattr(self, each)]
        if len(given) != 1:
            which = f"`{'` and `'.join(given)}`" if given else "none of them"
            raise _wrong(
                f"a computed number is a `sum`, `difference`, `share` or `ratio`, and this one has {which}"
            )
        return self

    @property
    def operation(self) -> Operation:
        """How it is computed."""
        return next(each for each in OPERATIONS if getattr(self, each))

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures that it is computed from."""
        return cast("tuple[str, ...]", getattr(self, self.operation))

    def __str__(self) -> str:
        *first, last = self.figures
        between = {"share": "in", "ratio": "to"}.get(self.operation, "and")
        return f"the {self.operation} of {', '.join(first)} {between} {last}"

    def result(self, numbers: Sequence[int | Decimal]) -> int | Decimal:
        """The number, given those of the figures; raises `ZeroDivisionError`."""
        exact = self.exact([Decimal(number) for number in numbers])
        decimals = _DECIMALS.get(self.operation) if self.round is None else self.round
        if decimals is not None:
            rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)
            if rounded != exact:
                # 12.0 says that it was rounded.
                return rounded if decimals else int(rounded)
        return int(exact) if exact == exact.to_integral_value() else exact

    def exact(self, numbers: Sequence[Decimal]) -> Decimal:
        """The number before it is rounded; raises `ZeroDivisionError`."""
        first, *others = numbers
        match self.operation:
            case "sum":
                return reduce(_WIDE.add, others, first)
            case "difference":
                return _WIDE.subtract(first, others[0])
            case "share" | "ratio":
                if others[0] == 0:
                    raise ZeroDivisionError
                return _WIDE.divide(first * (100 if self.operation == "share" else 1), others[0])


_WIDE = Context(prec=100)
"""Numbers have 36 digits at most. With so many more, no quotient is rounded to a tie between two decimals."""


@dataclass(frozen=True, slots=True)
class _NumberOrDerivation:
    """Annotates a number that can be declared as computed."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_number_or_derivation)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        declared = Derivation.model_json_schema()
        kept = {key: declared[key] for key in ("properties", "additionalProperties")}
        # Not `anyOf`: editors repeat the meaning of a key for each of its forms.
        return {"type": ["number", "object"], **kept}


def _number_or_derivation(value: object) -> object:
    if isinstance(value, dict):
        return Derivation.model_validate(value)
    return as_number(value)


NumberOrDerivation = Annotated[int | Decimal | Derivation, _NumberOrDerivation()]
"""A number, or how it is computed."""


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────


class _Value(Protocol):
    """A number of a figure."""

    value: int | Decimal | Derivation | None
    qualifier: str | None
    forecast: bool
    cite: tuple[Any, ...]


class _Figure(Protocol):
    """What is counted, with its numbers."""

    @property
    def id(self) -> str | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def values(self) -> Sequence[Any]: ...


def compute(figures: Sequence[_Figure]) -> None:
    """Replace each derivation in the values of a briefing's figures with its number, and keep it as
    `derived`; raises pydantic's `ValidationError` with every mistake."""
    by_id: dict[str, _Figure] = {}
    for figure in figures:
        if figure.id is not None:
            by_id.setdefault(figure.id, figure)
    to_compute = [
        _Computation(("figures", n, "values", m), figure, value, value.value)
        for n, figure in enumerate(figures)
        for m, value in enumerate(figure.values)
        if isinstance(value.value, Derivation)
    ]
    mistakes: list[InitErrorDetails] = []
    for each in _in_order(to_compute, by_id, mistakes):
        mistakes += each.compute(by_id)
    if mistakes:
        raise ValidationError.from_exception_data("figures", mistakes)


def _in_order(
    to_compute: Sequence[_Computation], by_id: Mapping[str, _Figure], mistakes: list[InitErrorDetails]
) -> Iterator[_Computation]:
    """The computations, each after those of its figures. Circles are mistakes."""
    own = defaultdict[int, list[_Computation]](list)
    for each in to_compute:
        own[id(each.figure)].append(each)
    needed = {
        key: {id(by_id[id_]) for each in group for id_ in each.derivation.figures if id_ in by_id}
        & own.keys()
        for key, group in own.items()
    }
    while True:
        try:
            yield from [each for key in TopologicalSorter(needed).static_order() for each in own[key]]
        except CycleError as error:
            circle = error.args[1][::-1]
            names = [str(own[key][0].figure.id) for key in circle]
            each, k = next(
                (each, each.derivation.figures.index(names[1]))
                for each in own[circle[0]]
                if names[1] in each.derivation.figures
            )
            way = " from ".join(f"`{name}`" for name in names)
            hint = "one of these figures needs a number from a source"
            mistakes.append(each.mistake(f"`{names[0]}` is computed from itself: {way}", hint, k))
            needed[circle[0]].remove(circle[1])
        else:
            return


@dataclass(frozen=True, slots=True)
class _Computation:
    """A number to compute."""

    path: KeyPath
    figure: _Figure
    value: _Value
    derivation: Derivation

    def mistake(
        self, message: str, hint: str = "", step: int | str | None = None, **more: object
    ) -> InitErrorDetails:
        """A mistake: in a figure that the derivation names, in another key, or in it as a whole."""
        below = ("value", self.derivation.operation, step) if isinstance(step, int) else (step or "value",)
        return InitErrorDetails(type=_wrong(message, hint, **more), loc=(*self.path, *below), input=None)

    def compute(self, by_id: Mapping[str, _Figure]) -> list[InitErrorDetails]:
        """Set the number, or say what is wrong."""
        wrong = [*self._without_number(by_id)]
        known = [by_id[id_] for id_ in self.derivation.figures if id_ in by_id]
        if wrong or not all(isinstance(each.values[0].value, int | Decimal) for each in known):
            # The mistake in the derivation of one of the figures is reported there.
            return wrong
        wrong = [*self._misfits(known)]
        if not wrong:
            numbers = [Decimal(each.values[0].value) for each in known]
            try:
                number = self.derivation.result(numbers)
            except ZeroDivisionError:
                message = f"the figure `{self.derivation.figures[1]}` is 0, so nothing can be divided by it"
                return [self.mistake(message, step=1)]
            wrong = [*self._wrong_result(number, self.derivation.exact(numbers), known)]
            if not wrong:
                # Nobody else has these values yet.
                object.__setattr__(self.value, "value", number)
                object.__setattr__(self.value, "derived", self.derivation)
        return wrong

    def _without_number(self, by_id: Mapping[str, _Figure]) -> Iterator[InitErrorDetails]:
        """Figures that have no number to compute with."""
        for k, id_ in enumerate(self.derivation.figures):
            if id_ not in by_id:
                message = f"there is no figure `{id_}` in this briefing"
                yield self.mistake(message, step=k, written=id_, known=[*by_id])
            elif (count := len(by_id[id_].values)) > 1:
                hint = "give the one to compute with a figure of its own"
                yield self.mistake(f"the figure `{id_}` has {count} values", hint, k)
            elif by_id[id_].values[0].value is None:
                yield self.mistake(f"the figure `{id_}` is a range", "name a figure with a single number", k)

    def _misfits(self, parts: Sequence[_Figure]) -> Iterator[InitErrorDetails]:
        """Whether what the value says fits its parts. What is added and subtracted has one unit, and the
        result has it, too; so have a part and its whole."""
        operation, unit, first = self.derivation.operation, self.figure.unit, parts[0]
        if self.value.cite:
            hint = "delete `cite`, or write the number that the source gives"
            yield self.mistake("a computed number cites nothing: its figures do", hint, "cite")
        other = next((k for k, each in enumerate(parts) if each.unit != first.unit), None)
        is_percent = _is_in("percent", unit) and not _is_in("points", unit)
        of_percent = _is_in("percent", first.unit) and not _is_in("points", first.unit)
        if operation != "ratio" and other is not None:
            message = f"the unit of `{parts[other].id}` is `{parts[other].unit}`, and that of `{first.id}` is"
            hint = "only figures with the same unit are added, subtracted and compared"
            yield self.mistake(f"{message} `{first.unit}`", hint, other)
        elif operation == "difference" and of_percent and not _is_in("points", unit):
            message = f"percentages differ by percentage points, and the unit here is `{unit}`"
            yield self.mistake(message, "write `unit: percentage points`")
        elif unit != first.unit and (operation == "sum" or (operation == "difference" and not of_percent)):
            hint = f"write `unit: {first.unit}`, as in the figures that it is computed from"
            yield self.mistake(f"the unit here is `{unit}`, and that of `{first.id}` is `{first.unit}`", hint)
        if operation == "share" and not is_percent:
            message = f"a share is in percent, and the unit here is `{unit}`"
            yield self.mistake(message, "write `unit: percent`")
        if operation == "ratio" and is_percent:
            yield self.mistake(f"a ratio is not in percent, and the unit here is `{unit}`", "write `share`")
        for k, each in enumerate(parts):
            given = each.values[0]
            if given.qualifier is not None and self.value.qualifier is None:
                message = (
                    f"the figure `{each.id}` is “{given.qualifier} …”, and this number seems to be exact"
                )
                yield self.mistake(message, "give it a `qualifier`, too", k)
            if given.forecast and not self.value.forecast:
                message = f"the figure `{each.id}` is a forecast, and so is what is computed from it"
                yield self.mistake(message, "add `forecast: true`", k)

    def _wrong_result(
        self, number: int | Decimal, exact: Decimal, parts: Sequence[_Figure]
    ) -> Iterator[InitErrorDetails]:
        """What is wrong with the number itself. If a qualifier says on which side of it the true one is, the
        qualifiers of its figures and its rounding must say so, too."""
        side = _SIDES.get(self.value.qualifier or "")
        sides = {(exact > number) - (exact < number)} - {0}
        is_strict = bool(sides)
        for k, each in enumerate(parts):
            if (given := each.values[0].qualifier) is not None:
                sides.add(_SIDES.get(given, 0) * self._sign(k, parts))
                is_strict |= given in _STRICT
        digits = len(Decimal(number).normalize().as_tuple().digits)
        if number == 0 and exact != 0:
            hint = "ask for more decimals with `round`, or give it in a smaller unit"
            yield self.mistake("the result is not 0 but would be rounded to 0", hint)
        elif side is not None and (sides != {side} or (self.value.qualifier in _STRICT and not is_strict)):
            message = f"that it is “{self.value.qualifier} …” does not follow from its figures"
            yield self.mistake(message, "write `about`, or no qualifier if the number is exact")
        elif not -LARGEST_NUMBER < number < LARGEST_NUMBER or digits > limits.DIGITS:
            yield self.mistake("the result has more than 18 digits", "give the figures in a larger unit")

    def _sign(self, k: int, parts: Sequence[_Figure]) -> int:
        """Whether the result grows (1) or falls (-1) with one of its figures: the more is subtracted, or the
        larger a whole, the less is left."""
        if self.derivation.operation in ("sum", "difference"):
            return -1 if k > 0 and self.derivation.operation == "difference" else 1
        other = Decimal(parts[1 - k].values[0].value)
        return ((other > 0) - (other < 0)) * (-1 if k > 0 else 1)


_SIDES: Mapping[str, int] = {"at least": 1, "more than": 1, "up to": -1, "less than": -1, "nearly": -1}
"""Whether the true number is larger (1) or smaller (-1). What is `about` a number may be either."""

_STRICT = ("more than", "less than", "nearly")
"""Those that the number itself is not."""


@cache
def _names(name: str) -> tuple[str, ...]:
    """What the lexicons of all languages call percent or percentage points, without spaces."""
    units = (data.get("units", {}) for data in readings().values())
    named = (each for known in units for key in (name, f"written_{name}") for each in known.get(key, ()))
    return tuple(each.casefold().replace(" ", "") for each in named)


def _is_in(name: Literal["percent", "points"], unit: str) -> bool:
    written = unit.casefold().replace(" ", "")
    return any(each in written for each in _names(name))

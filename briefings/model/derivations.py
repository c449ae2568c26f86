"""Numbers computed from other figures of the same briefing: how they are declared and computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, reduce
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
from briefings.model.base import Id, KeyPath, Model, ReadBy, part
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

    sum: Several = Field(default=(), examples=[["trams-north", "trams-south"]])
    """The figures that are added up. They have the same unit."""
    difference: Two = Field(default=(), examples=[["trams-before", "trams-withdrawn"]])
    """The figure to subtract from, and the one that is subtracted. They have the same unit."""
    share: Two = Field(default=(), examples=[["trams-withdrawn", "trams-before"]])
    """A part and its whole. The number is the percentage, with one decimal."""
    ratio: Two = Field(default=(), examples=[["passengers", "trams-before"]])
    """The figure that is divided, and the one it is divided by. The number has at most two decimals."""
    round: Decimals | None = Field(default=None, examples=[0])
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
    if not any(isinstance(value.value, Derivation) for figure in figures for value in figure.values):
        return
    computing = _Computing(figures)
    for n in range(len(figures)):
        computing.compute(n)
    if computing.mistakes:
        raise ValidationError.from_exception_data("figures", computing.mistakes)


class _Computing:
    """Computes numbers in the order of their dependencies."""

    def __init__(self, figures: Sequence[_Figure]) -> None:
        self._figures = figures
        self._by_id: dict[str, int] = {}
        for n, figure in enumerate(figures):
            if figure.id is not None:
                self._by_id.setdefault(figure.id, n)
        self._done: set[int] = set()
        self.mistakes: list[InitErrorDetails] = []

    def compute(self, n: int) -> None:
        """Compute the numbers of a figure, and before them those that they need."""
        # Not recursive: a sheet may have a chain of thousands.
        begun = {n: self._needed(n)}
        while begun:
            last = next(reversed(begun))
            found = next((each for each in begun[last] if each[-1] not in self._done), None)
            if found is None:
                del begun[last]
                self._done.add(last)
                for m, value in enumerate(self._figures[last].values):
                    if isinstance(value.value, Derivation):
                        self._compute((last, m), value, value.value)
            elif (other := found[-1]) not in begun:
                begun[other] = self._needed(other)
            else:
                m, k, _ = found
                circle = [self._figures[each].id for each in [*begun][[*begun].index(other) :]]
                way = " from ".join(f"`{each}`" for each in (*circle, circle[0]))
                message = f"`{circle[0]}` is computed from itself: {way}"
                hint = "one of these figures needs a number from a source"
                self._mistake((last, m), _wrong(message, hint), k)

    def _needed(self, n: int) -> Iterator[tuple[int, int, int]]:
        """The figures that the numbers of a figure are computed from, each with the value that names it and
        its position there."""
        for m, value in enumerate(self._figures[n].values):
            if isinstance(value.value, Derivation):
                for k, id_ in enumerate(value.value.figures):
                    other = self._by_id.get(id_)
                    if other is not None and len(self._figures[other].values) == 1:
                        yield m, k, other

    def _compute(self, at: tuple[int, int], value: _Value, derivation: Derivation) -> None:
        parts = [self._part(each, at, k) for k, each in enumerate(derivation.figures)]
        known = [each for each in parts if each is not None]
        before = len(self.mistakes)
        if len(known) == len(parts):
            self._check(at, value, derivation, known)
        if len(known) < len(parts) or len(self.mistakes) > before:
            return
        try:
            number = derivation.result([each.values[0].value for each in known])
        except ZeroDivisionError:
            message = f"the figure `{derivation.figures[1]}` is 0, so nothing can be divided by it"
            self._mistake(at, _wrong(message), 1)
            return
        if number == 0 and derivation.exact([Decimal(each.values[0].value) for each in known]) != 0:
            hint = "ask for more decimals with `round`, or give it in a smaller unit"
            self._mistake(at, _wrong("the result is not 0 but would be rounded to 0", hint))
            return
        if (wrong := _wrong_side(value.qualifier, derivation, known, number)) is not None:
            self._mistake(at, _wrong(wrong, "write `about`, or no qualifier if the number is exact"))
            return
        digits = len(Decimal(number).normalize().as_tuple().digits)
        if not -LARGEST_NUMBER < number < LARGEST_NUMBER or digits > limits.DIGITS:
            hint = "give the figures in a larger unit"
            self._mistake(at, _wrong("the result has more than 18 digits", hint))
            return
        # Nobody else has these values yet.
        object.__setattr__(value, "value", number)
        object.__setattr__(value, "derived", derivation)

    def _part(self, id_: str, at: tuple[int, int], k: int) -> _Figure | None:
        """The figure with an id; None if it has no number to compute with."""
        if id_ not in self._by_id:
            message = f"there is no figure `{id_}` in this briefing"
            self._mistake(at, _wrong(message, written=id_, known=[*self._by_id]), k)
            return None
        figure = self._figures[self._by_id[id_]]
        number = figure.values[0].value
        if len(figure.values) > 1:
            message = f"the figure `{id_}` has {len(figure.values)} values"
            hint = "give the one to compute with a figure of its own"
            self._mistake(at, _wrong(message, hint), k)
        elif number is None:
            hint = "name a figure with a single number"
            self._mistake(at, _wrong(f"the figure `{id_}` is a range", hint), k)
        elif isinstance(number, int | Decimal):
            return figure
        # Otherwise the mistake in its own derivation is reported.
        return None

    def _check(
        self, at: tuple[int, int], value: _Value, derivation: Derivation, parts: Sequence[_Figure]
    ) -> None:
        """Whether what the value says fits its parts."""
        operation, figure = derivation.operation, self._figures[at[0]]
        if value.cite:
            message = "a computed number cites nothing: its figures do"
            self._mistake(
                at, _wrong(message, "delete `cite`, or write the number that the source gives"), "cite"
            )
        if operation != "ratio":
            self._check_unit(at, figure, operation, parts)
        is_percent = _is_in("percent", figure.unit) and not _is_in("points", figure.unit)
        if operation in ("share", "ratio") and (operation == "share") != is_percent:
            message, hint = (
                (f"a share is in percent, and the unit here is `{figure.unit}`", "write `unit: percent`")
                if operation == "share"
                else (f"a ratio is not in percent, and the unit here is `{figure.unit}`", "write `share`")
            )
            self._mistake(at, _wrong(message, hint))
        for k, (id_, other) in enumerate(zip(derivation.figures, parts, strict=True)):
            given = other.values[0]
            if given.qualifier is not None and value.qualifier is None:
                message = f"the figure `{id_}` is “{given.qualifier} …”, and this number seems to be exact"
                self._mistake(at, _wrong(message, "give it a `qualifier`, too"), k)
            if given.forecast and not value.forecast:
                message = f"the figure `{id_}` is a forecast, and so is what is computed from it"
                self._mistake(at, _wrong(message, "add `forecast: true`"), k)

    def _check_unit(
        self, at: tuple[int, int], figure: _Figure, operation: Operation, parts: Sequence[_Figure]
    ) -> None:
        """What is added and subtracted has one unit, and the result has it, too; so have a part and its
        whole."""
        first = parts[0]
        for k, other in enumerate(parts[1:], start=1):
            if other.unit != first.unit:
                message = (
                    f"the unit of `{other.id}` is `{other.unit}`, and that of `{first.id}` is `{first.unit}`"
                )
                hint = "only figures with the same unit are added, subtracted and compared"
                self._mistake(at, _wrong(message, hint), k)
                return
        if operation == "share":
            return
        # Percentages differ by percentage points.
        in_points = (
            operation == "difference" and _is_in("percent", first.unit) and _is_in("points", figure.unit)
        )
        if figure.unit != first.unit and not in_points:
            message = f"the unit here is `{figure.unit}`, and that of `{first.id}` is `{first.unit}`"
            hint = f"write `unit: {first.unit}`, as in the figures that it is computed from"
            self._mistake(at, _wrong(message, hint))

    def _mistake(
        self, at: tuple[int, int], error: PydanticCustomError, step: int | str | None = None
    ) -> None:
        """Note a mistake: in a figure that the derivation names, in another key, or in it as a whole."""
        n, m = at
        value = self._figures[n].values[m]
        path: KeyPath = ("figures", n, "values", m)
        if isinstance(step, str):
            path = (*path, step)
        else:
            path = (*path, "value") if step is None else (*path, "value", value.value.operation, step)
        self.mistakes.append(InitErrorDetails(type=error, loc=path, input=None))


def _wrong_side(
    qualifier: str | None, derivation: Derivation, parts: Sequence[_Figure], number: int | Decimal
) -> str | None:
    """What is wrong with a qualifier that says on which side of the computed number the true one is: the
    qualifiers of its figures and its rounding must say so, too."""
    side = _SIDES.get(qualifier or "")
    if side is None:
        return None
    numbers = [Decimal(each.values[0].value) for each in parts]
    exact, shown = derivation.exact(numbers), Decimal(number)
    sides = {(exact > shown) - (exact < shown)} - {0}
    for k, each in enumerate(parts):
        given = each.values[0].qualifier
        # The more is subtracted, or the larger a whole, the less is left.
        turned = k > 0 and derivation.operation != "sum"
        sides |= {_SIDES.get(given, 0) * (-1 if turned else 1)} if given is not None else set()
    return None if sides == {side} else f"that it is “{qualifier} …” does not follow from its figures"


_SIDES: Mapping[str, int] = {"at least": 1, "more than": 1, "up to": -1, "less than": -1, "nearly": -1}
"""Whether the true number is larger (1) or smaller (-1). What is `about` a number may be either."""


@cache
def _names(name: str) -> tuple[str, ...]:
    """What the lexicons of all languages call percent or percentage points, without spaces."""
    units = (data.get("units", {}) for data in readings().values())
    named = (each for known in units for key in (name, f"written_{name}") for each in known.get(key, ()))
    return tuple(each.casefold().replace(" ", "") for each in named)


def _is_in(name: Literal["percent", "points"], unit: str) -> bool:
    written = unit.casefold().replace(" ", "")
    return any(each in written for each in _names(name))


__all__ = ["OPERATIONS", "Derivation", "NumberOrDerivation", "Operation", "compute"]

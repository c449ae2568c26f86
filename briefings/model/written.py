"""The keys of a part of a sheet as JSON, with the names that they have in YAML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from briefings.model.base import Model
from briefings.model.citations import Citation
from briefings.model.dates import Date

M = TypeVar("M", bound=Model)


def keys(model: Model, *, without: Collection[str] = (), exact: bool = False) -> dict[str, Any]:
    """The keys of a part of a sheet as they are written in YAML, without defaults and those left out. `exact`
    numbers with a decimal point are text, which keeps their last zeros."""
    return {
        key: plain_value(value, exact=exact)
        for name, key, default in declared(type(model))
        if name not in without and (value := getattr(model, name)) != default
    }


def from_keys(model: type[M], written: Mapping[str, Any]) -> M:
    """The part of a sheet with these `keys`; raises `ValidationError` if it would not be valid today."""
    return model.model_validate(_in_yaml(written))


def _in_yaml(value: Any) -> Any:
    """A value from `keys` as YAML has it, where citations are `source: passage`."""
    if isinstance(value, list):
        return [_in_yaml(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if "source" in value and {*value} <= {"source", "passage"}:
        return {value["source"]: value["passage"]} if "passage" in value else value["source"]
    return {key: _in_yaml(each) for key, each in value.items()}


@cache
def declared(model: type[Model]) -> tuple[tuple[str, str, object], ...]:
    """The fields of a model, each with its key and its default."""
    return tuple(
        (name, field.alias or name, field.get_default(call_default_factory=True))
        for name, field in model.model_fields.items()
    )


def plain_value(value: Any, *, exact: bool) -> Any:
    """A value as JSON has it: dates as EDTF, numbers as numbers unless they have too many digits."""
    if isinstance(value, Date):
        return value.text
    if isinstance(value, Decimal):
        # A program that reads the number as a float must get the same digits.
        is_float = not exact and Decimal(repr(float(value))) == value
        return float(value) if is_float else str(value)
    if isinstance(value, Model):
        return keys(value, exact=exact)
    if isinstance(value, Citation):
        passage = {} if value.passage is None else {"passage": value.passage}
        return {"source": value.source, **passage}
    if isinstance(value, Mapping):
        return {key: plain_value(each, exact=exact) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain_value(each, exact=exact) for each in value]
    return value

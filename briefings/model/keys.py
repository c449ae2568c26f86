"""The keys of the models as data: which keys a place in a sheet knows, and the whole tree of them for the reference."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic.fields import FieldInfo

from briefings.model.base import Model, Path


@cache
def keys_of(model: type[Model]) -> dict[str, FieldInfo]:
    """The keys of a model as they are written in YAML, with their fields."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def models_in(annotation: Any) -> Iterator[type[Model]]:
    """The models that a field's annotation mentions, however deep in tuples, unions and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
        return
    for part in get_args(annotation):
        yield from models_in(part)


def keys_at(model: type[Model], path: Path) -> set[str]:
    """The keys that may stand in the mapping at a path of a sheet; empty where there is no such mapping."""
    models: list[type[Model]] = [model]
    for step in path:
        if isinstance(step, int):
            continue
        fields = [keys_of(each)[step] for each in models if step in keys_of(each)]
        models = [inner for field in fields for inner in models_in(field.annotation)]
    return {key for each in models for key in keys_of(each)}

"""Finds all values of a sheet that can refer to other sheets: ids, citations, and prose."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any, TypeVar, get_args

from briefings.model.base import KeyPath, Model, Prose, Ref
from briefings.model.citations import Citation
from briefings.model.items import Item
from briefings.model.keys import models_in
from briefings.text import prose

M = TypeVar("M", bound=Model)

ReferenceValue = Ref | Citation | Prose


def walk_references(model: Model) -> list[tuple[KeyPath, ReferenceValue]]:
    """Each id, citation and prose text of a sheet with its path, in the order of the model."""
    found: list[tuple[KeyPath, ReferenceValue]] = []
    _add(model, (), found)
    return found


def _add(model: Model, path: KeyPath, found: list[tuple[KeyPath, ReferenceValue]]) -> None:
    for name, key in _fields(type(model)):
        value = getattr(model, name)
        if value is not None and value != ():
            _add_values(value, (*path, key), found)


def _add_values(value: Any, path: KeyPath, found: list[tuple[KeyPath, ReferenceValue]]) -> None:
    # Most values are texts, and to ask a model's metaclass takes longest.
    if isinstance(value, str):
        if isinstance(value, Ref | Prose):
            found.append((path, value))
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            if isinstance(item, Citation):
                # It has its path below `cite`, because short forms have no index.
                found.append(((*path, *item.path), item))
            else:
                _add_values(item, (*path, n), found)
    elif isinstance(value, Model):
        _add(value, path, found)


def find_references(model: Model) -> list[ReferenceValue]:
    """The same values without paths."""
    return [value for _, value in walk_references(model)]


def with_ids(model: M, ids: Mapping[tuple[prose.Kind, str], str]) -> M:
    """The same part of a sheet, which refers to sheets by other ids."""
    if not ids:
        return model
    changed = copy(model)
    for name, _ in _fields(type(model)):
        object.__setattr__(changed, name, _value_with_ids(getattr(model, name), ids))
    # An id, or the name of a publisher.
    if (original := ids.get(("source", getattr(model, "republishes", None) or ""))) is not None:
        object.__setattr__(changed, "republishes", original)
    return changed


def _value_with_ids(value: Any, ids: Mapping[tuple[prose.Kind, str], str]) -> Any:
    if isinstance(value, Ref):
        # The ids of events are those of no sheet.
        return type(value)(ids.get((value.kind, value), value))  # type: ignore[arg-type]
    if isinstance(value, Prose):
        return Prose(prose.with_ids(value, ids))
    if isinstance(value, Citation):
        return value._replace(source=_value_with_ids(value.source, ids))
    if isinstance(value, tuple):
        return tuple(_value_with_ids(each, ids) for each in value)
    return with_ids(value, ids) if isinstance(value, Model) else value


@cache
def _fields(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that can refer to something, with their keys."""
    return tuple(
        (name, field.alias or name)
        for name, field in model.model_fields.items()
        if _can_refer(field.annotation)
    )


def _can_refer(annotation: Any) -> bool:
    if isinstance(annotation, type):
        is_part = issubclass(annotation, Model) and len(_fields(annotation)) > 0
        return is_part or issubclass(annotation, Ref | Prose | Citation)
    return any(_can_refer(part) for part in get_args(annotation))


@cache
def item_fields(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a sheet that contain entries, with their keys, in the order of the model."""
    return tuple(
        (name, field.alias or name)
        for name, field in model.model_fields.items()
        if any(issubclass(part, Item) for part in models_in(field.annotation))
    )


@cache
def items_of(model: type[Model]) -> tuple[type[Item], ...]:
    """The classes of entries that a sheet can contain, in the order of the model."""
    fields = (model.model_fields[name] for name, _ in item_fields(model))
    return tuple(part for field in fields for part in models_in(field.annotation) if issubclass(part, Item))


@cache
def key_of(model: type[Model], item: type[Item]) -> str:
    """The key of a sheet that has the entries of a class."""
    keys = ((key, models_in(model.model_fields[name].annotation)) for name, key in item_fields(model))
    return next(key for key, classes in keys if item in classes)

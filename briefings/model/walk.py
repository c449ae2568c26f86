"""Finds what refers to other sheets in a sheet, wherever it stands: ids, citations, and prose with its
references."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, get_args

from briefings.model.base import KeyPath, Model, Prose, Ref
from briefings.model.citations import Citation
from briefings.model.items import Item
from briefings.model.keys import models_in

Referring = Ref | Citation | Prose
_REFERRING = (Ref, Citation, Prose)


def referring(model: Model, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Referring]]:
    """Each id, citation and prose text of a sheet with its path, as written."""
    for name, key in _fields(type(model)):
        value = getattr(model, name)
        if value is not None and value != ():
            yield from _values(value, (*path, key))


def _values(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Referring]]:
    if isinstance(value, Citation):
        yield path, value
    elif isinstance(value, Model):
        yield from referring(value, path)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            # A citation knows its own path below `cite`, whose short forms have no index.
            yield from _values(item, (*path, *item.path) if isinstance(item, Citation) else (*path, n))
    elif isinstance(value, Ref | Prose):
        yield path, value


def referred(model: Model) -> list[Referring]:
    """The same values without their paths, which take most of the time."""
    found: list[Referring] = []
    _collect(model, found)
    return found


def _collect(model: Model, found: list[Referring]) -> None:
    for value in _values_in(type(model))(model):
        if isinstance(value, _REFERRING):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                if isinstance(each, _REFERRING):
                    found.append(each)
                else:
                    _collect(each, found)
        elif value is not None:
            _collect(value, found)


@cache
def _values_in(model: type[Model]) -> Callable[[Model], tuple[Any, ...]]:
    """Gets the values of those fields."""
    names = [name for name, _ in _fields(model)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


@cache
def _fields(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that can refer to something, each with its key."""
    return tuple(
        (name, field.alias or name)
        for name, field in model.model_fields.items()
        if _can_refer(field.annotation)
    )


def _can_refer(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, Model | Ref | Prose | Citation)
    return any(_can_refer(part) for part in get_args(annotation))


@cache
def item_fields(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a sheet that hold entries, each with its key, in the model's order."""
    return tuple(
        (name, field.alias or name)
        for name, field in model.model_fields.items()
        if any(issubclass(part, Item) for part in models_in(field.annotation))
    )


@cache
def items_of(model: type[Model]) -> tuple[type[Item], ...]:
    """The classes of entries that a sheet can hold, in the model's order."""
    fields = (model.model_fields[name] for name, _ in item_fields(model))
    return tuple(part for field in fields for part in models_in(field.annotation) if issubclass(part, Item))

"""Looks up keys of the models: which keys are allowed at a path of a sheet, which values are text, and what a
change of a key means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from briefings.languages import parsed
from briefings.model.about import About, Weight, weight_of
from briefings.model.base import ActorId, KeyPath, Line, Model, Prose, SourceId
from briefings.model.dates import Date


@cache
def keys_of(model: type[Model]) -> dict[str, FieldInfo]:
    """The fields of a model, by their keys in YAML."""
    return {
        field.alias or name: field for name, field in model.model_fields.items() if field.init is not False
    }


def models_in(annotation: Any) -> Iterator[type[Model]]:
    """The models in a field's annotation, at any depth of tuples, unions and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
        return
    for part in get_args(annotation):
        yield from models_in(part)


def field_at(model: type[Model], path: KeyPath) -> FieldInfo | None:
    """The field that declares the key at the end of a path of a sheet, if there is one."""
    *above, last = path
    models: list[type[Model]] = [model]
    for step in above:
        if not isinstance(step, int):
            fields = [keys_of(each)[step] for each in models if step in keys_of(each)]
            models = [inner for field in fields for inner in models_in(field.annotation)]
    return next((keys_of(each)[last] for each in models if last in keys_of(each)), None)


def keys_at(model: type[Model], path: KeyPath) -> set[str]:
    """The keys allowed in the mapping at a path of a sheet; empty if no mapping is allowed there."""
    models: list[type[Model]] = [model]
    for step in path:
        if isinstance(step, int):
            continue
        fields = [keys_of(each)[step] for each in models if step in keys_of(each)]
        models = [inner for field in fields for inner in models_in(field.annotation)]
    return {key for each in models for key in keys_of(each)}


def is_text(model: type[Model], path: KeyPath) -> bool:
    """Whether the value at a path of a sheet is text for readers: prose, a line or a passage, but not an id,
    keyword, date or number."""
    models: list[type[Model]] = [model]
    fields: list[FieldInfo] = []
    for n, step in enumerate(path):
        if isinstance(step, int):
            continue
        if step == "cite":
            # The keys below `cite` are ids of sources, and their values are passages.
            return any(isinstance(later, str) for later in path[n + 1 :])
        fields = [keys_of(each)[step] for each in models if step in keys_of(each)]
        models = [inner for field in fields for inner in models_in(field.annotation)]
    return any(holds_text(field) for field in fields)


@cache
def _line_marks() -> tuple[Any, ...]:
    return tuple(Line.__metadata__[:1])  # type: ignore[attr-defined]  # Annotated types have it


def holds_text(field: FieldInfo) -> bool:
    """Whether the value of a field is text, or has text in a list."""
    return any(mark in field.metadata for mark in _line_marks()) or _mentions_text(field.annotation)


def _mentions_text(annotation: Any) -> bool:
    """Whether a type is prose or a line, or a list of these. Values of mappings are addresses or ids."""
    if annotation is Prose:
        return True
    if get_origin(annotation) is Annotated:
        return any(mark in annotation.__metadata__ for mark in _line_marks())
    return get_origin(annotation) is not dict and any(_mentions_text(part) for part in get_args(annotation))


# ── Changes ─────────────────────────────────────────────────────────────────────────────────────────────────


class Meaning(NamedTuple):
    """What a change of a key means."""

    what: str
    """What it is about: a figure, a date, wording …"""
    weight: Weight
    called: str
    """What the key is called in sentences, with its article: `the date of publication`."""


@cache
def meaning(model: type[Model], name: str) -> Meaning:
    """What a change of a field means, by its name in Python."""
    field = model.model_fields[name]
    given = next((each for each in field.metadata if isinstance(each, About)), About())
    what = given.what or _by_type(field)
    called = given.called or (field.alias or name).replace("_", " ")
    return Meaning(what, given.weight or weight_of(what), f"the {called}")


def _by_type(field: FieldInfo) -> str:
    types = set(_types(field.annotation))
    return next(
        (what for kind, what in _ABOUT_TYPES.items() if kind in types),
        "wording" if holds_text(field) else "detail",
    )


_ABOUT_TYPES: dict[type, str] = {
    Date: "date", int: "figure", Decimal: "figure", ActorId: "person", SourceId: "source",
}  # fmt: skip


def _types(annotation: Any) -> Iterator[type]:
    """The types in an annotation, at any depth."""
    if isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        yield from _types(part)


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Words that curators may write instead of the model's own, in lower case with hyphens: for each, the
    words and keys that may be meant, of which some fit only elsewhere."""
    meant: dict[str, list[str]] = defaultdict(list)
    for word, others in parsed(Path(__file__).with_name("synonyms.toml")).items():
        for other in others.split():
            meant[other].append(word)
    return {other: tuple(words) for other, words in meant.items()}

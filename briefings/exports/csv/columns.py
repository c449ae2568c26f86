"""Columns of a table for the keys of a class of the model: names, types and descriptions as in a Table
Schema, and the text of each cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from briefings.model.base import Day, Model, Prose, Ref
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.text import escape

PlainText = Callable[[str], str]
"""Prose → plain text."""

ID_SEPARATOR = ";"
"""Between the ids in a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    about: str
    type: str = "string"
    """Of Table Schema."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Other properties of the field in its Table Schema."""

    @property
    def descriptor(self) -> dict[str, Any]:
        """The field in its Table Schema."""
        return {"name": self.name, "type": self.type, "description": self.about, **self.options}


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A column for a key of a class."""

    column: Column
    read: Callable[[Any], Any]
    """Gets the value of the key from an instance of the class."""
    write: Callable[[Any, PlainText], str]
    """The text of a cell, given a value."""
    refers: str = ""
    """The kind of the sheets whose ids it has; empty if it has no ids."""

    def cell(self, model: Model, plain: PlainText) -> str:
        """The text of the cell of a row."""
        value = self.read(model)
        return "" if value is None else self.write(value, plain)

    @property
    def is_list_of_ids(self) -> bool:
        """Whether a cell can have several ids."""
        return self.column.type == "list"


def key_columns(model: type[Model], *, without: Collection[str] = ()) -> Iterator[KeyColumn]:
    """The columns for the keys of a class, in the order of the model. Citations have a table of their own."""
    for name, declared in model.model_fields.items():
        key = declared.alias or name
        if key not in without:
            about = " ".join((declared.description or "").split())
            constraints = {"required": True} if declared.is_required() else {}
            annotation: Any = declared.annotation
            for mark in declared.metadata:
                annotation = Annotated[annotation, mark]
            yield from _columns(key, annotation, attrgetter(name), about, constraints)


def _columns(
    key: str, annotation: Any, read: Callable[[Any], Any], about: str, constraints: Mapping[str, Any]
) -> Iterator[KeyColumn]:
    value, marks = _without_marks(annotation), [*_marks(annotation)]
    kind = get_origin(value) or value
    options = {"constraints": constraints} if constraints else {}
    if kind is Literal:
        options = {"constraints": {**constraints, "enum": list(get_args(value))}}
        yield KeyColumn(Column(key, about, options=options), read, _text)
    elif kind is tuple:
        yield from _lists(key, _without_marks(get_args(value)[0]), read, about)
    elif kind is dict:
        yield KeyColumn(Column(key, about, "object"), read, _json)
    elif issubclass(kind, Model):
        for each in key_columns(kind):
            column = Column(f"{key}_{each.column.name}", each.column.about, each.column.type)
            yield KeyColumn(column, _inside(read, each.read), each.write, each.refers)
    elif issubclass(kind, tuple):
        for name in kind._fields:
            yield KeyColumn(
                Column(f"{key}_{name}", about, "number"), _inside(read, attrgetter(name)), _number
            )
    elif kind is bool:
        words = {"trueValues": ["true"], "falseValues": ["false"]}
        yield KeyColumn(Column(key, about, "boolean", words), read, _flag)
    elif issubclass(kind, int | Decimal):
        yield KeyColumn(Column(key, about, "number", options), read, _number)
    elif kind is Date:
        name = "date" if Day.__metadata__[0] in marks else "string"  # type: ignore[attr-defined]  # it is Annotated
        yield KeyColumn(Column(key, about, name, options), read, _edtf)
    elif kind is Prose:
        # It is not required: prose of nothing but citations is empty as plain text.
        yield KeyColumn(Column(key, about), read, _prose)
    else:
        refers = kind.kind if issubclass(kind, Ref) else ""
        yield KeyColumn(Column(key, about, options=options), read, _text, refers)


def _lists(key: str, item: Any, read: Callable[[Any], Any], about: str) -> Iterator[KeyColumn]:
    if issubclass(item, Ref):
        yield KeyColumn(Column(key, about, "list", {"delimiter": ID_SEPARATOR}), read, _ids, item.kind)
    elif not issubclass(item, Model | Citation):
        yield KeyColumn(Column(key, about, "array"), read, _texts)


def _without_marks(annotation: Any) -> Any:
    """A type without its annotations and without None; the first of several types."""
    if get_origin(annotation) is Annotated:
        return _without_marks(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _without_marks(next(part for part in get_args(annotation) if part is not NoneType))
    return annotation


def _marks(annotation: Any) -> Iterator[object]:
    """The annotations of a type and of its alternatives."""
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    if get_origin(annotation) in (Annotated, Union, UnionType):
        for part in get_args(annotation):
            yield from _marks(part)


def _inside(outer: Callable[[Any], Any], inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Gets a value inside another one, which may be missing."""

    def read(model: Model) -> Any:
        value = outer(model)
        return None if value is None else inner(value)

    return read


def _text(value: str, plain: PlainText) -> str:
    return escape.cell(value)


def _prose(value: str, plain: PlainText) -> str:
    return escape.cell(plain(value))


def _edtf(value: Date, plain: PlainText) -> str:
    # A date BCE begins with a minus sign.
    return escape.cell(value.text)


def _number(value: int | Decimal, plain: PlainText) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _flag(value: bool, plain: PlainText) -> str:
    return "true" if value else "false"


def _ids(value: tuple[str, ...], plain: PlainText) -> str:
    return ID_SEPARATOR.join(value)


def _texts(value: tuple[str, ...], plain: PlainText) -> str:
    return _json([plain(each) if isinstance(each, Prose) else each for each in value], plain)


def _json(value: object, plain: PlainText) -> str:
    return escape.cell(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) if value else ""


__all__ = ["ID_SEPARATOR", "Column", "KeyColumn", "PlainText", "key_columns"]

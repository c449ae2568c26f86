"""Columns of a table for the keys of a class of the model: names, types and descriptions as in a Table
Schema, and the text of each cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from briefings.exports.resource import compact
from briefings.model.base import Day, Model, Prose, Ref
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.text import escape

PlainText = Callable[[str], str]
"""Prose → plain text."""

Content = Literal["text", "prose", "date", "number", "flag", "id", "ids", "texts", "proses", "mapping"]
"""What the values of a key are. ids, texts, proses: a list of them; mapping: names with a text each."""

_SQL_WORDS = frozenset({"by", "check", "end", "for", "from", "group", "key", "order", "to", "values"})
"""Keys that are words of SQL. Their columns have an underscore at the end, so no query must quote them."""


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
    keys: tuple[str | int, ...]
    """Where its value is in a sheet: `("coordinates", 0)`."""
    content: Content
    read: Callable[[Any], Any]
    """Gets the value of the key from an instance of the class."""
    refers: str = ""
    """The kind of the sheets whose ids it has; empty if it has no ids."""

    def cell(self, model: Model, plain: PlainText) -> str:
        """The text of the cell of a row."""
        value = self.read(model)
        if value is None:
            return ""
        match self.content:
            case "date":
                # No formula: a date BCE begins with a minus sign, and has nothing but digits after it.
                return str(value.text)
            case "number":
                return f"{value:f}" if isinstance(value, Decimal) else str(value)
            case "flag":
                return "true" if value else "false"
            case "prose":
                return escape.cell(plain(value))
            case "proses":
                return _json([*map(plain, value)])
            case "texts" | "mapping":
                return _json(value)
        return escape.cell(value)


def key_columns(model: type[Model], *, without: Collection[str] = ()) -> Iterator[KeyColumn]:
    """The columns for the keys of a class, in the order of the model. Citations have a table of their own,
    and so have lists of ids."""
    for name, declared in model.model_fields.items():
        key = declared.alias or name
        if key not in without:
            about = " ".join((declared.description or "").split())
            is_required = declared.is_required() and name not in getattr(model, "RESULT", ())
            constraints = {"required": True} if is_required else {}
            annotation: Any = declared.annotation
            for mark in declared.metadata:
                annotation = Annotated[annotation, mark]
            yield from _columns(key, annotation, attrgetter(name), about, constraints)


def _columns(
    key: str, annotation: Any, read: Callable[[Any], Any], about: str, constraints: Mapping[str, Any]
) -> Iterator[KeyColumn]:
    value, marks = _without_marks(annotation), [*_marks(annotation)]
    kind = get_origin(value) or value
    # Prose is not required: if it is nothing but citations, it is empty as plain text.
    options = {"constraints": constraints} if constraints and kind is not Prose else {}

    def column(content: Content, type_: str = "string", refers: str = "", **more: Any) -> KeyColumn:
        name = f"{key}_" if key in _SQL_WORDS else key
        return KeyColumn(Column(name, about, type_, options | more), (key,), content, read, refers)

    if kind is Literal:
        yield column("text", constraints={**constraints, "enum": list(get_args(value))})
    elif kind is tuple:
        item = _without_marks(get_args(value)[0])
        if issubclass(item, Ref):
            yield column("ids", refers=item.kind)
        elif not issubclass(item, Model | Citation):
            yield column("proses" if issubclass(item, Prose) else "texts", "array")
    elif kind is dict:
        yield column("mapping", "object")
    elif issubclass(kind, Model):
        for each in key_columns(kind):
            yield _inside(key, each, read, each.keys, each.read, each.column)
    elif issubclass(kind, tuple):
        for n, name in enumerate(kind._fields):
            yield _inside(key, column("number"), read, (n,), attrgetter(name), Column(name, about, "number"))
    elif kind is bool:
        yield column("flag", "boolean", trueValues=["true"], falseValues=["false"])
    elif issubclass(kind, int | Decimal):
        yield column("number", "number")
    elif kind is Date:
        is_day = Day.__metadata__[0] in marks  # type: ignore[attr-defined]  # it is Annotated
        yield column("date", "date" if is_day else "string")
    elif issubclass(kind, Ref):
        yield column("id", refers=kind.kind)
    else:
        yield column("prose" if kind is Prose else "text")


def _inside(
    key: str,
    column: KeyColumn,
    outer: Callable[[Any], Any],
    keys: tuple[str | int, ...],
    inner: Callable[[Any], Any],
    own: Column,
) -> KeyColumn:
    """The column for a value inside another one, which may be missing."""

    def read(model: Model) -> Any:
        value = outer(model)
        return None if value is None else inner(value)

    name = Column(f"{key}_{own.name}", own.about, own.type)
    return replace(column, column=name, keys=(key, *keys), read=read)


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


def _json(value: object) -> str:
    return escape.cell(compact(value)) if value else ""

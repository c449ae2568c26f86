"""JSON Schemas of the JSON documents, made from their declarations and from the models of sheets."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from posixpath import dirname, relpath
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from briefings.exports.json import documents
from briefings.exports.resource import Publication, Resource, compact
from briefings.model import MODELS, SheetModel
from briefings.model.base import Model
from briefings.model.dates import EDTF_PATTERN, Date
from briefings.model.items import Item, Summary
from briefings.model.keys import models_in
from briefings.model.places import GeoPoint
from briefings.model.walk import item_fields, items_of
from briefings.settings import Settings
from briefings.text.prose import Kind
from briefings.words import Words

DIALECT = "https://json-schema.org/draft/2020-12/schema"

COMPUTED: Mapping[Kind, type] = {
    "briefing": documents.ComputedBriefing,
    "actor": documents.ComputedActor,
    "source": documents.ComputedSource,
    "topic": documents.ComputedTopic,
}
"""What `computed` holds in the document of each kind of sheet."""

_DOCUMENTS: Mapping[str, type] = {
    "list": documents.ListDocument,
    "page": documents.PageDocument,
    "moved": documents.MovedDocument,
    "withdrawn": documents.WithdrawnDocument,
    "index": documents.IndexDocument,
    "changes": documents.ChangesDocument,
}
"""The other types of documents. The last two are of the site as a whole."""

OF_PAGES: tuple[str, ...] = (*MODELS, "list", "page", "moved", "withdrawn")
"""The names of the schemas of documents of pages."""

REPEATED = ("title", "text", "date", "status", "actors")
"""Properties of all entries. A field of the same name and value is not in `fields`."""


@cache
def entry_fields(model: type[SheetModel]) -> frozenset[str]:
    """The fields of a kind of sheet that are among its entries."""
    return frozenset({"summary", *(name for name, _ in item_fields(model))})


def path_of(name: str) -> str:
    """The path of a schema below the site's root."""
    return f"data/schemas/{name}.schema.json"


def address(site: str, name: str, path: str) -> str:
    """The address of a schema in the document with this path: absolute if that of the site is known,
    otherwise relative to the document."""
    return site + path_of(name) if site else relpath(path_of(name), dirname(path) or ".")


def resource(publication: Publication, name: str, format: str = "json") -> Resource:
    """The file with a schema, as part of a format."""
    path = path_of(name)
    address = publication.settings.site_url + path
    return Resource(
        path=path,
        format=format,
        media_type="application/schema+json",
        title=f"JSON Schema: {name}",
        made_from=(name, address),
        make=_file,
    )


def _file(of: tuple[str, str], words: Words, settings: Settings) -> bytes:
    return f"{compact(schema(*of))}\n".encode()


def schema(name: str, address: str) -> dict[str, Any]:
    """The schema of a document."""
    writer = _Writer()
    kind = next((kind for kind in MODELS if kind == name), None)
    body = writer.document(_DOCUMENTS[name], name) if kind is None else writer.sheet(kind)
    return {"$schema": DIALECT, "$id": address, **body, "$defs": dict(sorted(writer.parts.items()))}


class _Writer:
    """Writes one schema, and collects its parts."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, Any]] = {}

    def document(self, declared: type, name: str) -> dict[str, Any]:
        """The schema of a document that is declared as a whole."""
        body = self._declared(declared)
        body["properties"] = {"$schema": {"type": "string"}, **body["properties"]}
        body["properties"]["version"]["const"] = documents.VERSION
        body["required"] = ["$schema", *body["required"]]
        if "type" in body["properties"]:
            body["properties"]["type"] = {"const": name}
        return body

    def sheet(self, kind: Kind) -> dict[str, Any]:
        """The schema of the document of a kind of sheet."""
        model = MODELS[kind]
        body = self.document(documents.SheetDocument, "sheet")
        body["properties"] |= {
            "kind": {"const": kind},
            "sheet": self._model(model, without={"draft", *entry_fields(model)}),
            "computed": self._type(COMPUTED[kind]),
        }
        items: tuple[type[Item], ...] = (Summary, *items_of(model))
        names = [self._entry(item) for item in items]
        # Kinds that are added later are not refused.
        known = {"properties": {"kind": {"not": {"enum": [item.KIND for item in items]}}}}
        self.parts["OtherEntry"] = {"allOf": [_ref("EntryDocument"), known]}
        self.parts["Entry"] = {"anyOf": [*map(_ref, names), _ref("OtherEntry")]}
        body["properties"]["entries"]["items"] = _ref("Entry")
        return body

    def _entry(self, item: type[Item]) -> str:
        """Defines an entry of one kind, so that programs can generate a class for it; returns its name."""
        name = item.__name__
        fields = self._model(item, without={"cite", "anchor", item.PARTS}, shared=item)
        own: dict[str, Any] = {"kind": {"const": item.KIND}, "fields": self._define(f"{name}Fields", fields)}
        if item.PARTS:
            (part,) = models_in(item.model_fields[item.PARTS].annotation)
            part_fields = self._define(f"{name}PartFields", self._model(part, without={"cite"}))
            more = {"properties": {"fields": part_fields}}
            self._define(f"{name}Part", {"allOf": [_ref("Part"), more]})
            own["parts"] = {"type": "array", "items": _ref(f"{name}Part")}
        self._define(f"{name}Entry", {"allOf": [_ref("EntryDocument"), {"properties": own}]})
        return f"{name}Entry"

    def _define(self, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Names a part; returns a reference to it."""
        assert self.parts.setdefault(name, schema) == schema, f"two definitions are called {name}"
        return _ref(name)

    def _model(
        self, model: type[Model], *, without: Iterable[str], shared: type[Item] | None = None
    ) -> dict[str, Any]:
        """The schema of a part of a sheet as documents have it."""
        left_out = set(without)
        own = {name: field for name, field in model.model_fields.items() if name not in left_out}
        optional = set() if shared is None else {*REPEATED, *shared.SHARED}
        required = [
            field.alias or name for name, field in own.items() if field.is_required() and name not in optional
        ]
        properties = {
            field.alias or name: _described(self._type(field.annotation), field.description)
            for name, field in own.items()
        }
        return _object(inspect.getdoc(model), properties, required)

    def _declared(self, declared: type) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        required: list[str] = []
        for name, annotation in get_type_hints(declared, include_extras=True).items():
            if get_origin(annotation) is NotRequired:
                (annotation,) = get_args(annotation)
            else:
                required.append(name)
            properties[name] = self._type(annotation)
        return _object(inspect.getdoc(declared), properties, required)

    def _type(self, annotation: Any) -> dict[str, Any]:
        """The schema of a value with this annotation."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            meaning = next((each for each in arguments[1:] if isinstance(each, str)), None)
            more = next((each for each in arguments[1:] if isinstance(each, Mapping)), {})
            return _described({**self._type(arguments[0]), **more}, meaning)
        if origin in (Union, UnionType):
            return _either([self._type(each) for each in arguments])
        if origin is Literal:
            # Values may be added within a version.
            return {"anyOf": [{"enum": [*arguments]}, {"type": "string"}]}
        if origin in (list, tuple):
            return {"type": "array", "items": self._type(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self._type(arguments[1])}
        if is_typeddict(annotation):
            return self._reference(annotation)
        if annotation is GeoPoint:
            return {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
        if issubclass(annotation, Model):
            return self._define(f"{annotation.__name__}Keys", self._model(annotation, without=()))
        return next(dict(schema) for kind, schema in _SIMPLE.items() if issubclass(annotation, kind))

    def _reference(self, declared: type) -> dict[str, Any]:
        name = declared.__name__
        if name not in self.parts:
            # Some contain themselves.
            self.parts[name] = {}
            self.parts[name] = self._declared(declared)
        return _ref(name)


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


_NUMBER: Mapping[str, Any] = {"type": ["number", "string"]}
"""Numbers with more digits than JSON promises to keep are text."""

_SIMPLE: Mapping[type, Mapping[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: _NUMBER,
    Date: {"type": "string", "pattern": EDTF_PATTERN},
    str: {"type": "string"},
    NoneType: {"type": "null"},
    object: {},
}
"""The first one that fits."""


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """A schema for a value of several types. Keys of sheets that may be null are absent instead."""
    if any(schema == _NUMBER for schema in schemas):
        return dict(_NUMBER)
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _described(schema: dict[str, Any], meaning: str | None) -> dict[str, Any]:
    return schema if meaning is None else {"description": " ".join(meaning.split()), **schema}


def _object(meaning: str | None, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    own: dict[str, Any] = {"type": "object", "properties": properties}
    return _described(own | ({"required": required} if required else {}), meaning)

"""The JSON Schemas for editors, generated from the models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefings import __version__
from briefings.catalog.catalog import Catalog
from briefings.model import MODELS
from briefings.model.base import DAY_PATTERN, Model
from briefings.model.dates import EDTF_PATTERN
from briefings.sheets.starter import flow
from briefings.text.prose import ID_PATTERN, Kind


def schemas(catalog: Catalog | None) -> dict[Kind, str]:
    """A JSON Schema for each kind of sheet. With a catalog, editors complete references with its ids and
    names."""
    ids_by_kind = _ids_of(catalog) if catalog is not None else {}
    return {
        kind: json.dumps(_schema(kind, model, ids_by_kind), indent=1, ensure_ascii=False, sort_keys=True)
        + "\n"
        for kind, model in MODELS.items()
    }


Ids = Mapping[str, Mapping[str, str]]
"""By kind of sheet, and `event`: the ids in the catalog, each with its name."""


def _schema(kind: Kind, model: type[Model], ids_by_kind: Ids) -> dict[str, Any]:
    schema = _for_editors(_figure_inline(model.model_json_schema()), _Offers(ids_by_kind))
    shared: dict[str, Any] = {}
    schema = _with_shared(schema, shared)
    schema["definitions"] = {**schema.get("definitions", {}), **shared}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        # Editors keep the file; this says which keys it knows.
        "$comment": f"The keys of Briefings {__version__}",
        **schema,
        "title": f"briefings {kind} sheet",
    }


def _figure_inline(schema: dict[str, Any]) -> dict[str, Any]:
    """Allows a figure's single value inline: without `values`, and with the keys of the value beside
    `label`."""
    definitions = schema.get("$defs", {})
    if "Figure" in definitions:
        figure, value = definitions["Figure"], definitions["Value"]
        figure["properties"] |= {key: spec for key, spec in value["properties"].items() if key != "note"}
        figure["required"] = [key for key in figure["required"] if key != "values"]
        value["anyOf"] = [{"required": ["value"]}, {"required": ["from", "to"]}]
        figure["anyOf"] = [{"required": ["values"]}, *value["anyOf"]]
    return schema


_OF_SCHEMAS = frozenset({"properties", "$defs"})
"""Keywords that map names to schemas. The names are keys of sheets, not keywords."""

_NOT_FOR_EDITORS = frozenset({"title", "default", "examples"})
"""Keywords left out because editors would suggest their values, or show them instead of the key."""


def _for_editors(part: Any, offers: _Offers) -> Any:
    """Converts a schema to Draft 7 with the extensions of Visual Studio Code and other editors: descriptions
    in Markdown, names of ids, and error messages."""
    if isinstance(part, list):
        return [_for_editors(item, offers) for item in part]
    if not isinstance(part, dict):
        return part
    part = _without_null(part)
    schema: dict[str, Any] = {}
    for key, value in part.items():
        if key in _OF_SCHEMAS:
            # Without a title of its own, a key would be shown with the title of the sheet.
            schema[key.replace("$defs", "definitions")] = {
                name: _for_editors(inner, offers) | ({"title": name} if key == "properties" else {})
                for name, inner in value.items()
            }
        elif key not in _NOT_FOR_EDITORS and not key.startswith("x-"):
            schema[key] = _for_editors(value, offers)
    if "$ref" in schema:
        schema["$ref"] = schema["$ref"].replace("#/$defs/", "#/definitions/")
    if "description" in schema:
        schema["description"] = " ".join(schema["description"].split())
        schema["markdownDescription"] = _in_markdown(schema["description"], part.get("examples", []))
    if pattern := schema.get("pattern"):
        meaning = _MEANINGS.get(pattern, "This is not in the form that the key requires.")
        # The second is for values of another type, such as a year where a day is needed.
        schema |= {"patternErrorMessage": meaning, "errorMessage": meaning}
    return schema | _references(part, offers)


def _without_null(part: dict[str, Any]) -> dict[str, Any]:
    """An optional key, which is left out rather than null."""
    forms = [form for form in part.get("anyOf", []) if form != {"type": "null"}]
    if len(forms) != 1:
        return {**part, "anyOf": forms} if forms else part
    return {**forms[0], **{key: value for key, value in part.items() if key != "anyOf"}}


def _references(part: Mapping[str, Any], offers: _Offers) -> dict[str, Any]:
    """The ids allowed in a reference to a sheet, or in the keys of a mapping.

    Not as `enum`: with one, editors would offer ids without names, and list all of them in each hover.
    """
    kind, key_kind = part.get("x-kind", ""), part.get("x-key-kind", "")
    more: dict[str, Any] = {}
    if kind:
        more |= offers.ids(kind)
    if key_kind:
        more["propertyNames"] = offers.ids(key_kind) | {"doNotSuggest": True}
    snippets = offers.snippets(kind, key_kind) if "x-offered-above" not in part else []
    return more | ({"defaultSnippets": snippets} if snippets else {})


class _Offers:
    """What editors offer for references. Each list is made once, because many keys have it."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._snippets: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def ids(self, kind: str) -> dict[str, Any]:
        """A schema of the ids of a kind; of any id if there are none."""
        ids = self._ids.get(kind)
        if not ids:
            return {"pattern": _ID, "patternErrorMessage": _MEANINGS[_ID]}
        return {"pattern": f"^(?:{'|'.join(ids)})$", "patternErrorMessage": _NO_SUCH.format(kind)}

    def snippets(self, kind: str, key_kind: str) -> list[dict[str, Any]]:
        """The ids with their names, and the ids that keys can be, with a place for a passage."""
        if (kind, key_kind) not in self._snippets:
            self._snippets[kind, key_kind] = [*self._values(kind), *self._keys(key_kind)]
        return self._snippets[kind, key_kind]

    def _values(self, kind: str) -> Iterator[dict[str, Any]]:
        for sheet_id, name in self._ids.get(kind, {}).items():
            yield {"label": _label(sheet_id, name), "body": sheet_id}

    def _keys(self, kind: str) -> Iterator[dict[str, Any]]:
        for sheet_id, name in self._ids.get(kind, {}).items():
            yield {"label": _label(f"{sheet_id}: “…”", name), "body": {sheet_id: '"$1"'}}
        if kind and not self._ids.get(kind):
            yield {"label": "source: “…”", "body": {"${1:source-id}": '"$2"'}}


_LONGEST_LABEL = 60
"""Characters. The YAML language server shortens longer ones, and then offers some of them twice."""


def _label(sheet_id: str, name: str) -> str:
    """An id with its name, as editors list it."""
    label = f"{sheet_id} · {' '.join(name.split())}"
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


_ABOUT_A_KEY = frozenset({"title", "description", "markdownDescription"})


def _with_shared(part: Any, shared: dict[str, Any]) -> Any:
    """The schema with each list of ids in `shared` and referred to: it is long, and many keys have it."""
    if isinstance(part, list):
        return [_with_shared(item, shared) for item in part]
    if not isinstance(part, dict):
        return part
    schema = {
        key: value if key == "defaultSnippets" else _with_shared(value, shared) for key, value in part.items()
    }
    if "defaultSnippets" not in schema:
        return schema
    own = {key: value for key, value in schema.items() if key in _ABOUT_A_KEY}
    rest = {key: value for key, value in schema.items() if key not in _ABOUT_A_KEY}
    name = next((name for name, other in shared.items() if other == rest), f"ids-{len(shared) + 1}")
    shared[name] = rest
    return {"$ref": f"#/definitions/{name}", **own}


_NO_SUCH = (
    "There is no {} with this id. If its sheet is new, run `briefings schema` to update the list of ids."
)
_ID = f"^{ID_PATTERN}$"

_MEANINGS = {
    EDTF_PATTERN: (
        "A date is written like 2025-07-26, 2025-07, 2025, 2025-07-26/2025-07-28, 2026-07-16/.. or 2025-07~."
    ),
    DAY_PATTERN: "A full day is needed here, like 2025-07-26.",
    _ID: "An id has small letters, digits and single hyphens.",
}


def _in_markdown(meaning: str, examples: Sequence[Any]) -> str:
    if not examples:
        return meaning
    return f"{meaning}\n\nFor example: {', or '.join(f'`{flow(example)}`' for example in examples)}"


def _ids_of(catalog: Catalog) -> Ids:
    return {
        "actor": {id_: sheet.data.headline for id_, sheet in sorted(catalog.actors.items())},
        "briefing": {id_: sheet.data.title for id_, sheet in sorted(catalog.briefings.items())},
        "source": {
            id_: f"{sheet.data.publisher}: {sheet.data.headline}"
            for id_, sheet in sorted(catalog.sources.items())
        },
        "topic": {id_: sheet.data.name for id_, sheet in sorted(catalog.topics.items())},
        "event": dict(
            sorted(
                (entry.item.id, f"{entry.item.date.text}: {entry.title}")
                for entry in catalog.by_kind["event"]
                if entry.item.id is not None
            )
        ),
    }

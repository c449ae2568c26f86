"""The content model explained: JSON Schemas for editors, and the reference of every key, both made from the
models themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.model import FOLDERS, MODELS, Source
from briefings.model.base import DAY_PATTERN, Model
from briefings.model.dates import EDTF_PATTERN
from briefings.model.keys import keys_of, models_in
from briefings.pages import Context, Page
from briefings.sheets.starter import flow
from briefings.text.prose import ID_PATTERN, Kind
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a sheet."""

    name: str
    depth: int
    required: bool
    meaning: str
    example: str
    """YAML on one line."""


@dataclass(frozen=True, slots=True)
class WritingContext(Context):
    """How to write a sheet."""

    template = "writing.md.j2"
    kinds: tuple[tuple[Kind, str, str, tuple[Key, ...]], ...]
    """Each kind of sheet with its folder, what it is, and its keys, nested ones after the key that holds
    them."""


def writing_page(words: Words) -> Page:
    """The reference of every key, as a page."""
    kinds = tuple(
        (kind, FOLDERS[kind], _meaning(model), tuple(_keys(model, 0))) for kind, model in MODELS.items()
    )
    return Page(
        urls.WRITING,
        words("pages.writing.title"),
        words("pages.writing.description"),
        "writing",
        WritingContext(kinds),
    )


def _keys(model: type[Model], depth: int) -> Iterator[Key]:
    own = set(model.__annotations__)
    # What a kind of sheet says itself comes before what all sheets may say.
    for name, field in sorted(
        keys_of(model).items(),
        key=lambda item: item[0].removesuffix("_") not in own and f"{item[0]}_" not in own,
    ):
        example = flow(field.examples[0]) if field.examples else ""
        yield Key(name, depth, field.is_required(), " ".join((field.description or "").split()), example)
        for inner in dict.fromkeys(models_in(field.annotation)):
            yield from _keys(inner, depth + 1)


def _meaning(model: type[Model]) -> str:
    return " ".join((model.__doc__ or "").split())


def schemas(catalog: Catalog | None) -> dict[Kind, str]:
    """A JSON Schema for each kind of sheet; with a catalog, references complete to the ids that there are,
    with their names."""
    known = _known_ids(catalog) if catalog is not None else {}
    return {
        kind: json.dumps(_schema(kind, model, known), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for kind, model in MODELS.items()
    }


Known = Mapping[str, Mapping[str, str]]
"""By kind of sheet, and `event`: the ids that there are, each with its name."""


def _schema(kind: Kind, model: type[Model], known: Known) -> dict[str, Any]:
    schema = _figure_inline(model.model_json_schema())
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_for_editors(schema, known),
        "title": f"briefings {kind} sheet",
    }


def _figure_inline(schema: dict[str, Any]) -> dict[str, Any]:
    """A figure's single value may be written inline: `values` is then not required, and the value's keys are
    allowed beside `label`."""
    definitions = schema.get("$defs", {})
    if "Figure" in definitions:
        figure, value = definitions["Figure"], definitions["Value"]
        figure["properties"] |= {key: spec for key, spec in value["properties"].items() if key != "note"}
        figure["required"] = [key for key in figure["required"] if key != "values"]
        figure["anyOf"] = [{"required": ["values"]}, {"required": ["value"]}]
    return schema


_OF_SCHEMAS = frozenset({"properties", "$defs"})
"""Keywords whose values are schemas by name; the names are the curator's keys, and none of JSON Schema's."""

_NOT_FOR_EDITORS = frozenset({"title", "default", "examples"})
"""What editors would offer as values, or show in place of the key: an example of a name is not the name of
this actor."""


def _for_editors(part: Any, known: Known) -> Any:
    """Draft 7, with what Visual Studio Code and other editors add to it: meanings in Markdown, the names of
    ids, messages in words."""
    if isinstance(part, list):
        return [_for_editors(item, known) for item in part]
    if not isinstance(part, dict):
        return part
    done: dict[str, Any] = {}
    for key, value in part.items():
        if key in _OF_SCHEMAS:
            named = {name: _for_editors(schema, known) for name, schema in value.items()}
            # Without a title of its own a key would be shown under the sheet's.
            titles = {
                name: schema | {"title": name} if key == "properties" else schema
                for name, schema in named.items()
            }
            done[key.replace("$defs", "definitions")] = titles
        elif key not in _NOT_FOR_EDITORS and not key.startswith("x-"):
            done[key] = _for_editors(value, known)
    if "$ref" in done:
        done["$ref"] = done["$ref"].replace("#/$defs/", "#/definitions/")
    if "description" in done:
        done["markdownDescription"] = _in_markdown(done["description"], part.get("examples", []))
    if pattern := done.get("pattern"):
        done["patternErrorMessage"] = _MEANINGS.get(pattern, "This is not in the form that the key asks for.")
    return done | _references(part, done, known)


def _references(part: Mapping[str, Any], done: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """What a reference to a sheet, or a mapping whose keys are references, may hold."""
    more: dict[str, Any] = {}
    kind, key_kind = part.get("x-kind", ""), part.get("x-key-kind", "")
    if ids := known.get(kind):
        more |= {
            "type": "string",
            "enum": list(ids),
            "enumDescriptions": list(ids.values()),
            "errorMessage": _no_such(kind),
        }
    if ids := known.get(key_kind):
        more["propertyNames"] = {
            "enum": list(ids),
            "enumDescriptions": list(ids.values()),
            "errorMessage": _no_such(key_kind),
        }
    elif key_kind:
        more["propertyNames"] = {
            "pattern": f"^{ID_PATTERN}$",
            "patternErrorMessage": _MEANINGS[f"^{ID_PATTERN}$"],
        }
    if key_kind:
        more["defaultSnippets"] = [{"label": "source: passage", "body": {"${1:source-id}": "${2:passage}"}}]
    return more


def _no_such(kind: str) -> str:
    return (
        f"There is no {kind} with this id; after a new sheet was written, `briefings schema` renews what is"
        " known."
    )


_MEANINGS = {
    EDTF_PATTERN: (
        "A date is written like 2025-07-26, 2025-07, 2025, 2025-07-26/2025-07-28, 2026-07-16/.. or 2025-07~."
    ),
    DAY_PATTERN: "A full day is needed here, like 2025-07-26.",
    f"^{ID_PATTERN}$": "An id has small letters, digits and single hyphens.",
}


def _in_markdown(meaning: str, examples: Sequence[Any]) -> str:
    shown = [flow(example) for example in examples]
    return (
        f"{meaning}\n\nFor example: {', or '.join(f'`{example}`' for example in shown)}" if shown else meaning
    )


def _known_ids(catalog: Catalog) -> Known:
    return {
        "actor": {id_: sheet.data.name for id_, sheet in sorted(catalog.actors.items())},
        "briefing": {id_: sheet.data.title for id_, sheet in sorted(catalog.briefings.items())},
        "source": {id_: _source_name(sheet.data) for id_, sheet in sorted(catalog.sources.items())},
        "topic": {id_: sheet.data.name for id_, sheet in sorted(catalog.topics.items())},
        "event": dict(
            sorted(
                (entry.item.id, f"{entry.item.date.text}: {entry.title}")
                for entry in catalog.by_kind["event"]
                if entry.item.id is not None
            )
        ),
    }


def _source_name(source: Source) -> str:
    return f"{source.publisher}: {source.headline}"

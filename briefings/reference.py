"""The content model explained: JSON Schemas for editors, and the reference of every key, both made from the models themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefings import urls
from briefings.catalog import Catalog
from briefings.model import FOLDERS, MODELS
from briefings.model.base import Model
from briefings.model.keys import keys_of, models_in
from briefings.pages import Context, Page
from briefings.prose import ID_PATTERN, Kind
from briefings.starter import flow
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
    """Each kind of sheet with its folder, what it is, and its keys, nested ones after the key that holds them."""


def writing_page(words: Words) -> Page:
    """The reference of every key, as a page."""
    kinds = tuple((kind, FOLDERS[kind], _meaning(model), tuple(_keys(model, 0))) for kind, model in MODELS.items())
    return Page(urls.WRITING, words("pages.writing.title"), words("pages.writing.description"), "writing", WritingContext(kinds))


def _keys(model: type[Model], depth: int) -> Iterator[Key]:
    own = set(model.__annotations__)
    # What a kind of sheet says itself comes before what all sheets may say.
    for name, field in sorted(keys_of(model).items(), key=lambda item: item[0].removesuffix("_") not in own and f"{item[0]}_" not in own):
        example = flow(field.examples[0]) if field.examples else ""
        yield Key(name, depth, field.is_required(), " ".join((field.description or "").split()), example)
        for inner in dict.fromkeys(models_in(field.annotation)):
            yield from _keys(inner, depth + 1)


def _meaning(model: type[Model]) -> str:
    return " ".join((model.__doc__ or "").split())


def schemas(catalog: Catalog | None) -> dict[Kind, str]:
    """A JSON Schema for each kind of sheet; with a catalog, references complete to the ids that there are."""
    known = _known_ids(catalog) if catalog is not None else {}
    return {
        kind: json.dumps(_schema(kind, model, known), indent=1, ensure_ascii=False, sort_keys=True) + "\n" for kind, model in MODELS.items()
    }


def _schema(kind: Kind, model: type[Model], known: Mapping[str, list[str]]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_with_ids(_figure_inline(schema), known),
        "title": f"briefings {kind} sheet",
    }


def _figure_inline(schema: dict[str, Any]) -> dict[str, Any]:
    """A figure's single value may be written inline: `values` is then not required, and the value's keys are allowed beside `label`."""
    definitions = schema.get("$defs", {})
    if "Figure" in definitions:
        figure, value = definitions["Figure"], definitions["Value"]
        figure["properties"] |= {key: spec for key, spec in value["properties"].items() if key != "note"}
        figure["required"] = [key for key in figure["required"] if key != "values"]
        figure["anyOf"] = [{"required": ["values"]}, {"required": ["value"]}]
    return schema


def _with_ids(part: Any, known: Mapping[str, list[str]]) -> Any:
    """Draft 7 with the ids that there are: what refers to a sheet offers them, and what is keyed by one too."""
    if isinstance(part, list):
        return [_with_ids(item, known) for item in part]
    if not isinstance(part, dict):
        return part
    done = {key.replace("$defs", "definitions"): _with_ids(value, known) for key, value in part.items() if not key.startswith("x-")}
    if "$ref" in done:
        done["$ref"] = done["$ref"].replace("#/$defs/", "#/definitions/")
    if ids := known.get(part.get("x-kind", "")):
        done = {key: done[key] for key in ("description",) if key in done} | {"enum": ids}
    if ids := known.get(part.get("x-key-kind", "")):
        done["propertyNames"] = {"enum": ids}
    elif "x-key-kind" in part:
        done["propertyNames"] = {"pattern": f"^{ID_PATTERN}$"}
    return done


def _known_ids(catalog: Catalog) -> dict[str, list[str]]:
    return {
        "actor": sorted(catalog.actors),
        "briefing": sorted(catalog.briefings),
        "source": sorted(catalog.sources),
        "topic": sorted(catalog.topics),
        "event": sorted(entry.event.id for entry in catalog.events if entry.event.id is not None),
    }

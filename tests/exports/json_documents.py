"""Reads the JSON documents of a built site as a careful program does: each by its published schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator


def documents(site: Path) -> dict[str, Any]:
    """All JSON documents that name a schema of ours, by path."""
    # Those of FollowTheMoney are JSON lines.
    paths = (path for path in sorted(site.rglob("*.json")) if not path.name.endswith(".ftm.json"))
    files = ((path, json.loads(path.read_bytes())) for path in paths)
    return {
        path.relative_to(site).as_posix(): document
        for path, document in files
        if isinstance(document, dict) and _OURS.search(str(document.get("$schema", "")))
    }


_OURS = re.compile(r"(^|/)schemas/\w+\.schema\.json$")


def schema_problems(site: Path) -> list[str]:
    """What the published schemas refuse in the documents of a site, and keys that they do not know."""
    known = cache(lambda name: validator(site, name))
    return [
        f"{path} {error.json_path}: {error.message[:300]}"
        for path, document in documents(site).items()
        for error in known(document["$schema"].rpartition("/")[2]).iter_errors(document)
    ]


def validator(site: Path, address: str, *, closed: bool = True) -> Draft202012Validator:
    """What checks documents by a published schema, given its address. `closed` refuses keys that it does not
    know."""
    schema = json.loads((site / "data/schemas" / address.rpartition("/")[2]).read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(_closed(schema) if closed else schema)


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    own = {key: _closed(value) for key, value in schema.items()}
    if own.get("type") == "object" and "properties" in own:
        own.setdefault("additionalProperties", False)
    return own


def select(document: Any, path: str) -> Iterator[Any]:
    """The values at a JSONPath of the few forms that documents use."""
    values = [document]
    for dots, step in re.findall(r"(\.{0,2})(\[[^\]]*\]|\w+|\*)", path.removeprefix("$")):
        if dots == "..":
            values = [inner for value in values for inner in _below(value)]
        values = [inner for value in values for inner in _step(value, step)]
    yield from values


def _below(value: Any) -> Iterator[Any]:
    yield value
    for inner in _children(value):
        yield from _below(inner)


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _step(value: Any, step: str) -> Iterator[Any]:
    if step == "*":
        yield from _children(value)
    elif step.startswith("[?@."):
        key, _, wanted = step[4:-1].partition("==")
        for inner in _children(value):
            if isinstance(inner, dict) and inner.get(key) == (wanted.strip("'") if wanted else True):
                yield inner
    elif isinstance(value, dict) and step in value:
        yield value[step]

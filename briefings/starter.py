"""A new sheet to start from: valid as written, with every further key in a comment that says what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from typing import Any

import yaml
from pydantic.fields import FieldInfo

from briefings.model import MODELS, SheetModel
from briefings.model.base import Model
from briefings.model.keys import keys_of
from briefings.prose import Kind

WIDTH = 100


def starter(kind: Kind, sheet_id: str, *, today: date) -> str:
    """The YAML of a new sheet. A briefing starts as a draft, since its facts are still to come."""
    model = MODELS[kind]
    name = sheet_id.replace("-", " ").capitalize()
    filled: dict[str, Any] = {
        "title": name,
        "name": name,
        "published": today.isoformat() if kind == "briefing" else None,
        "summary": "What this is about, in two or three sentences." if kind == "briefing" else None,
        "kind": {"actor": "organization", "source": "news"}.get(kind),
        "publisher": "Its publisher",
        "draft": True if kind == "briefing" else None,
    }
    return "\n".join(_lines(model, filled)) + "\n"


def _lines(model: type[Model], filled: dict[str, Any]) -> Iterator[str]:
    keys = keys_of(model)
    written = [name for name, field in keys.items() if field.is_required() or filled.get(name) is not None]
    yield f"# {' '.join((model.__doc__ or '').split())}"
    yield "# Every key, with its meaning: the page “How to write a sheet”."
    for name in written:
        yield ""
        yield from _meaning(keys[name])
        yield from _entry(name, filled[name])
    yield ""
    yield "# Further keys. Take the `# ` out in front of those that you need."
    shared = set(SheetModel.model_fields)
    for name, field in sorted(keys.items(), key=lambda item: item[0] in shared):
        if name not in written:
            yield ""
            yield from _meaning(field)
            yield from (f"# {line}" for line in _entry(name, field.examples[0] if field.examples else "…"))


def _meaning(field: FieldInfo) -> Iterator[str]:
    words = " ".join((field.description or "").split())
    yield from (f"# {line}" for line in wrap(words, WIDTH))


def _entry(name: str, value: Any) -> Iterator[str]:
    """`name: value` as YAML: a list of mappings one entry a line, everything else on the line of its key."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{name}:"
        yield from (f"  - {flow(item)}" for item in value)
    else:
        yield f"{name}: {flow(value)}"


def flow(value: Any) -> str:
    """A value as YAML on one line, dates unquoted, as sheets may write it."""
    text = yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=True)
    return text.removesuffix("...\n").strip()


class _Plain(yaml.SafeDumper):
    """Writes what sheets read: a date is plain text there, so it needs no quotation marks."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}

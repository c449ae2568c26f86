"""A new sheet to start from: valid as written, with every further key in a comment that says what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from briefings.model import MODELS
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
    yield f"# {' '.join((model.__doc__ or '').split())}"
    yield "# Every key, with its meaning: the page “How to write a sheet”."
    yield ""
    own = [(name, field) for name, field in keys_of(model).items()]
    for name, field in own:
        value = filled.get(name)
        meaning = " ".join((field.description or "").split())
        if field.is_required() or value is not None or name == "title":
            yield f"# {meaning}"
            yield _entry(name, value if value is not None else field.examples[0] if field.examples else "")
        else:
            yield f"# {meaning}"
            example = _entry(name, field.examples[0] if field.examples else "…")
            yield from (f"#{line}" for line in example.split("\n"))


def _entry(name: str, value: Any) -> str:
    """`name: value` as YAML, dates and short texts unquoted."""
    text = yaml.dump({name: value}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None)
    return text.rstrip("\n")


class _Plain(yaml.SafeDumper):
    """Writes what sheets read: a date is plain text there, so it needs no quotation marks."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}

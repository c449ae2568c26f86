"""A form as GitHub reads it: a YAML file in `.github/ISSUE_TEMPLATE/`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from briefings.plugins.forms.fields import Field, Form, forms
from briefings.settings import ISSUE_FORMS
from briefings.sheets.load import Sheet
from briefings.words import Words

_TYPES = {"line": "input", "text": "textarea", "choice": "dropdown", "choices": "dropdown"}


def templates(words: Words, sheets: Sequence[Sheet[Any]]) -> dict[str, str]:
    """The content of each file by its path."""
    return {f"{ISSUE_FORMS}/{form.name}.yml": "\n".join(_lines(form)) + "\n" for form in forms(words, sheets)}


def _lines(form: Form) -> Iterator[str]:
    yield "# Written by `briefings forms`, which replaces it."
    yield f"name: {_text(form.title)}"
    yield f"description: {_text(form.description)}"
    yield "body:"
    yield "  - type: markdown"
    yield "    attributes:"
    yield f"      value: {_text(form.intro)}"
    for field in form.fields:
        yield ""
        yield from _field(field)


def _field(field: Field) -> Iterator[str]:
    yield f"  - type: {_TYPES.get(field.kind, 'checkboxes')}"
    yield f"    id: {field.name}"
    yield "    attributes:"
    yield f"      label: {_text(field.label)}"
    if field.hint:
        yield f"      description: {_text(field.hint)}"
    if field.placeholder:
        yield f"      placeholder: {_text(field.placeholder)}"
    if field.kind == "choices":
        yield "      multiple: true"
    if field.kind == "boxes":
        yield "      options:"
        for words in field.options:
            yield f"        - label: {_text(words)}"
            yield "          required: true"
        return
    if field.options:
        yield "      options:"
        yield from (f"        - {_text(words)}" for words in field.options)
    if field.required:
        yield "    validations:"
        yield "      required: true"


def _text(words: str) -> str:
    """Words as YAML. JSON's strings are YAML's, too; names come from sheets, so none is written plainly."""
    return json.dumps(words, ensure_ascii=False)

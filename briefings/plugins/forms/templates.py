"""A form as GitHub reads it: a YAML file in `.github/ISSUE_TEMPLATE/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from briefings.plugins.forms.fields import Field, Form, forms
from briefings.settings import ISSUE_FORMS
from briefings.sheets.load import Sheet
from briefings.words import Words

_TYPES = {"line": "input", "text": "textarea", "choice": "dropdown", "choices": "dropdown"}


def templates(words: Words, sheets: Sequence[Sheet[Any]]) -> dict[str, str]:
    """The content of each file by its path."""
    return {f"{ISSUE_FORMS}/{form.name}.yml": _written(form) for form in forms(words, sheets)}


def _written(form: Form) -> str:
    intro = {"type": "markdown", "attributes": {"value": form.intro}}
    data = {
        "name": form.title,
        "description": form.description,
        "body": [intro, *map(_field, form.fields)],
    }
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=float("inf"))
    return f"# Written by `briefings forms`, which replaces it.\n{text}"


def _field(field: Field) -> dict[str, Any]:
    is_boxes = field.kind == "boxes"
    options = [{"label": words, "required": True} if is_boxes else words for words in field.options]
    attributes = {
        "label": field.label,
        "description": field.hint,
        "placeholder": field.placeholder,
        "multiple": field.kind == "choices",
        "options": options,
    }
    written = {
        "type": _TYPES.get(field.kind, "checkboxes"),
        "id": field.name,
        "attributes": {key: value for key, value in attributes.items() if value},
    }
    return written | ({"validations": {"required": True}} if field.required and not is_boxes else {})
